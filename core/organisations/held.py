"""What an organisation chooses in one form: a row of its own with the columns of a dataclass, whose defaults hold until
there is one. How it cares, reminds and supports are three of these."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlmodel import Session, select

from core.error_codes import ErrorCode
from core.errors import DomainError, FieldCheck
from db.organisations import Organisation, OrganisationCare
from db.reminders import OrganisationReminders
from db.support import OrganisationSupport

ChosenRow = OrganisationCare | OrganisationReminders | OrganisationSupport
Row = TypeVar("Row", bound=ChosenRow)
# A dataclass that can be made without saying anything.
Details = TypeVar("Details")


@dataclass(frozen=True, slots=True)
class StoredChoice(Generic[Details]):
    """What holds as whoever changes it sees it; `version` is 0 where nothing was written yet."""

    details: Details
    version: int


def held(row: ChosenRow | None, kind: type[Details]) -> Details:
    """What a row says; the defaults where there is none yet."""
    if row is None:
        return kind()
    named: Any = kind
    return kind(**{field.name: getattr(row, field.name) for field in fields(named)})


def stored(row: ChosenRow | None, kind: type[Details]) -> StoredChoice[Details]:
    """The same with its version."""
    return StoredChoice(held(row, kind), row.version if row else 0)


def row_to_change(session: Session, table: type[Row], organisation_id: UUID, until_then: Any) -> Row:
    """The organisation's row, made of `until_then` where there is none yet, inside the caller's transaction."""
    # The organisation is held, because at first there is no row yet to hold.
    session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one()
    row = session.get(table, organisation_id, populate_existing=True)
    return row or table(organisation_id=organisation_id, version=0, **asdict(until_then))


def keep(session: Session, table: type[Row], organisation_id: UUID, details: Any, expected_version: int) -> None:
    """Write `details` into the organisation's row, inside the caller's transaction. Raises "changed_meanwhile"."""
    row = row_to_change(session, table, organisation_id, details)
    if row.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    for name, value in asdict(details).items():
        setattr(row, name, value)
    row.version += 1
    session.add(row)


def check_bounds(check: FieldCheck, details: object, bounds: Mapping[str, tuple[int, int]]) -> None:
    """Refuse each number that is outside its least and most, by its name: "number_outside"."""
    for name, (least, most) in bounds.items():
        with check.at(name):
            if not least <= getattr(details, name) <= most:
                raise DomainError(ErrorCode.NUMBER_OUTSIDE, least=least, most=most)
