"""Supervisions in words: kinds, states, who and when; and one of them in a list."""

from collections.abc import Iterable
from datetime import date

from core.i18n import N_, at_time, local_day, on_date
from core.i18n import gettext as _
from core.supervision.lists import SupervisionRow
from core.supervision.rules import KINDS, SupervisionKind, SupervisionState
from pages.shell import addresses
from pages.shell.addresses import go
from pages.shell.context import current
from pages.widgets.plain import and_words, plain
from pages.widgets.rows import RowState, row_button
from pages.widgets.rows import row as list_row

STATES = {
    SupervisionState.ORDERED: (N_("To be planned"), "orange", "event_upcoming"),
    SupervisionState.PLANNED: (N_("Planned"), "blue", "event"),
    SupervisionState.HELD: (N_("Feedback awaited"), "orange", "rate_review"),
    SupervisionState.DONE: (N_("Done"), "green", "check_circle"),
    SupervisionState.CALLED_OFF: (N_("Called off"), "gray", "block"),
}

BUTTONS = {SupervisionState.ORDERED: N_("Plan"), SupervisionState.HELD: N_("Write feedback")}


def kind_word(kind: SupervisionKind) -> str:
    """A kind in words."""
    return _(KINDS[kind])


def supervision_state(row: SupervisionRow, today: date) -> RowState:
    """A state in words, shape and colour. One whose day is over is not planned any more."""
    word, colour, icon = STATES[row.state]
    day = local_day(row.planned_at) if row.planned_at is not None else None
    if row.state is SupervisionState.PLANNED and day is not None and day < today:
        word, colour, icon = N_("Its day is over"), "orange", "rule"
    return RowState(_(word), colour, icon)


def state_badge(row: SupervisionRow) -> str:
    """The same as a badge within a line of text."""
    told = supervision_state(row, current().today)
    return f":{told.colour}-badge[:material/{told.icon}: {told.words}]"


def names_words(names: Iterable[str]) -> str:
    """Those it concerns."""
    return and_words(plain(name) for name in names)


def when_words(row: SupervisionRow) -> str:
    """When it was held, is planned, or was ordered."""
    if row.held_on is not None:
        return _("Held on {day}").format(day=on_date(row.held_on))
    if row.planned_at is not None:
        return at_time(row.planned_at)
    return _("Ordered on {day} by {name}").format(day=on_date(local_day(row.ordered_at)), name=plain(row.ordered_by))


def day_words(row: SupervisionRow) -> str:
    """The same for a list in which each says by its state whether it was held, is planned or was ordered."""
    if row.held_on is not None:
        return on_date(row.held_on)
    return at_time(row.planned_at) if row.planned_at is not None else on_date(local_day(row.ordered_at))


def holder_words(row: SupervisionRow) -> str:
    """Who holds it."""
    return plain(row.supervisor) if row.supervisor else _("Nobody named yet")


def supervision_row(
    row: SupervisionRow, *, first: bool = False, organisation: bool = False, named: bool = True
) -> None:
    """One supervision in a list: the row opens it, and so does the button where something is to be done about it.

    Among those of one instructor it is not `named` by them, but by what it is.
    """
    about = (row.course or row.supervisor,) if not named else (row.course, row.organisation if organisation else "")
    list_row(
        addresses.SUPERVISION,
        row.supervision_id,
        and_words(row.names) if named else kind_word(row.kind),
        place=" · ".join(part for part in about if part),
        what=kind_word(row.kind) if named else "",
        state=supervision_state(row, current().today),
        when=f"{when_words(row)} · {holder_words(row)}" if named else day_words(row),
    )
    if row.state in BUTTONS and row_button(_(BUTTONS[row.state]), f"supervision-{row.supervision_id}", loud=first):
        go(addresses.SUPERVISION, row.supervision_id)
