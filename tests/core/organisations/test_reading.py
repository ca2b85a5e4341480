from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from sqlmodel import Session

from core.access.permissions import Grant, Role
from core.errors import DomainError
from core.organisations.reading import organisation_details, sealing_keys
from core.organisations.service import replace_sealing_key
from core.pdf.seal import make_key
from db.documents import SealRecord
from db.engine import transaction
from tests.builders import Scene, a_member, a_scene, an_actor


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime):
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    return an_actor(person, scene.organisation, Role.ADMIN)


def test_the_certificate_of_now_comes_first_with_the_former_ones_behind(
    session: Session, scene: Scene, admin, now: datetime
) -> None:
    asked = {"session": session, "actor": admin, "organisation_id": scene.organisation.id}
    (made_here,) = sealing_keys(**asked)
    assert (made_here.own, made_here.holder, made_here.until, made_here.sealed) == (False, "Solbjerg Kommune", None, 0)
    with transaction(session):
        session.add(
            SealRecord(
                sha256="0" * 64,
                number="H7F3-K92Q-X4PL",
                organisation_id=scene.organisation.id,
                sealing_key_id=made_here.id,
                kind="welcome_letter",
                template="welcome_letter 1",
                version=1,
                sealed_at=now,
            )
        )
    made = make_key("Solbjergs eget", now=now)
    data = pkcs12.serialize_key_and_certificates(
        b"seal",
        serialization.load_der_private_key(made.key_der, None),  # type: ignore[arg-type]
        x509.load_der_x509_certificate(made.certificate_der),
        None,
        serialization.BestAvailableEncryption(b"adgang"),
    )
    later = now + timedelta(days=1)
    replace_sealing_key(**asked, pkcs12=data, passphrase="adgang", now=later)
    own, former = sealing_keys(**asked)
    assert (own.own, own.holder, own.since, own.until, own.sealed) == (True, "Solbjergs eget", later, None, 0)
    assert (former.id, former.until, former.sealed) == (made_here.id, later, 1)
    assert not any("key_der" in field for field in own.__slots__)


def test_an_administrator_reads_the_organisation(session: Session, scene: Scene, admin) -> None:
    found = organisation_details(session=session, actor=admin, organisation_id=scene.organisation.id)
    assert found.name == "Solbjerg Kommune"


@pytest.mark.parametrize("service", [organisation_details, sealing_keys])
def test_others_are_refused(session: Session, scene: Scene, service) -> None:
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            service(session=session, actor=actor, organisation_id=scene.organisation.id)


def test_an_organisation_that_is_not_there_is_not_found(session: Session, scene: Scene, admin) -> None:
    nowhere = uuid4()
    somewhere = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    elsewhere = type(somewhere)(
        somewhere.person_id, somewhere.account_id, somewhere.name, "da", (Grant(nowhere, Role.ADMIN),)
    )
    with pytest.raises(DomainError, match="not_found"):
        organisation_details(session=session, actor=elsewhere, organisation_id=nowhere)
