"""A mail before it is filled in; and the one that is what a person writes to a group."""

from dataclasses import dataclass

from core.i18n import N_


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


# What stands around the words somebody writes to a group.
GROUP_TEXTS: dict[str, Text] = {
    "group_message": Text(
        N_("{subject}"),
        N_("{words}"),
        "",
        sender=N_("Kind regards\n{sender}\n{organisation}"),
        below=N_("If you answer this mail, your answer goes to {sender} alone. Your own pages are here:\n{link}"),
    ),
}
