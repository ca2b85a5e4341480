"""A year against the year before as cards: new and left, held against planned, approvals, waiting time, thanks."""

from collections.abc import Callable

from core.dashboard.year import YearCount
from core.i18n import gettext as _
from core.i18n import ngettext
from pages.dashboard.figures import Figure
from pages.recognition.words import money
from pages.widgets.tables import Bar, TableLine

Years = tuple[YearCount, YearCount]


def year_figures(years: Years) -> tuple[Figure, ...]:
    """The cards in the order they are read."""
    return (people(years), courses(years), approvals(years), waiting(years), thanks(years), spending(years))


def people(years: Years) -> Figure:
    """Who came, who left, and how many there are."""
    before, now = years
    told = ngettext("{count} new in {year}", "{count} new in {year}", now.new).format(count=now.new, year=now.year)
    told += f", {_against(before.new)}. "
    stopped = ngettext("{count} has stopped", "{count} have stopped", now.left).format(count=now.left)
    told += stopped if now.left else _("Nobody has stopped")
    told += f", {_against(before.left)}."
    lines = (
        _line(_("New"), years, lambda each: each.new),
        _line(_("Stopped"), years, lambda each: each.left),
        _line(_("At the end of the year, or now"), years, lambda each: each.at_end),
    )
    return _figure("year-people", _("New, and those who stopped"), told, years, lines)


def courses(years: Years) -> Figure:
    """Courses and what was held of what was planned."""
    before, now = years
    title = _("Courses held against planned")
    if not (now.courses or before.courses or now.planned or before.planned):
        return Figure("year-courses", title, _("There are no courses in these two years."))
    told = _("{held} of {planned} modules until now are held.").format(held=now.held, planned=now.planned)
    told += " " + ngettext("{count} course begins in {year}", "{count} courses begin in {year}", now.courses).format(
        count=now.courses, year=now.year
    )
    told += f", {_against(before.courses)}."
    lines = (
        _line(_("Courses"), years, lambda each: each.courses),
        _line(_("Participants"), years, lambda each: each.participants),
        _line(_("Modules planned"), years, lambda each: each.planned),
        _line(_("Modules held"), years, lambda each: each.held),
    )
    return _figure("year-courses", title, told, years, lines)


def approvals(years: Years) -> Figure:
    """Approvals given and ended."""
    before, now = years
    title = _("Approvals of the year")
    if not any((now.approved, before.approved, now.ended, before.ended)):
        return Figure("year-approvals", title, _("Nobody was approved in these two years."))
    told = ngettext("{count} approval in {year}", "{count} approvals in {year}", now.approved).format(
        count=now.approved, year=now.year
    )
    lines = (
        _line(_("Approved, also anew"), years, lambda each: each.approved),
        _line(_("Approval ended"), years, lambda each: each.ended),
    )
    return _figure("year-approvals", title, f"{told}, {_against(before.approved)}.", years, lines)


def waiting(years: Years) -> Figure:
    """Within how many days half of those invited had signed."""
    before, now = years
    title = _("Days from invitation to signed")
    if now.wait is None and before.wait is None:
        return Figure("year-waiting", title, _("Nobody who was invited in these two years has signed yet."))
    if now.wait is None:
        told = _("Nobody invited in {year} has signed yet.").format(year=now.year)
    else:
        days = round(now.wait)
        told = ngettext(
            "Half of those invited in {year} had signed within {days} day",
            "Half of those invited in {year} had signed within {days} days",
            days,
        ).format(year=now.year, days=days)
        told += f", {_against(round(before.wait))}." if before.wait is not None else "."
    lines = (
        _line(_("Days, half of them"), years, lambda each: round(each.wait or 0)),
        _line(_("Have signed"), years, lambda each: each.signed),
    )
    return _figure("year-waiting", title, told, years, lines)


def thanks(years: Years) -> Figure:
    """Thanks given, and to how many."""
    before, now = years
    title = _("Thanks given")
    told = ngettext(
        "{count} person was thanked in {year}", "{count} people were thanked in {year}", now.thanked
    ).format(count=now.thanked, year=now.year)
    lines = (
        _line(_("People thanked"), years, lambda each: each.thanked),
        _line(_("Times thanked"), years, lambda each: each.thanks),
    )
    return _figure("year-thanks", title, f"{told}, {_against(before.thanked)}.", years, lines)


def spending(years: Years) -> Figure:
    """Money for thanks against the budget; of the whole organisation, whatever programme is chosen."""
    before, now = years
    title = _("Money for thanks")
    told = _("{spent} spent in {year}, against {before} the year before.").format(
        spent=money(now.spent), before=money(before.spent), year=now.year
    )
    if now.budget is None:
        told += " " + _("No budget is set for the whole organisation.")
    elif now.spent > now.budget:
        told += " " + _("That is above the budget of {budget}.").format(budget=money(now.budget))
    else:
        told += " " + _("The budget is {budget}.").format(budget=money(now.budget))
    lines = (
        _line(_("Kroner spent"), years, lambda each: each.spent // 100),
        _line(_("Kroner in the budget"), years, lambda each: (each.budget or 0) // 100),
    )
    return _figure("year-money", title, told, years, lines, note=_("Of the whole organisation."))


def _against(before: int) -> str:
    return _("against {before} the year before").format(before=before)


def _line(name: str, years: Years, number: Callable[[YearCount], int]) -> TableLine:
    return TableLine(name, tuple(Bar(number(each)) for each in years))


def _figure(id_: str, title: str, told: str, years: Years, lines: tuple[TableLine, ...], *, note: str = "") -> Figure:
    return Figure(id_, title, told, (_("What"), *(str(each.year) for each in years)), lines, note)
