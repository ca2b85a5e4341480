"""One browser for all stories; where a story fails, what every open page showed is kept."""

import asyncio
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.visiting import browser_path


class _Started:
    """The browser of this run, and the event loop that Playwright keeps running in the thread of the tests."""

    def __init__(self, browser: Browser) -> None:
        self.browser, self.loop = browser, asyncio.get_running_loop()


_started: list[_Started] = []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium, for all stories of a worker."""
    with sync_playwright() as playwright:
        # Drawing without a graphics card, and nothing that moves: a tenth less of the processor.
        still = ["--no-sandbox", "--disable-gpu", "--force-prefers-reduced-motion"]
        # No page of a story lives as long as it takes to win back what optimising its script costs, and a heap that
        # begins small is swept again and again while a page is loaded: another tenth less.
        short_lived = "--js-flags=--no-turbofan --no-maglev --min-semi-space-size=32"
        started = playwright.chromium.launch(executable_path=browser_path(), args=[*still, short_lived])
        _started.append(_Started(started))
        yield started
        # The last test of all may be another one than a story.
        asyncio.events._set_running_loop(_started.pop().loop)
        started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Playwright's loop is this thread's while a story is played, and only then.

    Sealing wants a loop of its own, and every other test must find none.
    """
    # Pytest asks this for the tests of all folders.
    is_story = item.path.is_relative_to(Path(__file__).parent)
    asyncio.events._set_running_loop(_started[0].loop if is_story and _started else None)
    try:
        return (yield)
    finally:
        asyncio.events._set_running_loop(None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture and the words of every open page of a failed story, and say where."""
    report = yield
    if report.failed and _started:
        # Not pytest's own folder of the test: a story that failed while it was prepared has none yet.
        folder = Path(item.config._tmp_path_factory.mktemp("pages"))  # type: ignore[attr-defined]
        for number, page in enumerate(_open_pages(_started[0].browser)):
            try:
                page.screenshot(path=folder / f"{number}.png", full_page=True, timeout=5000)
                (folder / f"{number}.txt").write_text(f"{page.url}\n\n{page.inner_text('body', timeout=5000)}")
            except Error as gone:
                (folder / f"{number}.txt").write_text(str(gone))
        report.sections.append(("What the pages showed", str(folder)))
    return report


def _open_pages(browser: Browser) -> list[Any]:
    return [page for context in browser.contexts for page in context.pages]
