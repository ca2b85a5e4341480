"""Whether a peer was there on a day of the training, and what they tell their team lead of it.

What the day stirred is the peer's own, and has its place in their personal log book. So nothing is kept here but
whether they came, and a few words that they choose to send to the one who leads them; nobody else reads those, and they
are gone when the peer leaves the team or a while after the plan is over.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import days_later, local_day
from core.training.rounds import training_pace
from core.training.rules import Attendance
from db.engine import transaction
from db.people import Engagement
from db.teams import Team
from db.training import TrainingDay, TrainingRound

LONGEST_REFLECTION = 600


def note_attendance(*, session: Session, actor: Actor, day_id: UUID, attendance: Attendance, now: datetime) -> None:
    """A peer was there, or was not, or that is taken back; by the peer, who leads the team, or a coordinator. Nothing
    else is asked. Raises "not_found", and "training_ahead" for a day that has not come."""
    with transaction(session):
        day, row = _day(session, actor, day_id, Action.NOTE_ATTENDANCE)
        if local_day(day.starts_at) > local_day(now):
            raise DomainError(ErrorCode.TRAINING_AHEAD)
        if day.attendance == attendance:
            return
        # Their words of the day are as they were, so whoever is writing them goes on.
        day.attendance = attendance
        session.add(day)
        trace(session, row.organisation_id, actor, "training.attended", "training_round", row.id, now)


def tell_of_day(
    *, session: Session, actor: Actor, day_id: UUID, words: str, expected_version: int, now: datetime
) -> None:
    """What a peer tells their team lead of a day, in a few words; no words take it back. Raises at "words" what is too
    long or not wanted, "training_ahead", and "changed_meanwhile"."""
    with transaction(session):
        day, row = _day(session, actor, day_id, Action.TELL_OF_TRAINING)
        with all_refused() as check, check.at("words"):
            said = contact.text(words)
            if len(said) > LONGEST_REFLECTION:
                raise DomainError(ErrorCode.TEXT_LONG, most=LONGEST_REFLECTION)
        if local_day(day.starts_at) > local_day(now):
            raise DomainError(ErrorCode.TRAINING_AHEAD)
        if day.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        day.reflection, day.version = contact.text(words), day.version + 1
        session.add(day)
        # Their own words of themselves: the log says that something was told, and not by whom.
        trace(session, row.organisation_id, None, "training.told", "training_round", row.id, now)


def forget_reflections(session: Session, now: datetime) -> None:
    """Once a day: what peers told of plans that ended longer ago than their organisation keeps it is gone."""
    with transaction(session):
        ended: Any = (
            select(TrainingRound.id, TrainingRound.organisation_id, func.max(TrainingDay.ends_at))
            .join(TrainingDay, col(TrainingDay.round_id) == TrainingRound.id)
            .group_by(col(TrainingRound.id), col(TrainingRound.organisation_id))
        )
        over = [
            round_id
            for round_id, organisation_id, last in session.exec(ended).all()
            if last < days_later(now, -training_pace(session, organisation_id).reflection_days)
        ]
        for day in session.exec(select(TrainingDay).where(col(TrainingDay.round_id).in_(over))):
            if day.reflection:
                day.reflection, day.version = "", day.version + 1
                session.add(day)


def _day(session: Session, actor: Actor, day_id: UUID, action: Action) -> tuple[TrainingDay, TrainingRound]:
    found = session.exec(
        select(TrainingDay, TrainingRound, Team, Engagement)
        .join(TrainingRound, col(TrainingRound.id) == TrainingDay.round_id)
        .join(Team, col(Team.id) == TrainingRound.team_id)
        .join(Engagement, col(Engagement.id) == TrainingDay.engagement_id)
        .where(TrainingDay.id == day_id)
        .with_for_update(of=TrainingDay)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    day, row, team, engagement = found
    people = {engagement.person_id}
    if action is Action.NOTE_ATTENDANCE:
        people.add(team.lead_id)
    require(actor, action, Subject(row.organisation_id, frozenset(people)))
    return day, row
