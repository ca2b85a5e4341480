"""Choosing a file, in the reader's language: Streamlit's own words in the uploader are English."""

import streamlit as st

from core.i18n import gettext as _
from pages.routes import uploads
from pages.shell import session_cookie
from pages.shell import theme as look
from pages.shell.context import current, token
from pages.widgets.plain import or_words

# Other endings of what stands in the list too.
SAME_AS = ("jpeg", "heif")


def upload(label: str, kinds: list[str] | None, *, key: str, most_mb: int) -> bytes | None:
    """The bytes of the file chosen, or None. The page's service refuses what is too large or another kind, in words;
    `kinds` only narrows what the browser offers."""
    look.draw(
        "uploader",
        choose=_("Choose a file"),
        size=_("at most {most} MB").format(most=most_mb),
        drop=_("or drop it here, at most {most} MB").format(most=most_mb),
        refused=_refused(kinds, most_mb),
    )
    login = token() if current().actor is not None else ""
    uploads.open_door(uploads.this_tab(), browser=session_cookie.BROWSER.get(), token=login)
    chosen = st.file_uploader(label, type=kinds, key=key)
    return chosen.getvalue() if chosen else None


def _refused(kinds: list[str] | None, most_mb: int) -> str:
    """What stands under a file that did not come through: nobody tells us why it did not."""
    if kinds is None:
        said = _("This file was not taken. Is it larger than {most} MB? If not, wait a minute and choose it again.")
        return said.format(most=most_mb)
    said = _(
        "This file was not taken. Here you can use {kinds} of at most {most} MB. If it is such a file, wait a minute "
        "and choose it again."
    )
    return said.format(kinds=or_words(kind.upper() for kind in kinds if kind not in SAME_AS), most=most_mb)
