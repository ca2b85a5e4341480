"""What was done about thanks is taken back for ten minutes, and not once a mail has told of it."""

from datetime import timedelta

import pytest

from core.errors import DomainError
from core.i18n import local_day
from core.recognition.rules import Gift
from core.recognition.service import decline, postpone
from core.recognition.undoing import ThanksDeed, just_thanked, take_answer_back, take_given_back
from tests.builders import Scene, a_scene
from tests.core.recognition.test_service import about, accepts, all_of, approve, gives, keys

LATE = timedelta(minutes=11)


@pytest.fixture
def scene(session, now) -> Scene:
    made = a_scene(session, now, programme="laer_at_tackle")
    approve(session, made, local_day(now))
    return made


def found(session, scene, at):
    asked = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    return just_thanked(**asked, now=at)


def test_that_thanks_were_given_is_taken_back_and_they_are_planned_again(session, scene, now):
    made = accepts(session, scene, now)
    gives(session, scene, made, now)
    (done,) = found(session, scene, now)
    assert (done.deed, done.names, done.mine) == (ThanksDeed.GIVEN, ("Karen Møller",), True)
    by = {"session": session, "actor": scene.as_coordinator, "recognition_id": made.id}
    with pytest.raises(DomainError, match="changed_meanwhile"):
        take_given_back(**by, expected_version=done.version + 1, now=now)
    with pytest.raises(DomainError, match="too_late"):
        take_given_back(**by, expected_version=done.version, now=now + LATE)
    take_given_back(**by, expected_version=done.version, now=now)
    (row,) = all_of(session, scene)
    assert (row.given_on, row.words, row.cost) == (None, "", 0)
    assert found(session, scene, now) == ()


def test_a_letter_that_a_mail_has_told_of_stays_given(session, scene, now):
    made = gives(session, scene, accepts(session, scene, now, gift=Gift.LETTER), now)
    assert found(session, scene, now) == ()
    by = {"session": session, "actor": scene.as_coordinator, "recognition_id": made.id}
    with pytest.raises(DomainError, match="too_late"):
        take_given_back(**by, expected_version=made.version, now=now)


def test_what_was_left_or_put_off_waits_for_an_answer_again(session, scene, now):
    decline(session=session, **about(scene, "flowers"), reason="Sagde nej tak", now=now)
    postpone(session=session, **about(scene, "certificate"), until=local_day(now) + timedelta(days=30), now=now)
    assert keys(session, scene, now) == []
    done = found(session, scene, now)
    assert {each.deed for each in done} == {ThanksDeed.LEFT, ThanksDeed.PUT_OFF}
    asked = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    for each in done:
        with pytest.raises(DomainError, match="too_late"):
            take_answer_back(**asked, key=each.key, answered_at=each.at, now=now + LATE)
        take_answer_back(**asked, key=each.key, answered_at=each.at, now=now)
    assert keys(session, scene, now) == ["certificate", "flowers"]
    assert found(session, scene, now) == ()
    with pytest.raises(DomainError, match="too_late"):
        take_answer_back(**asked, key=done[0].key, answered_at=done[0].at, now=now)


def test_who_thanks_nobody_takes_nothing_back(session, scene, now):
    asked = {"session": session, "actor": scene.as_contact_person, "organisation_id": scene.organisation.id}
    with pytest.raises(DomainError, match="not_allowed"):
        just_thanked(**asked, now=now)
    with pytest.raises(DomainError, match="not_allowed"):
        take_answer_back(**asked, key="flowers", answered_at=now, now=now)
