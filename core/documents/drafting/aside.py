"""A text somebody has signed is changed aside: what they signed stands until the changes are sent, in one deed.

Nobody reads the half-made text, nobody hears of it, and where it ends as the same text, every signature stays.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.documents.case import DocumentCase, load, load_locked, require_reader, template_of
from core.documents.drafting.changing import (
    refuse_when_over,
    retire_when_changed,
    send_to_volunteers,
    trace_document,
)
from core.documents.rules import ORGANISATION
from core.documents.template.publishing import whole_templates
from core.documents.text.compose import ClauseChoice, default_choices
from core.documents.text.difference import TextChange, differences
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db.documents import DocumentAnswer, DocumentPoint, DocumentRevision
from db.engine import transaction
from db.people import Person


@dataclass(frozen=True, slots=True)
class Aside:
    """A document as it is being changed, and what sending it would do.

    `changes` is what it says otherwise than what was signed, empty where it is the same text. `again` are those whose
    signature would not count any more, `mailed` those who would get a mail. It was begun by `begun_by` on `begun_on`.
    """

    case: DocumentCase
    begun_by: str
    begun_on: date
    changes: tuple[TextChange, ...]
    again: tuple[Person, ...]
    mailed: tuple[Person, ...]


def aside_of(session: Session, case: DocumentCase) -> DocumentCase | None:
    """The document as it is being changed aside, None where the organisation changes it directly.

    Aside begins by itself with the first change after somebody signed, so that no signature falls while one edits,
    not even where it is given between two changes.
    """
    revision = session.get(DocumentRevision, case.document.id)
    if revision is not None:
        return _laid_over(session, case, revision)
    return _copied(case) if case.standing().signed else None


def keep_aside(session: Session, case: DocumentCase, edited: DocumentCase, *, actor: Actor, now: datetime) -> None:
    """Store what `edited` has otherwise than `case`, inside the caller's transaction with the document locked."""
    content: dict[str, Any] = {
        "choices": {
            clause_id: [choice.included, choice.wording]
            for clause_id, choice in edited.choices.items()
            if case.choices.get(clause_id) != choice
        },
        "answers": {
            field_id: [answer.value, answer.version, str(answer.filled_by_id)]
            for field_id, answer in edited.answers.items()
            if answer is not case.answers.get(field_id)
        },
    }
    if edited.attached_version_id != case.document.attached_version_id:
        content["attached"] = [str(edited.attached_version_id) if edited.attached_version_id else None]
    revision = session.get(DocumentRevision, case.document.id)
    if revision is None:
        revision = DocumentRevision(
            document_id=case.document.id, content="", begun_by_id=actor.person_id, begun_at=now, saved_at=now
        )
    revision.content, revision.saved_at = json.dumps(content, ensure_ascii=False), now
    session.add(revision)


def attached_aside(session: Session, edited: DocumentCase, version_id: UUID | None) -> DocumentCase:
    """`edited` with that version attached to it, or with none; its points as the programme begins them."""
    used = (template_of(edited.document), version_id)
    template = whole_templates(session, [used])[used]
    choices = {**default_choices(template, edited.programme.id), **edited.choices}
    return _copied(edited, template=template, choices=choices, attached_version_id=version_id)


def begin_aside(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> None:
    """Begin to change a document somebody has signed; begun twice is begun once."""
    with transaction(session):
        case = _drafted(session, actor, document_id)
        refuse_when_over(case)
        edited = aside_of(session, case)
        if edited is not None and session.get(DocumentRevision, document_id) is None:
            keep_aside(session, case, edited, actor=actor, now=now)


def read_aside(*, session: Session, actor: Actor, document_id: UUID) -> Aside | None:
    """What is being changed aside in a document, for those who make it; None where nothing is."""
    revision = session.get(DocumentRevision, document_id)
    if revision is None:
        return None
    case = load(session, document_id)
    require(actor, Action.DRAFT_DOCUMENT, case.subject)
    require_reader(actor, case)
    return _aside(session, case, revision, actor)


def send_aside(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> Aside | None:
    """Make what was changed aside the document's text, and return what came of it; None where it is sent already.

    Who had signed another text signs anew and is told; the same text keeps its signatures, and nobody is told. One
    that was declined is sent again. Raises "answers_missing" while the organisation has something to write in it, and
    what a change to a document over is refused with.
    """
    with transaction(session):
        case = _drafted(session, actor, document_id)
        revision = session.get(DocumentRevision, document_id)
        if revision is None:
            return None
        refuse_when_over(case)
        sent = _aside(session, case, revision, actor)
        if any(item.filled_by == ORGANISATION and item.source is None for item in sent.case.missing_before_signing()):
            raise DomainError(ErrorCode.ANSWERS_MISSING)
        _write(session, case, sent.case)
        session.delete(revision)
        session.flush()
        changed = load(session, document_id)
        retire_when_changed(session, changed, actor=actor, now=now)
        if sent.changes and changed.document.declined_at is not None:
            send_to_volunteers(session, changed, actor=actor, now=now)
        trace_document(session, changed, actor, "document.sent_aside", now)
        return sent


def drop_aside(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> None:
    """Forget what was changed aside: the document stays as it was signed. Also once everyone has signed that."""
    with transaction(session):
        case = _drafted(session, actor, document_id)
        revision = session.get(DocumentRevision, document_id)
        if revision is not None:
            session.delete(revision)
            # Whoever still has it on the screen is told that it is no longer what they saw.
            case.document.version += 1
            session.add(case.document)
            trace_document(session, case, actor, "document.dropped_aside", now)


def _drafted(session: Session, actor: Actor, document_id: UUID) -> DocumentCase:
    case = load_locked(session, document_id)
    require(actor, Action.DRAFT_DOCUMENT, case.subject)
    return case


def _aside(session: Session, case: DocumentCase, revision: DocumentRevision, actor: Actor) -> Aside:
    edited = _laid_over(session, case, revision)
    before, after = case.composed(), edited.composed()
    signed = [] if case.current is None or case.outdated() else [each.person_id for each in case.given(case.current.id)]
    is_same = before.fingerprint() == after.fingerprint()
    lapsed = [] if is_same else signed
    told = [person_id for person_id in lapsed if person_id != actor.person_id]
    if case.document.declined_at is not None and not is_same:
        told += [party.person_id for party in case.parties if party.capacity != ORGANISATION]
    hidden = case.hidden_until_both_answered(actor.person_id)
    return Aside(
        case=edited,
        begun_by=session.get_one(Person, revision.begun_by_id).name,
        begun_on=local_day(revision.begun_at),
        changes=differences(case.composed(without=hidden), edited.composed(without=hidden)),
        again=tuple(case.people[person_id] for person_id in lapsed),
        mailed=tuple(case.people[person_id] for person_id in dict.fromkeys(told) if case.people[person_id].email),
    )


def _laid_over(session: Session, case: DocumentCase, revision: DocumentRevision) -> DocumentCase:
    content: Mapping[str, Any] = json.loads(revision.content)
    edited = _copied(case)
    if "attached" in content:
        (version_id,) = content["attached"]
        edited = attached_aside(session, edited, UUID(version_id) if version_id else None)
    points = {clause.id for clause in edited.template.clauses()}
    edited.choices.update(
        {
            clause_id: ClauseChoice(included, wording)
            for clause_id, (included, wording) in content["choices"].items()
            if clause_id in points
        }
    )
    edited.answers.update(
        {
            field_id: DocumentAnswer(
                document_id=case.document.id,
                field_id=field_id,
                value=value,
                filled_by_id=UUID(filled_by),
                saved_at=revision.saved_at,
                version=version,
            )
            for field_id, (value, version, filled_by) in content["answers"].items()
        }
    )
    return edited


def _copied(case: DocumentCase, **otherwise: Any) -> DocumentCase:
    """A case of its own, which can be changed without touching `case`."""
    own: dict[str, Any] = {"choices": dict(case.choices), "answers": dict(case.answers)}
    return replace(case, **own | otherwise, _composed={}, _fingerprint=None)


def _write(session: Session, case: DocumentCase, edited: DocumentCase) -> None:
    """Make what `edited` has otherwise the document's own."""
    document = case.document
    document.attached_version_id, document.version = edited.attached_version_id, document.version + 1
    session.add(document)
    for clause_id, choice in edited.choices.items():
        if case.choices.get(clause_id) != choice:
            session.merge(
                DocumentPoint(
                    document_id=document.id, clause_id=clause_id, included=choice.included, wording=choice.wording
                )
            )
    for field_id, answer in edited.answers.items():
        if answer is not case.answers.get(field_id):
            session.merge(answer)
