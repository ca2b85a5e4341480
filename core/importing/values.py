"""Cells as people write them, made into values: days in many forms, names in one column or two, numbers. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil import parser

from core import contact
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.importing.reading import Cell
from db.sought import folded

# A spreadsheet counts days from here; one that was made on an old Macintosh says its days as days.
DAY_ZERO = date(1899, 12, 30)
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
MONTHS = (
    ("jan", "januar", "january"),
    ("feb", "februar", "february"),
    ("mar", "marts", "march"),
    ("apr", "april"),
    ("maj", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
DAY_FIRST = re.compile(r"(\d{1,2})[./\-\s]+(\d{1,2})[./\-\s]+(\d{4}|\d{2})\.?")
YEAR_FIRST = re.compile(r"(\d{4})[./\-](\d{1,2})[./\-](\d{1,2})(?!\d)")
SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
YEAR = re.compile(r"(19|20)\d\d")
MONTH_OF_YEAR = re.compile(r"(\d{1,2})[./\-\s]+((?:19|20)\d\d)")
TURNED = re.compile(r"([^,\d]+),\s*([^,\d]+)")
# Between two numbers somebody gave.
NEXT_NUMBER = re.compile(r"\s*(?:[,;/]|\beller\b|\bor\b|\bog\b)\s*")

# Between two days in one cell.
NEXT_DAY = re.compile(r"\s*(?:[;,\n+&]|\bog\b|\band\b)\s*")


class _Danish(parser.parserinfo):
    MONTHS = list(MONTHS)
    JUMP = [*parser.parserinfo.JUMP, "d", "den", "d.", "kl", "ca", "ca."]


_DANISH = _Danish(dayfirst=True)


@dataclass(frozen=True, slots=True)
class DayRead:
    """A day. `partly` is where only its month or its year was written, and it is the first of that."""

    day: date
    partly: bool = False


def month_first(cells: Iterable[Cell]) -> bool:
    """Whether a column writes the month before the day, as in 12/31/2024: some can only be that, and none cannot."""
    slashed = [found for cell in cells if isinstance(cell, str) and (found := SLASHED.fullmatch(cell.strip()))]
    return any(int(each[2]) > 12 for each in slashed) and not any(int(each[1]) > 12 for each in slashed)


def day(cell: Cell, *, turned: bool = False) -> DayRead | None:
    """The day a cell says, None for a blank; `turned` is whether its column writes the month before the day.

    Raises "sheet_day" for what is no day, and for one from before 1900 or after 2100.
    """
    if cell is None:
        return None
    read = _day(cell, turned)
    if read is None or not EARLIEST <= read.day <= LATEST:
        raise DomainError(ErrorCode.SHEET_DAY)
    return read


def _day(cell: Cell, turned: bool) -> DayRead | None:
    if isinstance(cell, date):
        return DayRead(cell)
    if isinstance(cell, int | float):
        return _of_number(cell)
    words = " ".join(str(cell).split()).strip(" .,")
    if words.isdecimal():
        return _of_number(int(words)) if len(words) != 6 or words[0] != "0" else _in_six(words)
    if MONTH_OF_YEAR.fullmatch(words) and not DAY_FIRST.fullmatch(words):
        month, year = re.split(r"[./\-\s]+", words)
        return DayRead(date(int(year), int(month), 1), partly=True) if 1 <= int(month) <= 12 else None
    return _in_words(words, turned)


def _of_number(number: float) -> DayRead | None:
    """A number that is a year, a day as 20240315 or 150324, or what a spreadsheet counts days by."""
    # No day is longer than eight figures, and neither "not a number" nor infinity is within.
    if not 0 <= number < 10**8:
        return None
    whole = int(number)
    written = str(whole)
    if YEAR.fullmatch(written):
        return DayRead(date(whole, 1, 1), partly=True)
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return DayRead(DAY_ZERO + timedelta(days=whole))
    if len(written) == 8:
        return _made(written[:4], written[4:6], written[6:]) or _made(written[4:], written[2:4], written[:2])
    return _in_six(written.zfill(6)) if len(written) in (5, 6) else None


def _in_six(written: str) -> DayRead | None:
    return _made(_century(written[4:]), written[2:4], written[:2])


def _made(year: str | int, month: str | int, of_month: str | int) -> DayRead | None:
    try:
        return DayRead(date(int(year), int(month), int(of_month)))
    except ValueError:
        return None


def _century(year: str) -> int:
    """Of two digits, those of the last eighty years and the next twenty."""
    if len(year) == 4:
        return int(year)
    return 2000 + int(year) if int(year) < 50 else 1900 + int(year)


def _in_words(words: str, turned: bool) -> DayRead | None:
    if (plainly := DAY_FIRST.fullmatch(words)) is not None:
        first, second, year = plainly[1], plainly[2], _century(plainly[3])
        if turned and "/" in words:
            first, second = second, first
        return _made(year, second, first)
    if (year_first := YEAR_FIRST.match(words)) is not None:
        # The library would read the day before the month here too.
        return _made(year_first[1], year_first[2], year_first[3])
    try:
        # What is not written is taken from there: what comes out otherwise by the other was not written.
        one = parser.parse(words, _DANISH, default=datetime(2001, 1, 1))  # noqa: DTZ001
        other = parser.parse(words, _DANISH, default=datetime(2002, 2, 2))  # noqa: DTZ001
    except (parser.ParserError, OverflowError, ValueError, TypeError):
        return None
    if one.year != other.year or (one.month != other.month and one.day == other.day):
        return None
    partly = one.day != other.day
    return DayRead(date(one.year, one.month, one.day), partly=partly)


def days(cells: Iterable[Cell], *, turned: bool = False) -> tuple[date, ...]:
    """The days of several cells, or several in one, each once and the earliest first; raises as `day`."""
    found: set[date] = set()
    for cell in cells:
        parts = [cell]
        if isinstance(cell, str) and not DAY_FIRST.fullmatch(cell.strip()):
            parts = [part for part in NEXT_DAY.split(cell) if part.strip()]
        found |= {read.day for part in parts if (read := day(part, turned=turned)) is not None}
    return tuple(sorted(found))


def name(whole: Cell, first: Cell, last: Cell) -> str:
    """A name from one column or two, first names first; raises as `core.contact.name`."""
    written = " ".join(str(each) for each in (first, last) if each is not None) or str(whole or "")
    if (other_way := TURNED.fullmatch(written.strip())) is not None:
        written = f"{other_way[2]} {other_way[1]}"
    if any(character.isdecimal() for character in written) or "@" in written:
        raise DomainError(ErrorCode.NAME_MISSING)
    return contact.name(written)


def phone(cells: Sequence[Cell]) -> str:
    """The first number of those columns, as `core.contact.phone` has it; of two in a cell the first."""
    for cell in cells:
        if cell is None:
            continue
        written = str(cell).strip().strip("'")
        try:
            return contact.phone(written)
        except DomainError:
            return contact.phone(NEXT_NUMBER.split(written)[0])
    return ""


def email(cells: Sequence[Cell]) -> str:
    """The first address of those columns, as `core.contact.email` has it; of two in a cell the first."""
    for cell in cells:
        if cell is None:
            continue
        written = str(cell).strip()
        try:
            return contact.email(written)
        except DomainError:
            return contact.email(re.split(r"[;,\s]+", written)[0])
    return ""


def address(streets: Sequence[Cell], postcode: Cell, town: Cell) -> str:
    """An address on its lines."""
    place = " ".join(str(each) for each in (postcode, town) if each is not None)
    lines = [*(str(each).replace(", ", "\n") for each in streets if each is not None), place]
    return contact.text("\n".join(line for line in lines if line))


LANGUAGES_CALLED = {"da": ("dansk", "da", "danish", "dk"), "en": ("engelsk", "en", "english", "uk", "gb")}


def language(cell: Cell, usual: str) -> str:
    """The language somebody reads, `usual` where nothing is written; raises "choice_invalid" for one we have not."""
    if cell is None:
        return usual
    words = folded(str(cell)).strip()
    for code, called in LANGUAGES_CALLED.items():
        if words in called:
            return code
    raise DomainError(ErrorCode.CHOICE_INVALID)
