"""The organisation in figures: today's, and a year against the year before, each in words, with bars, and in print."""

from collections.abc import Hashable

import streamlit as st

from core.access.permissions import Action
from core.access.trail import holds_for
from core.dashboard.figures import Figures, figures
from core.dashboard.year import YearCount, year_counts
from core.i18n import gettext as _
from core.i18n import ngettext
from core.register.documents import programme_names
from pages.dashboard.figures import all_figures
from pages.dashboard.report import AnnualReport, charts
from pages.dashboard.year_figures import year_figures
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor, while_allowed
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState, kept
from pages.widgets.headings import page_head, section

YEARS_BACK = 5
# Counted among all volunteers and years; pressing or unfolding something here changes none of it.
FIGURES = ScreenState[tuple[Hashable, Figures] | None]("dashboard-figures", None)
YEARS = ScreenState[tuple[Hashable, tuple[YearCount, YearCount]] | None]("dashboard-years", None)
context = require_actor(Action.SEE_FIGURES)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.SEE_FIGURES)


now = holds_for(
    session=context.session,
    actor=actor,
    action=Action.SEE_FIGURES,
    organisation_id=organisation_id,
    today=context.today,
)
found = kept(
    FIGURES,
    now,
    lambda: figures(session=context.session, actor=actor, organisation_id=organisation_id, today=context.today),
)
with page_head(_("Dashboard")):
    st.page_link(addresses.FORECAST, label=_("Forecast of approvals"), icon=":material/timeline:", width="content")
    to_print = st.empty()
if found.overdue:
    late = ngettext(
        "{count} volunteer has something overdue", "{count} volunteers have something overdue", found.overdue
    )
    st.page_link(addresses.TODAY, label=late.format(count=found.overdue), icon=":material/error:")
today = all_figures(found, context.today)
charts(today, "today")
section(_("The year against the year before"))
with st.container(key="hs-choices", horizontal=True, vertical_alignment="bottom", gap="small"):
    programmes = programme_names(session=context.session, actor=actor, language=context.language)
    this = context.today.year
    year = st.selectbox(_("Year"), range(this, this - YEARS_BACK, -1), key="dashboard-year", width=140)
    programme = st.selectbox(
        _("Programme"),
        ["", *programmes],
        format_func=lambda each: programmes.get(each, _("All programmes")),
        key="dashboard-programme",
        width=320,
    )
counted = kept(
    YEARS,
    (now, year, programme),
    lambda: year_counts(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        year=year,
        programme=programme,
        today=context.today,
    ),
)
of_year = year_figures(counted)
charts(of_year, "year")
heading = _("The year {year} in figures").format(year=year)
if programme:
    heading = f"{heading}: {programmes[programme]}"
# How things stand today is of all programmes, and of no year that has been.
printed = of_year if programme or year != this else (*of_year, *today)
report = AnnualReport(context.portal, actor, organisation_id, heading, printed, context.language, context.now)
to_print.download_button(
    _("Print the year"),
    data=while_allowed(report.pdf),
    file_name=f"{_('figures')}-{year}.pdf",
    mime="application/pdf",
    icon=":material/print:",
    on_click="ignore",
    key="print-year",
)
