"""The organisation in figures: each with its main thing in words, a table with bars, and the list behind it."""

import streamlit as st

from core.access.permissions import Action
from core.dashboard.figures import figures
from core.i18n import gettext as _
from core.i18n import ngettext
from pages.dashboard.figures import all_figures, draw
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import current_organisation
from pages.widgets.headings import page_head

context = require_actor(Action.SEE_FIGURES)
found = figures(
    session=context.session,
    actor=actor_of(context),
    organisation_id=current_organisation(context, Action.SEE_FIGURES),
    today=context.today,
)
with page_head(_("Dashboard")):
    st.page_link(addresses.FORECAST, label=_("Forecast of approvals"), icon=":material/timeline:")
st.markdown(_("Each name leads to the list behind its figure."))
if found.overdue:
    late = ngettext(
        "{count} volunteer has something overdue", "{count} volunteers have something overdue", found.overdue
    )
    st.page_link(addresses.TODAY, label=late.format(count=found.overdue), icon=":material/error:")
with st.container(key="hs-charts"):
    for figure in all_figures(found, context.today):
        with st.container(gap="small"):
            draw(figure)
