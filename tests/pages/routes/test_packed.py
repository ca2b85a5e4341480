"""What a first visit fetches comes packed, once for each file, and nothing else than Streamlit's files does."""

import asyncio
import gzip

import pytest
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

from pages.routes import packed

SCRIPT = next(file for file in (packed.FILES / "static" / "js").iterdir() if file.name.startswith("react-dom."))
ADDRESS = f"/static/js/{SCRIPT.name}"


async def _through(_scope: Scope, _receive: Receive, send: Send) -> None:
    """What stands behind, and answers for whatever comes through to it."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"unpacked"})


def answer(host: packed.Packed, address: str, takes: str = "gzip, deflate, br") -> tuple[Headers, bytes]:
    """What a browser that takes these gets."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing was sent up")

    headers = [(b"accept-encoding", takes.encode())]
    asyncio.run(host({"type": "http", "method": "GET", "path": address, "headers": headers}, receive, send))
    return Headers(raw=sent[0]["headers"]), b"".join(message.get("body", b"") for message in sent[1:])


def test_a_script_comes_packed_as_it_is_and_is_packed_once(monkeypatch: pytest.MonkeyPatch):
    host = packed.Packed(_through)
    headers, body = answer(host, ADDRESS)
    assert gzip.decompress(body) == SCRIPT.read_bytes()
    assert int(headers["content-length"]) == len(body) < SCRIPT.stat().st_size / 2
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"].startswith(("text/javascript", "application/javascript"))
    assert headers["vary"] == "Accept-Encoding"
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
