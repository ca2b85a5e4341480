"""Paths read from the database."""

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.documents.drafting.service import draft, share, withdraw
from core.errors import DomainError
from core.i18n import local_day
from core.journey.facts import details_missing
from core.journey.service import my_path, path_of
from core.journey.steps import StepKind, StepStatus
from db.engine import transaction
from db.people import Engagement, Person
from tests.builders import Scene, a_person, a_scene, an_account, an_actor


def test_somebody_new_is_first_asked_for_contact_details(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    an_account(session, scene.volunteer, now)
    path = my_path(session=session, actor=scene.as_volunteer, today=local_day(now))[0]
    assert path.organisation == "Solbjerg Kommune"
    assert path.contact_person == "Lise Bach"
    assert path.next is not None
    assert path.next.id == "details"


def test_a_draft_stays_hidden_until_it_is_sent(session: Session, now) -> None:
    scene = a_scene(session, now)
    document_id = _drafted(session, scene, now)
    assert _letter(session, scene, now).document_id is None
    share(session=session, actor=scene.as_coordinator, document_id=document_id, now=now)
    sent = _letter(session, scene, now)
    assert (sent.document_id, sent.kind) == (document_id, StepKind.FILL_IN)
    withdraw(session=session, actor=scene.as_coordinator, document_id=document_id, now=now)
    assert _letter(session, scene, now).kind is StepKind.DRAFT


def test_the_coordinator_is_who_writes_the_cooperation_agreement(session: Session, now) -> None:
    scene = a_scene(session, now, programme="laer_at_tackle")
    steps = {step.id: step for step in _steps(session, scene, now)}
    assert steps["cooperation_agreement"].owner == "coordinator"
    assert steps["welcome_letter"].owner == "contact_person"


def test_an_ended_engagement_is_no_path_any_more(session: Session, now) -> None:
    scene = a_scene(session, now)
    with transaction(session):
        session.exec(select(Engagement)).one().ended_at = now
    assert my_path(session=session, actor=scene.as_volunteer, today=local_day(now)) == []


def test_a_name_in_other_letters_needs_a_latin_spelling_before_the_details_are_done(now) -> None:
    person = Person(created_at=now, name="محمد", phone="1", address="2", next_of_kin_name="3", next_of_kin_phone="4")
    assert details_missing(person) == ("latin_name",)
    person.latin_name = "Muhammad"
    assert details_missing(person) == ()


def test_those_who_look_after_a_volunteer_see_the_same_path(session: Session, now) -> None:
    scene = a_scene(session, now)
    own = my_path(session=session, actor=scene.as_volunteer, today=local_day(now))[0]
    for actor in (scene.as_coordinator, scene.as_contact_person):
        assert _path_of(session, actor, scene, now).steps == own.steps


def test_nobody_else_sees_a_path(session: Session, now) -> None:
    scene = a_scene(session, now)
    stranger = a_person(session, now, name="Bo Lund")
    for actor in (an_actor(stranger, scene.organisation), an_actor(stranger, scene.organisation, Role.CONTACT_PERSON)):
        with pytest.raises(DomainError, match="not_allowed"):
            _path_of(session, actor, scene, now)


def _path_of(session: Session, actor: Actor, scene: Scene, now):
    return path_of(session=session, actor=actor, engagement_id=scene.engagement.id, today=local_day(now))


def _drafted(session: Session, scene: Scene, now):
    return draft(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind="welcome_letter",
        signing_language="da",
        now=now,
    ).id


def _steps(session: Session, scene: Scene, now):
    return my_path(session=session, actor=scene.as_volunteer, today=local_day(now))[0].steps


def _letter(session: Session, scene: Scene, now):
    found = {step.id: step for step in _steps(session, scene, now)}["welcome_letter"]
    assert found.status is not StepStatus.DONE
    return found
