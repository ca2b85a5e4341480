"""How a team lead follows each peer: their tasks, what stands in the way, and the check-ins the two agreed on (Q7).

What is asked of a peer is not lowered; what stands in the way is met with support. It is said of the task and the
place, never of anybody's health, and read by the two alone.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day, on_date
from core.support.rules import AHEAD
from db.engine import transaction
from db.people import Engagement, Person
from db.support import TeamFollowUp
from db.tasks import TaskHolder, VolunteerTask
from db.teams import Team, TeamMember

MOST_EVERY = 90
# A few words, not a report.
LONGEST = 400


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """A peer as who leads their team follows them, or as they see it themselves (`own`). `tasks` are what they do, by
    name; `version` is 0 where nothing was agreed yet."""

    member_id: UUID
    name: str
    own: bool
    tasks: tuple[str, ...]
    in_the_way: str
    check_in_on: date | None
    every_days: int
    checked_on: date | None
    is_over: bool
    version: int


def follow_ups(*, session: Session, actor: Actor, team_id: UUID, today: date) -> list[FollowUpRow]:
    """All peers of a team for who leads it, those whose check-in is first first; for a peer their own. "not_found", and
    "not_allowed" for everybody else. Three queries."""
    team = session.get(Team, team_id)
    if team is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    members = session.exec(
        select(TeamMember, Engagement.person_id, Person.name, TeamFollowUp)
        .join(Engagement, col(Engagement.id) == TeamMember.engagement_id)
        .join(Person, col(Person.id) == Engagement.person_id)
        .join(TeamFollowUp, col(TeamFollowUp.member_id) == TeamMember.id, isouter=True)
        .where(TeamMember.team_id == team_id, col(TeamMember.left_on).is_(None))
        .order_by(col(Person.name), col(TeamMember.id))
    ).all()
    people = {person_id for _member, person_id, _name, _row in members}
    require(actor, Action.FOLLOW_PEER, Subject(team.organisation_id, frozenset({team.lead_id, *people})))
    leads = actor.person_id == team.lead_id
    shown = [
        each for each in members if (leads and each[1] != team.lead_id) or (not leads and each[1] == actor.person_id)
    ]
    tasks = _tasks(session, [member.engagement_id for member, *_rest in shown])
    found = [
        FollowUpRow(
            member_id=member.id,
            name=name,
            own=person_id == actor.person_id,
            tasks=tuple(tasks[member.engagement_id]),
            in_the_way=row.in_the_way if row else "",
            check_in_on=row.check_in_on if row else None,
            every_days=row.every_days if row else 0,
            checked_on=row.checked_on if row else None,
            is_over=bool(row and row.check_in_on and row.check_in_on < today),
            version=row.version if row else 0,
        )
        for member, person_id, name, row in shown
    ]
    return sorted(found, key=lambda each: (each.check_in_on or date.max, each.name))


def say_in_the_way(
    *, session: Session, actor: Actor, member_id: UUID, words: str, expected_version: int, now: datetime
) -> None:
    """Who leads the team, or the peer, says in a few words what stands in the way; no words is that nothing does.

    Raises "not_found", "changed_meanwhile", "text_long", and what `core.contact` refuses.
    """

    def say(row: TeamFollowUp) -> None:
        with all_refused() as check, check.at("words"):
            row.in_the_way = contact.text(words)
            if len(row.in_the_way) > LONGEST:
                raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST)

    _changed(session, actor, member_id, expected_version, now, say, "team.in_the_way")


def agree_check_in(
    *,
    session: Session,
    actor: Actor,
    member_id: UUID,
    on: date,
    every_days: int,
    expected_version: int,
    now: datetime,
) -> None:
    """The two have agreed on the day of the next check-in, and how many days lie between them after that, 0 for none.

    Raises "not_found", "changed_meanwhile", and at its field "date_past", "day_late" and "number_outside".
    """
    today = local_day(now)

    def agree(row: TeamFollowUp) -> None:
        with all_refused() as check:
            with check.at("on"):
                if on < today:
                    raise DomainError(ErrorCode.DATE_PAST)
                if on > today + AHEAD:
                    raise DomainError(ErrorCode.DAY_LATE, last=on_date(today + AHEAD))
            with check.at("every_days"):
                if not 0 <= every_days <= MOST_EVERY:
                    raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=0, most=MOST_EVERY)
        row.check_in_on, row.every_days = on, every_days

    _changed(session, actor, member_id, expected_version, now, agree, "team.check_in_agreed")


def checked_in(*, session: Session, actor: Actor, member_id: UUID, expected_version: int, now: datetime) -> None:
    """The two have checked in today; the next comes up where they agreed how often. Raises "not_found" and
    "changed_meanwhile"."""
    today = local_day(now)

    def done(row: TeamFollowUp) -> None:
        row.checked_on = today
        row.check_in_on = today + timedelta(days=row.every_days) if row.every_days else None

    _changed(session, actor, member_id, expected_version, now, done, "team.checked_in")


def _changed(
    session: Session,
    actor: Actor,
    member_id: UUID,
    expected_version: int,
    now: datetime,
    does: Callable[[TeamFollowUp], None],
    action: str,
) -> None:
    with transaction(session):
        # Held, because at first there is no row of their own yet to hold.
        member = session.exec(select(TeamMember).where(TeamMember.id == member_id).with_for_update()).one_or_none()
        if member is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        team = session.get_one(Team, member.team_id)
        peer = session.get_one(Engagement, member.engagement_id).person_id
        require(actor, Action.FOLLOW_PEER, Subject(team.organisation_id, frozenset({team.lead_id, peer})))
        if member.left_on is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        row = session.exec(
            select(TeamFollowUp).where(TeamFollowUp.member_id == member.id).execution_options(populate_existing=True)
        ).one_or_none()
        if (row.version if row else 0) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        row = row or TeamFollowUp(member_id=member.id, version=0)
        does(row)
        row.version += 1
        session.add(row)
        # Between the two of them: the log says that it was done, and not by whom or about whom.
        trace(session, team.organisation_id, None, action, "team", team.id, now)


def _tasks(session: Session, engagement_ids: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    if engagement_ids:
        rows = session.exec(
            select(TaskHolder.engagement_id, VolunteerTask.title)
            .join(VolunteerTask, col(VolunteerTask.id) == TaskHolder.task_id)
            .where(col(TaskHolder.engagement_id).in_(engagement_ids), col(TaskHolder.until).is_(None))
            .order_by(col(VolunteerTask.title), col(VolunteerTask.id))
        )
        for engagement_id, title in rows:
            found[engagement_id].append(title)
    return found
