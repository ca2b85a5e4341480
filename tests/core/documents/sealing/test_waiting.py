"""Whatever goes wrong while sealing: who signed has signed, whoever reads can read, and it is told and made good."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.documents.reading import read
from core.documents.sealing import service
from core.documents.sealing.keys import replace_sealing_key, seal_with_new_key
from core.documents.sealing.waiting import TAKES_AT_MOST, SealHealth, Trouble, seal_health
from core.documents.signing.finishing import consent_and_seal, read_sealed
from core.documents.signing.service import TypedSignature
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.messages.sending import work_off
from core.pdf.fonts import FontUnreadable
from core.startup import Portal
from db.outbox import OutboxItem
from tests.builders import Scene, a_member, a_scene, an_actor
from tests.core.documents.sealing.test_keys import lose_the_key
from tests.core.documents.stories import a_letter, a_signed_letter
from tests.pkcs12 import PASSPHRASE, a_pkcs12, an_rsa_key

Breaks = Callable[..., bytes]


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime) -> Actor:
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    return an_actor(person, scene.organisation, Role.ADMIN)


def health(session: Session, admin: Actor, scene: Scene, now: datetime) -> SealHealth:
    return seal_health(session=session, actor=admin, organisation_id=scene.organisation.id, now=now)


def raising(error: Exception) -> Breaks:
    def breaks(*_asked: object, **_at: object) -> bytes:
        raise error

    return breaks


@pytest.mark.parametrize(
    ("part", "error", "trouble"),
    [
        ("seal", OSError("Final ByteRange payload larger than expected"), Trouble.STORAGE),
        ("seal", AssertionError("pyHanko"), Trouble.OTHER),
        ("draw", KeyError("ع"), Trouble.OTHER),
        ("draw", FontUnreadable("noto-emoji.ttf"), Trouble.FONT),
        ("sealing_material", DomainError(ErrorCode.CERTIFICATE_EXPIRED), Trouble.EXPIRED),
        ("_store", OperationalError("INSERT", {}, Exception("disk full")), Trouble.STORAGE),
        ("_store", MemoryError(), Trouble.STORAGE),
    ],
)
def test_what_cannot_be_sealed_is_signed_readable_told_and_sealed_when_the_cause_is_gone(
    portal: Portal,
    session: Session,
    scene: Scene,
    admin: Actor,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    part: str,
    error: Exception,
    trouble: Trouble,
) -> None:
    document = a_letter(session, scene, now)

    def says_yes(actor: Actor) -> None:
        text = read(session=session, actor=actor, document_id=document.id).text
        signature = TypedSignature(text.fingerprint(), actor.name)
        consent_and_seal(session=session, actor=actor, document_id=document.id, signature=signature, now=now)

    says_yes(scene.as_volunteer)
    with monkeypatch.context() as broken:
        broken.setattr(service, part, raising(error))
        says_yes(scene.as_contact_person)
        for reader in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
            found = read_sealed(session=session, actor=reader, document_id=document.id, now=now)
            assert (found.state, found.settled) == ("sealing", True)
        told = health(session, admin, scene, now)
        assert (told.waiting, told.trouble, told.since) == (1, trouble, now)
        session.rollback()
        assert work_off(portal, clock=lambda: now).sealed == 0
        assert health(session, admin, scene, now).trouble is trouble
    assert "ع" not in caplog.text
    session.rollback()
    assert work_off(portal, clock=lambda: now + timedelta(minutes=2)).sealed == 1
    session.expire_all()
    assert read(session=session, actor=scene.as_volunteer, document_id=document.id).state == "sealed"
    assert health(session, admin, scene, now).fine(now)


def test_a_lost_key_strands_nobody_and_a_new_one_seals_what_waits_at_once(
    portal: Portal, session: Session, scene: Scene, admin: Actor, now: datetime
) -> None:
    document = a_signed_letter(session, scene, now)
    lose_the_key(session)
    assert read_sealed(session=session, actor=scene.as_volunteer, document_id=document.id, now=now).settled
    assert health(session, admin, scene, now).trouble is Trouble.KEY
    session.rollback()
    assert work_off(portal, clock=lambda: now).sealed == 0
    seal_with_new_key(session=session, actor=admin, organisation_id=scene.organisation.id, now=now)
    session.rollback()
    # Not in the minute that a failed piece of work waits.
    assert work_off(portal, clock=lambda: now).sealed == 1


def test_what_no_worker_has_come_to_is_told_after_a_while(
    session: Session, scene: Scene, admin: Actor, now: datetime
) -> None:
    a_signed_letter(session, scene, now)
    assert health(session, admin, scene, now + TAKES_AT_MOST).fine(now)
    late = health(session, admin, scene, now + TAKES_AT_MOST + timedelta(seconds=1))
    assert (late.waiting, late.trouble) == (1, Trouble.NOT_TRIED)


def test_what_a_reader_has_sealed_does_not_wait_though_the_worker_has_not_looked(
    session: Session, scene: Scene, admin: Actor, now: datetime
) -> None:
    document = a_signed_letter(session, scene, now)
    read_sealed(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    assert session.exec(select(OutboxItem.done_at).where(OutboxItem.kind == "seal")).all() == [None]
    assert health(session, admin, scene, now + timedelta(days=1)).waiting == 0


def test_a_certificate_that_runs_out_is_told_of_sixty_days_ahead(
    session: Session, scene: Scene, admin: Actor, now: datetime
) -> None:
    replace_sealing_key(
        session=session,
        actor=admin,
        organisation_id=scene.organisation.id,
        pkcs12=a_pkcs12(an_rsa_key(), days=365),
        passphrase=PASSPHRASE,
        now=now,
    )
    ends = health(session, admin, scene, now).expires_at
    for days, soon, expired in ((61, False, False), (59, True, False), (0, True, False), (-1, True, True)):
        day = ends - timedelta(days=days)
        found = health(session, admin, scene, day)
        assert (found.expires_soon(day), found.expired(day), found.fine(day)) == (soon, expired, not soon)


def test_only_whoever_manages_the_key_is_told(session: Session, scene: Scene, now: datetime) -> None:
    for actor in (scene.as_volunteer, scene.as_contact_person, scene.as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            health(session, actor, scene, now)
