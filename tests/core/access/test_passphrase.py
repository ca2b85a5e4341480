import subprocess
import sys

import pytest

from core.access.passphrase import hash_passphrase, matches


@pytest.fixture
def _a_passphrase_costs_little() -> None:
    """Here it costs what it costs."""


def test_a_passphrase_of_100_letters_of_two_bytes_is_told_from_its_neighbour():
    stored = hash_passphrase("å" * 100)
    assert matches("å" * 100, stored)
    assert not matches("å" * 99 + "a", stored)


def test_the_same_letters_match_from_every_keyboard():
    assert matches("ga\u030a paa gra\u030a veje", hash_passphrase("gå paa grå veje"))
    assert matches("gå paa grå veje ", hash_passphrase("gå paa grå veje"))


def test_nothing_matches_a_missing_account_and_it_takes_the_same_work(monkeypatch):
    from streamlit_authenticator.utilities.hasher import Hasher

    compared: list[str] = []

    def compare(_material: str, stored: str) -> bool:
        compared.append(stored)
        return True

    monkeypatch.setattr(Hasher, "check_pw", compare)
    assert not matches("noget andet her", None)
    assert matches("noget andet her", hash_passphrase("fire grønne cykler"))
    costs = [stored.split("$")[2] for stored in compared]
    assert len(costs) == 2
    assert int(costs[0]) >= 12
    assert costs[0] == costs[1]


def test_streamlit_is_loaded_only_when_a_passphrase_is_handled():
    code = "import sys, core.access.sessions, core.access.invitations; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
