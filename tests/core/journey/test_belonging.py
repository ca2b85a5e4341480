"""What a volunteer is told beside the steps of their path."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from core.courses.modules import give_feedback
from core.i18n import local_day
from core.journey.belonging import former_engagements, has_new_feedback, meetings, partners_words
from core.journey.service import OwnWork, own_work
from db.engine import transaction
from db.people import Engagement, Person
from tests.builders import a_scene
from tests.core.courses.stories import after, four, held


def test_who_is_met_is_reached_by_their_own_number_or_that_of_the_organisation(session: Session, now) -> None:
    scene = a_scene(session, now)
    found = meetings(session=session, actor=scene.as_volunteer)[scene.engagement.id]
    assert (found.name, found.place, found.phone) == ("Lise Bach", "Birkehuset", "+45 20 30 40 50")
    with transaction(session):
        session.get_one(Person, scene.contact_person.id).phone = ""
    assert meetings(session=session, actor=scene.as_volunteer)[scene.engagement.id].phone == "+45 70 10 20 30"
    assert meetings(session=session, actor=scene.as_coordinator) == {}


@pytest.mark.parametrize(
    ("programme", "does"),
    [
        ("kommunal_frivillig", OwnWork(courses=False, teams=False)),
        ("laer_at_tackle", OwnWork(courses=True, teams=False)),
        ("peer_stoette", OwnWork(courses=False, teams=True)),
    ],
)
def test_courses_and_teams_concern_those_whose_programme_has_some(session: Session, now, programme, does) -> None:
    scene = a_scene(session, now, programme=programme)
    assert own_work(session=session, actor=scene.as_volunteer) == does
    assert own_work(session=session, actor=scene.as_coordinator) == OwnWork(courses=False, teams=False)


def test_what_was_done_is_told_when_it_has_ended(session: Session, now) -> None:
    scene = a_scene(session, now)
    assert former_engagements(session=session, actor=scene.as_volunteer) == []
    with transaction(session):
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.ended_at, engagement.ended_on = now, local_day(now)
    (found,) = former_engagements(session=session, actor=scene.as_volunteer)
    assert (found.workplace, found.began_on, found.ended_on) == ("Birkehuset", local_day(now), local_day(now))
    assert meetings(session=session, actor=scene.as_volunteer) == {}


def test_a_partners_words_are_told_to_the_other_of_the_two_alone(session: Session, now) -> None:
    told = four(session, now)
    run = held(session, told, now, modules=1)
    give_feedback(
        session=session, actor=told.bo.as_volunteer, run_id=run.id, number=1, words="Godt tempo.", now=after(0)
    )
    since = after(0) - timedelta(days=1)
    (found,) = partners_words(session=session, actor=told.scene.as_volunteer, since=since)
    assert (found.name, found.number) == ("Bo Dahl", 1)
    for other in (told.bo, told.ea):
        assert partners_words(session=session, actor=other.as_volunteer, since=since) == []
    assert partners_words(session=session, actor=told.scene.as_volunteer, since=after(1)) == []
    assert not has_new_feedback(session=session, actor=told.scene.as_volunteer, since=since)
