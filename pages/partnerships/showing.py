"""Whether the association one comes from sees one's name: the volunteer's own choice, on their path."""

import streamlit as st

from core.access.permissions import Action, may
from core.i18n import gettext as _
from core.partnerships.reading import ComesFrom, comes_from
from core.partnerships.service import show_name
from pages.shell.action import act_and_flash
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.plain import plain


def draw(context: Context) -> None:
    """A switch for each association; nothing for whoever comes from none."""
    actor = actor_of(context)
    if not may(actor, Action.SHOW_ASSOCIATION):
        return
    for each in comes_from(session=context.session, actor=actor):
        st.toggle(
            _("{association} may see that I volunteer here").format(association=plain(each.association)),
            each.shown,
            key=f"show-name-{each.engagement_id}",
            help=_("They count you all the same. This lets them see your name, and nothing else. You can undo it."),
            on_change=_choose,
            args=(each,),
        )


def _choose(each: ComesFrom) -> None:
    shown = ScreenState(f"show-name-{each.engagement_id}", each.shown).get()
    act_and_flash(
        lambda by: show_name(**by, engagement_id=each.engagement_id, shown=shown),
        _("They can see your name now.") if shown else _("They can no longer see your name."),
    )
