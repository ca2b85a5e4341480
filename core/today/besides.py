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
    """How many of each there are; 0 where the reader has nothing to do with them. `over` are thanks whose day has
    passed and of which nobody has written down that they were given."""

    expenses: int
    thanks: int
    over: int = 0


def besides(*, session: Session, actor: Actor, organisation_id: UUID, today: date, last: date) -> Besides:
    """Expenses that somebody sent and nobody decided about; thanks planned from `today` to `last`; and those before
    that nobody has written down as given. One query."""
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
        )
    )
    soon = planned.where(Recognition.planned_on >= today, Recognition.planned_on <= last)
    past = planned.where(Recognition.planned_on < today)
    counted = (sent.scalar_subquery(), soon.scalar_subquery(), past.scalar_subquery())
    claims, due, over = session.exec(select(*counted)).one()
    return Besides(claims if handles else 0, due if thanks else 0, over if thanks else 0)
