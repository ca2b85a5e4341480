"""Every kind of step has the words it is told with."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from core.i18n import reading
from core.journey.kinds import RULES, step_of
from core.journey.steps import StepKind, StepStatus
from pages.journey import own_words, path_words
from pages.journey.step_words import STEPS
from pages.shell.entries import PAGES

# Called by their own names.
DOCUMENTS = {StepKind.DRAFT, StepKind.FILL_IN, StepKind.SIGN, StepKind.SEALING, StepKind.HOLD}
# These are done, or expected if possible.
NEVER_NEXT = {StepKind.MOVE_ON, StepKind.SEALING, StepKind.HOLD, StepKind.LEARN}
AMONG_COLLEAGUES = {StepKind.TALK, StepKind.HAND_OVER, StepKind.LAST_TALK, StepKind.LAST_THANKS, StepKind.PROOF}
# A day that comes, a draft that is not sent, a break, and a talk that was held.
MAKES_NOTHING = {StepKind.BEGIN, StepKind.DRAFT, StepKind.PAUSED, StepKind.CLOSING, StepKind.GOODBYE}
PATH: Any = SimpleNamespace(organisation="Solbjerg Kommune", contact_person="Lise Bach")
TODAY = date(2026, 11, 26)
OWN = {kind: words.own for kind, words in STEPS.items() if words.own}


def test_every_kind_of_step_is_called_something_and_told_where_it_comes_next():
    assert set(STEPS) == set(StepKind)
    assert {kind for kind, words in STEPS.items() if not words.title} == DOCUMENTS
    assert {kind for kind, words in STEPS.items() if not words.next} == NEVER_NEXT


def test_the_volunteer_reads_of_every_step_but_what_colleagues_plan_among_themselves():
    assert {kind for kind, words in STEPS.items() if words.own is None} == AMONG_COLLEAGUES
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
        for day in (TODAY, None, TODAY - timedelta(days=11))
        for reason in reasons(kind)
    ]
    for language in ("da", "en"):
        with reading(language):
            said = [own_words.sentence(step, PATH, TODAY) for step in steps]
        assert not [each for each in said if "{" in each or " ." in each or each.startswith("On .")]
        told = OWN[kind].told
        assert all(said) or kind is StepKind.BEGIN or "" not in told


def test_a_step_says_its_day_in_whole_or_is_said_without_one():
    with reading("da"):
        held = step_of("re_evaluate:1", StepKind.RE_EVALUATE, StepStatus.LATER, due_on=TODAY)
        assert own_words.sentence(held, PATH, TODAY) == "Din godkendelse gælder til og med den 26. november 2026."
        undated = step_of("re_evaluate:1", StepKind.RE_EVALUATE, StepStatus.LATER)
        assert own_words.sentence(undated, PATH, TODAY) == "Din koordinator holder øje med den."


def test_a_day_that_is_over_is_never_told_as_if_it_came():
    over = TODAY - timedelta(days=11)
    with reading("da"):
        gathered = step_of("evaluate:1", StepKind.EVALUATE, StepStatus.WAITING, due_on=over)
        assert (
            own_words.sentence(gathered, PATH, TODAY)
            == "Deltagernes svar skulle være samlet ind den 15. november 2026."
        )
        held = step_of("supervision:1", StepKind.SUPERVISION, StepStatus.WAITING, due_on=over, reason="hold")
        assert own_words.sentence(held, PATH, TODAY) == "Det var planlagt til den 15. november 2026."


def test_a_course_under_way_is_not_said_to_be_for_later():
    running = step_of("course:1", StepKind.COURSE, StepStatus.LATER, due_on=TODAY, reason="running")
    with reading("da"):
        assert own_words.under_way(running) == "I gang"
        assert [each.word for each in path_words.path_steps([running], TODAY)] == ["I gang"]
    assert own_words.under_way(step_of("course:1", StepKind.COURSE, StepStatus.LATER, reason="planned")) == ""


def test_a_course_past_its_last_day_is_over_and_not_under_way():
    over = step_of("course:1", StepKind.COURSE, StepStatus.LATER, due_on=TODAY, reason="over")
    with reading("da"):
        assert own_words.under_way(over) == "Forbi"
        assert (
            own_words.sentence(over, PATH, TODAY) == "Dagene er forbi. Det tæller med, når der er sat hak ved det hele."
        )


def test_every_step_that_is_done_opens_what_it_made():
    document = UUID(int=7)
    for kind in OWN:
        done = step_of(kind, kind, StepStatus.DONE, document_id=document if kind in DOCUMENTS else None)
        if own_words.is_told(done) and kind not in MAKES_NOTHING:
            assert own_words.address(done), kind
    signed = step_of("welcome_letter", StepKind.HOLD, StepStatus.DONE, document_id=document)
    assert own_words.address(signed) == f"document?id={document}"
    assert own_words.address(signed.later()) == ""


def test_after_a_no_the_path_says_so_in_calm_words_and_not_that_the_approval_is_done():
    with reading("da"):
        no = step_of("decide", StepKind.DECIDE, StepStatus.DONE, reason="no")
        assert own_words.under_way(no) == "Afgjort"
        told = own_words.sentence(no, PATH, TODAY)
        assert told == "Du blev ikke godkendt denne gang. Din koordinator kan fortælle dig mere."
        yes = step_of("decide", StepKind.DECIDE, StepStatus.DONE)
        assert (own_words.under_way(yes), own_words.sentence(yes, PATH, TODAY)) == ("", "")
