"""What peers let those around their team read of their log books, as both sides see it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.i18n import local_day
from core.personal_log.rules import PersonalPage, from_bytes
from core.teams.reading import own_teams, team_view
from core.teams.rules import CAN_BE_SHOWN, TeamPart
from db.people import Engagement, Person
from db.personal_log import PersonalLog, PersonalLogPage, SharedLogPage
from db.teams import TeamMember


@dataclass(frozen=True, slots=True)
class SharedTo:
    """Whom a peer lets read a page, as it stood on that day."""

    shared_id: UUID
    page_id: UUID
    to_id: UUID
    name: str
    shared_on: date


@dataclass(frozen=True, slots=True)
class SharedRead:
    """A page somebody lets the reader read, as it stood on that day."""

    shared_id: UUID
    name: str
    page: PersonalPage
    shared_on: date


@dataclass(frozen=True, slots=True)
class CanRead:
    """Somebody a peer can let read a page: who they are in which team."""

    member_id: UUID
    person_id: UUID
    part: TeamPart
    name: str


def who_can_read(*, session: Session, actor: Actor) -> list[CanRead]:
    """Those who are there for the teams of the peer who asks, each once. A query, and two for each team."""
    require(actor, Action.KEEP_PERSONAL_LOG)
    found: dict[UUID, CanRead] = {}
    for each in own_teams(session=session, actor=actor):
        team = team_view(session=session, actor=actor, team_id=each.team_id)
        own = next((member for member in team.members if member.own), None)
        for part in CAN_BE_SHOWN:
            person = team.around.get(part)
            if own is not None and person is not None and person.person_id != actor.person_id:
                found.setdefault(person.person_id, CanRead(own.member_id, person.person_id, part, person.name))
    return list(found.values())


def shared_by_me(*, session: Session, actor: Actor) -> list[SharedTo]:
    """What the peer who asks lets others read, the newest first. One query; it takes no open log book."""
    require(actor, Action.KEEP_PERSONAL_LOG)
    rows = session.exec(
        select(SharedLogPage, Person.name)
        .join(PersonalLogPage, col(PersonalLogPage.id) == SharedLogPage.page_id)
        .join(PersonalLog, col(PersonalLog.id) == PersonalLogPage.log_id)
        .join(Person, col(Person.id) == SharedLogPage.to_id)
        .where(PersonalLog.person_id == actor.person_id)
        .order_by(col(SharedLogPage.shared_at).desc(), col(SharedLogPage.id))
    )
    return [SharedTo(row.id, row.page_id, row.to_id, name, local_day(row.shared_at)) for row, name in rows]


def shared_with_me(*, session: Session, actor: Actor, team_id: UUID) -> list[SharedRead]:
    """What those in a team let the reader read who is there for it now, the newest first; "not_allowed" for who is not.
    Three queries."""
    team = team_view(session=session, actor=actor, team_id=team_id)
    require(actor, Action.READ_SHARED_LOG, Subject(team.organisation_id, frozenset({actor.person_id})))
    if actor.person_id not in {person.person_id for person in team.around.values()}:
        return []
    rows = session.exec(
        select(SharedLogPage, Person.name)
        .join(TeamMember, col(TeamMember.id) == SharedLogPage.member_id)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .where(SharedLogPage.to_id == actor.person_id, TeamMember.team_id == team_id, col(TeamMember.left_on).is_(None))
        .order_by(col(SharedLogPage.shared_at).desc(), col(SharedLogPage.id))
    )
    return [
        SharedRead(row.id, name, from_bytes(row.page_id, row.words.encode(), 0), local_day(row.shared_at))
        for row, name in rows
    ]
