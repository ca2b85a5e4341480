"""What an organisation seals with: tried before it is taken, told when it runs out, replaced also when it is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.documents.sealing import trial
from core.documents.sealing.keys import (
    replace_sealing_key,
    seal_with_new_key,
    sealing_key,
    sealing_keys,
    sealing_material,
)
from core.documents.template.model import kind_name, shipped
from core.errors import DomainError
from core.i18n import reading
from core.pdf.seal import SealInspection
from db.documents import SealRecord
from db.engine import transaction
from db.organisations import SealingKey
from tests.builders import Scene, a_member, a_scene, an_actor, tell
from tests.core.documents.readback import opened
from tests.pkcs12 import NOW, PASSPHRASE, a_pkcs12, an_rsa_key


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime) -> Actor:
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    return an_actor(person, scene.organisation, Role.ADMIN)


def bring(session: Session, scene: Scene, admin: Actor, now: datetime = NOW, data: bytes | None = None) -> SealingKey:
    return replace_sealing_key(
        session=session,
        actor=admin,
        organisation_id=scene.organisation.id,
        pkcs12=data or a_pkcs12(an_rsa_key(), above=(an_rsa_key(),)),
        passphrase=PASSPHRASE,
        now=now,
    )


def test_the_certificate_of_now_comes_first_with_the_former_ones_behind(
    session: Session, scene: Scene, admin: Actor, now: datetime
) -> None:
    (made_here,) = sealing_keys(session=session, actor=admin, organisation_id=scene.organisation.id)
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
        tell(session, now)
    bring(session, scene, admin)
    own, former = sealing_keys(session=session, actor=admin, organisation_id=scene.organisation.id)
    assert (own.own, own.holder, own.issuer, own.since) == (True, "Fjordby Kommune", "Supplier 0", NOW)
    assert (own.until, own.sealed) == (None, 0)
    assert (former.id, former.until, former.sealed) == (made_here.id, NOW, 1)
    assert not any("key_der" in field for field in own.__slots__)


def test_an_own_certificate_seals_from_now_on_with_its_whole_chain(
    session: Session, scene: Scene, admin: Actor
) -> None:
    former = sealing_key(session, scene.organisation.id).id
    new = bring(session, scene, admin)
    key_id, material = sealing_material(session, scene.organisation.id, NOW)
    assert key_id == new.id != former
    assert len(material.chain_der) == 1
    assert session.get_one(SealingKey, former).retired_at == NOW


def test_one_whose_trial_seal_does_not_hold_is_not_taken(
    session: Session, scene: Scene, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = sealing_key(session, scene.organisation.id).id
    tried: list[bytes] = []

    def looks_broken(pdf: bytes) -> SealInspection:
        tried.append(pdf)
        return SealInspection(readable=True, sealed=True, intact=len(tried) < 3, whole_file=True)

    monkeypatch.setattr(trial, "inspect", looks_broken)
    with pytest.raises(DomainError, match="pkcs12_unsuitable"):
        bring(session, scene, admin)
    assert len(tried) == 3
    assert sealing_key(session, scene.organisation.id).id == before

    def fails(*_asked: object, **_at: object) -> bytes:
        raise OSError("Final ByteRange payload larger than expected")

    monkeypatch.setattr(trial, "seal", fails)
    with pytest.raises(DomainError, match="pkcs12_unsuitable"):
        bring(session, scene, admin)
    assert sealing_key(session, scene.organisation.id).id == before


def test_a_document_of_every_kind_is_tried(
    session: Session, scene: Scene, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles: list[str] = []
    real = trial.inspect

    def looked_at(pdf: bytes) -> SealInspection:
        titles.append(str(opened(pdf).open_metadata()["dc:title"]))
        return real(pdf)

    monkeypatch.setattr(trial, "inspect", looked_at)
    bring(session, scene, admin)
    with reading("da"):
        assert sorted(titles) == sorted(kind_name(kind) for kind in shipped())


def test_one_that_has_expired_seals_no_more(session: Session, scene: Scene, admin: Actor) -> None:
    bring(session, scene, admin)
    with pytest.raises(DomainError, match="certificate_expired"):
        sealing_material(session, scene.organisation.id, NOW + timedelta(days=31))


def lose_the_key(session: Session) -> None:
    """As after moving a database without its secret."""
    with transaction(session):
        session.execute(text("UPDATE sealing_key SET key_der = :lost"), {"lost": b"of another secret, and long enough"})
    session.expire_all()


def test_a_key_that_cannot_be_read_is_said_to_be_that_and_can_be_replaced(
    session: Session, scene: Scene, admin: Actor, now: datetime
) -> None:
    lose_the_key(session)
    with pytest.raises(DomainError, match="sealing_key_unreadable"):
        sealing_material(session, scene.organisation.id, now)
    asked: dict[str, Any] = {"session": session, "actor": admin, "organisation_id": scene.organisation.id}
    (shown,) = sealing_keys(**asked)
    assert shown.holder == "Solbjerg Kommune"
    session.rollback()
    made = seal_with_new_key(**asked, now=now)
    assert sealing_material(session, scene.organisation.id, now)[0] == made.id
    assert [row.own for row in sealing_keys(**asked)] == [False, False]


def test_others_are_refused(session: Session, scene: Scene, now: datetime) -> None:
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        asked: dict[str, Any] = {"session": session, "actor": actor, "organisation_id": scene.organisation.id}
        with pytest.raises(DomainError, match="not_allowed"):
            sealing_keys(**asked)
        with pytest.raises(DomainError, match="not_allowed"):
            seal_with_new_key(**asked, now=now)
        with pytest.raises(DomainError, match="not_allowed"):
            replace_sealing_key(**asked, pkcs12=b"", passphrase="", now=now)
