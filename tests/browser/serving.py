"""A real portal in a process of its own, and a real browser to visit it with."""

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

from playwright.sync_api import Browser, Page, expect

from pages.routes.state import SESSION_COOKIE
from tests.architecture import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.0 Mobile/15E148 Safari/604.1"
)
PATIENCE_MS = 20_000


def browser_path() -> str:
    """Where the system keeps a Chromium; says what to install where it has none."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("No Chromium on this machine. Install one first: sudo apt install chromium")
    return found


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
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "HANDSLAG_DATA": str(data),
            "HANDSLAG_URL": self.url,
            **(settings or {}),
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += [f"--server.port={self.port}", "--server.headless=true"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5):
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

    def setup_code(self) -> str:
        """The code that the log shows."""
        found = re.search(r"Setup code: (\w+)", self.log.read_text())
        assert found, self.log.read_text()
        return found[1]


@contextmanager
def served(folder: Path, *, demonstration: bool = False, **settings: str) -> Iterator[Served]:
    """A portal that answers, empty or filled with the demonstration; killed at the end."""
    portal = Served(folder / "data", settings)
    if demonstration:
        filled = portal.command("demo")
        assert filled.returncode == 0, filled.stderr
    portal.start()
    try:
        yield portal
    finally:
        portal.kill()


def visitor(browser: Browser, width: int) -> Page:
    """A Dane with a browser of their own: a phone, or a screen."""
    narrow = width < 500
    context = browser.new_context(
        viewport={"width": width, "height": 844 if narrow else 900},
        locale="da-DK",
        accept_downloads=True,
        user_agent=PHONE if narrow else None,
    )
    context.set_default_timeout(PATIENCE_MS)
    return context.new_page()


def go(page: Page, address: str) -> None:
    """Open an address and wait until it is drawn."""
    page.goto(address)
    settled(page)


def settled(page: Page) -> None:
    """Wait until the page is drawn and no run is under way."""
    expect(page.get_by_role("heading", level=1).first).to_be_visible(timeout=PATIENCE_MS)
    page.wait_for_timeout(350)
    expect(page.get_by_test_id("stApp")).to_have_attribute(
        "data-test-script-state", re.compile("notRunning|initial"), timeout=PATIENCE_MS
    )


def press(page: Page, name: str) -> None:
    """Press the first button called `name`, and wait for what comes."""
    page.get_by_test_id("stMain").get_by_role("button", name=re.compile(name)).first.click()
    settled(page)


def write(page: Page, label: str, value: str) -> None:
    """Fill in a field and leave it."""
    field = page.get_by_label(re.compile(f"^{re.escape(label)}")).first
    field.fill(value)
    field.blur()
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list, by keyboard: open it, and take the option that begins like `option`."""
    box = page.get_by_role("combobox", name=re.compile(label)).first
    box.focus()
    box.press("ArrowDown")
    page.get_by_role("option", name=option).first.click()
    settled(page)


def logged_in(page: Page) -> None:
    """Wait until somebody is logged in, and their browser holds the cookie that says so."""
    expect(page.get_by_role("button", name=re.compile("Log ud|Log out"))).to_be_visible(timeout=PATIENCE_MS)
    for _ in range(50):
        if any(cookie["name"] == SESSION_COOKIE for cookie in page.context.cookies()):
            return
        page.wait_for_timeout(100)
    raise AssertionError("no session cookie came")
