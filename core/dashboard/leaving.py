"""Why people stop, in numbers alone: a reason few have is never shown apart. Pure."""

from collections.abc import Mapping
from enum import StrEnum

from core.approvals.rules import EndReason

# Who knows an organisation could tell who is meant by fewer.
FLOOR = 5


class LeavingGroup(StrEnum):
    """All whose reason is not shown apart, or who said none."""

    REST = "rest"


def shown_apart(counts: Mapping[EndReason | None, int]) -> dict[EndReason | LeavingGroup, int]:
    """How many stopped for each reason, most first; None are those who said no reason.

    A reason with fewer than `FLOOR` is told among the rest. Where these are fewer than that together, the smallest of
    the others goes among them too, so that they cannot be told apart by what is left. Nothing where all are fewer.
    """
    if sum(counts.values()) < FLOOR:
        return {}
    apart: dict[EndReason | LeavingGroup, int] = {
        reason: count for reason, count in counts.items() if reason is not None and count >= FLOOR
    }
    rest = sum(counts.values()) - sum(apart.values())
    while 0 < rest < FLOOR:
        smallest = min(apart, key=lambda reason: (apart[reason], reason))
        rest += apart.pop(smallest)
    found = dict(sorted(apart.items(), key=lambda each: (-each[1], each[0])))
    return found | ({LeavingGroup.REST: rest} if rest else {})
