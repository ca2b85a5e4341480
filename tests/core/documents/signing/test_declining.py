"""Saying no, taking a signature back: what stands afterwards, and who hears of it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from core.documents.drafting.service import share
from core.documents.reading import read
from core.documents.rules import DocumentState
from core.documents.signing.declining import decline, record_discussed, take_back
from core.errors import DomainError
from core.i18n import local_day
from db.documents import Consent, Document
from tests.builders import a_scene
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter, answer, mails, sign


def test_a_no_with_a_word_reaches_the_other_and_waits_for_the_organisation(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_contact_person, letter.id, now)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="Tirsdag går ikke.", now=now)
    view = read(session=session, actor=scene.as_contact_person, document_id=letter.id)
    assert (view.state, view.waiting_for) == (DocumentState.DECLINED, ("organisation",))
    assert view.document.decline_word == "Tirsdag går ikke."
    assert not view.can_sign
    assert mails(session, "document_to_answer") == [scene.contact_person.id, scene.coordinator.id]
    assert mails(session, "document_declined") == []
    with pytest.raises(DomainError, match="document_declined"):
        sign(session, scene.as_volunteer, letter.id, now)


def test_a_second_no_changes_nothing(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="Først", now=now)
    again = decline(
        session=session, actor=scene.as_volunteer, document_id=letter.id, word="Så", now=now + timedelta(hours=1)
    )
    assert (again.decline_word, again.declined_at) == ("Først", now)
    assert len(mails(session, "document_to_answer")) == 2


def test_whoever_says_no_is_not_told_of_it(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    decline(session=session, actor=scene.as_contact_person, document_id=letter.id, word="", now=now)
    assert mails(session, "document_to_answer") == [scene.coordinator.id]
    assert mails(session, "document_declined") == [scene.volunteer.id]


def test_what_was_declined_is_changed_sent_again_and_signed_by_both(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="", now=now)
    answer(session, scene.as_contact_person, letter.id, "extent", "Onsdag", now)
    share(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    assert mails(session, "document_shared") == [scene.volunteer.id] * 2
    view = read(session=session, actor=scene.as_volunteer, document_id=letter.id)
    assert (view.state, view.has_signed) == (DocumentState.WAITING, False)
    sign(session, scene.as_volunteer, letter.id, now)
    sign(session, scene.as_contact_person, letter.id, now)
    assert read(session=session, actor=scene.as_volunteer, document_id=letter.id).state is DocumentState.SEALING


def test_who_says_no_has_not_signed_any_more(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, letter.id, now)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="", now=now)
    share(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    assert read(session=session, actor=scene.as_volunteer, document_id=letter.id).waiting_for == (
        "volunteer",
        "organisation",
    )


def test_a_signature_taken_back_does_not_count_until_it_is_given_again(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    first = sign(session, scene.as_volunteer, letter.id, now)
    take_back(session=session, actor=scene.as_volunteer, document_id=letter.id, now=now)
    assert read(session=session, actor=scene.as_volunteer, document_id=letter.id).waiting_for == (
        "volunteer",
        "organisation",
    )
    sign(session, scene.as_contact_person, letter.id, now)
    later = now + timedelta(days=1)
    again = sign(session, scene.as_volunteer, letter.id, later)
    assert (again.id, again.given_at, again.taken_back_at) == (first.id, later, None)
    assert len(session.exec(select(Consent)).all()) == 2
    assert read(session=session, actor=scene.as_volunteer, document_id=letter.id).state is DocumentState.SEALING


def test_what_everyone_has_signed_can_be_neither_declined_nor_taken_back(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    letter_id = session.exec(select(Document.id)).one()
    with pytest.raises(DomainError, match="already_sealed"):
        decline(session=session, actor=scene.as_volunteer, document_id=letter_id, word="", now=now)
    with pytest.raises(DomainError, match="already_sealed"):
        take_back(session=session, actor=scene.as_volunteer, document_id=letter_id, now=now)


def test_nobody_declines_a_draft_or_takes_back_what_they_never_gave(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_draft(session, scene, now)
    with pytest.raises(DomainError, match="not_shared_yet"):
        decline(session=session, actor=scene.as_contact_person, document_id=letter.id, word="", now=now)
    with pytest.raises(DomainError, match="nothing_to_take_back"):
        take_back(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)


def test_only_those_who_sign_say_no(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    with pytest.raises(DomainError, match="not_a_party"):
        decline(session=session, actor=scene.as_coordinator, document_id=letter.id, word="", now=now)


def test_a_letter_is_never_only_talked_through(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    with pytest.raises(DomainError, match="choice_invalid"):
        record_discussed(
            session=session,
            actor=scene.as_coordinator,
            document_id=letter.id,
            discussed_on=local_day(now),
            now=now,
        )
