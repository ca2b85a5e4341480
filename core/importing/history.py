"""What a row says of the time before: approval, supervisions, courses led, a partner, thanks. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta

from core.approvals.service import MOST_YEARS, usual_until
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.importing.columns import SheetField, plain
from core.programmes.programme import Programme
from core.recognition.rules import Gift

# What thanks are called in a sheet, beside what they are called here.
GIFTS_CALLED = {
    Gift.FLOWERS: ("blomster", "blomst", "buket", "flowers", "bouquet"),
    Gift.GIFT_CARD: ("gavekort", "gift card", "voucher"),
    Gift.DINNER: ("middag", "spisning", "frokost", "dinner", "lunch"),
    Gift.SEASON_PARTY: ("fest", "saesonfest", "julefrokost", "sommerfest", "party"),
    Gift.OUTING: ("tur", "udflugt", "outing", "trip"),
    Gift.TALK: ("foredrag", "talk", "lecture"),
    Gift.INSTRUCTOR_DAY: ("instruktordag", "instruktorsamling", "instructor day"),
    Gift.LETTER: ("brev", "takkebrev", "kort", "letter", "card"),
    Gift.MENTION: ("omtale", "mention"),
    Gift.DIPLOMA: ("diplom", "diploma"),
    Gift.CERTIFICATE: ("kursusbevis", "certifikat", "bevis", "certificate"),
}


@dataclass(slots=True)
class TimeBefore:
    """`supervised` and `led` are days, the earliest first; `partner` is as it is written, and `gift` what `thanked_on`
    was given."""

    approved_on: date | None = None
    approved_until: date | None = None
    supervised: tuple[date, ...] = ()
    led: tuple[date, ...] = ()
    partner: str = ""
    thanked_on: date | None = None
    gift: Gift | None = None


@dataclass(slots=True)
class ToAdd:
    """What is added of it to one engagement: an approval with the day it lasts until, and the rest as in `TimeBefore`.

    `partner` is who the partner is, by the number of another row or by an engagement that is here; `partner_held` is
    who it is already. `fields` are the columns that anything is added of.
    """

    approved: tuple[date, date] | None = None
    supervised: tuple[date, ...] = ()
    led: tuple[date, ...] = ()
    thanked: tuple[date, Gift] | None = None
    partner: UUID | int | None = None
    partner_held: UUID | None = None
    fields: list[SheetField] = field(default_factory=list)


def gift(written: str) -> Gift | None:
    """What was given, None for nothing; raises "sheet_gift" for what is none that we know."""
    words = plain(written)
    if not words:
        return None
    for each, called in GIFTS_CALLED.items():
        if any(words == plain(name) or plain(name) in words.split() for name in called):
            return each
    raise DomainError(ErrorCode.SHEET_GIFT)


def refused(
    told: TimeBefore, trained_on: date | None, programme: Programme, today: date
) -> Iterator[tuple[DomainError, SheetField]]:
    """What cannot be in this programme, or on a day that has not come."""
    of_instructor = (
        (SheetField.TRAINED_ON, trained_on),
        (SheetField.APPROVED_ON, told.approved_on),
        (SheetField.APPROVED_UNTIL, told.approved_until),
        (SheetField.SUPERVISED_ON, told.supervised),
        (SheetField.LED_ON, told.led),
    )
    if programme.approval is None:
        for column, said in of_instructor:
            if said:
                yield DomainError(ErrorCode.NO_APPROVAL_HERE), column
    if told.partner and not programme.pairs:
        yield DomainError(ErrorCode.PAIR_PROGRAMME), SheetField.PARTNER
    ahead = (
        (SheetField.APPROVED_ON, told.approved_on),
        (SheetField.SUPERVISED_ON, max(told.supervised, default=None)),
        (SheetField.LED_ON, max(told.led, default=None)),
        (SheetField.THANKED_ON, told.thanked_on),
    )
    for column, day in ahead:
        if day is not None and day > today:
            yield DomainError(ErrorCode.SHEET_DAY_AHEAD), column
    if told.thanked_on is not None and told.gift is None:
        yield DomainError(ErrorCode.SHEET_GIFT), SheetField.THANKED_WITH
    approved = approval(told, programme)
    if approved is not None and not approved[0] < approved[1] <= approved[0] + relativedelta(years=MOST_YEARS):
        yield DomainError(ErrorCode.APPROVAL_UNTIL, years=MOST_YEARS), SheetField.APPROVED_UNTIL


def approval(told: TimeBefore, programme: Programme) -> tuple[date, date] | None:
    """The day an approval was given and the one it lasts until; of the two the one that is not written is as the
    programme has it."""
    path = programme.approval
    if path is None or (told.approved_on is None and told.approved_until is None):
        return None
    if told.approved_on is None:
        assert told.approved_until is not None
        return told.approved_until - relativedelta(years=path.approval_years), told.approved_until
    return told.approved_on, told.approved_until or usual_until(path, told.approved_on)


def new_days(said: Sequence[date], held: Sequence[date]) -> tuple[date, ...]:
    """Those that are not here yet."""
    return tuple(day for day in said if day not in held)
