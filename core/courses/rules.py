"""Pure decisions about course runs (S7, V1)."""

from enum import StrEnum


class CourseState(StrEnum):
    """How far a course run has come."""

    PLANNED = "planned"
    RUNNING = "running"  # its first module was held, or its day has come
    HELD = "held"  # every module was ticked off; the participants' evaluation is awaited
    EVALUATED = "evaluated"  # the evaluation is in; the joint review is awaited
    REVIEWED = "reviewed"  # talked through with agreed improvements (A3.2, B4.2)
    CANCELLED = "cancelled"
