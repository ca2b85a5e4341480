"""The next document in place of a sealed one: what is carried over, and when the old one stops holding."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from core.documents.drafting.renewing import renew
from core.documents.drafting.service import choose_points, draft
from core.documents.reading import read
from core.documents.rules import DocumentState
from core.documents.sealing.service import seal_pending, sealed_file
from core.documents.text.compose import ClauseChoice
from core.errors import DomainError
from db.documents import Document
from tests.builders import a_scene
from tests.core.documents.stories import a_letter, a_renewed_letter, a_sealed_letter, sign, version_id


def the_letter(session: Session) -> Document:
    return session.exec(select(Document)).one()


def test_points_wordings_and_answers_are_carried_over(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    choose_points(
        session=session,
        actor=scene.as_contact_person,
        document_id=letter.id,
        choices={"name_badge": ClauseChoice(False), "meetings": ClauseChoice(True, "Vi taler sammen om fredagen.")},
        expected_version=letter.version,
        now=now,
    )
    sign(session, scene.as_contact_person, letter.id, now)
    sign(session, scene.as_volunteer, letter.id, now)
    seal_pending(session=session, version_id=version_id(session, scene, letter.id), now=now)
    before = read(session=session, actor=scene.as_contact_person, document_id=letter.id)
    following = renew(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    after = read(session=session, actor=scene.as_contact_person, document_id=following.id)
    assert after.choices == before.choices
    assert {key: each.value for key, each in after.answers.items()} == {
        key: each.value for key, each in before.answers.items()
    }
    assert after.document.supersedes_id == letter.id
    assert after.state is DocumentState.DRAFT


def test_the_old_one_holds_until_the_new_one_is_sealed_and_both_can_be_read(session: Session, now: datetime):
    scene = a_scene(session, now)
    first_file = a_sealed_letter(session, scene, now).content
    former = the_letter(session)
    following = a_renewed_letter(session, scene, now)
    view = read(session=session, actor=scene.as_volunteer, document_id=former.id)
    assert view.state is DocumentState.SUPERSEDED
    assert sealed_file(session=session, actor=scene.as_volunteer, document_id=former.id) == first_file
    assert read(session=session, actor=scene.as_volunteer, document_id=following.id).state is DocumentState.SEALED


def test_only_one_successor_at_a_time_and_only_of_what_holds(session: Session, now: datetime):
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    with pytest.raises(DomainError, match="not_sealed_by_all"):
        renew(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    sign(session, scene.as_contact_person, letter.id, now)
    sign(session, scene.as_volunteer, letter.id, now)
    seal_pending(session=session, version_id=version_id(session, scene, letter.id), now=now)
    renew(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    with pytest.raises(DomainError, match="document_exists"):
        renew(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)


def test_one_drafted_anew_takes_the_place_of_the_sealed_one_too(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    former = the_letter(session)
    anew = draft(
        session=session,
        actor=scene.as_contact_person,
        engagement_id=scene.engagement.id,
        kind="welcome_letter",
        signing_language="da",
        now=now,
    )
    assert anew.supersedes_id == former.id


def test_a_volunteer_renews_nothing(session: Session, now: datetime):
    scene = a_scene(session, now)
    a_sealed_letter(session, scene, now)
    with pytest.raises(DomainError, match="not_allowed"):
        renew(session=session, actor=scene.as_volunteer, document_id=the_letter(session).id, now=now)


def test_the_programme_says_how_long_it_holds_and_when_to_look_at_it_again(session: Session, now: datetime):
    scene = a_scene(session, now, programme="laer_at_tackle")
    agreement = a_letter(session, scene, now, kind="cooperation_agreement")
    sign(session, scene.as_coordinator, agreement.id, now)
    sign(session, scene.as_volunteer, agreement.id, now)
    seal_pending(session=session, version_id=version_id(session, scene, agreement.id), now=now)
    stored = the_letter(session)
    assert (stored.look_again_on, stored.valid_until) == (date(2028, 9, 2), date(2028, 11, 2))
