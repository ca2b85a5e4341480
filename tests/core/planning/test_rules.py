"""What stands in somebody's way on the days one plans for."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.approvals.rules import PauseFact
from core.planning.rules import HindranceKind, PersonPlans, hindrances

FIRST = date(2026, 12, 1)
WEEKS = [FIRST + timedelta(weeks=each) for each in range(4)]


def test_a_break_and_an_approval_that_runs_out_are_told_with_their_days():
    bo = PersonPlans("Bo Dahl", (PauseFact(WEEKS[1], WEEKS[2]),), approved_until=WEEKS[2])
    assert [(each.kind, each.days) for each in hindrances(bo, WEEKS)] == [
        (HindranceKind.PAUSED, (WEEKS[1], WEEKS[2])),
        (HindranceKind.APPROVAL_OVER, (WEEKS[3],)),
    ]


def test_what_somebody_does_that_day_is_told_once_with_its_name():
    course = (HindranceKind.COURSE, "Tirsdagsholdet")
    bo = PersonPlans("Bo Dahl", busy={WEEKS[0]: [course, course], WEEKS[2]: [course]})
    (told,) = hindrances(bo, [*WEEKS, WEEKS[0]])
    assert (told.what, told.days) == ("Tirsdagsholdet", (WEEKS[0], WEEKS[2]))


@given(st.lists(st.dates(date(2026, 1, 1), date(2027, 1, 1)), max_size=12))
def test_whoever_has_nothing_to_do_is_free_on_every_day(days: list[date]):
    assert hindrances(PersonPlans("Bo Dahl"), days) == []
