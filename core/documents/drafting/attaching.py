"""A task description inside a welcome letter, to be signed as one, or taken out again (L6)."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, require
from core.documents.case import load_locked, template_of
from core.documents.drafting.aside import aside_of, attached_aside, keep_aside
from core.documents.drafting.changing import refuse_when_over, retire_when_changed, trace_document
from core.documents.drafting.service import add_points
from core.documents.template.model import ATTACHABLE, Template
from core.documents.template.publishing import newest, whole_templates
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.programmes.publishing import programme_of
from db.documents import Document
from db.engine import transaction
from db.people import Engagement


def attach(*, session: Session, actor: Actor, document_id: UUID, kind: str | None, now: datetime) -> Document:
    """Make the newest template of `kind` part of the document; None takes out what is attached.

    What was chosen and answered in it is kept, for if it comes back. In a text somebody has signed it is done aside.
    Raises "choice_invalid" for a kind that cannot be
    part of this one.
    """
    with transaction(session):
        case = load_locked(session, document_id)
        require(actor, Action.DRAFT_DOCUMENT, case.subject)
        refuse_when_over(case)
        if kind is not None and kind not in ATTACHABLE.get(case.document.kind, ()):
            raise DomainError(ErrorCode.CHOICE_INVALID)
        current = newest(
            session, [kind] if kind else [], organisation_id=case.document.organisation_id, today=local_day(now)
        )
        wanted = current[kind] if kind else None
        aside = aside_of(session, case)
        if aside is not None:
            case.document.version += 1
            session.add(case.document)
            keep_aside(session, case, attached_aside(session, aside, wanted), actor=actor, now=now)
            trace_document(session, case, actor, "document.changed_aside", now)
            return case.document
        if wanted is None:
            case.document.attached_version_id = None
            session.add(case.document)
            session.flush()
        else:
            attach_version(session, case.document, wanted)
        case.document.version += 1
        changed = load_locked(session, document_id)
        retire_when_changed(session, changed, actor=actor, now=now)
        trace_document(session, changed, actor, "document.points_chosen", now)
        return case.document


def attach_version(session: Session, document: Document, version_id: UUID) -> Template:
    """Attach that version inside the caller's transaction, its points as the programme begins them; the whole."""
    document.attached_version_id = version_id
    session.add(document)
    session.flush()
    used = (template_of(document), version_id)
    whole = whole_templates(session, [used])[used]
    engagement = session.get_one(Engagement, document.engagement_id)
    add_points(session, document.id, whole, programme_of(session, engagement.programme_version_id).id)
    session.flush()
    return whole
