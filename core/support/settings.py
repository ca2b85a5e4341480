"""What an organisation says of talks around its peer teams: within how long, how often, and whom to call (Q8, Q9)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.calendar.service import calendar_of
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.support.rules import AnswerHours
from db.engine import transaction
from db.organisations import Organisation
from db.support import OrganisationSupport

MOST_HOURS, MOST_DAYS, MOST_EVERY, MOST_MONTHS = 24, 20, 365, 60
# Of a day's hours.
LATEST_HOUR = 24


@dataclass(frozen=True, slots=True)
class SupportDetails:
    """What an organisation has said, or what holds until then: a crisis has an answer within two hours of the day."""

    crisis_hours: int = 2
    clarifying_days: int = 3
    from_hour: int = 8
    to_hour: int = 16
    every_day: bool = False
    lead_days: int = 30
    peer_days: int = 0
    acute_phone: str = ""
    helpline_phone: str = ""
    kept_months: int = 12


@dataclass(frozen=True, slots=True)
class StoredSupport:
    """The same as whoever changes it sees it; `version` is 0 where nothing was written yet."""

    details: SupportDetails
    version: int


def support_of(session: Session, organisation_id: UUID) -> SupportDetails:
    """What holds in an organisation."""
    return _details(session.get(OrganisationSupport, organisation_id))


def answer_hours(session: Session, organisation_id: UUID, details: SupportDetails | None = None) -> AnswerHours:
    """When somebody answers there."""
    held = details or support_of(session, organisation_id)
    return AnswerHours(
        crisis_hours=held.crisis_hours,
        clarifying_days=held.clarifying_days,
        from_hour=held.from_hour,
        to_hour=held.to_hour,
        every_day=held.every_day,
        is_closed=calendar_of(session, organisation_id).is_closed,
    )


def read_support(*, session: Session, actor: Actor, organisation_id: UUID) -> StoredSupport:
    """What holds, for who may change it; else "not_allowed"."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    row = session.get(OrganisationSupport, organisation_id)
    return StoredSupport(_details(row), row.version if row else 0)


def save_support(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    details: SupportDetails,
    expected_version: int,
    now: datetime,
) -> None:
    """Keep what an organisation says. Raises all that is refused at once, by the names of `SupportDetails`:
    "number_outside", and what `core.contact` refuses of the numbers to call; or "changed_meanwhile"."""
    with transaction(session):
        require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
        ranges = {
            "crisis_hours": (1, MOST_HOURS),
            "clarifying_days": (1, MOST_DAYS),
            "from_hour": (0, LATEST_HOUR - 1),
            "to_hour": (details.from_hour + 1, LATEST_HOUR),
            "lead_days": (0, MOST_EVERY),
            "peer_days": (0, MOST_EVERY),
            "kept_months": (1, MOST_MONTHS),
        }
        with all_refused() as check:
            for name, (least, most) in ranges.items():
                with check.at(name):
                    if not least <= getattr(details, name) <= most:
                        raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=least, most=most)
            for name in ("acute_phone", "helpline_phone"):
                with check.at(name):
                    contact.phone(getattr(details, name))
        # The organisation is held, because at first there is no row yet to hold.
        session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
        row = session.get(OrganisationSupport, organisation_id, populate_existing=True)
        if (row.version if row else 0) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        kept = {name: getattr(details, name) for name in (*ranges, "every_day")}
        kept |= {name: contact.phone(getattr(details, name)) for name in ("acute_phone", "helpline_phone")}
        if row is None:
            row = OrganisationSupport(organisation_id=organisation_id, version=0, **kept)
        for name, value in kept.items():
            setattr(row, name, value)
        row.version += 1
        session.add(row)
        trace(session, organisation_id, actor, "organisation.support", "organisation", organisation_id, now)


def _details(row: OrganisationSupport | None) -> SupportDetails:
    if row is None:
        return SupportDetails()
    return SupportDetails(
        crisis_hours=row.crisis_hours,
        clarifying_days=row.clarifying_days,
        from_hour=row.from_hour,
        to_hour=row.to_hour,
        every_day=row.every_day,
        lead_days=row.lead_days,
        peer_days=row.peer_days,
        acute_phone=row.acute_phone,
        helpline_phone=row.helpline_phone,
        kept_months=row.kept_months,
    )
