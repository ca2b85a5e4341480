"""Making a peer team, saying who is in it and who is there for it, and what its members say of how they work best (Q7).

The demands on a peer are not lowered; support is added: by somebody who leads the team, somebody at the workplace, and
a psychologist.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Role, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.people.colleagues import check_place, give_role
from core.people.rules import CONTACTS
from core.programmes.publishing import programme_of
from core.teams.leaving import another_leads, leaves, others_are_there, without_talks
from core.teams.rules import CAN_BE_SHOWN
from db import outbox
from db.engine import transaction
from db.people import Engagement, Membership
from db.teams import Team, TeamMember


@dataclass(frozen=True, slots=True)
class TeamDetails:
    """A team as a coordinator describes it. `lead_id` is a team lead already, or a peer who becomes one by this."""

    name: str
    workplace_id: UUID | None
    lead_id: UUID | None
    contact_id: UUID | None
    psychologist_id: UUID | None = None


def make_team(*, session: Session, actor: Actor, organisation_id: UUID, details: TeamDetails, now: datetime) -> Team:
    """A new team. A peer who is to lead it gets that role, and a mail about it.

    Raises all that is refused at once, by the names of `TeamDetails`: "words_missing", "workplace_unknown",
    "team_lead_unknown", "team_contact_unknown", "team_psychologist_unknown".
    """
    with transaction(session):
        require(actor, Action.MANAGE_TEAMS, Subject(organisation_id))
        _check(session, organisation_id, details)
        team = Team(organisation_id=organisation_id, made_by_id=actor.person_id, made_at=now, **_kept(details))
        session.add(team)
        session.flush()
        _becomes_lead(session, actor, team, now)
        trace(session, organisation_id, actor, "team.made", "team", team.id, now)
        return team


def change_team(
    *, session: Session, actor: Actor, team_id: UUID, details: TeamDetails, expected_version: int, now: datetime
) -> None:
    """Describe it otherwise. Raises as `make_team`, "changed_meanwhile", and "team_ended"."""
    with transaction(session):
        team = _going_on(session, actor, team_id)
        _check(session, team.organisation_id, details)
        if team.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        changed = [name for name, value in _kept(details).items() if getattr(team, name) != value]
        if not changed:
            return
        led_by = team.lead_id
        for name in changed:
            setattr(team, name, _kept(details)[name])
        team.version += 1
        session.add(team)
        session.flush()
        _becomes_lead(session, actor, team, now)
        others_are_there(session, team, changed)
        if led_by != team.lead_id:
            another_leads(session, team, led_by, now)
        trace(session, team.organisation_id, actor, "team.changed", "team", team.id, now, changed)


def end_team(*, session: Session, actor: Actor, team_id: UUID, now: datetime) -> None:
    """The team is no more, and nobody is in it from today. Raises "team_ended"."""
    with transaction(session):
        team = _going_on(session, actor, team_id)
        for member in session.exec(select(TeamMember).where(TeamMember.team_id == team.id, _is_in())).all():
            leaves(session, member, local_day(now), now)
        without_talks(session, team, team.lead_id, now)
        team.ended_on, team.version = local_day(now), team.version + 1
        session.add(team)
        trace(session, team.organisation_id, actor, "team.ended", "team", team.id, now)


def put_in_team(*, session: Session, actor: Actor, team_id: UUID, engagement_id: UUID, now: datetime) -> TeamMember:
    """A peer is in the team from today, and gets a mail about it; who is in it already, stays as they are.

    Raises "not_found" for who is no peer here now, "team_other" for who is in another team, and "team_ended".
    """
    with transaction(session):
        team = _going_on(session, actor, team_id)
        # Held, so that of two clicks the second finds what the first made.
        engagement = session.exec(select(Engagement).where(Engagement.id == engagement_id).with_for_update()).first()
        if engagement is None or engagement.organisation_id != team.organisation_id or engagement.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if not programme_of(session, engagement.programme_version_id).teams:
            raise DomainError(ErrorCode.NOT_FOUND)
        held = session.exec(select(TeamMember).where(TeamMember.engagement_id == engagement_id, _is_in())).first()
        if held is not None and held.team_id != team.id:
            raise DomainError(ErrorCode.TEAM_OTHER)
        if held is not None:
            return held
        member = TeamMember(team_id=team.id, engagement_id=engagement_id, joined_on=local_day(now))
        session.add(member)
        session.flush()
        told = [engagement.person_id]
        outbox.mail(session, "team_joined", told, organisation_id=team.organisation_id, now=now)
        trace(session, team.organisation_id, actor, "team.joined", "team", team.id, now)
        return member


def leave_team(*, session: Session, actor: Actor, member_id: UUID, now: datetime) -> None:
    """Somebody is in the team no more from today, and what they wrote of how they work best is gone. A second time is
    nothing."""
    with transaction(session):
        member = session.get(TeamMember, member_id)
        team = _held(session, actor, member.team_id if member is not None else None)
        assert member is not None
        if member.left_on is None:
            leaves(session, member, local_day(now), now)
            trace(session, team.organisation_id, actor, "team.left", "team", team.id, now)


def say_accommodations(
    *,
    session: Session,
    actor: Actor,
    member_id: UUID,
    words: str,
    shown_to: Collection[str],
    expected_version: int,
    now: datetime,
) -> None:
    """A peer says in their own words how they work best, and which of `CAN_BE_SHOWN` may read it; no words is nothing
    said. Raises "not_found", "changed_meanwhile", and what `core.contact` refuses."""
    with transaction(session):
        member = session.exec(
            select(TeamMember)
            .where(TeamMember.id == member_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if member is None or member.left_on is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        engagement = session.get_one(Engagement, member.engagement_id)
        require(actor, Action.SAY_ACCOMMODATIONS, Subject.of(engagement))
        with all_refused() as check, check.at("words"):
            contact.text(words)
        if member.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        member.accommodations = contact.text(words)
        member.shown_to = [part for part in CAN_BE_SHOWN if part in shown_to and member.accommodations]
        member.version += 1
        session.add(member)
        # Their own word of themselves: the log says that it was written, and not by whom.
        trace(session, engagement.organisation_id, None, "team.accommodations", "team", member.team_id, now)


def leave_teams(session: Session, engagement_id: UUID, day: date, now: datetime) -> None:
    """Whoever stops on `day` is in no team any more, inside the caller's transaction."""
    for member in session.exec(select(TeamMember).where(TeamMember.engagement_id == engagement_id, _is_in())).all():
        leaves(session, member, day, now)


def _is_in() -> ColumnElement[bool]:
    return col(TeamMember.left_on).is_(None)


def _held(session: Session, actor: Actor, team_id: UUID | None) -> Team:
    asked = select(Team).where(Team.id == team_id).with_for_update().execution_options(populate_existing=True)
    team = session.exec(asked).one_or_none()
    if team is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.MANAGE_TEAMS, Subject(team.organisation_id))
    return team


def _going_on(session: Session, actor: Actor, team_id: UUID) -> Team:
    team = _held(session, actor, team_id)
    if team.ended_on is not None:
        raise DomainError(ErrorCode.TEAM_ENDED)
    return team


def _kept(details: TeamDetails) -> dict[str, Any]:
    return {
        "name": contact.line(details.name),
        "workplace_id": details.workplace_id,
        "lead_id": details.lead_id,
        "contact_id": details.contact_id,
        "psychologist_id": details.psychologist_id,
    }


def _check(session: Session, organisation_id: UUID, details: TeamDetails) -> None:
    with all_refused() as check:
        with check.at("name"):
            if not contact.line(details.name):
                raise DomainError(ErrorCode.WORDS_MISSING)
        with check.at("workplace_id"):
            check_place(session, organisation_id, details.workplace_id)
        with check.at("lead_id"):
            leads = holds(session, organisation_id, details.lead_id, {Role.TEAM_LEAD})
            if not leads and not _is_peer(session, organisation_id, details.lead_id):
                raise DomainError(ErrorCode.TEAM_LEAD_UNKNOWN)
        with check.at("contact_id"):
            if not holds(session, organisation_id, details.contact_id, CONTACTS):
                raise DomainError(ErrorCode.TEAM_CONTACT_UNKNOWN)
        with check.at("psychologist_id"):
            asked = details.psychologist_id
            if asked is not None and not holds(session, organisation_id, asked, {Role.PSYCHOLOGIST}):
                raise DomainError(ErrorCode.TEAM_PSYCHOLOGIST_UNKNOWN)


def holds(session: Session, organisation_id: UUID, person_id: UUID | None, roles: Collection[str]) -> bool:
    """Whether somebody holds one of these roles in the organisation now."""
    held = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.person_id == person_id,
        col(Membership.role).in_(roles),
        col(Membership.ended_at).is_(None),
    )
    return session.exec(held.limit(1)).first() is not None


def _is_peer(session: Session, organisation_id: UUID, person_id: UUID | None) -> bool:
    versions = session.exec(
        select(Engagement.programme_version_id).where(
            Engagement.organisation_id == organisation_id,
            Engagement.person_id == person_id,
            col(Engagement.ended_at).is_(None),
        )
    ).all()
    return any(programme_of(session, version).teams for version in versions)


def _becomes_lead(session: Session, actor: Actor, team: Team, now: datetime) -> None:
    if not holds(session, team.organisation_id, team.lead_id, {Role.TEAM_LEAD}):
        give_role(
            session=session,
            actor=actor,
            organisation_id=team.organisation_id,
            person_id=team.lead_id,
            role=Role.TEAM_LEAD,
            workplace_id=None,
            now=now,
        )
