"""Which of the pages are there for whom, and the menu. Nothing here protects a page: its own guard does."""

from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st

from core.access.permissions import Action, Actor, Role, may
from core.i18n import gettext as _
from core.journey.service import BOTH, OwnWork, own_work
from pages.shell import addresses
from pages.shell.context import Context, current
from pages.shell.entries import (
    ACCOUNT,
    FIRST_RUN,
    HOME,
    LOG,
    LOGIN,
    MINE,
    MY_SUPERVISIONS,
    MY_TEAM,
    OF_INSTRUCTORS,
    OF_ONESELF,
    OF_PEERS,
    OF_ROLE,
    ORGANISATION,
    ORGANISATIONS,
    PAGES,
    PARTNERSHIP,
    TODAY,
    TOGETHER,
    Entry,
)
from pages.shell.refusing import refuse

ROOT = Path(__file__).parents[2]
# The start page has "/" as its address; its own address must lead there too, so this one is never shown.
START = "start"


def link_to(path: str) -> st.Page:
    """The page of a file, for the links of a long list: no file is looked up for each."""
    entry = next(each for each in PAGES if each.path == path)
    return _made(entry.path, _(entry.title), entry.icon, entry.url_path, shown=False)


def home_of(actor: Actor) -> Entry:
    """Where somebody begins: colleagues with today's work, who leads peers or talks with them with their team,
    volunteers on their path, supervisors with what is theirs to hold, auditors with the log, operators with the
    organisations, who speaks for an association with its partnership, the rest where they can act."""
    if may(actor, Action.SEE_VOLUNTEERS):
        return TODAY
    if actor.roles() & {Role.TEAM_LEAD, Role.PSYCHOLOGIST}:
        return MY_TEAM
    if Role.VOLUNTEER in actor.roles():
        return HOME
    if Role.SUPERVISOR in actor.roles():
        return MY_SUPERVISIONS
    if may(actor, Action.EDIT_ORGANISATION):
        return ORGANISATION
    if may(actor, Action.READ_AUDIT):
        return LOG
    if may(actor, Action.MAKE_ORGANISATION):
        return ORGANISATIONS
    if Role.ASSOCIATION in actor.roles():
        return PARTNERSHIP
    return HOME if Role.FORMER in actor.roles() else ACCOUNT


def menu_of(actor: Actor, does: OwnWork = BOTH) -> tuple[Entry, ...]:
    """What the menu shows: what the permission table allows, and "my path" for those who walk one, or have.

    `does` is what there is in what they volunteer for; whoever leads peers or talks with them has a team all the same.
    """
    return tuple(
        entry
        for entry in PAGES
        if entry.section is not None
        and entry.action is not None
        and may(actor, entry.action)
        and (entry.url_path not in OF_ROLE or OF_ROLE[entry.url_path] & actor.roles())
        and (does.courses or entry.url_path not in OF_INSTRUCTORS)
        and (does.teams or entry.url_path not in OF_PEERS or actor.roles() & {Role.TEAM_LEAD, Role.PSYCHOLOGIST})
    )


def choose(context: Context, state: str, lost: st.Page | None = None) -> st.Page:
    """The page of this run; `lost` where the address is none of ours.

    For a visitor the login page stands at every address that takes a login, so that a link in a mail leads on to where
    it should; while nothing is set up the first-run page stands there. While the browser is in somebody's hands to
    sign, nothing but that stands anywhere."""
    if context.handed is not None:
        everywhere = (START, *(entry.url_path for entry in PAGES))
        return st.navigation(
            [
                _page(TOGETHER, TOGETHER, url_path=address, shown=False, default=address == START)
                for address in everywhere
            ],
            position="top",
        )
    actor = context.actor
    front = FIRST_RUN if state == "empty" else LOGIN
    start = front if actor is None else home_of(actor)
    menu: tuple[Entry, ...] = ()
    if actor is not None and actor.grants:
        menu = menu_of(actor, own_work(session=context.session, actor=actor))
    first = start if actor is None or actor.grants else None
    sections: dict[str, list[st.Page]] = {"": [_page(start, first, url_path=START, default=True, shown=start in menu)]}
    for entry in PAGES:
        target: Entry | None = entry
        if entry.action is None:
            if entry is LOGIN or (state == "empty" and entry.path in (addresses.FORGOTTEN, addresses.INVITATION)):
                target = front
            elif entry is TOGETHER:
                target = start
            elif entry is FIRST_RUN and state != "empty":
                target = LOGIN
        elif actor is None:
            target = front
        elif not may(actor, entry.action):
            target = None
        shown = entry in menu and entry is not start
        sections.setdefault(_section(entry, actor) if shown else "", []).append(
            _page(entry, target, url_path=entry.url_path, shown=shown)
        )
    if lost is not None:
        sections[""].append(lost)
    return st.navigation(sections, position="top")


def _section(entry: Entry, actor: Actor | None) -> str:
    if entry.section == MINE and actor is not None and actor.roles() <= OF_ONESELF:
        return ""
    return _(entry.section) if entry.section else ""


def _page(entry: Entry, target: Entry | None, *, url_path: str, shown: bool, default: bool = False) -> st.Page:
    path = None if target is None else target.path
    # `st.navigation` marks the page it returns, so each run has its own.
    return copy(_made(path, _(entry.title), entry.icon, url_path, shown=shown, default=default))


def way_home(actor: Actor | None) -> None:
    """The way to where the reader begins."""
    start = LOGIN if actor is None else home_of(actor)
    label = _("Go to {page}").format(page=f"“{_(start.title)}”")
    st.page_link(link_to(start.path), label=label, icon=":material/arrow_forward:")


def _refused() -> None:
    """A page that is not for its reader, and the way on for who has one."""
    actor = current().actor
    refuse()
    if actor is None or actor.grants:
        way_home(actor)


@cache
def _made(path: str | None, title: str, icon: str, url_path: str, *, shown: bool, default: bool = False) -> st.Page:
    """Made once in a process, because each looks its file up on the disk: a third of a small page's run."""
    return st.Page(
        _refused if path is None else ROOT / path,
        title=title,
        icon=icon,
        url_path=url_path,
        default=default,
        visibility="visible" if shown else "hidden",
    )
