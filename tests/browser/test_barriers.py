"""Looking for what stands in somebody's way finds it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.barriers import problems
from tests.browser.visiting import SCREEN, visitor

pytestmark = pytest.mark.browser

DARK, PALE = "color: #222", "color: #ccc"
PAGE = """<html lang="da"><title>En side</title><main><h1 style="color: #222">En side</h1>{}</main></html>"""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (f"<p style='{DARK}'>Mørk på lyst</p>", False),
        (f"<p style='{PALE}'>Bleg på lyst</p>", True),
        (f"<div style='background: #333'><p style='{DARK}'>Mørk på mørkt</p></div>", True),
        (f"<div style='background: #333'><p style='{PALE}'>Bleg på mørkt</p></div>", False),
        (f"<div style='opacity: .3'><p style='{DARK}'>Falmet</p></div>", True),
        (f"<button disabled style='{PALE}'>Kan ikke bruges</button>", False),
    ],
)
def test_words_that_do_not_stand_out_are_found_however_many_like_them_were_seen(
    browser: Browser, words: str, found: bool
) -> None:
    page = visitor(browser, SCREEN)
    for _look in range(2):
        _shows(page, words)
        assert any(said.startswith("color-contrast") for said in problems(page)) is found
    page.context.close()


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("<input>", "label: <input>"),
        ("<a href='/'><img src='data:,' alt=''></a>", "link-name: <a "),
        ("<h3>For langt nede</h3>", "heading-order: <h3>"),
        ("<ul><p>Ikke et punkt</p></ul>", "list: <ul>"),
        ("<span data-testid='stIconMaterial' aria-hidden='true'>kendes_ikke</span>", "word for an icon: kendes_ikke"),
    ],
)
def test_what_cannot_be_heard_or_is_out_of_place_is_told_with_its_html(
    browser: Browser, written: str, found: str
) -> None:
    page = visitor(browser, SCREEN)
    _shows(page, written)
    assert any(said.startswith(found) for said in problems(page))
    page.context.close()


def _shows(page: Page, words: str) -> None:
    page.set_content(PAGE.format(words))
