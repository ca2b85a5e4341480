"""Streamlit's own files, made small for the line: a first visit is two megabytes of scripts and styles, which are sent
packed, and 375 KB of icons, of which a portal shows a tenth (tests/icons.py). One of few bars of signal waits for each.
"""

import gzip
import re
from mimetypes import guess_type
from pathlib import Path

import streamlit
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

FILES = Path(streamlit.__file__).resolve().parent / "static"
PACKS_WELL = (".js", ".css", ".svg")
# As Streamlit itself says of them: what is in them is in their names.
FOR_A_YEAR = "public, immutable, max-age=31536000"
# Where Streamlit looks for its icons, where it is a Streamlit that does; and ours. The name says nothing of what is in
# them, so a browser asks each time.
ITS_ICONS = [
    f"/{path.relative_to(FILES).as_posix()}" for path in FILES.glob("static/media/MaterialSymbols-Rounded.*.woff2")
]
ICONS = Path(__file__).resolve().parents[2] / "static" / "fonts" / "material-symbols.woff2"
ASK_EACH_TIME = "no-cache"
# What nearly every page of ours shows. Streamlit's frontend asks for these only once a page tells it to show one, and
# then for what each of them needs: on a phone each is a way to the server and back.
ON_EVERY_PAGE = ("Html", "Button", "PageLink", "TextInput")
NEEDS = re.compile(r"""(?:from|import)["'`]\./([\w.-]+\.js)["'`]""")


def scripts_of_every_page() -> list[str]:
    """The addresses of the scripts that nearly every page needs and Streamlit's first page does not ask for."""
    scripts, asked_for = FILES / "static" / "js", (FILES / "index.html").read_text(encoding="utf-8")
    needed = [path.name for each in ON_EVERY_PAGE for path in scripts.glob(f"{each}.*.js")]
    for name in needed:
        others = NEEDS.findall((scripts / name).read_text(encoding="utf-8"))
        # What is added while it is gone through is gone through too.
        needed += [other for other in dict.fromkeys(others) if other not in needed and other not in asked_for]
    return [f"/static/js/{name}" for name in needed]


class Packed:
    """Middleware that answers for those files where a browser takes them packed; each is packed once for a process."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.icons = StaticFiles(directory=ICONS.parent)
        self.packed: dict[Path, bytes] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"] in ITS_ICONS:
            icons = self.icons.file_response(ICONS, ICONS.stat(), scope)
            icons.headers["Cache-Control"] = ASK_EACH_TIME
            await icons(scope, receive, send)
            return
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
