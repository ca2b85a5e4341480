"""The volunteers who signed a former version of a template and would have to sign anew (L5)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.reach import visible_to
from core.documents.template.model import ATTACHABLE, KINDS
from core.documents.template.publishing import newest
from db.documents import Document, DocumentFile, DocumentVersion, TemplateVersion
from db.organisations import Workplace
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class FormerDocument:
    """A sealed document that holds and was made from a former version. `number` is that version's.

    `email` is whether the volunteer can be written to. `successor_id` is the document that is to take its place, where
    one is under way.
    """

    document_id: UUID
    engagement_id: UUID
    name: str
    workplace: str
    number: int
    sealed_at: datetime
    email: bool
    successor_id: UUID | None


def who_would_need_anew(
    *, session: Session, actor: Actor, organisation_id: UUID, kind: str, today: date
) -> list[FormerDocument]:
    """Those whose sealed document of `kind` says what an older version said, by name; of the actor's own reach.

    Only volunteers who are still here. "not_allowed" for who makes no documents in the organisation.
    """
    visible = visible_to(actor, Action.DRAFT_DOCUMENT, organisation_id)
    version, successor = TemplateVersion, aliased(Document)
    rows = session.exec(
        _former(
            select(  # type: ignore[call-overload]
                Document.id,
                Engagement.id,
                Person.name,
                Person.email,
                Workplace.name,
                version.number,
                DocumentFile.stored_at,
                successor.id,
            ),
            session,
            organisation_id,
            [kind],
            today,
        )
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(version, col(version.id) == col(Document.template_version_id))
        .join(
            successor,
            and_(
                col(successor.supersedes_id) == col(Document.id),
                col(successor.withdrawn_at).is_(None),
                col(successor.discussed_on).is_(None),
            ),
            isouter=True,
        )
        .where(*visible)
    )
    found = {}
    for document_id, engagement_id, name, email, workplace, number, sealed_at, successor_id in rows:
        found[document_id] = FormerDocument(
            document_id, engagement_id, name, workplace, number, sealed_at, bool(email), successor_id
        )
    return sorted(found.values(), key=lambda former: (former.name.casefold(), former.sealed_at))


def how_many_anew(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> dict[str, int]:
    """How many would need to agree anew to each kind; no names, for who writes the templates."""
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    asked = _former(select(Document.kind, func.count(col(Document.id))), session, organisation_id, [*KINDS], today)
    return dict(session.exec(asked.group_by(col(Document.kind))).all())


def _former(chosen: Any, session: Session, organisation_id: UUID, kinds: list[str], today: date) -> Any:
    """`chosen` of the sealed documents that hold and are of an older version than the one in force."""
    known = {*kinds, *(inner for kind in kinds for inner in ATTACHABLE.get(kind, ()))}
    current = newest(session, known, organisation_id=organisation_id, today=today).values()
    attached = col(Document.attached_version_id)
    return (
        chosen.select_from(Document)
        .join(Engagement, col(Engagement.id) == col(Document.engagement_id))
        .join(DocumentVersion, col(DocumentVersion.document_id) == col(Document.id))
        .join(DocumentFile, col(DocumentFile.version_id) == col(DocumentVersion.id))
        .where(
            col(Document.organisation_id) == organisation_id,
            col(Document.kind).in_(kinds),
            col(Document.withdrawn_at).is_(None),
            col(Document.superseded_at).is_(None),
            col(Engagement.ended_at).is_(None),
            or_(
                col(Document.template_version_id).not_in(current),
                attached.is_not(None) & attached.not_in(current),
            ),
        )
    )
