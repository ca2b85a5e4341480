"""The log of an organisation, searched: who did what to whom, and what each entry is about in names and words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, or_, select, union_all

from core.access.log import AuditRow, named
from core.access.permissions import Action, Actor, Subject, require
from core.i18n import end_of_day
from core.people.search import finds
from core.register.history import concerned
from db.alignment import Alignment
from db.approvals import Approval, Pause
from db.audit import AuditEvent
from db.courses import CourseRun
from db.documents import Document, TemplateDraft, TemplateVersion
from db.expenses import ExpenseClaim
from db.guidelines import GuidelineVersion
from db.offers import Need, Offer, OfferAttendance
from db.organisations import Workplace
from db.pairs import Pair
from db.partnerships import Association
from db.people import Account, Engagement, Membership, Person
from db.recognition import Recognised, Recognition
from db.supervision import Supervision, SupervisionSubject


@dataclass(frozen=True, slots=True)
class LogFilter:
    """What is wanted: events by or about those `name` finds, of actions that begin with one of `actions`, from
    the day `first` to `last`. Empty is everything."""

    name: str = ""
    actions: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LogSubject:
    """What an event is about: `people` by name, what it is `called`, and a `word` for what sort of thing it is: a role,
    a kind of document. `page_of` is the thing whose page tells more, by its kind and id."""

    people: tuple[str, ...] = ()
    called: str = ""
    word: str = ""
    page_of: tuple[str, UUID] | None = None


@dataclass(frozen=True, slots=True)
class LogEntryRow:
    """One event, and what it is about; None for what is about nothing that has a name."""

    event: AuditRow
    subject: LogSubject | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """The events of one page, newest first, and how many there are in all."""

    rows: tuple[LogEntryRow, ...]
    total: int


def search_log(
    *, session: Session, actor: Actor, organisation_id: UUID, wanted: LogFilter, page: int, at_once: int
) -> LogPage:
    """The events of the organisation that are wanted, a page at a time; `page` begins at 1.

    Reads the events it shows, and what they are about in a fixed number of queries.
    """
    require(actor, Action.READ_AUDIT, Subject(organisation_id))
    conditions = _conditions(organisation_id, wanted)
    total = session.exec(select(func.count()).select_from(AuditEvent).where(*conditions)).one()
    events = session.exec(
        select(AuditEvent)
        .where(*conditions)
        .order_by(col(AuditEvent.sequence).desc())
        .offset((page - 1) * at_once)
        .limit(at_once)
    ).all()
    subjects = _subjects(session, events)
    rows = named(session, events)
    return LogPage(
        tuple(LogEntryRow(row, subjects.get(row.subject_id) if row.subject_id else None) for row in rows), total
    )


def _conditions(organisation_id: UUID, wanted: LogFilter) -> list[Any]:
    found: list[Any] = [AuditEvent.organisation_id == organisation_id]
    if wanted.actions:
        found.append(or_(*(col(AuditEvent.action).startswith(each, autoescape=True) for each in wanted.actions)))
    if wanted.first:
        found.append(col(AuditEvent.at) >= end_of_day(wanted.first - timedelta(days=1)))
    if wanted.last:
        found.append(col(AuditEvent.at) < end_of_day(wanted.last))
    if sought := finds(col(Person.found_by), wanted.name):
        called = select(Person.id).where(*sought)
        people = select(Person.id).where(or_(col(Person.id).in_(called), col(Person.merged_into_id).in_(called)))
        found.append(or_(col(AuditEvent.actor_id).in_(people), col(AuditEvent.subject_id).in_(_about(people))))
    return found


def _about(people: Any) -> Any:
    """The ids of everything that is about one of `people`."""
    engagements = select(Engagement.id).where(col(Engagement.person_id).in_(people))
    own: tuple[Any, ...] = (
        people,
        engagements,
        concerned(engagements),
        select(Membership.id).where(col(Membership.person_id).in_(people)),
        select(Account.id).where(col(Account.person_id).in_(people)),
        select(OfferAttendance.id).where(col(OfferAttendance.person_id).in_(people)),
        select(ExpenseClaim.id).where(col(ExpenseClaim.person_id).in_(people)),
        select(Need.id).where(col(Need.person_id).in_(people)),
        select(Recognised.recognition_id).where(col(Recognised.person_id).in_(people)),
    )
    return union_all(*(select(each.subquery()) for each in own))


def _subjects(session: Session, events: Sequence[AuditEvent]) -> dict[UUID, LogSubject]:
    """What each event is about, one query for each kind of thing there is among them."""
    by_kind: dict[str, set[UUID]] = {}
    for event in events:
        if event.subject_id is not None:
            by_kind.setdefault(event.subject_kind, set()).add(event.subject_id)
    found: dict[UUID, LogSubject] = {}
    for kind, ids in by_kind.items():
        if kind in READERS:
            found |= READERS[kind](session, ids)
    return found


def _of_person(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids)))
    return {id_: LogSubject((name,)) for id_, name in rows}


def _of_engagement(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(Engagement.id, Person.name)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(col(Engagement.id).in_(ids))
    )
    return {id_: LogSubject((name,), page_of=("volunteer", id_)) for id_, name in rows}


def _under_engagement(model: Any) -> Callable[[Session, Collection[UUID]], dict[UUID, LogSubject]]:
    """Of what belongs to one engagement."""

    def read(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
        rows = session.exec(
            select(model.id, Engagement.id, Person.name)
            .join(Engagement, col(Engagement.id) == model.engagement_id)
            .join(Person, col(Person.id) == col(Engagement.person_id))
            .where(model.id.in_(ids))
        )
        return {id_: LogSubject((name,), page_of=("volunteer", engagement)) for id_, engagement, name in rows}

    return read


def _of_somebody(model: Any) -> Callable[[Session, Collection[UUID]], dict[UUID, LogSubject]]:
    """Of what belongs to one person."""

    def read(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
        rows = session.exec(
            select(model.id, Person.name).join(Person, col(Person.id) == model.person_id).where(model.id.in_(ids))
        )
        return {id_: LogSubject((name,)) for id_, name in rows}

    return read


def _of_membership(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(Membership.id, Person.name, Membership.role, Workplace.name)
        .join(Person, col(Person.id) == col(Membership.person_id))
        .join(Workplace, col(Workplace.id) == col(Membership.workplace_id), isouter=True)
        .where(col(Membership.id).in_(ids))
    )
    return {id_: LogSubject((name,), called=place or "", word=role) for id_, name, role, place in rows}


def _of_document(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(  # type: ignore[call-overload]
            Document.id, Person.name, Association.name, Document.number, Document.kind
        )
        .outerjoin(Association, col(Association.id) == col(Document.association_id))
        .outerjoin(Engagement, col(Engagement.id) == col(Document.engagement_id))
        .outerjoin(Person, col(Person.id) == col(Engagement.person_id))
        .where(col(Document.id).in_(ids))
    )
    return {
        id_: LogSubject(
            (name or association,), called=number, word=kind, page_of=("document" if name else "agreement", id_)
        )
        for id_, name, association, number, kind in rows
    }


def _of_attendance(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(OfferAttendance.id, Person.name, Offer.id, Offer.title)
        .join(Person, col(Person.id) == col(OfferAttendance.person_id))
        .join(Offer, col(Offer.id) == col(OfferAttendance.offer_id))
        .where(col(OfferAttendance.id).in_(ids))
    )
    return {id_: LogSubject((name,), called=title, page_of=("offer", offer_id)) for id_, name, offer_id, title in rows}


def _of_alignment(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(Alignment.id, Association.name, Person.name)
        .outerjoin(Association, col(Association.id) == col(Alignment.association_id))
        .outerjoin(Engagement, col(Engagement.id) == col(Alignment.engagement_id))
        .outerjoin(Person, col(Person.id) == col(Engagement.person_id))
        .where(col(Alignment.id).in_(ids))
    )
    return {
        id_: LogSubject((name,) if name else (), called=called or "", page_of=("alignment", id_))
        for id_, called, name in rows
    }


def _of_pair(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(Pair.id, Person.name)
        .join(Engagement, or_(col(Engagement.id) == col(Pair.first_id), col(Engagement.id) == col(Pair.second_id)))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(col(Pair.id).in_(ids))
        .order_by(Person.name)
    )
    return _several(rows)


def _of_supervision(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(Supervision.id, Person.name)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == col(Supervision.id))
        .join(Engagement, col(Engagement.id) == col(SupervisionSubject.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(col(Supervision.id).in_(ids))
        .order_by(Person.name)
    )
    return _several(rows, page="supervision")


def _several(rows: Any, *, page: str = "") -> dict[UUID, LogSubject]:
    people: dict[UUID, list[str]] = {}
    for id_, name in rows:
        people.setdefault(id_, []).append(name)
    return {id_: LogSubject(tuple(names), page_of=(page, id_) if page else None) for id_, names in people.items()}


def _of_recognition(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    """What a thank-you is called, and for whom it is where it is for one."""
    rows = session.exec(
        select(Recognition.id, Recognition.title, func.min(Person.name), func.count(col(Recognised.id)))
        .join(Recognised, col(Recognised.recognition_id) == col(Recognition.id), isouter=True)
        .join(Person, col(Person.id) == col(Recognised.person_id), isouter=True)
        .where(col(Recognition.id).in_(ids))
        .group_by(col(Recognition.id), col(Recognition.title))
    )
    return {id_: LogSubject((name,) if count == 1 else (), called=title) for id_, title, name, count in rows}


def _of_guideline(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
    rows = session.exec(
        select(GuidelineVersion.id, Workplace.name)
        .join(Workplace, col(Workplace.id) == col(GuidelineVersion.workplace_id), isouter=True)
        .where(col(GuidelineVersion.id).in_(ids))
    )
    return {id_: LogSubject(called=place or "") for id_, place in rows}


def _called(model: Any, column: str, page: str = "") -> Callable[[Session, Collection[UUID]], dict[UUID, LogSubject]]:
    """Of what has a name of its own."""

    def read(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
        rows = session.exec(select(model.id, getattr(model, column)).where(model.id.in_(ids)))
        return {id_: LogSubject(called=called, page_of=(page, id_) if page else None) for id_, called in rows}

    return read


def _kind_of(model: Any) -> Callable[[Session, Collection[UUID]], dict[UUID, LogSubject]]:
    """Of a template: the kind of document it makes."""

    def read(session: Session, ids: Collection[UUID]) -> dict[UUID, LogSubject]:
        return {
            id_: LogSubject(word=kind)
            for id_, kind in session.exec(select(model.id, model.kind).where(model.id.in_(ids)))
        }

    return read


READERS: Mapping[str, Callable[[Session, Collection[UUID]], dict[UUID, LogSubject]]] = {
    "account": _of_somebody(Account),
    "association": _called(Association, "name", "partnership"),
    "alignment": _of_alignment,
    "approval": _under_engagement(Approval),
    "course_run": _called(CourseRun, "name", "course"),
    "document": _of_document,
    "engagement": _of_engagement,
    "expense": _of_somebody(ExpenseClaim),
    "guideline_version": _of_guideline,
    "membership": _of_membership,
    "need": _of_somebody(Need),
    "offer": _called(Offer, "title", "offer"),
    "offer_attendance": _of_attendance,
    "pair": _of_pair,
    "pause": _under_engagement(Pause),
    "person": _of_person,
    "recognition": _of_recognition,
    "supervision": _of_supervision,
    "template_draft": _kind_of(TemplateDraft),
    "template_version": _kind_of(TemplateVersion),
    "workplace": _called(Workplace, "name"),
}
