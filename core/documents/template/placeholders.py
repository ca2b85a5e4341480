"""What may stand between double braces: a known name and nothing else. Pure, and linear in the length of a text.

Jinja fills the names in later. It is asked only about texts that passed here, so nothing anybody writes is ever run.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MARK = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
PLACEHOLDER = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)[ \t]*\}\}")


@dataclass(frozen=True, slots=True)
class Mark:
    """Double braces, or another sign Jinja would act on, in a text. `name` is "" where it is no plain placeholder.

    `line` counts from 1; `written` is what stands there.
    """

    line: int
    written: str
    name: str


def marks(text: str) -> Iterator[Mark]:
    """Every mark in `text`, in order. A text without one of an empty name holds plain placeholders alone."""
    for number, line in enumerate(text.split("\n"), start=1):
        place = 0
        while found := MARK.search(line, place):
            plain = PLACEHOLDER.match(line, found.start())
            place = (plain or found).end()
            yield Mark(number, (plain or found)[0], plain[1] if plain else "")


def names(text: str) -> frozenset[str]:
    """The names in `text`, as "organisation.name"; ValueError where it holds anything but plain placeholders."""
    found = list(marks(text))
    if broken := [mark.written for mark in found if not mark.name]:
        raise ValueError(
            f"only plain placeholders such as {{{{ organisation.name }}}} are allowed: {' '.join(broken)[:80]}"
        )
    return frozenset(mark.name for mark in found)
