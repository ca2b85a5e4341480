"""A mail before it is filled in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A mail in English, translated when it is written. `{organisation}` and `{link}` are filled in, and what `params`
    say besides."""

    subject: str
    body: str
    path: str
