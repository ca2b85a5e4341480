"""How long the organisation keeps an application that was sent."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.applications.rules import FEWEST_MONTHS, MOST_MONTHS
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.engine import transaction
from db.organisations import Organisation


def keep_for(*, session: Session, actor: Actor, organisation_id: UUID, months: int, now: datetime) -> None:
    """Keep applications that are sent from now on for so many months; those that were sent keep the day they were told.

    Raises "number_outside" for fewer or more than a setting may say.
    """
    with transaction(session):
        require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
        if not FEWEST_MONTHS <= months <= MOST_MONTHS:
            raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=FEWEST_MONTHS, most=MOST_MONTHS)
        asked = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
        organisation = session.exec(asked).one()
        if organisation.application_months != months:
            organisation.application_months = months
            organisation.version += 1
            session.add(organisation)
            changed = ["application_months"]
            trace(
                session, organisation_id, actor, "organisation.changed", "organisation", organisation_id, now, changed
            )
