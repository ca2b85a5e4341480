"""A round of training for a team: its plan laid on days, and what comes after it (Q3, Q4).

A round begins with work in sight: place, then train (Q2). So it is a team's, which has its workplace already.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.calendar.service import PlanningCalendar, calendar_of
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import COPENHAGEN, local_day
from core.programmes.programme import TrainingPace
from core.programmes.publishing import newest, programme_of
from core.training.editing import plan_to_follow, plan_view
from core.training.plan import TrainingPlan
from core.training.rules import (
    A_DAY,
    A_WEEK,
    GatheringKind,
    LaidPlan,
    Track,
    lay_plan,
    months_later,
    rhythm_days,
)
from core.training.telling import tell_around, tell_laid
from db.engine import transaction
from db.organisations import Workplace
from db.teams import Team, TeamMember
from db.training import TrainingDay, TrainingGathering, TrainingPlanVersion, TrainingRound

# A gathering of the rhythm is an afternoon.
GATHERS_AT, GATHERS_FOR = time(13), timedelta(hours=2)
# Each comes a week of its own in the month, so that none follows on another's heels.
FIRST_AFTER = {
    GatheringKind.ACTIVITY: 2 * A_WEEK,
    GatheringKind.AFTERNOON: 3 * A_WEEK,
    GatheringKind.EXPERIENCE: 4 * A_WEEK,
}


@dataclass(frozen=True, slots=True)
class RoundDetails:
    """A round as a coordinator asks for it: from which day, at what time and where its days are, and who takes part, by
    engagement with their weekdays (0 is Monday). Days at the workplace are there."""

    starts_on: date | None
    begins_at: time
    place: str
    peers: Mapping[UUID, tuple[int, ...]]


def training_pace(session: Session, organisation_id: UUID) -> TrainingPace:
    """The settings by which an organisation trains its peers: those of its newest programme that has teams."""
    found = (programme_of(session, version) for _name, version in sorted(newest(session, organisation_id).items()))
    return next((each.training for each in found if each.teams), TrainingPace())


def lay_round(*, session: Session, actor: Actor, team_id: UUID, details: RoundDetails, today: date) -> LaidPlan:
    """The days as they would be, with nothing written. Raises as `begin_round`."""
    team = _team(session, actor, team_id)
    plan = plan_view(session=session, actor=actor, organisation_id=team.organisation_id).holds.plan
    return _laid(session, team, plan, details, today)


def begin_round(
    *, session: Session, actor: Actor, team_id: UUID, details: RoundDetails, now: datetime
) -> TrainingRound:
    """Lay the plan that holds on days for these peers, and what comes again after it. What an earlier round of the team
    had coming after that ends.

    Raises all that is refused at once, by the names of `RoundDetails`: "date_invalid", "call_past" for a day that has
    gone by, "words_missing", "training_nobody", "training_no_weekday", "training_no_day"; "not_found" for who is not in
    the team, "team_ended", and "training_goes_on" while an earlier round of the team is in its plan.
    """
    with transaction(session):
        team = _team(session, actor, team_id)
        followed = plan_to_follow(session, team.organisation_id, now)
        plan = TrainingPlan.from_json(followed.content)
        laid = _laid(session, team, plan, details, local_day(now))
        if _goes_on(session, team.id, now):
            raise DomainError(ErrorCode.TRAINING_GOES_ON)
        assert details.starts_on is not None
        made = TrainingRound(
            organisation_id=team.organisation_id,
            team_id=team.id,
            plan_id=followed.id,
            starts_on=details.starts_on,
            place=contact.line(details.place),
            begun_by_id=actor.person_id,
            begun_at=now,
        )
        session.add(made)
        session.flush()
        last = _write(session, made, team, plan, laid, details.begins_at)
        _come_again(session, made, team, last)
        tell_laid(session, team, details.peers, now)
        tell_around(session, team, now)
        trace(session, team.organisation_id, actor, "training.begun", "training_round", made.id, now)
        return made


def join_round(*, session: Session, actor: Actor, round_id: UUID, details: RoundDetails, now: datetime) -> None:
    """Lay for these peers what they do not have of a round's plan yet, or have ahead, on days from `starts_on`: for who
    comes later, and for who needs other days. What they have been to stays. Raises as `begin_round`, and
    "training_called_off"."""
    with transaction(session):
        row = held_round(session, actor, round_id)
        team = _team(session, actor, row.team_id)
        _check(session, team, details, local_day(now))
        for engagement_id in details.peers:
            rest, ahead, laid = _rest_of(session, row, team, engagement_id, details, now)
            if rest.days:
                _write(session, row, team, rest, laid, details.begins_at, ahead)
        tell_laid(session, team, details.peers, now)
        trace(session, row.organisation_id, actor, "training.joined", "training_round", row.id, now)


def lay_rest(
    *, session: Session, actor: Actor, round_id: UUID, details: RoundDetails, now: datetime
) -> dict[UUID, LaidPlan]:
    """What `join_round` would lay for each of these peers, with nothing written; by engagement. Raises as it does."""
    row = held_round(session, actor, round_id)
    team = _team(session, actor, row.team_id)
    _check(session, team, details, local_day(now))
    return {each: _rest_of(session, row, team, each, details, now)[2] for each in details.peers}


def _rest_of(
    session: Session, row: TrainingRound, team: Team, engagement_id: UUID, details: RoundDetails, now: datetime
) -> tuple[TrainingPlan, dict[str, TrainingDay], LaidPlan]:
    """What of a round's plan a peer has not been to, the days of it that stand there already, and where it is laid."""
    plan = TrainingPlan.from_json(session.get_one(TrainingPlanVersion, row.plan_id).content)
    theirs = session.exec(
        select(TrainingDay).where(TrainingDay.round_id == row.id, TrainingDay.engagement_id == engagement_id)
    ).all()
    had = {each.plan_day for each in theirs if each.starts_at <= now or each.attendance}
    # A day that is laid anew stays the one it is in a calendar.
    ahead = {each.plan_day: each for each in theirs if each.plan_day not in had}
    rest = plan.model_copy(update={"days": tuple(day for day in plan.days if day.id not in had)})
    if not rest.days:
        return rest, ahead, LaidPlan({engagement_id: ()}, ())
    # What is left begins with the first of it, in whichever week of the plan that lies.
    weeks = rest.days[0].week - 1
    rest = rest.model_copy(update={"days": tuple(d.model_copy(update={"week": d.week - weeks}) for d in rest.days)})
    alone = RoundDetails(
        details.starts_on, details.begins_at, details.place, {engagement_id: details.peers[engagement_id]}
    )
    return rest, ahead, _laid(session, team, rest, alone, local_day(now))


def _team(session: Session, actor: Actor, team_id: UUID) -> Team:
    asked = select(Team).where(Team.id == team_id).with_for_update().execution_options(populate_existing=True)
    team = session.exec(asked).one_or_none()
    if team is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.PLAN_TRAINING, Subject(team.organisation_id))
    if team.ended_on is not None:
        raise DomainError(ErrorCode.TEAM_ENDED)
    return team


def held_round(session: Session, actor: Actor, round_id: UUID) -> TrainingRound:
    """A round that is not called off, held for who plans training."""
    row = session.exec(select(TrainingRound).where(TrainingRound.id == round_id).with_for_update()).one_or_none()
    if row is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.PLAN_TRAINING, Subject(row.organisation_id))
    if row.called_off_at is not None:
        raise DomainError(ErrorCode.TRAINING_CALLED_OFF)
    return row


def _goes_on(session: Session, team_id: UUID, now: datetime) -> bool:
    ahead = (
        select(TrainingDay.id)
        .join(TrainingRound, col(TrainingRound.id) == TrainingDay.round_id)
        .where(
            TrainingRound.team_id == team_id,
            col(TrainingRound.called_off_at).is_(None),
            TrainingDay.starts_at > now,
        )
    )
    return session.exec(ahead.limit(1)).first() is not None


def check_day(day: date | None, today: date) -> None:
    """Raises "date_invalid" for none, and "call_past" for one gone by."""
    if day is None:
        raise DomainError(ErrorCode.DATE_INVALID)
    if day < today:
        raise DomainError(ErrorCode.CALL_PAST)


def _check(session: Session, team: Team, details: RoundDetails, today: date) -> None:
    with all_refused() as check:
        with check.at("starts_on"):
            check_day(details.starts_on, today)
        with check.at("place"):
            if not contact.line(details.place):
                raise DomainError(ErrorCode.WORDS_MISSING)
        with check.at("peers"):
            if not details.peers:
                raise DomainError(ErrorCode.TRAINING_NOBODY)
            if not all(details.peers.values()):
                raise DomainError(ErrorCode.TRAINING_NO_WEEKDAY)
    members = set(
        session.exec(
            select(TeamMember.engagement_id).where(TeamMember.team_id == team.id, col(TeamMember.left_on).is_(None))
        )
    )
    if not set(details.peers) <= members:
        raise DomainError(ErrorCode.NOT_FOUND)


def _laid(session: Session, team: Team, plan: TrainingPlan, details: RoundDetails, today: date) -> LaidPlan:
    _check(session, team, details, today)
    assert details.starts_on is not None
    calendar: PlanningCalendar = calendar_of(session, team.organisation_id)
    most = training_pace(session, team.organisation_id).days_a_week
    return lay_plan(plan.to_lay, details.peers, details.starts_on, calendar.is_closed, most)


def _write(
    session: Session,
    row: TrainingRound,
    team: Team,
    plan: TrainingPlan,
    laid: LaidPlan,
    begins_at: time,
    ahead: Mapping[str, TrainingDay] | None = None,
) -> date:
    """Everybody's days, those `ahead` that stand there already laid anew; the last of them all."""
    at_work = session.exec(select(Workplace.name).where(Workplace.id == team.workplace_id)).one()
    by_id = {day.id: day for day in plan.days}
    last = row.starts_on
    for engagement_id, days in laid.days.items():
        for each in days:
            day = by_id[each.id]
            starts = datetime.combine(each.on, begins_at, COPENHAGEN)
            place, ends = at_work if day.track is Track.WORKPLACE else row.place, starts + timedelta(hours=day.hours)
            known = (ahead or {}).get(each.id) or TrainingDay(
                round_id=row.id,
                engagement_id=engagement_id,
                plan_day=each.id,
                starts_at=starts,
                ends_at=ends,
                place=place,
                version=0,
            )
            known.starts_at, known.ends_at, known.place, known.version = starts, ends, place, known.version + 1
            session.add(known)
            last = max(last, each.on)
    return last


def _come_again(session: Session, row: TrainingRound, team: Team, last: date) -> None:
    """What comes again after the plan, for as long as peers are expected to stay; what an earlier round had coming then
    ends."""
    pace = training_pace(session, row.organisation_id)
    begins = datetime.combine(last + A_DAY, time(), COPENHAGEN)
    earlier = session.exec(
        select(TrainingRound.id).where(TrainingRound.team_id == row.team_id, TrainingRound.id != row.id)
    ).all()
    end_rhythm(session, earlier, begins)
    calendar = calendar_of(session, row.organisation_id)
    until = months_later(row.starts_on, pace.stay_most_months)
    at_work = session.exec(select(Workplace.name).where(Workplace.id == team.workplace_id)).one()
    every = {
        GatheringKind.ACTIVITY: pace.activity_months,
        GatheringKind.AFTERNOON: pace.afternoon_months,
        GatheringKind.EXPERIENCE: pace.experience_months,
    }
    for kind, months in every.items():
        first = last + FIRST_AFTER[kind]
        for day in rhythm_days(first, months, until, calendar.is_closed, last.weekday()):
            starts = datetime.combine(day, GATHERS_AT, COPENHAGEN)
            session.add(
                TrainingGathering(
                    round_id=row.id,
                    kind=kind,
                    starts_at=starts,
                    ends_at=starts + GATHERS_FOR,
                    place=at_work if kind is GatheringKind.ACTIVITY else row.place,
                )
            )


def end_rhythm(session: Session, round_ids: Any, since: datetime) -> None:
    """Nothing of what these rounds had coming comes after that moment."""
    session.exec(
        delete(TrainingGathering).where(
            col(TrainingGathering.round_id).in_(round_ids), col(TrainingGathering.starts_at) > since
        )
    )
