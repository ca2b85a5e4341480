"""The steps of a document's life in one line each, so that a test tells only what it is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.documents.drafting.answering import save_answer
from core.documents.drafting.aside import read_aside, send_aside
from core.documents.drafting.renewing import renew
from core.documents.drafting.service import draft, share
from core.documents.reading import read
from core.documents.rules import ORGANISATION
from core.documents.sealing.service import seal_pending
from core.documents.signing.service import TypedSignature, begin_signing, consent
from core.i18n import local_day
from core.journey import projecting
from db.documents import Consent, Document, DocumentFile
from db.engine import transaction
from db.outbox import OutboxItem
from tests.builders import Scene, ids_of
from tests.recording import built_once

SAMPLES = {
    "text": "To timer om ugen",
    "long_text": "Gå ture og drikke kaffe.",
    "date": "2026-12-01",
    "yes_no": "yes",
}


def a_draft(
    session: Session, scene: Scene, now: datetime, *, kind: str = "welcome_letter", language: str = "da"
) -> Document:
    """A new document, drafted by the contact person and not sent."""
    return draft(
        session=session,
        actor=scene.as_contact_person,
        engagement_id=scene.engagement.id,
        kind=kind,
        signing_language=language,
        now=now,
    )


def a_letter(session: Session, scene: Scene, now: datetime, *, kind: str = "welcome_letter") -> Document:
    """A document sent to the volunteer, with nothing missing that the organisation fills in."""

    def build() -> tuple[Document]:
        with transaction(session):
            document = a_draft(session, scene, now, kind=kind)
            fill_in(session, scene, document.id, now)
            return (share(session=session, actor=scene.as_contact_person, document_id=document.id, now=now),)

    (letter,) = built_once(session, ("letter", *ids_of(scene), kind, now, local_day(projecting.utc_now())), build)
    return letter


def fill_in(session: Session, scene: Scene, document_id: UUID, now: datetime) -> None:
    """Answer what the organisation must answer in the document itself, all of it at once."""
    actor = scene.as_contact_person
    view = read(session=session, actor=actor, document_id=document_id)
    asked = [item.field_id for item in view.missing if item.filled_by == ORGANISATION and item.source is None]
    with transaction(session):
        for field in map(view.template.field, asked):
            save_answer(
                session=session,
                actor=actor,
                document_id=document_id,
                field_id=field.id,
                value=SAMPLES.get(field.type) or "both",
                expected_version=None,
                now=now,
            )


def answer(session: Session, actor: Actor, document_id: UUID, field_id: str, value: str, now: datetime) -> None:
    """Change an answer after having seen what stands there."""
    makes_it = any(grant.role != Role.VOLUNTEER for grant in actor.grants)
    aside = read_aside(session=session, actor=actor, document_id=document_id) if makes_it else None
    case = aside.case if aside else read(session=session, actor=actor, document_id=document_id)
    seen = case.answers.get(field_id)
    save_answer(
        session=session,
        actor=actor,
        document_id=document_id,
        field_id=field_id,
        value=value,
        expected_version=seen.version if seen else None,
        now=now,
    )


def change_signed(session: Session, actor: Actor, document_id: UUID, field_id: str, value: str, now: datetime) -> None:
    """Change an answer of the organisation's in a text somebody has signed, and send the change."""
    answer(session, actor, document_id, field_id, value, now)
    send_aside(session=session, actor=actor, document_id=document_id, now=now)


def sign(session: Session, actor: Actor, document_id: UUID, now: datetime) -> Consent:
    """Open the text to sign and say yes to it."""
    version = begin_signing(session=session, actor=actor, document_id=document_id, now=now)
    return consent(
        session=session,
        actor=actor,
        document_id=document_id,
        signature=TypedSignature(fingerprint=version.fingerprint, typed_name=actor.name),
        now=now,
    )


def a_signed_letter(session: Session, scene: Scene, now: datetime) -> Document:
    """A welcome letter signed by both, its seal not made yet."""
    document = a_letter(session, scene, now)

    def build() -> tuple[Document]:
        sign(session, scene.as_contact_person, document.id, now)
        sign(session, scene.as_volunteer, document.id, now)
        return (document,)

    which = ("signed", document.id, *ids_of(scene), now, local_day(projecting.utc_now()))
    (signed,) = built_once(session, which, build)
    return signed


def a_sealed_letter(session: Session, scene: Scene, now: datetime) -> DocumentFile:
    """The file of a welcome letter signed by both."""
    document = a_signed_letter(session, scene, now)
    sealed = seal_pending(session=session, version_id=version_id(session, scene, document.id), now=now)
    assert sealed is not None
    return sealed


def a_renewed_letter(session: Session, scene: Scene, now: datetime) -> Document:
    """The sealed welcome letter of the scene's volunteer, renewed and signed by both again."""
    former = session.exec(select(Document.id).where(Document.engagement_id == scene.engagement.id)).one()
    following = renew(session=session, actor=scene.as_contact_person, document_id=former, now=now)
    share(session=session, actor=scene.as_contact_person, document_id=following.id, now=now)
    sign(session, scene.as_contact_person, following.id, now)
    sign(session, scene.as_volunteer, following.id, now)
    seal_pending(session=session, version_id=version_id(session, scene, following.id), now=now)
    return following


def version_id(session: Session, scene: Scene, document_id: UUID) -> UUID:
    """The version being signed."""
    version = read(session=session, actor=scene.as_coordinator, document_id=document_id).version
    assert version is not None
    return version.id


def mails(session: Session, message: str) -> list[UUID]:
    """Whom the outbox holds `message` for."""
    items = session.exec(select(OutboxItem).where(OutboxItem.kind == "mail").order_by(OutboxItem.created_at))  # type: ignore[arg-type]
    return [UUID(item.params["person_id"]) for item in items if item.params["message"] == message]


def together(*threads: Thread) -> None:
    """Run these at the same time, to their end."""
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def power_cut_at(session: Session, table: str) -> Iterator[None]:
    """The process dies as it writes to `table`."""

    def cut(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith((f"INSERT INTO {table} ", f"UPDATE {table} ")):
            raise KeyboardInterrupt

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", cut)
    try:
        with pytest.raises(KeyboardInterrupt):
            yield
    finally:
        event.remove(engine, "before_cursor_execute", cut)
