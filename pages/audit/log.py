"""The log: who did what to what and when, and whether anything is missing from it."""

from itertools import groupby

import streamlit as st

from core.access.log import AuditRow, audit_break, audit_log
from core.access.permissions import Action
from core.i18n import clock, local_day, on_date
from core.i18n import gettext as _
from pages.audit.words import what, which, who
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.plain import plain

AT_ONCE = 50
SHOWN = ScreenState("log_shown", AT_ONCE)

context = require_actor(Action.READ_AUDIT)
actor = actor_of(context)
organisation_id = current_organisation(context, Action.READ_AUDIT)


def check() -> None:
    """Recount the whole chain, which takes a moment in a long log."""
    broken = audit_break(session=context.session, actor=actor, organisation_id=organisation_id)
    if broken is None:
        st.success(
            _("The log is whole: nothing is missing, and nothing has been changed."), icon=":material/check_circle:"
        )
    else:
        st.error(
            _("The log does not hold at number {number}: something there was changed or removed.").format(
                number=broken
            ),
            icon=":material/error:",
        )


def line(entry: AuditRow) -> str:
    """One event on one line: when, who, what, in which fields, to which."""
    fields = f" ({', '.join(plain(field) for field in entry.fields)})" if entry.fields else ""
    told = f"{clock(entry.at)} · **{plain(who(entry))}** {plain(what(entry))}{fields}"
    return f"- {told} · :small[{plain(which(entry))} · {_('no. {number}').format(number=entry.sequence)}]"


st.title(_("Log"))
st.write(
    _(
        "Everything that happened, by whom and when. The log holds names of fields and never what was written in them. "
        "Each entry seals the one before, so it shows when something is missing."
    )
)
if st.button(_("Check that the log is whole"), icon=":material/fact_check:"):
    check()
shown = SHOWN.get()
entries = audit_log(session=context.session, actor=actor, organisation_id=organisation_id, count=shown + 1)
for day, of_day in groupby(entries[:shown], key=lambda entry: local_day(entry.at)):
    st.header(on_date(day))
    st.markdown("\n".join(line(entry) for entry in of_day))
if len(entries) > shown and st.button(_("Show more"), icon=":material/expand_more:"):
    SHOWN.set(shown + AT_ONCE)
    st.rerun()
