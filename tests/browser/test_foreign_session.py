"""A stranger who knows the number of somebody's session, as it stands in the addresses of uploads, gets nothing."""

import time
from pathlib import Path

from playwright.sync_api import Browser, WebSocket, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from tests.browser.entering import enter
from tests.browser.serving import served
from tests.browser.visiting import go, main

SAID = "hører til en anden browser"


def test_a_foreign_websocket_reads_nothing_and_its_owner_goes_on(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path, demonstration=True) as portal:
        page = enter(portal, browser, 1280, "mette")
        sessions: list[str] = []

        def note(frame: str | bytes) -> None:
            message = ForwardMsg.FromString(frame if isinstance(frame, bytes) else frame.encode())
            if message.WhichOneof("type") == "new_session":
                sessions.append(message.new_session.initialize.session_id)

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", note)

        page.on("websocket", listen)
        go(page, f"{portal.url}/today")
        name = main(page).locator("a strong").first.inner_text()
        seen = _read(portal.port, sessions[-1])
        assert SAID in seen
        assert name not in seen
        # The stranger may have taken the line; the portal opened anew is the owner's.
        go(page, f"{portal.url}/today")
        expect(main(page).get_by_text(name).first).to_be_visible()


def _read(port: int, session_id: str) -> str:
    """All that a websocket without cookies is sent, when it asks for a run of the page."""
    asks = BackMsg()
    asks.rerun_script.query_string = ""
    seen = b""
    spoken = [Subprotocol(word) for word in ("streamlit", "none", session_id)]
    with connect(f"ws://localhost:{port}/_stcore/stream", subprotocols=spoken, open_timeout=10) as socket:
        socket.send(asks.SerializeToString())
        until = time.monotonic() + 10
        while time.monotonic() < until:
            try:
                frame = socket.recv(timeout=1)
                seen += frame if isinstance(frame, bytes) else frame.encode()
            except TimeoutError:
                if SAID.encode() in seen:
                    break
    return seen.decode(errors="replace")
