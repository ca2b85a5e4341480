"""Which mails somebody can say no to, and what they can choose of each kind. Pure."""

from collections.abc import Mapping
from enum import StrEnum


class MailKind(StrEnum):
    """A kind of mail that can be chosen about. What somebody must know, such as a link or a change, is of no kind."""

    REMINDERS = "reminders"  # of what waits for one and what one has ahead, and what is new
    MORNING = "morning"  # what is to be done today, for who looks after volunteers
    GROUPS = "groups"  # what is written to many at once


class Wanted(StrEnum):
    """What somebody would like to get of a kind."""

    AT_ONCE = "at_once"
    WEEKLY = "weekly"
    NEEDED = "needed"
    YES = "yes"
    NO = "no"


class MailSort(StrEnum):
    """What a mail is to whoever gets it."""

    ALWAYS = "always"  # asked for, to be signed, with a day of its own, or about their login
    AWAITED = "awaited"  # somebody waits for what they do about it
    NEWS = "news"  # good to know, and nobody waits


class KeptBack(StrEnum):
    """What a choice does to a mail that does not go at once."""

    WEEKLY = "weekly"  # told in the one mail of the week
    UNWANTED = "unwanted"  # not sent: it stands on their pages


# What can be chosen of each kind: first what holds where nobody chose, last the least.
CHOICES: Mapping[MailKind, tuple[Wanted, ...]] = {
    MailKind.REMINDERS: (Wanted.AT_ONCE, Wanted.WEEKLY, Wanted.NEEDED),
    MailKind.MORNING: (Wanted.YES, Wanted.NO),
    MailKind.GROUPS: (Wanted.YES, Wanted.NO),
}


def default_of(kind: MailKind) -> Wanted:
    """What holds where somebody chose nothing."""
    return CHOICES[kind][0]


def least_of(kind: MailKind) -> Wanted:
    """What is left of a kind for who unsubscribes from it."""
    return CHOICES[kind][-1]


def wanted_of(kind: MailKind, chosen: str | None) -> Wanted:
    """What somebody gets of a kind: what they `chosen`, as it was stored, or the default where that says nothing."""
    return next((each for each in CHOICES[kind] if each == chosen), default_of(kind))


def kept_back(sort: MailSort, wanted: Wanted) -> KeptBack | None:
    """What becomes of a mail of that sort for who wants their reminders so; None where it goes at once."""
    if sort is MailSort.ALWAYS:
        return None
    if wanted is Wanted.WEEKLY:
        return KeptBack.WEEKLY
    return KeptBack.UNWANTED if wanted is Wanted.NEEDED and sort is MailSort.NEWS else None
