"""Within how long a peer has an answer, how often there is a talk with the psychologist, and whom to call."""

from uuid import UUID

import streamlit as st

from core.i18n import N_
from core.i18n import gettext as _
from core.support.settings import PHONES, SUPPORT_BOUNDS, SupportDetails, read_support, save_support
from pages.shell.context import Context, actor_of
from pages.widgets.form import EntryForm
from pages.widgets.headings import section

NUMBERS = {
    "crisis_hours": N_("Hours until somebody who needs to talk soon has an answer"),
    "from_hour": N_("Those hours begin at (of the clock)"),
    "to_hour": N_("and end at"),
    "clarifying_days": N_("Working days until somebody who wants to talk something through has an answer"),
    "lead_days": N_("Days between a team lead’s talks with the psychologist (0 for none)"),
    "peer_days": N_("Days between each peer’s talks with the psychologist (0 for only when asked)"),
    "kept_months": N_("Months it is kept that a talk was held"),
}
CALLED = dict(zip(PHONES, (N_("The psychiatric acute line of your region"), N_("A helpline")), strict=True))


def talks_form(context: Context, organisation_id: UUID) -> None:
    """Everything that is said of talks in peer teams. Each of these numbers is a promise to a peer."""
    section(_("Talks in peer teams"))
    st.write(_("A peer sees this at once when they ask for a talk. So promise what you can keep."))
    stored = read_support(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    held, at = stored.details, stored.version
    form = EntryForm(f"support-{at}")
    with st.form(f"support-form-{at}", border=False, enter_to_submit=False):
        numbers = form.numbers(NUMBERS, held, SUPPORT_BOUNDS)
        every_day = st.checkbox(
            _("Somebody answers on weekends and closed days too"), held.every_day, key=f"support-every-{at}"
        )
        phones = {}
        for name, label in CALLED.items():
            with form.field(name) as said:
                phones[name] = st.text_input(
                    _(label) + said,
                    getattr(held, name),
                    key=f"support-{name}-{at}",
                    help=_("Shown with 112 where a peer asks for a talk."),
                )
        if st.form_submit_button(_("Save what holds for talks")):
            form.send(
                lambda by: save_support(
                    **by,
                    organisation_id=organisation_id,
                    details=SupportDetails(every_day=every_day, **phones, **numbers),
                    expected_version=at,
                ),
                _("It is saved, and holds from now on."),
            )
