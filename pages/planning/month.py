"""A month as a table of weeks and days; where there is no room for it, and where it is asked for, a list of the days
that hold something."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.shell import theme as look


@dataclass(frozen=True, slots=True)
class MonthItem:
    """One thing on a day, and where it leads. `kind` is a word for the style sheet; `minded` is what is to be looked at
    about it, in words."""

    kind: str
    words: str
    address: str
    clock: str = ""
    about: str = ""
    minded: str = ""


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day: its number, its name for the list, what it is called where it is closed, and what is on it; `more` says
    that there is more than is drawn."""

    number: int
    named: str
    note: str = ""
    outside: bool = False
    today: bool = False
    items: Sequence[MonthItem] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class MonthWeek:
    """A week by its number, from Monday to Sunday."""

    number: int
    days: Sequence[MonthDay]


def month(
    caption: str, week_heading: str, headings: Sequence[str], weeks: Sequence[MonthWeek], *, listed: bool = False
) -> None:
    """Draw it in one element; `caption` is read out and not seen, `listed` draws the list also where there is room."""
    look.draw("month", caption=caption, week_heading=week_heading, headings=headings, weeks=weeks, listed=listed)
