"""The one next thing about a volunteer, in the words a coordinator reads."""

from collections.abc import Callable
from datetime import date

from core.documents.rules import PARTNER
from core.documents.template.model import kind_name, shipped
from core.i18n import N_, day_and_month, ngettext
from core.i18n import gettext as _
from core.journey.kinds import kind_called
from core.journey.steps import SUPERVISOR, StepKind
from core.register.service import RegisterRow
from core.today.rules import When
from core.today.service import TodayRow
from pages.journey.step_words import STEPS
from pages.journey.telling_words import StepWords
from pages.widgets.plain import day_first, plain

WHEN = {
    When.OVERDUE: N_("Overdue"),
    When.SOON: N_("This week"),
    When.LATER: N_("No hurry"),
    When.OTHERS: N_("Others' turn"),
    When.AHEAD: N_("Nothing now"),
}
# Those a line cannot name.
ROLES = {SUPERVISOR: N_("Waits for the supervisor"), PARTNER: N_("Waits for the partner")}
COLOURS = {When.OVERDUE: "red", When.SOON: "orange"}


def what_words(row: TodayRow | RegisterRow, written: Callable[[str], str] = plain) -> str:
    """What is to be done, in one sentence; `written` is how the name of a document is written there."""
    if not row.step:
        return _("Everything is in order")
    known = _words_of(row)
    said = known.closer.get(row.reason, known.next)
    if not said:
        return _("There is something to do")
    if row.kind == StepKind.COURSES and row.reason.isdigit():
        return ngettext(
            "{count} course is missing this year", "{count} courses are missing this year", int(row.reason)
        ).format(count=row.reason)
    named = kind_name(row.step) if row.step in shipped() else _("A document")
    told = _(said).format(document=written(named), number=row.step.rpartition(":")[2])
    # In Danish it may begin with "3.", which Markdown would take for a list.
    return day_first(told) if written is plain else told


def _words_of(row: TodayRow | RegisterRow) -> StepWords:
    kind = kind_called(row.kind)
    return StepWords() if kind is None else STEPS[kind]


def due_words(due_on: date, today: date) -> str:
    """When something is due, as one says it: "today", "3 days overdue", "by 12 December"."""
    days = (due_on - today).days
    if days < 0:
        return ngettext("{count} day overdue", "{count} days overdue", -days).format(count=-days)
    if days < 2:
        return _("tomorrow") if days else _("today")
    return _("by {day}").format(day=day_and_month(due_on, today))


def due_said(row: TodayRow | RegisterRow, today: date) -> str:
    """When a line is due, or what it waits for happens; "" for one without a day."""
    if row.due_on is None:
        return ""
    if row.when is not When.AHEAD:
        return due_words(row.due_on, today)
    told = _("until {day}") if _words_of(row).lasts else _("on {day}")
    return told.format(day=day_and_month(row.due_on, today))


def due_colour(row: TodayRow | RegisterRow) -> str:
    """The colour of what says it."""
    return COLOURS.get(row.when, "gray")


def waits_for_words(row: TodayRow | RegisterRow) -> str:
    """Whose turn it is, as plain text: "Waits for Karen"; "" where that is the reader or nobody has anything to do."""
    if row.my_turn or row.when is When.AHEAD:
        return ""
    if row.owner in ROLES:
        return _(ROLES[row.owner])
    return _("Waits for {name}").format(name=row.waits_for.split()[0]) if row.waits_for.strip() else ""


def reminded_words(day: date, today: date) -> str:
    """When those a document waits for were last reminded of it, as the end of a sentence."""
    if day == today:
        return _("reminded today")
    return _("reminded on {day}").format(day=day_and_month(day, today))
