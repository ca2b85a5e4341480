"""Who reads what a peer wrote: whoever wrote it, and those they showed it to."""

from itertools import combinations

import pytest

from core.teams.rules import CAN_BE_SHOWN, TeamPart, may_read

EVERY_CHOICE = [set(some) for count in range(4) for some in combinations(CAN_BE_SHOWN, count)]


@pytest.mark.parametrize("shown_to", EVERY_CHOICE, ids=lambda some: "-".join(sorted(some)) or "nobody")
def test_only_those_it_is_shown_to_and_whoever_wrote_it_read_it(shown_to):
    for part in TeamPart:
        assert may_read(shown_to, {part}, own=False) == (part in shown_to)
        assert may_read(shown_to, {part}, own=True)
    assert not may_read(shown_to, set(), own=False)


def test_nobody_is_let_in_by_a_word_that_cannot_be_chosen():
    assert not may_read([TeamPart.PEER, TeamPart.COORDINATOR], {TeamPart.PEER, TeamPart.COORDINATOR}, own=False)
