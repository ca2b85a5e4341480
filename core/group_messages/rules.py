"""A message to a group: pure decisions about its words, and about whom it reaches."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from core.error_codes import ErrorCode
from core.errors import DomainError

WAITS = timedelta(minutes=10)
# Where the reader's first name is to stand, in whichever language the portal is read by whoever writes.
FIRST_NAMES = ("fornavn", "first name")
IN_BRACES = re.compile(r"\{([^{}\n]*)\}")


class GroupKind(StrEnum):
    """What a group was chosen by."""

    CHOSEN = "chosen"  # one by one, in the register
    COURSE = "course"  # those who lead it
    OFFER = "offer"  # those who come
    WORKPLACE = "workplace"  # the volunteers there


class LeftOut(StrEnum):
    """Why somebody in a group gets no mail."""

    NO_EMAIL = "no_email"
    SAID_NO = "said_no"


class MessageState(StrEnum):
    """How far a message has come."""

    DRAFT = "draft"
    WAITS = "waits"  # sent, and can still be taken back
    SENT = "sent"


class MailStanding(StrEnum):
    """How it stands with the mail to one."""

    WAITS = "waits"
    SENT = "sent"
    LOST = "lost"  # given up: the address was refused, or no server took it for days
    NO_EMAIL = LeftOut.NO_EMAIL
    SAID_NO = LeftOut.SAID_NO


@dataclass(frozen=True, slots=True)
class MessageGroup:
    """Whom a message is for: by the course, offer or workplace `about_id`, or by the engagements chosen."""

    kind: GroupKind
    about_id: UUID | None = None
    engagement_ids: Collection[UUID] = ()


def first_name(name: str) -> str:
    """What somebody is called in a message to them."""
    return name.split()[0]


def filled(words: str, name: str) -> str:
    """`words` as whoever has this name reads them."""
    return IN_BRACES.sub(lambda found: first_name(name) if _is_first_name(found[1]) else found[0], words)


def check_words(words: str) -> str:
    """`words`; "message_braces" where something in braces would be sent as it stands, as a first name misspelt is."""
    for found in IN_BRACES.finditer(words):
        if not _is_first_name(found[1]):
            raise DomainError(ErrorCode.MESSAGE_BRACES, written=found[0])
    return words


def state_of(sends_at: datetime | None, now: datetime) -> MessageState:
    """How far a message has come that goes at this time; None where it was not sent."""
    if sends_at is None:
        return MessageState.DRAFT
    return MessageState.WAITS if now < sends_at else MessageState.SENT


def standing_of(left_out: str, *, sent: bool, lost: bool) -> MailStanding:
    """How it stands with the mail to somebody."""
    if left_out:
        return MailStanding(left_out)
    return MailStanding.SENT if sent else MailStanding.LOST if lost else MailStanding.WAITS


def left_out(email: str, *, said_no: bool) -> LeftOut | None:
    """Why somebody gets no mail; a no counts also without an address, so that nobody calls whoever said it."""
    if said_no:
        return LeftOut.SAID_NO
    return None if email else LeftOut.NO_EMAIL


def _is_first_name(written: str) -> bool:
    return " ".join(written.split()).casefold() in FIRST_NAMES
