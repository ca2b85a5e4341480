"""A mail before it is filled in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A mail in English, translated when it is written. `{organisation}` and `{link}` are filled in, and what `params`
    say besides.

    One with a `sender` is a person's own words: it has no greeting but theirs, is signed by them, and says `below` the
    name what else is to be known.
    """

    subject: str
    body: str
    path: str
    sender: str = ""
    below: str = ""
