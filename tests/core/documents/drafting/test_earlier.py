"""What was written before is offered where a field is empty, and taken over without overwriting anything."""

from datetime import datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor
from core.documents.drafting.aside import read_aside
from core.documents.drafting.attaching import attach
from core.documents.drafting.earlier import ALIKE, ASKED_ALIKE, EarlierAnswer, earlier_answers, take_over
from core.documents.drafting.service import draft, share, withdraw
from core.documents.reading import read
from core.documents.template.model import shipped
from core.errors import DomainError
from core.i18n import local_day
from db.audit import AuditEvent
from db.documents import Document
from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene, a_person, a_scene, a_workplace, an_account, an_actor, look_again
from tests.core.documents.stories import a_draft, a_letter, answer, sign


def offered(session: Session, actor: Actor, document: Document) -> dict[str, EarlierAnswer]:
    look_again(session)
    view = read(session=session, actor=actor, document_id=document.id)
    return dict(earlier_answers(session=session, actor=actor, view=view))


def take(session: Session, actor: Actor, document: Document, *fields: str, now: datetime) -> tuple[str, ...]:
    return take_over(session=session, actor=actor, document_id=document.id, field_ids=fields, now=now)


def another_letter(session: Session, scene: Scene, now: datetime, **given) -> Document:
    """The welcome letter of somebody else, who volunteers at the same workplace unless another is `given`."""
    known = {"workplace_id": scene.workplace.id, "contact_person_id": scene.contact_person.id} | given
    with transaction(session):
        person = a_person(session, now, name="Bo Lund", email="bo@example.dk")
        engagement = Engagement(
            organisation_id=scene.organisation.id,
            person_id=person.id,
            programme_version_id=scene.engagement.programme_version_id,
            coordinator_id=scene.coordinator.id,
            created_at=now,
            **known,
        )
        session.add(engagement)
    return draft(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=engagement.id,
        kind="welcome_letter",
        signing_language="da",
        now=now,
    )


def test_what_is_asked_alike_is_asked_in_both_documents_in_the_same_way() -> None:
    letter, description = (shipped()[kind] for kind in ALIKE)
    for asked, alike in ASKED_ALIKE.items():
        one, other = letter.field(asked), description.field(alike)
        assert (one.filled_by, one.options()) == (other.filled_by, other.options())


def test_what_the_workplace_wrote_last_is_offered_and_taken_over_where_nothing_stands(session, now) -> None:
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    new = another_letter(session, scene, now)
    found = offered(session, scene.as_contact_person, new)
    assert found["task"] == EarlierAnswer("Gå ture og drikke kaffe.", "welcome_letter", local_day(now), False)
    assert found["insurance_cover"].value == "both"
    answer(session, scene.as_contact_person, new.id, "extent", "Hver mandag", now)
    taken = take(session, scene.as_contact_person, new, *found, now=now)
    assert "task" in taken
    assert "extent" not in taken
    look_again(session)
    answers = read(session=session, actor=scene.as_contact_person, document_id=new.id).answers
    assert (answers["task"].value, answers["extent"].value) == ("Gå ture og drikke kaffe.", "Hver mandag")
    assert take(session, scene.as_contact_person, new, "task", now=now) == ()
    told = session.exec(select(AuditEvent).where(AuditEvent.subject_id == new.id)).all()
    assert any(event.action == "document.answered" and "target_group" in event.fields for event in told)


def test_no_day_and_nothing_a_volunteer_wrote_is_offered_to_somebody_else(session, now) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    answer(session, scene.as_volunteer, letter.id, "wishes", "Ture", now)
    answer(session, scene.as_contact_person, letter.id, "end_date", "2027-01-01", now)
    assert not {"wishes", "start_date", "end_date"} & set(
        offered(session, scene.as_coordinator, another_letter(session, scene, now))
    )


def test_the_letter_and_the_task_description_of_one_volunteer_share_their_answers(session, now) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    letter = a_letter(session, scene, now)
    answer(session, scene.as_volunteer, letter.id, "wishes", "Ture", now)
    description = a_draft(session, scene, now, kind="task_description")
    found = offered(session, scene.as_contact_person, description)
    assert found["hours"] == EarlierAnswer("To timer om ugen", "welcome_letter", local_day(now), True)
    assert {"task", "people", "can_do", "cannot_do"} <= set(found)
    assert "would_like" not in found
    share(session=session, actor=scene.as_contact_person, document_id=description.id, now=now)
    assert offered(session, scene.as_volunteer, description)["would_like"].value == "Ture"
    assert take(session, scene.as_volunteer, description, "would_like", "hours", now=now) == ("would_like",)


def test_a_part_of_the_letter_is_offered_what_the_letter_says(session, now) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    attach(session=session, actor=scene.as_contact_person, document_id=letter.id, kind="task_description", now=now)
    found = offered(session, scene.as_contact_person, letter)
    assert found["task_description__hours"].value == "To timer om ugen"


def test_words_in_another_language_are_not_offered_but_a_choice_is(session, now) -> None:
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    description = another_letter(session, scene, now)
    with transaction(session):
        session.get_one(Document, description.id).signing_language = "en"
    assert set(offered(session, scene.as_contact_person, description)) == {"insurance_cover"}


def test_what_was_withdrawn_or_written_elsewhere_is_not_offered(session, now) -> None:
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    elsewhere = a_workplace(session, scene.organisation, name="Elmehuset")
    there = another_letter(session, scene, now, workplace_id=elsewhere.id)
    assert offered(session, scene.as_coordinator, there) == {}
    new = another_letter(session, scene, now)
    withdraw(session=session, actor=scene.as_coordinator, document_id=letter.id, now=now)
    assert offered(session, scene.as_coordinator, new) == {}


def test_who_does_not_make_it_takes_nothing_over(session, now) -> None:
    scene = a_scene(session, now)
    a_letter(session, scene, now)
    new = another_letter(session, scene, now)
    stranger = an_actor(a_person(session, now, name="Ea Dahl", email="ea@example.dk"), scene.organisation)
    for actor in (stranger, scene.as_volunteer):
        with pytest.raises(DomainError):
            take(session, actor, new, "task", now=now)


def test_in_a_text_that_somebody_has_signed_it_is_taken_over_aside_and_the_signature_stays(session, now) -> None:
    scene = a_scene(session, now)
    first = another_letter(session, scene, now)
    answer(session, scene.as_contact_person, first.id, "meetings", "Hver måned", now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    assert take(session, scene.as_contact_person, letter, "meetings", now=now) == ("meetings",)
    look_again(session)
    view = read(session=session, actor=scene.as_contact_person, document_id=letter.id)
    assert "meetings" not in view.answers
    assert view.waiting_for == ("organisation",)
    aside = read_aside(session=session, actor=scene.as_contact_person, document_id=letter.id)
    assert aside is not None
    assert aside.case.answers["meetings"].value == "Hver måned"
