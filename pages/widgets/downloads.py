"""Fetching files: a print or a list as a spreadsheet, made when it is asked for; and many as one ZIP, by our route,
which sends it while it is made, or else by the page itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Generic, Literal, Protocol, TypeVar
from uuid import UUID

import streamlit as st
from sqlmodel import Session

from core.access.permissions import Action, Actor
from core.access.trail import LISTS, ListKind, list_taken
from core.i18n import LANGUAGES, name_in_words, ngettext, reading
from core.i18n import gettext as _
from core.spreadsheet import TypedCell, as_xlsx
from pages.routes.state import served
from pages.shell.context import actor_of, current, token, while_allowed
from pages.shell.state import ScreenState

TICKET = ScreenState[str | None]("archive-ticket", None)  # of each address
Look = Literal["primary", "secondary", "tertiary"]
Row = TypeVar("Row")
Read = TypeVar("Read", covariant=True)


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
        data=while_allowed(printed),
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


@dataclass(frozen=True, slots=True)
class ListOut(Generic[Row]):
    """A list that leaves the portal: what it is, by which right it is read and where, what each column is called and
    gives of a row, and all its rows, read when they are asked for by a service that asks the permission table."""

    kind: ListKind
    action: Action
    organisation_id: UUID
    columns: Mapping[str, Callable[[Row], TypedCell]]
    rows: Callable[[Session], Iterable[Row]]

    def workbook(self, opened: Callable[[], Session], actor: Actor, language: str, now: datetime) -> bytes:
        """The list as a workbook in the language; the log says that the actor took it out."""
        with reading(language), opened() as session:
            cells = [[cell(row) for cell in self.columns.values()] for row in self.rows(session)]
            list_taken(
                session=session,
                actor=actor,
                action=self.action,
                organisation_id=self.organisation_id,
                kind=self.kind,
                now=now,
            )
            return as_xlsx(_(LISTS[self.kind]), [_(heading) for heading in self.columns], cells, now=now)


def list_button(out: ListOut[Row]) -> None:
    """Below a list: the whole of it as a spreadsheet, as it is filtered, and not only what is drawn of it.

    The columns and rows are asked for after the run: nothing of the run may be asked in them, and what they need of
    it is given to them before.
    """
    context = current()
    st.download_button(
        _("Download as a spreadsheet"),
        data=while_allowed(
            partial(out.workbook, context.portal.session, actor_of(context), context.language, context.now)
        ),
        file_name=f"{_(LISTS[out.kind]).lower().replace(' ', '-')}-{context.today:%Y-%m-%d}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        type="tertiary",
        icon=":material/table_view:",
        on_click="ignore",
        help=_("It is the whole list as you have chosen it. The log says that you took it out. Delete it after use."),
        key=f"list-{out.kind}",
    )


class OnePage(Protocol[Read]):
    """A page of a list as services give it: its rows, and how many there are in all."""

    @property
    def rows(self) -> Sequence[Read]: ...
    @property
    def total(self) -> int: ...


def every_row(ask: Callable[..., OnePage[Read]]) -> Callable[[Session], Iterator[Read]]:
    """The rows of all pages of a list, where `ask` wants the session and the page as a service does."""

    def rows(opened: Session) -> Iterator[Read]:
        def read(page: int) -> tuple[Sequence[Read], int]:
            found = ask(session=opened, page=page)
            return found.rows, found.total

        return all_pages(read)

    return rows


def all_pages(read: Callable[[int], tuple[Sequence[Row], int]], first: int = 1) -> Iterator[Row]:
    """The rows of all pages of a list, where `read` gives one page's and how many there are in all."""
    page, given = first, 0
    while True:
        rows, total = read(page)
        yield from rows
        page, given = page + 1, given + len(rows)
        if not rows or given >= total:
            return


def fetch_button(these: Sequence[UUID] | Later, kind: Kind, *, look: Look = "primary", label: str = "") -> None:
    """The button that fetches these; it says how many documents they are where no `label` says what."""
    later = these if isinstance(these, Later) else Later(len(these), lambda _session: these)
    count = later.count
    label = label or ngettext("Download as ZIP ({count} document)", "Download as ZIP ({count} documents)", count)
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
        data=while_allowed(lambda: _whole(opened, actor, later, kind)),
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
