"""The numbers an organisation chooses for what comes before an agreement, for what two sides expect, and for what is
kept of who has stopped. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OrganisationPace:
    """How long things take and are kept, each a column of the organisation by the same name.

    An application that was sent is kept for `application_months`, one that nobody sent for `application_unsent_days`,
    and one that was taken back for `application_withdrawn_days`; words on criteria and notes of a talk go
    `application_criteria_days` after the answer at the latest. A view that is asked for is waited for
    `application_view_days` (R3), and after `application_answer_days` an applicant has waited too long. An alignment
    holds `alignment_months` and is looked at again after `alignment_look_again_months`, unless another day is
    agreed (F7). What is only about working together is kept for `left_months` after somebody's last day.
    """

    application_months: int = 6
    application_unsent_days: int = 30
    application_withdrawn_days: int = 14
    application_criteria_days: int = 30
    application_view_days: int = 10
    application_answer_days: int = 14
    alignment_months: int = 12
    alignment_look_again_months: int = 6
    left_months: int = 24


@dataclass(frozen=True, slots=True)
class LeftMonths:
    """For how many months what is about somebody who has stopped is kept: `now`, and in numbers of `before`, each with
    the last day on which it counted. Nobody is kept longer than they were told: of several the least counts."""

    now: int
    before: Sequence[tuple[date, int]] = ()

    def of(self, last_day: date) -> int:
        """For somebody who stopped on `last_day`."""
        return min([self.now, *(months for until, months in self.before if last_day <= until)])

    def changed(self, months: int, today: date) -> "LeftMonths":
        """From `today` on it is another number; one that is not less than it does not matter any more."""
        told = [*self.before, (today, self.now)]
        return LeftMonths(months, tuple((until, each) for until, each in told if each < months))


# The least and the most of each.
PACE_BOUNDS: Mapping[str, tuple[int, int]] = {
    "application_months": (1, 36),
    "application_unsent_days": (1, 90),
    "application_withdrawn_days": (0, 90),
    "application_criteria_days": (0, 180),
    "application_view_days": (1, 60),
    "application_answer_days": (1, 90),
    "alignment_months": (1, 60),
    "alignment_look_again_months": (1, 60),
    "left_months": (1, 120),
}
