"""Filling in: each answer is saved as its field is left."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, may, require
from core.documents.case import DocumentCase, load_locked, require_reader
from core.documents.drafting.aside import aside_of, keep_aside
from core.documents.drafting.changing import refuse_when_over, retire_when_changed, trace_document
from core.documents.rules import ORGANISATION
from core.documents.template.model import Field
from core.documents.text.values import checked
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.documents import DocumentAnswer
from db.engine import transaction


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """What is stored now: `value` in its one spelling, and the `version` to send along with the next change."""

    version: int
    saved_at: datetime
    value: str


def save_answer(
    *,
    session: Session,
    actor: Actor,
    document_id: UUID,
    field_id: str,
    value: str,
    expected_version: int | None,
    now: datetime,
) -> SavedAnswer:
    """Save one answer; "" takes it back. `expected_version` is None where none had been saved when the page was drawn.

    Saving what is already stored changes nothing. What the organisation writes in a text somebody has signed is kept
    aside until it is sent. Where a volunteer writes, who had signed is asked anew once the volunteer goes on to sign:
    until then they may change it back. Raises "changed_meanwhile" where another was saved since, what
    `core.documents.text.values.checked` refuses, and "not_found" for a field whose answer comes from contact details.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require_reader(actor, case)
        require(actor, Action.ANSWER_DOCUMENT, case.subject)
        own = is_volunteer_of(actor, case)
        aside = None if own else aside_of(session, case)
        edited = aside or case
        field = next((each for each in edited.template.fields if each.id == field_id and not each.source), None)
        if field is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if not may_answer(actor, case, field):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        refuse_when_over(case)
        written = checked(field, value)
        answer = edited.answers.get(field_id)
        if answer is None and not written:
            return SavedAnswer(0, now, "")
        if answer is not None and answer.value == written:
            return SavedAnswer(answer.version, answer.saved_at, answer.value)
        if (answer.version if answer else None) != (expected_version or None):
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if aside is not None:
            stored = new_answer(case, field_id, written, actor, now, version=answer.version + 1 if answer else 1)
            aside.answers[field_id] = stored
            keep_aside(session, case, aside, actor=actor, now=now)
            trace_document(session, case, actor, "document.changed_aside", now, [field_id])
            return SavedAnswer(stored.version, stored.saved_at, stored.value)
        stored = store_answer(session, case, field_id, written, actor, now)
        if not own:
            retire_when_changed(session, case, actor=actor, now=now)
        trace_document(session, case, actor, "document.answered", now, [field_id])
        return SavedAnswer(stored.version, stored.saved_at, stored.value)


def is_volunteer_of(actor: Actor, case: DocumentCase) -> bool:
    """Whether `actor` is a volunteer who stands in the document, and so writes what is their own."""
    return any(party.person_id == actor.person_id for party in case.parties if party.engagement_id)


def may_answer(actor: Actor, case: DocumentCase, field: Field) -> bool:
    """Whether `actor` fills in `field`: volunteers their own, those who make the document what is the organisation's.

    The latter also write down what somebody without an account answers, on paper or aloud (O4).
    """
    if field.filled_by != ORGANISATION:
        writer = case.person_of(field.filled_by)
        if writer is not None and actor.person_id == writer.id:
            return True
        if not case.is_without_account(field.filled_by):
            return False
    return may(actor, Action.DRAFT_DOCUMENT, case.subject)


def store_answer(
    session: Session, case: DocumentCase, field_id: str, written: str, actor: Actor, now: datetime
) -> DocumentAnswer:
    """Store `written` as the answer to a field, without asking what stood there; for services that have asked."""
    answer = case.answers.get(field_id)
    if answer is None:
        answer = case.answers[field_id] = new_answer(case, field_id, written, actor, now)
    else:
        answer.value, answer.filled_by_id, answer.saved_at = written, actor.person_id, now
        answer.version += 1
    session.add(answer)
    case.changed()
    return answer


def new_answer(
    case: DocumentCase, field_id: str, written: str, actor: Actor, now: datetime, *, version: int = 1
) -> DocumentAnswer:
    """An answer as it is stored, or kept aside with a text that somebody has signed."""
    return DocumentAnswer(
        document_id=case.document.id,
        field_id=field_id,
        value=written,
        filled_by_id=actor.person_id,
        saved_at=now,
        version=version,
    )
