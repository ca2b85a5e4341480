"""To whom a worry goes, never to the one it is about; by when it is answered; and how far it has come. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

# Written twice within this time it is one: a second click, or a page loaded anew.
SAME_WITHIN = timedelta(minutes=10)
WEEKEND = 5


class WorryAbout(StrEnum):
    """What a worry is about: one of the people around a volunteer, or something else."""

    TASK = "task"
    CONTACT_PERSON = "contact_person"
    COORDINATOR = "coordinator"
    PARTNER = "partner"
    COLLEAGUE = "colleague"
    HARM = "harm"
    ELSE = "else"


# About these a person is named: the one who stands there, or the one chosen.
ABOUT_SOMEBODY = (WorryAbout.CONTACT_PERSON, WorryAbout.COORDINATOR, WorryAbout.PARTNER, WorryAbout.COLLEAGUE)


class WorryState(StrEnum):
    """How far a worry has come."""

    WAITING = "waiting"
    READ = "read"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class PeopleAround:
    """Who is around a volunteer, as ids. `coordinators` and `administrators` are all there are now, in a fixed order;
    the two who look after the volunteer count where they are `here`, colleagues still."""

    volunteer: UUID
    contact_person: UUID
    coordinator: UUID
    coordinators: tuple[UUID, ...]
    administrators: tuple[UUID, ...]
    here: frozenset[UUID]


def receivers(around: PeopleAround, about: UUID | None) -> tuple[UUID, ...]:
    """Who can be told, the right one first: the coordinator (A2.6, B3.2), then the contact person, another coordinator,
    an administrator. About the coordinator it goes to another coordinator or an administrator first.

    Never the one it is `about`, nor whoever tells it; empty where nobody else is there.
    """
    nearest = (around.coordinator,) if about == around.coordinator else (around.coordinator, around.contact_person)
    return _others(around, (*nearest, *_leading(around), around.contact_person), {about})


def next_to_know(around: PeopleAround, about: UUID | None, told: UUID) -> UUID | None:
    """Who is told that a worry waits where the one who was `told` does not answer: another coordinator or an
    administrator, never the one it is `about`; None where there is nobody else."""
    return next(iter(_others(around, (around.coordinator, *_leading(around)), {about, told})), None)


def answer_by(raised_on: date, working_days: int, is_closed: Callable[[date], bool]) -> date:
    """The last of so many working days after `raised_on`; weekends and days that are closed are none."""
    day = raised_on
    for _number in range(working_days):
        day += timedelta(days=1)
        while day.weekday() >= WEEKEND or is_closed(day):
            day += timedelta(days=1)
    return day


def state_of(*, read: bool, ended: bool, taken_back: bool) -> WorryState:
    """How far it has come, by what was done last."""
    if taken_back:
        return WorryState.TAKEN_BACK
    if ended:
        return WorryState.ENDED
    return WorryState.READ if read else WorryState.WAITING


def _leading(around: PeopleAround) -> Iterator[UUID]:
    yield from around.coordinators
    yield from around.administrators


def _others(around: PeopleAround, people: tuple[UUID, ...], not_these: set[UUID | None]) -> tuple[UUID, ...]:
    left_out = {around.volunteer, *not_these}
    return tuple(each for each in dict.fromkeys(people) if each in around.here and each not in left_out)
