"""The path of each engagement, read from the facts every time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select, union

from core.access.permissions import Action, Actor, Role, Subject, require
from core.approvals.view import ApprovalSummary, where_of
from core.documents.case import gather
from core.documents.finished import is_finished, is_open
from core.documents.rules import DocumentState, state_of, waiting_for
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.journey.facts import Known, known
from core.journey.rules import journey, next_step
from core.journey.steps import Step
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from db.documents import Document, DocumentParty
from db.people import Engagement


@dataclass(frozen=True, slots=True)
class Path:
    """One engagement's steps, and `next`: the one thing the volunteer does now, None where there is nothing.

    `approval` is where they stand with it, None where the programme gives none.
    """

    engagement: Engagement
    organisation: str
    contact_person: str
    programme: Programme
    steps: tuple[Step, ...]
    next: Step | None
    approval: ApprovalSummary | None


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A document in somebody's own list. `waits_for` are the names of those whose turn it is."""

    document_id: UUID
    kind: str
    organisation: str
    volunteer: str
    is_own: bool
    state: DocumentState
    my_turn: bool
    waits_for: tuple[str, ...]


def my_path(*, session: Session, actor: Actor, today: date) -> list[Path]:
    """The paths of the person who asks, oldest first; ended engagements are left out."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    own = [col(Engagement.person_id) == actor.person_id, col(Engagement.ended_at).is_(None)]
    return _paths(session, own, today)


@dataclass(frozen=True, slots=True)
class OwnWork:
    """What there is in anything somebody volunteers for: courses to lead, or an approval; teams of peers."""

    courses: bool
    teams: bool


BOTH = OwnWork(courses=True, teams=True)


def own_work(*, session: Session, actor: Actor) -> OwnWork:
    """What there is in anything the person who asks volunteers for now."""
    require(actor, Action.USE_PORTAL)
    if Role.VOLUNTEER not in actor.roles():
        return OwnWork(courses=False, teams=False)
    mine = (Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
    versions = session.exec(select(Engagement.programme_version_id).where(*mine).distinct()).all()
    programmes = [programme_of(session, version) for version in versions]
    return OwnWork(
        courses=any(each.pairs or each.approval is not None for each in programmes),
        teams=any(each.teams for each in programmes),
    )


def path_of(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> Path:
    """The path of one volunteer, for those who look after them; "not_found" or "not_allowed"."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_VOLUNTEERS, Subject.of(engagement))
    return _paths(session, [col(Engagement.id) == engagement_id], today)[0]


def own_documents(*, session: Session, actor: Actor, most: int | None = None) -> list[OwnDocument]:
    """The documents sent to the actor or signed by them in any capacity: all that are open, and of the finished ones
    no more than `most`, each newest first; withdrawn ones stay among these."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    newest = _own(select(Document.id), actor).order_by(col(Document.shared_at).desc())
    open_ones = session.exec(newest.where(is_open())).all()
    document_ids = [*open_ones, *session.exec(newest.where(is_finished()).limit(most)).all()]
    found = []
    for case in gather(session, document_ids):
        standing = case.standing()
        waits = {capacity: person for capacity in waiting_for(standing) if (person := case.person_of(capacity))}
        found.append(
            OwnDocument(
                document_id=case.document.id,
                kind=case.document.kind,
                organisation=case.organisation.name,
                volunteer=case.people[case.engagement.person_id].name,
                is_own=case.engagement.person_id == actor.person_id,
                state=state_of(standing),
                my_turn=any(person.id == actor.person_id for person in waits.values()),
                waits_for=tuple(person.name for person in waits.values()),
            )
        )
    return found


def count_own_finished(*, session: Session, actor: Actor) -> int:
    """How many of `own_documents` are finished."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    return session.exec(_own(select(func.count()), actor).where(is_finished())).one()


def _own(chosen: Any, actor: Actor) -> Any:
    """The SELECT of `chosen` of the documents that were sent and are the actor's or name them."""
    standing_in = select(DocumentParty.document_id).where(DocumentParty.person_id == actor.person_id)
    about_them = (
        select(Document.id)
        .join(Engagement, col(Engagement.id) == Document.engagement_id)
        .where(Engagement.person_id == actor.person_id)
    )
    # Both asked by themselves: of "or" a database makes a look at every document there is.
    own = union(standing_in, about_them)
    return chosen.select_from(Document).where(col(Document.shared_at).is_not(None), col(Document.id).in_(own))


def _paths(session: Session, conditions: Iterable[Any], today: date) -> list[Path]:
    return [_path(each, today) for each in known(session, conditions, today)]


def _path(each: Known, today: date) -> Path:
    steps = journey(each.programme, each.facts, today)
    approval = each.programme.approval
    return Path(
        engagement=each.engagement,
        organisation=each.organisation,
        contact_person=each.contact_person,
        programme=each.programme,
        steps=steps,
        next=next_step(steps),
        approval=where_of(each.engagement.id, each.organisation, approval, each.facts.instructor, today)
        if approval
        else None,
    )
