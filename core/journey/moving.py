"""Volunteers on a former version of their programme: what the newest would change for each, and moving them to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.journey.facts import known
from core.journey.rules import journey
from core.journey.steps import Step, StepStatus
from core.programmes.programme import Programme
from core.programmes.publishing import newest, programme_of
from db.engine import transaction
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class StepChange:
    """One step that another version changes; `before` or `after` is None where it is not on that path."""

    before: Step | None
    after: Step | None


@dataclass(frozen=True, slots=True)
class OutdatedEngagement:
    """An engagement on a former version of its programme. `version` is that of the engagement's row; whoever moves it
    names the one they have read."""

    engagement_id: UUID
    name: str
    programme: Programme
    version: int


@dataclass(frozen=True, slots=True)
class Moving:
    """The newest version of a programme, `to`, and those who are not on it, by name."""

    to: UUID
    programme: Programme
    behind: tuple[OutdatedEngagement, ...]


def changed_steps(before: Sequence[Step], after: Sequence[Step]) -> tuple[StepChange, ...]:
    """What differs between two paths, in the order they are walked: steps that come, that go, and that are done, due
    or whose turn it is otherwise. A step that is not needed is none."""
    old = {step.id: step for step in before if step.status is not StepStatus.NOT_NEEDED}
    new = {step.id: step for step in after if step.status is not StepStatus.NOT_NEEDED}
    return tuple(
        StepChange(old.get(key), new.get(key))
        for key in dict.fromkeys((*new, *old))
        if _said(old.get(key)) != _said(new.get(key))
    )


def _said(step: Step | None) -> Any:
    return step and (step.kind, step.status, step.owner, step.due_on, step.reason)


def moving(*, session: Session, actor: Actor, organisation_id: UUID, programme_id: str) -> Moving:
    """Who could be moved to the newest version of the programme; those who have stopped are left where they were.

    "programme_unknown" for no such programme.
    """
    require(actor, Action.MOVE_ENGAGEMENTS, Subject(organisation_id))
    to = newest(session, organisation_id).get(programme_id)
    if to is None:
        raise DomainError(ErrorCode.PROGRAMME_UNKNOWN)
    rows = session.exec(
        select(Engagement.id, Person.name, ProgrammeVersion.id, Engagement.version)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .where(
            col(Engagement.organisation_id) == organisation_id,
            col(Engagement.ended_at).is_(None),
            col(ProgrammeVersion.programme) == programme_id,
            col(ProgrammeVersion.id) != to,
        )
    ).all()
    behind = (
        OutdatedEngagement(key, name, programme_of(session, theirs), version) for key, name, theirs, version in rows
    )
    return Moving(to, programme_of(session, to), tuple(sorted(behind, key=lambda each: each.name.casefold())))


def is_behind(*, session: Session, actor: Actor, engagement_id: UUID) -> bool:
    """Whether the volunteer's programme has a newer version than theirs; "not_found" or "not_allowed"."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.MOVE_ENGAGEMENTS, Subject.of(engagement))
    programme = programme_of(session, engagement.programme_version_id)
    return newest(session, engagement.organisation_id).get(programme.id) != engagement.programme_version_id


def what_would_change(
    *, session: Session, actor: Actor, organisation_id: UUID, engagement_ids: Sequence[UUID], to: UUID, today: date
) -> dict[UUID, tuple[StepChange, ...]]:
    """By engagement, what its path would be otherwise under the version `to`, as things stand today.

    Twice the queries of the facts, however many engagements there are.
    """
    require(actor, Action.MOVE_ENGAGEMENTS, Subject(organisation_id))
    these = [col(Engagement.id).in_(engagement_ids), col(Engagement.organisation_id) == organisation_id]
    wanted = programme_of(session, to)
    before = {each.engagement.id: each for each in known(session, these, today)}
    after = {each.engagement.id: each for each in known(session, these, today, under=wanted)}
    return {
        key: changed_steps(
            journey(each.programme, each.facts, today), journey(after[key].programme, after[key].facts, today)
        )
        for key, each in before.items()
    }


def move(
    *, session: Session, actor: Actor, engagement_id: UUID, to: UUID, expected_version: int, now: datetime
) -> None:
    """Move one volunteer to the version `to` of their programme. What is signed stays as it was signed.

    "changed_meanwhile" where somebody changed the engagement since `expected_version`, or `to` is not the newest any
    more; "engagement_over", "not_found".
    """
    with transaction(session):
        asked = select(Engagement).where(Engagement.id == engagement_id).with_for_update()
        engagement = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        if engagement is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.MOVE_ENGAGEMENTS, Subject.of(engagement))
        if engagement.ended_at is not None:
            raise DomainError(ErrorCode.ENGAGEMENT_OVER)
        programme = programme_of(session, engagement.programme_version_id)
        current = newest(session, engagement.organisation_id).get(programme.id)
        if engagement.version != expected_version or current != to:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if engagement.programme_version_id != to:
            engagement.programme_version_id = to
            engagement.version += 1
            session.add(engagement)
            trace(
                session,
                engagement.organisation_id,
                actor,
                "engagement.version_moved",
                "engagement",
                engagement_id,
                now,
                ["programme_version_id"],
            )
