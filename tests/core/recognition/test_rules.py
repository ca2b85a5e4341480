"""Occasions found from what somebody did: each in its time, each once."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.approvals.rules import ApprovalFact, CourseFact, Decision, InstructorFacts, PauseFact
from core.programmes.programme import Celebrations, shipped
from core.recognition.rules import Occasion, OccasionKind, VolunteerFacts, occasions
from tests.core.journey.builders import DATES, instructors

TACKLE = shipped()["laer_at_tackle"]
TODAY = date(2026, 11, 23)
PROGRAMMES = st.sampled_from([*shipped().values()])
some_facts = st.builds(VolunteerFacts, began_on=st.none() | DATES, ended_on=st.none() | DATES, instructor=instructors)


def keys(facts: VolunteerFacts, today: date = TODAY, **settings) -> list[str]:
    recognition = TACKLE.recognition.model_copy(update=settings)
    programme = TACKLE.model_copy(update={"recognition": recognition})
    return [each.key for each in occasions(programme, facts, today)]


def led(*days: date) -> InstructorFacts:
    """Somebody who led a course that ended on each of the days."""
    return InstructorFacts(
        courses=tuple(
            CourseFact(UUID(int=number), day - timedelta(days=40), day, True) for number, day in enumerate(days, 1)
        )
    )


def approved(day: date, *others: ApprovalFact) -> InstructorFacts:
    return InstructorFacts(approvals=(ApprovalFact(Decision.APPROVED, day, day + timedelta(days=730)), *others))


@given(PROGRAMMES, some_facts, DATES)
def test_there_is_an_answer_for_any_facts_on_any_day_and_each_occasion_is_there_once(programme, facts, today):
    found = occasions(programme, facts, today)
    assert len({each.key for each in found}) == len(found)
    assert list(found) == sorted(found, key=lambda each: (each.on, each.key))
    settings = programme.recognition
    for each in found:
        assert -settings.ahead_days <= (today - each.on).days <= settings.propose_days


@given(some_facts, st.lists(st.tuples(st.integers(0, 400), st.none() | st.integers(0, 90)), max_size=12), DATES)
def test_over_any_days_and_breaks_nothing_is_proposed_twice(facts, days, first):
    """Whatever is answered is answered by its key; a break recorded meanwhile moves a diploma and makes no second."""
    answered: dict[str, Occasion] = {}
    today, own = first, facts.instructor
    for passed, break_days in days:
        today += timedelta(days=passed)
        if break_days is not None:
            pause = PauseFact(today, today + timedelta(days=break_days))
            own = replace(own, pauses=(*own.pauses, pause))
        for each in occasions(TACKLE, replace(facts, instructor=own), today):
            if each.key not in answered:
                answered[each.key] = each
    told = [(each.kind, each.number) for each in answered.values()]
    assert len(set(told)) == len(told)


@given(some_facts, DATES, st.integers(1, 400))
def test_a_longer_break_never_brings_a_diploma_forward(facts, today, length):
    longer = replace(
        facts.instructor, pauses=(*facts.instructor.pauses, PauseFact(today - timedelta(days=length), today))
    )
    wide = TACKLE.model_copy(update={"recognition": Celebrations(diploma_years=(5, 10), ahead_days=730)})
    before = {each.key: each.on for each in occasions(wide, facts, today) if each.kind is OccasionKind.DIPLOMA}
    after = {each.key: each.on for each in occasions(wide, replace(facts, instructor=longer), today)}
    assert all(after[key] >= day for key, day in before.items() if key in after)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        (VolunteerFacts(), []),
        (VolunteerFacts(instructor=approved(TODAY)), ["certificate", "flowers"]),
        (VolunteerFacts(instructor=approved(TODAY + timedelta(days=1))), []),
        (VolunteerFacts(instructor=approved(TODAY - timedelta(days=181))), []),
        (
            VolunteerFacts(instructor=approved(date(2020, 1, 1), ApprovalFact(Decision.APPROVED, TODAY))),
            [],
        ),
        (VolunteerFacts(began_on=date(2021, 11, 23)), ["diploma:5"]),
        (VolunteerFacts(began_on=date(2021, 12, 23)), ["diploma:5"]),
        (VolunteerFacts(began_on=date(2021, 12, 24)), []),
        (VolunteerFacts(began_on=date(2016, 11, 23)), ["diploma:10"]),
        (VolunteerFacts(instructor=led(TODAY)), ["courses:1"]),
        (
            VolunteerFacts(instructor=led(*[TODAY - timedelta(days=days) for days in range(10)])),
            ["courses:1", "courses:10"],
        ),
        (VolunteerFacts(instructor=led(date(2026, 2, 20))), ["season:2025"]),
        (VolunteerFacts(ended_on=TODAY), ["goodbye"]),
        (VolunteerFacts(ended_on=TODAY + timedelta(days=1)), []),
        (VolunteerFacts(began_on=date(2021, 11, 23), ended_on=date(2026, 11, 1)), ["goodbye"]),
    ],
)
def test_each_occasion_comes_in_its_time(facts, found):
    assert keys(facts) == found


def test_the_days_of_a_break_do_not_count_towards_a_diploma():
    pause = PauseFact(date(2024, 1, 1), date(2024, 1, 31))
    facts = VolunteerFacts(began_on=date(2021, 11, 23), instructor=InstructorFacts(pauses=(pause,)))
    assert keys(facts, date(2026, 11, 23)) == []
    (diploma,) = occasions(TACKLE, facts, date(2026, 12, 24))
    assert (diploma.on, diploma.number) == (date(2026, 12, 24), 5)


def test_a_course_that_does_not_count_is_no_first_course():
    own = InstructorFacts(courses=(CourseFact(UUID(int=1), TODAY, TODAY, False),))
    assert keys(VolunteerFacts(instructor=own)) == []


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"flowers_at_approval": False}, ["certificate"]),
        ({"certificate_at_approval": False}, ["flowers"]),
        ({"flowers_at_approval": False, "certificate_at_approval": False}, []),
    ],
)
def test_what_is_celebrated_is_a_setting(settings, found):
    assert keys(VolunteerFacts(instructor=approved(TODAY)), **settings) == found


def test_round_numbers_the_season_and_the_goodbye_are_settings_too():
    facts = VolunteerFacts(ended_on=TODAY, instructor=led(date(2026, 6, 1), date(2026, 6, 2)))
    assert keys(facts, course_counts=(2,), season_end=False, goodbye=False) == ["courses:2"]
    assert keys(facts, course_counts=()) == ["season:2025", "goodbye"]
    assert keys(facts, propose_days=10) == ["goodbye"]
