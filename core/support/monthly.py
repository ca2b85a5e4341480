"""The talk with the psychologist that comes up by itself, for who leads a team and, where it is so, for each peer (Q8).

A day follows from when they last talked, or from when somebody came: nothing has to run for it to come up.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.support.around import in_team
from core.support.rules import LASTS, SupportKind, comes_up, suggested
from core.support.settings import SupportDetails, answer_hours, support_of
from db.people import Engagement, Person
from db.support import SupportTalk
from db.teams import Team, TeamMember


@dataclass(frozen=True, slots=True)
class MonthlyRow:
    """One whose talk comes up by itself. `next_on` is the day it comes up, with `is_due` once that has come; then it is
    planned, `starts_at`. `talk_id` and `version` are of the one that is planned, `last_on` is when they last talked."""

    person_id: UUID
    name: str
    leads: bool
    last_on: date | None
    next_on: date | None
    is_due: bool
    starts_at: datetime | None
    talk_id: UUID | None
    version: int


@dataclass(frozen=True, slots=True)
class MonthlyView:
    """The talks of a team as the psychologist plans them, those that are due first."""

    rows: tuple[MonthlyRow, ...]
    suggested: tuple[datetime, ...]

    @property
    def due(self) -> int:
        """How many are to be planned."""
        return sum(each.is_due and each.starts_at is None for each in self.rows)


def monthly_talks(*, session: Session, actor: Actor, team_id: UUID, now: datetime) -> MonthlyView:
    """All of a team's, for its psychologist; "not_found", or "not_allowed" for everybody else."""
    team = session.get(Team, team_id)
    if team is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    holds = frozenset({team.psychologist_id} if team.psychologist_id is not None else ())
    require(actor, Action.HOLD_TALKS, Subject(team.organisation_id, holds))
    hours = answer_hours(session, team.organisation_id)
    rows = _rows(session, team, support_of(session, team.organisation_id), local_day(now))
    return MonthlyView(
        tuple(sorted(rows, key=_order)), suggested(now, replace(hours, every_day=False), _taken(session, actor, now))
    )


def _taken(session: Session, actor: Actor, now: datetime) -> list[datetime]:
    """When the reader has a talk already, with whom so ever."""
    asked = select(SupportTalk.starts_at).where(
        SupportTalk.answered_by_id == actor.person_id,
        col(SupportTalk.held_on).is_(None),
        col(SupportTalk.starts_at) > now - LASTS,
    )
    return [each for each in session.exec(asked) if each is not None]


def own_monthly(*, session: Session, actor: Actor, team_id: UUID, now: datetime) -> MonthlyRow | None:
    """Their own, for who is in the team or leads it; None where theirs does not come up by itself, or nobody is there
    to talk with. "not_found" or "not_allowed"."""
    team = session.get(Team, team_id)
    if team is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.ASK_FOR_TALK, Subject(team.organisation_id, in_team(session, team)))
    rows = _rows(session, team, support_of(session, team.organisation_id), local_day(now))
    own = next((each for each in rows if each.person_id == actor.person_id), None)
    return own if own is not None and own.next_on is not None and team.psychologist_id is not None else None


def _order(row: MonthlyRow) -> tuple[bool, date, str]:
    return row.starts_at is not None, row.next_on or date.max, row.name


def _rows(session: Session, team: Team, held: SupportDetails, today: date) -> list[MonthlyRow]:
    since = {team.lead_id: local_day(team.made_at)}
    names = {team.lead_id: session.get_one(Person, team.lead_id).name}
    members = session.exec(
        select(Person.id, Person.name, TeamMember.joined_on)  # type: ignore[call-overload]
        .join(Engagement, col(Engagement.person_id) == Person.id)
        .join(TeamMember, col(TeamMember.engagement_id) == Engagement.id)
        .where(TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None))
    )
    for person_id, name, joined_on in members:
        since.setdefault(person_id, joined_on)
        names[person_id] = name
    last: dict[UUID, date] = {}
    ahead: dict[UUID, SupportTalk] = {}
    for talk in session.exec(select(SupportTalk).where(SupportTalk.team_id == team.id)):
        # What kind it is stands encrypted, so it is looked at here.
        if talk.kind != SupportKind.MONTHLY:
            continue
        if talk.held_on is None:
            ahead[talk.person_id] = talk
        else:
            last[talk.person_id] = max(talk.held_on, last.get(talk.person_id, talk.held_on))
    found = []
    for person_id, begun in since.items():
        leads = person_id == team.lead_id
        days = held.lead_days if leads else held.peer_days
        planned = ahead.get(person_id)
        if person_id == team.psychologist_id or not (days or planned):
            continue
        before = last.get(person_id)
        next_on = comes_up(before, begun, days)
        found.append(
            MonthlyRow(
                person_id=person_id,
                name=names[person_id],
                leads=leads,
                last_on=before,
                next_on=next_on,
                is_due=next_on is not None and next_on <= today,
                starts_at=planned.starts_at if planned else None,
                talk_id=planned.id if planned else None,
                version=planned.version if planned else 0,
            )
        )
    return found
