"""Who signs an organisation's certificates, with a picture of the signature."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.text.values import printable
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.organisations.service import as_png
from db.certificates import Signatory
from db.engine import transaction


def signatory(*, session: Session, actor: Actor, organisation_id: UUID) -> Signatory | None:
    """Who signs now; None where nobody was named, so that the organisation's name stands there alone."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    return session.get(Signatory, organisation_id)


def save_signatory(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    name: str,
    title: str,
    expected_version: int,
    now: datetime,
) -> Signatory:
    """Name who signs; `expected_version` is 0 where nobody was named before. "changed_meanwhile" where somebody
    else was faster, else all that is refused of the two at once. Certificates already made keep what they say."""
    with transaction(session):
        found = _held(session, actor, organisation_id)
        if found.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        with all_refused() as check:
            with check.at("name"):
                signed_by = printable(contact.name(name))
            with check.at("title"):
                contact.line(title)
        found.name, found.title, found.version = signed_by, contact.line(title), found.version + 1
        session.add(found)
        trace(session, organisation_id, actor, "signatory.changed", "organisation", organisation_id, now)
        return found


def save_signature(*, session: Session, actor: Actor, organisation_id: UUID, data: bytes | None, now: datetime) -> None:
    """Keep a picture of the signature as PNG; None removes it. "signatory_missing" where nobody is named yet, or
    "logo_unreadable"."""
    picture = None if data is None else as_png(data)
    with transaction(session):
        found = _held(session, actor, organisation_id)
        if not found.version:
            raise DomainError(ErrorCode.SIGNATORY_MISSING)
        found.image, found.version = picture, found.version + 1
        session.add(found)
        trace(session, organisation_id, actor, "signatory.changed", "organisation", organisation_id, now)


def _held(session: Session, actor: Actor, organisation_id: UUID) -> Signatory:
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    asked = select(Signatory).where(Signatory.organisation_id == organisation_id).with_for_update()
    found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    return found or Signatory(organisation_id=organisation_id, name="", version=0)
