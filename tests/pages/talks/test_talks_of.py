"""Talks and notes on a volunteer's page, and the one tap of the day's list that says the pair was asked."""

from datetime import timedelta

from sqlmodel import select

from core.courses.modules import tick_off
from core.i18n import local_day, utc_now
from core.talks.rules import TalkKind
from core.talks.service import notes_of, plan_talk, record_talk, talks_of
from db.courses import CourseModule
from db.talks import Talk
from pages.widgets.show_more import AT_ONCE
from tests.builders import a_scene
from tests.core.courses.stories import four, plan
from tests.core.today.test_service import a_line
from tests.pages.as_colleague import only_button, visit

NOW = utc_now() - timedelta(hours=1)


def page_of(session, scene, who=None):
    return visit(session, who or scene.coordinator, "register/volunteer", id=scene.engagement.id)


def area(page, label: str):
    return next(each for each in page.text_area if each.label == label)


def test_a_note_is_written_read_and_taken_back(session):
    scene = a_scene(session, NOW, programme="kommunal_frivillig")
    page = only_button(page_of(session, scene), f"to-note-{scene.engagement.id}").click().run()
    area(page, "Din note").set_value("Holder af *hunde*.")
    page = only_button(page, "write-note").click().run()
    assert any("hunde" in each.value and "Holder" in each.value for each in page.markdown)
    session.rollback()
    (note,) = notes_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert note.words == "Holder af *hunde*."
    page = only_button(page, f"take-back-{note.note_id}").click().run()
    assert not any("Holder" in each.value for each in page.markdown)


def test_what_is_refused_is_said_and_stays_written(session):
    scene = a_scene(session, NOW, programme="kommunal_frivillig")
    page = only_button(page_of(session, scene), f"to-note-{scene.engagement.id}").click().run()
    area(page, "Din note").set_value("Ring til 010190-1234")
    page = only_button(page, "write-note").click().run()
    assert "CPR" in page.error[0].value
    assert area(page, "Din note").value == "Ring til 010190-1234"


def test_a_planned_talk_is_written_down_when_it_was_held(session):
    scene = a_scene(session, NOW, programme="kommunal_frivillig")
    talk = plan_talk(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind=TalkKind.FOLLOW_UP,
        planned_on=local_day(NOW),
        now=NOW,
    )
    page = only_button(page_of(session, scene, scene.contact_person), f"hold-{talk.id}").click().run()
    page.text_area(key=f"talked-{talk.id}-words").set_value("Alt går godt.")
    page = only_button(page, f"held-talk-save-{talk.id}").click().run()
    session.rollback()
    (row,) = talks_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert (row.held_on, row.words) == (local_day(utc_now()), "Alt går godt.")
    assert any("Alt går godt" in each.value for each in page.markdown)
    page = only_button(page, f"correct-{talk.id}").click().run()
    page = only_button(page, f"not-held-{talk.id}").click().run()
    assert not page.exception
    session.rollback()
    (row,) = talks_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert row.held_on is None


def test_a_planned_talk_is_moved_to_another_day(session):
    scene = a_scene(session, NOW, programme="kommunal_frivillig")
    talk = plan_talk(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind=TalkKind.FOLLOW_UP,
        planned_on=local_day(NOW) + timedelta(days=3),
        now=NOW,
    )
    page = only_button(page_of(session, scene, scene.contact_person), f"hold-{talk.id}").click().run()
    page = only_button(page, f"move-talk-{talk.id}").click().run()
    wanted = local_day(NOW) + timedelta(days=9)
    page.date_input(key=f"move-talk-day-{talk.id}").set_value(wanted)
    page = only_button(page.run(), f"move-talk-save-{talk.id}").click().run()
    assert not page.exception
    session.rollback()
    session.expire_all()
    assert session.get_one(type(talk), talk.id).planned_on == wanted


def test_one_tap_on_the_list_of_the_day_says_that_the_pair_was_asked(session):
    told = four(session, NOW - timedelta(days=60))
    begun = NOW - timedelta(days=10)
    run = plan(session, told, begun, first_on=local_day(begun), modules=3)
    tick_off(session=session, actor=told.coordinator, run_id=run.id, number=1, now=begun + timedelta(days=1))
    module = session.exec(
        select(CourseModule).where(CourseModule.course_run_id == run.id, CourseModule.number == 1)
    ).one()
    a_line(session, told.scene, kind="contact", step=f"contact:{module.id}", subject_id=module.id)
    page = visit(session, told.scene.coordinator, "today/today")
    (button,) = [each for each in page.button if each.label == "Vi har talt sammen"]
    page = button.click().run()
    assert not page.exception
    assert {talk.engagement_id for talk in session.exec(select(Talk))} == set(told.pair)
    assert [each for each in page.button if each.label == "Vi har talt sammen"] == []


def test_talks_of_former_years_are_drawn_when_somebody_asks_for_them(session):
    scene = a_scene(session, NOW, programme="kommunal_frivillig")
    for days in range(8):
        record_talk(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            kind=TalkKind.FOLLOW_UP,
            held_on=local_day(NOW - timedelta(days=days)),
            words="Alt går godt.",
            now=NOW,
        )

    def told(page):
        return sum("Alt går godt" in each.value for each in page.markdown)

    page = page_of(session, scene)
    assert told(page) == AT_ONCE
    assert told(only_button(page, f"said-of-{scene.engagement.id}-more").click().run()) == 8
