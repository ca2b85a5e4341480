"""When somebody leaves, is ill or an approval runs out: what that touches, and ending it all (A4.1, O2, O3)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor
from core.access.trail import trace
from core.approvals.case import engagement_for, locked_engagement
from core.approvals.rules import EndReason
from core.courses.reading import runs_of
from core.documents.case import gather
from core.documents.drafting.service import withdraw
from core.documents.rules import change_refused
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.network.service import leave_with_engagement
from core.pairs.service import end_pair
from core.supervision.telling import facts_of, tell_of
from core.tasks.holders import end_all
from core.teams.service import leave_teams
from db import outbox
from db.documents import Document
from db.engine import transaction
from db.pairs import Pair
from db.people import Engagement, Person
from db.supervision import Supervision, SupervisionSubject


@dataclass(frozen=True, slots=True)
class CourseConcerned:
    """A run that is not over and that they lead: somebody else has to be found for it."""

    course_run_id: UUID
    name: str
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class PairConcerned:
    """A pair they are in now, and the partner who is left."""

    pair_id: UUID
    partner_id: UUID
    partner: str


@dataclass(frozen=True, slots=True)
class SupervisionConcerned:
    """A supervision that was not held; `alone` is whether nobody else is to be supervised in it."""

    supervision_id: UUID
    kind: str
    planned_at: datetime | None
    alone: bool


@dataclass(frozen=True, slots=True)
class EndingConsequences:
    """All that an ending touches; `documents` are those that are open."""

    courses: tuple[CourseConcerned, ...]
    pairs: tuple[PairConcerned, ...]
    supervisions: tuple[SupervisionConcerned, ...]
    documents: tuple[UUID, ...]

    @property
    def nothing(self) -> bool:
        """Whether nothing at all is touched."""
        return not (self.courses or self.pairs or self.supervisions or self.documents)


def ending_consequences(*, session: Session, actor: Actor, engagement_id: UUID) -> EndingConsequences:
    """The courses, pair, supervisions and open documents of one volunteer; "not_found" or "not_allowed"."""
    engagement_for(session, actor, Action.SEE_VOLUNTEERS, engagement_id)
    return _touched(session, engagement_id)


def end_engagement(
    *, session: Session, actor: Actor, engagement_id: UUID, ended_on: date, reason: EndReason | None, now: datetime
) -> EndingConsequences:
    """Record that somebody is a volunteer here no more, in one whole: the pair ends, open documents are withdrawn and
    supervisions called off. What is signed is kept. `reason` is None where none was said. Those who look after them
    get a mail. They are in the volunteers' network no more. Returns what was touched; the courses in it are as they
    were.

    Raises "engagement_over" where it has ended, and "end_date" for a day to come or before the first day.
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.END_ENGAGEMENT, engagement_id)
        too_early = engagement.begins_on is not None and ended_on < min(engagement.begins_on, local_day(now))
        if ended_on > local_day(now) or too_early:
            raise DomainError(ErrorCode.END_DATE)
        touched = _touched(session, engagement_id)
        for pair in touched.pairs:
            end_pair(session=session, actor=actor, pair_id=pair.pair_id, now=now)
        for document_id in _open_documents(session, engagement_id):
            withdraw(session=session, actor=actor, document_id=document_id, now=now)
        for each in touched.supervisions:
            _call_off(session, actor, engagement, each, now)
        leave_with_engagement(session, engagement)
        end_all(session, engagement_id, ended_on)
        leave_teams(session, engagement_id, ended_on, now)
        engagement.ended_at, engagement.ended_on, engagement.end_reason = now, ended_on, reason
        engagement.version += 1
        session.add(engagement)
        outbox.mail(
            session,
            "stopped",
            {engagement.contact_person_id, engagement.coordinator_id} - {actor.person_id},
            organisation_id=engagement.organisation_id,
            now=now,
            about={"engagement_id": engagement.id},
        )
        trace(session, engagement.organisation_id, actor, "engagement.ended", "engagement", engagement.id, now)
        return touched


def _touched(session: Session, engagement_id: UUID) -> EndingConsequences:
    return EndingConsequences(
        courses=tuple(
            CourseConcerned(run.course_run_id, run.name, run.first_on, run.last_on)
            for run in runs_of(session, [engagement_id])[engagement_id]
            if run.planned
        ),
        pairs=_pairs(session, engagement_id),
        supervisions=_supervisions(session, engagement_id),
        documents=_open_documents(session, engagement_id),
    )


def _pairs(session: Session, engagement_id: UUID) -> tuple[PairConcerned, ...]:
    partner = aliased(Engagement)
    rows = session.exec(
        select(Pair.id, partner.id, Person.name)
        .join(
            partner,
            or_(
                (col(Pair.first_id) == engagement_id) & (col(partner.id) == Pair.second_id),
                (col(Pair.second_id) == engagement_id) & (col(partner.id) == Pair.first_id),
            ),
        )
        .join(Person, col(Person.id) == partner.person_id)
        .where(col(Pair.ended_at).is_(None))
        .order_by(col(Pair.created_at))
    ).all()
    return tuple(PairConcerned(*row) for row in rows)


def _supervisions(session: Session, engagement_id: UUID) -> tuple[SupervisionConcerned, ...]:
    rows = session.exec(
        select(Supervision, SupervisionSubject.engagement_id)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id)
        .where(
            col(Supervision.id).in_(
                select(SupervisionSubject.supervision_id).where(SupervisionSubject.engagement_id == engagement_id)
            ),
            col(Supervision.held_on).is_(None),
            col(Supervision.cancelled_at).is_(None),
        )
        .order_by(col(Supervision.created_at), col(Supervision.id))
    ).all()
    others = {row.id for row, subject_id in rows if subject_id != engagement_id}
    return tuple(
        SupervisionConcerned(row.id, row.kind, row.planned_at, row.id not in others)
        for row, subject_id in rows
        if subject_id == engagement_id
    )


def _open_documents(session: Session, engagement_id: UUID) -> tuple[UUID, ...]:
    document_ids = session.exec(
        select(Document.id)
        .where(Document.engagement_id == engagement_id, col(Document.pair_id).is_(None))
        .order_by(col(Document.created_at))
    ).all()
    return tuple(case.document.id for case in gather(session, document_ids) if change_refused(case.standing()) is None)


def _call_off(
    session: Session, actor: Actor, engagement: Engagement, each: SupervisionConcerned, now: datetime
) -> None:
    """A supervision with nobody left in it is called off; one with the partner goes on without them (B2.3)."""
    row = session.exec(select(Supervision).where(Supervision.id == each.supervision_id).with_for_update()).one()
    before = facts_of(session, row)
    if each.alone:
        row.cancelled_at = now
    else:
        subject = select(SupervisionSubject).where(
            SupervisionSubject.supervision_id == row.id, SupervisionSubject.engagement_id == engagement.id
        )
        session.delete(session.exec(subject).one())
    row.version += 1
    session.add(row)
    trace(
        session,
        row.organisation_id,
        actor,
        "supervision.cancelled" if each.alone else "supervision.subject_left",
        "supervision",
        row.id,
        now,
    )
    tell_of(session, actor, row, before, "", now)
