"""What collides among the days of many is found once, whoever it concerns."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.i18n import local_day
from core.planning.overview_rules import (
    ClashKind,
    EntryKind,
    PlannedEntry,
    by_day,
    clashes,
    in_order,
    last_of,
    month_before,
    next_month,
    weeks_of,
)

KAREN, BO = UUID(int=1), UUID(int=2)
AT_FIVE, HOUR = datetime(2026, 11, 3, 17, tzinfo=UTC), timedelta(hours=1)


def entry(
    number: int,
    starts: datetime = AT_FIVE,
    *who: UUID,
    kind: EntryKind = EntryKind.SUPERVISION,
    part_of: UUID | None = None,
    lasts: timedelta = HOUR,
) -> PlannedEntry:
    people: dict[str | UUID, str] = {each: {KAREN: "Karen", BO: "Bo"}[each] for each in who}
    id_ = UUID(int=100 + number)
    return PlannedEntry(
        kind, id_, id_, local_day(starts), f"Nr. {number}", "", starts, starts + lasts, people=people, part_of=part_of
    )


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (entry(1, AT_FIVE, KAREN), entry(2, AT_FIVE, KAREN), [("Karen", "Nr. 1", "Nr. 2")]),
        (entry(1, AT_FIVE, KAREN, BO), entry(2, AT_FIVE + HOUR / 2, BO), [("Bo", "Nr. 1", "Nr. 2")]),
        (entry(1, AT_FIVE, KAREN), entry(2, AT_FIVE + HOUR, KAREN), []),
        (entry(1, AT_FIVE, KAREN), entry(2, AT_FIVE, BO), []),
        (entry(1, AT_FIVE, KAREN), entry(2, AT_FIVE, KAREN, part_of=UUID(int=101)), []),
        (entry(2, AT_FIVE, KAREN, part_of=UUID(int=101)), entry(1, AT_FIVE, KAREN), []),
        (
            entry(1, AT_FIVE, KAREN, part_of=UUID(int=1102)),
            replace(entry(2, AT_FIVE, KAREN), about_id=UUID(int=1102)),
            [],
        ),
    ],
)
def test_somebody_at_two_places_at_once_is_told_but_not_of_a_supervision_in_their_own_module(one, other, found):
    told = [(each.name, each.entry.title, each.other.title) for each in clashes([one, other], {}) if each.other]
    assert told == found


def test_a_closed_day_and_a_module_without_anybody_are_told():
    module = entry(1, AT_FIVE, kind=EntryKind.MODULE)
    found = clashes([module, entry(2, AT_FIVE + timedelta(days=1), KAREN)], {local_day(AT_FIVE): "Efterårsferie"})
    assert [(each.kind, each.words) for each in found] == [
        (ClashKind.CLOSED, "Efterårsferie"),
        (ClashKind.NOBODY, ""),
    ]


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_month_is_whole_weeks_with_all_its_days_and_none_twice(day):
    first = day.replace(day=1)
    days = [each for week in weeks_of(first) for each in week]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert (days[0].weekday(), days[-1].weekday()) == (0, 6)
    assert first - timedelta(days=7) < days[0] <= first
    assert last_of(first) <= days[-1] < last_of(first) + timedelta(days=7)
    assert month_before(next_month(first)) == first


def test_a_day_has_what_is_on_it_by_the_hour_and_what_has_no_hour_first():
    whole = PlannedEntry(EntryKind.EVENT, UUID(int=9), UUID(int=9), local_day(AT_FIVE), "Sommerfest")
    found = by_day(in_order([entry(2, AT_FIVE + HOUR), entry(1), whole]), [local_day(AT_FIVE)])
    assert [each.title for each in found[local_day(AT_FIVE)]] == ["Sommerfest", "Nr. 1", "Nr. 2"]
