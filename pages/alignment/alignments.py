"""Expectations: the rounds with associations and volunteers, and which of them it is time to look at again."""

import streamlit as st

from core.access.permissions import Action, organisations_where
from core.alignment.reading import A_PAGE, AlignmentRow, alignments
from core.i18n import gettext as _
from pages.alignment.words import KINDS, WHY_AGAIN, state_of, when_of
from pages.shell import addresses
from pages.shell.context import actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import row

PAGE = ScreenState("alignments-page", 1)
AGAIN_PAGE = ScreenState("alignments-again-page", 1)

context = require_actor(Action.ALIGN)
# Whoever is in a round without working here has no organisation they work in.
organisation_id = organisations_where(actor_of(context), Action.ALIGN)[0]


def _row(each: AlignmentRow, *, why: bool = False) -> None:
    row(
        addresses.ALIGNMENT,
        each.alignment_id,
        each.name,
        place=_(KINDS[each.kind]),
        what=" ".join(_(WHY_AGAIN[reason]) for reason in each.reasons) if why else "",
        state=state_of(each),
        when=when_of(each),
    )


show_flashes()
page_head(_("Expectations"))
st.write(_("Two who work together each say alone what they expect. You begin a round on the page about either."))
again = alignments(
    session=context.session,
    actor=actor_of(context),
    organisation_id=organisation_id,
    again=True,
    page=AGAIN_PAGE.get(),
    today=context.today,
)
if again.total:
    with section(_("To look at again"), again.total).rows("alignments-again"):
        for each in again.rows:
            _row(each, why=True)
    pager(AGAIN_PAGE, again.page, total=again.total, at_once=A_PAGE)
found = alignments(
    session=context.session,
    actor=actor_of(context),
    organisation_id=organisation_id,
    page=PAGE.get(),
    today=context.today,
)
with section(_("All rounds"), found.total).rows("alignments"):
    for each in found.rows:
        _row(each)
pager(PAGE, found.page, total=found.total, at_once=A_PAGE)
