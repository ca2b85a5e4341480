"""The figures of an organisation as cards: a heading, the main thing in a sentence, a chart, and a table behind it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from core.courses.rules import Term, term_of
from core.dashboard.figures import Figures, Place
from core.i18n import gettext as _
from core.i18n import in_month, ngettext, short_month
from core.journey.steps import Stage
from pages.courses.words import term_word
from pages.journey.stages import STAGES
from pages.shell import theme as look
from pages.widgets import charts
from pages.widgets.charts import Point, Spec
from pages.widgets.plain import plain

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
class Row:
    """A row of a table: `key` is the mark of the chart it belongs to, `behind` the list it leads to."""

    key: str
    name: str
    cells: tuple[str | int, ...]
    behind: Behind | None = None

    @property
    def address(self) -> str:
        """Where its name leads; "" for nowhere."""
        return self.behind.address if self.behind else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One card. `told` is its main thing in a sentence; `chart` is None where there is nothing to draw.

    `note` says how to read the chart, `way` is the label of the link to the whole list behind it, and `marks` are the
    lists behind marks of the chart that have no row of their own.
    """

    id: str
    title: str
    told: str
    headings: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    chart: Callable[[], Spec] | None = None
    note: str = ""
    way: str = ""
    behind: Behind | None = None
    marks: Mapping[str, Behind] = field(default_factory=dict)


def draw(figure: Figure) -> None:
    """Draw one card; a click on a mark of its chart opens the list behind it."""
    st.header(figure.title, anchor=False)
    st.markdown(figure.told)
    if figure.chart is None:
        return
    if figure.note:
        st.caption(figure.note)
    picked = charts.draw(figure.chart(), f"chart-{figure.id}")
    behind = figure.marks.get(picked or "") or next((row.behind for row in figure.rows if row.key == picked), None)
    if behind is not None:
        st.switch_page(f"pages/{behind.page}", query_params=behind.query)
    if figure.behind is not None:
        st.page_link(
            f"pages/{figure.behind.page}",
            label=figure.way,
            icon=":material/arrow_forward:",
            query_params=figure.behind.query,
        )
    with st.expander(_("The same as a table"), icon=":material/table:", key=f"table-{figure.id}"):
        look.draw("figures", caption=figure.title, headings=figure.headings, rows=figure.rows)


def all_figures(found: Figures, today: date) -> tuple[Figure, ...]:
    """The cards in the order they are read."""
    return (stages(found), running_out(found), courses(found, today), waits(found), workplaces(found))


def stages(found: Figures) -> Figure:
    """How many volunteers are at each stage."""
    title = _("Where the volunteers are")
    counted = {stage.value: found.stages.get(stage, 0) for stage in STAGES}
    count = sum(counted.values())
    if not count:
        return Figure("stages", title, _("There are no volunteers yet."))
    most = max(counted, key=counted.__getitem__)
    told = ngettext("{count} volunteer.", "{count} volunteers.", count) + " " + _("Most are here: {stage} ({most}).")
    rows = tuple(
        Row(stage, _(STAGES[Stage(stage)]), (number,), Behind(VOLUNTEERS, {"stage": stage}))
        for stage, number in counted.items()
        if number
    )
    points = [Point(row.key, row.name, counted[row.key]) for row in rows]
    told = told.format(count=count, stage=_(STAGES[Stage(most)]), most=counted[most])
    return Figure(
        "stages",
        title,
        told,
        (_("Where"), _("Volunteers")),
        rows,
        partial(charts.bars, f"{title}. {told}", points),
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
    told += " " + _("Most of them in {month} ({most}).")
    told = told.format(count=count, month=in_month(busiest), most=found.running_out[busiest])
    rows = tuple(
        Row(
            month.isoformat(),
            in_month(month),
            (number,),
            _running_out_in(month),
        )
        for month, number in found.running_out.items()
    )
    points = [Point(row.key, row.name, found.running_out[date.fromisoformat(row.key)]) for row in rows]
    named = months_named(tuple(found.running_out), EVERY_MONTHS)
    return Figure(
        "running-out",
        title,
        told,
        (_("Month"), _("Approvals")),
        rows,
        partial(charts.columns, f"{title}. {told}", points, named),
        "",
        _("Everybody whose approval runs out soon"),
        Behind(VOLUNTEERS, {"stage": "running_out"}),
    )


def courses(found: Figures, today: date) -> Figure:
    """How many courses there are in each place, term by term."""
    title = _("Courses by place")
    if not found.places:
        return Figure("courses", title, _("There are no courses yet."))
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
    names = [place.name or _("Other places") for place in found.places]
    rows = tuple(
        Row(name, name, tuple(place.runs.get(term, 0) for term in found.terms), _courses_of(place))
        for name, place in zip(names, found.places, strict=True)
    )
    marks = {
        f"{number} {term.first}": (name, place, term)
        for number, (name, place) in enumerate(zip(names, found.places, strict=True))
        for term in found.terms
        if place.runs.get(term)
    }
    points = [
        Point(key, name, place.runs[term], column=term_word(term), hollow=term.first > now.first)
        for key, (name, place, term) in marks.items()
    ]
    headings = [term_word(term) for term in found.terms]
    return Figure(
        "courses",
        title,
        told,
        (_("Place"), *headings),
        rows,
        partial(charts.grid, f"{title}. {told}", points, headings),
        _("A circle counts the courses that begin in a term. An outline is a term to come."),
        _("All courses"),
        Behind(COURSES, {}),
        {key: _courses_of(place, term) for key, (_name, place, term) in marks.items()},
    )


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
    rows = tuple(
        Row(
            wait.month.isoformat(),
            in_month(wait.month),
            (
                "" if wait.median is None else round(wait.median),
                "" if wait.half is None else f"{round(wait.half[0])}–{round(wait.half[1])}",
                wait.signed,
                wait.waiting,
            ),
        )
        for wait in year.months
    )
    points = [
        Point(wait.month.isoformat(), "", wait.median, *wait.half)
        for wait in year.months
        if wait.median is not None and wait.half is not None
    ]
    named = months_named([wait.month for wait in year.months if wait.signed], 1)
    return Figure(
        "waits",
        title,
        told.strip(),
        (_("Invited in"), _("Days in the middle"), _("Half of them"), _("Signed"), _("Not yet")),
        rows,
        partial(charts.spreads, f"{title}. {told.strip()}", points, named) if points else None,
        _("The diamond is the number of days half had signed within. The line is the middle half of them."),
        _("Those who are invited and have not joined"),
        Behind(VOLUNTEERS, {"stage": "invited"}),
    )


def workplaces(found: Figures) -> Figure:
    """How many volunteers there are at each workplace."""
    title = _("Volunteers by workplace")
    count = sum(each.volunteers for each in found.workplaces)
    if not count:
        return Figure("workplaces", title, _("There are no volunteers yet."))
    most = found.workplaces[0]
    told = ngettext("At {count} workplace.", "At {count} workplaces.", len(found.workplaces))
    told += " " + _("Most are at {name} ({most}).")
    words = partial(told.format, count=len(found.workplaces), most=most.volunteers)
    rows = tuple(
        Row(
            str(each.workplace_id),
            each.name,
            (each.volunteers,),
            Behind(VOLUNTEERS, {"workplace": str(each.workplace_id)}),
        )
        for each in found.workplaces
    )
    points = [Point(str(each.workplace_id), each.name, each.volunteers) for each in found.workplaces[:MOST_BARS]]
    return Figure(
        "workplaces",
        title,
        words(name=plain(most.name)),
        (_("Workplace"), _("Volunteers")),
        rows,
        partial(charts.bars, f"{title}. {words(name=most.name)}", points),
        _("Those with most volunteers. The table has them all.") if len(rows) > MOST_BARS else "",
    )


def months_named(months: Sequence[date], every: int) -> dict[str, list[str]]:
    """Every so many months by name, counted from January; the year below January, and below the first where there is
    room for both."""
    chosen = [month for month in months if (month.month - 1) % every == 0]
    with_year = {month for month in chosen if month.month == 1} | set(chosen[:1])
    if len(chosen) > 1 and chosen[1].month == 1:
        with_year.discard(chosen[0])
    return {month.isoformat(): [short_month(month), str(month.year) if month in with_year else ""] for month in chosen}


def _running_out_in(month: date) -> Behind:
    last_day = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return Behind(VOLUNTEERS, {"since": month.isoformat(), "before": last_day.isoformat()})


def _courses_of(place: Place, term: Term | None = None) -> Behind:
    query = {} if term is None else {"term": f"{term.year}-{2 if term.autumn else 1}"}
    if place.workplace_id is not None:
        query["workplace"] = str(place.workplace_id)
    return Behind(COURSES, query)
