"""One browser for the stories of a file; where a story fails, what every open page showed is kept."""

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.browser.visiting import browser_path

_started: list[Browser] = []


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium, for one file of stories.

    Playwright keeps an event loop running in the thread of the tests, and sealing wants one of its own: whatever test
    comes after this file must find none.
    """
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        _started.append(started)
        yield started
        _started.clear()
        started.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture and the words of every open page of a failed story, and say where."""
    report = yield
    if report.failed and _started:
        # Not pytest's own folder of the test: a story that failed while it was prepared has none yet.
        folder = Path(item.config._tmp_path_factory.mktemp("pages"))  # type: ignore[attr-defined]
        for number, page in enumerate(_open_pages(_started[0])):
            try:
                page.screenshot(path=folder / f"{number}.png", full_page=True, timeout=5000)
                (folder / f"{number}.txt").write_text(f"{page.url}\n\n{page.inner_text('body', timeout=5000)}")
            except Error as gone:
                (folder / f"{number}.txt").write_text(str(gone))
        report.sections.append(("What the pages showed", str(folder)))
    return report


def _open_pages(browser: Browser) -> list[Any]:
    return [page for context in browser.contexts for page in context.pages]
