"""How long applications are kept, as an administrator sets it."""

import streamlit as st

from core.applications.keeping import keep_for
from core.applications.rules import FEWEST_MONTHS, MOST_MONTHS
from core.i18n import gettext as _
from db.organisations import Organisation
from pages.shell.action import act
from pages.widgets.headings import section
from pages.widgets.inputs import number_input


def draw(organisation: Organisation) -> None:
    """The setting, and what it means."""
    section(_("Applications"))
    st.markdown(
        _(
            "Whoever applies is told from the start when their application is deleted. Six months is usual. Choose "
            "together with your data protection officer. What was sent before keeps the day it was promised."
        )
    )
    months = number_input(
        _("Months an application is kept"),
        organisation.application_months,
        least=FEWEST_MONTHS,
        most=MOST_MONTHS,
        key=f"application-months-{organisation.version}",
    )
    if st.button(_("Save the months"), key="application-months-save"):
        act(
            lambda by: keep_for(**by, organisation_id=organisation.id, months=months.needed()),
            _("Saved. It holds for applications that are sent from now on."),
        )
