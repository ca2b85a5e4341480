"""Sealed documents taken out together: whole, named, listed with their hashes, and for nobody else."""

import csv
import hashlib
import io
import tracemalloc
import zipfile
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor
from core.documents.drafting.service import withdraw
from core.documents.export.archive import archive
from core.documents.export.downloads import LASTS, make_download, take_download
from core.documents.export.zipping import safe_name
from core.documents.sealing.service import sealed_file
from core.errors import DomainError
from db.access import Download, LoginSession
from db.audit import AuditEvent
from db.crypto import token_hash
from db.documents import Document, DocumentFile, DocumentParty, DocumentVersion
from db.engine import transaction
from tests.builders import a_scene, an_account, tell
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter
from tests.core.register.test_documents import another

TOKEN = "et-token"


@pytest.fixture
def scene(session, now):
    return a_scene(session, now, volunteer="Åse Ærø-Møller")


def sealed(session: Session, scene, now) -> UUID:
    a_sealed_letter(session, scene, now)
    return session.exec(select(Document.id).where(Document.engagement_id == scene.engagement.id)).one()


def fetched(session: Session, actor: Actor, ids: list[UUID], now, *, language: str = "da") -> bytes:
    return b"".join(archive(session=session, actor=actor, document_ids=ids, language=language, now=now))


def opened(content: bytes) -> zipfile.ZipFile:
    found = zipfile.ZipFile(io.BytesIO(content))
    assert found.testzip() is None
    return found


def lines(found: zipfile.ZipFile) -> list[list[str]]:
    listed = found.read("manifest.csv")
    assert listed.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(listed.decode("utf-8-sig")), delimiter=";"))


def code(call) -> str:
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.code


def test_the_archive_holds_each_sealed_pdf_and_the_hashes_of_all(session, scene, now):
    other = another(session, scene, now, name="Bo Dahl")
    ids = [sealed(session, scene, now), sealed(session, other, now)]
    found = opened(fetched(session, scene.as_coordinator, ids, now))
    pdfs = [name for name in found.namelist() if name.endswith(".pdf")]
    assert [found.read(name) for name in pdfs] == [
        sealed_file(session=session, actor=scene.as_coordinator, document_id=each) for each in ids
    ]
    number = session.get_one(Document, ids[0]).number
    assert pdfs[0] == f"velkomstbrev-aase-aeroe-moeller-{number.lower()}.pdf"
    sums = "".join(f"{hashlib.sha256(found.read(name)).hexdigest()}  {name}\n" for name in [*pdfs, "manifest.csv"])
    assert found.read("SHA256SUMS").decode() == sums


def test_the_list_says_what_is_in_it_and_what_is_left_out_and_why(session, scene, now):
    done = sealed(session, scene, now)
    open_one = a_letter(session, another(session, scene, now, name="=Bo"), now)
    gone = a_draft(session, another(session, scene, now, name="Ea Vang"), now)
    withdraw(session=session, actor=scene.as_coordinator, document_id=gone.id, now=now)
    found = opened(fetched(session, scene.as_coordinator, [done, open_one.id, gone.id], now))
    heading, first, second, third = lines(found)
    assert heading[1] == "Nummer"
    assert first[2:4] == ["Velkomstbrev", "Åse Ærø-Møller"]
    assert first[4] == "1"
    assert first[6] == session.exec(select(DocumentFile.sha256)).one()
    assert first[5] == "2026-11-02 10:30"
    assert second[0] == ""
    assert second[3] == "'=Bo"
    assert second[7] == "Ikke underskrevet af alle"
    assert third[7] == "Trukket tilbage"
    assert len(found.namelist()) == 3


def test_the_same_selection_gives_the_same_bytes(session, scene, now):
    ids = [sealed(session, scene, now)]
    first = fetched(session, scene.as_coordinator, ids, now)
    assert fetched(session, scene.as_coordinator, ids, now + timedelta(days=3)) == first
    assert fetched(session, scene.as_coordinator, ids * 2, now) == first
    assert b"Left out because" in opened(fetched(session, scene.as_coordinator, ids, now, language="en")).read(
        "manifest.csv"
    )


def test_nobody_gets_an_archive_with_one_document_they_may_not_have(session, scene, now):
    own, foreign = sealed(session, scene, now), sealed(session, a_scene(session, now), now)
    for actor in (scene.as_volunteer, scene.as_contact_person):
        assert code(lambda actor=actor: fetched(session, actor, [own], now)) == "not_allowed"
    assert code(lambda: fetched(session, scene.as_coordinator, [own, foreign], now)) == "not_allowed"
    assert code(lambda: fetched(session, scene.as_coordinator, [own, uuid4()], now)) == "not_found"
    assert code(lambda: fetched(session, scene.as_coordinator, [], now)) == "not_found"


def test_who_took_which_documents_stands_in_the_log(session, scene, now):
    ids = [sealed(session, scene, now)]
    fetched(session, scene.as_coordinator, ids, now)
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "documents.downloaded")).one()
    assert event.actor_id == scene.coordinator.id
    assert event.fields == [session.get_one(Document, ids[0]).number]


def test_memory_does_not_grow_with_the_number_of_documents(session, scene, now):
    ids = [sealed(session, scene, now)]
    with transaction(session):
        for number in range(30):
            ids.append(_a_copy(session, ids[0], number).id)

    def peak(count: int) -> int:
        tracemalloc.start()
        for _piece in archive(
            session=session, actor=scene.as_coordinator, document_ids=ids[:count], language="da", now=now
        ):
            pass
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(2)
    one_pdf = len(session.exec(select(DocumentFile.content).limit(1)).one())
    assert peak(31) - peak(5) < 3 * one_pdf


def _a_copy(session: Session, document_id: UUID, number: int) -> Document:
    """The same sealed document under another number."""
    former = session.get_one(Document, document_id)
    document = Document(**{**former.model_dump(), "id": uuid4(), "number": f"COPY-0000-{number:04}"})
    session.add(document)
    session.flush()
    version = session.exec(select(DocumentVersion).where(DocumentVersion.document_id == document_id)).one()
    file = session.get_one(DocumentFile, version.id)
    copy = DocumentVersion(**{**version.model_dump(), "id": uuid4(), "document_id": document.id})
    session.add(copy)
    session.flush()
    session.add(DocumentFile(**{**file.model_dump(), "version_id": copy.id}))
    tell(session, document.created_at)
    return document


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("Velkomstbrev", "Søren Åkjær"), "velkomstbrev-soeren-aakjaer"),
        (("../../etc/passwd", "CON"), "etc-passwd-con"),
        (("Łukasz  Żółć", "李"), "lukasz-zolc-li"),
        (("", "x" * 200), "x" * 60),
    ],
)
def test_a_file_name_is_safe_everywhere(words, name):
    assert safe_name(*words) == name


def a_ticket(session: Session, actor: Actor, ids: list[UUID], now) -> str:
    return make_download(session=session, actor=actor, session_token=TOKEN, document_ids=ids, now=now)


def take(session: Session, actor: Actor, ticket: str, now, *, token: str = TOKEN):
    return take_download(session=session, actor=actor, session_token=token, ticket=ticket, now=now)


def test_a_ticket_is_used_once_within_a_minute_by_the_session_that_made_it(session, scene, now):
    ids = [sealed(session, scene, now)]
    ticket = a_ticket(session, scene.as_coordinator, ids, now)
    stored = session.exec(select(Download)).one()
    assert ticket not in (stored.token_hash, str(stored.id))
    assert code(lambda: take(session, scene.as_coordinator, ticket, now, token="et andet")) == "not_allowed"
    assert code(lambda: take(session, scene.as_coordinator, ticket, now + LASTS)) == "not_allowed"
    assert take(session, scene.as_coordinator, ticket, now) == tuple(ids)
    assert code(lambda: take(session, scene.as_coordinator, ticket, now)) == "not_allowed"


def test_nothing_is_fetched_while_the_browser_is_in_another_persons_hands(session, scene, now):
    ids = [sealed(session, scene, now)]
    ticket = a_ticket(session, scene.as_coordinator, ids, now)
    account = an_account(session, scene.coordinator, now, login_name="jonas")
    with transaction(session):
        session.add(
            LoginSession(
                token_hash=token_hash(TOKEN),
                account_id=account.id,
                created_at=now,
                last_seen_at=now,
                expires_at=now + LASTS,
                handed_to_id=session.exec(select(DocumentParty.id)).first(),
            )
        )
    assert code(lambda: take(session, scene.as_coordinator, ticket, now)) == "not_allowed"


def test_a_ticket_is_made_for_nothing_one_may_not_have(session, scene, now):
    own, foreign = sealed(session, scene, now), sealed(session, a_scene(session, now), now)
    assert code(lambda: a_ticket(session, scene.as_contact_person, [own], now)) == "not_allowed"
    assert code(lambda: a_ticket(session, scene.as_coordinator, [own, foreign], now)) == "not_allowed"
    assert code(lambda: a_ticket(session, scene.as_coordinator, [own] * 2001, now)) == "too_many"
    assert session.exec(select(Download)).all() == []


def test_tickets_nobody_fetched_are_cleared_away(session, scene, now):
    ids = [sealed(session, scene, now)]
    a_ticket(session, scene.as_coordinator, ids, now)
    a_ticket(session, scene.as_coordinator, ids, now + 2 * LASTS)
    assert len(session.exec(select(Download)).all()) == 1
