"""A message to a group reads as if it were written to each."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from core.group_messages.rules import (
    WAITS,
    MailStanding,
    MessageState,
    check_words,
    filled,
    standing_of,
    state_of,
)

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "reads"),
    [
        ("Kære {fornavn}", "Kære Karen"),
        ("Dear {first name}, yes {First  Name}!", "Dear Karen, yes Karen!"),
        ("{ Fornavn }", "Karen"),
        ("Ingen navne her", "Ingen navne her"),
        ("{navn}", "{navn}"),
    ],
)
def test_the_first_name_stands_where_it_was_asked_for(words, reads):
    assert filled(words, "Karen Elisabeth Møller") == reads


@pytest.mark.parametrize("words", ["Kære {navn}", "{fornavnet}", "{}", "a {fornavn} {efternavn}"])
def test_what_would_be_sent_in_braces_is_refused_before_it_is(words):
    with pytest.raises(DomainError, match="message_braces"):
        check_words(words)


@given(st.text(), st.from_regex(r"\S+( \S+)?", fullmatch=True))
def test_words_without_braces_are_sent_as_they_were_written(words, name):
    plain = words.replace("{", "").replace("}", "")
    assert filled(check_words(plain), name) == plain


@pytest.mark.parametrize(
    ("sends_at", "state"),
    [
        (None, MessageState.DRAFT),
        (NOW + WAITS, MessageState.WAITS),
        (NOW + timedelta(seconds=1), MessageState.WAITS),
        (NOW, MessageState.SENT),
    ],
)
def test_a_message_can_be_taken_back_until_its_mails_go(sends_at, state):
    assert state_of(sends_at, NOW) is state


@pytest.mark.parametrize(
    ("left_out", "sent", "lost", "standing"),
    [
        ("", False, False, MailStanding.WAITS),
        ("", True, True, MailStanding.SENT),
        ("", False, True, MailStanding.LOST),
        ("no_email", False, False, MailStanding.NO_EMAIL),
    ],
)
def test_it_is_known_how_it_stands_with_each_mail(left_out, sent, lost, standing):
    assert standing_of(left_out, sent=sent, lost=lost) is standing
