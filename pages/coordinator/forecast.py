"""The forecast: how many stay approved over the next two years, and when each instructor's approval runs out."""

import streamlit as st

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import ngettext
from core.overview.forecast import outlook
from pages.parts.figures import draw
from pages.parts.forecasting import chosen, months, pager, table
from pages.parts.house import organisation_for
from pages.parts.session import actor_of, require_actor

context = require_actor(Action.SEE_FIGURES)
st.title(_("Forecast of approvals"), anchor=False)
above = st.container()
st.header(_("Instructors one by one"), anchor=False)
order, page = chosen()
found = outlook(
    session=context.session,
    actor=actor_of(context),
    organisation_id=organisation_for(context, Action.SEE_FIGURES),
    order=order,
    page=page,
    today=context.today,
)
with above:
    draw(months(found))
if found.total:
    sentence = ngettext(
        "{count} course is still to be planned this year, all instructors together.",
        "{count} courses are still to be planned this year, all instructors together.",
        found.courses,
    )
    st.markdown(sentence.format(count=found.courses))
    table(found)
    pager(found)
else:
    st.info(_("Nobody is approved yet. Whoever is will be listed here."), icon=":material/workspace_premium:")
