"""Every page for a contact person, an association's contact, and a supervisor on a dark ground is in nobody's way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.barriers import barriers
from tests.browser.serving import Served, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("colleagues"), demonstration=True) as found:
        yield found


@pytest.mark.parametrize(("login_name", "dark"), [("lise", False), ("vibeke", True), ("asta", False)])
def test_nothing_stands_in_the_way_of(portal: Served, browser: Browser, login_name: str, dark: bool) -> None:
    assert barriers(portal, browser, login_name, dark=dark) == []
