"""Reading expenses: one's own, those of an organisation by page, the receipt, the rates, and for payroll."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, exists, func, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.expenses.rules import ExpenseKind, ExpenseState, kinds
from core.expenses.service import settings_of
from db.expenses import ExpenseClaim, ExpenseRate, ExpenseReceipt
from db.organisations import Organisation
from db.people import Engagement, Person

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class ExpenseRow:
    """One expense in a list. `amount` is in øre; `decided_by` is "" until somebody decided, `own` whether it is the
    reader's own, which they cannot handle."""

    claim_id: UUID
    name: str
    kind: ExpenseKind
    amount: int
    metres: int | None
    spent_on: date
    note: str
    standing: ExpenseState
    word: str
    sent_at: datetime
    decided_by: str
    decided_at: datetime | None
    paid_on: date | None
    receipt: bool
    own: bool
    version: int


@dataclass(frozen=True, slots=True)
class Payer:
    """Who can pay the reader's expenses: an engagement of theirs, with the kinds it offers."""

    engagement_id: UUID
    organisation: str
    kinds: tuple[ExpenseKind, ...]


@dataclass(frozen=True, slots=True)
class ExpensePage:
    """One page of expenses, and what all that fit come to: how many, and in øre."""

    rows: tuple[ExpenseRow, ...]
    count: int
    amount: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // A_PAGE))


def payers(*, session: Session, actor: Actor) -> tuple[Payer, ...]:
    """Where the person who asks can have expenses paid, the newest engagement first."""
    require(actor, Action.REPORT_EXPENSES)
    rows = session.exec(
        select(Engagement, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(Engagement.organisation_id))
        .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
        .order_by(col(Engagement.created_at).desc())
    ).all()
    return tuple(
        Payer(engagement.id, name, kinds(settings_of(session, engagement)))
        for engagement, name in rows
        if may(actor, Action.REPORT_EXPENSES, Subject.of(engagement))
    )


def my_claims(*, session: Session, actor: Actor) -> tuple[ExpenseRow, ...]:
    """The expenses of the person who asks, the newest first; those taken back are left out."""
    require(actor, Action.REPORT_EXPENSES)
    own = [ExpenseClaim.person_id == actor.person_id, ExpenseClaim.standing != ExpenseState.WITHDRAWN]
    return _rows(session, actor, own, [col(ExpenseClaim.sent_at).desc()])


def returned_to_me(*, session: Session, actor: Actor) -> int:
    """How many expenses came back to the person who asks."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    return session.exec(
        select(func.count())
        .select_from(ExpenseClaim)
        .where(ExpenseClaim.person_id == actor.person_id, ExpenseClaim.standing == ExpenseState.RETURNED)
    ).one()


def claims(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    standing: ExpenseState | None,
    year: int | None,
    page: int = 1,
) -> ExpensePage:
    """Expenses of an organisation, the oldest first; a fixed number of queries. None is all."""
    require(actor, Action.HANDLE_EXPENSES, Subject(organisation_id))
    wanted = _wanted(organisation_id, standing, year)
    count, amount = session.exec(
        select(func.count(), func.coalesce(func.sum(col(ExpenseClaim.amount)), 0))
        .select_from(ExpenseClaim)
        .where(*wanted)
    ).one()
    order = [col(ExpenseClaim.sent_at), col(ExpenseClaim.id)]
    first = (min(page, max(1, -(-count // A_PAGE))) - 1) * A_PAGE
    return ExpensePage(_rows(session, actor, wanted, order, first, A_PAGE), count, amount)


def for_payroll(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    standing: ExpenseState | None,
    year: int | None,
) -> tuple[ExpenseRow, ...]:
    """All that fit, to be taken out."""
    require(actor, Action.HANDLE_EXPENSES, Subject(organisation_id))
    return _rows(session, actor, _wanted(organisation_id, standing, year), [col(ExpenseClaim.spent_on)])


def receipt_of(*, session: Session, actor: Actor, claim_id: UUID) -> ExpenseReceipt:
    """The receipt, for its owner and for who handles it; "no_scan" where there is none."""
    claim = session.get(ExpenseClaim, claim_id)
    if claim is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    subject = Subject(claim.organisation_id, frozenset({claim.person_id}))
    if not may(actor, Action.HANDLE_EXPENSES, subject) and not may(actor, Action.REPORT_EXPENSES, subject):
        raise DomainError(ErrorCode.NOT_ALLOWED)
    found = session.get(ExpenseReceipt, claim_id)
    if found is None:
        raise DomainError(ErrorCode.NO_SCAN)
    return found


def rates(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[ExpenseRate, ...]:
    """The rates of the organisation, the newest year first."""
    require(actor, Action.HANDLE_EXPENSES, Subject(organisation_id))
    asked = select(ExpenseRate).where(ExpenseRate.organisation_id == organisation_id)
    return tuple(session.exec(asked.order_by(col(ExpenseRate.year).desc())).all())


def _wanted(organisation_id: UUID, standing: ExpenseState | None, year: int | None) -> list[Any]:
    wanted: list[Any] = [ExpenseClaim.organisation_id == organisation_id]
    wanted.append(ExpenseClaim.standing == standing if standing else ExpenseClaim.standing != ExpenseState.WITHDRAWN)
    if year is not None:
        wanted.append(col(ExpenseClaim.spent_on).between(date(year, 1, 1), date(year, 12, 31)))
    return wanted


def _rows(
    session: Session,
    actor: Actor,
    conditions: Sequence[Any],
    order: Sequence[Any],
    first: int = 0,
    count: int | None = None,
) -> tuple[ExpenseRow, ...]:
    decider: Any = aliased(Person)
    receipt = exists().where(col(ExpenseReceipt.claim_id) == col(ExpenseClaim.id))
    rows = session.exec(
        select(ExpenseClaim, Person.name, decider.name, receipt)
        .join(Person, col(Person.id) == col(ExpenseClaim.person_id))
        .join(decider, decider.id == col(ExpenseClaim.decided_by_id), isouter=True)
        .where(*conditions)
        .order_by(*order)
        .offset(first)
        .limit(count)
    ).all()
    return tuple(
        ExpenseRow(
            claim_id=claim.id,
            name=name,
            kind=ExpenseKind(claim.kind),
            amount=claim.amount,
            metres=claim.metres,
            spent_on=claim.spent_on,
            note=claim.note or "",
            standing=ExpenseState(claim.standing),
            word=claim.word or "",
            sent_at=claim.sent_at,
            decided_by=decided_by or "",
            decided_at=claim.decided_at,
            paid_on=claim.paid_on,
            receipt=has_receipt,
            own=claim.person_id == actor.person_id,
            version=claim.version,
        )
        for claim, name, decided_by, has_receipt in rows
    )
