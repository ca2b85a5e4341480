import pytest

from core.access import guessing
from tests.builders import PASSPHRASE


@pytest.fixture
def quick_hash(monkeypatch):
    """bcrypt takes a third of a second on purpose; where only the counting is tested, a comparison stands in."""
    hashes: dict[str, str] = {}

    def matches(passphrase, stored):
        return stored is not None and hashes.setdefault(stored, PASSPHRASE) == passphrase

    monkeypatch.setattr(guessing, "matches", matches)
