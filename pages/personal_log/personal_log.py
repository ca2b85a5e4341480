"""My personal log book: locked until its owner opens it, and then all of its pages, the newest first."""

from functools import partial
from uuid import UUID, uuid4

import streamlit as st
from sqlmodel import Session

from core.access.permissions import Action
from core.i18n import gettext as _
from core.i18n import on_date
from core.personal_log.locking import LogKey
from core.personal_log.printing import log_as_text, print_log_guide, print_personal_log
from core.personal_log.rules import LogTool, PersonalPage
from core.personal_log.service import has_log, pages
from core.personal_log.shared import shared_by_me
from core.personal_log.words import GUIDE, TOOLS
from pages.personal_log import opening
from pages.personal_log.words import ICONS
from pages.personal_log.writing import go_to, write
from pages.shell.action import refusal_shown
from pages.shell.context import actor_of, current, require_actor
from pages.shell.flash import show_flashes
from pages.shell.state import ScreenState
from pages.widgets.downloads import print_button
from pages.widgets.headings import page_head, section
from pages.widgets.pager import pager
from pages.widgets.rows import line, row_button

A_PAGE = 25
PAGE = ScreenState("personal-log-page-number", 1)
context = require_actor(Action.KEEP_PERSONAL_LOG)
actor = actor_of(context)


def asked_page() -> tuple[str, LogTool] | None:
    """The page that the address names; None where it names none."""
    try:
        page_id, tool = UUID(st.query_params.get("page", "")), LogTool(st.query_params.get("tool", ""))
    except ValueError:
        return None
    return str(page_id), tool


def guide() -> None:
    """The guide to the log book, on screen and on paper."""
    with st.expander(_("Guide to the log book"), icon=":material/help:"):
        for head, said in GUIDE:
            st.markdown(f"**{_(head)}.** {_(said)}")
        with st.container(horizontal=True):
            for label, blank in ((_("Print the guide"), False), (_("Print it with pages to write on by hand"), True)):
                print_button(
                    label,
                    partial(_guide, language=context.language, blank=blank),
                    _("log-book-guide.pdf"),
                    key=f"personal-log-guide-{blank}",
                )


def _guide(session: Session, *, language: str, blank: bool) -> bytes:
    return print_log_guide(session=session, actor=actor, language=language, blank=blank)


def tools() -> None:
    """What a new page can be written with."""
    section(_("Write"))
    with st.container(horizontal=True):
        for tool in LogTool:
            st.button(
                _(TOOLS[tool]),
                icon=ICONS[tool],
                key=f"personal-log-tool-{tool}",
                type="primary" if tool is LogTool.FREE else "secondary",
                on_click=go_to,
                args=(uuid4(), tool),
            )


def all_pages(found: list[PersonalPage]) -> None:
    """A page of them at a time, each with its first words."""
    heading = section(_("Your pages"), len(found))
    if not found:
        st.write(_("There is nothing in it yet. Take five minutes, and write what went well today."))
    shared = {each.page_id for each in shared_by_me(session=context.session, actor=actor)}
    number = min(max(1, PAGE.get()), max(1, -(-len(found) // A_PAGE)))
    with heading.rows("personal-log"):
        for page in found[(number - 1) * A_PAGE : number * A_PAGE]:
            line(
                page.title or _(TOOLS[page.tool]),
                place=_(TOOLS[page.tool]),
                what=_("shared") if page.page_id in shared else "",
                when=on_date(page.written_on),
            )
            if row_button(_("Open"), f"personal-log-open-{page.page_id}"):
                go_to(page.page_id, page.tool)
                st.rerun()
    pager(PAGE, number, total=len(found), at_once=A_PAGE)


def out(key: LogKey) -> None:
    """Taking it out, and what is done about the whole of it."""
    language = context.language
    opened = current().portal.session

    def text() -> str:
        with opened() as session:
            return log_as_text(session=session, actor=actor, key=key, language=language)

    with st.container(horizontal=True):
        print_button(
            _("Print all of it"),
            lambda session: print_personal_log(session=session, actor=actor, key=key, language=language),
            _("personal-log-book.pdf"),
            key="personal-log-print",
        )
        st.download_button(
            _("Take it out as text"),
            data=text,
            file_name=_("personal-log-book.txt"),
            mime="text/plain",
            icon=":material/download:",
            on_click="ignore",
            key="personal-log-text",
        )
        opening.another_code(key)
        opening.delete_button()


def opened_book(key: LogKey) -> None:
    """The book, open: one page of it, or all."""
    if opening.code_to_write_down():
        return
    found = pages(session=context.session, actor=actor, key=key)
    asked = asked_page()
    if asked is not None:
        page_id, tool = asked
        page = next((each for each in found if str(each.page_id) == page_id), None)
        write(context, key, page or PersonalPage(UUID(page_id), tool, context.today, {}))
        return
    tools()
    all_pages(found)
    guide()
    out(key)


show_flashes()
key = opening.key_now(context)
with page_head(_("My personal log book")):
    if key is not None and not opening.CODE.get():
        st.button(_("Lock it"), icon=":material/lock:", key="personal-log-lock", on_click=opening.lock)
with refusal_shown():
    if key is not None:
        opened_book(key)
    elif has_log(session=context.session, actor=actor):
        if (asked := asked_page()) is not None:
            opening.keep_what_was_typed(*asked)
        st.write(_("It is locked. Nobody but you can open it."))
        opening.unlock(context)
    else:
        opening.begin(context)
        guide()
