"""No page shows a reference, which is what somebody reads when it broke, unless the test asked for one."""

from collections.abc import Iterator

import pytest

from pages.shell import boundary
from tests.pages.office import office  # noqa: F401


@pytest.fixture
def reference_expected() -> None:
    """For a test in which something breaks: its page is to show a reference."""


@pytest.fixture(autouse=True)
def _no_reference_is_shown(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    broke: list[BaseException] = []
    report = boundary.report

    def watched(error: BaseException) -> str:
        broke.append(error)
        return report(error)

    monkeypatch.setattr(boundary, "report", watched)
    yield
    if "reference_expected" in request.fixturenames:
        assert broke, "no page showed a reference"
    else:
        assert broke == [], f"a page showed a reference: {broke}"
