"""Choosing a file, in the reader's language: Streamlit's own words in the uploader are English."""

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import gettext as _
from pages.shell import theme as look


def upload(label: str, kinds: list[str] | None, *, key: str, most_mb: int) -> bytes | None:
    """The bytes of the file chosen, or None. The page's service refuses what is too large or another kind, in words;
    `kinds` only narrows what the browser offers."""
    look.draw(
        "uploader",
        choose=_("Choose a file"),
        size=_("at most {most} MB").format(most=most_mb),
        drop=_("or drop it here, at most {most} MB").format(most=most_mb),
        too_large=words(DomainError(ErrorCode.UPLOAD_TOO_LARGE, most=most_mb)),
    )
    chosen = st.file_uploader(label, type=kinds, key=key)
    return chosen.getvalue() if chosen else None
