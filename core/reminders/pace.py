"""How an organisation would like its reminders: read by who sends them, kept by who may."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.reminders.rules import REMINDER_BOUNDS, ReminderPace
from db.engine import transaction
from db.organisations import Organisation
from db.reminders import OrganisationReminders


@dataclass(frozen=True, slots=True)
class StoredReminderPace:
    """The numbers as whoever changes them sees them; `version` is 0 where nothing was written yet."""

    pace: ReminderPace
    version: int


def reminder_pace_of(session: Session, organisation_id: UUID) -> ReminderPace:
    """What holds in an organisation."""
    return pace_in(session.get(OrganisationReminders, organisation_id))


def pace_in(row: OrganisationReminders | None) -> ReminderPace:
    """What a row says; the defaults where there is none yet."""
    if row is None:
        return ReminderPace()
    return ReminderPace(sends=row.sends, **{name: getattr(row, name) for name in REMINDER_BOUNDS})


def row_of(session: Session, organisation_id: UUID) -> OrganisationReminders:
    """The organisation's row, made with the defaults where there is none yet, inside the caller's transaction."""
    # The organisation is held, because at first there is no row yet to hold.
    session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
    row = session.get(OrganisationReminders, organisation_id, populate_existing=True)
    return row or OrganisationReminders(organisation_id=organisation_id, version=0, **asdict(ReminderPace()))


def read_reminder_pace(*, session: Session, actor: Actor, organisation_id: UUID) -> StoredReminderPace:
    """What holds, for who may change it; else "not_allowed"."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    row = session.get(OrganisationReminders, organisation_id)
    return StoredReminderPace(pace_in(row), row.version if row else 0)


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
            for name, (least, most) in REMINDER_BOUNDS.items():
                with check.at(name):
                    if not least <= getattr(pace, name) <= most:
                        raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=least, most=most)
        row = row_of(session, organisation_id)
        if row.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        for name, value in asdict(pace).items():
            setattr(row, name, value)
        row.version += 1
        session.add(row)
        trace(session, organisation_id, actor, "organisation.reminders", "organisation", organisation_id, now)
