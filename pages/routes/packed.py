"""Streamlit's own scripts and styles, packed for the line: a first visit is two megabytes of them, and one of few bars
of signal waits for each."""

import gzip
from mimetypes import guess_type
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

FILES = Path(streamlit.__file__).resolve().parent / "static"
PACKS_WELL = (".js", ".css", ".svg")
# As Streamlit itself says of them: what is in them is in their names.
FOR_A_YEAR = "public, immutable, max-age=31536000"


class Packed:
    """Middleware that answers for those files where a browser takes them packed; each is packed once for a process."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.packed: dict[Path, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if (file := _asked_for(scope)) is None:
            await self.app(scope, receive, send)
            return
        if file not in self.packed:
            self.packed[file] = await run_in_threadpool(lambda: gzip.compress(file.read_bytes()))
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": FOR_A_YEAR}
        kind, _encoding = guess_type(file.name)
        await Response(self.packed[file], headers=headers, media_type=kind)(scope, receive, send)


def _asked_for(scope: Scope) -> Path | None:
    """The file of Streamlit's that this request is for, where it can be sent packed."""
    if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith("/static/"):
        return None
    if "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
        return None
    file = (FILES / scope["path"].lstrip("/")).resolve()
    return file if file.suffix in PACKS_WELL and file.is_relative_to(FILES / "static") and file.is_file() else None
