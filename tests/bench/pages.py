"""The CPU the server spends on one rerun of a page with the demonstration's data.

A real server is asked over its websocket, as a browser does, and its own account of CPU time is read (Linux).
"""

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from core.access.sessions import log_in_demonstration
from core.demo.service import load_without_code
from core.i18n import utc_now
from core.startup import Portal
from pages.routes.state import SESSION_COOKIE
from tests.bench.report import Figure

ROOT = Path(__file__).parents[2]
MOST_MS = 10
WARM, BATCHES, RERUNS = 3, 5, 20
A_MOMENT, AT_REST_WITHIN = 0.5, 300.0  # seconds
# A slow page is asked less often: for so much CPU in a batch, and once at least.
SECONDS = 0.2
CPU_CLOCK = 2  # of all threads of a process, those that have ended too
VISITS = (
    ("volunteer: my path", "karen", "my-path"),
    ("volunteer: my details", "karen", "my-details"),
    ("coordinator: today", "mette", "today"),
    ("coordinator: volunteers", "mette", "volunteers"),
    ("administrator: organisation", "soeren", "organisation"),
)


def measure(portal: Portal) -> Iterator[Figure]:
    """CPU milliseconds of a rerun in which nothing changed, page by page; each sample is the mean of a batch."""
    with portal.session() as session:
        load_without_code(session=session, now=utc_now())
        tokens = {
            login: log_in_demonstration(session=session, login_name=login, device="", now=utc_now()).token
            for _, login, _ in VISITS
        }
    with serving(portal) as (pid, port):
        for what, login, page in VISITS:
            yield Figure(f"rerun, {what}", "ms CPU", asyncio.run(visit(pid, port, page, tokens[login])), MOST_MS)


@contextmanager
def serving(portal: Portal) -> Iterator[tuple[int, int]]:
    """A server of its own on the database of `portal`: its process and its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"]
    environment = {
        **os.environ,
        "DATABASE_URL": portal.settings.database,
        "HANDSLAG_SECRET": portal.settings.secret,
    }
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5)
                break
            except OSError:
                time.sleep(0.2)
        yield server.pid, port
    finally:
        server.terminate()
        server.wait()


async def visit(pid: int, port: int, page: str, token: str, query: str = "") -> list[float]:
    """CPU milliseconds of reruns of `page` by whoever has `token`; each sample is the mean of a batch."""
    headers = {"Cookie": f"{SESSION_COOKIE}={token}"} if token else {}
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol("bench")],
        additional_headers=headers,
        max_size=None,
    ) as server:
        for _ in range(WARM):
            await _has_nothing_else_to_do(pid)
            before = _cpu_seconds(pid)
            await asks(server, page, query)
        one = max(_cpu_seconds(pid) - before, SECONDS / RERUNS)
        reruns = max(1, round(SECONDS / one))
        samples = []
        for _ in range(BATCHES):
            before = _cpu_seconds(pid)
            for _ in range(reruns):
                await asks(server, page, query)
            samples.append((_cpu_seconds(pid) - before) / reruns * 1000)
    return samples


async def asks(server: websockets.ClientConnection, page: str, query: str) -> None:
    """Ask for a rerun of `page`, and wait until it has ended."""
    asked = BackMsg()
    asked.rerun_script.page_name = page
    asked.rerun_script.query_string = query
    await server.send(asked.SerializeToString())
    while True:
        answer = ForwardMsg()
        answer.ParseFromString(await server.recv())
        if answer.WhichOneof("type") == "script_finished":
            return


async def _has_nothing_else_to_do(pid: int) -> None:
    """Wait until a server rests: who opens a portal sets its own work going, as a morning's reminders, which is nothing
    of a page's and takes seconds of the processor where there are thousands of volunteers."""
    until = time.monotonic() + AT_REST_WITHIN
    while time.monotonic() < until:
        before = _cpu_seconds(pid)
        await asyncio.sleep(A_MOMENT)
        if _cpu_seconds(pid) - before < A_MOMENT / 50:
            return


def _cpu_seconds(pid: int) -> float:
    """User and system time of the process so far, finer than the hundredths that /proc tells: Linux has a clock for
    each process, whose number is made from its own."""
    return time.clock_gettime((~pid << 3) | CPU_CLOCK)
