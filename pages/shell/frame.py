"""What stands around every page: the banner of a demonstration, the header, the language, the footer."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import streamlit as st
from sqlalchemy import bindparam
from sqlmodel import col, select

from core.access.permissions import Role
from core.i18n import LANGUAGES
from core.i18n import gettext as _
from db.organisations import Organisation
from pages.shell import demo_clock, plain_script, session_cookie, theme
from pages.shell.context import Context, change_organisation, leave, speak
from pages.shell.navigation import home_of

_NAMED = select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(bindparam("ids", expanding=True)))
_NAMES = select(Organisation.id, Organisation.name).limit(2)


@st.fragment(run_every=timedelta(days=1))
def _look_again_after_a_break() -> None:
    """Nothing. But because a part of the page is to run again some day, the browser asks for a run, and sends all that
    stands in its fields, whenever a connection that was gone has come back; else it would wait for the next click,
    and a new session would not know that click."""


def header(context: Context, *, demonstration: bool, search: Callable[[Context], None]) -> None:
    """The organisation's name, what `search` draws, the other languages, and the way out."""
    _look_again_after_a_break()
    named = _organisation_names(context)
    theme.header(" · ".join(named.values()), demonstration=demonstration)
    with st.container(
        horizontal=True, horizontal_alignment="right", gap="small", key="hs-desk" if _is_colleague(context) else None
    ):
        _choose_organisation(context)
        search(context)
        demo_clock.draw(context)
        for code, name in LANGUAGES.items():
            if code != context.language and st.button(
                name, type="tertiary", icon=":material/language:", key=f"speak:{code}"
            ):
                speak(code)
        if context.actor is not None and st.button(
            _("Log out"), type="tertiary", icon=":material/logout:", key="leave"
        ):
            leave()


def _is_colleague(context: Context) -> bool:
    """Whether somebody works here: then the head stands at the same place on every page, as wide as a desk's screen."""
    return context.actor is not None and bool(context.actor.roles() - {Role.VOLUNTEER, Role.FORMER, Role.ASSOCIATION})


def _choose_organisation(context: Context) -> None:
    """For who works in several organisations: which of them every page is about."""
    actor = context.actor
    if actor is None or actor.chosen_id is None or not actor.elsewhere:
        return
    named = _names_of(context, (actor.chosen_id, *actor.elsewhere))
    chosen = st.selectbox(
        _("You work in"),
        sorted(named, key=named.__getitem__),
        index=sorted(named, key=named.__getitem__).index(actor.chosen_id),
        format_func=named.__getitem__,
        key=f"work-in-{actor.chosen_id}",
        label_visibility="collapsed",
        width=260,
    )
    if chosen is not None and chosen != actor.chosen_id:
        change_organisation(chosen)
        st.switch_page(home_of(actor).path)


def _organisation_names(context: Context) -> dict[UUID, str]:
    """The organisations somebody belongs to; to a visitor, the only one there is."""
    if context.actor is not None and context.actor.grants:
        own = context.actor.organisations()
        named = _names_of(context, own)
        return {organisation_id: named[organisation_id] for organisation_id in own}
    names = context.session.exec(_NAMES).all()
    return dict(names) if len(names) == 1 else {}


def _names_of(context: Context, ids: tuple[UUID, ...]) -> dict[UUID, str]:
    return dict(context.session.exec(_NAMED, params={"ids": ids}).all())


def footer(context: Context) -> None:
    """Ways to what concerns everybody, but for who signs on another's device; and, unseen, what sets a cookie."""
    if context.handed is None:
        theme.footer()
    session_cookie.draw(context.session, context.portal, now=context.now)
    plain_script.draw_scripts()
