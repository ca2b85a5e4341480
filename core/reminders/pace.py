"""How an organisation would like its reminders: read by who sends them, kept by who may."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.errors import all_refused
from core.organisations.held import StoredChoice, check_bounds, held, keep, stored
from core.reminders.rules import REMINDER_BOUNDS, ReminderPace
from db.engine import transaction
from db.reminders import OrganisationReminders


def reminder_pace_of(session: Session, organisation_id: UUID) -> ReminderPace:
    """What holds in an organisation."""
    return held(session.get(OrganisationReminders, organisation_id), ReminderPace)


def read_reminder_pace(*, session: Session, actor: Actor, organisation_id: UUID) -> StoredChoice[ReminderPace]:
    """What holds, for who may change it; else "not_allowed"."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    return stored(session.get(OrganisationReminders, organisation_id), ReminderPace)


def save_reminder_pace(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    pace: ReminderPace,
    expected_version: int,
    now: datetime,
) -> None:
    """Keep the numbers. Raises every "number_outside" at once, by the names of `ReminderPace`, or
    "changed_meanwhile"."""
    with transaction(session):
        require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
        with all_refused() as check:
            check_bounds(check, pace, REMINDER_BOUNDS)
        keep(session, OrganisationReminders, organisation_id, pace, expected_version)
        trace(session, organisation_id, actor, "organisation.reminders", "organisation", organisation_id, now)
