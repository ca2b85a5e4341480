"""What people need and ask for, on both databases."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.errors import DomainError
from core.offers.needs import plan_of_needs, wish_for
from core.offers.rules import NeedsQuestion, OfferKind
from db.offers import Need, Wish
from tests.builders import Scene, a_scene
from tests.core.offers.builders import an_offer, answers, came, needs_of, says
from tests.core.register.test_documents import another


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def test_the_four_questions_are_answered_once_a_year_and_changed_all_year(session, scene, now):
    answers(session, scene, scene.as_volunteer, now, teach_volunteers="Om at lytte")
    found = needs_of(session, scene, scene.as_volunteer, now)
    assert (found.answers[NeedsQuestion.TEACH_VOLUNTEERS], found.version, found.year) == ("Om at lytte", 1, 2026)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        answers(session, scene, scene.as_volunteer, now, teach_volunteers="Noget andet")
    answers(session, scene, scene.as_volunteer, now, version=1, welcome_staff="Hvem vi er")
    with pytest.raises(DomainError, match="cpr_not_wanted"):
        answers(session, scene, scene.as_volunteer, now, version=2, teach_staff="010190-1234")
    assert [need.welcome_staff for need in session.exec(select(Need))] == ["Hvem vi er"]
    next_year = now + timedelta(days=90)
    assert needs_of(session, scene, scene.as_volunteer, next_year).version == 0


def test_the_plan_holds_both_sides_by_question_and_what_is_asked_for(session, scene, now):
    answers(session, scene, scene.as_volunteer, now, teach_staff="Hvad en peer er")
    answers(session, scene, scene.as_contact_person, now, teach_staff="Taushedspligt", welcome_volunteers="Kaffe")
    for actor in (scene.as_volunteer, scene.as_contact_person):
        wish_for(
            session=session,
            actor=actor,
            organisation_id=scene.organisation.id,
            kinds=[OfferKind.TALK, OfferKind.REFRESHER] if actor == scene.as_volunteer else [OfferKind.TALK],
            now=now,
        )
    an_offer(session, scene, now, kind=OfferKind.TALK)
    plan = plan_of_needs(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=now)
    told = [(each.name, each.staff, each.words) for each in plan.answers[NeedsQuestion.TEACH_STAFF]]
    assert told == [("Karen Møller", False, "Hvad en peer er"), ("Lise Bach", True, "Taushedspligt")]
    assert plan.people == 2
    assert (plan.asked[OfferKind.TALK], plan.asked[OfferKind.REFRESHER]) == (2, 1)
    assert (plan.offered[OfferKind.TALK], plan.offered.get(OfferKind.REFRESHER, 0)) == (1, 0)


def test_a_wish_is_taken_back_and_one_that_was_met_can_be_said_anew(session, scene, now):
    def wishes(kinds, at=now):
        wish_for(
            session=session,
            actor=scene.as_volunteer,
            organisation_id=scene.organisation.id,
            kinds=kinds,
            now=at,
        )

    wishes([OfferKind.TALK])
    wishes([OfferKind.TALK])
    assert needs_of(session, scene, scene.as_volunteer, now).wishes == {OfferKind.TALK}
    offer = an_offer(session, scene, now, kind=OfferKind.TALK)
    says(session, scene, offer, scene.volunteer.id, now)
    on_the_day = now + timedelta(days=10)
    came(session, scene, offer, [scene.volunteer.id], on_the_day)
    assert needs_of(session, scene, scene.as_volunteer, on_the_day).wishes == frozenset()
    wishes([OfferKind.TALK], on_the_day + timedelta(days=1))
    assert needs_of(session, scene, scene.as_volunteer, on_the_day).wishes == {OfferKind.TALK}
    wishes([], on_the_day + timedelta(days=1))
    assert session.exec(select(Wish)).all() == []


def test_where_people_have_been_is_read_of_those_alone_who_ask_for_something(session, scene, now, count_queries):
    def rows() -> int:
        with count_queries() as counted:
            plan_of_needs(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, now=now)
        return counted.rows

    begun = now - timedelta(days=100)
    offer = an_offer(session, scene, begun)
    people = [another(session, scene, begun, name=name).volunteer.id for name in ("Bo", "Ea", "Ib")]
    rows()
    before = rows()
    for each in people:
        says(session, scene, offer, each, begun)
    came(session, scene, offer, people, begun + timedelta(days=11))
    rows()
    assert rows() == before
