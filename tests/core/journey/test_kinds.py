"""Every kind of step has its rule."""

import pytest

from core.journey.kinds import RULES, kind_called, step_of
from core.journey.steps import StepKind, StepStatus


def test_every_kind_of_step_has_a_rule():
    assert set(RULES) == set(StepKind)


@pytest.mark.parametrize("kind", StepKind)
def test_a_step_is_the_turn_of_whom_its_kind_names_where_it_does_not_say_otherwise(kind):
    assert step_of("x", kind, StepStatus.WAITING).owner == RULES[kind].owner
    assert step_of("x", kind, StepStatus.WAITING, "partner").owner == "partner"


def test_a_row_may_name_a_kind_that_this_portal_does_not_know():
    assert kind_called("decide") is StepKind.DECIDE
    assert kind_called("nobody_knows") is None
