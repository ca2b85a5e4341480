"""Pure decisions of a list: what the reader can do about a row, and in which order rows stand."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from core.documents.rules import ORGANISATION, DocumentStanding, DocumentState, state_of, waiting_for
from core.i18n import local_day
from core.journey.doing import Do, Way, about_document

FINISHED = frozenset({DocumentState.SEALED, DocumentState.WITHDRAWN, DocumentState.DISCUSSED, DocumentState.SUPERSEDED})


class Joining(StrEnum):
    """Whether a volunteer can log in yet."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    EXPIRED = "expired"
    JOINED = "joined"


def next_for_document(
    standing: DocumentStanding,
    *,
    reader: UUID,
    waits_for: Collection[UUID],
    way: Way = Way.MAIL,
    reminded: bool = False,
) -> Do:
    """What `reader` can do about a document that waits for the persons `waits_for`.

    `way` is how those are reached; while it is a draft, how those are who are to get it. `reminded` is whether they
    were reminded of it and are left in peace.
    """
    return about_document(
        state_of(standing),
        ours=ORGANISATION in waiting_for(standing),
        my_turn=reader in waits_for,
        way=way,
        complete=ORGANISATION not in standing.missing_by,
        reminded=reminded,
    )


def joining(*, joined: bool, expires_at: datetime | None, now: datetime) -> Joining:
    """How far a volunteer is; `expires_at` is the end of the newest link that is neither used nor withdrawn."""
    if joined:
        return Joining.JOINED
    if expires_at is None:
        return Joining.NOT_INVITED
    return Joining.INVITED if now < expires_at else Joining.EXPIRED


def next_for_volunteer(*, undrafted: Collection[str], joining: Joining, mailable: bool = True) -> Do:
    """What to do about a volunteer: first the documents of the programme, then a link to join by (L5).

    Who was once given a link on paper and did not use it does everything on paper, until somebody makes a new one.
    """
    if undrafted:
        return Do.MAKE
    if joining in (Joining.JOINED, Joining.INVITED) or (joining is Joining.EXPIRED and not mailable):
        return Do.OPEN
    return Do.INVITE


def waiting_since(
    *, created_at: datetime, shared_at: datetime | None, handed_over: Iterable[datetime | None] = ()
) -> datetime:
    """When the turn came to those it waits for: drafted, sent, and then each signature or change of the text."""
    moments = (created_at, shared_at, *handed_over)
    return max(moment for moment in moments if moment is not None)


def days_between(since: datetime, today: date) -> int:
    """Whole calendar days in Copenhagen, never less than none."""
    return max(0, (today - local_day(since)).days)
