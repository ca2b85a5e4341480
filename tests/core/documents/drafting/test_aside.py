"""A signed text is changed aside: nothing of it holds, and nobody hears of it, until it is sent."""

from datetime import datetime

import pytest
from sqlmodel import Session

from core.documents.drafting.aside import begin_aside, drop_aside, read_aside, send_aside
from core.documents.drafting.service import choose_points
from core.documents.reading import DocumentView, read
from core.documents.signing.declining import decline
from core.documents.text.compose import ClauseChoice
from core.errors import DomainError
from core.i18n import local_day
from db.documents import Document
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_letter, a_signed_letter, answer, mails, sign


def seen(session: Session, scene: Scene, document: Document) -> DocumentView:
    return read(session=session, actor=scene.as_volunteer, document_id=document.id)


def leave_out(session: Session, scene: Scene, document: Document, now: datetime, *, included: bool = False) -> None:
    version = read(session=session, actor=scene.as_contact_person, document_id=document.id).document.version
    choose_points(
        session=session,
        actor=scene.as_contact_person,
        document_id=document.id,
        choices={"name_badge": ClauseChoice(included)},
        expected_version=version,
        now=now,
    )


def half_signed(session: Session, now: datetime) -> tuple[Scene, Document]:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    return scene, document


def test_nothing_of_it_is_read_or_told_until_it_is_sent(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    before = seen(session, scene, document).text
    leave_out(session, scene, document, now)
    answer(session, scene.as_contact_person, document.id, "extent", "Fire timer", now)
    answer(session, scene.as_contact_person, document.id, "extent", "Fem timer", now)
    view = seen(session, scene, document)
    assert (view.text, view.has_signed) == (before, True)
    assert mails(session, "document_changed") == []
    aside = read_aside(session=session, actor=scene.as_coordinator, document_id=document.id)
    assert aside is not None
    assert aside.case.answers["extent"].value == "Fem timer"
    assert (aside.begun_by, aside.begun_on) == ("Lise Bach", local_day(now))
    assert len(aside.changes) == 2
    assert [person.name for person in aside.again] == [person.name for person in aside.mailed] == ["Karen Møller"]


def test_sent_it_is_the_text_and_who_had_signed_is_told_once(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    leave_out(session, scene, document, now)
    answer(session, scene.as_contact_person, document.id, "extent", "Fem timer", now)
    for _click in range(2):
        send_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    view = seen(session, scene, document)
    assert (view.has_signed, view.answers["extent"].value) == (False, "Fem timer")
    assert not view.choices["name_badge"].included
    assert len(view.changes()) == 2
    assert mails(session, "document_changed") == [scene.volunteer.id]
    assert read_aside(session=session, actor=scene.as_coordinator, document_id=document.id) is None


def test_the_same_text_keeps_its_signatures(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    leave_out(session, scene, document, now)
    leave_out(session, scene, document, now, included=True)
    sent = send_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    assert sent is not None
    assert (sent.changes, sent.again, sent.mailed) == ((), (), ())
    assert seen(session, scene, document).has_signed
    assert mails(session, "document_changed") == []


def test_a_text_sent_and_changed_back_has_the_signatures_it_had(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    leave_out(session, scene, document, now)
    send_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    assert not seen(session, scene, document).has_signed
    leave_out(session, scene, document, now, included=True)
    assert seen(session, scene, document).has_signed
    assert mails(session, "document_changed") == [scene.volunteer.id]


def test_a_change_that_comes_just_after_a_signature_goes_aside_by_itself(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    leave_out(session, scene, document, now)
    assert read_aside(session=session, actor=scene.as_coordinator, document_id=document.id) is None
    sign(session, scene.as_volunteer, document.id, now)
    leave_out(session, scene, document, now, included=True)
    assert seen(session, scene, document).has_signed
    assert read_aside(session=session, actor=scene.as_coordinator, document_id=document.id) is not None


def test_dropped_it_is_forgotten(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    leave_out(session, scene, document, now)
    drop_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    begin_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    aside = read_aside(session=session, actor=scene.as_coordinator, document_id=document.id)
    assert aside is not None
    assert aside.changes == ()


def test_what_everybody_signed_meanwhile_is_not_changed(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    leave_out(session, scene, document, now)
    sign(session, scene.as_contact_person, document.id, now)
    with pytest.raises(DomainError, match="already_sealed"):
        send_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    drop_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    assert read_aside(session=session, actor=scene.as_coordinator, document_id=document.id) is None


def test_what_we_have_not_written_is_not_sent(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    answer(session, scene.as_contact_person, document.id, "extent", "", now)
    with pytest.raises(DomainError, match="answers_missing"):
        send_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)


def test_one_that_was_declined_is_sent_again(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_contact_person, document.id, now)
    decline(session=session, actor=scene.as_volunteer, document_id=document.id, word="", now=now)
    answer(session, scene.as_coordinator, document.id, "extent", "Fem timer", now)
    send_aside(session=session, actor=scene.as_coordinator, document_id=document.id, now=now)
    assert seen(session, scene, document).state == "waiting"
    assert mails(session, "document_shared")[-1] == scene.volunteer.id
    assert mails(session, "document_changed") == [scene.contact_person.id]


def test_the_volunteer_neither_sees_nor_sends_it(session: Session, now: datetime) -> None:
    scene, document = half_signed(session, now)
    leave_out(session, scene, document, now)
    for service in (send_aside, drop_aside, begin_aside):
        with pytest.raises(DomainError, match="not_allowed"):
            service(session=session, actor=scene.as_volunteer, document_id=document.id, now=now)
    with pytest.raises(DomainError, match="not_allowed"):
        read_aside(session=session, actor=scene.as_volunteer, document_id=document.id)
    signed = a_signed_letter(session, a_scene(session, now), now)
    with pytest.raises(DomainError, match="not_allowed"):
        begin_aside(session=session, actor=scene.as_coordinator, document_id=signed.id, now=now)
