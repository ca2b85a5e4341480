"""What an expense needs, what may become of it, and what a kilometre is worth (A1.7). Pure; money in øre."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from core.error_codes import ErrorCode
from core.programmes.programme import Expenses


class ExpenseKind(StrEnum):
    """What was paid for. Kilometres are a rate and no receipt: only where the programme offers them."""

    TRANSPORT = "transport"
    KILOMETRES = "kilometres"
    MATERIALS = "materials"
    PHONE = "phone"
    OTHER = "other"


class ExpenseState(StrEnum):
    """How far an expense has come."""

    SENT = "sent"
    RETURNED = "returned"
    APPROVED = "approved"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


NEXT: Mapping[ExpenseState, frozenset[ExpenseState]] = {
    ExpenseState.SENT: frozenset(
        {ExpenseState.SENT, ExpenseState.RETURNED, ExpenseState.APPROVED, ExpenseState.WITHDRAWN}
    ),
    ExpenseState.RETURNED: frozenset({ExpenseState.SENT, ExpenseState.WITHDRAWN}),
    ExpenseState.APPROVED: frozenset({ExpenseState.RETURNED, ExpenseState.PAID}),
    ExpenseState.PAID: frozenset(),
    ExpenseState.WITHDRAWN: frozenset(),
}


def may_become(now: ExpenseState, then: ExpenseState) -> bool:
    """Whether an expense may go on from one standing to another."""
    return then in NEXT[now]


def kinds(settings: Expenses) -> tuple[ExpenseKind, ...]:
    """What a volunteer of a programme can ask for. Tax-free rates are for unpaid volunteers of associations alone
    (ligningsloven § 7 M); everybody else is paid what a receipt shows."""
    return tuple(kind for kind in ExpenseKind if settings.kilometres or kind is not ExpenseKind.KILOMETRES)


def wrongs(
    settings: Expenses,
    kind: ExpenseKind,
    amount: int,
    spent_on: date | None,
    *,
    receipt: bool,
    asked_on: date,
    today: date,
) -> dict[str, ErrorCode]:
    """The codes of what is missing or wrong with an expense, by field. How old it is counts from `asked_on`, when it
    was first sent: one that came back is not too old for having come back."""
    found = {}
    if kind not in kinds(settings):
        found["kind"] = ErrorCode.EXPENSE_KIND
    if spent_on is None:
        found["spent_on"] = ErrorCode.DATE_INVALID
    elif spent_on > today:
        found["spent_on"] = ErrorCode.EXPENSE_AHEAD
    elif spent_on < asked_on - timedelta(days=settings.days_back):
        found["spent_on"] = ErrorCode.EXPENSE_OLD
    if not 0 < amount <= settings.most * 100:
        found["amount"] = ErrorCode.EXPENSE_AMOUNT
    if not receipt and kind is not ExpenseKind.KILOMETRES:
        found["receipt"] = ErrorCode.EXPENSE_RECEIPT
    return found


def driven(metres: int, ore_a_kilometre: int) -> int:
    """What so many metres are worth, to the nearest øre."""
    return (metres * ore_a_kilometre + 500) // 1000
