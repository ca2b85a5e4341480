"""What was answered before and is offered again: by the same volunteer's other document, or at the workplace last time.

The welcome letter and the task description ask several things alike (`ASKED_ALIKE`); what one holds is offered in the
other. Dates are never offered, because they are about one person's days.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, may, require
from core.access.reach import visible_to
from core.documents.case import load_locked, require_reader
from core.documents.drafting.answering import is_volunteer_of, new_answer, store_answer
from core.documents.drafting.aside import aside_of, keep_aside
from core.documents.drafting.changing import refuse_when_over, retire_when_changed, trace_document
from core.documents.reading import DocumentView
from core.documents.rules import ORGANISATION, VOLUNTEER
from core.documents.template.merging import BETWEEN
from core.documents.template.model import Field
from core.documents.text.values import checked
from core.i18n import local_day
from db.documents import Document, DocumentAnswer
from db.engine import transaction
from db.people import Engagement

# What the welcome letter asks, and what the same is called in the task description.
ASKED_ALIKE = {
    "task": "task",
    "extent": "hours",
    "target_group": "people",
    "can_do": "can_do",
    "cannot_do": "cannot_do",
    "introduction": "introduction",
    "wishes": "would_like",
    "accommodations": "needs",
}
ALIKE = ("welcome_letter", "task_description")
LOOKED_AT = 5  # documents, newest first: what is older is seldom what would be written today


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """An answer to take over: what it says, the kind of document it stands in and its day.

    `same_volunteer` is whether that document is the same volunteer's, else it is somebody else's at the workplace.
    """

    value: str
    kind: str
    written_on: date
    same_volunteer: bool


class _Source(NamedTuple):
    document_id: UUID
    kind: str
    engagement_id: UUID
    language: str


def earlier_answers(*, session: Session, actor: Actor, view: DocumentView) -> Mapping[str, EarlierAnswer]:
    """What is offered for the fields of `view` that `actor` fills in and that are empty, by field.

    What the organisation answers comes from this document's own attached part, the same volunteer's other document, or
    the newest at the workplace that `actor` may make; what a volunteer answers, from their own documents alone. Free
    words are offered in the language they were written in.
    """
    require_reader(actor, view.case)
    wanted = [field for field in view.fields if _is_offered(view, field)]
    if not wanted:
        return {}
    sources = _sources(session, actor, view)
    written = _written(session, view, sources)
    found = {}
    for field in wanted:
        name = _name(view.document.kind, field.id)
        for source, answer in written.get(name, ()):
            is_own = source.engagement_id == view.engagement.id
            if (is_own or field.filled_by == ORGANISATION) and (field.options() or source.language == view.language):
                found[field.id] = EarlierAnswer(answer.value, source.kind, local_day(answer.saved_at), is_own)
                break
    return found


def take_over(
    *, session: Session, actor: Actor, document_id: UUID, field_ids: Collection[str], now: datetime
) -> tuple[str, ...]:
    """Answer those of `field_ids` that are empty with what `earlier_answers` offers; returns which were answered.

    What has an answer keeps it, and what somebody has signed is changed aside. Raises what `save_answer` raises of a
    document that is over or a value refused.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require_reader(actor, case)
        require(actor, Action.ANSWER_DOCUMENT, case.subject)
        refuse_when_over(case)
        own = is_volunteer_of(actor, case)
        aside = None if own else aside_of(session, case)
        view = DocumentView(case, actor) if aside is None else DocumentView(aside, actor, aside=True)
        offers = earlier_answers(session=session, actor=actor, view=view)
        taken = {
            field_id: checked(view.template.field(field_id), offer.value)
            for field_id, offer in offers.items()
            if field_id in field_ids
        }
        if not taken:
            return ()
        if aside is not None:
            for field_id, written in taken.items():
                aside.answers[field_id] = new_answer(case, field_id, written, actor, now)
            keep_aside(session, case, aside, actor=actor, now=now)
            trace_document(session, case, actor, "document.changed_aside", now, taken)
            return tuple(taken)
        for field_id, written in taken.items():
            store_answer(session, case, field_id, written, actor, now)
        if not own:
            retire_when_changed(session, case, actor=actor, now=now)
        trace_document(session, case, actor, "document.answered", now, taken)
        return tuple(taken)


def _is_offered(view: DocumentView, field: Field) -> bool:
    if field.type == "date" or field.twin or field.filled_by not in (ORGANISATION, VOLUNTEER):
        return False
    return view.can_answer(field) and not view.value(field)


def _sources(session: Session, actor: Actor, view: DocumentView) -> list[_Source]:
    """The documents to look in, the volunteer's own first, and then newest first."""
    document, engagement = view.document, view.engagement
    kinds = ALIKE if document.kind in ALIKE else (document.kind,)
    is_own = col(Document.engagement_id) == engagement.id
    if may(actor, Action.DRAFT_DOCUMENT, view.case.subject):
        within = [
            Engagement.workplace_id == engagement.workplace_id,
            *visible_to(actor, Action.DRAFT_DOCUMENT, engagement.organisation_id),
        ]
    else:
        within = [is_own, col(Document.shared_at).is_not(None)]
    rows = session.exec(
        select(Document.id, Document.kind, Document.engagement_id, Document.signing_language)
        .join(Engagement, col(Engagement.id) == Document.engagement_id)
        .where(
            Document.id != document.id,
            col(Document.kind).in_(kinds),
            col(Document.pair_id).is_(None),
            col(Document.withdrawn_at).is_(None),
            *within,
        )
        .order_by(is_own.desc(), col(Document.created_at).desc())
        .limit(LOOKED_AT)
    )
    return [_Source(*row) for row in rows]


def _written(
    session: Session, view: DocumentView, sources: Iterable[_Source]
) -> Mapping[tuple[str, str], list[tuple[_Source, DocumentAnswer]]]:
    """The answers by what they answer, in the order of `sources`; those of the document itself come first."""
    itself = _Source(view.document.id, view.document.kind, view.engagement.id, view.language)
    by_document: dict[UUID, list[DocumentAnswer]] = {itself.document_id: list(view.answers.values())}
    known = list(sources)
    if known:
        of_these = col(DocumentAnswer.document_id).in_([source.document_id for source in known])
        for answer in session.exec(select(DocumentAnswer).where(of_these)):
            by_document.setdefault(answer.document_id, []).append(answer)
    found: dict[tuple[str, str], list[tuple[_Source, DocumentAnswer]]] = {}
    for source in (itself, *known):
        for answer in by_document.get(source.document_id, ()):
            if answer.value:
                found.setdefault(_name(source.kind, answer.field_id), []).append((source, answer))
    return found


def _name(kind: str, field_id: str) -> tuple[str, str]:
    """What a field asks, whichever document asks it: that of an attached part is its own kind's."""
    part, between, own = field_id.partition(BETWEEN)
    if between:
        kind, field_id = part, own
    if kind == ALIKE[0] and field_id in ASKED_ALIKE:
        return ALIKE[1], ASKED_ALIKE[field_id]
    return kind, field_id
