"""The next document in place of one that everyone has signed: its points and answers carried over."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, require
from core.documents.case import DocumentCase, load_locked
from core.documents.drafting.attaching import attach_version
from core.documents.drafting.service import store_draft
from core.documents.rules import DocumentState, state_of
from core.documents.template.model import Template
from core.documents.template.publishing import newest, templates
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db.documents import Document, DocumentAnswer, DocumentPoint
from db.engine import transaction
from db.pairs import Pair


def renew(*, session: Session, actor: Actor, document_id: UUID, now: datetime) -> Document:
    """A new draft from the newest version of the same template, with the points, wordings and answers of the old one.

    What the new version no longer has is left behind, and what is new in it begins as the programme says. The old one
    holds until the new one is sealed (V2). Raises "not_sealed_by_all" for any other than a sealed one that holds, and
    "document_exists" while its successor is under way.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        if state_of(case.standing()) is not DocumentState.SEALED:
            raise DomainError(ErrorCode.NOT_SEALED_BY_ALL)
        former = case.document
        pair = session.get(Pair, former.pair_id) if former.pair_id else None
        attached = former.attached_version_id
        inside = templates(session, [attached])[attached].kind if attached else former.kind
        current = newest(session, {former.kind, inside}, organisation_id=former.organisation_id, today=local_day(now))
        version_id = current[former.kind]
        document = store_draft(
            session, case.engagement, version_id, former.signing_language, pair=pair, actor=actor, now=now
        )
        template = templates(session, [version_id])[version_id]
        if attached:
            template = attach_version(session, document, current[inside])
        _carry_over(session, case, document, template)
        return document


def _carry_over(session: Session, former: DocumentCase, document: Document, template: Template) -> None:
    clauses = {clause.id: clause for clause in template.clauses()}
    points = session.exec(select(DocumentPoint).where(DocumentPoint.document_id == document.id))
    for point in points:
        choice = former.choices.get(point.clause_id)
        if choice is not None:
            clause = clauses[point.clause_id]
            point.included = choice.included or clause.mandatory
            point.wording = choice.wording if clause.rewordable else None
            session.add(point)
    fields = {field.id: field for field in template.fields if field.source is None}
    known = {
        answer.field_id: answer
        for answer in session.exec(select(DocumentAnswer).where(col(DocumentAnswer.document_id) == document.id))
    }
    for field_id, answer in former.answers.items():
        if field_id not in fields or not _fits(answer.value, fields[field_id].options()):
            continue
        carried = known.get(field_id) or DocumentAnswer(
            document_id=document.id,
            field_id=field_id,
            value=answer.value,
            filled_by_id=answer.filled_by_id,
            saved_at=answer.saved_at,
        )
        carried.value = answer.value
        session.add(carried)
    session.flush()


def _fits(value: str, options: tuple[str, ...]) -> bool:
    """Whether an answer is still one of those to choose between."""
    return not options or value in ("", *options)
