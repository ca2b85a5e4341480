"""The talks along the way, the education plan, and moving on (Q11, Q12)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as any_

from core.approvals.rules import GoodbyeState
from core.documents.rules import ORGANISATION, VOLUNTEER, DocumentStanding
from core.documents.template.model import EDUCATION_PLAN
from core.journey.along_the_way import EARLY, LAPSES, along_the_way_steps, days_that_turn
from core.journey.steps import DocumentFacts, PathFacts, Step, StepKind, StepStatus, TalkFact
from core.journey.urgency import what_is_next
from core.programmes.programme import AlongTheWay, shipped

PEER = shipped()["peer_stoette"]
BEGAN = date(2025, 11, 3)
SOME_ID, SIGNERS = UUID(int=1), (VOLUNTEER, ORGANISATION)


def after(months: int, **more: int) -> date:
    return BEGAN + relativedelta(months=months) + timedelta(**more)


def facts_of(**more: Any) -> PathFacts:
    usual: dict[str, Any] = {"joined": True, "details_missing": (), "documents": {}, "writers": {}}
    return PathFacts(**usual | more)


def steps(today: date, **facts: Any) -> dict[str, Step]:
    found = along_the_way_steps(PEER, facts_of(begins_on=BEGAN, **facts), today)
    return {step.id: step for step in found}


@pytest.mark.parametrize(
    ("today", "three", "six", "twelve"),
    [
        (BEGAN, "later", "later", "later"),
        (after(3, days=-15), "later", "later", "later"),
        (after(3, days=-14), "waiting", "later", "later"),
        (after(6, days=-15), "waiting", "later", "later"),
        (after(6, days=-14), "not_needed", "waiting", "later"),
        (after(12), "not_needed", "not_needed", "waiting"),
        (after(18, days=-1), "not_needed", "not_needed", "waiting"),
        (after(18), "not_needed", "not_needed", "not_needed"),
    ],
)
def test_each_talk_is_asked_for_from_two_weeks_before_its_day_until_the_next_or_for_half_a_year(
    today: date, three: str, six: str, twelve: str
) -> None:
    found = steps(today)
    assert [found[f"follow_up:{count}"].status for count in (3, 6, 12)] == [three, six, twelve]


@pytest.mark.parametrize(
    ("held", "done"),
    [
        ((after(3, days=-20),), set()),
        ((after(3, days=-14),), {3}),
        ((after(3), after(4)), {3}),
        ((after(6, days=-14),), {6}),
        ((after(3), after(6), after(12, days=30)), {3, 6, 12}),
    ],
)
def test_a_talk_about_how_it_goes_counts_in_its_own_time_alone(held: tuple[date, ...], done: set[int]) -> None:
    found = steps(after(13), followed_up=held)
    assert {count for count in (3, 6, 12) if found[f"follow_up:{count}"].status is StepStatus.DONE} == done


def test_a_talk_that_is_planned_is_not_asked_for_twice() -> None:
    talk = TalkFact(SOME_ID, after(3), follow_up=True)
    step = steps(after(3), talks=(talk,))["follow_up:3"]
    assert (step.status, step.reason, step.due_on) == (StepStatus.LATER, "planned", None)
    other = TalkFact(SOME_ID, after(3))
    assert steps(after(3), talks=(other,))["follow_up:3"].status is StepStatus.WAITING


def test_the_education_plan_is_asked_for_around_a_year_until_it_is_sent() -> None:
    assert EDUCATION_PLAN not in steps(after(12, days=-15))
    step = steps(after(12, days=-14))[EDUCATION_PLAN]
    assert (step.kind, step.status, step.due_on) == (StepKind.DRAFT, StepStatus.WAITING, after(12))
    sent = {EDUCATION_PLAN: DocumentFacts(SOME_ID, DocumentStanding(SIGNERS, shared=True))}
    assert EDUCATION_PLAN not in steps(after(12), documents=sent)
    drafted = {EDUCATION_PLAN: DocumentFacts(SOME_ID, DocumentStanding(SIGNERS))}
    assert EDUCATION_PLAN in steps(after(12), documents=drafted)
    assert EDUCATION_PLAN not in steps(after(18))


def test_moving_on_is_spoken_of_from_a_year_and_is_never_anybodys_turn() -> None:
    assert "move_on" not in steps(after(12, days=-15))
    step = steps(after(30))["move_on"]
    assert (step.status, step.due_on) == (StepStatus.LATER, None)


def test_whoever_is_on_the_way_out_is_asked_for_none_of_it() -> None:
    assert steps(after(12), goodbye=GoodbyeState(last_day=after(13))) == {}


def test_without_a_first_day_or_in_another_programme_there_is_none_of_it() -> None:
    assert list(along_the_way_steps(PEER, facts_of(), after(12))) == []
    other = shipped()["kommunal_frivillig"]
    assert list(along_the_way_steps(other, facts_of(begins_on=BEGAN), after(12))) == []


DAYS = any_.integers(-30, 900).map(lambda days: BEGAN + timedelta(days=days))


@given(
    months=any_.sets(any_.integers(1, 40), max_size=5).map(sorted),
    held=any_.lists(DAYS, max_size=4),
    today=DAYS,
)
def test_at_most_one_talk_waits_and_between_two_days_that_turn_nothing_changes(
    months: list[int], held: list[date], today: date
) -> None:
    programme = PEER.model_copy(update={"along_the_way": AlongTheWay(months=tuple(months), plan_months=12)})
    facts = facts_of(begins_on=BEGAN, followed_up=tuple(held))
    now, tomorrow = (list(along_the_way_steps(programme, facts, day)) for day in (today, today + timedelta(days=1)))
    assert sum(step.status is StepStatus.WAITING and step.kind is StepKind.FOLLOW_UP for step in now) <= 1
    assert now == tomorrow or today + timedelta(days=1) in set(days_that_turn(programme, facts))
    until = what_is_next(programme, facts, today).valid_until
    if until is not None and until > today:
        later = what_is_next(programme, facts, until)
        assert (later.step, later.urgency) == (
            what_is_next(programme, facts, today).step,
            what_is_next(programme, facts, today).urgency,
        )


def test_its_windows_are_what_they_say() -> None:
    assert (timedelta(days=14), relativedelta(months=6)) == (EARLY, LAPSES)
