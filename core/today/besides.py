"""What waits for the reader besides the steps of volunteers: expenses that were sent, and thanks that are due."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, may, require_in
from core.expenses.rules import ExpenseState
from db.expenses import ExpenseClaim
from db.recognition import Recognition


@dataclass(frozen=True, slots=True)
class Besides:
    """How many of each there are; 0 where the reader has nothing to do with them."""

    expenses: int
    thanks: int


def besides(*, session: Session, actor: Actor, organisation_id: UUID, last: date) -> Besides:
    """Expenses that somebody sent and nobody decided about; and thanks planned for `last` or before and not written
    down as given: they are soon, or were held. One query."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    here = Subject(organisation_id)
    handles, thanks = may(actor, Action.HANDLE_EXPENSES, here), may(actor, Action.RECOGNISE, here)
    if not (handles or thanks):
        return Besides(0, 0)
    sent = (
        select(func.count())
        .select_from(ExpenseClaim)
        .where(ExpenseClaim.organisation_id == organisation_id, ExpenseClaim.standing == ExpenseState.SENT)
    )
    planned = (
        select(func.count())
        .select_from(Recognition)
        .where(
            Recognition.organisation_id == organisation_id,
            col(Recognition.given_on).is_(None),
            col(Recognition.called_off_at).is_(None),
            Recognition.planned_on <= last,
        )
    )
    claims, due = session.exec(select(sent.scalar_subquery(), planned.scalar_subquery())).one()
    return Besides(claims if handles else 0, due if thanks else 0)
