"""The figures of an organisation as cards: a heading, the main thing in a sentence, and a table with bars."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

import streamlit as st

from core.courses.rules import Term, term_of
from core.dashboard.figures import Figures, Place
from core.dashboard.leaving import FLOOR, LeavingGroup
from core.dashboard.printing import PrintedFigure
from core.i18n import gettext as _
from core.i18n import in_figures, in_month, ngettext, short_month
from core.journey.steps import Stage
from pages.approvals.words import WHY
from pages.courses.words import term_word
from pages.journey.stages import STAGES
from pages.widgets.headings import section
from pages.widgets.tables import Bar, Cell, Dot, Spread, TableLine, table

VOLUNTEERS, VOLUNTEER = "register/volunteers.py", "register/volunteer.py"
COURSES, APPROVAL = "courses/courses.py", "approvals/approval.py"
ADDRESSES = {VOLUNTEERS: "volunteers", VOLUNTEER: "volunteer", COURSES: "courses", APPROVAL: "approval"}
EVERY_MONTHS = 3
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Behind:
    """The list behind a figure: a page under pages/, and what it is narrowed to."""

    page: str
    query: Mapping[str, str]

    @property
    def address(self) -> str:
        """Its address in the portal."""
        return f"{ADDRESSES[self.page]}?{urlencode(self.query)}" if self.query else ADDRESSES[self.page]


@dataclass(frozen=True, slots=True)
class Figure:
    """One card. `told` is its main thing in a sentence; there are no `lines` where there is nothing to draw.

    `note` says how to read the table, `way` is the label of the link to the whole list behind it, and `standing` is
    for months.
    """

    id: str
    title: str
    told: str
    headings: tuple[str, ...] = ()
    lines: tuple[TableLine, ...] = ()
    note: str = ""
    way: str = ""
    behind: Behind | None = None
    standing: bool = False


def draw(figure: Figure) -> None:
    """Draw one card; of many lines the first ones, and the others when they are asked for."""
    section(figure.title, note=figure.told)
    if not figure.lines:
        return
    if figure.note:
        st.caption(figure.note)
    first = figure.lines if figure.standing else figure.lines[:MOST_BARS]
    table(figure.title, figure.headings, first, standing=figure.standing)
    if len(first) < len(figure.lines):
        label = _("All {count}").format(count=len(figure.lines))
        folded = st.expander(label, icon=":material/table:", key=f"table-{figure.id}", on_change="rerun")
        if folded.open:
            with folded:
                table(figure.title, figure.headings, figure.lines)
    if figure.behind is not None:
        st.page_link(
            f"pages/{figure.behind.page}",
            label=figure.way,
            icon=":material/arrow_forward:",
            query_params=figure.behind.query,
        )


def printed(figure: Figure) -> PrintedFigure:
    """A card for paper, where months in which nothing happens are left out, as on a phone."""
    lines = [line for line in figure.lines if not figure.standing or any(map(_counts, line.cells))]
    rows = [[line.name, *map(_cell_words, line.cells)] for line in lines]
    return PrintedFigure(figure.title, figure.told, figure.headings, rows, figure.note)


def _counts(cell: Cell) -> bool:
    return not isinstance(cell, Bar) or bool(cell.value)


def _cell_words(cell: Cell) -> str:
    match cell:
        case Bar(value):
            return in_figures(value)
        case Spread(value):
            return f"{value:.0f}"
        case Dot(words):
            return words
        case _:
            return str(cell)


def all_figures(found: Figures, today: date) -> tuple[Figure, ...]:
    """The cards in the order they are read."""
    return (stages(found), running_out(found), courses(found, today), waits(found), workplaces(found), leaving(found))


def stages(found: Figures) -> Figure:
    """How many volunteers are at each stage."""
    title = _("Where the volunteers are")
    counted = {stage.value: found.stages.get(stage, 0) for stage in STAGES}
    count = sum(counted.values())
    if not count:
        return Figure("stages", title, _("There are no volunteers now."))
    most = max(counted, key=counted.__getitem__)
    told = ngettext("{count} volunteer.", "{count} volunteers.", count) + " " + _("Most are here: {stage} ({most}).")
    lines = tuple(
        TableLine(_(STAGES[Stage(stage)]), (Bar(number),), Behind(VOLUNTEERS, {"stage": stage}).address)
        for stage, number in counted.items()
        if number
    )
    told = told.format(count=count, stage=_(STAGES[Stage(most)]), most=counted[most])
    return Figure(
        "stages",
        title,
        told,
        (_("How far they are"), _("Volunteers")),
        lines,
        "",
        _("All volunteers"),
        Behind(VOLUNTEERS, {}),
    )


def running_out(found: Figures) -> Figure:
    """How many approvals run out in each of the months to come."""
    title = _("Approvals that run out")
    count = sum(found.running_out.values())
    if not count:
        return Figure("running-out", title, _("No approval runs out in the next two years."))
    busiest = max(found.running_out, key=found.running_out.__getitem__)
    told = ngettext(
        "{count} approval runs out in the next two years.", "{count} approvals run out in the next two years.", count
    )
    most = found.running_out[busiest]
    if most > 1:
        told += " " + _("Most of them in {month} ({most}).")
    told = told.format(count=count, month=in_month(busiest), most=most)
    named = months_named(tuple(found.running_out), EVERY_MONTHS)
    lines = tuple(
        TableLine(
            in_month(month), (Bar(number),), _running_out_in(month).address if number else "", named.get(month, ())
        )
        for month, number in found.running_out.items()
    )
    return Figure(
        "running-out",
        title,
        told,
        (_("Month"), _("Approvals")),
        lines,
        "",
        _("Everybody whose approval runs out soon"),
        Behind(VOLUNTEERS, {"stage": "running_out"}),
        standing=True,
    )


def courses(found: Figures, today: date) -> Figure:
    """How many courses there are in each place, term by term."""
    title = _("Courses by place")
    if not found.places:
        return Figure("courses", title, _("No course begins in the terms shown here."))
    now = term_of(today)
    here = [place.runs[now] for place in found.places if place.runs.get(now)]
    told = ngettext("{count} course begins this term", "{count} courses begin this term", sum(here)).format(
        count=sum(here)
    )
    where = sum(1 for place in found.places if place.name and place.runs.get(now))
    if where:
        told += " " + ngettext("at {count} place.", "at {count} places.", where).format(count=where)
    else:
        told += "."
    lines = tuple(
        TableLine(
            place.name or _("Other places"),
            tuple(_bar(place, term, ahead=term.first > now.first) for term in found.terms),
            _courses_of(place).address,
        )
        for place in found.places
    )
    return Figure(
        "courses",
        title,
        told,
        (_("Place"), *map(term_word, found.terms)),
        lines,
        _("How many courses begin in each term. Striped is a term to come."),
        _("All courses"),
        Behind(COURSES, {}),
    )


def _bar(place: Place, term: Term, *, ahead: bool) -> Bar:
    count = place.runs.get(term, 0)
    return Bar(count, ahead, _courses_of(place, term).address if count else "")


def waits(found: Figures) -> Figure:
    """How long it took from being invited to a signed agreement."""
    title = _("From invitation to signed")
    year = found.waits
    if not year.signed and not year.waiting:
        return Figure("waits", title, _("Nobody was invited in the last 12 months."))
    told = ""
    if year.median is not None:
        days = round(year.median)
        told = ngettext(
            "Half of those who have signed did so within {days} day.",
            "Half of those who have signed did so within {days} days.",
            days,
        ).format(days=days)
    if year.waiting:
        told += " " + ngettext(
            "{count} person invited in the last 12 months has not signed yet.",
            "{count} people invited in the last 12 months have not signed yet.",
            year.waiting,
        ).format(count=year.waiting)
    lines = tuple(
        TableLine(
            in_month(wait.month),
            (
                "" if wait.median is None or wait.half is None else Spread(wait.median, *wait.half),
                "" if wait.half is None else f"{round(wait.half[0])}–{round(wait.half[1])}",
                wait.signed,
                wait.waiting,
            ),
        )
        for wait in year.months
        if wait.signed or wait.waiting
    )
    return Figure(
        "waits",
        title,
        told.strip(),
        (_("Invited in"), _("Days in the middle"), _("Half of them"), _("Signed"), _("Not yet")),
        lines,
        _("The diamond is the number of days half had signed within. The line is the middle half of them."),
        _("Those who are invited and have not joined"),
        Behind(VOLUNTEERS, {"stage": "invited"}),
    )


def workplaces(found: Figures) -> Figure:
    """How many volunteers there are at each workplace."""
    title = _("Volunteers by workplace")
    count = sum(each.volunteers for each in found.workplaces)
    if not count:
        return Figure("workplaces", title, _("There are no volunteers now."))
    most = found.workplaces[0]
    told = ngettext("At {count} workplace.", "At {count} workplaces.", len(found.workplaces))
    told += " " + _("Most are at {name} ({most}).")
    lines = tuple(
        TableLine(each.name, (Bar(each.volunteers),), Behind(VOLUNTEERS, {"workplace": str(each.workplace_id)}).address)
        for each in found.workplaces
    )
    return Figure(
        "workplaces",
        title,
        told.format(count=len(found.workplaces), name=most.name, most=most.volunteers),
        (_("Workplace"), _("Volunteers")),
        lines,
        _("Those with most volunteers.") if len(lines) > MOST_BARS else "",
    )


def months_named(months: Sequence[date], every: int) -> dict[date, tuple[str, ...]]:
    """Every so many months by name, counted from January; the year below January, and below the first where there is
    room for both."""
    chosen = [month for month in months if (month.month - 1) % every == 0]
    with_year = {month for month in chosen if month.month == 1} | set(chosen[:1])
    if len(chosen) > 1 and chosen[1].month == 1:
        with_year.discard(chosen[0])
    return {month: (short_month(month), *([str(month.year)] if month in with_year else [])) for month in chosen}


def _running_out_in(month: date) -> Behind:
    last_day = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Behind(VOLUNTEERS, {"since": month.isoformat(), "before": last_day.isoformat()})


def _courses_of(place: Place, term: Term | None = None) -> Behind:
    query = {} if term is None else {"term": f"{term.year}-{2 if term.autumn else 1}"}
    if place.workplace_id is not None:
        query["workplace"] = str(place.workplace_id)
    return Behind(COURSES, query)


def leaving(found: Figures) -> Figure:
    """Why people stopped within the last year; small numbers are told together."""
    title = _("Why people stop")
    if not found.leaving:
        return Figure(
            "leaving",
            title,
            _("Fewer than {count} have stopped within a year. So few are not shown.").format(count=FLOOR),
        )
    count = sum(found.leaving.values())
    lines = tuple(
        TableLine(_("Other reasons, or none said") if isinstance(each, LeavingGroup) else _(WHY[each]), (Bar(number),))
        for each, number in found.leaving.items()
    )
    return Figure(
        "leaving",
        title,
        _("{count} have stopped within a year.").format(count=count),
        (_("Why"), _("Volunteers")),
        lines,
        _("A reason that fewer than {count} have is told among the others.").format(count=FLOOR),
    )
