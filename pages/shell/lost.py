"""Where somebody came who cannot go on there: what that is called, why, and the way to where they begin."""

import re
from urllib.parse import urlsplit

import streamlit as st

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import gettext as _
from pages.shell.context import Context, refused
from pages.shell.entries import PAGES
from pages.shell.navigation import START, way_home

OURS = frozenset({START, *(entry.url_path for entry in PAGES)})
# What an address of one step may be; a longer one is Streamlit's to refuse.
ADDRESS = re.compile(r"[\w-]{1,60}")


def page_at(url: str | None) -> st.Page | None:
    """The page that says so at an address that is none of ours; None at one that is."""
    address = urlsplit(url or "").path.rstrip("/").rpartition("/")[2]
    if address in OURS or not ADDRESS.fullmatch(address):
        return None
    return st.Page(_not_found, title=_("We cannot find that"), url_path=address, visibility="hidden")


def _not_found() -> None:
    raise DomainError(ErrorCode.NOT_FOUND)


def show(context: Context, error: DomainError) -> None:
    """A heading, why somebody cannot go on, and the way on."""
    st.title(_heading(error.code), anchor=False)
    refused(error)
    way_on(context)


def _heading(code: ErrorCode) -> str:
    match code:
        case ErrorCode.NOT_ALLOWED:
            return _("No access")
        case ErrorCode.NOT_FOUND:
            return _("We cannot find that")
        case _:
            return _("You cannot go on here")


def way_on(context: Context) -> None:
    """The way to where the reader begins."""
    way_home(context.actor)
