"""Associations with meaningful defaults."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.partnerships.agreement import write_topic
from core.partnerships.service import AssociationDetails, NewSpeaker, add_association, add_speaker
from core.partnerships.signing import AgreementSigners, send_agreement
from db.documents import Document
from db.partnerships import Association
from db.people import Person
from tests.builders import Scene, an_actor


def an_association(session: Session, scene: Scene, now: datetime, *, name: str = "Fjordens Venner") -> Association:
    """An association that the scene's contact person follows."""
    return add_association(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        details=AssociationDetails(name=name, phone="70 20 30 40", followed_by_id=scene.contact_person.id),
        now=now,
    )


def a_speaker(
    session: Session, scene: Scene, association: Association, now: datetime, *, name: str = "Bodil Friis"
) -> Person:
    """Somebody who speaks for it."""
    speaker = NewSpeaker(name=name, email="bodil@example.dk")
    added = add_speaker(
        session=session, actor=scene.as_coordinator, association_id=association.id, speaker=speaker, now=now
    )
    return session.get_one(Person, added.person_id)


def as_speaker(scene: Scene, person: Person) -> Actor:
    """They, logged in."""
    return an_actor(person, scene.organisation, Role.ASSOCIATION)


def an_agreement(session: Session, scene: Scene, association: Association, speaker: Person, now: datetime) -> Document:
    """A framework agreement that says something, sent by the coordinator to be signed by them and by `speaker`."""
    asked: Any = {"session": session, "actor": scene.as_coordinator, "association_id": association.id, "now": now}
    write_topic(**asked, topic_id="purpose", words="Besøgsvenner på Solgården.", expected_version=0)
    signers = AgreementSigners(ours_id=scene.coordinator.id, theirs_id=speaker.id, language="da")
    return send_agreement(**asked, signers=signers)
