"""Days nobody plans on: Danish public holidays, the days most keep as such, and an organisation's own closed days."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

from core.error_codes import ErrorCode
from core.errors import DomainError

A_WEEK = timedelta(weeks=1)
LONGEST_CLOSED = 92
# What is not a public holiday by law and yet kept by most: 1 May, Constitution Day, Christmas Eve, New Year's Eve.
CATEGORIES = ("public", "optional")
LANGUAGES = {"da": "da"}
ELSE_IN = "en_US"


@dataclass(frozen=True, slots=True)
class ClosedSpan:
    """Days an organisation keeps closed, both ends included, and what it calls them."""

    first_on: date
    last_on: date
    name: str


def holiday(day: date, language: str) -> str:
    """What `day` is called where it is a holiday in Denmark, "" where it is none.

    Danish for who reads Danish and English for all others, by the library `holidays`, which follows the law (as the
    Great Prayer Day that was abolished from 2024).
    """
    return _of_year(day.year, LANGUAGES.get(language, ELSE_IN)).get(day, "")


def closed_on(day: date, closed: Sequence[ClosedSpan], language: str) -> str:
    """Why `day` is no day to plan on: the holiday it is, or what the organisation calls its closed days; "" for a day
    like any other."""
    own = next((span.name for span in closed if span.first_on <= day <= span.last_on), "")
    return holiday(day, language) or own


def skip_closed(days: Sequence[date], is_closed: Callable[[date], bool], step: timedelta = A_WEEK) -> list[date]:
    """The same number of days in the same order, none of which `is_closed`: each that is, and all that follow it, are
    moved by as many steps as it takes.

    With a step back, `days` run backwards too.
    """
    moved, by = [], timedelta()
    for day in days:
        while is_closed(day + by):
            by += step
        moved.append(day + by)
    return moved


def check_closed(span: ClosedSpan) -> None:
    """Refuse closed days that end before they begin, or are longer than a season: "closed_days"."""
    if not 0 <= (span.last_on - span.first_on).days < LONGEST_CLOSED:
        raise DomainError(ErrorCode.CLOSED_DAYS, most=LONGEST_CLOSED)


@cache
def _of_year(year: int, language: str) -> Mapping[date, str]:
    return dict(holidays.country_holidays("DK", years=year, language=language, categories=CATEGORIES, expand=False))
