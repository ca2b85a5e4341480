"""Reading peer teams: all of an organisation, one's own, and one of them with who is in it and who is there for it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, or_, select

from core.access.permissions import Action, Actor, Role, Subject, may, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.people.rules import CONTACTS
from core.people.search import finds
from core.programmes.publishing import newest, programme_of
from core.teams.rules import TeamPart, may_read
from db.organisations import Organisation, Workplace
from db.people import Engagement, Membership, Person
from db.programmes import ProgrammeVersion
from db.teams import Team, TeamMember

A_PAGE = 25
CHOICES = 50


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team in a list: where it is, who leads it, and how many are in it."""

    team_id: UUID
    name: str
    workplace: str
    lead: str
    members: int
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class TeamPage:
    """A page of them, and how many there are in all."""

    rows: tuple[TeamRow, ...]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class TeamPerson:
    """Somebody who is there for a team, and how they are reached."""

    person_id: UUID
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class MemberView:
    """Somebody in a team as the reader may know them. `phone` and `email` are for who leads it and who coordinates;
    `accommodations` for whom they are shown to, "" for everybody else, and `shown_to` for the peer alone."""

    member_id: UUID
    engagement_id: UUID
    name: str
    joined_on: date
    own: bool
    phone: str
    email: str
    accommodations: str
    shown_to: tuple[str, ...]
    version: int


@dataclass(frozen=True, slots=True)
class TeamView:
    """One team. `parts` is what the reader is in it, `around` who is there for it, the lead first."""

    team_id: UUID
    organisation_id: UUID
    organisation: str
    organisation_phone: str
    name: str
    workplace_id: UUID
    workplace: str
    around: dict[TeamPart, TeamPerson]
    members: tuple[MemberView, ...]
    parts: frozenset[TeamPart]
    ended_on: date | None
    version: int


class TeamName(NamedTuple):
    """A team of one's own."""

    team_id: UUID
    name: str
    organisation: str


class TeamChoice(NamedTuple):
    """Somebody who can be chosen, by a person's or an engagement's id."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class TeamChoices:
    """Who can be what in a team: those who lead one or are peers, those at workplaces, and psychologists."""

    leads: tuple[TeamChoice, ...]
    contacts: tuple[TeamChoice, ...]
    psychologists: tuple[TeamChoice, ...]


def teams(*, session: Session, actor: Actor, organisation_id: UUID, ended: bool = False, page: int = 1) -> TeamPage:
    """The teams of an organisation by name, or those that have ended, a page at a time; a page beyond the last is the
    last. Two queries."""
    require(actor, Action.MANAGE_TEAMS, Subject(organisation_id))
    asked: list[Any] = [Team.organisation_id == organisation_id, col(Team.ended_on).is_not(None) == ended]
    total = session.exec(select(func.count()).select_from(Team).where(*asked)).one()
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    in_it = (
        select(func.count())
        .select_from(TeamMember)
        .where(TeamMember.team_id == Team.id, col(TeamMember.left_on).is_(None))
        .scalar_subquery()
    )
    rows = session.exec(
        select(Team, Workplace.name, Person.name, in_it)
        .join(Workplace, col(Workplace.id) == Team.workplace_id)
        .join(Person, col(Person.id) == Team.lead_id)
        .where(*asked)
        .order_by(col(Team.name), col(Team.id))
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    found = [
        TeamRow(team.id, team.name, workplace, lead, count, team.ended_on) for team, workplace, lead, count in rows
    ]
    return TeamPage(tuple(found), total, page)


def own_teams(*, session: Session, actor: Actor, inside: bool = False) -> list[TeamName]:
    """The teams the person who asks is in, leads or is there for, that go on; with `inside` those they are in or lead.
    One query."""
    require(actor, Action.SEE_TEAM)
    is_in = exists().where(
        col(TeamMember.team_id) == Team.id,
        col(TeamMember.left_on).is_(None),
        col(TeamMember.engagement_id) == Engagement.id,
        col(Engagement.person_id) == actor.person_id,
    )
    around = (Team.lead_id,) if inside else (Team.lead_id, Team.psychologist_id, Team.contact_id)
    rows = session.exec(
        select(Team.id, Team.name, Organisation.name)
        .join(Organisation, col(Organisation.id) == Team.organisation_id)
        .where(
            col(Team.organisation_id).in_(actor.organisations()),
            col(Team.ended_on).is_(None),
            or_(is_in, *(col(each) == actor.person_id for each in around)),
        )
        .order_by(col(Team.name), col(Team.id))
    )
    return [TeamName(*row) for row in rows]


def team_view(*, session: Session, actor: Actor, team_id: UUID) -> TeamView:
    """One team for who is in it, leads it, is there for it, or coordinates. "not_found" or "not_allowed"; who has left
    is let in no more. Two queries."""
    lead, psychologist, contact = aliased(Person), aliased(Person), aliased(Person)
    row = session.exec(
        select(Team, Workplace.name, Organisation, lead, psychologist, contact)  # type: ignore[call-overload]
        .join(Workplace, col(Workplace.id) == Team.workplace_id)
        .join(Organisation, col(Organisation.id) == Team.organisation_id)
        .join(lead, lead.id == Team.lead_id)
        .join(psychologist, psychologist.id == Team.psychologist_id, isouter=True)
        .join(contact, contact.id == Team.contact_id)
        .where(Team.id == team_id)
    ).one_or_none()
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    team, workplace, organisation, *people = row
    members = session.exec(
        select(TeamMember, Person)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None))
        .order_by(col(Person.name), col(TeamMember.id))
    ).all()
    around = {
        part: TeamPerson(person.id, person.name, person.phone, person.email)
        for part, person in zip((TeamPart.LEAD, TeamPart.PSYCHOLOGIST, TeamPart.WORKPLACE), people, strict=True)
        if person is not None
    }
    concerned = frozenset({*(each.person_id for each in around.values()), *(person.id for _member, person in members)})
    subject = Subject(team.organisation_id, concerned)
    require(actor, Action.SEE_TEAM, subject)
    parts = {part for part, person in around.items() if person.person_id == actor.person_id}
    if any(person.id == actor.person_id for _member, person in members):
        parts.add(TeamPart.PEER)
    if may(actor, Action.MANAGE_TEAMS, subject):
        parts.add(TeamPart.COORDINATOR)
    reaches = bool(parts & {TeamPart.LEAD, TeamPart.COORDINATOR})
    return TeamView(
        team_id=team.id,
        organisation_id=team.organisation_id,
        organisation=organisation.name,
        organisation_phone=organisation.phone,
        name=team.name,
        workplace_id=team.workplace_id,
        workplace=workplace,
        around=around,
        members=tuple(_member(actor, parts, member, person, reaches=reaches) for member, person in members),
        parts=frozenset(parts),
        ended_on=team.ended_on,
        version=team.version,
    )


def _member(actor: Actor, parts: set[TeamPart], member: TeamMember, person: Person, *, reaches: bool) -> MemberView:
    own = person.id == actor.person_id
    read = may_read(member.shown_to, parts, own=own)
    return MemberView(
        member_id=member.id,
        engagement_id=member.engagement_id,
        name=person.name,
        joined_on=member.joined_on,
        own=own,
        phone=person.phone if reaches else "",
        email=person.email if reaches else "",
        accommodations=member.accommodations if read else "",
        shown_to=tuple(member.shown_to) if own else (),
        version=member.version,
    )


def team_choices(*, session: Session, actor: Actor, organisation_id: UUID) -> TeamChoices:
    """Who can be what in a team here, each by name. Three queries, and one for each programme not read before."""
    require(actor, Action.MANAGE_TEAMS, Subject(organisation_id))
    held = session.exec(
        select(Membership.role, Person.id, Person.name)
        .join(Person, col(Person.id) == Membership.person_id)
        .where(
            Membership.organisation_id == organisation_id,
            col(Membership.ended_at).is_(None),
            col(Membership.role).in_((*CONTACTS, Role.TEAM_LEAD, Role.PSYCHOLOGIST)),
        )
        .order_by(col(Person.name), col(Person.id))
    ).all()

    def holding(*roles: Role) -> list[TeamChoice]:
        return [TeamChoice(person_id, name) for role, person_id, name in held if role in roles]

    peers = session.exec(
        select(Person.id, Person.name)
        .join(Engagement, col(Engagement.person_id) == Person.id)
        .where(*_peers(session, organisation_id))
        .order_by(col(Person.name), col(Person.id))
        .limit(CHOICES)
    ).all()
    return TeamChoices(
        leads=tuple(dict.fromkeys((*holding(Role.TEAM_LEAD), *(TeamChoice(*peer) for peer in peers)))),
        contacts=tuple(dict.fromkeys(holding(*CONTACTS))),
        psychologists=tuple(dict.fromkeys(holding(Role.PSYCHOLOGIST))),
    )


def without_team(*, session: Session, actor: Actor, organisation_id: UUID, search: str = "") -> list[TeamChoice]:
    """Peers of the organisation who are in no team, as engagements by name; no more than `CHOICES`, so that among more
    one is searched for. Two queries, and one for each programme not read before."""
    require(actor, Action.MANAGE_TEAMS, Subject(organisation_id))
    in_one = exists().where(col(TeamMember.engagement_id) == Engagement.id, col(TeamMember.left_on).is_(None))
    rows = session.exec(
        select(Engagement.id, Person.name)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(*_peers(session, organisation_id), ~in_one, *finds(col(Person.found_by), search))
        .order_by(col(Person.name), col(Engagement.id))
        .limit(CHOICES)
    )
    return [TeamChoice(*row) for row in rows]


def without_teams_yet(*, session: Session, actor: Actor, organisation_id: UUID) -> dict[str, int]:
    """How many volunteers go on under a version of a programme that had no teams yet, where the newest has them, by the
    programme: they can be in a team once they are moved to it. Two queries, and one for each programme not read before.
    """
    require(actor, Action.MANAGE_TEAMS, Subject(organisation_id))
    newer = newest(session, organisation_id)
    rows = session.exec(
        select(ProgrammeVersion.programme, ProgrammeVersion.id, func.count(col(Engagement.id)))
        .join(Engagement, col(Engagement.programme_version_id) == ProgrammeVersion.id)
        .where(Engagement.organisation_id == organisation_id, col(Engagement.ended_at).is_(None))
        .group_by(col(ProgrammeVersion.programme), col(ProgrammeVersion.id))
    )
    found: dict[str, int] = {}
    for programme, version_id, count in rows:
        to = newer.get(programme)
        if to is None or programme_of(session, version_id).teams or not programme_of(session, to).teams:
            continue
        found[programme] = found.get(programme, 0) + count
    return found


def _peers(session: Session, organisation_id: UUID) -> list[Any]:
    """Conditions on engagements: those that go on here, in a programme that has teams."""
    here = (Engagement.organisation_id == organisation_id, col(Engagement.ended_at).is_(None))
    versions = session.exec(select(Engagement.programme_version_id).where(*here).distinct()).all()
    return [*here, col(Engagement.programme_version_id).in_([v for v in versions if programme_of(session, v).teams])]
