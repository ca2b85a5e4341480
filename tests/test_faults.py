"""The tool that kills processes can tell a double that a kill explains from one that it does not."""

import asyncio
import random
from types import SimpleNamespace

import pytest

from tests.faults.mailserver import Arrivals


def arrivals(*handed_over: tuple[str, str], killed: set[str]) -> Arrivals:
    """A mail server that took these: by whom, and which mail."""
    taken = Arrivals(random.Random(0))
    taken.killed = killed

    async def take() -> None:
        for sender, mail in handed_over:
            content = f"Message-ID: {mail}\r\n\r\n".encode()
            await taken.handle_DATA(None, SimpleNamespace(host_name=sender), SimpleNamespace(content=content))

    asyncio.run(take())
    return taken


@pytest.mark.parametrize(
    ("handed_over", "killed", "explained"),
    [
        # Killed before it could note the mail it had handed over, which the other then sent again.
        ((("one", "a"), ("two", "a")), {"one"}, True),
        # Nobody was killed.
        ((("one", "a"), ("two", "a")), set(), False),
        # The other one was.
        ((("one", "a"), ("two", "a")), {"two"}, False),
        # It had gone on to another mail, so this one was noted or should have been.
        ((("one", "a"), ("one", "b"), ("two", "a")), {"one"}, False),
        # It sent it twice itself.
        ((("one", "a"), ("one", "a")), {"one"}, False),
    ],
)
def test_only_a_kill_right_after_a_mail_explains_that_it_came_twice(
    handed_over: tuple[tuple[str, str], ...], killed: set[str], explained: bool
):
    taken = arrivals(*handed_over, killed=killed)
    assert taken.doubled() == ["a"]
    assert taken.explained("a") is explained
