"""What is looked up: names and values in one element, each in one tap where it leads somewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from pages.shell import theme as look


@dataclass(frozen=True, slots=True)
class Fact:
    """What it is called, its value in words, and where a tap on it leads: a telephone, a mail."""

    name: str
    words: str
    address: str = ""


def facts(title: str, told: Sequence[Fact]) -> None:
    """Draw them below a heading."""
    look.draw("facts", title=title, facts=told)
