"""The forecast: how many stay approved over the next two years, and when each instructor's approval runs out."""

from functools import partial

import streamlit as st

from core.access.permissions import Action
from core.access.trail import ListKind
from core.dashboard.forecast import A_PAGE, Ahead, Order, Outlook, outlook
from core.i18n import N_, in_month, ngettext, short_date
from core.i18n import gettext as _
from core.journey.steps import Stage
from pages.dashboard.figures import APPROVAL, EVERY_MONTHS, Behind, Figure, draw, months_named
from pages.journey.stages import STAGES
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.downloads import ListOut, every_row, list_button
from pages.widgets.headings import page_head
from pages.widgets.pager import pager
from pages.widgets.tables import Bar, TableLine, table

PAGE = ScreenState("forecast-page", 1)
ORDER = ScreenState("forecast-order", Order.LAPSE)
ORDERS = {
    Order.LAPSE: N_("Runs out first"),
    Order.COURSES: N_("Most courses to plan"),
    Order.NAME: N_("Name"),
}


def _months(found: Outlook) -> Figure:
    """How many are approved in each of the months to come, if nobody is approved anew."""
    title = _("Approved instructors, month by month")
    now = ngettext(
        "{count} instructor is approved today.", "{count} instructors are approved today.", found.now
    ).format(count=found.now)
    last = max(found.months)
    told = (
        now
        + " "
        + _("If nobody is approved anew, {left} are left in {month}.").format(
            left=found.months[last], month=in_month(last)
        )
    )
    named = months_named(tuple(found.months), EVERY_MONTHS)
    lines = tuple(
        TableLine(in_month(month), (Bar(count),), short=named.get(month, ())) for month, count in found.months.items()
    )
    return Figure(
        "approved-ahead",
        title,
        told,
        (_("Month"), _("Approved on its first day")),
        lines,
        standing=True,
    )


def _chosen() -> tuple[Order, int]:
    """How the list is sorted, and which page of it; another order begins at its first page."""
    order = st.segmented_control(
        _("Sort by"),
        [*Order],
        default=ORDER.default,
        format_func=lambda each: _(ORDERS[each]),
        key=ORDER.key,
        on_change=PAGE.forget,
    )
    return order or ORDER.default, PAGE.get()


def _table(found: Outlook) -> None:
    """One page of instructors, each leading to their approval."""
    lines = [
        TableLine(
            each.name,
            (short_date(each.lapses_on), each.courses_missing, _(STAGES[Stage(each.stage)])),
            Behind(APPROVAL, {"id": str(each.engagement_id)}).address,
        )
        for each in found.rows
    ]
    headings = (_("Instructor"), _("Approved until"), _("Courses to plan this year"), _("How far they are"))
    table(_("Instructors one by one"), headings, lines)


def _out(order: Order) -> ListOut[Ahead]:
    """All instructors in the chosen order, as a table."""
    ask = partial(outlook, actor=actor, organisation_id=organisation_id, order=order, today=context.today)

    return ListOut(
        ListKind.FORECAST,
        Action.SEE_FIGURES,
        organisation_id,
        {
            N_("Instructor"): lambda each: each.name,
            N_("Approved until"): lambda each: each.lapses_on,
            N_("Courses to plan this year"): lambda each: each.courses_missing,
            N_("How far they are"): lambda each: _(STAGES[Stage(each.stage)]),
        },
        every_row(ask),
    )


context = require_actor(Action.SEE_FIGURES)
actor, organisation_id = actor_of(context), current_organisation(context, Action.SEE_FIGURES)
page_head(_("Forecast of approvals"))
above = st.container()
st.header(_("Instructors one by one"), anchor=False)
order, page = _chosen()
found = outlook(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    order=order,
    page=page,
    today=context.today,
)
with above:
    draw(_months(found))
if found.total:
    sentence = ngettext(
        "{count} course is still to be planned this year, all instructors together.",
        "{count} courses are still to be planned this year, all instructors together.",
        found.courses,
    )
    st.markdown(sentence.format(count=found.courses))
    _table(found)
    pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
    list_button(_out(order))
else:
    st.info(_("Nobody is approved yet. Whoever is will be listed here."), icon=":material/workspace_premium:")
