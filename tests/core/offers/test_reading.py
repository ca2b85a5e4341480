"""Offers as they are read, and by whom, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from core.access.permissions import Role
from core.errors import DomainError
from core.i18n import local_day
from core.offers.needs import asked_by, plan_of_needs, wish_for
from core.offers.planning import call_off_offer
from core.offers.proposing import to_invite
from core.offers.reading import coming_offers, former_offers, my_offers, offers_of, one_offer, years_of_offers
from core.offers.rules import Audience, OfferKind, SignUpState
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation
from tests.core.offers.builders import an_offer, answers, invited, mine, needs_of, says


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def test_the_list_stands_in_the_order_of_signing_up(session, scene, now):
    offer = an_offer(session, scene, now, seats=1)
    for each in (scene.volunteer.id, scene.coordinator.id, scene.contact_person.id):
        says(session, scene, offer, each, now)
    row, people = one_offer(session=session, actor=scene.as_coordinator, offer_id=offer.id)
    assert [each.name for each in people] == ["Karen Møller", "Jonas Holm", "Lise Bach"]
    assert (row.taken, row.waiting, row.left) == (1, 2, 0)
    assert [each.volunteer for each in people] == [True, False, False]


def test_one_sees_what_is_for_oneself_and_nothing_else(session, scene, now):
    an_offer(session, scene, now, whom=Audience.STAFF, title="Kun ansatte")
    an_offer(session, scene, now, programme="kommunal_frivillig", whom=Audience.VOLUNTEERS, title="Kun kommunale")
    an_offer(session, scene, now, title="For alle")
    shown, _before = mine(session, scene, now)
    assert [each.offer.title for each in shown] == ["For alle"]
    staff, _before = my_offers(session=session, actor=scene.as_contact_person, now=now)
    assert {each.offer.title for each in staff} == {"Kun ansatte", "For alle"}


def test_ones_own_offers_take_a_known_number_of_queries(session, scene, now, count_queries):
    says(session, scene, an_offer(session, scene, now), scene.volunteer.id, now)
    mine(session, scene, now)
    with count_queries() as one:
        mine(session, scene, now)
    for number in range(4):
        an_offer(session, scene, now, title=f"Møde {number}")
    mine(session, scene, now)
    with count_queries() as many:
        assert len(mine(session, scene, now)[0]) == 5
    assert many.total == one.total


def test_nobody_else_plans_answers_for_others_or_reads_what_people_need(session, scene, now):
    offer = an_offer(session, scene, now)
    elsewhere = an_organisation(session, now, name="Havnby Kommune")
    stranger = an_actor(a_member(session, elsewhere, now, name="Bo"), elsewhere, Role.COORDINATOR)
    here = scene.organisation.id
    for actor in (scene.as_contact_person, scene.as_volunteer, stranger):
        own = {"session": session, "actor": actor}
        for does in (
            lambda own=own: coming_offers(**own, organisation_id=here, now=now),
            lambda own=own: former_offers(**own, organisation_id=here, now=now),
            lambda own=own: years_of_offers(**own, organisation_id=here),
            lambda own=own: one_offer(**own, offer_id=offer.id),
            lambda own=own: offers_of(**own, engagement_id=scene.engagement.id),
            lambda own=own: asked_by(**own, engagement_id=scene.engagement.id),
            lambda own=own: to_invite(**own, offer_id=offer.id, today=local_day(now), most=5),
            lambda own=own: plan_of_needs(**own, organisation_id=here, now=now),
            lambda own=own: call_off_offer(**own, offer_id=offer.id, expected_version=1, now=now),
            lambda own=own: says(session, scene, offer, scene.coordinator.id, now, actor=own["actor"]),
        ):
            with pytest.raises(DomainError, match="not_allowed"):
                does()
    for tries in (
        lambda: answers(session, scene, stranger, now, teach_staff="x"),
        lambda: wish_for(session=session, actor=stranger, organisation_id=here, kinds=[OfferKind.TALK], now=now),
        lambda: needs_of(session, scene, stranger, now),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            tries()
    with pytest.raises(DomainError, match="not_found"):
        one_offer(session=session, actor=scene.as_coordinator, offer_id=uuid4())


def test_what_a_volunteer_was_invited_to_is_listed_the_newest_first(session, scene, now):
    own = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    assert offers_of(**own) == ()
    first, second = (an_offer(session, scene, now + timedelta(days=days), title=f"Om {days}") for days in (0, 5))
    invited(session, scene, first, [scene.volunteer.id], now)
    says(session, scene, second, scene.volunteer.id, now)
    gone = an_offer(session, scene, now, title="Aflyst")
    says(session, scene, gone, scene.volunteer.id, now)
    call_off_offer(session=session, actor=scene.as_coordinator, offer_id=gone.id, expected_version=1, now=now)
    assert [(each.title, each.standing) for each in offers_of(**own)] == [
        ("Om 5", SignUpState.SIGNED_UP),
        ("Om 0", SignUpState.INVITED),
    ]
    wish_for(
        session=session,
        actor=scene.as_volunteer,
        organisation_id=scene.organisation.id,
        kinds=[OfferKind.TALK],
        now=now,
    )
    assert asked_by(**own) == (OfferKind.TALK,)
