"""Expenses in words."""

from core.expenses.reading import ExpenseRow
from core.expenses.rules import ExpenseKind, ExpenseState
from core.i18n import N_, on_date
from core.i18n import gettext as _
from pages.recognition.words import kroner, money

KINDS = {
    ExpenseKind.TRANSPORT: N_("Transport: bus, train, ferry, parking"),
    ExpenseKind.KILOMETRES: N_("Kilometres in my own car"),
    ExpenseKind.MATERIALS: N_("Materials"),
    ExpenseKind.PHONE: N_("Phone"),
    ExpenseKind.OTHER: N_("Something else"),
}
SHORT = {
    ExpenseKind.TRANSPORT: N_("Transport"),
    ExpenseKind.KILOMETRES: N_("Kilometres"),
    ExpenseKind.MATERIALS: N_("Materials"),
    ExpenseKind.PHONE: N_("Phone"),
    ExpenseKind.OTHER: N_("Something else"),
}
STANDINGS = {
    ExpenseState.SENT: (N_("Sent"), "orange", "hourglass_top"),
    ExpenseState.RETURNED: (N_("Sent back with a question"), "red", "reply"),
    ExpenseState.APPROVED: (N_("Approved"), "blue", "check"),
    ExpenseState.PAID: (N_("Paid"), "green", "task_alt"),
    ExpenseState.WITHDRAWN: (N_("Taken back"), "gray", "undo"),
}


def kind_words(kind: ExpenseKind) -> str:
    """What was paid for, as it is chosen."""
    return _(KINDS[kind])


def standing_words(standing: ExpenseState) -> str:
    """How far it has come."""
    return _(STANDINGS[standing][0])


def standing_badge(standing: ExpenseState) -> str:
    """How far it has come, by word, shape and colour."""
    said, colour, icon = STANDINGS[standing]
    return f":{colour}-badge[:material/{icon}: {_(said)}]"


def told(claim: ExpenseRow) -> str:
    """What was paid, for what and when; not made safe for Markdown."""
    far = f" · {kilometres(claim.metres)} km" if claim.metres else ""
    return f"{money(claim.amount)} · {_(SHORT[claim.kind])}{far} · {on_date(claim.spent_on)}"


def kilometres(metres: int) -> str:
    """A way as one writes it: "12", "12,4"."""
    return kroner(round(metres / 10))
