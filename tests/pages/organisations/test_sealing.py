from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from sqlmodel import Session

from core.access.permissions import Role
from core.documents.sealing.keys import sealing_key
from core.i18n import utc_now
from core.pdf.key import make_key
from db.engine import transaction
from db.people import Membership
from tests.core.documents.sealing.test_keys import lose_the_key
from tests.core.documents.stories import a_signed_letter
from tests.pages.as_admin import at_the_file, is_refused, now_stored, press, text, visit, write
from tests.pages.drawn import html_of
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
    assert "2. november 2026" in html_of(app)
    assert "Forseglede tidligere" not in html_of(app)


def test_the_organisations_own_certificate_takes_over_and_the_former_one_stays(
    session: Session, office: Office
) -> None:
    former = sealing_key(now_stored(session), office.scene.organisation.id).certificate_sha256
    app = press(visit(session, office.admin, PAGE), "Brug jeres eget certifikat")
    app = app.file_uploader[0].upload("own.p12", own_certificate(b"rigtig"), "application/x-pkcs12").run()
    write(app, "Filens adgangskode", "rigtig")
    app = press(app, "Forsegl med det her certifikat")
    assert sealing_key(now_stored(session), office.scene.organisation.id).own_pki
    assert "Solbjergs eget certifikat" in html_of(app)
    assert former in text(app)
    assert "Forseglede tidligere" in html_of(app)


@pytest.mark.parametrize(("data", "password"), [(b"no certificate", "x"), (None, "forkert")])
def test_a_file_that_cannot_be_opened_changes_nothing(
    session: Session, office: Office, data: bytes | None, password: str
) -> None:
    before = sealing_key(now_stored(session), office.scene.organisation.id).id
    app = press(visit(session, office.admin, PAGE), "Brug jeres eget certifikat")
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


def test_the_portal_makes_a_new_one_after_a_question(session: Session, office: Office) -> None:
    before = sealing_key(now_stored(session), office.scene.organisation.id).id
    app = press(visit(session, office.admin, PAGE), "Lad portalen lave et nyt")
    assert "gælder i ti år" in text(app)
    assert sealing_key(now_stored(session), office.scene.organisation.id).id == before
    press(app, "Lav et nyt certifikat")
    assert sealing_key(now_stored(session), office.scene.organisation.id).id != before


@pytest.mark.parametrize("page", [PAGE, "organisations/organisation.py", "today/today.py"])
def test_what_cannot_be_sealed_is_told_where_an_administrator_looks_and_by_nobody_else(
    session: Session, office: Office, now: datetime, page: str
) -> None:
    if page == "today/today.py":
        with transaction(session):
            session.add(
                Membership(
                    organisation_id=office.scene.organisation.id,
                    person_id=office.admin.id,
                    role=Role.COORDINATOR,
                    created_at=now,
                )
            )
    assert "venter på sit segl" not in text(visit(session, office.admin, page))
    a_signed_letter(session, office.scene, utc_now() - timedelta(days=2))
    lose_the_key(session)
    app = visit(session, office.admin, page)
    assert "underskrevet af alle og venter på sit segl" in text(app)
    assert ("Se på seglet" in [button.label for button in app.button]) == (page != PAGE)
    if page == "today/today.py":
        assert "venter på sit segl" not in text(visit(session, office.scene.coordinator, page))
