"""Genuine, altered or unknown: for any file, for anyone, telling nobody's name."""

import io
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, delete, select

from core.documents.case import load
from core.documents.sealing.service import draw
from core.documents.sealing.verify import LARGEST_MB, number_known, verify
from core.documents.template.model import shipped
from core.errors import DomainError
from core.pdf.key import SealingMaterial, make_key
from core.pdf.seal import seal
from db.documents import Consent, Document, DocumentAnswer, DocumentFile, DocumentParty, DocumentPoint, DocumentVersion
from db.engine import transaction
from db.organisations import SealingKey
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_sealed_letter


def sealed(session: Session, now: datetime) -> tuple[Scene, bytes]:
    scene = a_scene(session, now)
    return scene, a_sealed_letter(session, scene, now).content


def document_of(session: Session, scene: Scene) -> Document:
    return session.exec(select(Document).where(Document.engagement_id == scene.engagement.id)).one()


def unsealed(session: Session, document_id: UUID) -> bytes:
    return draw(session, load(session, document_id))


def replace_key(session: Session, scene: Scene, now: datetime) -> None:
    with transaction(session):
        material = make_key("Solbjerg Kommune 2", now=now)
        for former in session.exec(select(SealingKey).where(SealingKey.organisation_id == scene.organisation.id)):
            former.retired_at = now
            session.add(former)
        certificate = x509.load_der_x509_certificate(material.certificate_der)
        session.add(
            SealingKey(
                organisation_id=scene.organisation.id,
                key_der=material.key_der,
                certificate_der=material.certificate_der,
                certificate_sha256=certificate.fingerprint(hashes.SHA256()).hex(),
                created_at=now,
            )
        )


def erase_documents(session: Session) -> None:
    with transaction(session):
        for table in (Consent, DocumentFile, DocumentVersion, DocumentAnswer, DocumentPoint, DocumentParty, Document):
            session.exec(delete(table))


def answered(session: Session, data: bytes) -> str:
    """The verdict, or the code of the refusal."""
    try:
        return verify(session=session, data=data).status
    except DomainError as error:
        return error.code


def test_a_sealed_file_is_genuine_and_says_what_it_is_but_not_whose(session: Session, now: datetime) -> None:
    scene, data = sealed(session, now)
    verdict = verify(session=session, data=data)
    assert (verdict.status, verdict.sealed_at, verdict.organisation_name) == ("genuine", now, "Solbjerg Kommune")
    assert (verdict.kind, verdict.template, verdict.version) == (
        "welcome_letter",
        shipped()["welcome_letter"].name(),
        1,
    )
    told = " ".join(str(value) for value in asdict(verdict).values())
    for person in (scene.volunteer, scene.contact_person):
        assert person.name not in told
        assert person.email not in told


def test_it_stays_genuine_after_erasure_and_after_the_key_was_replaced(session: Session, now: datetime) -> None:
    scene, data = sealed(session, now)
    replace_key(session, scene, now + timedelta(days=400))
    erase_documents(session)
    assert verify(session=session, data=data).status == "genuine"


def test_a_file_with_something_added_is_altered(session: Session, now: datetime) -> None:
    scene, data = sealed(session, now)
    verdict = verify(session=session, data=data + b"\n% more")
    assert (verdict.status, verdict.number) == ("altered", document_of(session, scene).number)


def test_a_file_whose_seal_was_taken_off_is_altered(session: Session, now: datetime) -> None:
    scene, _data = sealed(session, now)
    assert verify(session=session, data=unsealed(session, document_of(session, scene).id)).status == "altered"


def test_a_file_sealed_again_by_somebody_else_is_altered(session: Session, now: datetime) -> None:
    scene, _data = sealed(session, now)
    drawn = unsealed(session, document_of(session, scene).id)
    forged = seal(drawn, make_key("Solbjerg Kommune", now=now), at=now)
    assert verify(session=session, data=forged).status == "altered"


def test_a_damaged_file_with_our_number_is_altered(session: Session, now: datetime) -> None:
    _scene, data = sealed(session, now)
    cut = data.index(b"</dc:identifier>") + 40
    assert verify(session=session, data=data[:cut]).status == "altered"


def test_a_broken_seal_of_ours_is_altered_also_when_the_number_is_gone(session: Session, now: datetime) -> None:
    scene, data = sealed(session, now)
    number = document_of(session, scene).number.encode()
    verdict = verify(session=session, data=data.replace(number, b"0000-0000-0000"))
    assert (verdict.status, verdict.number, verdict.organisation_name) == ("altered", None, "Solbjerg Kommune")


def test_what_an_organisation_seals_elsewhere_with_its_own_certificate_is_unknown(
    session: Session, now: datetime
) -> None:
    scene, _data = sealed(session, now)
    key = session.exec(select(SealingKey).where(col(SealingKey.organisation_id) == scene.organisation.id)).one()
    elsewhere = seal(a_plain_pdf(), SealingMaterial(key.key_der, key.certificate_der), at=now)
    assert verify(session=session, data=elsewhere).status == "unknown"


def a_plain_pdf(password: str = "", *, opens: bool = False) -> bytes:
    """Any PDF; with a `password`, one that asks for it to be changed and, where it does not open by itself, read."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    written = io.BytesIO()
    locked = pikepdf.Encryption(owner=password, user="" if opens else password)
    pdf.save(written, encryption=locked if password else False)
    return written.getvalue()


def test_any_other_pdf_is_unknown(session: Session, now: datetime) -> None:
    sealed(session, now)
    assert verify(session=session, data=a_plain_pdf()).status == "unknown"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "upload_damaged"),
        (b"PK\x03\x04 a word document", "upload_not_pdf"),
        (b"%PDF-1.7\nnothing more", "upload_damaged"),
        (b"%PDF-1.7" + b"0" * (LARGEST_MB * 1024 * 1024), "upload_too_large"),
        (a_plain_pdf(password="x"), "upload_encrypted"),
        (a_plain_pdf(password="x", opens=True), "upload_encrypted"),
    ],
    ids=["empty", "another kind", "damaged", "too large", "encrypted", "owner-locked"],
)
def test_a_file_that_cannot_be_checked_gets_a_clear_answer(session: Session, data: bytes, code: str) -> None:
    with pytest.raises(DomainError) as error:
        verify(session=session, data=data)
    assert error.value.code == code


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(garbage=st.binary(max_size=400))
def test_garbage_is_answered_and_never_genuine(session: Session, garbage: bytes) -> None:
    assert answered(session, b"%PDF-1.7\n" + garbage) in ("unknown", "upload_damaged", "upload_encrypted")


def test_every_changed_byte_is_seen(session: Session, now: datetime) -> None:
    _scene, data = sealed(session, now)
    for position in range(20, len(data), len(data) // 60):
        changed = data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]
        assert answered(session, changed) in ("altered", "upload_damaged")


def test_a_number_tells_that_it_was_sealed_here_and_nothing_about_a_person(session: Session, now: datetime) -> None:
    scene, _data = sealed(session, now)
    number = document_of(session, scene).number
    for written in (number, number.lower().replace("-", " ")):
        verdict = number_known(session=session, number=written)
        assert (verdict.status, verdict.number, verdict.sealed_at) == ("number_known", number, now)
    for written in ("0000-0000-0000", "", "' or 1=1"):
        assert number_known(session=session, number=written).status == "unknown"
