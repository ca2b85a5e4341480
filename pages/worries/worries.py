"""When something is wrong: what was told to the reader, and what a colleague has not answered."""

import streamlit as st

from core.access.permissions import Action, organisations_where
from core.i18n import gettext as _
from core.i18n import on_date
from core.worries.reading import A_PAGE, WorryRow, worries_for
from core.worries.rules import WorryState
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import RowState, row
from pages.worries.words import worry_state_words

OPEN_PAGE, ENDED_PAGE = ScreenState("worries-open-page", 1), ScreenState("worries-ended-page", 1)
context = require_actor(Action.TAKE_WORRY)
actor = actor_of(context)
organisation_id = organisations_where(actor, Action.TAKE_WORRY)[0]


def line_of(worry: WorryRow) -> None:
    """One of them: whose it is, or of whom an answer is missing."""
    if not worry.mine:
        row(
            addresses.WORRY,
            worry.worry_id,
            _("Somebody waits for an answer from {name}").format(name=worry.receiver),
            state=RowState(_("Not answered by its day"), "red"),
            when=on_date(worry.answer_by),
        )
        return
    late = worry.state is WorryState.WAITING and worry.answer_by < context.today
    when = _("by {day}").format(day=on_date(worry.answer_by)) if worry.state is WorryState.WAITING else ""
    row(
        addresses.WORRY,
        worry.worry_id,
        worry.name,
        place=_("told {day}").format(day=on_date(worry.raised_on)),
        state=RowState(_("Over its day"), "red") if late else worry_state_words(worry.state),
        when=when,
    )


def listed(title: str, turned: ScreenState[int], key: str, nothing: str, *, ended: bool) -> None:
    """A page of them below a heading."""
    found = worries_for(
        session=context.session,
        actor=actor,
        organisation_id=organisation_id,
        ended=ended,
        page=turned.get(),
        today=context.today,
    )
    if not found.total and ended:
        return
    heading = section(title, found.total)
    if not found.total:
        st.info(nothing, icon=":material/support:")
    with heading.rows(key):
        for worry in found.rows:
            line_of(worry)
    pager(turned, found.page, total=found.total, at_once=A_PAGE)


show_flashes()
page_head(_("When something is wrong"))
st.write(
    _(
        "What volunteers have told you and nobody else. No colleague reads it, and never the one it is about. To write "
        "down what somebody told you by phone, go to the page about them."
    )
)
listed(_("To be followed up"), OPEN_PAGE, "open-worries", _("Nobody waits for an answer from you."), ended=False)
listed(_("Ended"), ENDED_PAGE, "ended-worries", "", ended=True)
