"""Every page for an administrator who reads English: nothing stands in anybody's way."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.barriers import barriers, publish_a_programme
from tests.browser.serving import Served, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("administrator"), demonstration=True) as found:
        publish_a_programme(found, browser)
        yield found


def test_nothing_stands_in_the_way_of_an_administrator(portal: Served, browser: Browser) -> None:
    assert barriers(portal, browser, "soeren", english=True) == []
