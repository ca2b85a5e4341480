"""How an organisation takes care when something is wrong or somebody stops: read by who needs it, kept by who may."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from db.engine import transaction
from db.organisations import Organisation, OrganisationCare

# A few working days, and two weeks: until an organisation writes its own.
ANSWER_DAYS, NOTICE_DAYS = 3, 14
MOST_ANSWER_DAYS, MOST_NOTICE_DAYS = 10, 180


@dataclass(frozen=True, slots=True)
class CareDetails:
    """What an organisation has said, or what holds until then; `when_ill` is "" for the portal's own words."""

    answer_days: int = ANSWER_DAYS
    notice_days: int = NOTICE_DAYS
    social_phone: str = ""
    when_ill: str = ""


@dataclass(frozen=True, slots=True)
class StoredCare:
    """The same as whoever changes it sees it; `version` is 0 where nothing was written yet."""

    details: CareDetails
    version: int


def care_of(session: Session, organisation_id: UUID) -> CareDetails:
    """What holds in an organisation."""
    return _details(session.get(OrganisationCare, organisation_id))


def read_care(*, session: Session, actor: Actor, organisation_id: UUID) -> StoredCare:
    """What holds, for who may change it; else "not_allowed"."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    row = session.get(OrganisationCare, organisation_id)
    return StoredCare(_details(row), row.version if row else 0)


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
            with check.at("answer_days"):
                _within(details.answer_days, MOST_ANSWER_DAYS, least=1)
            with check.at("notice_days"):
                _within(details.notice_days, MOST_NOTICE_DAYS, least=0)
            with check.at("social_phone"):
                contact.phone(details.social_phone)
            with check.at("when_ill"):
                contact.text(details.when_ill)
        # The organisation is held, because at first there is no row yet to hold.
        session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
        row = session.get(OrganisationCare, organisation_id, populate_existing=True)
        if (row.version if row else 0) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        row = row or OrganisationCare(organisation_id=organisation_id, answer_days=0, notice_days=0, version=0)
        row.answer_days, row.notice_days = details.answer_days, details.notice_days
        row.social_phone, row.when_ill = contact.phone(details.social_phone), contact.text(details.when_ill)
        row.version += 1
        session.add(row)
        trace(session, organisation_id, actor, "organisation.care", "organisation", organisation_id, now)


def _details(row: OrganisationCare | None) -> CareDetails:
    if row is None:
        return CareDetails()
    return CareDetails(row.answer_days, row.notice_days, row.social_phone, row.when_ill)


def _within(number: int, most: int, *, least: int) -> None:
    if not least <= number <= most:
        raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=least, most=most)
