"""Fetching files: a print that is made when it is asked for; and many as one ZIP, by our route, which sends it while
it is made, or else by the page itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Literal
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.access.permissions import Actor
from core.i18n import LANGUAGES, name_in_words, ngettext
from core.i18n import gettext as _
from pages.routes.state import served
from pages.shell.context import actor_of, current, token
from pages.shell.state import ScreenState

TICKET = ScreenState[str | None]("archive-ticket", None)  # of each address
Look = Literal["primary", "secondary", "tertiary"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What is fetched: how it is asked for, the address it comes from, and the archive itself."""

    ticket: Callable[[Session, Actor, str, Sequence[UUID], datetime], str]
    address: str
    whole: Callable[[Session, Actor, Sequence[UUID]], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class Later:
    """How many are to be fetched, and which they are, read when they are asked for."""

    count: int
    ids: Callable[[Session], Sequence[UUID]]


def print_button(
    label: str, print_it: Callable[[Session], bytes], file_name: str, *, key: str, look: Look = "secondary"
) -> None:
    """A PDF to print, by `print_it` when it is asked for: in a session of its own, as the run's is closed by then.

    Nothing of the run may be asked in it: the reader's language is given to it before.
    """
    opened = current().portal.session

    def printed() -> bytes:
        with opened() as session:
            return print_it(session)

    st.download_button(
        label,
        data=printed,
        file_name=file_name,
        mime="application/pdf",
        type=look,
        icon=":material/print:",
        on_click="ignore",
        key=key,
    )


def print_buttons(
    label: str, print_it: Callable[[Session, str], bytes], name: str, *, key: str, look: Look = "secondary"
) -> None:
    """The same in each language, side by side; `label` has a place for it, and the file is called by `name` and it."""
    with st.container(horizontal=True):
        for language in LANGUAGES:
            print_button(
                label.format(language=name_in_words(language)),
                partial(_in_language, print_it, language),
                f"{name}-{language}.pdf",
                key=f"{key}{language}",
                look=look,
            )


def _in_language(print_it: Callable[[Session, str], bytes], language: str, session: Session) -> bytes:
    return print_it(session, language)


def fetch_button(these: Sequence[UUID] | Later, kind: Kind, *, look: Look = "primary") -> None:
    """The button that fetches these."""
    later = these if isinstance(these, Later) else Later(len(these), lambda _session: these)
    count = later.count
    label = ngettext("Download as ZIP ({count} document)", "Download as ZIP ({count} documents)", count)
    if not served():
        _from_page(label.format(count=count), later, kind, look=look)
        return
    st.button(
        label.format(count=count),
        type=look,
        icon=":material/folder_zip:",
        disabled=not count,
        key="archive",
        on_click=_ask_for_ticket,
        args=(later, kind),
    )
    if ticket := TICKET.of(kind.address).get():
        st.success(_("The download begins by itself."), icon=":material/downloading:")
        # It leads to a file, so it shows nothing; drawn again it is asked for again, and a used ticket is refused.
        st.iframe(f"{kind.address}{ticket}", height=1, tab_index=-1)
        _from_page(_("Nothing happens? Fetch it this way"), later, kind, look="tertiary")


def _ask_for_ticket(later: Later, kind: Kind) -> None:
    context = current()
    ids = later.ids(context.session)
    TICKET.of(kind.address).set(kind.ticket(context.session, actor_of(context), token(), ids, context.now))


def _from_page(label: str, later: Later, kind: Kind, *, look: Look) -> None:
    context = current()
    actor, opened = actor_of(context), context.portal.session
    st.download_button(
        label,
        data=lambda: _whole(opened, actor, later, kind),
        file_name=f"haandslag-{context.today:%Y-%m-%d}.zip",
        mime="application/zip",
        type=look,
        icon=":material/folder_zip:",
        disabled=not later.count,
        on_click="ignore",
        key=f"archive-{look}",
    )


def _whole(opened: Callable[[], Session], actor: Actor, later: Later, kind: Kind) -> bytes:
    """The whole archive when it is asked for; the page keeps it in memory, which our route does not."""
    with opened() as session:
        return b"".join(kind.whole(session, actor, later.ids(session)))
