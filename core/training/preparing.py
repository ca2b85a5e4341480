"""What the workplace prepares while the peers train: its own list, ticked off by who is there for the team (Q2)."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, may, require, require_in
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.training.plan import TrainingPlan
from db.engine import transaction
from db.teams import Team
from db.training import TrainingPlanVersion, TrainingPreparation, TrainingRound


class WorkplaceWaits(NamedTuple):
    """A workplace's list that is not done: whose team it is for, and how much of it is left."""

    team_id: UUID
    team: str
    left: int


def tick(*, session: Session, actor: Actor, round_id: UUID, point: str, done: bool, now: datetime) -> None:
    """Something on the list is done, or is not after all; by who is there for the team, or a coordinator. A second time
    is nothing. Raises "not_found", and "training_called_off"."""
    with transaction(session):
        found = session.exec(
            select(TrainingRound, Team.contact_id, TrainingPlanVersion.content)
            .join(Team, col(Team.id) == TrainingRound.team_id)
            .join(TrainingPlanVersion, col(TrainingPlanVersion.id) == TrainingRound.plan_id)
            .where(TrainingRound.id == round_id)
            .with_for_update(of=TrainingRound)
        ).one_or_none()
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        row, contact_id, content = found
        require(actor, Action.PREPARE_WORKPLACE, Subject(row.organisation_id, frozenset({contact_id})))
        if row.called_off_at is not None:
            raise DomainError(ErrorCode.TRAINING_CALLED_OFF)
        if point not in {each.id for each in TrainingPlan.from_json(content).preparations}:
            raise DomainError(ErrorCode.NOT_FOUND)
        asked = select(TrainingPreparation).where(
            TrainingPreparation.round_id == row.id, TrainingPreparation.point == point
        )
        there = session.exec(asked).one_or_none()
        if done and there is None:
            session.add(TrainingPreparation(round_id=row.id, point=point, done_by_id=actor.person_id, done_at=now))
        elif not done and there is not None:
            session.delete(there)
        else:
            return
        trace(session, row.organisation_id, actor, "training.prepared", "training_round", row.id, now, [point])


def workplaces_waiting(*, session: Session, actor: Actor, organisation_id: UUID) -> list[WorkplaceWaits]:
    """The lists that wait for the person who asks, as they are there for the team or coordinate; two queries at
    most."""
    require_in(actor, Action.PREPARE_WORKPLACE, organisation_id)
    everybodys = may(actor, Action.PREPARE_WORKPLACE, Subject(organisation_id))
    done = (
        select(func.count())
        .select_from(TrainingPreparation)
        .where(TrainingPreparation.round_id == TrainingRound.id)
        .scalar_subquery()
    )
    rows = session.exec(
        select(Team.id, Team.name, TrainingRound.plan_id, done)
        .join(TrainingRound, col(TrainingRound.team_id) == Team.id)
        .where(
            Team.organisation_id == organisation_id,
            col(Team.ended_on).is_(None),
            col(TrainingRound.called_off_at).is_(None),
            *([] if everybodys else [Team.contact_id == actor.person_id]),
        )
        .order_by(col(Team.name), col(TrainingRound.starts_on))
    ).all()
    points = _points(session, {plan_id for _team_id, _name, plan_id, _done in rows})
    found = [WorkplaceWaits(team_id, name, points[plan_id] - count) for team_id, name, plan_id, count in rows]
    return [each for each in found if each.left > 0]


def _points(session: Session, plans: set[UUID]) -> dict[UUID, int]:
    """How much stands on the workplace's list of each plan. Many teams follow one, and its words are long."""
    if not plans:
        return {}
    asked = select(TrainingPlanVersion.id, TrainingPlanVersion.content).where(col(TrainingPlanVersion.id).in_(plans))
    return {id_: len(TrainingPlan.from_json(content).preparations) for id_, content in session.exec(asked)}
