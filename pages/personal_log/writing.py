"""Writing a page: each field is sealed and stored as it is left; and what else is done about a page."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError, ManyRefused, words
from core.i18n import gettext as _
from core.i18n import on_date
from core.personal_log.locking import LogKey
from core.personal_log.rules import QUESTIONS, LogTool, PersonalPage, goes_on
from core.personal_log.service import delete_page, save_page, share_page, take_page_back
from core.personal_log.shared import CanRead, SharedTo, shared_by_me, who_can_read
from core.personal_log.words import ASKED, TOOLS
from pages.personal_log.opening import FIELD, RESCUED, SEEN, WRONG, field_key
from pages.personal_log.words import ABOUT
from pages.shell.action import act, acting, attempt
from pages.shell.context import Context, actor_of
from pages.shell.flash import say, say_refused
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import field
from pages.widgets.headings import section
from pages.widgets.plain import plain
from pages.widgets.rows import line

LONG, ITS_OWN = 220, ":material/copy_all:"
# Questions whose answer is a few words.
SHORT = ("when", "call")


def go_to(page_id: UUID, tool: LogTool) -> None:
    """Open a page for writing. The address says which, so that after a break what was typed is found again."""
    st.query_params.clear()
    st.query_params.update({"page": str(page_id), "tool": tool})


def back() -> None:
    """Leave the page, back to all of them."""
    page_id = st.query_params.get("page", "")
    SEEN.of(page_id).forget()
    st.query_params.clear()


def write(context: Context, key: LogKey, page: PersonalPage) -> None:
    """One page with its questions, each stored as it is left."""
    st.button(_("All pages"), icon=":material/arrow_back:", type="tertiary", key="personal-log-back", on_click=back)
    st.header(_(TOOLS[page.tool]), anchor=False)
    st.write(_(ABOUT[page.tool]))
    state = SEEN.of(page.page_id)
    if typed := RESCUED.of(page.page_id).take():
        if _bring_back(key, page, dict(typed)):
            st.rerun()
        # What is refused stands in its field until it is put right.
        for question, said in typed.items():
            FIELD.of(page.page_id, question).set(said)
    seen = state.get() or page
    state.set(seen)
    wrong = WRONG.of(page.page_id).get()
    for question in QUESTIONS[page.tool]:
        name = field_key(page.page_id, question)
        with field(name, wrong) as said:
            st.text_area(
                _(ASKED[f"{page.tool}.{question}"]) + said,
                seen.words.get(question, ""),
                key=name,
                height=LONG if question in ("words", "what", "situation") else 100,
                on_change=_keep,
                args=(key, page.page_id),
            )
    if seen.version:
        shared = [
            each
            for each in shared_by_me(session=context.session, actor=actor_of(context))
            if each.page_id == page.page_id
        ]
        told = _("Stored. Written on {day}.") if shared else _("Stored, and read by nobody but you. Written on {day}.")
        st.caption(told.format(day=on_date(seen.written_on)))
        _shared(context, key, seen, shared)
        dialog_button(
            _("Delete the page"),
            "personal-log-page",
            _("Delete the page"),
            lambda _by: _delete(key, page.page_id),
            icon=":material/delete:",
        )
    else:
        st.caption(_("Each answer is stored when you leave its field."))


def _keep(key: LogKey, page_id: UUID) -> None:
    """Store what stands in the fields as one of them is left, before the run that follows."""
    seen = SEEN.of(page_id).get()
    if seen is None:
        return
    written = {question: FIELD.of(page_id, question).get() for question in QUESTIONS[seen.tool]}
    _store(key, replace(seen, words=written), seen)


def _store(key: LogKey, page: PersonalPage, before: PersonalPage) -> None:
    """Store a page that was stored as `before`. Where some of it is refused the rest is stored, and it stays typed."""
    by = acting()
    WRONG.of(page.page_id).forget()
    RESCUED.of(page.page_id).forget()
    stored = attempt(lambda: save_page(session=by["session"], actor=by["actor"], key=key, page=page))
    if isinstance(stored, ManyRefused):
        refused = stored.by_field
        WRONG.of(page.page_id).set({field_key(page.page_id, each): words(refused[each]) for each in refused})
        RESCUED.of(page.page_id).set({each: page.words[each] for each in refused})
        page = replace(page, words={**page.words, **{each: before.words.get(each, "") for each in refused}})
        if {name: said for name, said in page.words.items() if said} == before.words:
            return
        stored = attempt(lambda: save_page(session=by["session"], actor=by["actor"], key=key, page=page))
    if isinstance(stored, DomainError) and stored.code == ErrorCode.CHANGED_MEANWHILE:
        # Another tab wrote in it: what was written here becomes a page of its own, so that neither is lost.
        own = replace(page, page_id=uuid4(), version=0)
        stored = attempt(lambda: save_page(session=by["session"], actor=by["actor"], key=key, page=own))
        if isinstance(stored, PersonalPage):
            say(
                _("This page was changed elsewhere. What you wrote here is a page of its own."),
                icon=":material/copy_all:",
            )
            go_to(stored.page_id, stored.tool)
    if isinstance(stored, DomainError):
        say_refused(stored)
        return
    SEEN.of(stored.page_id).set(stored)


def _bring_back(key: LogKey, page: PersonalPage, typed: dict[str, str]) -> bool:
    """Store what was typed before a break: in its page where nothing is lost by that, else in one of its own. Whether
    there was anything to store."""
    if all(page.words.get(question, "") == said for question, said in typed.items()):
        return False
    fits = all(goes_on(page.words.get(question, ""), said) for question, said in typed.items())
    target = replace(page, words={**page.words, **typed} if fits else typed)
    if not fits:
        target = replace(target, page_id=uuid4(), version=0)
    _store(key, target, page)
    if SEEN.of(target.page_id).get() is None or WRONG.of(target.page_id).get():
        return False
    go_to(target.page_id, target.tool)
    say(_("What you wrote before is stored."), icon=":material/check:")
    return True


def _shared(context: Context, key: LogKey, page: PersonalPage, shared: Sequence[SharedTo]) -> None:
    """Who can read this page, and letting somebody."""
    can = who_can_read(session=context.session, actor=actor_of(context))
    if not shared and not can:
        return
    heading = section(_("Who can read it"), len(shared))
    if not shared:
        st.write(_("Nobody but you."))
    with heading.rows("shared"):
        for each in shared:
            _shared_row(each)
    already = {row.to_id for row in shared}
    for reader in can:
        _let_read(key, page, reader, again=reader.person_id in already)
    if can:
        st.caption(_("Whoever may read it gets a mail, which says neither what it is nor from whom."))


def _let_read(key: LogKey, page: PersonalPage, reader: CanRead, *, again: bool) -> None:
    label = _("Show {name} what it says now") if again else _("Let {name} read it")
    name = plain(reader.name)
    if st.button(label.format(name=name), key=f"personal-log-share-{reader.person_id}", icon=":material/visibility:"):
        act(
            lambda by: share_page(
                **by, key=key, page_id=page.page_id, member_id=reader.member_id, to_id=reader.person_id
            ),
            _("{name} can read this page as it stands now, on the page of your team.").format(name=name),
            icon=":material/visibility:",
        )


def _shared_row(each: SharedTo) -> None:
    line(each.name, when=_("as it stood on {day}").format(day=on_date(each.shared_on)))
    if st.button(_("Take it back"), key=f"personal-log-back-{each.shared_id}", type="tertiary", icon=":material/undo:"):
        act(
            lambda by: take_page_back(session=by["session"], actor=by["actor"], shared_id=each.shared_id),
            _("{name} can read it no more.").format(name=plain(each.name)),
            icon=":material/undo:",
        )


def _gone(_done: object) -> None:
    back()
    close_dialog()


def _delete(key: LogKey, page_id: UUID) -> None:
    st.write(_("The page is gone then, also for those who can read it. Nobody can bring it back."))
    if st.button(_("Delete the page"), type="primary", icon=":material/delete:", key="personal-log-page-delete"):
        act(
            lambda by: delete_page(session=by["session"], actor=by["actor"], key=key, page_id=page_id),
            _("The page is deleted."),
            icon=":material/delete:",
            then=_gone,
        )
