from datetime import datetime
from functools import partial

import pytest
from sqlmodel import Session

from core.access.permissions import Actor
from core.documents.drafting.attaching import attach
from core.documents.drafting.newer_template import move_to_newest, newer_template_of
from core.documents.drafting.service import choose_points
from core.documents.reading import DocumentView, read
from core.documents.template.model import shipped
from core.documents.text.compose import ClauseChoice
from core.errors import DomainError
from core.i18n import local_day
from core.templates import rules
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_draft, a_letter, a_signed_letter, answer, mails, sign
from tests.core.templates.making import an_admin, published, saying


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now: datetime) -> Actor:
    return an_admin(session, scene, now)


def seen(session: Session, scene: Scene, document_id) -> DocumentView:
    return read(session=session, actor=scene.as_contact_person, document_id=document_id)


def look(session: Session, scene: Scene, document_id, now: datetime):
    return newer_template_of(
        session=session, actor=scene.as_contact_person, document_id=document_id, today=local_day(now)
    )


def move(session: Session, scene: Scene, document_id, now: datetime):
    return move_to_newest(session=session, actor=scene.as_contact_person, document_id=document_id, now=now)


def test_a_draft_keeps_its_words_until_it_is_moved(session: Session, scene: Scene, admin: Actor, now) -> None:
    document = a_draft(session, scene, now)
    assert look(session, scene, document.id, now) is None
    published(session, scene, admin, now, saying("Du pynter op til jul."))
    assert "Du pynter op til jul." not in seen(session, scene, document.id).text.canonical()
    moved = look(session, scene, document.id, now)
    assert moved is not None
    (change,) = moved.changes
    assert ("added", "Du") in [(kind, words.split()[0]) for kind, words in change.words if words.strip()]
    move(session, scene, document.id, now)
    assert "Du pynter op til jul." in seen(session, scene, document.id).text.canonical()
    assert look(session, scene, document.id, now) is None


def test_a_version_that_waits_for_its_day_is_not_in_force_yet(session: Session, scene: Scene, admin: Actor, now):
    document = a_draft(session, scene, now)
    published(session, scene, admin, now, days=3)
    assert look(session, scene, document.id, now) is None


def test_what_was_chosen_and_answered_stays_where_it_is_still_asked(session: Session, scene: Scene, admin, now):
    document = a_letter(session, scene, now)
    choose_points(
        session=session,
        actor=scene.as_contact_person,
        document_id=document.id,
        choices={"no_care": ClauseChoice(False), "effort": ClauseChoice(True, "Lige til Karen.")},
        expected_version=document.version,
        now=now,
    )
    before = seen(session, scene, document.id)
    words = {"da": {"title": "Nyt", "text": "Helt nyt.", "help": "H"}, "en": {"title": "N", "text": "T", "help": "H"}}
    published(
        session,
        scene,
        admin,
        now,
        partial(rules.save_clause, clause_id="brand_new", section_id="us", words=words),
        partial(rules.remove, name="clause:target_group"),
    )
    move(session, scene, document.id, now)
    after = seen(session, scene, document.id)
    assert after.choices["no_care"] == ClauseChoice(False)
    assert after.choices["effort"] == ClauseChoice(True, "Lige til Karen.")
    assert after.choices["brand_new"] == ClauseChoice(True)
    assert after.answers["task"].value == before.answers["task"].value
    assert "Helt nyt." in after.text.canonical()
    assert "target_group" not in after.text.canonical()


def test_an_answer_that_no_longer_fits_is_asked_for_again(session: Session, scene: Scene, admin: Actor, now) -> None:
    document = a_letter(session, scene, now)
    yes_or_no = {"yes": {"da": "Ja", "en": "Yes"}, "no": {"da": "Nej", "en": "No"}}
    published(
        session,
        scene,
        admin,
        now,
        partial(rules.save_field, field_id="task", words={}, type="yes_no", choices=yes_or_no),
    )
    move(session, scene, document.id, now)
    after = seen(session, scene, document.id)
    assert "task" not in after.answers
    assert "task" in [item.field_id for item in after.missing]
    answer(session, scene.as_contact_person, document.id, "task", "yes", now)
    assert seen(session, scene, document.id).answers["task"].value == "yes"


def test_who_had_signed_is_told_and_signs_anew(session: Session, scene: Scene, admin: Actor, now) -> None:
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    published(session, scene, admin, now)
    move(session, scene, document.id, now)
    assert mails(session, "document_changed") == [scene.volunteer.id]
    as_volunteer = read(session=session, actor=scene.as_volunteer, document_id=document.id)
    assert not as_volunteer.has_signed
    assert any("pynter op" in words for change in as_volunteer.changes() for _, words in change.words)
    sign(session, scene.as_contact_person, document.id, now)
    sign(session, scene.as_volunteer, document.id, now)
    assert read(session=session, actor=scene.as_volunteer, document_id=document.id).settled


def test_another_one_may_sign_for_the_organisation(session: Session, scene: Scene, admin: Actor, now) -> None:
    document = a_draft(session, scene, now)

    def by_the_coordinator(writing):
        content = writing.model_dump()
        content["parties"][1]["role"] = "coordinator"
        return type(writing).model_validate(content)

    published(session, scene, admin, now, by_the_coordinator)
    move(session, scene, document.id, now)
    people = {party.capacity: party.person for party in seen(session, scene, document.id).parties}
    assert people["organisation"] == scene.coordinator


def test_what_everyone_has_signed_never_moves(session: Session, scene: Scene, admin: Actor, now) -> None:
    document = a_signed_letter(session, scene, now)
    before = seen(session, scene, document.id).text
    published(session, scene, admin, now)
    assert look(session, scene, document.id, now) is None
    with pytest.raises(DomainError) as refusal:
        move(session, scene, document.id, now)
    assert refusal.value.code == "already_sealed"
    assert seen(session, scene, document.id).text == before


def test_only_who_makes_the_document_moves_it(session: Session, scene: Scene, admin: Actor, now) -> None:
    document = a_letter(session, scene, now)
    published(session, scene, admin, now)
    for actor in (scene.as_volunteer, admin):
        with pytest.raises(DomainError) as refusal:
            move_to_newest(session=session, actor=actor, document_id=document.id, now=now)
        assert refusal.value.code == "not_allowed"
        with pytest.raises(DomainError) as refusal:
            newer_template_of(session=session, actor=actor, document_id=document.id, today=local_day(now))
        assert refusal.value.code == "not_allowed"


def test_what_is_attached_moves_along_too(session: Session, scene: Scene, admin: Actor, now) -> None:
    document = a_draft(session, scene, now)
    actor = scene.as_contact_person
    attach(session=session, actor=actor, document_id=document.id, kind="task_description", now=now)
    clause = shipped()["task_description"].clauses()[0].id
    published(session, scene, admin, now, saying("Opgaven er at pynte op til jul.", clause), kind="task_description")
    moved = look(session, scene, document.id, now)
    assert moved is not None
    assert len(moved.changes) == 1
    move(session, scene, document.id, now)
    assert "Opgaven er at pynte op til jul." in seen(session, scene, document.id).text.canonical()
    assert look(session, scene, document.id, now) is None


def test_looking_whether_it_has_moved_costs_little(session, scene, admin, now, count_queries) -> None:
    document = a_draft(session, scene, now)
    actor = scene.as_contact_person
    newer_template_of(session=session, actor=actor, document_id=document.id, today=local_day(now))
    with count_queries() as asked:
        newer_template_of(session=session, actor=actor, document_id=document.id, today=local_day(now))
    assert asked.total <= 2
