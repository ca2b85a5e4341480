"""Every kind of step has the words it is told with."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from core.i18n import reading
from core.journey.kinds import RULES, step_of
from core.journey.steps import StepKind, StepStatus
from pages.journey import own_words
from pages.journey.step_words import STEPS
from pages.shell.navigation import PAGES

# Called by their own names.
DOCUMENTS = {StepKind.DRAFT, StepKind.FILL_IN, StepKind.SIGN, StepKind.SEALING, StepKind.HOLD}
# These are done, or expected if possible.
NEVER_NEXT = {StepKind.SEALING, StepKind.HOLD, StepKind.LEARN}
PATH: Any = SimpleNamespace(organisation="Solbjerg Kommune", contact_person="Lise Bach")
TODAY = date(2026, 11, 26)
OWN = {kind: words.own for kind, words in STEPS.items() if words.own}


def test_every_kind_of_step_is_called_something_and_told_where_it_comes_next():
    assert set(STEPS) == set(StepKind)
    assert {kind for kind, words in STEPS.items() if not words.title} == DOCUMENTS
    assert {kind for kind, words in STEPS.items() if not words.next} == NEVER_NEXT


def test_the_volunteer_reads_of_every_step_but_what_colleagues_plan_among_themselves():
    assert {kind for kind, words in STEPS.items() if words.own is None} == {StepKind.TALK}
    assert {kind for kind, words in STEPS.items() if words.own and not words.own.title} == DOCUMENTS


def test_what_can_be_the_volunteers_turn_is_asked_for_with_a_page_that_is_there():
    turns = {kind for kind, words in STEPS.items() if words.own and words.own.mine}
    asked = {kind: words.own.asked for kind, words in STEPS.items() if words.own and words.own.asked}
    assert set(asked) == turns
    assert {each.page for each in asked.values()} <= {entry.path for entry in PAGES}


def reasons(kind: StepKind) -> list[str]:
    """Those the kind has something to say or to do about; of the year's courses it is how many are missing."""
    own = STEPS[kind].own
    told = {*STEPS[kind].closer, *RULES[kind].by_reason, *(own.told if own else ())}
    return sorted(told - {""} | {"2"} if kind is StepKind.COURSES else told | {""})


@pytest.mark.parametrize("kind", OWN)
def test_whatever_the_reason_and_with_or_without_a_day_there_is_a_whole_sentence(kind):
    steps = [
        step_of(kind, kind, status, due_on=day, reason=reason)
        for status in (StepStatus.NOW, StepStatus.WAITING, StepStatus.LATER)
        for day in (TODAY, None)
        for reason in reasons(kind)
    ]
    for language in ("da", "en"):
        with reading(language):
            said = [own_words.sentence(step, PATH) for step in steps]
        assert not [each for each in said if "{" in each or " ." in each or each.startswith("On .")]
        told = OWN[kind].told
        assert all(said) or kind is StepKind.BEGIN or "" not in told


def test_a_step_says_its_day_in_whole_or_is_said_without_one():
    with reading("da"):
        held = step_of("re_evaluate:1", StepKind.RE_EVALUATE, StepStatus.LATER, due_on=TODAY)
        assert own_words.sentence(held, PATH) == "Din godkendelse gælder til og med den 26. november 2026."
        undated = step_of("re_evaluate:1", StepKind.RE_EVALUATE, StepStatus.LATER)
        assert own_words.sentence(undated, PATH) == "Din koordinator holder øje med den."
