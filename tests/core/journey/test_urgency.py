"""The row of an engagement in lists: from the same facts as its journey, and true until the day it says."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.approvals.rules import (
    ApprovalFact,
    CourseFact,
    Decision,
    GoodbyePart,
    GoodbyeState,
    InstructorFacts,
    PauseFact,
    SupervisionFact,
)
from core.documents.rules import DocumentStanding
from core.journey.kinds import RULES
from core.journey.rules import journey
from core.journey.steps import DocumentFacts, ModuleFact, PathFacts, RunFact, Stage, StepKind, StepStatus, TalkFact
from core.journey.urgency import OVERDUE, Urgency, most_urgent, others_to_do, urgency_of, what_is_next
from core.programmes.programme import Programme, shipped
from core.supervision.rules import SupervisionKind
from tests.core.journey.builders import DATES, instructors, some_runs, some_talks
from tests.core.journey.test_rules import BOTH, some_facts, some_programme

TODAY = date(2026, 11, 2)
TACKLE = shipped()["laer_at_tackle"]
RUN, MODULE = UUID(int=1), UUID(int=2)

whole_facts = st.builds(
    lambda facts, begins_on, instructor, runs, talks, added_on, paired, goodbye: replace(
        facts,
        begins_on=begins_on,
        instructor=instructor,
        runs=runs,
        talks=talks,
        added_on=added_on,
        paired=paired,
        goodbye=goodbye,
    ),
    some_facts,
    st.none() | DATES,
    instructors,
    some_runs,
    some_talks,
    st.none() | DATES,
    st.booleans(),
    st.none() | st.builds(GoodbyeState, DATES, st.dictionaries(st.sampled_from(GoodbyePart), DATES)),
)


def facts(**changed) -> PathFacts:
    """Somebody whose papers are all in order but the programme's documents, who joined long ago."""
    return replace(PathFacts(joined=True, details_missing=(), documents={}, writers={}), **changed)


def a_session(
    number: int,
    *,
    planned: date | None = None,
    held: date | None = None,
    feedback: bool = False,
    kind: SupervisionKind = SupervisionKind.FIRST,
) -> SupervisionFact:
    return SupervisionFact(UUID(int=100 + number), kind, TODAY - timedelta(days=60), planned, held, feedback)


@given(some_programme, whole_facts, DATES)
@settings(max_examples=300)
def test_there_is_a_journey_for_any_facts_on_any_day(programme: Programme, found: PathFacts, today: date):
    steps = journey(programme, found, today)
    assert len({step.id for step in steps}) == len(steps)
    assert not [step for step in steps if step.status is StepStatus.DONE and step.is_overdue(today)]
    assert steps == journey(programme, found, today)


@given(some_programme, whole_facts, DATES, st.data())
@settings(max_examples=400)
def test_a_row_holds_until_the_day_it_says(programme: Programme, found: PathFacts, today: date, data: st.DataObject):
    row = what_is_next(programme, found, today)
    assert row.valid_until is None or row.valid_until >= today
    later = data.draw(st.dates(today, row.valid_until or date(2060, 1, 1)))
    assert replace(what_is_next(programme, found, later), valid_until=row.valid_until) == row


@given(some_programme, whole_facts, DATES)
def test_what_a_list_shows_is_a_step_of_the_journey(programme: Programme, found: PathFacts, today: date):
    row = what_is_next(programme, found, today)
    steps = journey(programme, found, today)
    assert row.step is None or row.step in steps
    assert (row.step, row.urgency) == most_urgent(steps, today)


@given(some_programme, whole_facts, DATES)
@settings(max_examples=400)
def test_whoever_has_a_step_over_its_day_has_a_row_over_its_day(programme: Programme, found: PathFacts, today: date):
    late = [step for step in journey(programme, found, today) if step.is_overdue(today)]
    row = what_is_next(programme, found, today)
    assert (row.urgency in OVERDUE) == bool(late)
    assert not late or row.step in late


def test_nothing_that_is_not_overdue_stands_before_what_is():
    assert max(OVERDUE) < min(set(Urgency) - set(OVERDUE))


@given(some_programme, whole_facts, DATES)
def test_a_row_and_its_others_are_all_that_somebody_is_to_do(programme: Programme, found: PathFacts, today: date):
    steps, row = journey(programme, found, today), what_is_next(programme, found, today)
    others = others_to_do(steps, today)
    assert row.more == len(others)
    assert row.step not in others
    on_a_break = row.stage is Stage.PAUSED
    goes_on = {kind for kind, rule in RULES.items() if rule.goes_on and kind is not StepKind.PAUSED}
    to_do = {step.id for step in steps if step.open and (not on_a_break or step.kind in goes_on)}
    assert {step.id for step in others} == to_do - {row.step.id if row.step else ""}


@given(whole_facts, DATES, st.sampled_from(["feedback", "course", "approval"]))
@settings(max_examples=200)
def test_more_facts_never_undo_what_is_done(found: PathFacts, today: date, more: str):
    before = {step.id for step in journey(TACKLE, found, today) if step.status is StepStatus.DONE}
    own = found.instructor
    match more:
        case "feedback":
            session = SupervisionFact(UUID(int=9_999_999), SupervisionKind.FIRST, today, today, today, True)
            own = replace(own, supervisions=(*own.supervisions, session))
        case "course":
            own = replace(own, courses=(*own.courses, CourseFact(UUID(int=9_999_998), today, today, True)))
        case _:
            decided = [each.decided_on for each in own.approvals]
            if any(day >= today for day in decided):
                return
            given_now = ApprovalFact(Decision.APPROVED, today, today + timedelta(days=730))
            own = replace(own, approvals=(*own.approvals, given_now))
    after = {step.id: step for step in journey(TACKLE, replace(found, instructor=own), today)}
    # A year of courses is another one after a decision; that is the reason on record.
    lost = {each for each in before if each not in after or after[each].status is not StepStatus.DONE}
    assert {each for each in lost if not each.startswith("courses:")} == set()


def step_of(own: InstructorFacts, step_id: str, **changed) -> tuple[StepStatus, str, str, date | None]:
    steps = {step.id: step for step in journey(TACKLE, facts(instructor=own, **changed), TODAY)}
    step = steps[step_id]
    return step.status, step.owner, step.reason, step.due_on


TRAINED = InstructorFacts(trained_on=date(2026, 6, 1))
OVER = replace(
    TRAINED, courses=(CourseFact(RUN, date(2026, 9, 1), TODAY - timedelta(days=1), counts=False, planned=True),)
)
LEADS = replace(TRAINED, courses=(CourseFact(RUN, date(2026, 10, 20), date(2026, 12, 1), False, planned=True),))
APPROVED = replace(TRAINED, approvals=(ApprovalFact(Decision.APPROVED, date(2025, 1, 10), date(2027, 1, 10)),))
NO = ApprovalFact(Decision.NOT_APPROVED, date(2026, 10, 30))
YES = ApprovalFact(Decision.APPROVED, date(2026, 10, 31), date(2028, 10, 31))


@pytest.mark.parametrize(
    ("own", "step_id", "expected"),
    [
        (InstructorFacts(), "training", ("waiting", "coordinator", "", None)),
        (InstructorFacts(trained_on=date(2026, 12, 5)), "training", ("later", "coordinator", "", date(2026, 12, 5))),
        (TRAINED, "training", ("done", "coordinator", "", None)),
        (InstructorFacts(), "pair", ("later", "coordinator", "", None)),
        (TRAINED, "pair", ("waiting", "coordinator", "", None)),
        (TRAINED, "course:1", ("waiting", "coordinator", "plan", None)),
        (TRAINED, "course:2", ("later", "coordinator", "plan", None)),
        (LEADS, "course:1", ("later", "volunteer", "running", TODAY)),
        (OVER, "course:1", ("later", "volunteer", "over", TODAY)),
        (TRAINED, "supervision:1", ("later", "coordinator", "order", None)),
        (LEADS, "supervision:1", ("waiting", "coordinator", "order", None)),
        (LEADS, "supervision:2", ("later", "coordinator", "order", None)),
        (
            replace(LEADS, supervisions=(a_session(1),)),
            "supervision:1",
            ("waiting", "supervisor", "plan", TODAY - timedelta(days=46)),
        ),
        (
            replace(LEADS, supervisions=(a_session(1, planned=date(2026, 11, 9)),)),
            "supervision:1",
            ("later", "supervisor", "hold", date(2026, 11, 9)),
        ),
        (
            replace(LEADS, supervisions=(a_session(1, planned=date(2026, 10, 9)),)),
            "supervision:1",
            ("waiting", "supervisor", "hold", date(2026, 10, 9)),
        ),
        (
            replace(LEADS, supervisions=(a_session(1, held=date(2026, 10, 30)),)),
            "supervision:1",
            ("waiting", "supervisor", "feedback", date(2026, 11, 6)),
        ),
        (
            replace(LEADS, supervisions=(a_session(1, held=date(2026, 10, 30), feedback=True),)),
            "supervision:2",
            ("waiting", "coordinator", "order", None),
        ),
        (
            replace(
                LEADS, supervisions=tuple(a_session(each, held=date(2026, 10, 29), feedback=True) for each in (1, 2, 3))
            ),
            "decide",
            ("waiting", "coordinator", "", date(2026, 11, 12)),
        ),
        (APPROVED, "decide", ("done", "coordinator", "", None)),
        (APPROVED, "supervision:1", ("not_needed", "coordinator", "", None)),
        (APPROVED, "re_evaluate:1", ("waiting", "coordinator", "order", date(2027, 1, 10))),
        (APPROVED, "courses:2026-01-10", ("waiting", "coordinator", "2", date(2027, 1, 9))),
        (replace(TRAINED, approvals=(NO,)), "decide", ("done", "coordinator", "no", None)),
        (replace(TRAINED, approvals=(NO,)), "closing:1", ("waiting", "coordinator", "plan", date(2026, 11, 13))),
        (
            replace(TRAINED, approvals=(replace(NO, closing_on=date(2026, 11, 20)),)),
            "closing:1",
            ("later", "coordinator", "hold", date(2026, 11, 20)),
        ),
        (
            replace(TRAINED, approvals=(replace(NO, closing_on=TODAY, closed_on=TODAY),)),
            "closing:1",
            ("done", "coordinator", "", None),
        ),
        (
            replace(TRAINED, approvals=(replace(NO, closing_on=TODAY, closed_on=TODAY), YES)),
            "closing:1",
            ("done", "coordinator", "", None),
        ),
        (replace(TRAINED, approvals=(NO, YES)), "closing:1", ("not_needed", "coordinator", "", None)),
    ],
)
def test_each_step_of_an_instructor_is_where_the_facts_say(own, step_id, expected):
    assert step_of(own, step_id) == expected


ITS_PARTS = {StepKind.HAND_OVER, StepKind.LAST_TALK, StepKind.LAST_THANKS, StepKind.PROOF}
PARTING = {StepKind.WISH, StepKind.GOODBYE, *ITS_PARTS}
SIGNED_BY_ONE = DocumentStanding(("volunteer", "organisation"), signed=frozenset({"volunteer"}), shared=True)
INCOMPLETE = DocumentStanding(("volunteer",), missing_by=frozenset(BOTH), shared=True)
LEAVES = GoodbyeState(TODAY + timedelta(days=14), {})


@pytest.mark.parametrize(
    "found",
    [
        facts(added_on=TODAY - timedelta(days=90)),
        facts(joined=False, details_missing=("phone",), unread=2),
        facts(instructor=LEADS),
        facts(documents={"welcome_letter": DocumentFacts(RUN, DocumentStanding(BOTH, declined=True, shared=True))}),
        facts(instructor=APPROVED),
        facts(documents={"welcome_letter": DocumentFacts(RUN, INCOMPLETE)}),
    ],
)
@pytest.mark.parametrize("programme", [TACKLE, shipped()["kommunal_frivillig"]])
def test_nobody_who_is_leaving_is_asked_for_what_would_begin_something(programme, found):
    assert [step for step in journey(programme, found, TODAY) if step.open]
    row = what_is_next(programme, replace(found, goodbye=LEAVES), TODAY)
    assert row.step is not None
    assert row.step.kind is StepKind.HAND_OVER
    left = {step.kind for step in journey(programme, replace(found, goodbye=LEAVES), TODAY) if step.open}
    assert left <= PARTING


def test_what_is_under_way_goes_on_until_somebodys_last_day():
    run = CourseFact(RUN, TODAY - timedelta(days=7), TODAY + timedelta(days=7), False, planned=True)
    own = replace(TRAINED, courses=(run,), supervisions=(a_session(1, held=TODAY),))
    found = facts(
        instructor=own,
        runs=(RunFact(RUN, TODAY, held=True),),
        documents={"cooperation_agreement": DocumentFacts(MODULE, SIGNED_BY_ONE)},
        goodbye=LEAVES,
    )
    steps = {step.id: step.status for step in journey(TACKLE, found, TODAY)}
    assert steps["course:1"] is StepStatus.LATER
    for waits in ("supervision:1", f"evaluate:{RUN}", "cooperation_agreement"):
        assert steps[waits] is StepStatus.WAITING, waits


def test_a_lapse_is_stated_and_its_way_back_is_a_re_evaluation():
    lapsed = replace(TRAINED, approvals=(ApprovalFact(Decision.APPROVED, date(2024, 1, 10), date(2026, 1, 10)),))
    row = what_is_next(TACKLE, facts(instructor=lapsed), TODAY)
    assert row.stage is Stage.LAPSED
    assert step_of(lapsed, "re_evaluate:1") == ("waiting", "coordinator", "lapsed", date(2026, 1, 10))


@pytest.mark.parametrize(
    ("days", "status", "urgency"),
    [
        (-1, StepStatus.WAITING, Urgency.OURS_OVERDUE),
        (0, StepStatus.WAITING, Urgency.OURS_SOON),
        (7, StepStatus.WAITING, Urgency.OURS_SOON),
        (8, StepStatus.LATER, Urgency.NOTHING),
    ],
)
@pytest.mark.parametrize("pauses", [(), (PauseFact(date(2026, 10, 1), date(2026, 12, 31)),)])
def test_a_planned_talk_comes_up_a_week_ahead_also_on_a_break(days, status, urgency, pauses):
    talk = TalkFact(UUID(int=5), TODAY + timedelta(days=days))
    found = facts(talks=(talk,), instructor=InstructorFacts(pauses=pauses))
    steps = {step.id: step for step in journey(shipped()["kommunal_frivillig"], found, TODAY)}
    step = steps[f"talk:{talk.talk_id}"]
    assert (step.status, step.due_on, step.owner) == (status, talk.planned_on, "coordinator")
    assert urgency_of(step, TODAY) is urgency


def test_a_talk_is_said_before_the_break_it_is_held_in():
    found = facts(
        talks=(TalkFact(UUID(int=5), TODAY),),
        instructor=replace(APPROVED, pauses=(PauseFact(date(2026, 10, 1), date(2026, 12, 31)),)),
    )
    step, urgency = most_urgent(journey(TACKLE, found, TODAY), TODAY)
    assert step is not None
    assert (step.kind, urgency) == (StepKind.TALK, Urgency.OURS_SOON)


def test_while_somebody_is_paused_nothing_is_due_and_lists_say_so():
    own = replace(APPROVED, pauses=(PauseFact(date(2026, 10, 1), date(2026, 12, 31)),))
    steps = journey(TACKLE, facts(instructor=own, added_on=date(2020, 1, 1)), TODAY)
    assert [step.id for step in steps if step.open and step.due_on] == ["paused"]
    row = what_is_next(TACKLE, facts(instructor=own), TODAY)
    assert (row.stage, row.urgency, row.step.kind if row.step else None) == (
        Stage.PAUSED,
        Urgency.PAUSED,
        StepKind.PAUSED,
    )


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        (RunFact(RUN, TODAY, newest_module=ModuleFact(MODULE, TODAY)), {f"contact:{MODULE}": "waiting"}),
        (RunFact(RUN, TODAY, newest_module=ModuleFact(MODULE, TODAY, True)), {f"contact:{MODULE}": "done"}),
        (RunFact(RUN, TODAY, held=True), {f"evaluate:{RUN}": "waiting", f"review:{RUN}": "later"}),
        (RunFact(RUN, TODAY, held=True, evaluated=True), {f"evaluate:{RUN}": "done", f"review:{RUN}": "waiting"}),
        (RunFact(RUN, TODAY, True, True, True), {f"evaluate:{RUN}": "done", f"review:{RUN}": "done"}),
    ],
)
def test_what_a_course_run_asks_for(run: RunFact, expected: dict[str, str]):
    about = (StepKind.CONTACT, StepKind.EVALUATE, StepKind.REVIEW)
    steps = journey(TACKLE, facts(instructor=LEADS, runs=(run,)), TODAY)
    assert {step.id: step.status for step in steps if step.kind in about} == expected


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (TODAY - timedelta(days=1), Urgency.OURS_OVERDUE),
        (TODAY, Urgency.OURS_SOON),
        (TODAY + timedelta(days=7), Urgency.OURS_SOON),
        (TODAY + timedelta(days=8), Urgency.OURS),
    ],
)
def test_what_is_over_its_day_comes_first_then_what_is_due_within_a_week(due: date, expected: Urgency):
    # A draft is due fourteen days after somebody was added.
    found = facts(added_on=due - timedelta(days=14))
    assert what_is_next(shipped()["kommunal_frivillig"], found, TODAY).urgency is expected


def test_what_runs_out_stands_before_the_courses_of_the_year_though_these_are_due_first():
    found = facts(instructor=APPROVED)
    due = {step.kind: step.due_on or date.max for step in journey(TACKLE, found, TODAY) if step.open}
    assert due[StepKind.COURSES] < due[StepKind.RE_EVALUATE] < date.max
    step = what_is_next(TACKLE, found, TODAY).step
    assert step is not None
    assert step.kind is StepKind.RE_EVALUATE


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"joined": False}, Stage.INVITED),
        ({}, Stage.PAPERS),
        ({"instructor": APPROVED}, Stage.APPROVED),
        ({"instructor": replace(TRAINED, approvals=(replace(NO, decided_on=date(2026, 8, 1)),))}, Stage.NOT_APPROVED),
    ],
)
def test_the_stage_is_one_word(changed, expected: Stage):
    assert what_is_next(TACKLE, facts(**changed), TODAY - timedelta(days=60)).stage is expected


def test_who_leads_a_course_is_not_at_the_papers_though_one_is_open():
    today = TODAY - timedelta(days=60)
    led = CourseFact(UUID(int=1), today, today + timedelta(days=40), counts=False, planned=True)
    found = facts(instructor=replace(TRAINED, courses=(led,)))
    assert what_is_next(TACKLE, found, today).stage is Stage.IN_APPROVAL
    assert what_is_next(TACKLE, found, today - timedelta(days=1)).stage is Stage.PAPERS


@given(some_programme, whole_facts, DATES)
def test_what_somebody_learned_changes_no_list(programme: Programme, found: PathFacts, today: date):
    # It is expected if possible, so nothing waits for it, and rows need not be written anew when somebody was there.
    assert what_is_next(programme, found, today) == what_is_next(programme, replace(found, learning=()), today)
