"""The days an organisation keeps closed: read for whoever plans, and kept by whoever edits the organisation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.calendar.rules import ClosedSpan, check_closed, closed_on
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import language
from db.engine import transaction
from db.organisations import ClosedPeriod


@dataclass(frozen=True, slots=True)
class PlanningCalendar:
    """What an organisation's days are, in the language of whoever reads them."""

    closed: Sequence[ClosedSpan] = ()

    def why_not(self, day: date) -> str:
        """Why `day` is no day to plan on; "" where it is one."""
        return closed_on(day, self.closed, language())

    def is_closed(self, day: date) -> bool:
        """Whether `day` is no day to plan on."""
        return bool(self.why_not(day))


def calendar_of(session: Session, organisation_id: UUID) -> PlanningCalendar:
    """The holidays and the organisation's own closed days."""
    rows = closed_periods(session, organisation_id)
    return PlanningCalendar(tuple(ClosedSpan(row.first_on, row.last_on, row.name) for row in rows))


def closed_periods(session: Session, organisation_id: UUID) -> list[ClosedPeriod]:
    """The organisation's closed days, the first first."""
    asked = select(ClosedPeriod).where(ClosedPeriod.organisation_id == organisation_id)
    return list(session.exec(asked.order_by(col(ClosedPeriod.first_on), col(ClosedPeriod.id))))


def close_days(
    *, session: Session, actor: Actor, organisation_id: UUID, span: ClosedSpan, now: datetime
) -> ClosedPeriod:
    """Keep these days closed. Raises "closed_days", or what a name is refused for."""
    with transaction(session):
        require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
        check_closed(span)
        made = ClosedPeriod(
            organisation_id=organisation_id,
            first_on=span.first_on,
            last_on=span.last_on,
            name=contact.name(span.name),
        )
        session.add(made)
        session.flush()
        trace(session, organisation_id, actor, "organisation.days_closed", "organisation", organisation_id, now)
        return made


def open_days(*, session: Session, actor: Actor, period_id: UUID, now: datetime) -> None:
    """The days are like any other again; "not_found" where somebody has opened them already."""
    with transaction(session):
        found = session.exec(select(ClosedPeriod).where(ClosedPeriod.id == period_id).with_for_update()).one_or_none()
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.EDIT_ORGANISATION, Subject(found.organisation_id))
        session.delete(found)
        trace(
            session,
            found.organisation_id,
            actor,
            "organisation.days_opened",
            "organisation",
            found.organisation_id,
            now,
        )
