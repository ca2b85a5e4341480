"""Pure decisions about talks with volunteers."""

from enum import StrEnum


class TalkKind(StrEnum):
    """What a talk is about."""

    CLARIFICATION = "clarification"  # before the training (M1)
    AFTER_MODULE = "after_module"  # contact with the pair after a module
    FOLLOW_UP = "follow_up"  # how it goes
    WELLBEING = "wellbeing"  # support in a hard time (O2)
    OTHER_TASKS = "other_tasks"  # lost interest, or not approved: what else is there (O1, O3)
    CLOSING = "closing"  # the closing meeting (A4.2, O1)
