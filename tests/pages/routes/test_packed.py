"""What a first visit fetches comes packed, once for each file, and nothing else than Streamlit's files does."""

import asyncio
import gzip
import re

import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.routes import headers, packed
from tests.architecture import ROOT

SCRIPT = next(file for file in (packed.FILES / "static" / "js").iterdir() if file.name.startswith("react-dom."))
ADDRESS = f"/static/js/{SCRIPT.name}"


async def _through(_scope: Scope, _receive: Receive, send: Send) -> None:
    """What stands behind, and answers for whatever comes through to it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"unpacked"})


def answer(host: ASGIApp, address: str, takes: str = "gzip, deflate, br", **more: str) -> tuple[Headers, bytes]:
    """What a browser that takes these gets."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        # A browser that waits for its answer sends nothing more.
        return await asyncio.Future()

    asked = [(b"accept-encoding", takes.encode())]
    asked += [(name.replace("_", "-").encode(), value.encode()) for name, value in more.items()]
    scope = {"type": "http", "method": "GET", "path": address, "query_string": b"", "headers": asked}

    async def asked_once() -> None:
        await host(scope, receive, send)

    asyncio.run(asked_once())
    return Headers(raw=sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def test_a_script_comes_packed_as_it_is_and_is_packed_once(monkeypatch: pytest.MonkeyPatch):
    host = packed.Packed(_through)
    told, body = answer(host, ADDRESS)
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert int(told["content-length"]) == len(body) < SCRIPT.stat().st_size / 2
    assert told["content-encoding"] == "gzip"
    assert told["content-type"].startswith(("text/javascript", "application/javascript"))
    assert told["vary"] == "Accept-Encoding"
    monkeypatch.setattr(gzip, "compress", lambda _content: pytest.fail("packed again"))
    assert answer(host, ADDRESS)[1] == body


@pytest.mark.parametrize(
    ("address", "takes"),
    [
        (ADDRESS, "identity"),
        ("/static/js/none.js", "gzip"),
        ("/static/js/", "gzip"),
        ("/static/js/../../../../elements/lib/none.js", "gzip"),
        ("/static/../../proto/openmetrics_data_model_pb2.py", "gzip"),
        ("/static/../index.html", "gzip"),
        (f"/elsewhere/{SCRIPT.name}", "gzip"),
        ("/healthz", "gzip"),
    ],
)
def test_all_else_is_left_as_it_was(address: str, takes: str):
    assert answer(packed.Packed(_through), address, takes)[1] == b"unpacked"


def test_of_the_icons_those_of_the_portal_come_and_a_browser_that_has_them_is_told_so():
    host = packed.Packed(_through)
    (its_icons,) = packed.ITS_ICONS
    told, body = answer(host, its_icons)
    assert body == packed.ICONS.read_bytes()
    assert (packed.FILES / its_icons.lstrip("/")).stat().st_size > 5 * len(body)
    # Its name is Streamlit's and stays, whatever icons come to stand in it.
    assert told["cache-control"] == "no-cache"
    assert answer(host, its_icons, if_none_match=told["etag"])[1] == b""


def test_the_scripts_of_every_page_are_there_with_all_they_need_and_none_is_asked_for_twice():
    found = packed.scripts_of_every_page()
    asked_for = (packed.FILES / "index.html").read_text()
    assert len(found) == len(set(found)) > len(packed.ON_EVERY_PAGE)
    for each in packed.ON_EVERY_PAGE:
        assert any(address.startswith(f"/static/js/{each}.") for address in found)
    for address in found:
        assert address not in asked_for
        needed = packed.NEEDS.findall((packed.FILES / address.lstrip("/")).read_text())
        assert all(f"/static/js/{other}" in found or other in asked_for for other in needed)


def test_the_page_asks_first_for_letters_icons_and_scripts_that_are_there_and_not_for_letters_nobody_sees():
    streamlits = HTMLResponse(headers.INDEX.read_text(encoding="utf-8"))
    said = answer(headers.FrontDoor(streamlits), "/", accept="text/html")[1].decode()
    first = re.findall(r'<link rel="(?:module)?preload"[^>]* href="[.](/[^"]+)"', said)
    assert {*packed.ITS_ICONS, *packed.scripts_of_every_page()} < {*first}
    for address in first:
        inside, ours = packed.FILES / address[1:], ROOT / address.removeprefix("/app/")
        assert (ours if address.startswith("/app/") else inside).is_file()
    assert "SourceSansVF" not in said
    assert said.index("@font-face{font-family:Source Sans") < said.index("</head>")
