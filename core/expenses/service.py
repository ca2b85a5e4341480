"""Sending an expense as a volunteer, and approving, returning or noting it as paid as a coordinator (A1.7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.approvals.case import engagement_for
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.expenses.rules import ExpenseKind, ExpenseState, driven, may_become, wrongs
from core.i18n import local_day
from core.programmes.programme import Expenses
from core.programmes.publishing import programme_of
from core.scan import Scan, cleaned
from db import outbox
from db.engine import transaction
from db.expenses import ExpenseClaim, ExpenseRate, ExpenseReceipt
from db.organisations import Organisation
from db.people import Engagement


@dataclass(frozen=True, slots=True)
class ExpenseDetails:
    """What a volunteer wrote: `amount` in øre, or `metres` driven where a rate is asked for."""

    kind: ExpenseKind
    spent_on: date | None
    amount: int = 0
    metres: int = 0
    note: str = ""
    receipt: bytes | None = None


def report(
    *, session: Session, actor: Actor, engagement_id: UUID, asked_as: UUID, written: ExpenseDetails, now: datetime
) -> ExpenseClaim:
    """Ask for an expense to be paid back; the same `asked_as` asks once, however often it is sent.

    Raises all that is refused at once, by the names of `ExpenseDetails`: "expense_kind", "date_invalid",
    "expense_ahead", "expense_old" or "expense_no_rate", "expense_amount", "expense_receipt", and what
    `core.scan.cleaned` and `core.contact` refuse.
    """
    with transaction(session):
        engagement = engagement_for(session, actor, Action.REPORT_EXPENSES, engagement_id)
        # Held, so that of two clicks the second finds what the first made.
        session.exec(select(Engagement.id).where(Engagement.id == engagement_id).with_for_update()).one()
        known = session.exec(select(ExpenseClaim).where(ExpenseClaim.asked_as == asked_as)).one_or_none()
        if known is not None:
            return known
        amount, scan = _checked(session, engagement, written, now, asked_at=now, has_receipt=False)
        assert written.spent_on is not None
        claim = ExpenseClaim(
            organisation_id=engagement.organisation_id,
            engagement_id=engagement.id,
            person_id=engagement.person_id,
            asked_as=asked_as,
            kind=written.kind,
            amount=amount,
            spent_on=written.spent_on,
            standing=ExpenseState.SENT,
            sent_at=now,
        )
        _put_in(claim, written, amount)
        session.add(claim)
        session.flush()
        _keep(session, claim, scan)
        trace(session, claim.organisation_id, actor, "expense.sent", "expense", claim.id, now)
        return claim


def send_again(
    *, session: Session, actor: Actor, claim_id: UUID, written: ExpenseDetails, expected_version: int, now: datetime
) -> ExpenseClaim:
    """Change what nobody has approved, and send it (again); without a new receipt the former one stays. Raises as
    `report`, "expense_standing" or "changed_meanwhile"."""
    with transaction(session):
        claim, engagement = _own(session, actor, claim_id, expected_version, ExpenseState.SENT)
        has_receipt = session.get(ExpenseReceipt, claim.id) is not None
        amount, scan = _checked(session, engagement, written, now, asked_at=claim.sent_at, has_receipt=has_receipt)
        _put_in(claim, written, amount)
        _move(claim, ExpenseState.SENT)
        claim.word = None
        session.add(claim)
        _keep(session, claim, scan)
        trace(session, claim.organisation_id, actor, "expense.sent", "expense", claim.id, now)
        return claim


def withdraw(*, session: Session, actor: Actor, claim_id: UUID, expected_version: int, now: datetime) -> None:
    """Take back what nobody has approved. Raises as `send_again`."""
    with transaction(session):
        claim, _engagement = _own(session, actor, claim_id, expected_version, ExpenseState.WITHDRAWN)
        _move(claim, ExpenseState.WITHDRAWN)
        session.add(claim)
        trace(session, claim.organisation_id, actor, "expense.withdrawn", "expense", claim.id, now)


def approve(*, session: Session, actor: Actor, claim_id: UUID, expected_version: int, now: datetime) -> None:
    """Say that it is paid back; whose it is gets one mail of all within ten minutes. Raises "expense_own",
    "expense_standing" or "changed_meanwhile"."""
    with transaction(session):
        claim = _handled(session, actor, claim_id, expected_version, ExpenseState.APPROVED)
        _decide(session, actor, claim, ExpenseState.APPROVED, now)
        there = {"organisation_id": claim.organisation_id}
        outbox.mail(session, "expense_approved", [claim.person_id], **there, now=now, about=there, gathers=True)
        trace(session, claim.organisation_id, actor, "expense.approved", "expense", claim.id, now)


def send_back(
    *, session: Session, actor: Actor, claim_id: UUID, word: str, expected_version: int, now: datetime
) -> None:
    """Return it with a word to the volunteer, who gets a mail that says so. Raises as `approve`, and "text_missing"."""
    with transaction(session):
        claim = _handled(session, actor, claim_id, expected_version, ExpenseState.RETURNED)
        words = contact.text(word)
        if not words:
            raise DomainError(ErrorCode.TEXT_MISSING)
        claim.word = words
        _decide(session, actor, claim, ExpenseState.RETURNED, now)
        outbox.mail(session, "expense_returned", [claim.person_id], organisation_id=claim.organisation_id, now=now)
        trace(session, claim.organisation_id, actor, "expense.returned", "expense", claim.id, now)


def mark_paid(
    *, session: Session, actor: Actor, versions: Mapping[UUID, int], paid_on: date | None, now: datetime
) -> int:
    """Note that these were paid, all or none; returns how many. One that is noted already is not noted again. Whose
    they are gets one mail.

    `versions` are the expenses as the reader saw them: one that was returned and changed since is not paid unseen.

    Raises "date_invalid" for no day or one to come, and as `approve`.
    """
    with transaction(session):
        if paid_on is None or paid_on > local_day(now):
            raise DomainError(ErrorCode.DATE_INVALID)
        paid = []
        for claim_id in sorted(versions):
            claim = _handled(session, actor, claim_id, None, None)
            if ExpenseState(claim.standing) is ExpenseState.PAID:
                continue
            _refuse_unless(claim, versions[claim_id], ExpenseState.PAID)
            _move(claim, ExpenseState.PAID)
            claim.paid_on = paid_on
            session.add(claim)
            trace(session, claim.organisation_id, actor, "expense.paid", "expense", claim.id, now)
            paid.append(claim)
        for organisation_id in {claim.organisation_id for claim in paid}:
            people = [claim.person_id for claim in paid if claim.organisation_id == organisation_id]
            outbox.mail(session, "expense_paid", people, organisation_id=organisation_id, now=now, gathers=True)
        return len(paid)


@dataclass(frozen=True, slots=True)
class RateDetails:
    """What a kilometre is worth in a year, in øre, and where that stands."""

    year: int
    ore: int
    source: str


def save_rate(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    details: RateDetails,
    expected_version: int,
    now: datetime,
) -> None:
    """The rate of a year in øre a kilometre, and where it stands. What was asked for before keeps its amount.

    Raises "rate_invalid" and "rate_source", each by its name in `RateDetails`, or "changed_meanwhile".
    """
    year, ore = details.year, details.ore
    with transaction(session):
        require(actor, Action.HANDLE_EXPENSES, Subject(organisation_id))
        with all_refused() as check:
            with check.at("ore"):
                if not 0 < ore < 10_000:
                    raise DomainError(ErrorCode.RATE_INVALID)
            with check.at("source"):
                if not contact.line(details.source):
                    raise DomainError(ErrorCode.RATE_SOURCE)
        words = contact.line(details.source)
        # The organisation is held, because of a year's first rate there is no row yet to hold.
        session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
        asked = select(ExpenseRate).where(ExpenseRate.organisation_id == organisation_id, ExpenseRate.year == year)
        found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        if (found.version if found else 0) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        rate = found or ExpenseRate(organisation_id=organisation_id, year=year, ore=ore, source=words, version=0)
        rate.ore, rate.source, rate.version = ore, words, rate.version + 1
        session.add(rate)
        trace(session, organisation_id, actor, "expense.rate", "organisation", organisation_id, now)


def settings_of(session: Session, engagement: Engagement) -> Expenses:
    """What the programme of an engagement says about expenses."""
    return programme_of(session, engagement.programme_version_id).expenses


def _checked(
    session: Session,
    engagement: Engagement,
    written: ExpenseDetails,
    now: datetime,
    *,
    asked_at: datetime,
    has_receipt: bool,
) -> tuple[int, Scan | None]:
    """The amount, and the receipt made harmless."""
    settings, amount, scan = settings_of(session, engagement), written.amount, None
    with all_refused() as check:
        if written.kind is ExpenseKind.KILOMETRES and settings.kilometres:
            # Without a day there is no rate yet; how far it was is looked at all the same.
            amount = written.metres
            if written.spent_on is not None:
                with check.at("spent_on"):
                    amount = driven(written.metres, _rate(session, engagement, written.spent_on.year))
        refused = wrongs(
            settings,
            written.kind,
            amount,
            written.spent_on,
            receipt=has_receipt or written.receipt is not None,
            asked_on=local_day(asked_at),
            today=local_day(now),
        )
        for field, code in refused.items():
            with check.at(field):
                raise DomainError(code, days=settings.days_back, most=settings.most)
        with check.at("note"):
            contact.text(written.note)
        with check.at("receipt"):
            scan = cleaned(written.receipt) if written.receipt is not None else None
    return amount, scan


def _rate(session: Session, engagement: Engagement, year: int) -> int:
    rate = session.exec(
        select(ExpenseRate.ore).where(
            ExpenseRate.organisation_id == engagement.organisation_id, ExpenseRate.year == year
        )
    ).one_or_none()
    if rate is None:
        raise DomainError(ErrorCode.EXPENSE_NO_RATE, year=year)
    return rate


def _put_in(claim: ExpenseClaim, written: ExpenseDetails, amount: int) -> None:
    assert written.spent_on is not None
    claim.kind, claim.amount, claim.spent_on = written.kind, amount, written.spent_on
    claim.metres = written.metres if written.kind is ExpenseKind.KILOMETRES else None
    claim.note = contact.text(written.note) or None


def _keep(session: Session, claim: ExpenseClaim, scan: Scan | None) -> None:
    if scan is not None:
        found = session.get(ExpenseReceipt, claim.id)
        receipt = found or ExpenseReceipt(claim_id=claim.id, content=b"", media_type="")
        receipt.content, receipt.media_type = scan.content, scan.media_type
        session.add(receipt)


def _move(claim: ExpenseClaim, then: ExpenseState) -> None:
    claim.standing, claim.version = then, claim.version + 1


def _decide(session: Session, actor: Actor, claim: ExpenseClaim, then: ExpenseState, now: datetime) -> None:
    _move(claim, then)
    claim.decided_by_id, claim.decided_at = actor.person_id, now
    session.add(claim)


def _locked(session: Session, claim_id: UUID) -> ExpenseClaim:
    asked = select(ExpenseClaim).where(ExpenseClaim.id == claim_id).with_for_update()
    found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def _own(
    session: Session, actor: Actor, claim_id: UUID, expected_version: int, then: ExpenseState
) -> tuple[ExpenseClaim, Engagement]:
    claim = _locked(session, claim_id)
    engagement = engagement_for(session, actor, Action.REPORT_EXPENSES, claim.engagement_id)
    _refuse_unless(claim, expected_version, then)
    return claim, engagement


def _handled(
    session: Session, actor: Actor, claim_id: UUID, expected_version: int | None, then: ExpenseState | None
) -> ExpenseClaim:
    claim = _locked(session, claim_id)
    require(actor, Action.HANDLE_EXPENSES, Subject(claim.organisation_id))
    if claim.person_id == actor.person_id:
        raise DomainError(ErrorCode.EXPENSE_OWN)
    if then is not None:
        _refuse_unless(claim, expected_version, then)
    return claim


def _refuse_unless(claim: ExpenseClaim, expected_version: int | None, then: ExpenseState) -> None:
    if not may_become(ExpenseState(claim.standing), then):
        raise DomainError(ErrorCode.EXPENSE_STANDING)
    if claim.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
