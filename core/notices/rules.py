"""What people know of something, and the difference to what it is now: pure, and in words for a mail and a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from core.i18n import COPENHAGEN, N_, clock, clock_written, gettext, local_day, on_weekday

# A fact by its name: "what", "place", "holder", "when", "when:3" for the third module, "off" where it is called off.
# One whose name begins with "_" is told nobody and serves to undo.
Facts = Mapping[str, str]
OFF, WHEN = "off", "when"
LABELS = {
    "when": N_("When"),
    "clock": N_("At what time"),
    "place": N_("Place"),
    "holder": N_("Who holds it"),
}


class NoticeSubject(StrEnum):
    """What people are told of."""

    COURSE = "course"
    OFFER = "offer"
    EVENT = "event"
    SUPERVISION = "supervision"
    CLARIFICATION = "clarification"
    TALK = "talk"
    TRAINING = "training"  # a day of a peer's
    GATHERING = "gathering"  # what comes again after it; "what" is told in English and read in each language


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact in words: what it is called, what people knew, and what it is now; "" where there is nothing."""

    label: str
    before: str
    after: str


def span(starts_at: datetime, ends_at: datetime) -> str:
    """From when to when, as a fact."""
    return f"{starts_at.astimezone(UTC).isoformat()}|{ends_at.astimezone(UTC).isoformat()}"


def spanned(fact: str) -> tuple[datetime, datetime]:
    """From when to when a fact says that it is."""
    begins, _bar, ends = fact.partition("|")
    return datetime.fromisoformat(begins), datetime.fromisoformat(ends)


def changed(told: Facts, after: Facts) -> list[str]:
    """The names of the facts that people are to hear of, each module's time after the one before it.

    A name that was put right is nothing to write to people about.
    """
    names = {*told, *after} - {"what"}
    return sorted((each for each in names if not each.startswith("_") and told.get(each) != after.get(each)), key=_rank)


def is_ahead(told: Facts, after: Facts, now: datetime) -> bool:
    """Whether there is anything to tell: what is over and is put right is told nobody, and what has no day yet is
    ahead."""
    names = changed(told, after)
    times = [name for name in names if name.startswith(WHEN)]
    if len(times) < len(names):
        # A place or a name is of every time there is.
        times = [name for name in (*told, *after) if name.startswith(WHEN)]
    if not times:
        return True
    facts = (facts[name] for name in times for facts in (told, after) if facts.get(name))
    return any(spanned(fact)[1] > now for fact in facts)


def differences(told: Facts, after: Facts) -> list[Difference]:
    """What is different, in the language of the reader; of what is called off, what it was."""
    if OFF in after:
        kept = sorted((name for name in told if name != "what" and not name.startswith("_") and told[name]), key=_rank)
        return [Difference(_label(name), _words(name, told[name]), "") for name in kept]
    return [
        Difference(_label(name), _words(name, told.get(name, "")), _words(name, after.get(name, "")))
        for name in changed(told, after)
    ]


def _rank(name: str) -> tuple[int, int]:
    kind, _colon, number = name.partition(":")
    return [*LABELS, OFF].index(kind), int(number or 0)


def _label(name: str) -> str:
    kind, _colon, number = name.partition(":")
    return gettext("Module {number}").format(number=number) if number else gettext(LABELS[kind])


def _words(name: str, fact: str) -> str:
    if not name.startswith(WHEN) or not fact:
        return clock_written(fact) if name == "clock" else fact
    begins, ends = spanned(fact)
    first = on_weekday(local_day(begins))
    if begins.astimezone(COPENHAGEN).time() == time() and WHOLE_DAY[0] <= ends - begins <= WHOLE_DAY[1]:
        return first
    if local_day(begins) != local_day(ends):
        return f"{first}, {clock(begins)} – {on_weekday(local_day(ends))}, {clock(ends)}"
    if begins == ends:
        return gettext("{day} at {clock}").format(day=first, clock=clock(begins))
    return f"{first}, {clock(begins)}–{clock(ends)}"


# The two days of a year when the clock is changed are an hour shorter and longer.
WHOLE_DAY = (timedelta(hours=23), timedelta(hours=25))
