"""Under which entry of the menu a page stands that is in no menu itself, so that the entry is marked all the same."""

import streamlit as st

from core.i18n import gettext as _
from pages.shell import theme as look
from pages.shell.entries import PAGES

UNDER = {
    **dict.fromkeys(("volunteer", "add-volunteer", "changes", "approval", "clarification"), "volunteers"),
    **dict.fromkeys(("letter", "on-paper", "download-documents", "forms"), "documents"),
    **dict.fromkeys(("course", "plan-course"), "courses"),
    **dict.fromkeys(("diplomas", "recognition-year"), "recognition"),
    **dict.fromkeys(("programme", "newer-version"), "programmes"),
    **dict.fromkeys(("template", "agree-anew"), "templates"),
    "supervision": "supervisions",
    **dict.fromkeys(("offer", "plan-offer"), "offers"),
    "my-clarification": "my-path",
    "forecast": "dashboard",
    "colleague-leaves": "colleagues",
}


def mark(page: st.Page) -> None:
    """Say unseen, for our script, which entry and which group of the menu `page` belongs to."""
    address = UNDER.get(page.url_path, page.url_path)
    entry = next((each for each in PAGES if each.url_path == address), None)
    if entry is not None and entry.section is not None:
        look.draw("under", address=entry.url_path, group=_(entry.section) if entry.section else "")
