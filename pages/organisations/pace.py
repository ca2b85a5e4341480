"""The organisation's own numbers for applications and alignments, on its page."""

from dataclasses import asdict

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.organisations.pace import pace_in, save_pace
from core.organisations.rules import PACE_BOUNDS, OrganisationPace
from db.organisations import Organisation
from pages.widgets.form import EntryForm
from pages.widgets.headings import section

NUMBERS = {
    "application_months": N_("Months an application is kept"),
    "application_unsent_days": N_("Days an application is kept that nobody sends"),
    "application_withdrawn_days": N_("Days an application is kept after it is taken back"),
    "application_criteria_days": N_("Days your notes on criteria and talks are kept after the answer"),
    "application_view_days": N_("Days somebody has to say what they think of an applicant"),
    "application_answer_days": N_("Days an applicant should wait for an answer, at most"),
    "alignment_months": N_("Months an alignment of expectations holds"),
    "alignment_look_again_months": N_("Months until you look at it again together"),
    "left_months": N_("Months that talks, notes and contact details are kept after somebody’s last day"),
}


def pace_form(organisation: Organisation) -> None:
    """The numbers, and what they mean."""
    section(_("Applications and expectations"))
    st.markdown(
        _(
            "Whoever applies is told from the start when their application is deleted. Six months is usual. Choose "
            "together with your data protection officer. What was sent before keeps the day it was promised. What is "
            "about somebody who has stopped goes sooner if the number gets smaller, and never later than they were "
            "told."
        )
    )
    held = pace_in(organisation)
    at = "-".join(str(number) for number in asdict(held).values())
    form = EntryForm(f"pace-{at}")
    with st.form(f"pace-form-{at}", border=False, enter_to_submit=False):
        numbers = form.numbers(NUMBERS, held, PACE_BOUNDS)
        if st.form_submit_button(_("Save the numbers")):
            form.send(
                lambda by: save_pace(
                    **by,
                    organisation_id=organisation.id,
                    pace=OrganisationPace(**numbers),
                ),
                _("Saved. It holds for what happens from now on."),
            )
