"""What runs beside the pages for as long as the portal is served."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

from core.messages import worker
from core.settings import SettingsRefused
from core.startup import open_portal
from pages.routes import state


@asynccontextmanager
async def lifespan(_app: Any) -> AsyncIterator[None]:
    """Open the portal before the first visitor; send mails and finish seals until the server stops."""
    # Addresses hold one-time links and tickets, and the list of who asked for what is personal.
    logging.getLogger("uvicorn.access").disabled = True
    # Until a first run has said so, Streamlit takes pages/ for its own kind of pages: the first visitor of a deep link
    # would read "Page not found", and a file directly in pages/ would be served without app.py.
    PagesManager.uses_pages_directory = False
    # A portal that cannot start has said so in the log; the page says it too, and tries again at each visit.
    with suppress(SettingsRefused):
        worker.ensure_running(await asyncio.to_thread(open_portal))
    state.serve()
    try:
        yield
    finally:
        await asyncio.to_thread(worker.stop)
