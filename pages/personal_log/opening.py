"""The ways into a personal log book: begun with a passphrase of its own, opened, and what to do when it is forgotten.

The key is remembered in this tab's session on the server alone, for as long as it is used, and never in the browser.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

import streamlit as st

from core.i18n import gettext as _
from core.personal_log.locking import LogKey
from core.personal_log.rules import QUESTIONS, LogTool, PersonalPage
from core.personal_log.service import NewCode, begin_log, delete_log, new_code, open_by_code, open_log
from core.personal_log.words import ASKED
from pages.shell import theme as look
from pages.shell.action import act
from pages.shell.context import Context, token
from pages.shell.state import ScreenState
from pages.widgets.copying import copy_button
from pages.widgets.dialogs import close_dialog, dialog_button
from pages.widgets.form import EntryForm, got_round

# Whoever puts the phone down without locking it has locked the book so much later.
LOCKS_AFTER = timedelta(minutes=30)
UNLOCK = "personal-log-unlock"


class OpenLog(NamedTuple):
    """An open log book, when it was last used, and the login it was opened in: a tab outlives those."""

    key: LogKey
    used_at: datetime
    login: str


OPEN = ScreenState[OpenLog | None]("personal-log-open", None)
# The code that its owner has not said yet they have written down.
CODE = ScreenState("personal-log-code", "")
# What is typed and not stored, by question: after a break that took the key, or as it was refused.
RESCUED = ScreenState[Mapping[str, str]]("personal-log-rescued", {})
# A page as this tab last saw it stored, and what of it is refused and why, by the key of the field.
SEEN = ScreenState[PersonalPage | None]("personal-log-seen", None)
WRONG = ScreenState[Mapping[str, str]]("personal-log-wrong", {})
# What stands in the fields of its pages, by page and question.
FIELD = ScreenState("personal-log-field", "")


def key_now(context: Context) -> LogKey | None:
    """The key, where the book is open; it stays open while it is used."""
    found = OPEN.get()
    if found is None:
        return None
    if context.now - found.used_at > LOCKS_AFTER or found.login != token():
        lock()
        return None
    _opened(found.key, context)
    return found.key


def _opened(key: LogKey, context: Context) -> None:
    OPEN.set(OpenLog(key, context.now, token()))


def lock(_done: object = None) -> None:
    """Lock it: what was open is forgotten here, with every word of it, and no page is under way."""
    OPEN.forget()
    CODE.forget()
    for each in (RESCUED, SEEN, WRONG, FIELD):
        each.forget_all()
    st.query_params.clear()


def field_key(page_id: object, question: str) -> str:
    """The key of the field of a question on a page."""
    return FIELD.of(page_id, question).key


def keep_what_was_typed(page_id: str, tool: LogTool) -> None:
    """While it is locked: what the browser still holds of the page that was being written is shown, and kept here."""
    place = st.empty()
    held: dict[str, str] = {}
    with place.container():
        st.info(
            _("What you wrote is still here, and not saved. Open the log book, and it is."), icon=":material/edit_off:"
        )
        for question in QUESTIONS[tool]:
            label = _(ASKED[f"{tool}.{question}"])
            if typed := st.text_area(label, key=field_key(page_id, question)):
                held[question] = typed
    if held:
        RESCUED.of(page_id).set(held)
    else:
        place.empty()


def begin(context: Context) -> None:
    """Before the first word: what it is, what happens when the passphrase is forgotten, and the passphrase."""
    st.markdown(
        "\n".join(
            f"- {each}"
            for each in (
                _("**Nobody else can read it.** It is locked with a passphrase that only you know."),
                _(
                    "**If you forget it**, the code that you get now opens it. Write the code on paper. Without either "
                    "of them nobody can open it, and we cannot help you."
                ),
                _("**On another phone or computer** you need the passphrase and your login, and nothing else."),
                _("You share a page only if you want to. You can print all of it, and delete it at any time."),
            )
        )
    )
    form = EntryForm("personal-log-begin")
    passphrase, again = _new_passphrase(form)
    if st.button(_("Begin the log book"), type="primary", icon=":material/lock:", key="personal-log-begin"):
        form.send(
            lambda by: begin_log(**by, passphrase=passphrase, again=again), then=lambda made: _open(made, context)
        )


def unlock(context: Context) -> None:
    """The passphrase; and the way for who has forgotten it."""
    form = EntryForm(UNLOCK)
    with form.field("passphrase") as said:
        passphrase = st.text_input(
            _("The log book’s passphrase") + said,
            type="password",
            key="personal-log-passphrase",
            autocomplete="current-password",
        )
    if st.button(_("Open the log book"), type="primary", icon=":material/lock_open:", key="personal-log-open-it"):
        form.send(lambda by: open_log(**by, passphrase=passphrase), then=lambda key: _opened(key, context))
    with st.container(horizontal=True):
        dialog_button(
            _("I have forgotten it"),
            "personal-log-forgotten",
            _("Open it with the code"),
            _forgotten,
            icon=":material/key:",
        )
        delete_button()


def delete_button() -> None:
    """All of it can be deleted, also by who cannot open it any more."""
    dialog_button(
        _("Delete the log book"), "personal-log-delete", _("Delete the log book"), _delete, icon=":material/delete:"
    )


def code_to_write_down() -> bool:
    """The code on paper, until its owner says that they have it; whether it stands here."""
    code = CODE.get()
    if not code:
        return False
    st.header(_("Write this code on paper now"), anchor=False)
    st.write(
        _(
            "It opens the log book if you forget the passphrase. Keep it where you keep other important papers, and "
            "not on this phone. It is shown this once: when you go on, nobody can show it again."
        )
    )
    look.draw("link", link=code)
    copy_button(_("Copy the code"), code, "personal-log-code-copy")
    if st.button(_("I have written it down"), type="primary", icon=":material/check:", key="personal-log-code-done"):
        CODE.forget()
        st.rerun()
    return True


def another_code(key: LogKey) -> None:
    """A new code, for who has lost the paper."""
    if st.button(_("Make a new code"), key="personal-log-new-code", icon=":material/key:", type="tertiary"):
        act(
            lambda by: new_code(session=by["session"], actor=by["actor"], key=key),
            then=lambda made: CODE.set(made.code),
        )


def _new_passphrase(form: EntryForm) -> tuple[str, str]:
    with form.field("passphrase") as said:
        passphrase = st.text_input(
            _("A passphrase for the log book") + said,
            type="password",
            key="personal-log-new",
            autocomplete="new-password",
            help=_("Four or five words are easy to remember and hard to guess. Take another than that of your login."),
        )
    with form.field("again") as said:
        again = st.text_input(
            _("The same once more") + said, type="password", key="personal-log-again", autocomplete="new-password"
        )
    return passphrase, again


def _open(made: NewCode, context: Context) -> None:
    _opened(made.key, context)
    CODE.set(made.code)
    got_round(UNLOCK)
    close_dialog()


def _forgotten(context: Context) -> None:
    form = EntryForm("personal-log-forgotten")
    st.write(_("Write the code you have on paper, and choose a new passphrase. Then you get a new code."))
    with form.field("code") as said:
        code = st.text_input(_("The code on paper") + said, key="personal-log-old-code", autocomplete="off")
    passphrase, again = _new_passphrase(form)
    if st.button(_("Open the log book"), type="primary", icon=":material/lock_open:", key="personal-log-by-code"):
        form.send(
            lambda by: open_by_code(**by, code=code, passphrase=passphrase, again=again),
            then=lambda made: _open(made, context),
        )
    st.caption(
        _("If you have neither the passphrase nor the code, nobody can open it. You can delete it and begin anew.")
    )


def _delete(_context: Context) -> None:
    st.write(_("Every page is gone then, also what others can read of it. Nobody can bring it back."))
    if st.checkbox(_("Yes, all of it"), key="personal-log-delete-sure") and st.button(
        _("Delete the log book"), type="primary", icon=":material/delete:", key="personal-log-delete-it"
    ):
        act(
            lambda by: delete_log(session=by["session"], actor=by["actor"]),
            _("The log book is deleted."),
            icon=":material/delete:",
            then=_gone,
        )


def _gone(_done: object) -> None:
    lock()
    close_dialog()
