"""Pure decisions about supervision (S1, S4, S5)."""

from enum import StrEnum


class SupervisionKind(StrEnum):
    """What a session is for. Only FIRST counts towards the first approval, only RE_EVALUATION towards a renewal."""

    FIRST = "first"  # one of the supervisions on the first courses (S1)
    RE_EVALUATION = "re_evaluation"  # before an approval is renewed (S3)
    EXTRA = "extra"  # ordered for somebody who is approved (S5)
    OBSERVATION = "observation"  # the coordinator watches (S5)
    METHOD_COURSE = "method_course"  # a course in the method (K1)
