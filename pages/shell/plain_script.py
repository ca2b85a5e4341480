"""What only a host that ignores `st.App` needs: there nothing of ours runs before the first visitor's page does."""

from pathlib import Path

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.routes.scripts import SCRIPTS
from pages.routes.state import served


def send_first_visitor_back() -> None:
    """Have the browser load a deep link once more, where Streamlit has just said "Page not found" to it.

    Until it is told otherwise, Streamlit takes pages/ for its own kind of pages and knows none of our addresses, and
    whoever follows a link in a mail may well be who wakes the host. The run goes on, for a browser that does not
    follow.
    """
    PagesManager.uses_pages_directory = False
    run = get_script_run_ctx()
    if run is None or not run.pages_manager.intended_page_name or not st.context.url:
        return
    if not any(_is_app(page) for page in run.pages_manager.get_pages().values()):
        return
    message = ForwardMsg()
    message.auth_redirect.url = f"{st.context.url}?{run.query_string}" if run.query_string else st.context.url
    run.enqueue(message)


def draw_scripts() -> None:
    """The scripts that stand in the page itself elsewhere; a browser runs them once, however often they are drawn."""
    if not served():
        once = "if (!window.hsScripts) { window.hsScripts = true;\n"
        st.html(f"<script>{once}{''.join(SCRIPTS)}}}</script>", unsafe_allow_javascript=True)


def _is_app(page: object) -> bool:
    """Whether `page` is app.py itself, registered as one of Streamlit's own kind of pages; we never register it."""
    return isinstance(page, dict) and "url_pathname" in page and Path(page["script_path"]).name == "app.py"
