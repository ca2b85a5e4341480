"""A yes and the seal after the last one: three transactions, of which each may be the last before the power goes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor
from core.documents.reading import read
from core.documents.signing.finishing import (
    consent_and_seal,
    read_sealed,
    record_paper_and_seal,
)
from core.documents.signing.paper import SignedPaper
from core.documents.signing.service import TypedSignature
from core.errors import DomainError
from core.i18n import local_day
from db.documents import Consent, DocumentFile, DocumentVersion
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_letter, a_signed_letter, answer

LATER = timedelta(minutes=5)


def text_of(session: Session, scene: Scene, document_id: UUID) -> str:
    return read(session=session, actor=scene.as_coordinator, document_id=document_id).text.fingerprint()


def says_yes(session: Session, scene: Scene, whose: str, document_id: UUID, now: datetime, **other: Any) -> Consent:
    actor = getattr(scene, whose)
    signature = replace(TypedSignature(text_of(session, scene, document_id), actor.name), **other)
    return consent_and_seal(session=session, actor=actor, document_id=document_id, signature=signature, now=now)


def files(session: Session) -> int:
    return len(session.exec(select(DocumentFile.version_id)).all())


def test_the_last_yes_is_sealed_at_once_and_the_first_is_not(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    says_yes(session, scene, "as_volunteer", document.id, now)
    assert files(session) == 0
    given = says_yes(session, scene, "as_contact_person", document.id, now + LATER)
    assert session.get_one(DocumentFile, given.version_id).stored_at == now + LATER
    assert read(session=session, actor=scene.as_volunteer, document_id=document.id).state == "sealed"
    assert says_yes(session, scene, "as_contact_person", document.id, now + 2 * LATER).id == given.id
    assert files(session) == 1


def test_a_text_that_was_not_read_is_not_consented_to_and_stays_frozen_as_it_is(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    before = text_of(session, scene, document.id)
    answer(session, scene.as_volunteer, document.id, "wishes", "Jeg vil gerne bage", now)
    with pytest.raises(DomainError, match="text_changed"):
        says_yes(session, scene, "as_volunteer", document.id, now, fingerprint=before)
    assert session.exec(select(Consent)).all() == []
    (frozen,) = session.exec(select(DocumentVersion)).all()
    assert frozen.fingerprint == text_of(session, scene, document.id) != before


def test_nobody_signs_for_another(session: Session, now: datetime) -> None:
    scene, elsewhere = a_scene(session, now), a_scene(session, now)
    document = a_letter(session, scene, now)
    for actor, code in ((scene.as_coordinator, "not_a_party"), (elsewhere.as_coordinator, "not_allowed")):
        with pytest.raises(DomainError, match=code):
            consent_and_seal(
                session=session,
                actor=actor,
                document_id=document.id,
                signature=TypedSignature(fingerprint="", typed_name=actor.name),
                now=now,
            )
    assert session.exec(select(DocumentVersion)).all() == []


def test_whoever_opens_what_all_have_signed_finds_it_sealed(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_signed_letter(session, scene, now)
    elsewhere = a_scene(session, now)

    def opened_by(actor: Actor) -> str:
        return read_sealed(session=session, actor=actor, document_id=document.id, now=now).state

    with pytest.raises(DomainError, match="not_allowed"):
        opened_by(elsewhere.as_coordinator)
    assert files(session) == 0
    assert opened_by(scene.as_volunteer) == "sealed"
    assert opened_by(scene.as_volunteer) == "sealed"
    assert files(session) == 1


def test_the_last_yes_on_paper_is_sealed_at_once(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    paper = SignedPaper(
        ["volunteer", "organisation"], local_day(now), text_of(session, scene, document.id), witness="Jonas Holm"
    )
    kept = record_paper_and_seal(
        session=session, actor=scene.as_coordinator, document_id=document.id, paper=paper, now=now
    )
    assert session.get(DocumentFile, kept.version_id) is not None
