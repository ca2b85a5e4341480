"""Sharing what one did in one organisation with another where one volunteers too, and taking it back (S6)."""

import streamlit as st

from core.access.permissions import Action, may
from core.errors import DomainError, words
from core.i18n import gettext as _
from core.i18n import local_day, on_date
from core.sharing.service import GivenShare, own_history, share_history, shares_of, take_back
from pages.sharing.shared_history import draw_history
from pages.shell.action import acting, attempt
from pages.shell.context import Context, actor_of
from pages.shell.state import ScreenState
from pages.widgets.plain import plain


def draw(context: Context) -> None:
    """The choices of somebody who volunteers in several organisations; nothing for everybody else."""
    actor = actor_of(context)
    if not may(actor, Action.SHARE_HISTORY):
        return
    ways = shares_of(session=context.session, actor=actor)
    if not ways:
        return
    st.header(_("Share what you did"), anchor=False)
    st.markdown(
        _(
            "You volunteer in more than one place. Each place sees only what you do there. If you like, you can let "
            "one see which decisions about approval, courses and supervisions there were in another, with dates. "
            "Nobody sees what was said or written. You can take it back whenever you like."
        )
    )
    for way in ways:
        with st.container(border=True):
            _draw_way(context, way)


# Whether one place may see what was done in another, and why it was refused.
SHARED, REFUSED = ScreenState("share", False), ScreenState("share-refused", "")


def _draw_way(context: Context, way: GivenShare) -> None:
    shared = SHARED.of(way.from_id, way.to_id)
    # Somebody else's click, or one in another tab, shows here too.
    shared.set(way.since is not None)
    st.toggle(
        _("{reader} may see what I did in {place}").format(reader=plain(way.to_name), place=plain(way.from_name)),
        key=shared.key,
        on_change=_change,
        args=(way,),
    )
    refusal = REFUSED.of(way.from_id, way.to_id).take()
    if refusal:
        st.error(refusal, icon=":material/error:")
    if way.since is not None:
        st.caption(_("You have shared it since {day}.").format(day=on_date(local_day(way.since))))
    shown = st.expander(_("What they see"), icon=":material/visibility:", key=f"{shared.key}-seen", on_change="rerun")
    if shown.open:
        with shown:
            draw_history(own_history(session=context.session, actor=actor_of(context), organisation_id=way.from_id))


def _change(way: GivenShare) -> None:
    change = share_history if SHARED.of(way.from_id, way.to_id).get() else take_back
    done = attempt(lambda: change(**acting(), from_organisation_id=way.from_id, to_organisation_id=way.to_id))
    if isinstance(done, DomainError):
        REFUSED.of(way.from_id, way.to_id).set(words(done))
