"""Whoever is about to be added may be here already: told by name, mail or phone, and of what the reader may see."""

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.people import service
from core.people.known import TOLD, Alike, Described, known_already
from core.people.service import NewVolunteer
from db.people import Engagement, Person
from tests.builders import Scene, a_member, a_person, a_scene, a_workplace, an_actor, an_organisation


@pytest.fixture
def scene(session: Session, now) -> Scene:
    made = a_scene(session, now, volunteer="Åse Møller Krøyer")
    made.volunteer.email, made.volunteer.phone = "aase@årø.example.dk", "+45 21 43 65 87"
    session.commit()
    return made


def found(session: Session, scene: Scene, name: str, email: str = "", phone: str = "", actor=None, organisation=None):
    told = known_already(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=(organisation or scene.organisation).id,
        like=Described(name, email, phone),
    )
    return [(each.name, each.alike) for each in told]


NAME, EMAIL, PHONE = (Alike.NAME,), (Alike.EMAIL,), (Alike.PHONE,)


SPELLED = (
    ("Åse Møller Krøyer", "", "", NAME),
    ("krøyer,  AASE moeller", "", "", NAME),
    ("Ase Moller Kroyer", "", "", NAME),
    ("Åse Møllerkrøyer", "", "", NAME),
    ("Åsemøllerkrøyer", "", "", NAME),
    ("Åse Møller", "", "", None),
    ("Åse", "", "", None),
    ("A. M. K.", "AASE@årø.example.dk", "", EMAIL),
    ("A. M. K.", "Åse <aase@årø.example.dk>", "", EMAIL),
    ("A. M. K.", "ase@aro.example.dk", "", EMAIL),
    ("A. M. K.", "", "21436587", PHONE),
    ("A. M. K.", "", "0045 21-43-65-87", PHONE),
    ("A. M. K.", "", "(+45) 2143 6587", PHONE),
    ("A. M. K.", "", "21436588", None),
    ("A. M. K.", "", "20 30", None),
    ("Moller Ase Kroyer", "aase@årø.example.dk", "+4521436587", (Alike.NAME, Alike.EMAIL, Alike.PHONE)),
    ("", "", "", None),
    ("%_%", "%", "", None),
)


def test_somebody_is_known_by_name_mail_and_phone_in_any_spelling(session, scene):
    for name, email, phone, alike in SPELLED:
        expected = [] if alike is None else [("Åse Møller Krøyer", alike)]
        assert found(session, scene, name, email, phone) == expected, (name, email, phone)


def test_nobody_hears_of_whom_they_may_not_see(session, scene, now):
    name = scene.volunteer.name
    other = an_organisation(session, now, name="Nabokommunen")
    neighbour = a_member(session, other, now, name="Nina Nabo")
    assert found(session, scene, name, actor=an_actor(neighbour, other, Role.COORDINATOR), organisation=other) == []
    for actor in (an_actor(neighbour, other, Role.COORDINATOR), scene.as_contact_person, scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            found(session, scene, name, actor=actor)
    # An administrator adds colleagues and sees no volunteers.
    administrator = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    assert found(session, scene, name, actor=administrator) == []
    assert found(session, scene, "Bach Lise", actor=administrator) == [("Lise Bach", NAME)]
    assert found(session, scene, "Bach Lise") == [("Lise Bach", NAME)]


def test_who_is_most_alike_is_told_first_with_where_they_are_and_no_more_than_a_few(session, scene, now):
    for _each in range(TOLD):
        person = a_person(session, now, name="Åse Møller Krøyer", email="", full=False)
        where = scene.engagement
        session.add(
            Engagement(
                organisation_id=where.organisation_id,
                person_id=person.id,
                programme_version_id=where.programme_version_id,
                workplace_id=where.workplace_id,
                contact_person_id=where.contact_person_id,
                coordinator_id=where.coordinator_id,
                created_at=now,
                ended_at=now,
            )
        )
        session.commit()
    told = known_already(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        like=Described("Åse Møller Krøyer", "", "21436587"),
    )
    assert len(told) == TOLD
    assert [each.alike for each in told[:2]] == [(Alike.NAME, Alike.PHONE), NAME]
    (here,) = told[0].engagements
    assert (here.engagement_id, here.workplace, here.ended) == (scene.engagement.id, "Birkehuset", False)
    assert told[1].engagements[0].ended


def again(session, scene, now, **changes):
    return service.add_volunteer(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        volunteer=NewVolunteer(
            **{
                "name": "Åse M.",
                "email": "",
                "phone": "",
                "language": "da",
                "programme": "kommunal_frivillig",
                "workplace_id": scene.workplace.id,
                "contact_person_id": scene.contact_person.id,
                "coordinator_id": scene.coordinator.id,
                "known_id": scene.volunteer.id,
                **changes,
            }
        ),
        now=now,
    )


def test_somebody_known_begins_at_one_more_place_and_is_no_second_person(session, scene, now):
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    scene.volunteer.email = ""
    session.commit()
    people = len(session.exec(select(Person.id)).all())
    made = again(session, scene, now, workplace_id=library.id, email="ny@example.dk", phone="40506070")
    assert made.person_id == scene.volunteer.id
    assert len(session.exec(select(Person.id)).all()) == people
    person = session.get_one(Person, scene.volunteer.id)
    # What was lacking is added; what they have stays.
    assert (person.name, person.email, person.phone) == ("Åse Møller Krøyer", "ny@example.dk", "+45 21 43 65 87")


def test_nobody_is_twice_in_one_programme_at_one_place_nor_their_own_contact_person(session, scene, now):
    with pytest.raises(DomainError, match="engaged_already"):
        again(session, scene, now)
    with pytest.raises(DomainError, match="own_contact"):
        again(session, scene, now, known_id=scene.contact_person.id)
    with pytest.raises(DomainError, match="own_contact"):
        again(session, scene, now, known_id=scene.coordinator.id)
    stranger = a_person(session, now, name="Nina Nabo")
    with pytest.raises(DomainError, match="not_found"):
        again(session, scene, now, known_id=stranger.id)
