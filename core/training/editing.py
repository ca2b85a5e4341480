"""The organisation's training plan in versions: the one that holds, and a draft of the next (Q3, Q5)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.training.plan import TrainingPlan, shipped
from db.engine import transaction
from db.organisations import Organisation
from db.people import Person
from db.training import TrainingPlanVersion


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """The plan that new rounds follow. `number`, `published_at` and `published_by` are None and "" for the one that
    comes with the portal."""

    plan: TrainingPlan
    number: int | None = None
    published_at: datetime | None = None
    published_by: str = ""


@dataclass(frozen=True, slots=True)
class PlanView:
    """What somebody who writes the plan has before them: the one that holds, and the draft, None where nothing is
    changed. `version` is that of the draft, 0 for none."""

    holds: PublishedPlan
    draft: TrainingPlan | None
    version: int

    @property
    def shown(self) -> TrainingPlan:
        """What is changed next."""
        return self.draft or self.holds.plan


def plan_view(*, session: Session, actor: Actor, organisation_id: UUID) -> PlanView:
    """The plan that holds and its draft; two queries."""
    require(actor, Action.PLAN_TRAINING, Subject(organisation_id))
    row = _own(session, organisation_id)
    held = PublishedPlan(shipped())
    if row is not None:
        version, name = row
        held = PublishedPlan(TrainingPlan.from_json(version.content), version.number, version.published_at, name)
    draft = session.exec(_draft(organisation_id)).one_or_none()
    if draft is None:
        return PlanView(held, None, 0)
    return PlanView(held, TrainingPlan.from_json(draft.content), draft.version)


def keep_draft(
    *, session: Session, actor: Actor, organisation_id: UUID, plan: TrainingPlan, expected_version: int, now: datetime
) -> None:
    """What the plan is to say, kept until it is published; no round follows it yet. "changed_meanwhile" where somebody
    else has changed the draft since, `expected_version` being the one that was read."""
    with transaction(session):
        require(actor, Action.PLAN_TRAINING, Subject(organisation_id))
        draft = _held(session, organisation_id, expected_version)
        if draft is None:
            draft = TrainingPlanVersion(
                organisation_id=organisation_id, number=_next(session, organisation_id), content="", version=0
            )
        draft.content, draft.version = plan.content_json(), draft.version + 1
        session.add(draft)
        session.flush()
        trace(session, organisation_id, actor, "training.drafted", "training_plan", draft.id, now)


def publish_plan(
    *, session: Session, actor: Actor, organisation_id: UUID, expected_version: int, now: datetime
) -> None:
    """New rounds follow the draft from now on; those that have begun keep theirs. "training_unchanged" where it says
    nothing else than the one that holds, "changed_meanwhile", and "not_found" without a draft."""
    with transaction(session):
        view = plan_view(session=session, actor=actor, organisation_id=organisation_id)
        draft = _held(session, organisation_id, expected_version)
        if draft is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if TrainingPlan.from_json(draft.content) == view.holds.plan:
            raise DomainError(ErrorCode.TRAINING_UNCHANGED)
        draft.published_at, draft.published_by_id = now, actor.person_id
        session.add(draft)
        session.flush()
        trace(session, organisation_id, actor, "training.published", "training_plan", draft.id, now)


def drop_draft(*, session: Session, actor: Actor, organisation_id: UUID, expected_version: int, now: datetime) -> None:
    """The draft is gone, and the plan stays as it holds. "changed_meanwhile"; without a draft nothing happens."""
    with transaction(session):
        require(actor, Action.PLAN_TRAINING, Subject(organisation_id))
        draft = _held(session, organisation_id, expected_version)
        if draft is not None:
            trace(session, organisation_id, actor, "training.dropped", "training_plan", draft.id, now)
            session.delete(draft)


def plan_to_follow(session: Session, organisation_id: UUID, now: datetime) -> TrainingPlanVersion:
    """The version that a round follows which begins now; the portal's own is kept as it is, so that the round keeps it.
    For whoever begins one, inside their transaction."""
    row = _own(session, organisation_id)
    if row is not None:
        return row[0]
    content = shipped().content_json()
    came = session.exec(
        select(TrainingPlanVersion).where(
            TrainingPlanVersion.organisation_id == organisation_id,
            col(TrainingPlanVersion.published_by_id).is_(None),
            col(TrainingPlanVersion.published_at).is_not(None),
            TrainingPlanVersion.content == content,
        )
    ).first()
    if came is not None:
        return came
    made = TrainingPlanVersion(
        organisation_id=organisation_id, number=_next(session, organisation_id), content=content, published_at=now
    )
    session.add(made)
    session.flush()
    return made


def _own(session: Session, organisation_id: UUID) -> tuple[TrainingPlanVersion, str] | None:
    """The newest that somebody of the organisation published, and who."""
    found: Any = session.exec(
        select(TrainingPlanVersion, Person.name)
        .join(Person, col(Person.id) == TrainingPlanVersion.published_by_id)
        .where(TrainingPlanVersion.organisation_id == organisation_id)
        .order_by(col(TrainingPlanVersion.number).desc())
        .limit(1)
    ).first()
    return found and (found[0], found[1])


def _draft(organisation_id: UUID) -> Any:
    return select(TrainingPlanVersion).where(
        TrainingPlanVersion.organisation_id == organisation_id, col(TrainingPlanVersion.published_at).is_(None)
    )


def _held(session: Session, organisation_id: UUID, expected_version: int) -> TrainingPlanVersion | None:
    """The draft, held until it is written; the organisation first, as there may be no draft yet that two could hold."""
    session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
    asked = _draft(organisation_id).execution_options(populate_existing=True)
    draft: TrainingPlanVersion | None = session.exec(asked).one_or_none()
    if (draft.version if draft is not None else 0) != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    return draft


def _next(session: Session, organisation_id: UUID) -> int:
    newest = select(func.max(TrainingPlanVersion.number)).where(TrainingPlanVersion.organisation_id == organisation_id)
    return (session.exec(newest).one() or 0) + 1
