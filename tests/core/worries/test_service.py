"""A worry: read by one, answered, ended, taken back or over; and what others, the log and another house learn of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core.access.permissions import Actor, Role
from core.errors import DomainError
from core.i18n import days_later, local_day
from core.messages.composing import composed
from core.organisations.care import CareDetails, read_care, save_care
from core.settings import Settings
from core.worries.around import worry_question
from core.worries.reading import WorryRead, WorryRow, count_waiting, my_worries, read_worry, worries_for
from core.worries.rules import WorryAbout, WorryState
from core.worries.service import (
    WorryDetails,
    answer_worry,
    end_worry,
    take_worry_back,
    take_worry_over,
    tell_worry,
)
from db.audit import AuditEvent
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Membership
from db.worries import Worry
from tests.builders import Scene, a_member, a_scene, an_actor

WORDS = "Lise råber ad os, når vi er der."


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def admin(session: Session, scene: Scene, now) -> Actor:
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Ravn")
    return an_actor(person, scene.organisation, Role.ADMIN)


def tell(
    session: Session, scene: Scene, now: datetime, about=WorryAbout.TASK, by: Actor | None = None, **more
) -> Worry:
    return tell_worry(
        session=session,
        actor=by or scene.as_volunteer,
        engagement_id=scene.engagement.id,
        told=WorryDetails(about, words=more.pop("words", WORDS), **more),
        now=now,
    )


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def seen_by(session: Session, actor: Actor, scene: Scene, now: datetime) -> tuple[int, int]:
    """How many wait for somebody, and how many stand in their list."""
    at: dict[str, Any] = {"session": session, "actor": actor, "organisation_id": scene.organisation.id}
    page = worries_for(**at, ended=False, page=1, today=local_day(now))
    return count_waiting(**at, today=local_day(now)), page.total


def test_one_reads_it_and_nobody_else(session, scene, admin, now):
    worry = tell(session, scene, now, WorryAbout.CONTACT_PERSON)
    read = read_worry(session=session, actor=scene.as_coordinator, worry_id=worry.id, now=now)
    assert isinstance(read, WorryRead)
    assert (read.words, read.about_name, read.name) == (WORDS, "Lise Bach", "Karen Møller")
    another = an_actor(
        a_member(session, scene.organisation, now, name="Eva Juhl"), scene.organisation, Role.COORDINATOR
    )
    for other in (scene.as_contact_person, admin, another, scene.as_volunteer):
        assert refused(lambda by=other: read_worry(session=session, actor=by, worry_id=worry.id, now=now)) == (
            "not_allowed"
        )
    assert seen_by(session, scene.as_coordinator, scene, now) == (1, 1)
    for other in (scene.as_contact_person, admin, another):
        assert seen_by(session, other, scene, now) == (0, 0)


def test_about_the_coordinator_it_goes_to_somebody_else_and_never_to_them_however_late_it_is(
    session, scene, admin, now
):
    worry = tell(session, scene, now, WorryAbout.COORDINATOR)
    assert worry.waits_for_id == admin.person_id
    assert worry.next_id is None
    late = days_later(now, 60)
    assert seen_by(session, scene.as_coordinator, scene, late) == (0, 0)
    assert (
        refused(lambda: take_worry_over(session=session, actor=scene.as_coordinator, worry_id=worry.id, now=late))
        == "not_allowed"
    )
    asked = {"about": WorryAbout.COORDINATOR, "to_id": scene.coordinator.id, "words": "Igen"}
    assert refused(lambda: tell(session, scene, now, **asked)) == "worry_receiver"


def test_nobody_is_left_where_the_only_one_is_the_one_it_is_about(session, scene, now):
    with transaction(session):
        held = session.exec(select(Membership).where(Membership.person_id == scene.contact_person.id)).one()
        held.ended_at = now
        session.add(held)
    assert refused(lambda: tell(session, scene, now, WorryAbout.COORDINATOR)) == "worry_nobody"


def test_it_is_answered_and_ended_in_words_the_volunteer_reads(session, scene, now):
    worry = tell(session, scene, now)
    answering = {"session": session, "worry_id": worry.id, "now": now}
    answer_worry(**answering, actor=scene.as_coordinator, words="Jeg ringer.", expected_version=1)
    (own,) = my_worries(session=session, actor=scene.as_volunteer)
    assert (own.state, own.answer, own.receiver) == (WorryState.READ, "Jeg ringer.", "Jonas Holm")
    assert seen_by(session, scene.as_coordinator, scene, now) == (0, 1)
    assert (
        refused(lambda: end_worry(**answering, actor=scene.as_coordinator, words="", expected_version=2))
        == "words_missing"
    )
    assert (
        refused(lambda: end_worry(**answering, actor=scene.as_coordinator, words="Nej", expected_version=1))
        == "changed_meanwhile"
    )
    end_worry(**answering, actor=scene.as_coordinator, words="I har talt sammen.", expected_version=2)
    (own,) = my_worries(session=session, actor=scene.as_volunteer)
    assert (own.state, own.outcome) == (WorryState.ENDED, "I har talt sammen.")
    assert (
        refused(lambda: take_worry_back(session=session, actor=scene.as_volunteer, worry_id=worry.id, now=now))
        == "worry_over"
    )


def test_it_is_taken_back_with_its_words_by_whoever_told_it_alone(session, scene, now):
    worry = tell(session, scene, now)
    assert (
        refused(lambda: take_worry_back(session=session, actor=scene.as_coordinator, worry_id=worry.id, now=now))
        == "not_allowed"
    )
    take_worry_back(session=session, actor=scene.as_volunteer, worry_id=worry.id, now=now)
    session.refresh(worry)
    assert worry.words == ""
    assert my_worries(session=session, actor=scene.as_volunteer) == []
    assert (
        refused(lambda: read_worry(session=session, actor=scene.as_coordinator, worry_id=worry.id, now=now))
        == "not_found"
    )


def test_the_next_one_is_told_after_the_day_and_reads_it_when_they_take_it_over(session, scene, admin, now):
    worry = tell(session, scene, now)
    assert worry.next_id == admin.person_id
    late = days_later(now, 9)
    assert seen_by(session, admin, scene, now) == (0, 0)
    assert seen_by(session, admin, scene, late) == (1, 1)
    found = read_worry(session=session, actor=admin, worry_id=worry.id, now=late)
    assert isinstance(found, WorryRow)
    assert (found.name, found.receiver) == ("", "Jonas Holm")
    (mail,) = [each for each in session.exec(select(OutboxItem)) if each.params["message"] == "worry_waits"]
    assert local_day(mail.due_at) == worry.answer_by + timedelta(days=1)
    written = composed(session, Settings(), mail, late)
    assert written is not None
    assert WORDS not in written.body
    assert "Karen" not in written.subject + written.body
    take_worry_over(session=session, actor=admin, worry_id=worry.id, now=late)
    read = read_worry(session=session, actor=admin, worry_id=worry.id, now=late)
    assert isinstance(read, WorryRead)
    assert seen_by(session, scene.as_coordinator, scene, late) == (0, 0)
    assert composed(session, Settings(), mail, late) is None


def test_what_a_colleague_who_has_left_had_waits_for_the_next_at_once(session, scene, admin, now):
    worry = tell(session, scene, now)
    answer_worry(session=session, actor=scene.as_coordinator, worry_id=worry.id, words="", expected_version=1, now=now)
    with transaction(session):
        held = session.exec(select(Membership).where(Membership.person_id == scene.coordinator.id)).one()
        held.ended_at = now
        session.add(held)
    assert seen_by(session, admin, scene, now) == (1, 1)
    take_worry_over(session=session, actor=admin, worry_id=worry.id, now=now)
    assert seen_by(session, admin, scene, now) == (1, 1)


def test_a_colleague_writes_down_what_was_told_and_not_what_is_about_them(session, scene, now):
    worry = tell(session, scene, now, by=scene.as_contact_person)
    assert (worry.person_id, worry.recorded_by_id) == (scene.volunteer.id, scene.contact_person.id)
    assert (
        refused(lambda: read_worry(session=session, actor=scene.as_contact_person, worry_id=worry.id, now=now))
        == "not_allowed"
    )
    read = read_worry(session=session, actor=scene.as_coordinator, worry_id=worry.id, now=now)
    assert isinstance(read, WorryRead)
    assert read.written_down_by == "Lise Bach"
    about_them = {"about": WorryAbout.CONTACT_PERSON, "by": scene.as_contact_person}
    assert refused(lambda: tell(session, scene, now, **about_them)) == "worry_about_you"


def test_a_second_click_tells_it_once(session, scene, now):
    assert tell(session, scene, now).id == tell(session, scene, now).id
    assert tell(session, scene, now, words="Noget andet").id != tell(session, scene, now).id


def test_the_log_says_neither_what_nor_whose_and_the_words_are_encrypted(session, scene, now):
    worry = tell(session, scene, now)
    take_worry_back(session=session, actor=scene.as_volunteer, worry_id=worry.id, now=now)
    events = session.exec(select(AuditEvent).where(AuditEvent.subject_kind == "worry")).all()
    assert [(each.action, each.actor_id, each.fields) for each in events] == [
        ("worry.told", None, []),
        ("worry.taken_back", None, []),
    ]
    tell(session, scene, now, words="Hemmeligt")
    stored = session.connection().exec_driver_sql("SELECT words, about FROM worry").all()
    assert all(b"Hemmeligt" not in bytes(each) and b"task" not in bytes(each) for row in stored for each in row)


def test_another_organisation_reads_none_of_it(session, scene, now):
    worry, elsewhere = tell(session, scene, now), a_scene(session, now)
    for actor in (elsewhere.as_coordinator, elsewhere.as_contact_person, elsewhere.as_volunteer):
        assert refused(lambda by=actor: read_worry(session=session, actor=by, worry_id=worry.id, now=now)) == (
            "not_allowed"
        )
        assert (
            refused(
                lambda by=actor: worry_question(
                    session=session, actor=by, engagement_id=scene.engagement.id, today=local_day(now)
                )
            )
            == "not_allowed"
        )
        assert refused(lambda by=actor: tell(session, scene, now, by=by)) == "not_allowed"
    assert seen_by(session, elsewhere.as_coordinator, elsewhere, days_later(now, 60)) == (0, 0)


def test_an_organisation_says_within_how_many_days_and_what_is_wrong_is_told_at_once(session, scene, admin, now):
    at = {"session": session, "actor": admin, "organisation_id": scene.organisation.id}
    save_care(**at, details=CareDetails(answer_days=1, social_phone="70201010"), expected_version=0, now=now)
    stored = read_care(**at)
    assert (stored.details.answer_days, stored.details.social_phone, stored.version) == (1, "+45 70 20 10 10", 1)
    assert tell(session, scene, now).answer_by == local_day(now) + timedelta(days=1)
    with pytest.raises(DomainError) as wrong:
        save_care(**at, details=CareDetails(0, 999, "12"), expected_version=1, now=now)
    assert set(wrong.value.by_field) == {"answer_days", "notice_days", "social_phone"}  # type: ignore[attr-defined]
    assert refused(lambda: save_care(**at, details=CareDetails(), expected_version=0, now=now)) == "changed_meanwhile"
