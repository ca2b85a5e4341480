"""The seal: made once, finished after a crash at any step, and the same document however often it is drawn."""

from datetime import datetime, timedelta
from itertools import pairwise
from threading import Barrier, Thread
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from core.documents.case import load
from core.documents.drafting.service import withdraw
from core.documents.reading import read
from core.documents.sealing import service as sealing
from core.documents.sealing.service import draw, seal_pending, sealed_file
from core.errors import DomainError
from core.messages.sending import work_off
from core.pdf.seal import inspect
from core.startup import Portal
from db.audit import AuditEvent, first_break
from db.documents import Document, DocumentFile, SealRecord
from db.engine import transaction
from tests.builders import Scene, a_scene
from tests.core.documents.readback import lines_on, opened
from tests.core.documents.stories import (
    a_letter,
    a_signed_letter,
    mails,
    power_cut_at,
    sign,
    together,
    version_id,
)

LATER = timedelta(minutes=5)


def pending(session: Session, now: datetime) -> tuple[Scene, UUID, UUID]:
    """A scene with a letter signed by both: its id and that of its version."""
    scene = a_scene(session, now)
    document_id = a_signed_letter(session, scene, now).id
    return scene, document_id, version_id(session, scene, document_id)


def files(session: Session) -> list[DocumentFile]:
    return list(session.exec(select(DocumentFile)))


def test_the_last_signature_is_followed_by_one_sealed_file_for_both(session: Session, now: datetime) -> None:
    scene, document_id, version = pending(session, now)
    made = seal_pending(session=session, version_id=version, now=now + LATER)
    assert made is not None
    found = inspect(made.content)
    number = read(session=session, actor=scene.as_volunteer, document_id=document_id).document.number
    assert (found.intact, found.whole_file, found.number) == (True, True, number)
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        assert sealed_file(session=session, actor=actor, document_id=document_id) == made.content
    view = read(session=session, actor=scene.as_volunteer, document_id=document_id)
    assert view.file is not None
    assert (view.state, view.file.sha256, view.file.stored_at) == ("sealed", made.sha256, now + LATER)
    assert sorted(mails(session, "document_sealed")) == sorted([scene.volunteer.id, scene.contact_person.id])


def test_sealing_again_finds_what_is_there(session: Session, now: datetime) -> None:
    _scene, _document_id, version = pending(session, now)
    first = seal_pending(session=session, version_id=version, now=now)
    second = seal_pending(session=session, version_id=version, now=now + LATER)
    assert first is not None
    assert second is not None
    assert second.sha256 == first.sha256
    assert len(session.exec(select(SealRecord)).all()) == 1
    assert len(mails(session, "document_sealed")) == 2


def test_the_same_document_is_drawn_with_the_same_bytes(session: Session, now: datetime) -> None:
    scene, document_id, _version = pending(session, now)
    first = draw(session, load(session, document_id))
    with transaction(session):
        scene.volunteer.phone = "+45 11 11 11 11"
        session.add(scene.volunteer)
    assert draw(session, load(session, document_id)) == first


def test_what_the_two_answered_is_set_apart_in_what_is_sealed(session: Session, now: datetime) -> None:
    _scene, document_id, _version = pending(session, now)
    with opened(draw(session, load(session, document_id))) as file:
        lines = [line for page in file.pages for line in lines_on(page)]
    label, said = next(pair for pair in pairwise(lines) if pair[0].text == "Opgaven:")
    assert (label.bold, said.bold, said.y) == (False, True, label.y)


@pytest.mark.parametrize("table", ["document_file", "seal_record", "outbox_item", "audit_event", "audit_head"])
def test_a_killed_server_leaves_no_half_seal_and_the_worker_finishes_it(
    portal: Portal, session: Session, now: datetime, table: str
) -> None:
    _scene, document_id, version = pending(session, now)
    drawn = draw(session, load(session, document_id))
    with power_cut_at(session, table):
        seal_pending(session=session, version_id=version, now=now)
    session.rollback()
    assert files(session) == []
    assert session.exec(select(SealRecord)).all() == []
    assert mails(session, "document_sealed") == []
    assert draw(session, load(session, document_id)) == drawn
    session.rollback()
    assert work_off(portal, clock=lambda: now + LATER).sealed == 1
    session.rollback()
    (stored,) = files(session)
    assert stored.content.startswith(drawn)
    assert len(mails(session, "document_sealed")) == 2


@pytest.mark.parametrize("step", ["draw", "seal"])
def test_what_fails_before_anything_is_stored_is_tried_again(
    session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    _scene, document_id, version = pending(session, now)

    def fail(*_given: Any, **_named: Any) -> bytes:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(sealing, step, fail)
        with pytest.raises(MemoryError):
            seal_pending(session=session, version_id=version, now=now)
    assert files(session) == []
    assert seal_pending(session=session, version_id=version, now=now) is not None
    assert load(session, document_id).filed is not None


def test_two_workers_make_one_file(portal: Portal, session: Session, now: datetime) -> None:
    _scene, _document_id, version = pending(session, now)
    session.rollback()
    made: list[str] = []
    ready = Barrier(2)

    def work() -> None:
        with portal.session() as own:
            ready.wait()
            stored = seal_pending(session=own, version_id=version, now=now)
            assert stored is not None
            made.append(stored.sha256)

    together(Thread(target=work), Thread(target=work))
    assert (len(made), len(set(made))) == (2, 1)
    assert [record.sha256 for record in session.exec(select(SealRecord))] == made[:1]


def test_nothing_is_sealed_that_not_everyone_signed(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    half = sign(session, scene.as_volunteer, document.id, now).version_id
    assert seal_pending(session=session, version_id=half, now=now) is None
    assert seal_pending(session=session, version_id=uuid4(), now=now) is None
    withdraw(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    assert seal_pending(session=session, version_id=half, now=now) is None
    assert files(session) == []


def test_there_is_no_file_to_fetch_before_it_is_sealed_or_for_a_stranger(session: Session, now: datetime) -> None:
    scene, document_id, version = pending(session, now)
    with pytest.raises(DomainError) as error:
        sealed_file(session=session, actor=scene.as_volunteer, document_id=document_id)
    assert error.value.code == "not_sealed_yet"
    seal_pending(session=session, version_id=version, now=now)
    stranger = a_scene(session, now)
    for actor in (stranger.as_coordinator, stranger.as_volunteer):
        with pytest.raises(DomainError) as error:
            sealed_file(session=session, actor=actor, document_id=document_id)
        assert error.value.code == "not_allowed"


def test_a_name_in_letters_that_cannot_be_printed_is_sealed_in_its_latin_spelling(
    session: Session, now: datetime
) -> None:
    scene = a_scene(session, now, volunteer="محمد Ali")
    with transaction(session):
        scene.volunteer.latin_name = "Mohammad Ali"
        session.add(scene.volunteer)
    document = a_signed_letter(session, scene, now)
    assert seal_pending(session=session, version_id=version_id(session, scene, document.id), now=now) is not None


def test_the_seal_is_traced_without_a_person(session: Session, now: datetime) -> None:
    scene, document_id, version = pending(session, now)
    seal_pending(session=session, version_id=version, now=now)
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "document.sealed")).one()
    assert (event.subject_id, event.actor_id) == (document_id, None)
    assert first_break(session, scene.organisation.id) is None


def test_a_document_says_itself_when_its_file_was_stored(session: Session, now: datetime) -> None:
    _scene, document_id, version = pending(session, now)
    document = session.get_one(Document, document_id)
    assert document.sealed_at is None
    seal_pending(session=session, version_id=version, now=now + LATER)
    assert document.sealed_at == files(session)[0].stored_at == now + LATER
