"""One search over everything a colleague looks for by name: people, supervisions, courses, a document by its number,
and workplaces; only what the permission table lets them see."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, and_, case, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, may, organisations_where, require_in
from core.access.reach import narrowed_to, visible_to
from core.documents.rules import number_as_printed
from core.organisations.service import workplaces
from core.people.search import finds, name_fits, phone_marks, sought_words
from db.courses import CourseRun
from db.documents import Document, DocumentVersion
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Engagement, Membership, Person
from db.supervision import Supervision, SupervisionSubject

T = TypeVar("T")
SHORTEST = 2
MOST = 7  # of each kind: who sees more types on


@dataclass(frozen=True, slots=True)
class VolunteerFound:
    """A volunteer; `ended` where they have stopped."""

    engagement_id: UUID
    name: str
    workplace: str
    ended: bool


@dataclass(frozen=True, slots=True)
class SupervisionFound:
    """A supervision the reader holds, by an instructor in it."""

    supervision_id: UUID
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class CourseFound:
    """A run of a course."""

    run_id: UUID
    name: str
    place: str
    first_on: date | None


@dataclass(frozen=True, slots=True)
class DocumentFound:
    """The document with a number; `frozen` where its text is fixed and can be read as it will be signed."""

    document_id: UUID
    kind: str
    name: str
    frozen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found, of each kind the reader may see; colleagues and workplaces by name and id."""

    volunteers: Sequence[VolunteerFound] = ()
    supervisions: Sequence[SupervisionFound] = ()
    colleagues: Sequence[str] = ()
    courses: Sequence[CourseFound] = ()
    documents: Sequence[DocumentFound] = ()
    workplaces: Sequence[tuple[UUID, str]] = ()

    @property
    def count(self) -> int:
        """How many things of all kinds."""
        return sum(len(getattr(self, kind.name)) for kind in fields(self))


def find_anything(*, session: Session, actor: Actor, organisation_id: UUID, search: str) -> Found:
    """What `actor` may see in the organisation and `search` may mean: at most `MOST` of a kind, those whose words begin
    so first. Nothing for less than `SHORTEST` letters. At most eight queries however much there is.

    Raises "not_allowed" for who has no role there.
    """
    require_in(actor, Action.USE_PORTAL, organisation_id)
    if len("".join(sought_words(search))) < SHORTEST:
        return Found()

    def found(action: Action, look: Callable[..., Sequence[T]]) -> tuple[T, ...]:
        may_look = organisation_id in organisations_where(actor, action)
        return tuple(look(session, actor, organisation_id, search)) if may_look else ()

    return Found(
        found(Action.SEE_VOLUNTEERS, _volunteers),
        found(Action.HOLD_SUPERVISION, _supervisions),
        found(Action.MANAGE_COLLEAGUES, _colleagues),
        found(Action.SEE_COURSES, _courses),
        found(Action.SEE_DOCUMENTS, _documents),
        found(Action.USE_PORTAL, _workplaces),
    )


def _begins(found_by: Any, search: str) -> Any:
    """SQL to sort by: first those of whom a word begins with each that is searched for, or whose number it is."""
    words = and_(*(found_by.contains(f" {word}", autoescape=True) for word in sought_words(search)))
    return case((or_(words, *(found_by.contains(mark, autoescape=True) for mark in phone_marks(search))), 0), else_=1)


def _volunteers(session: Session, actor: Actor, organisation_id: UUID, search: str) -> list[VolunteerFound]:
    narrowed = narrowed_to(actor, Action.SEE_VOLUNTEERS, organisation_id)
    found_by = col(EngagementNext.found_by)
    few: Any = select(EngagementNext.engagement_id).where(
        EngagementNext.organisation_id == organisation_id, *finds(found_by, search)
    )
    if narrowed:
        few = few.join(Engagement, col(Engagement.id) == col(EngagementNext.engagement_id)).where(*narrowed)
    order = (_begins(found_by, search), col(EngagementNext.sought), col(EngagementNext.engagement_id))
    ids = session.exec(few.order_by(*order).limit(MOST)).all()
    told: Any = (
        select(Engagement.id, Person.name, Workplace.name, col(Engagement.ended_at).is_not(None))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
    )
    rows = session.exec(told.where(col(Engagement.id).in_(ids))).all() if ids else ()
    here = sorted((VolunteerFound(*row) for row in rows), key=lambda row: ids.index(row.engagement_id))
    if len(here) == MOST:
        return here
    stopped = told.where(
        col(Engagement.organisation_id) == organisation_id,
        *narrowed,
        col(Engagement.ended_at).is_not(None),
        *finds(col(Person.found_by), search),
    ).order_by(_begins(col(Person.found_by), search), func.lower(Person.name), col(Engagement.id))
    return [*here, *(VolunteerFound(*row) for row in session.exec(stopped.limit(MOST - len(here))))]


def _supervisions(session: Session, actor: Actor, organisation_id: UUID, search: str) -> list[SupervisionFound]:
    held: Any = (
        select(Supervision.id, Person.name, Supervision.kind)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == col(Supervision.id))
        .join(Engagement, col(Engagement.id) == col(SupervisionSubject.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(
            col(Supervision.supervisor_id) == actor.person_id,
            Supervision.organisation_id == organisation_id,
            col(Supervision.cancelled_at).is_(None),
            *finds(col(Person.found_by), search),
        )
        .order_by(col(Supervision.held_on).is_not(None), col(Supervision.created_at).desc(), func.lower(Person.name))
    )
    return [SupervisionFound(*row) for row in session.exec(held.limit(MOST))]


def _colleagues(session: Session, _actor: Actor, organisation_id: UUID, search: str) -> list[str]:
    found_by = col(Person.found_by)
    works_here = select(Membership.person_id).where(
        Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None)
    )
    named = (
        select(Person.name)
        .where(col(Person.id).in_(works_here), *finds(found_by, search))
        .order_by(_begins(found_by, search), func.lower(Person.name), col(Person.id))
    )
    return list(session.exec(named.limit(MOST)))


def _courses(session: Session, actor: Actor, organisation_id: UUID, search: str) -> list[CourseFound]:
    visible = visible_to(actor, Action.SEE_COURSES, organisation_id, CourseRun)
    # An organisation holds the same few courses at the same few places again and again.
    called: Any = select(CourseRun.name, CourseRun.place).where(*visible).distinct()
    meant = [
        (CourseRun.name == name) & (CourseRun.place == place)
        for name, place in session.exec(called)
        if name_fits(f"{name} {place}", search)
    ][:MOST]
    if not meant:
        return []
    runs: Any = (
        select(CourseRun.id, CourseRun.name, CourseRun.place, col(CourseRun.first_on))
        .where(*visible, or_(*meant))
        .order_by(col(CourseRun.first_on).is_(None), col(CourseRun.first_on).desc(), col(CourseRun.id))
    )
    return [CourseFound(*row) for row in session.exec(runs.limit(MOST))]


def _documents(session: Session, actor: Actor, organisation_id: UUID, search: str) -> list[DocumentFound]:
    number = number_as_printed(search)
    if number is None:
        return []
    frozen = select(DocumentVersion.id).where(DocumentVersion.document_id == Document.id).exists()
    one: Any = (
        select(Document.id, Document.kind, Person.name, frozen)
        .join(Engagement, col(Engagement.id) == col(Document.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(*visible_to(actor, Action.SEE_DOCUMENTS, organisation_id), Document.number == number)
    )
    return [DocumentFound(*row) for row in session.exec(one)]


def _workplaces(session: Session, actor: Actor, organisation_id: UUID, search: str) -> list[tuple[UUID, str]]:
    """Those whose volunteers the reader may see, and all for who may change them."""

    def opens(place: Workplace) -> bool:
        where = Subject(organisation_id, workplace_id=place.id)
        return may(actor, Action.SEE_VOLUNTEERS, where) or may(actor, Action.EDIT_ORGANISATION, where)

    return [
        (place.id, place.name)
        for place in workplaces(session, organisation_id)
        if name_fits(place.name, search) and opens(place)
    ][:MOST]
