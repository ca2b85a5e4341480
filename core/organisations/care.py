"""How an organisation takes care when something is wrong or somebody stops: read by who needs it, kept by who may."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.errors import all_refused
from core.organisations.held import StoredChoice, check_bounds, held, keep, stored
from db.engine import transaction
from db.organisations import OrganisationCare

# The least and the most of each number of days.
CARE_BOUNDS: Mapping[str, tuple[int, int]] = {"answer_days": (1, 10), "notice_days": (0, 180)}


@dataclass(frozen=True, slots=True)
class CareDetails:
    """What an organisation has said, or what holds until then: a few working days, and two weeks. `when_ill` is "" for
    the portal's own words."""

    answer_days: int = 3
    notice_days: int = 14
    social_phone: str = ""
    when_ill: str = ""


def care_of(session: Session, organisation_id: UUID) -> CareDetails:
    """What holds in an organisation."""
    return held(session.get(OrganisationCare, organisation_id), CareDetails)


def read_care(*, session: Session, actor: Actor, organisation_id: UUID) -> StoredChoice[CareDetails]:
    """What holds, for who may change it; else "not_allowed"."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    return stored(session.get(OrganisationCare, organisation_id), CareDetails)


def save_care(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    details: CareDetails,
    expected_version: int,
    now: datetime,
) -> None:
    """Keep what an organisation says. Raises all that is refused at once, by the names of `CareDetails`:
    "number_outside" of the days, and what `core.contact` refuses; or "changed_meanwhile"."""
    with transaction(session):
        require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
        with all_refused() as check:
            check_bounds(check, details, CARE_BOUNDS)
            with check.at("social_phone"):
                contact.phone(details.social_phone)
            with check.at("when_ill"):
                contact.text(details.when_ill)
        said = replace(
            details, social_phone=contact.phone(details.social_phone), when_ill=contact.text(details.when_ill)
        )
        keep(session, OrganisationCare, organisation_id, said, expected_version)
        trace(session, organisation_id, actor, "organisation.care", "organisation", organisation_id, now)
