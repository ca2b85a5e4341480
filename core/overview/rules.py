"""Pure decisions of a list: what the reader can do about a row, and in which order rows stand."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from core.documents.rules import ORGANISATION, DocumentState, Standing, state_of, waiting_for
from core.i18n import local_day

FINISHED = frozenset({DocumentState.SEALED, DocumentState.WITHDRAWN, DocumentState.DISCUSSED, DocumentState.SUPERSEDED})


class NextThing(StrEnum):
    """The one thing to do about a row."""

    CONTINUE = "continue"  # choose points and fill in before it is sent
    SEND = "send"  # everything of the organisation's is there
    FILL_IN = "fill_in"  # it waits for the organisation's answers
    SIGN = "sign"  # it waits for the reader's own signature
    REMIND = "remind"  # it waits for somebody else
    ANSWER = "answer"  # it was declined: change it and send it again, or withdraw it
    OPEN = "open"  # nothing is needed
    MAKE_DOCUMENT = "make_document"  # the programme asks for a document that nobody began
    INVITE = "invite"  # no link is out that the volunteer could use


class Joining(StrEnum):
    """Whether a volunteer can log in yet."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    EXPIRED = "expired"
    JOINED = "joined"


def next_for_document(standing: Standing, *, reader: UUID, waits_for: Iterable[UUID]) -> NextThing:
    """What `reader` can do about a document that waits for the persons `waits_for`."""
    capacities = waiting_for(standing)
    match state_of(standing):
        case DocumentState.DRAFT:
            return NextThing.CONTINUE if ORGANISATION in standing.missing_by else NextThing.SEND
        case DocumentState.DECLINED:
            return NextThing.ANSWER
        case DocumentState.FILLING_IN:
            return NextThing.FILL_IN if ORGANISATION in capacities else NextThing.REMIND
        case DocumentState.WAITING:
            return NextThing.SIGN if reader in waits_for else NextThing.REMIND
        case _:
            return NextThing.OPEN


def joining(*, joined: bool, expires_at: datetime | None, now: datetime) -> Joining:
    """How far a volunteer is; `expires_at` is the end of the newest link that is neither used nor withdrawn."""
    if joined:
        return Joining.JOINED
    if expires_at is None:
        return Joining.NOT_INVITED
    return Joining.INVITED if now < expires_at else Joining.EXPIRED


def next_for_volunteer(*, undrafted: Collection[str], joining: Joining) -> NextThing:
    """What to do about a volunteer: first the documents of the programme, then a link to join by (L5)."""
    if undrafted:
        return NextThing.MAKE_DOCUMENT
    return NextThing.OPEN if joining in (Joining.JOINED, Joining.INVITED) else NextThing.INVITE


def waiting_since(
    *, created_at: datetime, shared_at: datetime | None, handed_over: Iterable[datetime | None] = ()
) -> datetime:
    """When the turn came to those it waits for: drafted, sent, and then each signature or change of the text."""
    moments = (created_at, shared_at, *handed_over)
    return max(moment for moment in moments if moment is not None)


def days_between(since: datetime, today: date) -> int:
    """Whole calendar days in Copenhagen, never less than none."""
    return max(0, (today - local_day(since)).days)
