"""A real portal in a process of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import StorageState
from sqlmodel import Session

from core import startup
from core.settings import Settings
from tests.architecture import ROOT
from tests.templates import sqlite_data


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """A portal being served from `data`; it can be killed and started again on the same address."""

    def __init__(self, data: Path, settings: Mapping[str, str] | None = None) -> None:
        self.data, self.port = data, free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = data.with_suffix(".log")
        of_this_machine = ("HANDSLAG_", "SMTP_", "DATABASE_URL")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(of_this_machine)},
            "HANDSLAG_DATA": str(data),
            "HANDSLAG_URL": self.url,
            **(settings or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None
        # What the browsers of those hold who have got in, by login name.
        self.kept: dict[str, StorageState] = {}

    def start(self, *, after: str = "", wait_for: str = "/healthz") -> None:
        """Start it, and wait until `wait_for` answers. `after` is Python that runs in its process first, to break
        something."""
        starter = ["-c", f"{after}\nfrom streamlit.web.cli import main\nmain()"] if after else ["-m", "streamlit"]
        options = [f"--server.port={self.port}", "--server.headless=true"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *starter, "run", "app.py", *options],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{self.url}{wait_for}", timeout=5):
                    return
            except OSError:
                time.sleep(0.25)
        raise RuntimeError(f"the portal did not start: {self.log.read_text()}")

    def kill(self) -> None:
        """End it without warning, as a power cut does."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def wait_until_gone(self) -> None:
        """Wait until it has died of itself."""
        assert self.process is not None
        self.process.wait(timeout=30)
        self.process = None

    def restart(self) -> None:
        """Kill it, and start it again."""
        self.kill()
        self.start()

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `python -m core …` on the same data."""
        return subprocess.run(
            [sys.executable, "-m", "core", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def references(self) -> list[str]:
        """What the log says of each reference that somebody was shown, which is how a page says that it broke."""
        return re.findall(r"Error [0-9A-F]{8}: .*", self.log.read_text())

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session on its data, beside the one it has itself."""
        opened = startup.prepare(Settings(HANDSLAG_DATA=self.data, DATABASE_URL="", HANDSLAG_SECRET=""))
        with opened.session() as session:
            yield session
        opened.engine.dispose()

    def setup_code(self) -> str:
        """The code that the log shows."""
        found = re.search(r"Setup code: (\w+)", self.log.read_text())
        assert found, self.log.read_text()
        return found[1]


@contextmanager
def served(
    folder: Path, *, demonstration: bool = False, after: str = "", settings: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """A portal that answers, with the data in `folder` or filled with the demonstration; killed at the end.

    Fails where a page showed a reference meanwhile.
    """
    portal = Served(folder / "data", settings)
    if demonstration:
        shutil.copytree(sqlite_data("demonstration"), portal.data)
    portal.start(after=after)
    try:
        yield portal
    finally:
        portal.kill()
    if broke := portal.references():
        raise AssertionError("a page showed a reference:\n" + "\n".join(broke))
