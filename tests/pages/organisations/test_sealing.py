from datetime import datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from sqlmodel import Session

from core.i18n import utc_now
from core.organisations.service import sealing_key
from core.pdf.seal import make_key
from tests.pages.as_admin import at_the_file, is_refused, now_stored, press, text, visit, write
from tests.pages.office import Office

PAGE = "organisations/sealing.py"


def own_certificate(password: bytes) -> bytes:
    made = make_key("Solbjergs eget certifikat", now=utc_now())
    return pkcs12.serialize_key_and_certificates(
        b"seal",
        serialization.load_der_private_key(made.key_der, None),  # type: ignore[arg-type]
        x509.load_der_x509_certificate(made.certificate_der),
        None,
        serialization.BestAvailableEncryption(password),
    )


def test_what_seals_now_is_shown_with_its_fingerprint(session: Session, office: Office) -> None:
    key = sealing_key(now_stored(session), office.scene.organisation.id)
    app = visit(session, office.admin, PAGE)
    assert key.certificate_sha256 in text(app)
    assert "Forsegler siden 2. november 2026" in text(app)
    assert "Forseglede tidligere" not in text(app)


def test_the_organisations_own_certificate_takes_over_and_the_former_one_stays(
    session: Session, office: Office
) -> None:
    former = sealing_key(now_stored(session), office.scene.organisation.id).certificate_sha256
    app = visit(session, office.admin, PAGE)
    app = app.file_uploader[0].upload("own.p12", own_certificate(b"rigtig"), "application/x-pkcs12").run()
    write(app, "Filens adgangskode", "rigtig")
    app = press(app, "Forsegl med det her certifikat")
    assert sealing_key(now_stored(session), office.scene.organisation.id).own_pki
    assert "Solbjergs eget certifikat" in text(app)
    assert former in text(app)
    assert "Forseglede tidligere" in text(app)


@pytest.mark.parametrize(("data", "password"), [(b"no certificate", "x"), (None, "forkert")])
def test_a_file_that_cannot_be_opened_changes_nothing(
    session: Session, office: Office, data: bytes | None, password: str
) -> None:
    before = sealing_key(now_stored(session), office.scene.organisation.id).id
    app = visit(session, office.admin, PAGE)
    app = app.file_uploader[0].upload("own.p12", data or own_certificate(b"rigtig"), "application/x-pkcs12").run()
    write(app, "Filens adgangskode", password)
    app = press(app, "Forsegl med det her certifikat")
    assert len(app.error) == 1
    assert sealing_key(now_stored(session), office.scene.organisation.id).id == before


def test_a_private_key_is_never_shown(session: Session, office: Office, now: datetime) -> None:
    key = sealing_key(now_stored(session), office.scene.organisation.id)
    assert key.created_at == now
    assert key.key_der.hex()[:40] not in text(visit(session, office.admin, PAGE))


@pytest.mark.parametrize("who", ["coordinator", "volunteer", "contact_person"])
def test_others_are_refused(session: Session, office: Office, who: str) -> None:
    app = at_the_file(session, getattr(office.scene, who), PAGE)
    assert is_refused(app)
    assert not app.file_uploader
