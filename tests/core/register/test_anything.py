"""One search finds people, supervisions, courses, documents and workplaces, and nothing the reader may not see."""

from datetime import date, datetime

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.documents.drafting.service import new_number
from core.errors import DomainError
from core.register.anything import MOST, SHORTEST, Found, find_anything
from db.courses import CourseRun
from db.documents import Document, TemplateVersion
from db.engine import transaction
from db.people import Engagement
from db.supervision import Supervision, SupervisionSubject
from tests.builders import Scene, a_member, a_person, a_scene, a_workplace, an_actor, an_organisation
from tests.core.register.test_service import another


def look(session: Session, scene: Scene, search: str, actor=None) -> Found:
    actor = actor or scene.as_coordinator
    return find_anything(session=session, actor=actor, organisation_id=scene.organisation.id, search=search)


@pytest.fixture
def scene(session: Session, now: datetime) -> Scene:
    return a_scene(session, now, volunteer="Åse Østergård")


@pytest.mark.parametrize("search", ["ase ostergaard", "ØSTERGAARD Å", "karen@example.dk", "20304050", "oestergaard"])
def test_a_volunteer_is_found_in_any_spelling(session: Session, scene: Scene, search: str):
    found = look(session, scene, search).volunteers
    assert [(each.name, each.workplace, each.ended) for each in found] == [("Åse Østergård", "Birkehuset", False)]


def test_whoever_has_stopped_is_found_after_those_who_go_on(session: Session, scene: Scene, now: datetime):
    another(session, scene, now, name="Åse Aa")
    with transaction(session):
        session.get_one(Engagement, scene.engagement.id).ended_at = now
    assert [(each.name, each.ended) for each in look(session, scene, "aase").volunteers] == [
        ("Åse Aa", False),
        ("Åse Østergård", True),
    ]


def test_words_that_begin_so_come_first_and_there_are_only_a_few(session: Session, scene: Scene, now: datetime):
    for number in range(MOST):
        another(session, scene, now, name=f"Absalon{number} Karlsen")
    another(session, scene, now, name="Salomon Karlsen")
    found = look(session, scene, "salo").volunteers
    assert [each.name for each in found] == ["Salomon Karlsen", *(f"Absalon{n} Karlsen" for n in range(MOST - 1))]


def test_a_single_letter_or_a_sign_finds_nothing(session: Session, scene: Scene):
    assert SHORTEST == 2
    assert [look(session, scene, search) for search in ("", "å", "%", " _ ", "a ")] == [Found()] * 5


def test_courses_are_found_by_name_and_place_newest_first(session: Session, scene: Scene, now: datetime):
    with transaction(session):
        for name, place, year in (("Lær at tackle", "København", 2025), ("Lær at tackle", "København", 2026)):
            session.add(a_run(scene, now, name=name, place=place, first_on=date(year, 3, 1)))
        session.add(a_run(scene, now, name="Sorggruppe", place="Ølby", first_on=None))
    assert [run.first_on and run.first_on.year for run in look(session, scene, "kobenhavn laer").courses] == [
        2026,
        2025,
    ]
    assert [run.name for run in look(session, scene, "oelby").courses] == ["Sorggruppe"]


def test_a_document_is_found_by_its_whole_number(session: Session, scene: Scene, now: datetime):
    document = a_document(session, scene, now)
    for written in (document.number, document.number.lower().replace("-", " "), document.number.replace("-", "")):
        (found,) = look(session, scene, written).documents
        assert (found.document_id, found.name, found.frozen) == (document.id, "Åse Østergård", False)
    assert look(session, scene, document.number[:9]).documents == ()


def test_workplaces_and_colleagues_are_found(session: Session, scene: Scene):
    assert look(session, scene, "birke").workplaces == ((scene.workplace.id, "Birkehuset"),)
    assert look(session, scene, "holm jonas").colleagues == ("Jonas Holm",)


def test_a_contact_person_finds_only_what_is_at_their_own_workplace(session: Session, scene: Scene, now: datetime):
    library = a_workplace(session, scene.organisation, name="Birkebiblioteket")
    other = a_member(session, scene.organisation, now, role=Role.CONTACT_PERSON, name="Ida", workplace=library)
    document = a_document(session, scene, now)
    with transaction(session):
        session.add(a_run(scene, now, name="Lær at tackle", place="Byen", first_on=None))
    as_other = an_actor(other, scene.organisation, Role.CONTACT_PERSON, library)
    for search in ("ostergaard", "20304050", document.number, "tackle", "jonas"):
        assert look(session, scene, search, as_other) == Found(), search
    assert look(session, scene, "birke", as_other).workplaces == ((library.id, "Birkebiblioteket"),)
    mine = look(session, scene, "ostergaard", scene.as_contact_person)
    assert [each.name for each in mine.volunteers] == ["Åse Østergård"]
    assert len(look(session, scene, document.number, scene.as_contact_person).documents) == 1


def test_a_supervisor_finds_those_they_supervise_and_nobody_else(session: Session, scene: Scene, now: datetime):
    supervisor = a_member(session, scene.organisation, now, role=Role.SUPERVISOR, name="Sia")
    another(session, scene, now, name="Åse Bech")
    with transaction(session):
        held = Supervision(
            organisation_id=scene.organisation.id,
            kind="course",
            supervisor_id=supervisor.id,
            ordered_by_id=scene.coordinator.id,
            created_at=now,
        )
        session.add(held)
        session.flush()
        session.add(SupervisionSubject(supervision_id=held.id, engagement_id=scene.engagement.id))
    found = look(session, scene, "aase", an_actor(supervisor, scene.organisation, Role.SUPERVISOR))
    assert [(each.supervision_id, each.name) for each in found.supervisions] == [(held.id, "Åse Østergård")]
    assert found == Found(supervisions=found.supervisions)


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.AUDITOR, Role.ADMIN])
def test_others_find_no_volunteer(session: Session, scene: Scene, now: datetime, role: Role):
    reader = a_person(session, now, name="Rie", email="")
    found = look(session, scene, "ostergaard", an_actor(reader, scene.organisation, role))
    assert found == Found()


def test_nothing_of_another_organisation_is_found(session: Session, scene: Scene, now: datetime):
    elsewhere = an_organisation(session, now, name="Ebeltoft")
    stranger = an_actor(a_member(session, elsewhere, now, name="Bo"), elsewhere, Role.COORDINATOR)
    there = find_anything(session=session, actor=stranger, organisation_id=elsewhere.id, search="ostergaard")
    assert there == Found()
    with pytest.raises(DomainError, match="not_allowed"):
        look(session, scene, "ostergaard", stranger)


def a_run(scene: Scene, now: datetime, *, name: str, place: str, first_on: date | None) -> CourseRun:
    return CourseRun(
        organisation_id=scene.organisation.id,
        workplace_id=scene.workplace.id,
        programme="laer_at_tackle",
        name=name,
        place=place,
        first_on=first_on,
        created_by_id=scene.coordinator.id,
        created_at=now,
    )


def a_document(session: Session, scene: Scene, now: datetime) -> Document:
    with transaction(session):
        document = Document(
            organisation_id=scene.organisation.id,
            engagement_id=scene.engagement.id,
            kind="welcome_letter",
            number=new_number(),
            template_version_id=session.exec(select(TemplateVersion.id)).all()[0],
            signing_language="da",
            created_by_id=scene.coordinator.id,
            created_at=now,
        )
        session.add(document)
    return document
