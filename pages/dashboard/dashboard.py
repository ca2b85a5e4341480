"""The organisation in figures: each with its main thing in words, a chart, a table, and the list behind it."""

import streamlit as st

from core.access.permissions import Action
from core.dashboard.figures import figures
from core.i18n import gettext as _
from pages.dashboard.figures import all_figures, draw
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import organisation_for

context = require_actor(Action.SEE_FIGURES)
found = figures(
    session=context.session,
    actor=actor_of(context),
    organisation_id=organisation_for(context, Action.SEE_FIGURES),
    today=context.today,
)
with st.container(key="hs-wide"):
    st.title(_("Dashboard"), anchor=False)
st.markdown(_("Click on a chart to open the list behind it. The table below each one leads there too."))
st.page_link(addresses.FORECAST, label=_("Forecast of approvals"), icon=":material/timeline:")
cards = all_figures(found, context.today)
for first in range(0, len(cards), 2):
    for column, figure in zip(st.columns(2, gap="large"), cards[first : first + 2], strict=False):
        with column:
            draw(figure)
