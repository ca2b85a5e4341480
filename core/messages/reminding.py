"""Reminders in words: what somebody is reminded of, its day, and the page it is about. No name stands in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.i18n import N_, clock, gettext, language, local_day, ngettext, on_weekday, reading
from core.messages.text import Text
from core.reminders.morning import MorningCounts
from core.reminders.rules import ReminderKind
from core.reminders.sending import MORNING, REMINDERS

# What stands for the day, in either language.
THE_DAY = re.compile(r"\{(?:day|dag)\}")


@dataclass(frozen=True, slots=True)
class ReminderText:
    """What a reminder says, in English, with the day it is about as `{day}`; `subject` is the mail's, where it is about
    that alone."""

    subject: str
    says: str


REMINDING_TEXTS: dict[str, Text] = {
    MORNING: Text(
        N_("What waits for you today"),
        N_("{details}\n\nSee it all, and do it one by one:\n{link}"),
        "today",
    ),
    "expense_approved": Text(
        N_("An expense of yours is approved"),
        N_("What you paid for is approved, and is paid back to you. See what and how much:\n{link}"),
        "my-expenses",
    ),
    REMINDERS: Text(
        N_("A reminder from {organisation}"),
        N_("{details}\n\nYour own pages are here:\n{link}"),
        "",
    ),
}
REMINDS: Mapping[ReminderKind, ReminderText] = {
    ReminderKind.SIGN: ReminderText(
        N_("A document is waiting for you"),
        N_("A document has waited for you since {day}. Read it in your own time, and sign it if you agree."),
    ),
    ReminderKind.ANSWER: ReminderText(
        N_("You are asked what you expect"),
        N_("You were asked on {day} what you expect of each other. The other side sees it when both have answered."),
    ),
    ReminderKind.PLAN: ReminderText(
        N_("A supervision needs a day"),
        N_("A supervision is yours to hold, and has no day yet. It was ordered on {day}."),
    ),
    ReminderKind.APPROVAL: ReminderText(
        N_("Your approval runs out on {day}"),
        N_("Your approval runs out on {day}. See what it takes to go on, or ask your coordinator."),
    ),
    ReminderKind.COURSE: ReminderText(N_("You lead a course on {day}"), N_("You lead a course on {day}.")),
    ReminderKind.SUPERVISION: ReminderText(
        N_("There is a supervision on {day}"), N_("There is a supervision on {day}.")
    ),
    ReminderKind.MEETING: ReminderText(
        N_("You have a meeting on {day}"), N_("There is a clarification meeting on {day}.")
    ),
    ReminderKind.TALK: ReminderText(
        N_("You have a talk on {day}"), N_("You have planned a talk with a volunteer on {day}.")
    ),
    ReminderKind.SUPPORT: ReminderText(N_("You have a talk on {day}"), N_("You have a talk on {day}.")),
    ReminderKind.MY_TALK: ReminderText(
        N_("You have a talk on {day}"), N_("You have a talk with your coordinator on {day}.")
    ),
    ReminderKind.TRAINING: ReminderText(
        N_("You have a day with your team on {day}"),
        N_("You have a day with your team on {day}. What it holds and where it is stands in the portal."),
    ),
    ReminderKind.OFFER: ReminderText(
        N_("You have a seat on {day}"),
        N_("You have a seat at something you signed up for on {day}. If you cannot come, somebody else can have it."),
    ),
    ReminderKind.EVENT: ReminderText(
        N_("You are invited on {day}"), N_("You have said that you come to what you are invited to on {day}.")
    ),
    ReminderKind.REPLY: ReminderText(
        N_("Say yes or no by {day}"), N_("You are invited to something. Please say by {day} whether you can come.")
    ),
    ReminderKind.BEGINS: ReminderText(N_("Your first day is {day}"), N_("Your first day is {day}. Welcome!")),
    ReminderKind.AGREEMENT: ReminderText(
        N_("It is time to look at an agreement again"),
        N_("You agreed to look at an agreement together on {day}. Does it still say what you want?"),
    ),
    ReminderKind.EXPECTATIONS: ReminderText(
        N_("It is time to look at what you expect of each other"),
        N_("You agreed to look again on {day} at what you expect of each other."),
    ),
    ReminderKind.MORNING: ReminderText(N_("What waits for you today"), N_("Good morning. This waits for you:")),
}


def reminders_told(reminds: Sequence[str], news: Sequence[str] = ()) -> str:
    """What somebody is reminded of, and what else there is to tell, below each other in the current language."""
    parts = [gettext("We would like to remind you:"), *reminds] if reminds else []
    return "\n\n".join([*parts, gettext("This is new:"), *news] if news else parts)


def day_told(on: date | datetime) -> str:
    """A day, with its hour where it has one, in the current language."""
    if not isinstance(on, datetime):
        return on_weekday(on)
    return gettext("{day} at {clock}").format(day=on_weekday(local_day(on)), clock=clock(on))


@dataclass(frozen=True, slots=True)
class Wording:
    """A reminder in one language, as it is kept: with `{day}` where the day is to stand."""

    subject: str
    says: str


def in_our_words(kind: ReminderKind, language: str) -> Wording:
    """How the portal itself says it."""
    with reading(language):
        return Wording(gettext(REMINDS[kind].subject), gettext(REMINDS[kind].says))


def reminded(kind: ReminderKind, on: date | datetime, wording: Wording | None = None) -> tuple[str, str]:
    """Subject and sentence of one reminder in the current language, in an organisation's own words if it has some."""
    worded, day = wording or in_our_words(kind, language()), day_told(on)
    return THE_DAY.sub(lambda _found: day, worded.subject), THE_DAY.sub(lambda _found: day, worded.says)


def morning_told(counts: MorningCounts, today: date, wording: Wording | None = None) -> tuple[str, str]:
    """Subject and words of a morning in the current language: how much waits for somebody, a line for each."""
    late, soon, thanks = counts.overdue, counts.soon, counts.thanks
    applied, paid = counts.applications, counts.expenses
    lines = (
        (late, ngettext("{count} step is over its day", "{count} steps are over their day", late)),
        (soon, ngettext("{count} step is due within a week", "{count} steps are due within a week", soon)),
        (applied, ngettext("{count} application waits", "{count} applications wait", applied)),
        (paid, ngettext("{count} expense waits", "{count} expenses wait", paid)),
        (thanks, ngettext("{count} thank-you is to be given", "{count} thank-yous are to be given", thanks)),
    )
    subject, says = reminded(ReminderKind.MORNING, today, wording)
    counted = "\n".join(f"- {words.format(count=count)}" for count, words in lines if count)
    return subject, f"{says}\n\n{counted}"
