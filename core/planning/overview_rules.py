"""What collides among the days of many: the same person twice, a day that is closed, a module without anybody. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

A_DAY = timedelta(days=1)
# Whom something is of, as whoever read it told them apart.
Key = str | UUID
# What has no hour stands before what has.
FIRST_OF_ALL = datetime.min.replace(tzinfo=UTC)


class EntryKind(StrEnum):
    """What stands in the calendar of whoever plans."""

    MODULE = "module"
    SUPERVISION = "supervision"
    OFFER = "offer"
    EVENT = "event"  # something that people are invited to as a thank-you
    TRAINING = "training"  # a day of a peer team's training


class ClashKind(StrEnum):
    """Why an entry is to be looked at."""

    TWICE = "twice"  # somebody is to be at two places at once
    CLOSED = "closed"  # it is on a holiday, or a day that is kept closed
    NOBODY = "nobody"  # nobody leads it


# Not frozen, as there are a thousand in the month of a large organisation, and a frozen one takes five times as long.
@dataclass(slots=True, eq=False)
class PlannedEntry:
    """One thing on a day, with its hours where it has any. `people` are those who hold it, by a key and their name;
    `about_id` is what its page is of, and `number` which module of it. `part_of` is the module or the run that it is
    held in, so that no one is at two places."""

    kind: EntryKind
    id: UUID
    about_id: UUID
    day: date
    title: str
    place: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    number: int = 0
    people: Mapping[Key, str] = field(default_factory=dict)
    part_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """What is to be looked at: an entry, why, who, and the other entry where somebody is twice; `words` is what a
    closed day is called."""

    kind: ClashKind
    entry: PlannedEntry
    name: str = ""
    other: PlannedEntry | None = None
    words: str = ""


def clashes(entries: Sequence[PlannedEntry], closed: Mapping[date, str]) -> list[Clash]:
    """All there is to look at, by day and hour, each once."""
    found = [Clash(ClashKind.CLOSED, each, words=closed[each.day]) for each in entries if each.day in closed]
    found += [Clash(ClashKind.NOBODY, each) for each in entries if each.kind is EntryKind.MODULE and not each.people]
    theirs: dict[Key, list[PlannedEntry]] = defaultdict(list)
    for each in entries:
        if each.starts is not None and each.ends is not None:
            for person_id in each.people:
                theirs[person_id].append(each)
    for person_id, own in theirs.items():
        for one, other in _overlapping(own):
            found.append(Clash(ClashKind.TWICE, one, name=one.people[person_id], other=other))
    return sorted(found, key=lambda each: (*_when(each.entry), each.kind, each.name))


def weeks_of(first: date) -> list[list[date]]:
    """The days of the month that `first` is the first day of, by weeks from Monday to Sunday."""
    begins = first - timedelta(days=first.weekday())
    weeks: list[list[date]] = []
    while not weeks or begins <= last_of(first):
        weeks.append([begins + timedelta(days=number) for number in range(7)])
        begins += timedelta(days=7)
    return weeks


def last_of(first: date) -> date:
    """The last day of a month."""
    return next_month(first) - A_DAY


def next_month(first: date) -> date:
    """The first day of the month after."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def month_before(first: date) -> date:
    """The first day of the month before."""
    return (first - A_DAY).replace(day=1)


def in_order(entries: Iterable[PlannedEntry]) -> list[PlannedEntry]:
    """By day and hour, what has no hour first."""
    return sorted(entries, key=lambda each: (each.day, each.starts or FIRST_OF_ALL, each.title))


def by_day(entries: Iterable[PlannedEntry], days: Collection[date]) -> dict[date, list[PlannedEntry]]:
    """Those of these days, in the order in which they come."""
    found: dict[date, list[PlannedEntry]] = {day: [] for day in days}
    for each in entries:
        if each.day in found:
            found[each.day].append(each)
    return found


def _overlapping(entries: Sequence[PlannedEntry]) -> Iterable[tuple[PlannedEntry, PlannedEntry]]:
    if len(entries) < 2:
        return
    timed = sorted(entries, key=_when)
    for number, one in enumerate(timed):
        for other in timed[number + 1 :]:
            assert one.ends is not None
            assert other.starts is not None
            if other.starts >= one.ends:
                break
            if one.part_of not in (other.id, other.about_id) and other.part_of not in (one.id, one.about_id):
                yield one, other


def _when(entry: PlannedEntry) -> tuple[date, datetime]:
    return entry.day, entry.starts or FIRST_OF_ALL
