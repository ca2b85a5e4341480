"""What an organisation chooses in one form is a row of the columns of a dataclass."""

from dataclasses import fields, replace

import pytest
from sqlmodel import Session

from core.error_codes import ErrorCode
from core.errors import DomainError
from core.organisations.care import CARE_BOUNDS, CareDetails
from core.organisations.held import held, keep, stored
from core.organisations.rules import PACE_BOUNDS, OrganisationPace
from core.reminders.rules import REMINDER_BOUNDS, ReminderPace
from core.support.settings import SUPPORT_BOUNDS, SupportDetails
from db.engine import transaction
from db.organisations import OrganisationCare
from db.reminders import OrganisationReminders
from db.support import OrganisationSupport
from tests.builders import a_scene

EACH = [
    (OrganisationCare, CareDetails, CARE_BOUNDS),
    (OrganisationReminders, ReminderPace, REMINDER_BOUNDS),
    (OrganisationSupport, SupportDetails, SUPPORT_BOUNDS),
]


@pytest.mark.parametrize(("kind", "bounds"), [each[1:] for each in EACH] + [(OrganisationPace, PACE_BOUNDS)])
def test_every_number_has_a_least_and_a_most_and_its_default_is_within(kind, bounds):
    numbers = {each.name for each in fields(kind) if each.type is int}
    assert set(bounds) == numbers
    assert all(least <= getattr(kind(), name) <= most for name, (least, most) in bounds.items())


@pytest.mark.parametrize(("table", "kind", "bounds"), EACH)
def test_the_defaults_hold_until_somebody_chooses_and_what_was_chosen_is_read_as_it_was(
    session: Session, now, table, kind, bounds
):
    organisation = a_scene(session, now).organisation.id

    def row():
        return session.get(table, organisation)

    assert (held(row(), kind), stored(row(), kind).version) == (kind(), 0)
    chosen = replace(kind(), **{name: most for name, (_least, most) in bounds.items()})
    for version in range(2):
        with transaction(session):
            keep(session, table, organisation, chosen, version)
        assert (held(row(), kind), stored(row(), kind).version) == (chosen, version + 1)
    with pytest.raises(DomainError) as refused, transaction(session):
        keep(session, table, organisation, kind(), 1)
    assert refused.value.code is ErrorCode.CHANGED_MEANWHILE
    assert held(row(), kind) == chosen
