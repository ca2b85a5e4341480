"""To whom a worry goes and by when it is answered, for whoever is around."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.worries.rules import PeopleAround, answer_by, next_to_know, receivers

VOLUNTEER, CONTACT, OWN, OTHER, ADMIN = (UUID(int=number) for number in range(1, 6))
ANYBODY = st.sampled_from([VOLUNTEER, CONTACT, OWN, OTHER, ADMIN])
SOME = st.lists(ANYBODY, unique=True, max_size=3).map(tuple)
AROUND = st.builds(
    PeopleAround,
    volunteer=ANYBODY,
    contact_person=ANYBODY,
    coordinator=ANYBODY,
    coordinators=SOME,
    administrators=SOME,
    here=st.frozensets(ANYBODY),
)


def around(*here: UUID) -> PeopleAround:
    return PeopleAround(
        VOLUNTEER, CONTACT, OWN, (OWN, OTHER), (ADMIN,), frozenset(here or (CONTACT, OWN, OTHER, ADMIN))
    )


def test_it_goes_to_the_coordinator_and_about_the_coordinator_to_another_one_or_an_administrator_first() -> None:
    assert receivers(around(), None) == (OWN, CONTACT, OTHER, ADMIN)
    assert receivers(around(), CONTACT) == (OWN, OTHER, ADMIN)
    assert receivers(around(), OWN) == (OTHER, ADMIN, CONTACT)
    assert receivers(around(OWN, CONTACT, ADMIN), OWN) == (ADMIN, CONTACT)
    assert receivers(around(OWN), OWN) == ()


def test_the_next_is_another_who_leads_and_no_contact_person() -> None:
    assert next_to_know(around(), None, OWN) == OTHER
    assert next_to_know(around(), OTHER, OWN) == ADMIN
    assert next_to_know(around(), None, CONTACT) == OWN
    assert next_to_know(around(OWN, CONTACT), None, OWN) is None


@given(AROUND, st.none() | ANYBODY)
def test_nobody_is_told_of_themselves_nor_twice_nor_who_is_here_no_more(people: PeopleAround, about) -> None:
    told = receivers(people, about)
    assert about not in told
    assert people.volunteer not in told
    assert set(told) <= people.here
    assert len(set(told)) == len(told)
    for each in told:
        assert next_to_know(people, about, each) not in {about, people.volunteer, each} - {None}


def test_weekends_and_closed_days_are_no_working_days() -> None:
    friday, monday = date(2026, 11, 27), date(2026, 11, 30)
    assert answer_by(friday, 1, lambda _day: False) == monday
    assert answer_by(friday, 1, lambda day: day == monday) == date(2026, 12, 1)
    assert answer_by(friday, 3, lambda _day: False) == date(2026, 12, 2)
