"""A day and a number, asked for so that what lies outside their range is said in the reader's words.

Streamlit answers such a day or number itself, in English, and tells nobody that it was written. So its own range is
left as wide as it can be, and ours is looked at here.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

import streamlit as st

from core.documents.text.values import EARLIEST, LATEST
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import days_as_typed, on_date
from pages.shell import theme as look
from pages.shell.state import NONE, offers_none, read_as_none

# The field takes no year of fewer than four digits; after the last one its calendar has room for a month more.
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9998, 12, 31)
T = TypeVar("T")
Where = AbstractContextManager[Any] | None


@dataclass(frozen=True, slots=True)
class Entered(Generic[T]):
    """What stands in a field. `value` is None where it is blank, and where it is `refused`."""

    value: T | None
    if_blank: ErrorCode
    refused: DomainError | None = None

    def needed(self) -> T:
        """What was written. Raises why that cannot be used, or that nothing was."""
        if (value := self.optional()) is None:
            raise DomainError(self.if_blank)
        return value

    def optional(self) -> T | None:
        """What was written, None for nothing. Raises why it cannot be used."""
        if self.refused is not None:
            raise self.refused
        return self.value


def day_input(
    label: str,
    value: date | None,
    *,
    key: str,
    first: date = EARLIEST,
    last: date = LATEST,
    where: Where = None,
    quiet: bool = False,
    **more: Any,
) -> Entered[date]:
    """Ask for a day from `first` to `last`, drawn in `where`. One outside them is refused below the field, unless the
    page says so already (`quiet`)."""
    with where or nullcontext():
        day = any_day(label, value, key=key, **more)
        if day is None or first <= day <= last:
            return Entered(day, ErrorCode.DATE_INVALID)
        return Entered(None, ErrorCode.DATE_INVALID, _refused(key, _outside(first, last), quiet))


def any_day(label: str, value: date | None, *, key: str, **more: Any) -> date | None:
    """Ask for a day, whichever it is: for who has a rule of their own about it."""
    day: date | None = st.date_input(
        label, value, format=days_as_typed(), min_value=FIRST_DAY, max_value=LAST_DAY, key=key, **more
    )
    return day


def number_input(
    label: str,
    value: int | None,
    *,
    key: str,
    least: int = 0,
    most: int,
    where: Where = None,
    quiet: bool = False,
    **more: Any,
) -> Entered[int]:
    """Ask for a whole number from `least` to `most`, as `day_input` asks for a day."""
    with where or nullcontext():
        number = any_number(label, value, key=key, **more)
        if number is None or least <= number <= most:
            return Entered(number, ErrorCode.NUMBER_MISSING)
        outside = DomainError(ErrorCode.NUMBER_OUTSIDE, least=least, most=most)
        return Entered(None, ErrorCode.NUMBER_MISSING, _refused(key, outside, quiet))


def any_number(label: str, value: int | None, *, key: str, **more: Any) -> int | None:
    """Ask for a whole number, whichever it is."""
    number: int | None = st.number_input(label, value=value, key=key, **({"step": 1} | more))
    return number


def one_of(
    label: str,
    options: Sequence[T | None],
    *,
    key: str,
    format_func: Callable[[Any], str],
    where: Where = None,
    **more: Any,
) -> T | None:
    """Ask for one of `options` in a list, None among them: for all, or for nobody.

    To Streamlit, None is that nothing is chosen: it cannot be told to show the words of that choice, as it is to where
    they are read in another language (see `say_choices_anew`).
    """
    offers_none(key)
    with where or nullcontext():
        chosen: T | None = st.selectbox(
            label, options, format_func=lambda each: format_func(None if each == NONE else each), key=key, **more
        )
    if chosen != NONE:
        return chosen
    read_as_none(key)
    return None


def needed(value: T | None) -> T:
    """What was made of a day that was asked for; "date_invalid" where there is none."""
    if value is None:
        raise DomainError(ErrorCode.DATE_INVALID)
    return value


def _refused(key: str, error: DomainError, quiet: bool) -> DomainError:
    if not quiet:
        look.draw("error", key=key, words=words(error))
    return error


def _outside(first: date, last: date) -> DomainError:
    if last == LATEST and first != EARLIEST:
        return DomainError(ErrorCode.DAY_EARLY, first=on_date(first))
    if first == EARLIEST and last != LATEST:
        return DomainError(ErrorCode.DAY_LATE, last=on_date(last))
    return DomainError(ErrorCode.DAY_OUTSIDE, first=on_date(first), last=on_date(last))
