"""When the organisation reminds people, and when it leaves them in peace, on its page."""

from datetime import date, timedelta
from uuid import UUID

import streamlit as st

from core.i18n import N_, weekday_name
from core.i18n import gettext as _
from core.reminders.pace import read_reminder_pace, save_reminder_pace
from core.reminders.rules import REMINDER_BOUNDS, ReminderPace
from pages.shell import addresses
from pages.shell.context import Context, actor_of
from pages.widgets.form import EntryForm
from pages.widgets.headings import section

NUMBERS = {
    "first_days": N_("Days until somebody is reminded of what waits for them"),
    "every_days": N_("Days until they are reminded of it again"),
    "most": N_("Times somebody is reminded of the same, at most"),
    "at_hour": N_("The hour from which reminders go out"),
    "quiet_from": N_("The hour in the evening from which nobody gets one"),
    "quiet_until": N_("The hour in the morning until which nobody gets one"),
}
A_MONDAY = date(2026, 1, 5)


def reminding_form(context: Context, organisation_id: UUID) -> None:
    """Whether people are reminded, of what waits after how long, and at which hours."""
    section(_("Reminders"))
    st.markdown(
        _(
            "People are reminded by mail of what waits for them, and the day before of what they have ahead. Each "
            "chooses whether at once or in one mail a week. Nobody gets a reminder at night, on a Sunday or a holiday."
        )
    )
    if st.button(_("The words of the reminders"), icon=":material/edit_note:", key="reminder-words", type="tertiary"):
        st.switch_page(addresses.REMINDER_WORDS)
    stored = read_reminder_pace(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    held, at = stored.details, stored.version
    form = EntryForm(f"reminding-{at}")
    with st.form(f"reminding-form-{at}", border=False, enter_to_submit=False):
        sends = st.checkbox(_("Remind people by mail"), held.sends, key=f"reminding-sends-{at}")
        numbers = form.numbers(NUMBERS, held, REMINDER_BOUNDS)
        least, most = REMINDER_BOUNDS["week_begins"]
        begins = st.selectbox(
            _("The day for who wants one mail a week"),
            range(least, most + 1),
            held.week_begins,
            format_func=lambda number: weekday_name(A_MONDAY + timedelta(days=number)),
            key=f"reminding-week-{at}",
        )
        if st.form_submit_button(_("Save how you remind")):
            form.send(
                lambda by: save_reminder_pace(
                    **by,
                    organisation_id=organisation_id,
                    pace=ReminderPace(sends=sends, week_begins=begins, **numbers),
                    expected_version=at,
                ),
                _("Saved. It holds from the next reminder on."),
            )
