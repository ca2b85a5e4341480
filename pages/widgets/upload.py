"""Choosing a file, in the reader's language: Streamlit's own words in the uploader are English."""

import streamlit as st

from core.i18n import gettext as _
from pages.routes import uploads
from pages.shell import session_cookie
from pages.shell import theme as look
from pages.shell.context import current, token


def upload(label: str, kinds: list[str] | None, *, key: str, most_mb: int) -> bytes | None:
    """The bytes of the file chosen, or None. The page's service refuses what is too large or another kind, in words;
    `kinds` only narrows what the browser offers."""
    look.draw(
        "uploader",
        choose=_("Choose a file"),
        size=_("at most {most} MB").format(most=most_mb),
        drop=_("or drop it here, at most {most} MB").format(most=most_mb),
        refused=_(
            "This file was not taken. Is it larger than {most} MB? If not, wait a minute and choose it again."
        ).format(most=most_mb),
    )
    login = token() if current().actor is not None else ""
    uploads.open_door(uploads.this_tab(), browser=session_cookie.BROWSER.get(), token=login)
    chosen = st.file_uploader(label, type=kinds, key=key)
    return chosen.getvalue() if chosen else None
