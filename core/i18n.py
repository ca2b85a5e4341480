"""The languages of the portal: the reader's own, catalogues, plural forms, dates and numbers.

`LANGUAGES` is the one list. The code speaks English; each `core/locale/<language>/*.po` gives the same sentences in
another language. What a language lacks is read in the first one of the list: a sentence, or a whole published text.
See docs/how-to/add-a-language.md.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from gettext import c2py
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time, format_timedelta
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

Said = TypeVar("Said")

# Each language by its code, with its own name for itself.
LANGUAGES = {"da": "Dansk", "en": "English"}
# The organisation's first language, that everything falls back to. It is no setting of each organisation: the words
# that come with the portal, and the laws they follow, are Danish first, and all of an organisation's own texts are
# published in this language too, because publishing demands every language of the list.
DEFAULT_LANGUAGE = next(iter(LANGUAGES))
# The language the code is written in, so that it has no catalogue.
SOURCE_LANGUAGE = "en"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Only where a country writes otherwise than Babel thinks of its language by itself.
LOCALES = {"da": "da_DK", "en": "en_GB"}
A_TIME = re.compile(r"(?:kl\.?|at)?\s*(?P<hour>[01]?\d|2[0-3])(?:[.:](?P<minute>[0-5]\d))?", re.IGNORECASE)
# The orders that a field for a day can have, and the marks between.
TYPED = tuple(
    mark.join(order) for mark in "./-" for order in (("DD", "MM", "YYYY"), ("YYYY", "MM", "DD"), ("MM", "DD", "YYYY"))
)
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
    """The current reader's language, a code of `LANGUAGES`."""
    return _language.get()


def known(chosen: str) -> str:
    """`chosen`, or the first language where the portal does not have it, or has it no more."""
    return chosen if chosen in LANGUAGES else DEFAULT_LANGUAGE


def preferred(accepted: str) -> str:
    """The first of the portal's languages in what a browser accepts ("en-GB,en;q=0.9"), "" where it is none of them."""
    codes = (each.split(";")[0].split("-")[0].strip().casefold() for each in accepted.split(","))
    return next((code for code in codes if code in LANGUAGES), "")


def spoken(there: Collection[str], wanted: str) -> str:
    """Which of the languages that are `there` somebody reads who asks for `wanted`: that one, else the first of
    `LANGUAGES`; where all of them were switched off, whatever there is."""
    return next((code for code in (wanted, *LANGUAGES) if code in there), next(iter(there)))


def words_in(words: Mapping[str, Said], wanted: str) -> Said:
    """What is said in several languages, for whoever reads `wanted`; see `spoken`."""
    return words[spoken(words, wanted)]


def locale_of(language: str) -> str:
    """The name under which Babel knows how a language is written: "da_DK"."""
    return LOCALES.get(language, language)


def name_of(language: str) -> str:
    """What a language calls itself, also one that was switched off: "Dansk"."""
    return LANGUAGES.get(language) or (_in_words(language, language) or language).capitalize()


def name_in_words(of: str) -> str:
    """What a language is called within a sentence of the reader's: "dansk", "Danish"."""
    return _in_words(of, locale_of(language())) or name_of(of)


def _in_words(of: str, locale: str) -> str:
    try:
        return Locale.parse(of).get_display_name(locale) or ""
    except (UnknownLocaleError, ValueError):
        return ""


def use(chosen: str) -> None:
    """Read in `chosen` from now on in this thread; an unknown language falls back to the first."""
    _language.set(known(chosen))


@contextmanager
def reading(chosen: str) -> Iterator[None]:
    """Read in `chosen` for the length of the block, as when a mail is written in its receiver's language."""
    token = _language.set(known(chosen))
    try:
        yield
    finally:
        _language.reset(token)


def gettext(message: str) -> str:
    """`message` in the current language, else in the first; the English itself where no translation exists."""
    _language_found, forms = _found(message)
    return forms[0] if forms else message


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of `singular` that the current language uses for `count` things, by Babel's rules for it."""
    found, forms = _found(singular)
    forms = forms or (singular, plural)
    return forms[min(plural_rule(found)(count), len(forms) - 1)]


def _found(message: str) -> tuple[str, tuple[str, ...]]:
    """The language that has `message`, and its forms; none where it is read as the code says it."""
    for code in (language(), DEFAULT_LANGUAGE):
        if code == SOURCE_LANGUAGE:
            break
        forms = catalogue(code).get(message)
        if forms and all(forms):
            return code, forms
    return SOURCE_LANGUAGE, ()


@cache
def plural_rule(language: str) -> Callable[[int], int]:
    """Which of its plural forms a language uses for a count, from 0."""
    return c2py(get_plural(locale_of(language)).plural_expr)


@lru_cache(4096)
def _written(day: date, form: str, language: str) -> str:
    """Babel reads its form anew for each day, and a long list has the same days in many lines."""
    return format_date(day, form, locale=locale_of(language))


@lru_cache(4096)
def _in_figures(value: float, form: str, language: str) -> str:
    return format_decimal(value, form, locale=locale_of(language))


def on_date(day: date) -> str:
    """A date as the reader writes it: "24. december 2026", "24 December 2026"."""
    return _written(day, "long", language())


def on_weekday(day: date) -> str:
    """A day with its weekday: "torsdag 24. december 2026", "Thursday 24 December 2026"."""
    return f"{weekday_name(day)} {on_date(day)}"


def weekday_name(day: date) -> str:
    """The day of the week by its name in the current language."""
    return _written(day, "EEEE", language())


def short_date(day: date) -> str:
    """A date for tables: "24.12.2026", "24/12/2026"."""
    return _written(day, "short", language())


def days_as_typed() -> str:
    """How a day is typed into a field, as `short_date` writes it: "DD.MM.YYYY", "DD/MM/YYYY"."""
    form = str(Locale.parse(locale_of(language())).date_formats["short"].pattern)
    for letter, places in {"d": 2, "M": 2, "y": 4}.items():
        form = re.sub(f"{letter}+", letter.upper() * places, form)
    return form if form in TYPED else TYPED[0]


def day_and_month(day: date, today: date) -> str:
    """A day as one says it, with its year only where it is another than today's: "24. december", "24 December"."""
    if day.year != today.year:
        return on_date(day)
    return format_skeleton("MMMMd", day, locale=locale_of(language()))


def in_month(day: date) -> str:
    """The month of a day with its year: "december 2026", "December 2026"."""
    return _written(day, "LLLL y", language())


def short_month(day: date) -> str:
    """The month of a day for an axis: "dec", "Dec"."""
    return _written(day, "LLL", language()).rstrip(".")


def at_time(moment: datetime) -> str:
    """Date and time in Copenhagen: "24. december 2026 kl. 14.05", "24 December 2026 at 14:05"."""
    return gettext("{day} at {clock}").format(day=on_date(local_day(moment)), clock=clock(moment))


def clock(moment: datetime) -> str:
    """Hours and minutes in Copenhagen: "14.05", "14:05"."""
    here = moment.astimezone(COPENHAGEN)
    return _clock(here.hour, here.minute, language())


# A month has hundreds of hours, and few that are different.
@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, language: str) -> str:
    return format_time(time(hour, minute), "short", locale=locale_of(language))


def clock_written(words: str) -> str:
    """A time of day somebody wrote ("kl. 17.30", "17:30"), as its reader writes it; other words as they are."""
    written = time_written(words)
    if written is None:
        return words
    return gettext("at {clock}").format(clock=clock(datetime.combine(date(2000, 1, 1), written, COPENHAGEN)))


def time_written(words: str) -> time | None:
    """The time of day somebody wrote, as `clock_written` understands it; None for other words."""
    found = A_TIME.fullmatch(words.strip())
    return time(int(found["hour"]), int(found["minute"] or 0)) if found else None


def ago(moment: datetime, now: datetime) -> str:
    """How long ago `moment` was, in words of one unit: "3 dage", "3 days"."""
    return format_timedelta(now - moment, threshold=1.2, locale=locale_of(language()))


def in_figures(value: float, form: str = "#,##0.##") -> str:
    """A number as it is read, its thousands apart: "15.000", "15,000"; `form` says how many decimals it has."""
    return _in_figures(value, form, language())


def local_day(moment: datetime) -> date:
    """The calendar day of `moment` in Copenhagen."""
    return moment.astimezone(COPENHAGEN).date()


def days_later(moment: datetime, days: int) -> datetime:
    """The same time of the day in Copenhagen, `days` calendar days later, whatever summer time makes of it."""
    there = moment.astimezone(COPENHAGEN)
    return datetime.combine(there.date() + timedelta(days=days), there.time(), COPENHAGEN).astimezone(UTC)


def end_of_day(day: date) -> datetime:
    """The moment `day` is over in Copenhagen: what is before it is of that day or an earlier one."""
    return datetime.combine(day + timedelta(days=1), time(), COPENHAGEN).astimezone(UTC)


def utc_now() -> datetime:
    """The one clock of the portal; rules never call it, pages and commands pass it in."""
    return datetime.now(UTC)
