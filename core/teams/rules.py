"""What each in a peer team is responsible for, and who reads what of whom (Q7)."""

from collections.abc import Collection
from enum import StrEnum


class TeamPart(StrEnum):
    """What somebody is in a team."""

    PEER = "peer"
    LEAD = "lead"
    PSYCHOLOGIST = "psychologist"
    WORKPLACE = "workplace"  # who is there for them at the workplace
    COORDINATOR = "coordinator"


# Whom a peer can show what they wrote of how they work best.
CAN_BE_SHOWN = (TeamPart.LEAD, TeamPart.WORKPLACE, TeamPart.PSYCHOLOGIST)


def may_read(shown_to: Collection[str], parts: Collection[TeamPart], *, own: bool) -> bool:
    """Whether somebody who has these `parts` in the team reads what a peer wrote: their own, or shown to them."""
    return own or any(part in shown_to for part in parts if part in CAN_BE_SHOWN)
