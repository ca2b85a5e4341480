"""`engagement_next`: where every engagement stands, kept beside the facts so that lists can sort and page by it.

It is computed from the same facts by the same rules as a journey. A row is written in the transaction that changes a
fact of its engagement, and so are its rows in `occasion_days`; when a day changes what the same facts say, whoever
lists rows has them written anew first.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session as AnySession
from sqlmodel import Session, SQLModel, col, delete, or_, select, union

from core.i18n import local_day, utc_now
from core.journey.facts import Known, known
from core.journey.urgency import Urgency, what_is_next
from core.organisations.service import state_and_days_ahead
from core.recognition import upcoming
from db.approvals import Approval, Pause
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation
from db.documents import (
    Consent,
    Document,
    DocumentAnswer,
    DocumentFile,
    DocumentParty,
    DocumentPoint,
    DocumentVersion,
    TemplateVersion,
)
from db.engine import transaction
from db.guidelines import Acknowledgement, GuidelineVersion
from db.journey import EngagementNext
from db.organisations import Organisation, Workplace
from db.pairs import Pair
from db.people import Account, Engagement, Person
from db.supervision import Supervision, SupervisionSubject
from db.talks import Talk

AT_ONCE = 250
TOUCHED, EVERYBODY, WRITING = "journey_touched", "journey_everybody", "journey_writing"

_engagement: Any = col(Engagement.id)
_OPEN = select(Engagement.id).where(col(Engagement.ended_at).is_(None))


def install() -> None:
    """Have every session keep the rows true from now on; doing so again changes nothing."""
    if not event.contains(AnySession, "after_flush", _note):
        event.listen(AnySession, "after_flush", _note)
        event.listen(AnySession, "before_commit", _write_touched)
        event.listen(AnySession, "after_rollback", _forget)


def rebuild(session: Session, today: date) -> int:
    """Write every row anew from the facts; how many there are. What no engagement needs any more is removed."""
    with transaction(session):
        session.exec(delete(EngagementNext))
        ids = session.exec(_OPEN).all()
        for some in _parts(ids):
            write(session, some, today)
        upcoming.rebuild(session, today)
        return len(ids)


def is_missing(session: Session) -> bool:
    """Whether an engagement has no row, as after a migration from before there were any."""
    without = _OPEN.where(_engagement.not_in(select(EngagementNext.engagement_id)))
    return session.exec(without.limit(1)).first() is not None


def refresh(session: Session, organisation_id: UUID, today: date) -> int:
    """Write those rows of the organisation anew that say what was so on another day; how many there were."""
    # Two questions in one, because each is answered from an index of its own.
    own = select(EngagementNext.engagement_id).where(EngagementNext.organisation_id == organisation_id)
    turned, not_yet = col(EngagementNext.turns_on) <= today, col(EngagementNext.made_on) > today
    stale: Sequence[UUID] = session.execute(union(own.where(turned), own.where(not_yet))).scalars().all()
    if not stale:
        return 0
    with transaction(session):
        for some in _parts(stale):
            write(session, some, today)
    return len(stale)


def write(session: Session, engagement_ids: Collection[UUID], today: date) -> None:
    """Write the rows of these engagements, in a fixed number of queries; those that ended have none."""
    found = {each.engagement.id: each for each in known(session, [_engagement.in_(engagement_ids)], today)}
    rows = {
        row.engagement_id: row
        for row in session.exec(
            select(EngagementNext).where(col(EngagementNext.engagement_id).in_(engagement_ids)).with_for_update()
        )
    }
    for engagement_id in engagement_ids:
        each, row = found.get(engagement_id), rows.get(engagement_id)
        if each is None or each.engagement.ended_at is not None:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = EngagementNext(
                engagement_id=engagement_id,
                organisation_id=each.engagement.organisation_id,
                sought="",
                urgency=Urgency.NOTHING,
                stage="",
                made_on=today,
            )
        _fill(row, each, today)
        session.add(row)
    session.flush()


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE))


def _fill(row: EngagementNext, each: Known, today: date) -> None:
    found = what_is_next(each.programme, each.facts, today)
    step = found.step
    row.sought = each.person.name.casefold()
    row.step, row.kind, row.status, row.owner, row.reason = (
        (step.id, step.kind, step.status, step.owner, step.reason) if step else ("", "", "", "", "")
    )
    row.subject_id = (step.document_id or step.subject_id) if step else None
    row.due_on = step.due_on if step else None
    row.urgency, row.stage = found.urgency, found.stage
    row.approved_until, row.courses_missing = found.approved_until, found.courses_missing
    row.made_on, row.turns_on = today, found.turns_on


# What changed, and how the engagements it is a fact of are found.
_FACTS: dict[type[SQLModel], tuple[str, Callable[[Collection[UUID]], Any]]] = {
    Engagement: ("id", lambda ids: _engagement.in_(ids)),
    Person: ("id", lambda ids: _is_named(ids)),
    Account: ("person_id", lambda ids: col(Engagement.person_id).in_(ids)),
    Acknowledgement: ("person_id", lambda ids: col(Engagement.person_id).in_(ids)),
    Organisation: ("id", lambda ids: col(Engagement.organisation_id).in_(ids)),
    TemplateVersion: ("organisation_id", lambda ids: col(Engagement.organisation_id).in_(ids)),
    GuidelineVersion: ("organisation_id", lambda ids: col(Engagement.organisation_id).in_(ids)),
    Workplace: ("id", lambda ids: col(Engagement.workplace_id).in_(ids)),
    Document: ("id", lambda ids: _stands_in(col(DocumentParty.document_id).in_(ids))),
    DocumentParty: ("document_id", lambda ids: _stands_in(col(DocumentParty.document_id).in_(ids))),
    DocumentPoint: ("document_id", lambda ids: _stands_in(col(DocumentParty.document_id).in_(ids))),
    DocumentAnswer: ("document_id", lambda ids: _stands_in(col(DocumentParty.document_id).in_(ids))),
    DocumentVersion: ("document_id", lambda ids: _stands_in(col(DocumentParty.document_id).in_(ids))),
    Consent: ("version_id", lambda ids: _of_versions(ids)),
    DocumentFile: ("version_id", lambda ids: _of_versions(ids)),
    Pair: ("id", lambda ids: _in_pairs(ids)),
    CourseRun: ("id", lambda ids: _leads(ids)),
    CourseModule: ("course_run_id", lambda ids: _leads(ids)),
    Evaluation: ("course_run_id", lambda ids: _leads(ids)),
    CourseInstructor: ("engagement_id", lambda ids: _engagement.in_(ids)),
    Supervision: ("id", lambda ids: _engagement.in_(_supervised(ids))),
    SupervisionSubject: ("engagement_id", lambda ids: _engagement.in_(ids)),
    Approval: ("engagement_id", lambda ids: _engagement.in_(ids)),
    Pause: ("engagement_id", lambda ids: _engagement.in_(ids)),
    Talk: ("engagement_id", lambda ids: _engagement.in_(ids)),
}


def _stands_in(party: Any, *others: Any) -> Any:
    return or_(_engagement.in_(select(DocumentParty.engagement_id).where(party)), *others)


def _is_named(person_ids: Collection[UUID]) -> Any:
    """A document may name whoever stands in it, and the contact person and coordinator of its engagement."""
    named = (Engagement.person_id, Engagement.contact_person_id, Engagement.coordinator_id)
    return _stands_in(col(DocumentParty.person_id).in_(person_ids), *(col(each).in_(person_ids) for each in named))


def _of_versions(version_ids: Collection[UUID]) -> Any:
    documents = select(DocumentVersion.document_id).where(col(DocumentVersion.id).in_(version_ids))
    return _stands_in(col(DocumentParty.document_id).in_(documents))


def _in_pairs(pair_ids: Collection[UUID]) -> Any:
    pairs = col(Pair.id).in_(pair_ids)
    return or_(
        _engagement.in_(select(Pair.first_id).where(pairs)), _engagement.in_(select(Pair.second_id).where(pairs))
    )


def _leads(run_ids: Collection[UUID]) -> Any:
    return _engagement.in_(
        select(CourseInstructor.engagement_id).where(col(CourseInstructor.course_run_id).in_(run_ids))
    )


def _supervised(supervision_ids: Collection[UUID]) -> Any:
    return select(SupervisionSubject.engagement_id).where(col(SupervisionSubject.supervision_id).in_(supervision_ids))


def _note(session: AnySession, _context: object) -> None:
    """Remember which facts a flush has written; they are looked up once, before the transaction ends."""
    touched: dict[type[SQLModel], set[UUID]] = session.info.setdefault(TOUCHED, {})
    for row in _changed(session):
        kind = type(row)
        if kind not in _FACTS:
            continue
        found = getattr(row, _FACTS[kind][0])
        if found is None:
            # A text that comes with the portal is everybody's.
            session.info[EVERYBODY] = True
        else:
            touched.setdefault(kind, set()).add(found)


def _changed(session: AnySession) -> Iterator[Any]:
    yield from session.new
    yield from session.deleted
    for row in session.dirty:
        if session.is_modified(row):
            yield row


def _write_touched(session: AnySession) -> None:
    if session.info.get(WRITING):
        return
    session.flush()
    touched: dict[type[SQLModel], set[UUID]] = session.info.pop(TOUCHED, {})
    everybody = session.info.pop(EVERYBODY, False)
    if not (touched or everybody) or not isinstance(session, Session):
        return
    session.info[WRITING] = True
    try:
        ids = set(session.exec(_OPEN)) if everybody else _engagements_of(session, touched)
        if not ids:
            return
        celebrated = {kind: found for kind, found in touched.items() if kind in upcoming.FACTS}
        today = local_day(utc_now()) + timedelta(days=state_and_days_ahead(session)[1])
        for some in _parts(sorted(ids)):
            write(session, some, today)
        for some in _parts(sorted(_engagements_of(session, celebrated))):
            upcoming.write(session, some, today)
    finally:
        session.info[WRITING] = False


def _forget(session: AnySession) -> None:
    session.info.pop(TOUCHED, None)
    session.info.pop(EVERYBODY, None)


def _engagements_of(session: Session, touched: dict[type[SQLModel], set[UUID]]) -> set[UUID]:
    """The engagements whose facts were written, in one query."""
    certain = {one for kind, ids in touched.items() if _FACTS[kind][0] == "engagement_id" for one in ids} | touched.get(
        Engagement, set()
    )
    conditions = [
        _FACTS[kind][1](ids)
        for kind, ids in touched.items()
        if kind is not Engagement and _FACTS[kind][0] != "engagement_id"
    ]
    if not conditions:
        return certain
    return certain | set(session.exec(select(Engagement.id).where(or_(*conditions))))
