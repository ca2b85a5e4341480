"""Talks and notes: who may write them, what is kept, and what the second of two colleagues is told."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from core.errors import DomainError
from core.i18n import local_day
from core.talks.rules import TalkKind
from core.talks.service import (
    call_talk_off,
    correct_talk,
    hold_talk,
    notes_of,
    plan_talk,
    record_contact,
    record_talk,
    take_contact_back,
    take_note_back,
    take_talk_back,
    talks_of,
    write_note,
)
from db.audit import AuditEvent
from db.courses import CourseModule
from db.journey import EngagementNext
from db.talks import Note, Talk
from tests.builders import Scene, a_scene
from tests.core.courses.stories import Four, after, four, held, plan


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def planned(session: Session, scene: Scene, now, day: date | None = None) -> Talk:
    return plan_talk(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind=TalkKind.WELLBEING,
        planned_on=day or local_day(now) + timedelta(days=3),
        now=now,
    )


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def test_a_talk_is_planned_held_and_told_of_with_who_wrote_it_down(session, scene, now):
    talk = planned(session, scene, now)
    later = now + timedelta(days=3)
    hold_talk(
        session=session,
        actor=scene.as_contact_person,
        talk_id=talk.id,
        held_on=local_day(later),
        words="Vi tager det roligt til jul.",
        expected_version=1,
        now=later,
    )
    (row,) = talks_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert (row.kind, row.held_on, row.words) == (
        TalkKind.WELLBEING,
        local_day(later),
        "Vi tager det roligt til jul.",
    )
    assert row.recorded_by == scene.contact_person.name


def test_planned_talks_stand_first_by_their_day_then_those_held_newest_first(session, scene, now):
    today = local_day(now)
    for before in (20, 2):
        record_talk(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            kind=TalkKind.FOLLOW_UP,
            held_on=today - timedelta(days=before),
            words="",
            now=now,
        )
    for ahead in (9, 4):
        planned(session, scene, now, today + timedelta(days=ahead))
    rows = talks_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert [((row.held_on or row.planned_on or today) - today).days for row in rows] == [4, 9, -2, -20]


def test_the_second_of_two_who_write_a_talk_down_is_told(session, scene, now):
    talk = planned(session, scene, now, local_day(now))

    def hold():
        hold_talk(
            session=session,
            actor=scene.as_coordinator,
            talk_id=talk.id,
            held_on=local_day(now),
            words="",
            expected_version=1,
            now=now,
        )

    hold()
    assert refused(hold) == "talk_held"
    assert (
        refused(
            lambda: call_talk_off(
                session=session, actor=scene.as_coordinator, talk_id=talk.id, expected_version=1, now=now
            )
        )
        == "talk_held"
    )


def test_a_talk_that_was_changed_meanwhile_is_not_called_off(session, scene, now):
    talk = planned(session, scene, now)
    assert (
        refused(
            lambda: call_talk_off(
                session=session, actor=scene.as_coordinator, talk_id=talk.id, expected_version=7, now=now
            )
        )
        == "changed_meanwhile"
    )
    call_talk_off(session=session, actor=scene.as_coordinator, talk_id=talk.id, expected_version=1, now=now)
    assert session.exec(select(Talk)).all() == []


def test_a_cpr_number_is_refused_and_nothing_is_kept(session, scene, now):
    code = refused(
        lambda: write_note(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            words="Ring til 010190-1234",
            now=now,
        )
    )
    assert code == "cpr_not_wanted"
    assert session.exec(select(Note)).all() == []


def test_an_empty_note_is_asked_for_words(session, scene, now):
    code = refused(
        lambda: write_note(
            session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, words="  ", now=now
        )
    )
    assert code == "words_missing"


def test_a_note_is_taken_back_by_who_wrote_it_or_a_coordinator_and_its_words_are_gone(session, scene, now):
    notes = [
        write_note(session=session, actor=who, engagement_id=scene.engagement.id, words="Holder af hunde.", now=now)
        for who in (scene.as_contact_person, scene.as_coordinator)
    ]
    of_contact, of_coordinator = notes
    seen = notes_of(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id)
    assert {row.note_id: row.mine for row in seen} == {of_contact.id: True, of_coordinator.id: False}
    assert (
        refused(
            lambda: take_note_back(session=session, actor=scene.as_contact_person, note_id=of_coordinator.id, now=now)
        )
        == "not_allowed"
    )
    for _again in range(2):
        take_note_back(session=session, actor=scene.as_coordinator, note_id=of_contact.id, now=now)
    assert session.get_one(Note, of_contact.id).words == ""
    seen = notes_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert [row.note_id for row in seen] == [of_coordinator.id]


def test_a_volunteer_reads_no_notes_and_writes_no_talk(session, scene, now):
    assert (
        refused(lambda: notes_of(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id))
        == "not_allowed"
    )
    assert (
        refused(lambda: talks_of(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id))
        == "not_allowed"
    )


def test_no_words_of_anybody_are_in_the_log(session, scene, now):
    write_note(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        words="Holder af hunde.",
        now=now,
    )
    events = session.exec(select(AuditEvent)).all()
    assert "note.written" in {event.action for event in events}
    assert "hunde" not in str([event.model_dump() for event in events])


@pytest.fixture
def told(session: Session, now) -> Four:
    return four(session, now)


def first_module(session: Session, told: Four, now) -> CourseModule:
    run = held(session, told, now, modules=1)
    return session.exec(
        select(CourseModule).where(CourseModule.course_run_id == run.id, CourseModule.number == 1)
    ).one()


def test_one_tap_says_it_for_both_of_the_pair_once(session, told, now):
    module = first_module(session, told, now)
    later = after(1)
    for _again in range(2):
        for engagement_id in told.pair:
            record_contact(
                session=session,
                actor=told.coordinator,
                engagement_id=engagement_id,
                module_id=module.id,
                now=later,
            )
    talks = session.exec(select(Talk)).all()
    assert sorted(talk.engagement_id for talk in talks) == sorted(told.pair)
    kinds = session.exec(select(EngagementNext.kind).where(col(EngagementNext.engagement_id).in_(told.pair))).all()
    assert "contact" not in kinds


def test_that_they_were_talked_with_is_taken_back_for_both_within_ten_minutes(session, told, now):
    module, later = first_module(session, told, now), after(1)
    asked = {"session": session, "actor": told.coordinator, "engagement_id": told.pair[0]}

    def to_do() -> int:
        session.rollback()
        of_both = col(EngagementNext.engagement_id).in_(told.pair)
        return sum(session.exec(select(EngagementNext.more).where(of_both)))

    before = to_do()
    record_contact(**asked, module_id=module.id, now=later)
    assert to_do() == before - 2
    too_late = later + timedelta(minutes=11)
    assert refused(lambda: take_contact_back(**asked, now=too_late)) == "too_late"
    take_contact_back(**asked, now=later + timedelta(minutes=9))
    assert session.exec(select(Talk)).all() == []
    assert to_do() == before


def test_a_talk_that_was_held_is_taken_back_for_ten_minutes_and_planned_again(session, scene, now):
    talk = planned(session, scene, now)
    by = {"session": session, "actor": scene.as_coordinator, "talk_id": talk.id}
    held = hold_talk(**by, held_on=local_day(now), words="", expected_version=talk.version, now=now)
    late = refused(lambda: take_talk_back(**by, expected_version=held.version, now=now + timedelta(minutes=11)))
    assert late == "too_late"
    take_talk_back(**by, expected_version=held.version, now=now + timedelta(minutes=9))
    (row,) = talks_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert (row.held_on, row.recorded_at, row.planned_on) == (None, None, talk.planned_on)


def test_the_day_of_a_talk_is_corrected_at_any_time_and_one_nobody_planned_is_gone(session, scene, now):
    made = record_talk(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind=TalkKind.FOLLOW_UP,
        held_on=local_day(now),
        words="",
        now=now,
    )
    by = {"session": session, "actor": scene.as_coordinator, "talk_id": made.id}
    month = now + timedelta(days=30)
    before = local_day(now) - timedelta(days=1)
    assert correct_talk(**by, held_on=before, expected_version=1, now=month).held_on == before
    ahead = local_day(month) + timedelta(days=1)
    assert refused(lambda: correct_talk(**by, held_on=ahead, expected_version=2, now=month)) == "talk_held_future"
    assert refused(lambda: correct_talk(**by, held_on=before, expected_version=1, now=month)) == "changed_meanwhile"
    take_talk_back(**by, expected_version=2, now=now)
    assert session.exec(select(Talk)).all() == []


def test_only_a_module_that_was_held_and_that_they_lead_can_be_talked_about(session, told, now):
    module = first_module(session, told, now)

    def contact(engagement_id, module_id):
        return refused(
            lambda: record_contact(
                session=session,
                actor=told.coordinator,
                engagement_id=engagement_id,
                module_id=module_id,
                now=after(1),
            )
        )

    assert contact(told.ea.engagement.id, module.id) == "not_found"
    second = session.exec(
        select(CourseModule).where(CourseModule.course_run_id == module.course_run_id, CourseModule.number == 2)
    ).one()
    assert contact(told.pair[0], second.id) == "course_module_open"


def test_a_planned_course_alone_asks_for_no_talk(session, told, now):
    plan(session, told, now)
    kinds = session.exec(select(EngagementNext.kind).where(col(EngagementNext.engagement_id).in_(told.pair))).all()
    assert "contact" not in kinds
