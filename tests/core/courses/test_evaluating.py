"""The participants' evaluation comes in as totals or form by form, is closed, and is talked through."""

from dataclasses import replace
from datetime import date, datetime
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from core.access.permissions import Actor
from core.courses.evaluating import EvaluationDetails, enter_totals, finish_evaluation, key_form, remove_form, review
from core.courses.evaluation import question_sheet, totals_of
from core.courses.rules import CourseState
from core.courses.service import change_course
from core.courses.view import agreed_before, course, course_to_key_in, courses_to_key_in
from core.errors import DomainError
from core.i18n import local_day
from core.startup import Portal
from db.courses import CourseRun, Evaluation, EvaluationForm
from tests.builders import look_again
from tests.core.courses.stories import Four, after, details_of, evaluated, four, held
from tests.core.documents.stories import together

LATER = after(3)


def enter(
    session: Session,
    told: Four,
    run: CourseRun,
    actor: Actor | None = None,
    expected_version: int | None = None,
    **what: Any,
) -> Evaluation:
    wanted: dict[str, Any] = {"answered": 8, "totals": {"useful": {"4": 3, "5": 5}}, "comments": ""}
    return enter_totals(
        session=session,
        actor=actor or told.coordinator,
        run_id=run.id,
        details=EvaluationDetails(**wanted | what),
        expected_version=expected_version,
        now=LATER,
    )


def key(session: Session, actor: Actor, run: CourseRun, comment: str = "", **answers: str) -> EvaluationForm:
    return key_form(session=session, actor=actor, run_id=run.id, answers=answers, comment=comment, now=LATER)


def finish(session: Session, told: Four, run: CourseRun, *, nobody: bool = False) -> Evaluation:
    return finish_evaluation(session=session, actor=told.coordinator, run_id=run.id, nobody_answered=nobody, now=LATER)


def talk(session: Session, told: Four, run: CourseRun, on: date, *, improvements: str = "Mere tid til pausen"):
    return review(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        reviewed_on=on,
        improvements=improvements,
        expected_version=run.version,
        now=LATER,
    )


def appoint(session: Session, told: Four, run: CourseRun, now: datetime) -> None:
    change_course(
        session=session,
        actor=told.coordinator,
        run_id=run.id,
        details=replace(details_of(run), participants=9, keyed_by_id=told.ea.volunteer.id),
        expected_version=run.version,
        now=now,
    )


def test_totals_are_written_down_closed_and_talked_through(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    kept = enter(session, told, run, comments="Godt hold")
    assert (kept.answered, kept.totals, kept.comments) == (8, {"useful": {"4": 3, "5": 5}}, "Godt hold")
    finish(session, told, run)
    look_again(session)
    run = talk(session, told, session.get_one(CourseRun, run.id), local_day(LATER))
    view = course(session=session, actor=told.bo.as_volunteer, run_id=run.id, today=local_day(LATER))
    assert (view.state, view.run.improvements) == (CourseState.REVIEWED, "Mere tid til pausen")


def test_nothing_is_evaluated_before_the_last_module(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now, modules=2)
    for too_early in (
        lambda: enter(session, told, run),
        lambda: key(session, told.coordinator, run, useful="5"),
        lambda: finish(session, told, run),
    ):
        with pytest.raises(DomainError) as refused:
            too_early()
        assert (refused.value.code, refused.value.details["number"]) == ("course_not_over", 3)
    assert session.exec(select(Evaluation)).all() == []


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"answered": 7}, "evaluation_sum"),
        ({"answered": -1}, "evaluation_answered"),
        ({"answered": 501}, "evaluation_answered"),
        ({"totals": {"useful": {"6": 1}}}, "choice_invalid"),
        ({"totals": {"unknown": {"1": 1}}}, "choice_invalid"),
        ({"totals": {"useful": {"1": -1}}}, "choice_invalid"),
        ({"comments": "Ring til 010190-1234"}, "cpr_not_wanted"),
        ({"expected_version": 3}, "changed_meanwhile"),
    ],
)
def test_totals_that_cannot_be_are_refused(session: Session, now: datetime, what: dict[str, Any], code: str):
    told = four(session, now)
    run = held(session, told, now)
    with pytest.raises(DomainError, match=code):
        enter(session, told, run, **what)


def test_the_later_of_two_who_write_totals_is_told(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    first = enter(session, told, run)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        enter(session, told, run, answered=9)
    look_again(session)
    assert enter(session, told, run, answered=9, expected_version=first.version).answered == 9


def test_the_appointed_volunteer_keys_in_and_nobody_else_does(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    for actor in (told.ea.as_volunteer, told.scene.as_volunteer, told.scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            key(session, actor, run, useful="5")
    assert courses_to_key_in(session=session, actor=told.ea.as_volunteer, today=local_day(LATER)) == []
    look_again(session)
    appoint(session, told, session.get_one(CourseRun, run.id), now)
    key(session, told.ea.as_volunteer, run, "Tak for kaffe", useful="5", clear="4")
    rows = courses_to_key_in(session=session, actor=told.ea.as_volunteer, today=local_day(LATER))
    assert [row.run_id for row in rows] == [run.id]
    _row, evaluation, forms = course_to_key_in(
        session=session, actor=told.ea.as_volunteer, run_id=run.id, today=local_day(LATER)
    )
    assert (evaluation and evaluation.answered, len(forms)) == (1, 1)
    with pytest.raises(DomainError, match="not_allowed"):
        course(session=session, actor=told.ea.as_volunteer, run_id=run.id, today=local_day(LATER))


SHEETS = st.lists(
    st.dictionaries(st.sampled_from([each.id for each in question_sheet().questions]), st.sampled_from("12345")),
    max_size=6,
)


@given(SHEETS)
def test_sums_count_every_answer_once(forms: list[dict[str, str]]):
    totals = totals_of(forms)
    assert sum(sum(counted.values()) for counted in totals.values()) == sum(map(len, forms))


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(forms=st.lists(st.dictionaries(st.sampled_from(["useful", "safe"]), st.sampled_from("15"), min_size=1)))
def test_totals_are_always_the_sum_of_the_forms(session: Session, now: datetime, forms: list[dict[str, str]]):
    told, run = _once(session, now)
    for form in forms:
        key(session, told.coordinator, run, **form)
    kept = list(session.exec(select(EvaluationForm)))
    for gone in kept[::2]:
        remove_form(session=session, actor=told.coordinator, run_id=run.id, form_id=gone.id, now=LATER)
    look_again(session)
    left = session.exec(select(EvaluationForm)).all()
    evaluation = session.exec(select(Evaluation)).one_or_none()
    assert evaluation is None or (evaluation.totals, evaluation.answered) == (
        totals_of(form.answers for form in left),
        len(left),
    )


def _once(session: Session, now: datetime) -> tuple[Four, CourseRun]:
    """The same course in every example; what a former one keyed in is taken away."""
    kept = session.info.setdefault("told", None)
    if kept is None:
        told = four(session, now)
        session.info["told"] = kept = (told, held(session, told, now))
    told, run = kept
    for form in list(session.exec(select(EvaluationForm))):
        remove_form(session=session, actor=told.coordinator, run_id=run.id, form_id=form.id, now=LATER)
    return told, run


def test_forms_and_totals_do_not_mix(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    form = key(session, told.coordinator, run, useful="5")
    version = session.exec(select(Evaluation)).one().version
    with pytest.raises(DomainError, match="evaluation_keyed"):
        enter(session, told, run, expected_version=version)
    remove_form(session=session, actor=told.coordinator, run_id=run.id, form_id=form.id, now=LATER)
    with pytest.raises(DomainError, match="not_found"):
        remove_form(session=session, actor=told.coordinator, run_id=run.id, form_id=form.id, now=LATER)
    look_again(session)
    enter(session, told, run, expected_version=session.exec(select(Evaluation)).one().version)
    with pytest.raises(DomainError, match="evaluation_totals"):
        key(session, told.coordinator, run, useful="5")


@pytest.mark.parametrize(
    ("answers", "comment", "code"),
    [
        ({}, "", "evaluation_form_empty"),
        ({"useful": ""}, " ", "evaluation_form_empty"),
        ({"useful": "6"}, "", "choice_invalid"),
        ({"other": "1"}, "", "choice_invalid"),
    ],
)
def test_an_empty_or_strange_form_is_refused(
    session: Session, now: datetime, answers: dict[str, str], comment: str, code: str
):
    told = four(session, now)
    run = held(session, told, now)
    with pytest.raises(DomainError, match=code):
        key_form(session=session, actor=told.coordinator, run_id=run.id, answers=answers, comment=comment, now=LATER)


def test_an_empty_evaluation_is_closed_only_when_nobody_answered(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    with pytest.raises(DomainError, match="evaluation_empty"):
        finish(session, told, run)
    look_again(session)
    finish(session, told, run, nobody=True)
    with pytest.raises(DomainError, match="course_evaluated"):
        finish(session, told, run)
    with pytest.raises(DomainError, match="course_evaluated"):
        key(session, told.coordinator, run, useful="5")


def test_it_is_talked_through_after_it_is_in_on_a_day_that_can_be(session: Session, now: datetime):
    told = four(session, now)
    run = held(session, told, now)
    with pytest.raises(DomainError, match="course_not_evaluated"):
        talk(session, told, run, local_day(LATER))
    finish(session, told, run, nobody=True)
    look_again(session)
    for day in (date(2026, 11, 23), date(2026, 12, 2)):
        with pytest.raises(DomainError, match="course_review_date"):
            talk(session, told, session.get_one(CourseRun, run.id), day)


def test_what_was_agreed_is_shown_when_the_two_plan_again(session: Session, now: datetime):
    told = four(session, now)
    run = evaluated(session, told, now)
    look_again(session)
    talk(session, told, session.get_one(CourseRun, run.id), local_day(LATER))
    organisation_id = told.scene.organisation.id
    for reader in (told.coordinator, told.bo.as_volunteer):
        found = agreed_before(session=session, actor=reader, organisation_id=organisation_id, engagement_ids=told.pair)
        assert [(each.name, each.improvements) for each in found] == [("Tirsdagsholdet", "Mere tid til pausen")]
    with pytest.raises(DomainError, match="not_allowed"):
        agreed_before(
            session=session,
            actor=told.ea.as_volunteer,
            organisation_id=organisation_id,
            engagement_ids=told.pair,
        )


def test_two_who_key_in_at_once_lose_no_form(portal: Portal, now: datetime):
    with portal.session() as session:
        told = four(session, now)
        run_id, actor = held(session, told, now).id, told.coordinator

    def keying_in() -> None:
        with portal.session() as own:
            for _each in range(3):
                key_form(session=own, actor=actor, run_id=run_id, answers={"safe": "5"}, comment="", now=LATER)

    together(Thread(target=keying_in), Thread(target=keying_in))
    with portal.session() as session:
        assert session.exec(select(Evaluation)).one().totals == {"safe": {"5": 6}}
