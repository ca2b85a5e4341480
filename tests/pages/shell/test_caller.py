"""Where a browser comes from is read from its connection, and from what a trusted proxy says of it."""

from types import SimpleNamespace

import pytest

from core.access.guessing import Caller
from core.settings import Settings
from pages.shell import context


@pytest.mark.parametrize(
    ("peer", "forwarded", "caller"),
    [
        ("8.8.4.4", None, Caller("8.8.4.4", "hers")),
        ("10.0.0.2", "1.1.1.1, 9.9.9.9", Caller("9.9.9.9", "hers")),
        ("8.8.4.4", "9.9.9.9", Caller("8.8.4.4", "hers")),
        (None, None, Caller("", "hers")),
        # A stand-in, as where pages are tested without a browser.
        (object(), object(), Caller("", "hers")),
    ],
)
def test_a_browser_is_told_by_its_network_and_its_number(
    monkeypatch: pytest.MonkeyPatch, peer: object, forwarded: object, caller: Caller
) -> None:
    asked = SimpleNamespace(ip_address=peer, headers={"X-Forwarded-For": forwarded})
    portal = SimpleNamespace(settings=Settings(HANDSLAG_PROXIES="10.0.0.0/8"))
    monkeypatch.setattr(context, "st", SimpleNamespace(context=asked))
    monkeypatch.setattr(context, "current", lambda: SimpleNamespace(portal=portal))
    monkeypatch.setattr(context.session_cookie, "BROWSER", SimpleNamespace(get=lambda: "hers"))
    assert context.caller() == caller
