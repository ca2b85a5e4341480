"""Pure decisions of a list: what the reader can do about a row, and in which order rows stand."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from core.documents.rules import ORGANISATION, DocumentStanding, DocumentState, state_of, waiting_for
from core.i18n import local_day

FINISHED = frozenset({DocumentState.SEALED, DocumentState.WITHDRAWN, DocumentState.DISCUSSED, DocumentState.SUPERSEDED})


class NextThing(StrEnum):
    """The one thing to do about a row."""

    CONTINUE = "continue"  # choose points and fill in before it is sent
    SEND = "send"  # everything of the organisation's is there
    FILL_IN = "fill_in"  # it waits for the organisation's answers
    SIGN = "sign"  # it waits for the reader's own signature
    REMIND = "remind"  # it waits for somebody else
    TELL = "tell"  # it waits for somebody else, whom no mail reaches
    PAPER = "paper"  # it waits for somebody who does everything on paper: print it, and record what comes back
    ANSWER = "answer"  # it was declined: change it and send it again, or withdraw it
    OPEN = "open"  # nothing is needed
    MAKE_DOCUMENT = "make_document"  # the programme asks for a document that nobody began
    INVITE = "invite"  # no link is out that the volunteer could use


class Way(StrEnum):
    """How those are reached for whom something waits."""

    PAPER = "paper"  # somebody has neither an e-mail address nor a login
    MAIL = "mail"  # somebody has an e-mail address
    TELL = "tell"  # all can log in, and no mail reaches any of them


class Joining(StrEnum):
    """Whether a volunteer can log in yet."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"
    EXPIRED = "expired"
    JOINED = "joined"


def way_to(people: Iterable[tuple[bool, bool]]) -> Way:
    """How people are reached of whom is known whether they have an e-mail address and whether they can log in.

    Paper comes first, for there the reader can do something at once.
    """
    known = list(people)
    if any(not mailable and not joined for mailable, joined in known):
        return Way.PAPER
    return Way.MAIL if not known or any(mailable for mailable, _joined in known) else Way.TELL


ASK = {Way.MAIL: NextThing.REMIND, Way.TELL: NextThing.TELL, Way.PAPER: NextThing.PAPER}


def next_for_document(
    standing: DocumentStanding, *, reader: UUID, waits_for: Iterable[UUID], way: Way = Way.MAIL
) -> NextThing:
    """What `reader` can do about a document that waits for the persons `waits_for`.

    `way` is how those are reached; while it is a draft, how those are who are to get it.
    """
    capacities = waiting_for(standing)
    match state_of(standing):
        case DocumentState.DRAFT if ORGANISATION in standing.missing_by:
            return NextThing.CONTINUE
        case DocumentState.DRAFT:
            return NextThing.PAPER if way is Way.PAPER else NextThing.SEND
        case DocumentState.DECLINED:
            return NextThing.ANSWER
        case DocumentState.FILLING_IN:
            return NextThing.FILL_IN if ORGANISATION in capacities else ASK[way]
        case DocumentState.WAITING:
            return NextThing.SIGN if reader in waits_for else ASK[way]
        case _:
            return NextThing.OPEN


def joining(*, joined: bool, expires_at: datetime | None, now: datetime) -> Joining:
    """How far a volunteer is; `expires_at` is the end of the newest link that is neither used nor withdrawn."""
    if joined:
        return Joining.JOINED
    if expires_at is None:
        return Joining.NOT_INVITED
    return Joining.INVITED if now < expires_at else Joining.EXPIRED


def next_for_volunteer(*, undrafted: Collection[str], joining: Joining, mailable: bool = True) -> NextThing:
    """What to do about a volunteer: first the documents of the programme, then a link to join by (L5).

    Who was once given a link on paper and did not use it does everything on paper, until somebody makes a new one.
    """
    if undrafted:
        return NextThing.MAKE_DOCUMENT
    if joining in (Joining.JOINED, Joining.INVITED) or (joining is Joining.EXPIRED and not mailable):
        return NextThing.OPEN
    return NextThing.INVITE


def waiting_since(
    *, created_at: datetime, shared_at: datetime | None, handed_over: Iterable[datetime | None] = ()
) -> datetime:
    """When the turn came to those it waits for: drafted, sent, and then each signature or change of the text."""
    moments = (created_at, shared_at, *handed_over)
    return max(moment for moment in moments if moment is not None)


def days_between(since: datetime, today: date) -> int:
    """Whole calendar days in Copenhagen, never less than none."""
    return max(0, (today - local_day(since)).days)
