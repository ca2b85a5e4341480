"""A coordinator plans a course, changes it, and takes it through its evaluation to the talk about it."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from core.courses.evaluating import finish_evaluation, key_form
from core.courses.evaluation import question_sheet
from core.courses.modules import give_feedback, tick_off
from core.courses.service import change_course
from core.i18n import local_day, utc_now
from db.courses import CourseInstructor, CourseModule, CourseRun, Evaluation
from tests.builders import look_again
from tests.core.courses.stories import Four, details_of, four, plan
from tests.pages.as_colleague import only_button, rows, visit
from tests.pages.as_volunteer import buttons, field, press, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
TODAY = local_day(utc_now())


@pytest.fixture
def told(session: Session) -> Four:
    return four(session, NOW)


def begun(session: Session, told: Four, *, held: int = 0) -> CourseRun:
    """A course of three modules that were all to be held by now, the first `held` of them ticked off."""
    run = plan(session, told, NOW, first_on=TODAY - timedelta(weeks=3))
    for number in range(1, held + 1):
        tick_off(session=session, actor=told.bo.as_volunteer, run_id=run.id, number=number, now=NOW)
    return run


def test_a_course_is_planned_with_a_pair_and_found_in_the_list(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Mandagsholdet").run()
    page.selectbox(key="plan-instructor").select("Karen Møller").run()
    page.number_input(key="plan-count").set_value(4).run()
    page = press(page, "Planlæg kurset")
    assert not page.exception
    run = session.exec(select(CourseRun)).one()
    assert (run.name, run.first_on) == ("Mandagsholdet", TODAY)
    assert len(session.exec(select(CourseModule)).all()) == 4
    assert "Mandagsholdet" in rows(visit(session, told.scene.coordinator, "courses/courses"))


def test_a_course_over_christmas_says_so_and_skips_it_in_one_press(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Julehold").run()
    page.date_input(key="plan-first").set_value(date(2026, 12, 17)).run()
    page.number_input(key="plan-count").set_value(3).run()
    assert "Juleaftensdag" in text(page)
    assert "Nytårsaften" in text(page)
    page.toggle(key="plan-skip").set_value(True).run()
    assert "Juleaftensdag" not in text(page)
    page = press(page, "Planlæg kurset")
    assert not page.exception
    assert session.exec(select(CourseRun)).one().last_on == date(2027, 1, 14)


def test_what_is_refused_is_said_and_nothing_typed_is_lost(session: Session, told: Four):
    plan(session, told, NOW, first_on=TODAY)
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Endnu et hold").run()
    page.selectbox(key="plan-instructor").select("Bo Dahl").run()
    page = press(page, "Planlæg kurset")
    assert "Bo Dahl holder Tirsdagsholdet" in text(page)
    assert page.text_input(key="plan-name").value == "Endnu et hold"


def test_each_module_can_be_set_by_itself(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Skæve dage").run()
    page.number_input(key="plan-count").set_value(2).run()
    page.toggle(key="plan-single").set_value(True).run()
    second = next(each for each in page.date_input if each.label == "Modul 2")
    second.set_value(TODAY + timedelta(days=9)).run()
    page = press(page, "Planlæg kurset")
    assert not page.exception
    assert session.exec(select(CourseRun)).one().last_on == TODAY + timedelta(days=9)


def test_a_module_is_ticked_off_and_the_next_one_is_offered(session: Session, told: Four):
    run = begun(session, told)
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id)
    assert "Slut, mangler flueben" in text(page)
    page = press(page, "Sæt flueben ved modul 1")
    assert not page.exception
    assert "Sæt flueben ved modul 2" in buttons(page)
    assert "af Jonas Holm" in rows(page)


def test_a_tick_by_mistake_is_taken_away(session: Session, told: Four):
    run = begun(session, told, held=1)
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id, module="1")
    only_button(page, "untick-1").click().run()
    look_again(session)
    module = session.exec(select(CourseModule).where(CourseModule.number == 1)).one()
    assert module.held_at is None


def test_a_module_is_moved_on_the_page(session: Session, told: Four):
    run = plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id, module="3")
    page.date_input(key=f"move-{run.id}-3-0-day").set_value(TODAY + timedelta(days=60)).run()
    page.text_area(key=f"words-to-{run.id}-3-0").set_value("Salen er optaget").run()
    page = only_button(page, "move-it-3").click().run()
    assert not page.exception
    look_again(session)
    assert session.get_one(CourseRun, run.id).last_on == TODAY + timedelta(days=60)
    assert "Salen er optaget" in text(page)
    assert "Bo Dahl og Karen Møller får en mail kl." in text(page)
    # What is asked next is asked of the new day, and says nothing to anybody yet.
    assert next(each for each in page.text_area if each.label.startswith("Dine egne ord")).value == ""
    page = press(page, "Fortryd")
    assert next(each for each in page.date_input if each.label == "Ny dag").value == TODAY + timedelta(days=16)
    look_again(session)
    assert session.get_one(CourseRun, run.id).last_on == TODAY + timedelta(days=16)
    assert "får en mail kl." not in text(page)


def test_a_module_on_a_day_that_is_over_is_asked_about(session: Session, told: Four):
    run = plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id, module="1")
    page.date_input(key=f"move-{run.id}-1-0-day").set_value(TODAY - timedelta(days=3)).run()
    page = only_button(page, "move-it-1").click().run()
    assert "Den dag, du har valgt, er forbi." in text(page)
    page.checkbox(key=f"past-{run.id}-1-0").check().run()
    only_button(page, "move-it-1").click().run()
    look_again(session)
    assert session.get_one(CourseRun, run.id).first_on == TODAY - timedelta(days=3)


def test_a_module_on_christmas_eve_and_those_after_it_are_moved_in_one_press(session: Session, told: Four):
    run = plan(session, told, NOW, first_on=date(2028, 12, 17))
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id)
    assert "Juleaftensdag" in rows(page)
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id, module="2")
    page = only_button(page, "skip-2").click().run()
    assert not page.exception
    look_again(session)
    assert session.get_one(CourseRun, run.id).last_on == date(2029, 1, 14)


def test_the_last_module_is_removed_on_its_page(session: Session, told: Four):
    run = plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id, module="3")
    page = only_button(page, "remove-module").click().run()
    assert not page.exception
    look_again(session)
    assert len(session.exec(select(CourseModule)).all()) == 2


def test_who_reads_the_courses_of_a_workplace_changes_nothing_and_reads_no_feedback(session: Session, told: Four):
    run = begun(session, told, held=1)
    give_feedback(session=session, actor=told.bo.as_volunteer, run_id=run.id, number=1, words="Hemmelige ord", now=NOW)
    page = visit(session, told.scene.contact_person, "courses/course", id=run.id)
    assert "Karen Møller" in text(page)
    assert "Hemmelige ord" not in text(page)
    assert not {"Gem, hvem der holder det", "Ja, aflys kurset", "Sæt flueben ved modul 2"} & set(buttons(page))
    assert "Hemmelige ord" in text(visit(session, told.scene.coordinator, "courses/course", id=run.id))


def test_one_who_cannot_finish_gets_a_substitute(session: Session, told: Four):
    run = begun(session, told, held=1)
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id)
    page.selectbox(key="stop-who").select("Bo Dahl").run()
    page.selectbox(key="stop-substitute").select("Ea Vang").run()
    page = only_button(page, "stop-record").click().run()
    assert not page.exception
    assert "kunne ikke fortsætte" in text(page)
    stopped = session.exec(
        select(CourseInstructor).where(CourseInstructor.engagement_id == told.bo.engagement.id)
    ).one()
    assert stopped.to_module == 1


def test_who_leads_it_is_changed(session: Session, told: Four):
    run = plan(session, told, NOW, first_on=TODAY + timedelta(days=2), instructors=[told.pair[0]])
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id)
    box = page.multiselect[0]
    box.set_value(["Karen Møller", "Ea Vang"]).run()
    page = only_button(page, "save-leaders").click().run()
    assert not page.exception
    assert {row.engagement_id for row in session.exec(select(CourseInstructor))} == {
        told.pair[0],
        told.ea.engagement.id,
    }


def test_the_later_of_two_coordinators_reads_what_changed_and_keeps_what_they_typed(session: Session, told: Four):
    run = plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id, do="change")
    page.text_area(key=f"about-{run.id}-room").set_value("Nøglen ligger i skabet").run()
    change_course(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        details=replace(details_of(run), place="Hallen", participants=12),
        expected_version=run.version,
        now=NOW,
    )
    page = only_button(page, "about-save").click().run()
    assert "En anden har rettet kurset" in text(page)
    assert "Hallen" in next(each.value for each in page.warning)
    assert "Antal kursister: 12" in next(each.value for each in page.warning)
    assert page.text_area(key=f"about-{run.id}-room").value == "Nøglen ligger i skabet"
    look_again(session)
    assert session.get_one(CourseRun, run.id).room_note == ""
    page = only_button(page, "about-save").click().run()
    look_again(session)
    assert session.get_one(CourseRun, run.id).room_note == "Nøglen ligger i skabet"


def test_after_the_evaluation_the_talk_is_written_down_and_shown_when_they_plan_again(session: Session, told: Four):
    run = begun(session, told, held=3)
    key_form(session=session, actor=told.coordinator, run_id=run.id, answers={"useful": "4"}, comment="God ro", now=NOW)
    finish_evaluation(session=session, actor=told.coordinator, run_id=run.id, now=NOW)
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id)
    assert re.search(r"Kan du bruge det.*?<span>4</span>", html_of(page), re.DOTALL)
    assert "God ro" in text(page)
    assert f"Skrevet ind af {told.scene.coordinator.name}, begyndt den" in text(page)
    field(page, "Det blev I enige om").set_value("Længere pauser").run()
    page = only_button(page, "save-talk").click().run()
    assert "Talt igennem" in text(page)
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.selectbox(key="plan-instructor").select("Bo Dahl").run()
    assert "Længere pauser" in text(page)


@pytest.mark.parametrize(
    ("first", "held", "words"), [(-3, 0, "I gang"), (-60, 0, "Slut, mangler flueben"), (-60, 3, "Holdt, mangler")]
)
def test_a_course_whose_last_day_is_over_is_not_under_way_any_more(session: Session, told: Four, first, held, words):
    run = plan(session, told, NOW, first_on=TODAY + timedelta(days=first))
    for number in range(1, held + 1):
        tick_off(session=session, actor=told.coordinator, run_id=run.id, number=number, now=NOW)
    assert words in text(visit(session, told.scene.coordinator, "courses/course", id=run.id))
    assert words in rows(visit(session, told.scene.coordinator, "courses/courses")).replace("\\", "")


def test_a_course_is_cancelled_and_can_be_read_but_not_changed(session: Session, told: Four):
    run = plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id, do="cancel")
    page = press(page, "Ja, aflys kurset")
    assert "Aflyst" in text(page)
    assert not {"Ja, aflys kurset", "Gem kurset", "Flyt det"} & set(buttons(page))


def test_totals_from_a_table_are_told_line_by_line_and_saved(session: Session, told: Four):
    run = begun(session, told, held=3)
    page = visit(session, told.scene.coordinator, "courses/evaluation", id=run.id)
    page.segmented_control(key=f"way-{run.id}").set_value("Fra en tabel").run()
    page.number_input(key=f"evaluation-{run.id}-answered").set_value(3).run()
    page.text_area(key=f"evaluation-{run.id}-table").set_value("1;0;0;0;1;2\n2;x;0;0;0;0").run()
    assert "Linje 2: “x” er ikke et helt tal" in text(page).replace("\\", "")
    assert "save-totals" not in [button.key for button in page.button]
    page.text_area(key=f"evaluation-{run.id}-table").set_value("1;0;0;0;1;2\n2;0;0;0;0;3").run()
    page = only_button(page, "save-totals").click().run()
    assert not page.exception
    look_again(session)
    assert session.exec(select(Evaluation)).one().totals == {"useful": {"4": 1, "5": 2}, "cope": {"5": 3}}


def test_the_list_is_narrowed_and_says_when_nothing_fits(session: Session, told: Four):
    plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.scene.coordinator, "courses/courses")
    page.selectbox(key="courses-state").select("Aflyst").run()
    assert "Ingen kurser passer til det, du har valgt." in text(page)
    page.selectbox(key="courses-state").select("Planlagt").run()
    assert "Tirsdagsholdet" in rows(page)


def test_a_volunteers_page_shows_their_courses(session: Session, told: Four):
    plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.scene.coordinator, "register/volunteer", id=told.bo.engagement.id)
    assert "Tirsdagsholdet" in rows(page)
    nobody = replace(told.scene, engagement=told.ib.engagement)
    page = visit(session, told.scene.coordinator, "register/volunteer", id=nobody.engagement.id)
    assert "Tirsdagsholdet" not in rows(page)


def test_what_is_refused_of_who_leads_it_and_of_who_cannot_finish_is_said_at_its_fields(session: Session, told: Four):
    run = begun(session, told, held=1)
    page = visit(session, told.scene.coordinator, "courses/course", id=run.id)
    page = only_button(page, "stop-record").click().run()
    assert [each.label for each in page.selectbox if each.key == "stop-who"] == [
        "Hvem kan ikke fortsætte (skal rettes)"
    ]
    page.selectbox(key="stop-who").select("Bo Dahl").run()
    next(each for each in page.number_input if "Fra modul" in each.label).set_value(1).run()
    page = only_button(page, "stop-record").click().run()
    assert [each.label for each in page.number_input if "Fra modul" in each.label] == ["Fra modul (skal rettes)"]
    page.multiselect[0].set_value(["Ea Vang"]).run()
    page = only_button(page, "save-leaders").click().run()
    assert page.multiselect[0].label == "Instruktører (skal rettes)"
    look_again(session)
    assert {row.engagement_id for row in session.exec(select(CourseInstructor))} == set(told.pair)


def test_all_that_is_wrong_with_the_totals_is_said_at_once_and_at_its_question(session: Session, told: Four):
    run = begun(session, told, held=3)
    page = visit(session, told.scene.coordinator, "courses/evaluation", id=run.id)
    page.segmented_control(key=f"way-{run.id}").set_value("totals").run()
    first, second = [each.id for each in question_sheet().questions][:2]
    page.number_input(key=f"evaluation-{run.id}-answered").set_value(1)
    page.number_input(key=f"evaluation-{run.id}-{first}-4").set_value(2)
    page.number_input(key=f"evaluation-{run.id}-{second}-3").set_value(5).run()
    page = only_button(page, "save-totals").click().run()
    assert not page.exception
    for question in (first, second):
        assert f'id="wrong-evaluation-{run.id}-question-{question}"' in html_of(page)
    assert session.exec(select(Evaluation)).all() == []
    # What was written is there again in another browser, and saved once it is put right.
    page = visit(session, told.scene.coordinator, "courses/evaluation", id=run.id)
    page.segmented_control(key=f"way-{run.id}").set_value("totals").run()
    assert page.number_input(key=f"evaluation-{run.id}-{second}-3").value == 5
    page.number_input(key=f"evaluation-{run.id}-answered").set_value(5).run()
    page = only_button(page, "save-totals").click().run()
    look_again(session)
    assert session.exec(select(Evaluation)).one().answered == 5
