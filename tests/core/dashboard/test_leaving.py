"""Why people stop is told in numbers from which nobody can be told."""

from hypothesis import given
from hypothesis import strategies as st

from core.approvals.rules import EndReason
from core.dashboard.leaving import FLOOR, LeavingGroup, shown_apart

COUNTS = st.dictionaries(st.none() | st.sampled_from(EndReason), st.integers(1, 12))


def test_small_reasons_are_told_together_and_what_is_left_is_no_small_number_either() -> None:
    assert shown_apart({EndReason.MOVED: 9, EndReason.ILLNESS: 6, EndReason.OTHER: 1, None: 4}) == {
        EndReason.MOVED: 9,
        EndReason.ILLNESS: 6,
        LeavingGroup.REST: 5,
    }
    # One is left over: the smaller of the others goes along.
    assert shown_apart({EndReason.MOVED: 9, EndReason.ILLNESS: 6, None: 1}) == {
        EndReason.MOVED: 9,
        LeavingGroup.REST: 7,
    }
    assert shown_apart({EndReason.MOVED: 2, EndReason.ILLNESS: 2}) == {}


@given(COUNTS)
def test_nobody_can_be_told_from_a_number(counts) -> None:
    found = shown_apart(counts)
    assert all(number >= FLOOR for number in found.values())
    assert sum(found.values()) == (sum(counts.values()) if sum(counts.values()) >= FLOOR else 0)
    assert all(counts[reason] == number for reason, number in found.items() if reason is not LeavingGroup.REST)
