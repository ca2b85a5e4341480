"""A real portal in a process of its own.

Its modules are read once for a worker: each portal begins as a copy of a process that has read them, which saves two
thirds of what a start costs. The one that is served as the README says, by its command, is started by the command.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
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


PROCESSES = get_context("forkserver")
GONE_WITHIN = 30


def _modules() -> Iterator[str]:
    """What a portal reads before its first page, but for what runs when it is read."""
    yield "streamlit.web.cli"
    yield "streamlit.web.bootstrap"
    for floor in ("db", "core", "pages/shell", "pages/widgets", "pages/routes"):
        for path in sorted((ROOT / floor).rglob("*.py")):
            if path.name not in ("__init__.py", "__main__.py") and "migrations" not in path.parts:
                yield ".".join(path.relative_to(ROOT).with_suffix("").parts)


def _serve(words: list[str], environment: dict[str, str], log: Path, after: str) -> None:
    """Be `streamlit` with these words from now on, in this environment."""
    os.environ.clear()
    os.environ.update(environment)
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(written, 1)
    os.dup2(written, 2)
    exec(after, {})
    sys.argv = ["streamlit", *words]
    from streamlit.web.cli import main

    main()


def _await(process: subprocess.Popen[bytes] | BaseProcess) -> None:
    if isinstance(process, BaseProcess):
        process.join(GONE_WITHIN)
        assert process.exitcode is not None
    else:
        process.wait(GONE_WITHIN)


class Served:
    """A portal being served from `data`; it can be killed and started again on the same address."""

    def __init__(self, data: Path, settings: Mapping[str, str] | None = None, *, by_command: bool = False) -> None:
        self.data, self.port, self.by_command = data, free_port(), by_command
        self.url = f"http://localhost:{self.port}"
        self.log = data.with_suffix(".log")
        of_this_machine = ("HANDSLAG_", "SMTP_", "DATABASE_URL")
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(of_this_machine)},
            "HANDSLAG_DATA": str(data),
            "HANDSLAG_URL": self.url,
            **(settings or {}),
        }
        self.process: subprocess.Popen[bytes] | BaseProcess | None = None
        # What the browsers of those hold who have got in, by login name.
        self.kept: dict[str, StorageState] = {}

    def start(self, *, after: str = "", wait_for: str = "/healthz") -> None:
        """Start it, and wait until `wait_for` answers. `after` is Python that runs in its process first, to break
        something."""
        words = ["run", "app.py", f"--server.port={self.port}", "--server.headless=true"]
        if self.by_command:
            with self.log.open("ab") as log:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "streamlit", *words], cwd=ROOT, env=self.environment, stdout=log, stderr=log
                )
        else:
            PROCESSES.set_forkserver_preload(list(_modules()))
            self.process = PROCESSES.Process(
                target=_serve, args=(words, self.environment, self.log, after), daemon=True
            )
            self.process.start()
        for _ in range(240):
            if self._is_dead():
                break
            try:
                with urllib.request.urlopen(f"{self.url}{wait_for}", timeout=5):
                    return
            except OSError:
                time.sleep(0.25)
        said = self.log.read_text() if self.log.exists() else "it said nothing"
        raise RuntimeError(f"the portal did not start: {said}")

    def _is_dead(self) -> bool:
        if isinstance(self.process, BaseProcess):
            return not self.process.is_alive()
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """End it without warning, as a power cut does."""
        if self.process is not None:
            self.process.kill()
            _await(self.process)
            self.process = None

    def wait_until_gone(self) -> None:
        """Wait until it has died of itself."""
        assert self.process is not None
        _await(self.process)
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
    folder: Path,
    *,
    demonstration: bool = False,
    after: str = "",
    settings: Mapping[str, str] | None = None,
    by_command: bool = False,
) -> Iterator[Served]:
    """A portal that answers, with the data in `folder` or filled with the demonstration; killed at the end.

    Fails where a page showed a reference meanwhile.
    """
    portal = Served(folder / "data", settings, by_command=by_command)
    if demonstration:
        shutil.copytree(sqlite_data("demonstration"), portal.data)
    portal.start(after=after)
    try:
        yield portal
    finally:
        portal.kill()
    if broke := portal.references():
        raise AssertionError("a page showed a reference:\n" + "\n".join(broke))
