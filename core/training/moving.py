"""What life wants otherwise: a day of a training or a gathering after it on another date, or off."""

from datetime import date, datetime, time
from uuid import UUID

from sqlmodel import Session, col, delete, select

from core import contact
from core.access.permissions import Actor
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import COPENHAGEN, local_day
from core.training.rounds import check_day, end_rhythm, held_round
from core.training.telling import facts_of, tell_of_day, tell_of_gathering, tell_off
from db.engine import transaction
from db.teams import Team
from db.training import TrainingDay, TrainingGathering, TrainingRound


def move_day(
    *,
    session: Session,
    actor: Actor,
    round_id: UUID,
    plan_day: str,
    on: date | None,
    begins_at: time,
    place: str,
    now: datetime,
) -> int:
    """A day of the plan is on another date, at another time or place for everybody who has it ahead, and they hear of
    it; gives how many. Raises all that is refused at once: "date_invalid", "call_past" and "words_missing";
    "training_called_off", and "not_found" where nobody has it ahead."""
    with transaction(session):
        row = held_round(session, actor, round_id)
        on = _checked(on, place, now)
        days = session.exec(
            select(TrainingDay)
            .where(TrainingDay.round_id == row.id, TrainingDay.plan_day == plan_day, TrainingDay.starts_at > now)
            .order_by(col(TrainingDay.id))
            .with_for_update()
        ).all()
        if not days:
            raise DomainError(ErrorCode.NOT_FOUND)
        known = {day.engagement_id: (day, facts_of(day)) for day in days}
        for day in days:
            _put(day, on, begins_at, place)
            day.version += 1
            session.add(day)
        session.flush()
        tell_of_day(session, actor, session.get_one(Team, row.team_id), known, now)
        trace(session, row.organisation_id, actor, "training.moved", "training_round", row.id, now, [plan_day])
        return len(days)


def move_gathering(
    *,
    session: Session,
    actor: Actor,
    gathering_id: UUID,
    on: date | None,
    begins_at: time,
    place: str,
    now: datetime,
) -> None:
    """One of what comes again is on another date, at another time or place; the others stay. Everybody in the team
    hears of it. Raises as `move_day`."""
    with transaction(session):
        row, team, round_ = _gathering(session, actor, gathering_id, now)
        on = _checked(on, place, now)
        before = facts_of(row)
        _put(row, on, begins_at, place)
        session.add(row)
        session.flush()
        tell_of_gathering(session, actor, team, row, before, now)
        trace(session, round_.organisation_id, actor, "training.gathering_moved", "training_round", round_.id, now)


def call_off_gathering(*, session: Session, actor: Actor, gathering_id: UUID, now: datetime) -> None:
    """One of what comes again is off, and everybody in the team hears of it; the others stay. Raises "not_found" and
    "training_called_off"."""
    with transaction(session):
        row, team, round_ = _gathering(session, actor, gathering_id, now)
        tell_of_gathering(session, actor, team, row, facts_of(row), now, called_off=True)
        session.delete(row)
        trace(session, round_.organisation_id, actor, "training.gathering_off", "training_round", round_.id, now)


def call_off_round(*, session: Session, actor: Actor, round_id: UUID, now: datetime) -> None:
    """The round is off: what lies ahead is gone, and who came to what stays. Those concerned hear of it. Raises
    "training_called_off"."""
    with transaction(session):
        row = held_round(session, actor, round_id)
        row.called_off_at = now
        session.add(row)
        ahead = (col(TrainingDay.round_id) == row.id, col(TrainingDay.starts_at) > now)
        peers = set(session.exec(select(TrainingDay.engagement_id).where(*ahead)))
        session.exec(delete(TrainingDay).where(*ahead))
        end_rhythm(session, [row.id], now)
        tell_off(session, session.get_one(Team, row.team_id), peers, now)
        trace(session, row.organisation_id, actor, "training.called_off", "training_round", row.id, now)


def _gathering(
    session: Session, actor: Actor, gathering_id: UUID, now: datetime
) -> tuple[TrainingGathering, Team, TrainingRound]:
    """One that is ahead, held with its round, so that two who move it do so one after the other."""
    found = session.get(TrainingGathering, gathering_id)
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    round_ = held_round(session, actor, found.round_id)
    row = session.exec(
        select(TrainingGathering)
        .where(TrainingGathering.id == gathering_id, TrainingGathering.starts_at > now)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return row, session.get_one(Team, round_.team_id), round_


def _checked(on: date | None, place: str, now: datetime) -> date:
    """The day something is moved to, as `move_day` refuses it and a place without words."""
    with all_refused() as check:
        with check.at("on"):
            check_day(on, local_day(now))
        with check.at("place"):
            if not contact.line(place):
                raise DomainError(ErrorCode.WORDS_MISSING)
    assert on is not None
    return on


def _put(row: TrainingDay | TrainingGathering, on: date, begins_at: time, place: str) -> None:
    lasts = row.ends_at - row.starts_at
    row.starts_at = datetime.combine(on, begins_at, COPENHAGEN)
    row.ends_at, row.place = row.starts_at + lasts, contact.line(place)
