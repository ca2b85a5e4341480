"""No page shows a reference, which is what somebody reads when it broke, unless the test asked for one."""

from collections.abc import Iterator
from functools import cache

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

from pages.shell import boundary
from tests.pages.office import office  # noqa: F401


@pytest.fixture(scope="session", autouse=True)
def _as_a_server_begins_once() -> Iterator[None]:
    """What a server does once and each app under test anew, a fifth of the time of these tests: look for components in
    every installed package, and compile the scripts."""
    search, compiled = manifest_scanner.scan_component_manifests, ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(search))
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: compiled)
        yield


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
