"""Backup and everything we keep: how old the newest backup is, and all that the organisation keeps in one file."""

from uuid import UUID

import streamlit as st

from core.access.permissions import Action
from core.i18n import ago, local_day, on_date, utc_now
from core.i18n import gettext as _
from core.safekeeping.service import BACKUP_IS_OLD, make_everything_download, newest_backup, organisation_pieces
from pages.shell.context import Context, actor_of, require_actor
from pages.shell.flash import show_flashes
from pages.shell.scope import current_organisation
from pages.widgets.downloads import Kind, fetch_button
from pages.widgets.headings import page_head, section

EVERYTHING = Kind(
    lambda session, actor, held, ids, now: make_everything_download(
        session=session, actor=actor, session_token=held, organisation_id=ids[0], now=now
    ),
    "/everything/",
    lambda session, actor, ids: organisation_pieces(
        session=session, actor=actor, organisation_id=ids[0], now=utc_now()
    ),
)


def backup(context: Context, organisation_id: UUID) -> None:
    """How old the newest backup is, and what to do where there is none or it is old."""
    section(_("Backup"))
    newest = newest_backup(session=context.session, actor=actor_of(context), organisation_id=organisation_id)
    ask = _(
        "Ask whoever runs the server to have one made each night, and kept on another machine. The README says how: "
        "`python -m core backup`."
    )
    if newest is None:
        st.warning(f"{_('No backup of the portal has been made yet.')} {ask}", icon=":material/backup:")
        return
    told = _("The newest backup was made on {day} and is {age} old.").format(
        day=on_date(local_day(newest)), age=ago(newest, context.now)
    )
    if context.now - newest > BACKUP_IS_OLD:
        st.warning(f"{told} {ask}", icon=":material/backup:")
    else:
        st.success(told, icon=":material/check_circle:")


def take_out(organisation_id: UUID) -> None:
    """What the file holds and does not, and the button that fetches it."""
    section(_("Everything we keep, in one file"))
    st.markdown(
        _(
            "The file holds people, agreements, courses, notes and everything else your organisation keeps here, as "
            "tables, and the signed documents as PDFs. It opens without the portal. A list in it says what each table "
            "and column holds."
        )
    )
    st.warning(
        _(
            "The file is not encrypted. Phone numbers, addresses, next of kin and notes stand in it, also what you "
            "cannot see here yourself. Keep it in a safe place. Delete it when it has done its work. The log says that "
            "you took it out."
        ),
        icon=":material/lock_open:",
    )
    st.markdown(
        _(
            "Left out is what only very few may read: what somebody tells is wrong, the volunteers’ own network, what "
            "is said in clarification meetings, and what applicants write about illness. Passphrases and keys are left "
            "out too. If you move to another portal, whoever runs the server makes a file that has it all: "
            "`python -m core export`."
        )
    )
    fetch_button([organisation_id], EVERYTHING, label=_("Download everything"))


context = require_actor(Action.TAKE_EVERYTHING)
here = current_organisation(context, Action.TAKE_EVERYTHING)
show_flashes()
page_head(_("Backup and export"))
backup(context, here)
take_out(here)
