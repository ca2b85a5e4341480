"""An instructor on a phone: the next evening, the partner's number, ticking off, a word to the partner."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.courses.modules import tick_off
from core.courses.service import change_course
from core.i18n import local_day, utc_now
from db.courses import CourseModule, CourseRun, Evaluation, ModuleFeedback
from tests.builders import look_again
from tests.core.courses.stories import Four, details_of, four, plan
from tests.pages.as_volunteer import buttons, field, press, text, visit

NOW = utc_now() - timedelta(hours=1)
TODAY = local_day(utc_now())


@pytest.fixture
def told(session: Session) -> Four:
    return four(session, NOW)


def begun(session: Session, told: Four, *, held: int = 0) -> CourseRun:
    run = plan(session, told, NOW, first_on=TODAY - timedelta(weeks=3))
    for number in range(1, held + 1):
        tick_off(session=session, actor=told.scene.as_volunteer, run_id=run.id, number=number, now=NOW)
    return run


def test_a_course_to_come_shows_when_where_and_the_partners_number(session: Session, told: Four):
    plan(session, told, NOW, first_on=TODAY + timedelta(days=2))
    page = visit(session, told.bo.volunteer, "courses/my_courses")
    said = text(page)
    assert "Næste gang" in said
    assert "Biblioteket" in said
    assert "(tel:+4520304050)" in said
    assert "Karen Møller" in said
    assert "**Bo Dahl**" not in said
    assert not [label for label in buttons(page) if label.startswith("Sæt flueben")]


def test_a_module_is_ticked_off_with_a_word_that_the_partner_reads(session: Session, told: Four):
    begun(session, told)
    page = visit(session, told.scene.volunteer, "courses/my_courses")
    field(page, "Et par ord til din makker").set_value("Du fik alle med").run()
    page = press(page, "Sæt flueben ved modul 1")
    assert not page.exception
    assert session.exec(select(ModuleFeedback)).one().words == "Du fik alle med"
    page = visit(session, told.bo.volunteer, "courses/my_courses")
    assert "Du fik alle med" in text(page)
    assert "Sæt flueben ved modul 2" in buttons(page)


def test_ticking_off_what_the_partner_has_ticked_off_is_said_plainly(session: Session, told: Four):
    run = begun(session, told)
    page = visit(session, told.scene.volunteer, "courses/my_courses")
    tick_off(session=session, actor=told.bo.as_volunteer, run_id=run.id, number=1, now=NOW)
    page = press(page, "Sæt flueben ved modul 1")
    assert not page.exception
    assert len(session.exec(select(CourseModule).where(CourseModule.held_at != None)).all()) == 1  # noqa: E711


def test_who_leads_no_course_reads_that(session: Session, told: Four):
    assert "Du holder ikke noget kursus endnu" in text(visit(session, told.ea.volunteer, "courses/my_courses"))


@pytest.mark.parametrize("held", [1, 3])
def test_who_leads_a_course_knows_to_whom_the_forms_go_and_that_one_knows_before(
    session: Session, told: Four, held: int
):
    run = begun(session, told, held=held)
    page = visit(session, told.scene.volunteer, "courses/my_courses")
    assert ("Kursisterne svarer på papir efter det sidste modul." in text(page)) == (held == 1)
    assert "Giv skemaerne til din koordinator, der taster dem ind." in text(page)
    look_again(session)
    run = session.get_one(CourseRun, run.id)
    change_course(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        details=replace(details_of(run), keyed_by_id=told.ea.volunteer.id),
        expected_version=run.version,
        now=NOW,
    )
    page = visit(session, told.scene.volunteer, "courses/my_courses")
    assert f"Giv skemaerne til {told.ea.volunteer.name}, der taster dem ind." in text(page)
    keyer = text(visit(session, told.ea.volunteer, "courses/my_courses"))
    assert "Du er bedt om at taste kursisternes skemaer ind" in keyer
    assert ("giver dig skemaerne efter det sidste modul" in keyer) == (held == 1)


def test_the_appointed_volunteer_keys_in_paper_forms_and_closes(session: Session, told: Four):
    run = begun(session, told, held=3)
    change_course(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        details=replace(details_of(run), participants=2, keyed_by_id=told.ea.volunteer.id),
        expected_version=run.version,
        now=NOW,
    )
    assert "Du er bedt om at taste" in text(visit(session, told.ea.volunteer, "courses/my_courses"))
    for steps in ("Meget", "Rigtig meget"):
        page = visit(session, told.ea.volunteer, "courses/evaluation", id=run.id)
        for radio in page.radio:
            radio.set_value(steps)
        page = press(page.run(), "Gem skemaet, og tag det næste")
        assert not page.exception
    evaluation = session.exec(select(Evaluation)).one()
    assert (evaluation.answered, evaluation.totals["safe"]) == (2, {"4": 1, "5": 1})
    page = press(page, "Fjern skema 1")
    assert not page.exception
    page = press(page, "Luk evalueringen")
    assert "Evalueringen er lukket. Tak for hjælpen." in text(page)
    session.rollback()
    session.expire_all()
    assert session.exec(select(Evaluation)).one().answered == 1


def test_somebody_else_does_not_key_in(session: Session, told: Four):
    run = begun(session, told, held=3)
    page = visit(session, told.ib.volunteer, "courses/evaluation", id=run.id)
    assert "Det har du ikke adgang til" in text(page)
