"""What an organisation says of talks around its peer teams: within how long, how often, and whom to call (Q8, Q9)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.calendar.service import calendar_of
from core.errors import all_refused
from core.organisations.held import StoredChoice, check_bounds, held, keep, stored
from core.support.rules import AnswerHours
from db.engine import transaction
from db.support import OrganisationSupport

# Of a day's hours.
LATEST_HOUR = 24
# The least and the most of each number; the hours of a day end after they begin.
SUPPORT_BOUNDS: Mapping[str, tuple[int, int]] = {
    "crisis_hours": (1, 24),
    "clarifying_days": (1, 20),
    "from_hour": (0, LATEST_HOUR - 1),
    "to_hour": (1, LATEST_HOUR),
    "lead_days": (0, 365),
    "peer_days": (0, 365),
    "kept_months": (1, 60),
}
PHONES = ("acute_phone", "helpline_phone")


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


def support_of(session: Session, organisation_id: UUID) -> SupportDetails:
    """What holds in an organisation."""
    return held(session.get(OrganisationSupport, organisation_id), SupportDetails)


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


def read_support(*, session: Session, actor: Actor, organisation_id: UUID) -> StoredChoice[SupportDetails]:
    """What holds, for who may change it; else "not_allowed"."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    return stored(session.get(OrganisationSupport, organisation_id), SupportDetails)


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
        with all_refused() as check:
            check_bounds(check, details, {**SUPPORT_BOUNDS, "to_hour": (details.from_hour + 1, LATEST_HOUR)})
            for name in PHONES:
                with check.at(name):
                    contact.phone(getattr(details, name))
        acute, helpline = contact.phone(details.acute_phone), contact.phone(details.helpline_phone)
        said = replace(details, acute_phone=acute, helpline_phone=helpline)
        keep(session, OrganisationSupport, organisation_id, said, expected_version)
        trace(session, organisation_id, actor, "organisation.support", "organisation", organisation_id, now)
