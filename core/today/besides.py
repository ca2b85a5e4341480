"""What waits for the reader besides the steps of volunteers: expenses, thanks, wishes, needs, and applications."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, may, require_in
from core.assessments.board import waiting_for_us
from core.expenses.rules import ExpenseState
from core.i18n import end_of_day
from core.offers.needs import fresh_needs, unplanned_wishes
from db.expenses import ExpenseClaim
from db.recognition import Recognition

A_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Besides:
    """How many of each there are; 0 where the reader has nothing to do with them. `over` are thanks whose day has
    passed and of which nobody has written down that they were given, `wishes` those for which nothing is planned, and
    `needs` the people who said within the last week what they need. `applications` wait for a coordinator."""

    expenses: int
    thanks: int
    over: int = 0
    wishes: int = 0
    needs: int = 0
    applications: int = 0


def besides(*, session: Session, actor: Actor, organisation_id: UUID, today: date, last: date) -> Besides:
    """Expenses that somebody sent and nobody decided about; thanks planned from `today` to `last`, and those before
    that nobody has written down as given; what people wish for and say that they need; and applications that wait.
    One query."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    here = Subject(organisation_id)
    handles, thanks = may(actor, Action.HANDLE_EXPENSES, here), may(actor, Action.RECOGNISE, here)
    plans, answers = may(actor, Action.PLAN_OFFERS, here), may(actor, Action.HANDLE_APPLICATIONS, here)
    if not (handles or thanks or plans or answers):
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
    wished = unplanned_wishes(organisation_id, today)
    needed = fresh_needs(organisation_id, end_of_day(today - A_WEEK))
    applied = waiting_for_us(organisation_id, today)
    counted = (each.scalar_subquery() for each in (sent, soon, past, wished, needed, applied))
    claims, due, over, wishes, needs, applications = session.exec(select(*counted)).one()
    return Besides(
        claims if handles else 0,
        due if thanks else 0,
        over if thanks else 0,
        wishes if plans else 0,
        needs if plans else 0,
        applications if answers else 0,
    )
