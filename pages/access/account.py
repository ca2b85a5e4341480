"""My login: the passphrase, the language, and where one is logged in."""

import streamlit as st

from core.access.permissions import Action
from core.access.sessions import (
    change_passphrase,
    end_session,
    is_session,
    log_out_everywhere,
    sessions_of,
)
from core.i18n import LANGUAGES, at_time
from core.i18n import gettext as _
from core.mail_choices.rules import MailKind, Wanted
from core.mail_choices.service import choose, my_choices
from pages.access.credentials import new_passphrase_field
from pages.mail_choices.choosing import choices, kept_back
from pages.shell.action import act
from pages.shell.context import Context, actor_of, caller, leave, require_actor, speak, token
from pages.shell.state import ScreenState
from pages.widgets.form import EntryForm
from pages.widgets.headings import section
from pages.widgets.rows import STATELESS, RowState, line, row_button

CHANGED = ScreenState("passphrase_changed", False)
CHANGES = ScreenState("passphrase_changes", 0)


def _passphrase() -> None:
    section(_("Passphrase"))
    if CHANGED.take():
        st.success(_("Your new passphrase is saved. You are logged out everywhere else."))
    # A new form after a change, so that no passphrase stays on screen.
    changes = CHANGES.get()
    form = EntryForm("passphrase")
    with st.form(f"passphrase-{changes}", border=False, enter_to_submit=False):
        with form.field("current") as said:
            current = st.text_input(
                _("Passphrase now") + said,
                type="password",
                autocomplete="current-password",
                key=f"passphrase-now-{changes}",
            )
        new = new_passphrase_field(form, f"new-passphrase-{changes}")
        if st.form_submit_button(_("Change passphrase"), type="primary"):
            form.send(
                lambda by: change_passphrase(**by, current=current, passphrase=new, token=token(), caller=caller()),
                then=lambda _changed: _passphrase_changed(),
            )


def _passphrase_changed() -> None:
    CHANGED.set(True)
    CHANGES.set(CHANGES.get() + 1)


def _language(context: Context) -> None:
    section(_("Language"))
    codes = tuple(LANGUAGES)
    chosen = st.radio(
        _("The portal and its mails speak"),
        codes,
        index=codes.index(context.language),
        format_func=LANGUAGES.__getitem__,
        horizontal=True,
        key=f"language-{context.language}",
    )
    if chosen != context.language:
        speak(chosen)


def _sessions(context: Context) -> None:
    actor = actor_of(context)
    found = sessions_of(session=context.session, actor=actor, now=context.now)
    with section(_("Where you are logged in"), len(found)).rows("of-sessions"):
        for each in found:
            here = is_session(each, token())
            used = _("Last used {time}").format(time=at_time(each.last_seen_at))
            line(each.device or _("Unknown device"), what=used, state=RowState(_("this one")) if here else STATELESS)
            if not here and row_button(_("Log out there"), f"end-{each.id}"):
                end_session(session=context.session, actor=actor, session_id=each.id, now=context.now)
                st.rerun()
    if st.button(_("Log out everywhere"), icon=":material/logout:"):
        log_out_everywhere(session=context.session, actor=actor, now=context.now)
        leave()


def _mails(context: Context) -> None:
    held = my_choices(session=context.session, actor=actor_of(context))

    def keep(kind: MailKind, wanted: Wanted) -> None:
        act(lambda by: choose(**by, kind=kind, wanted=wanted), _("That is how it is from now on."))

    choices(held, keep, pretends=context.state == "demonstration")
    kept_back(context)


context = require_actor(Action.USE_PORTAL)
st.title(_("My login"))
_passphrase()
_language(context)
_mails(context)
_sessions(context)
