"""The days an organisation keeps closed, as a list on its page: whoever plans is told of them."""

from uuid import UUID

import streamlit as st

from core import contact
from core.calendar.rules import ClosedSpan
from core.calendar.service import close_days, closed_periods, open_days
from core.i18n import gettext as _
from core.i18n import on_date
from db.organisations import ClosedPeriod
from pages.shell.action import act
from pages.shell.context import Context
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.inputs import needed
from pages.widgets.plain import plain
from pages.widgets.rows import STATELESS, RowState, line, row_button


def closed_days(context: Context, organisation_id: UUID) -> None:
    """Every period with the way to take it away, and one more at the end."""
    found = closed_periods(context.session, organisation_id)
    heading = section(
        _("Closed days"),
        len(found),
        note=_("Public holidays are known already. Write your own closed days here, such as a week in July."),
    )
    with heading.rows("of-closed-days"):
        for period in found:
            _line(context, period)
    folded = st.expander(_("Add closed days"), icon=":material/event_busy:", key=f"closed-new-{len(found)}")
    with folded, st.form(f"closed-form-{len(found)}", border=False, enter_to_submit=False):
        form, number = EntryForm(f"closed-{len(found)}"), len(found)
        with form.field("name") as said:
            name = st.text_input(_("What are they called?") + said, autocomplete="off", key=f"closed-name-{number}")
        form.check("name", lambda: contact.name(name))
        left, right = st.columns(2)
        with left:
            first = form.day("first", _("First closed day"), None, needed=True, key=f"closed-first-{number}")
        with right:
            last = form.day("last", _("Last closed day (blank for the same day)"), None, key=f"closed-last-{number}")
        if st.form_submit_button(_("Add the closed days")):
            form.send(
                lambda by: close_days(
                    **by, organisation_id=organisation_id, span=ClosedSpan(needed(first), last or needed(first), name)
                ),
                _("Whoever plans on these days is told now."),
            )


def _line(context: Context, period: ClosedPeriod) -> None:
    days = on_date(period.first_on)
    if period.last_on != period.first_on:
        days = _("{first} to {last}").format(first=days, last=on_date(period.last_on))
    over = RowState(_("over")) if period.last_on < context.today else STATELESS
    line(period.name, place=days, state=over)
    if row_button(_("Remove {name}").format(name=plain(period.name)), f"take-away-{period.id}"):
        act(lambda by: open_days(**by, period_id=period.id), _("The days are open again."))
