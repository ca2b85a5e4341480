from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.access.rules import (
    AT_A_NAME,
    OpenedLogin,
    check_login_name,
    check_passphrase,
    device_name,
    link_usable,
    login_names,
    minutes_left,
    opened_before,
)
from core.errors import DomainError

NOW = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)


def _refusal(passphrase: str) -> str | None:
    try:
        check_passphrase(
            passphrase, login_name="karen.moeller@example.dk", name="Karen Møller", known=["Solbjerg Kommune"]
        )
    except DomainError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    "passphrase",
    [
        "fire grønne cykler i regn",
        "korrekt hest batteri hæfteklamme",
        "8392 1029 4821",
        "Karen elsker kaffe og kage",
    ],
)
def test_a_passphrase_nobody_guesses_is_welcome(passphrase):
    assert _refusal(passphrase) is None


@pytest.mark.parametrize(
    "passphrase",
    [
        "123456789012",
        "abcdefghijkl",
        "zyxwvutsrqpon",
        "aaaaaaaaaaaaaaa",
        "adgangskode1234",
        "Password2026!!",
        "qwertyuiopqwerty",
        "KarenMøller2026",
        "karen.moeller@example.dk",
        "HåndslagHåndslag1",
        "Sommer2026Sommer2026",
        "qwertyuiopåasdf",
        "Solbjerg Kommune",
        "solbjergkommune1",
        "Solbjerg Kommune 2026",
        "correcthorsebatterystaple"[:12],
        "iloveyouiloveyou",
        "Vinter2026!!",
    ],
)
def test_what_a_guesser_tries_first_is_refused(passphrase):
    assert _refusal(passphrase) == "passphrase_easy"


def test_eleven_characters_are_too_few_and_129_too_many():
    assert _refusal("fire cykler") == "passphrase_short"
    assert _refusal("fire cykler        ") == "passphrase_short"
    assert _refusal("fire cykler ø") is None
    assert _refusal("fire cykler " * 11) == "passphrase_long"


@given(st.text(max_size=140))
def test_any_text_is_either_accepted_or_refused_with_a_code(passphrase):
    assert _refusal(passphrase) in (None, "passphrase_short", "passphrase_long", "passphrase_easy")


def test_the_fifth_wrong_attempt_waits_half_a_minute_and_each_twice_as_long_until_a_quarter_of_an_hour():
    waits = [AT_A_NAME.wait_after(failed) for failed in (0, 4, 5, 6, 9, 10, 1000)]
    seconds = [wait and wait.total_seconds() for wait in waits]
    assert seconds == [None, None, 30, 60, 480, 900, 900]


@pytest.mark.parametrize(("seconds", "minutes"), [(1, 1), (60, 1), (61, 2), (15 * 60, 15)])
def test_the_wait_is_told_in_whole_minutes_and_never_as_none(seconds, minutes):
    assert minutes_left(NOW + timedelta(seconds=seconds), NOW) == minutes


def test_a_link_works_once_in_time_and_unless_withdrawn():
    later = NOW + timedelta(days=1)
    assert link_usable(expires_at=later, used_at=None, withdrawn_at=None, now=NOW)
    assert not link_usable(expires_at=NOW, used_at=None, withdrawn_at=None, now=NOW)
    assert not link_usable(expires_at=later, used_at=NOW, withdrawn_at=None, now=NOW)
    assert not link_usable(expires_at=later, used_at=None, withdrawn_at=NOW, now=NOW)


@pytest.mark.parametrize(
    ("email", "name", "offered"),
    [
        ("Karen@Example.dk", "Karen Møller", ["karen@example.dk", "karen.moeller", "karen.moeller2"]),
        ("", "Łukasz Żółć", ["lukasz.zolc", "lukasz.zolc2", "lukasz.zolc3"]),
        ("", "Åse", ["aase", "aase2", "aase3"]),
        ("", "김 민준", None),
        ("", "!?", None),
        ("x" * 90 + "@example.dk", "Bo " * 60, None),
    ],
)
def test_login_names_are_offered_from_the_email_then_the_name_and_are_all_valid(email, name, offered):
    names = list(islice(login_names(email, name), 3))
    assert offered is None or names == offered
    assert len(set(names)) == 3
    assert [check_login_name(each) for each in names] == names


@pytest.mark.parametrize("written", ["ab", "x" * 81, "karen møller", "", "karen\tm"])
def test_a_login_name_has_3_to_80_characters_and_no_blanks(written):
    with pytest.raises(DomainError, match="login_name_invalid"):
        check_login_name(written)


def test_a_login_name_is_the_same_in_capitals():
    assert check_login_name("  KAREN@Example.DK ") == "karen@example.dk"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("curl/8", ""),
    ],
)
def test_a_browser_is_called_what_its_owner_calls_it(user_agent, name):
    assert device_name(user_agent) == name


def test_a_signature_is_marked_from_the_links_use_until_the_owner_confirms_it():
    def after(hours):
        return NOW + timedelta(hours=hours)

    used, again = OpenedLogin("Mette", after(1), after(3)), OpenedLogin("Søren", after(5), None)
    logins = (used, again)
    found = [opened_before(after(hours), logins) for hours in (0, 1, 2, 3, 4, 5, 6)]
    assert found == [None, used, used, None, None, again, again]
    # A yes to a link that was only made says nothing of its use.
    early = OpenedLogin("Mette", after(2), after(1))
    assert opened_before(after(3), [early]) == early
    assert [login.confirmed for login in (used, again, early)] == [True, False, False]
