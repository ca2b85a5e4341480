"""What a person did in one organisation, seen by another where they volunteer too, so far as they share it (S6).

Only a person shares their own history, one organisation with one other, and takes it back whenever they like.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.approvals.rules import Decision
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.supervision.rules import SupervisionKind
from db.approvals import Approval
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.organisations import Organisation
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion
from db.supervision import Supervision, SupervisionSubject
from db.talks import HistoryShare


@dataclass(frozen=True, slots=True)
class GivenShare:
    """One organisation's history and another that may see it, or not: `since` is None while it may not."""

    from_id: UUID
    from_name: str
    to_id: UUID
    to_name: str
    since: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision about approval; nothing of why."""

    decision: Decision
    decided_on: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CourseLed:
    """A course run somebody led, or part of it."""

    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class SupervisionHeld:
    """A supervision that was held: its day and kind, and nothing of what was said in it."""

    kind: SupervisionKind
    held_on: date


@dataclass(frozen=True, slots=True)
class History:
    """What is shared of one engagement, oldest first in each list. `programme` is an identifier."""

    programme: str
    trained_on: date | None
    decisions: tuple[DecisionMade, ...]
    courses: tuple[CourseLed, ...]
    supervisions: tuple[SupervisionHeld, ...]


@dataclass(frozen=True, slots=True)
class SharedHistory:
    """What a person did in another organisation, and since when it is shared."""

    organisation: str
    since: datetime
    engagements: tuple[History, ...]


def share_history(
    *, session: Session, actor: Actor, from_organisation_id: UUID, to_organisation_id: UUID, now: datetime
) -> None:
    """Let `to_organisation_id` see what the actor did in the other; nothing happens where it may already.

    Raises "not_found" unless the actor does or did volunteer in the other; "not_allowed" unless they do in the one.
    """
    with transaction(session):
        _require_both(session, actor, from_organisation_id, to_organisation_id)
        if _open_share(session, actor.person_id, from_organisation_id, to_organisation_id) is None:
            session.add(
                HistoryShare(
                    person_id=actor.person_id,
                    from_organisation_id=from_organisation_id,
                    to_organisation_id=to_organisation_id,
                    given_at=now,
                )
            )
            for organisation_id in _in_order(from_organisation_id, to_organisation_id):
                trace(session, organisation_id, actor, "history.shared", "person", actor.person_id, now)


def take_back(
    *, session: Session, actor: Actor, from_organisation_id: UUID, to_organisation_id: UUID, now: datetime
) -> None:
    """No longer let an organisation see it; nothing happens where it may not. It works at once."""
    with transaction(session):
        require(actor, Action.SHARE_HISTORY)
        session.exec(select(Person.id).where(Person.id == actor.person_id).with_for_update()).one()
        found = _open_share(session, actor.person_id, from_organisation_id, to_organisation_id)
        if found is not None:
            found.taken_back_at = now
            session.add(found)
            for organisation_id in _in_order(from_organisation_id, to_organisation_id):
                trace(session, organisation_id, actor, "history.taken_back", "person", actor.person_id, now)


def shares_of(*, session: Session, actor: Actor) -> list[GivenShare]:
    """What the actor can share with whom, and what they do; empty for somebody in one organisation only."""
    require(actor, Action.SHARE_HISTORY)
    engaged = session.exec(
        select(Engagement.organisation_id, Organisation.name, Engagement.ended_at)
        .join(Organisation, col(Organisation.id) == col(Engagement.organisation_id))
        .where(Engagement.person_id == actor.person_id)
    ).all()
    names = {organisation_id: name for organisation_id, name, _ended_at in engaged}
    if len(names) < 2:
        return []
    present = {organisation_id for organisation_id, _name, ended_at in engaged if ended_at is None}
    given = {
        (share.from_organisation_id, share.to_organisation_id): share.given_at
        for share in session.exec(
            select(HistoryShare).where(
                HistoryShare.person_id == actor.person_id, col(HistoryShare.taken_back_at).is_(None)
            )
        )
    }
    ways = [GivenShare(a, names[a], b, names[b], given.get((a, b))) for a in names for b in names if a != b]
    # One that was given stays there to be taken back, also by somebody who has left.
    return sorted(
        (way for way in ways if way.to_id in present or way.since is not None),
        key=lambda way: (way.to_name.casefold(), way.from_name.casefold()),
    )


def own_history(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[History, ...]:
    """What another organisation sees once the actor shares what they did in this one."""
    require(actor, Action.SHARE_HISTORY)
    return _histories(session, actor.person_id, (organisation_id,)).get(organisation_id, ())


def shared_history(*, session: Session, actor: Actor, engagement_id: UUID) -> list[SharedHistory]:
    """What the volunteer of an engagement shares with its organisation, for those who coordinate there.

    Empty where nothing is shared, and once the engagement has ended. Raises "not_found" or "not_allowed".
    """
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_SHARED_HISTORY, Subject.of(engagement))
    if engagement.ended_at is not None:
        return []
    shared = session.exec(
        select(HistoryShare.from_organisation_id, Organisation.name, HistoryShare.given_at)
        .join(Organisation, col(Organisation.id) == col(HistoryShare.from_organisation_id))
        .where(
            HistoryShare.person_id == engagement.person_id,
            HistoryShare.to_organisation_id == engagement.organisation_id,
            col(HistoryShare.taken_back_at).is_(None),
        )
        .order_by(col(Organisation.name))
    ).all()
    if not shared:
        return []
    found = _histories(session, engagement.person_id, [organisation_id for organisation_id, *_rest in shared])
    return [SharedHistory(name, given_at, found.get(organisation_id, ())) for organisation_id, name, given_at in shared]


def _require_both(session: Session, actor: Actor, from_id: UUID, to_id: UUID) -> None:
    require(actor, Action.SHARE_HISTORY, Subject(to_id, frozenset({actor.person_id})))
    # Two clicks at once: the second waits for the first and then finds what it made.
    session.exec(select(Person.id).where(Person.id == actor.person_id).with_for_update()).one()
    was_there = select(Engagement.id).where(
        Engagement.person_id == actor.person_id, Engagement.organisation_id == from_id
    )
    if from_id == to_id or session.exec(was_there).first() is None:
        raise DomainError(ErrorCode.NOT_FOUND)


def _open_share(session: Session, person_id: UUID, from_id: UUID, to_id: UUID) -> HistoryShare | None:
    return session.exec(
        select(HistoryShare).where(
            HistoryShare.person_id == person_id,
            HistoryShare.from_organisation_id == from_id,
            HistoryShare.to_organisation_id == to_id,
            col(HistoryShare.taken_back_at).is_(None),
        )
    ).one_or_none()


def _in_order(*organisation_ids: UUID) -> list[UUID]:
    """Always the same order, so that two at once do not wait for each other."""
    return sorted(organisation_ids)


def _histories(
    session: Session, person_id: UUID, organisation_ids: Collection[UUID]
) -> dict[UUID, tuple[History, ...]]:
    """By organisation, in a fixed number of queries; only columns that are shared are read."""
    engaged = session.exec(
        select(Engagement.id, Engagement.organisation_id, ProgrammeVersion.programme, col(Engagement.trained_on))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .where(Engagement.person_id == person_id, col(Engagement.organisation_id).in_(organisation_ids))
        .order_by(col(Engagement.created_at))
    ).all()
    ids = [engagement_id for engagement_id, *_rest in engaged]
    decisions, courses, supervisions = _decisions(session, ids), _courses(session, ids), _supervisions(session, ids)
    found: dict[UUID, tuple[History, ...]] = defaultdict(tuple)
    for engagement_id, organisation_id, programme, trained_on in engaged:
        found[organisation_id] += (
            History(
                programme,
                trained_on,
                tuple(decisions[engagement_id]),
                tuple(courses[engagement_id]),
                tuple(supervisions[engagement_id]),
            ),
        )
    return found


def _decisions(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[DecisionMade]]:
    found: dict[UUID, list[DecisionMade]] = defaultdict(list)
    for engagement_id, decision, decided_on, valid_until in session.exec(
        select(Approval.engagement_id, Approval.decision, col(Approval.decided_on), col(Approval.valid_until))
        .where(col(Approval.engagement_id).in_(engagement_ids))
        .order_by(col(Approval.decided_on), col(Approval.created_at))
    ):
        found[engagement_id].append(DecisionMade(Decision(decision), decided_on, valid_until))
    return found


def _courses(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[CourseLed]]:
    """Those with a day on which a module was held; what is planned is nobody else's yet."""
    led = (
        select(CourseModule.id)
        .where(
            CourseModule.course_run_id == CourseInstructor.course_run_id,
            col(CourseModule.held_at).is_not(None),
            CourseModule.number >= CourseInstructor.from_module,
            or_(
                col(CourseInstructor.to_module).is_(None),
                col(CourseModule.number) <= col(CourseInstructor.to_module),
            ),
        )
        .exists()
    )
    found: dict[UUID, list[CourseLed]] = defaultdict(list)
    # Once for each run, however many parts somebody has in it.
    for engagement_id, _run_id, name, first_on, last_on in session.exec(
        select(  # type: ignore[call-overload]
            CourseInstructor.engagement_id,
            CourseRun.id,
            CourseRun.name,
            col(CourseRun.first_on),
            col(CourseRun.last_on),
        )
        .distinct()
        .join(CourseRun, col(CourseRun.id) == col(CourseInstructor.course_run_id))
        .where(
            col(CourseInstructor.engagement_id).in_(engagement_ids),
            led,
        )
        .order_by(col(CourseRun.first_on))
    ):
        if first_on is not None:
            found[engagement_id].append(CourseLed(name, first_on, last_on or first_on))
    return found


def _supervisions(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, list[SupervisionHeld]]:
    found: dict[UUID, list[SupervisionHeld]] = defaultdict(list)
    for engagement_id, kind, held_on in session.exec(
        select(SupervisionSubject.engagement_id, Supervision.kind, col(Supervision.held_on))
        .join(Supervision, col(Supervision.id) == col(SupervisionSubject.supervision_id))
        .where(
            col(SupervisionSubject.engagement_id).in_(engagement_ids),
            col(Supervision.cancelled_at).is_(None),
        )
        .order_by(col(Supervision.held_on))
    ):
        if held_on is not None:
            found[engagement_id].append(SupervisionHeld(SupervisionKind(kind), held_on))
    return found
