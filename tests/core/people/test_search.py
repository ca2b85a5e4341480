"""Finding somebody by any spelling of the name, by mail and by phone."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from core.people.search import finds, hits, make_findable, name_fits, sought_words
from db.engine import transaction
from db.journey import EngagementNext
from db.people import Person
from tests.builders import Scene, a_person, a_scene

NAMES = ("Søren Aage Østergård", "Åse Lund", "Anne-Marie Bæk", "Müge Öztürk", "Zoë O'Brien", "Łukasz Þórsson")
SPELLED = {"ø": ("ø", "oe", "o", "ö"), "å": ("å", "aa", "a"), "æ": ("æ", "ae", "ä"), "ü": ("ü", "ue", "u")}
FORMS: tuple[Literal["NFC", "NFD", "NFKC"], ...] = ("NFC", "NFD", "NFKC")
CASES: tuple[Callable[[str], str], ...] = (str.lower, str.upper, str.title, str)


def found(session: Session, search: str) -> list[str]:
    return list(session.exec(select(Person.name).where(*finds(col(Person.found_by), search))))


@pytest.fixture
def people(session: Session, now: datetime) -> Session:
    for number, name in enumerate(NAMES):
        a_person(session, now, name=name, email=f"nr{number}.post@example.dk", full=False)
    return session


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_any_spelling_of_any_beginning_in_any_order_finds_the_person(people: Session, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(NAMES))
    words = data.draw(st.permutations(name.split()))
    asked = []
    for word in words[: data.draw(st.integers(1, len(words)))]:
        spelled = "".join(data.draw(st.sampled_from(SPELLED.get(letter, (letter,)))) for letter in word.lower())
        if data.draw(st.booleans()):
            spelled = "".join(c for c in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(c))
        form = data.draw(st.sampled_from(FORMS))
        spelled = unicodedata.normalize(form, data.draw(st.sampled_from(CASES))(spelled))
        asked.append(spelled[: data.draw(st.integers(1, len(spelled)))])
    search = data.draw(st.sampled_from((" ", "  ", " - "))).join(asked)
    assert name in found(people, search)


@pytest.mark.parametrize("search", ["annemarie", "Anne Marie", "anne-marie bæk", "marie anne", "ANNEMARIEBAEK"])
def test_a_name_of_two_is_found_in_one_word_or_two(people: Session, search: str) -> None:
    assert found(people, search) == ["Anne-Marie Bæk"]


@pytest.mark.parametrize("search", ["nr2.post@example.dk", "NR2.Post@", "nr2 post", "@nr2"])
def test_a_mail_is_found_by_what_stands_in_it(people: Session, search: str) -> None:
    assert found(people, search) == ["Anne-Marie Bæk"]


@pytest.mark.parametrize(
    "search",
    ["20304050", "20 30 40 50", "+45 20304050", "0045 20 30 40 50", "45 20304050", "(+45) 20-30-40-50", "2030 4050 "],
)
def test_a_phone_number_is_found_in_any_spelling(people: Session, now: datetime, search: str) -> None:
    with transaction(people):
        for name, phone in (("Karen", "+45 20 30 40 50"), ("Bo", "+45 20 30 40 51")):
            people.add(Person(name=name, phone=phone, created_at=now))
    assert found(people, search) == ["Karen"]
    assert found(people, "20 30") == found(people, "ada") == []


@pytest.mark.parametrize("search", ["+46 70 123 45 67", "0046701234567", "46701234567"])
def test_a_number_from_abroad_is_found_with_its_country(people: Session, now: datetime, search: str) -> None:
    with transaction(people):
        people.add(Person(name="Sven", phone="+46 70 123 45 67", created_at=now))
    assert found(people, search) == ["Sven"]


@pytest.mark.parametrize("search", ["xyz", "åse bæk", "2030", "%", "20304050", "a@b@c"])
def test_nobody_else_is_found(people: Session, search: str) -> None:
    assert not sought_words(search) or found(people, search) == []


def test_what_changes_is_found_as_it_is_now(session: Session, now: datetime) -> None:
    scene: Scene = a_scene(session, now)
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.name, person.phone, person.email = "Åge Holm", "+45 60 60 60 60", "aage@example.dk"
    for search in ("aage holm", "6060 6060", "aage@example.dk"):
        assert [each.name for each in hits(session, scene.organisation.id, [], search)] == ["Åge Holm"], search
    assert hits(session, scene.organisation.id, [], "karen") == []


def test_whoever_was_there_before_can_be_found_after_the_next_start(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    for table in (Person, EngagementNext):
        session.connection().exec_driver_sql(f"UPDATE {table.__tablename__} SET found_by = ''")
    session.commit()
    assert hits(session, scene.organisation.id, [], "møller") == []
    with transaction(session):
        assert make_findable(session) == 3
    assert make_findable(session) == 0
    assert [each.name for each in hits(session, scene.organisation.id, [], "moeller")] == ["Karen Møller"]


def test_a_name_alone_fits_what_is_searched() -> None:
    assert name_fits("Åse Østergaard", "ostergard aase")
    assert not name_fits("Åse Østergaard", "bo")
