"""The log: who did what to what and when, and whether anything is missing from it."""

from datetime import date
from functools import partial
from itertools import groupby

import streamlit as st

from core.access.log import audit_break
from core.access.permissions import Action, may
from core.access.trail import ListKind
from core.i18n import N_, clock, local_day, on_date
from core.i18n import gettext as _
from core.register.log import LogEntryRow, LogFilter, search_log
from pages.access.welcome import welcome
from pages.audit.words import FAMILIES, told, who
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.scope import current_organisation
from pages.shell.state import ScreenState
from pages.widgets.downloads import ListOut, every_row, list_button
from pages.widgets.headings import page_head, section
from pages.widgets.inputs import day_input, one_of
from pages.widgets.pager import pager
from pages.widgets.rows import line, row

AT_ONCE, OUT_AT_ONCE = 50, 1000
NAME, KIND = ScreenState("log-name", ""), ScreenState[str | None]("log-kind", None)
FROM, UNTIL = ScreenState[date | None]("log-from", None), ScreenState[date | None]("log-until", None)
TURNED, CHECKED = ScreenState("log-page", 1), ScreenState("log-checked", False)
FIRST_PAGE = TURNED.forget
# Where there is more to see, and what it takes to see it.
PAGES_OF = {
    "volunteer": (addresses.VOLUNTEER, Action.SEE_VOLUNTEERS),
    "agreement": (addresses.AGREEMENT, Action.SEE_PARTNERSHIP),
    "document": (addresses.DOCUMENT, Action.SEE_DOCUMENTS),
    "course": (addresses.COURSE, Action.SEE_COURSES),
    "offer": (addresses.OFFER, Action.PLAN_OFFERS),
    "alignment": (addresses.ALIGNMENT, Action.ALIGN),
    "partnership": (addresses.PARTNERSHIP, Action.SEE_PARTNERSHIP),
    "supervision": (addresses.SUPERVISION, Action.HOLD_SUPERVISION),
}

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


def wanted() -> LogFilter:
    """What is asked for, above the list; another question begins at its first page."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            _("Who, or about whom"), key=NAME.key, placeholder=_("A name"), on_change=FIRST_PAGE, autocomplete="off"
        )
        kind = one_of(
            _("What it is about"),
            [None, *FAMILIES],
            format_func=lambda each: _(FAMILIES[each][0]) if each else _("Everything"),
            key=KIND.key,
            on_change=FIRST_PAGE,
        )
        first, last = (
            day_input(label, None, key=day.key, last=context.today, where=st.container(), on_change=FIRST_PAGE).value
            for label, day in ((_("From"), FROM), (_("Until"), UNTIL))
        )
    return LogFilter(name, FAMILIES[kind][1] if kind else (), first, last)


def draw(found: LogEntryRow) -> None:
    """One event on one line: who, what, to whom, when; a way to what it is about for those who may open it."""
    entry, about = found.event, found.subject.page_of if found.subject else None
    page, action = PAGES_OF.get(about[0], ("", None)) if about else ("", None)
    if about and action is not None and may(actor, action):
        row(page, about[1], who(entry), what=told(found), when=clock(entry.at))
    else:
        line(who(entry), what=told(found), when=clock(entry.at))


def out(asked: LogFilter) -> ListOut[LogEntryRow]:
    """All that is asked for, as a table."""
    ask = partial(search_log, actor=actor, organisation_id=organisation_id, wanted=asked, at_once=OUT_AT_ONCE)

    return ListOut(
        ListKind.LOG,
        Action.READ_AUDIT,
        organisation_id,
        {
            N_("When"): lambda each: each.event.at,
            N_("Who"): lambda each: who(each.event),
            N_("What happened"): told,
        },
        every_row(ask),
    )


page_head(_("Log")).button(
    _("Check that the log is whole"),
    icon=":material/fact_check:",
    key="check",
    type="tertiary",
    on_click=CHECKED.set,
    args=(True,),
)
welcome(context, organisation_id)
st.caption(
    _(
        "Who did what to whom, and when; never what was written. "
        "Each entry seals the one before, so it shows when something is missing."
    )
)
if CHECKED.take():
    check()
asked = wanted()
found = search_log(
    session=context.session,
    actor=actor,
    organisation_id=organisation_id,
    wanted=asked,
    page=TURNED.get(),
    at_once=AT_ONCE,
)
section(_("What happened"), found.total)
if not found.rows:
    st.markdown(_("Nothing like that has happened. Ask for less."))
for number, (day, of_day) in enumerate(groupby(found.rows, key=lambda each: local_day(each.event.at))):
    those = list(of_day)
    with section(on_date(day), len(those)).rows(f"log-{number}"):
        for each in those:
            draw(each)
pager(TURNED, TURNED.get(), total=found.total, at_once=AT_ONCE)
if found.rows:
    list_button(out(asked))
