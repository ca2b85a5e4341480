"""Filling in: saved one by one, by whoever the field belongs to, losing nothing."""

from datetime import datetime
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor
from core.documents.drafting.answering import SavedAnswer, save_answer
from core.documents.drafting.service import withdraw
from core.documents.reading import read
from core.errors import DomainError
from core.i18n import local_day
from core.startup import Portal
from db.audit import AuditEvent
from db.documents import Document
from db.engine import transaction
from tests.builders import a_scene, an_account
from tests.core.documents.stories import a_draft, a_letter, a_signed_letter, answer, mails, sign, together


def save(
    session: Session,
    actor: Actor,
    document: Document,
    field: str,
    value: str,
    now: datetime,
    expected: int | None = None,
) -> SavedAnswer:
    return save_answer(
        session=session,
        actor=actor,
        document_id=document.id,
        field_id=field,
        value=value,
        expected_version=expected,
        now=now,
    )


def test_an_answer_is_saved_as_its_field_is_left(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    saved = save(session, scene.as_volunteer, document, "wishes", " Gerne  ture.\r\nIkke bingo. ", now)
    assert saved == SavedAnswer(1, now, "Gerne  ture.\nIkke bingo.")
    session.rollback()
    view = read(session=session, actor=scene.as_contact_person, document_id=document.id)
    assert (view.answers["wishes"].value, view.answers["wishes"].filled_by_id) == (saved.value, scene.volunteer.id)


def test_an_answer_can_be_taken_back(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    save(session, scene.as_volunteer, document, "wishes", "Ture", now)
    assert save(session, scene.as_volunteer, document, "wishes", "", now, expected=1) == SavedAnswer(2, now, "")
    assert save(session, scene.as_volunteer, document, "accommodations", "", now) == SavedAnswer(0, now, "")
    save(session, scene.as_volunteer, document, "accommodations", "En stol", now, expected=0)


def test_of_two_tabs_the_later_is_told_and_the_first_stays(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    save(session, scene.as_volunteer, document, "wishes", "Ture", now)
    for expected in (None, 7):
        with pytest.raises(DomainError) as error:
            save(session, scene.as_volunteer, document, "wishes", "Bingo", now, expected=expected)
        assert error.value.code == "changed_meanwhile"
    view = read(session=session, actor=scene.as_volunteer, document_id=document.id)
    assert view.answers["wishes"].value == "Ture"


def test_saving_the_same_twice_is_no_conflict(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    first = save(session, scene.as_volunteer, document, "wishes", "Ture", now)
    assert save(session, scene.as_volunteer, document, "wishes", "Ture ", now) == first


def test_of_two_who_answer_at_once_one_is_told(portal: Portal, session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    outcomes: list[str] = []
    ready = Barrier(2)

    def edit(actor: Actor, value: str) -> None:
        with portal.session() as own:
            ready.wait()
            try:
                outcomes.append(
                    save_answer(
                        session=own,
                        actor=actor,
                        document_id=document_id,
                        field_id="task",
                        value=value,
                        expected_version=None,
                        now=now,
                    ).value
                )
            except DomainError as error:
                outcomes.append(error.code)

    document_id = document.id
    together(
        Thread(target=edit, args=(scene.as_contact_person, "Ture")),
        Thread(target=edit, args=(scene.as_coordinator, "Kaffe")),
    )
    session.rollback()
    kept = read(session=session, actor=scene.as_coordinator, document_id=document_id).answers["task"].value
    assert set(outcomes) == {kept, "changed_meanwhile"}


@pytest.mark.parametrize("field", ["phone", "next_of_kin_name", "contact_person", "no_such_field"])
def test_what_comes_from_contact_details_is_not_answered_here(session: Session, now: datetime, field: str) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    with pytest.raises(DomainError) as error:
        save(session, scene.as_volunteer, document, field, "12345678", now)
    assert error.value.code == "not_found"


def test_each_fills_in_what_is_theirs(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    document = a_letter(session, scene, now)
    stranger = a_scene(session, now)
    for actor, field in (
        (scene.as_volunteer, "task"),
        (scene.as_contact_person, "wishes"),
        (stranger.as_coordinator, "task"),
        (stranger.as_volunteer, "wishes"),
    ):
        with pytest.raises(DomainError) as error:
            save(session, actor, document, field, "x", now)
        assert error.value.code == "not_allowed"


def test_a_volunteer_fills_in_nothing_before_the_document_was_sent(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    with pytest.raises(DomainError) as error:
        save(session, scene.as_volunteer, document, "wishes", "Ture", now)
    assert error.value.code == "not_shared_yet"


def test_a_refused_value_leaves_what_was_saved(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    with pytest.raises(DomainError) as error:
        save(session, scene.as_contact_person, document, "start_date", "i morgen", now, expected=1)
    assert error.value.code == "date_invalid"
    view = read(session=session, actor=scene.as_contact_person, document_id=document.id)
    assert view.answers["start_date"].value == local_day(now).isoformat()


def test_nothing_is_answered_when_everyone_has_signed_or_it_was_withdrawn(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_signed_letter(session, scene, now)
    with pytest.raises(DomainError) as error:
        save(session, scene.as_volunteer, document, "wishes", "Ture", now)
    assert error.value.code == "already_sealed"
    other = a_draft(session, scene, now, kind="confidentiality_declaration")
    withdraw(session=session, actor=scene.as_coordinator, document_id=other.id, now=now)
    assert read(session=session, actor=scene.as_coordinator, document_id=other.id).state == "withdrawn"


def test_an_answer_changed_after_a_signature_asks_for_it_again(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_contact_person, document.id, now)
    answer(session, scene.as_volunteer, document.id, "wishes", "Gerne ture", now)
    view = read(session=session, actor=scene.as_contact_person, document_id=document.id)
    assert not view.has_signed
    assert mails(session, "document_changed") == []
    sign(session, scene.as_volunteer, document.id, now)
    view = read(session=session, actor=scene.as_contact_person, document_id=document.id)
    assert [change.where for change in view.changes()]
    assert mails(session, "document_changed") == [scene.contact_person.id]


def test_a_volunteer_who_changes_an_answer_back_disturbs_no_signature(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    answer(session, scene.as_volunteer, document.id, "wishes", "Bingo", now)
    sign(session, scene.as_contact_person, document.id, now)
    answer(session, scene.as_volunteer, document.id, "wishes", "Gerne ture", now)
    answer(session, scene.as_volunteer, document.id, "wishes", "Bingo", now)
    assert read(session=session, actor=scene.as_contact_person, document_id=document.id).has_signed
    sign(session, scene.as_volunteer, document.id, now)
    assert mails(session, "document_changed") == []


def test_an_answer_that_is_not_printed_disturbs_no_signature(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_contact_person, document.id, now)
    answer(session, scene.as_coordinator, document.id, "end_date", "", now)
    assert read(session=session, actor=scene.as_contact_person, document_id=document.id).has_signed


def test_contact_details_are_read_where_they_are_kept(session: Session, now: datetime) -> None:
    scene = a_scene(session, now, full=False)
    document = a_letter(session, scene, now)
    missing = read(session=session, actor=scene.as_volunteer, document_id=document.id).missing
    assert [item.source for item in missing] == [
        "person.phone",
        "person.next_of_kin_name",
        "person.next_of_kin_phone",
    ]
    with transaction(session):
        person = scene.volunteer
        person.phone, person.next_of_kin_name, person.next_of_kin_phone = "+45 1", "Åse", "+45 2"
        session.add(person)
    assert not read(session=session, actor=scene.as_volunteer, document_id=document.id).missing


def test_the_trace_names_the_field_and_not_the_answer(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    save(session, scene.as_volunteer, document, "wishes", "Noget ganske særligt", now)
    event = session.exec(select(AuditEvent).order_by(AuditEvent.sequence.desc()).limit(1)).one()  # type: ignore[attr-defined]
    assert (event.action, event.fields, event.actor_id) == ("document.answered", ["wishes"], scene.volunteer.id)
