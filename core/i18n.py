"""Danish and English: the reader's language, catalogues, dates and numbers.

The code speaks English; each `core/locale/<language>/*.po` gives the same sentences in another language. Catalogues are
read once, when this module is first imported.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, format_timedelta
from babel.messages.pofile import read_po

LANGUAGES = {"da": "Dansk", "en": "English"}
DEFAULT_LANGUAGE = "da"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LOCALES = {"da": "da_DK", "en": "en_GB"}
LOCALE_FOLDER = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def N_(message: str) -> str:
    """Mark `message` for the catalogues where it is translated later."""
    return message


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """All translations of `language`: the English message → its singular and, where there is one, plural form."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((LOCALE_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    key = message.id if isinstance(message.id, str) else message.id[0]
                    found[key] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found


def language() -> str:
    """The current reader's language, "da" or "en"."""
    return _language.get()


def use(chosen: str) -> None:
    """Read in `chosen` from now on in this thread; an unknown language falls back to Danish."""
    _language.set(chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE)


@contextmanager
def reading(chosen: str) -> Iterator[None]:
    """Read in `chosen` for the length of the block, as when a mail is written in its receiver's language."""
    token = _language.set(chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """`message` in the current language; the English itself where no translation exists."""
    forms = catalogue(language()).get(message)
    return forms[0] if forms and forms[0] else message


def ngettext(singular: str, plural: str, count: int) -> str:
    """`singular` or `plural` in the current language (both languages use the singular for exactly one)."""
    forms = catalogue(language()).get(singular)
    if not forms:
        return singular if count == 1 else plural
    return forms[0] if count == 1 else forms[-1]


def on_date(day: date) -> str:
    """A date as the reader writes it: "24. december 2026", "24 December 2026"."""
    return format_date(day, "long", locale=LOCALES[language()])


def short_date(day: date) -> str:
    """A date for tables: "24.12.2026", "24/12/2026"."""
    return format_date(day, "dd.MM.yyyy" if language() == "da" else "dd/MM/yyyy", locale=LOCALES[language()])


def day_and_month(day: date, today: date) -> str:
    """A day as one says it, with its year only where it is another than today's: "24. december", "24 December"."""
    if day.year != today.year:
        return on_date(day)
    return format_date(day, "d. MMMM" if language() == "da" else "d MMMM", locale=LOCALES[language()])


def in_month(day: date) -> str:
    """The month of a day with its year: "december 2026", "December 2026"."""
    return format_date(day, "LLLL y", locale=LOCALES[language()])


def short_month(day: date) -> str:
    """The month of a day for an axis: "dec", "Dec"."""
    return format_date(day, "LLL", locale=LOCALES[language()]).rstrip(".")


def at_time(moment: datetime) -> str:
    """Date and time in Copenhagen: "24. december 2026 kl. 14.05", "24 December 2026 at 14:05"."""
    return f"{on_date(local_day(moment))} {'kl.' if language() == 'da' else 'at'} {clock(moment)}"


def clock(moment: datetime) -> str:
    """Hours and minutes in Copenhagen: "14.05", "14:05"."""
    return format_time(moment, "HH.mm" if language() == "da" else "HH:mm", COPENHAGEN, LOCALES[language()])


def ago(moment: datetime, now: datetime) -> str:
    """How long ago `moment` was, in words of one unit: "3 dage", "3 days"."""
    return format_timedelta(now - moment, threshold=1.2, locale=LOCALES[language()])


def local_day(moment: datetime) -> date:
    """The calendar day of `moment` in Copenhagen."""
    return moment.astimezone(COPENHAGEN).date()


def utc_now() -> datetime:
    """The one clock of the portal; rules never call it, pages and commands pass it in."""
    return datetime.now(UTC)
