"""Where a received application stands, for how long somebody has waited, and what goes when."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessments.rules import (
    OPEN_STAGES,
    AssessmentFacts,
    BoardStage,
    CriterionWord,
    ViewState,
    check_criteria,
    criteria_gone_on,
    criterion_word,
    days_waiting,
    is_late,
    stage_of,
    view_state,
)
from core.errors import DomainError

TODAY = date(2026, 11, 2)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("facts", "stage"),
    [
        (AssessmentFacts(), BoardStage.RECEIVED),
        (AssessmentFacts(begun=True), BoardStage.UNDER_WAY),
        (AssessmentFacts(begun=True, asked=True, views_until=TODAY), BoardStage.ASKED),
        (AssessmentFacts(begun=True, asked=True, views_until=TODAY - DAY), BoardStage.READY),
        (AssessmentFacts(begun=True, asked=True), BoardStage.READY),
        (AssessmentFacts(begun=True, asked=True, views_until=TODAY, decided=True), BoardStage.LETTER),
        (AssessmentFacts(begun=True, decided=True, answered=True), BoardStage.ANSWERED),
        (AssessmentFacts(withdrawn=True, decided=True, answered=True), BoardStage.WITHDRAWN),
    ],
)
def test_an_application_stands_where_its_facts_say(facts: AssessmentFacts, stage: BoardStage):
    assert stage_of(facts, TODAY) is stage


def test_whatever_is_known_it_stands_somewhere_and_what_is_answered_waits_for_nobody():
    for withdrawn, begun, asked, until, decided, answered in product(
        (False, True), (False, True), (False, True), (None, TODAY), (False, True), (False, True)
    ):
        stage = stage_of(AssessmentFacts(withdrawn, begun, asked, until, decided, answered), TODAY)
        assert (stage in OPEN_STAGES) is not (withdrawn or answered)


def test_the_applicant_waits_until_the_letter_goes_and_no_longer():
    assert days_waiting(TODAY - 20 * DAY, None, TODAY) == 20
    assert days_waiting(TODAY - 20 * DAY, TODAY - 5 * DAY, TODAY) == 15
    assert days_waiting(TODAY + DAY, None, TODAY) == 0
    assert not is_late(TODAY - 14 * DAY, BoardStage.RECEIVED, TODAY, 14)
    assert is_late(TODAY - 15 * DAY, BoardStage.ASKED, TODAY, 14)
    assert is_late(TODAY - 8 * DAY, BoardStage.RECEIVED, TODAY, 7)
    assert not is_late(TODAY - 90 * DAY, BoardStage.ANSWERED, TODAY, 14)


def test_a_view_is_waited_for_until_the_end_of_its_day():
    assert view_state(False, TODAY, TODAY) is ViewState.ASKED
    assert view_state(False, TODAY - DAY, TODAY) is ViewState.LAPSED
    assert view_state(True, TODAY - DAY, TODAY) is ViewState.ANSWERED


LONG_AGO_OR_NOT = st.dates(max_value=date(9000, 1, 1))


@given(answered_on=LONG_AGO_OR_NOT, delete_on=LONG_AGO_OR_NOT, days=st.integers(0, 180))
def test_what_was_said_of_the_criteria_never_outlives_the_application(answered_on: date, delete_on: date, days: int):
    gone = criteria_gone_on(answered_on, delete_on, days)
    assert gone <= delete_on
    assert gone <= answered_on + days * DAY


def test_a_criterion_is_a_word_and_what_was_not_asked_is_not_kept():
    said = check_criteria({"wants_to": "met", "settled": "talk", "quality": "not_asked"})
    assert said == {"wants_to": "met", "settled": "talk"}
    assert criterion_word(said, "quality") is CriterionWord.NOT_ASKED
    assert criterion_word(said, "settled") is CriterionWord.TALK
    for wrong in ({"wants_to": "7"}, {"height": "met"}):
        with pytest.raises(DomainError, match="choice_invalid"):
            check_criteria(wrong)
