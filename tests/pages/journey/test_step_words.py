"""Every kind of step has the words it is told with."""

from core.journey.steps import StepKind
from pages.journey.step_words import STEPS

# Called by their own names.
DOCUMENTS = {StepKind.DRAFT, StepKind.FILL_IN, StepKind.SIGN, StepKind.SEALING, StepKind.HOLD}
# These are done, or expected if possible.
NEVER_NEXT = {StepKind.SEALING, StepKind.HOLD, StepKind.LEARN}


def test_every_kind_of_step_is_called_something_and_told_where_it_comes_next():
    assert set(STEPS) == set(StepKind)
    assert {kind for kind, words in STEPS.items() if not words.title} == DOCUMENTS
    assert {kind for kind, words in STEPS.items() if not words.next} == NEVER_NEXT
