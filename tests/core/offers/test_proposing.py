"""Who should be invited and why, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from core.i18n import local_day
from core.offers.needs import wish_for
from core.offers.rules import Audience, OfferKind, Reason
from db.approvals import Approval, Pause
from db.engine import transaction
from tests.builders import Scene, a_scene
from tests.core.offers.builders import an_offer, came, proposed, says
from tests.core.register.test_documents import another


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def test_who_should_be_invited_follows_from_the_facts(session, scene, now):
    settled, paused, old = (
        another(session, scene, now - timedelta(days=800), name=name) for name in ("Ea", "Ib", "Bo")
    )
    with transaction(session):
        for each in (settled.engagement, paused.engagement, old.engagement):
            each.begins_on = local_day(now) - timedelta(days=800)
            session.add(each)
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=settled.engagement.id,
                decision="approved",
                decided_on=local_day(now) - timedelta(days=700),
                valid_until=local_day(now) + timedelta(days=30),
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
        session.add(
            Pause(
                organisation_id=scene.organisation.id,
                engagement_id=paused.engagement.id,
                reason="leave",
                begins_on=local_day(now),
                recorded_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
    offer = an_offer(session, scene, now, kind=OfferKind.NETWORK_MEETING)
    told = proposed(session, scene, offer, now)
    assert told["Karen Møller"] == (Reason.FIRST_YEAR,)
    assert told["Ea"] == (Reason.RUNNING_OUT, Reason.LONG_SINCE)
    assert told["Bo"] == (Reason.LONG_SINCE,)
    assert told["Ib"] == told["Lise Bach"] == ()


def test_who_asked_for_it_is_proposed_until_they_have_been_there(session, scene, now):
    wish_for(
        session=session,
        actor=scene.as_contact_person,
        organisation_id=scene.organisation.id,
        kinds=[OfferKind.TALK],
        now=now,
    )
    offer = an_offer(session, scene, now, kind=OfferKind.TALK)
    assert proposed(session, scene, offer, now)["Lise Bach"] == (Reason.ASKED,)
    says(session, scene, offer, scene.contact_person.id, now)
    came(session, scene, offer, [scene.contact_person.id], now + timedelta(days=10))
    later = an_offer(session, scene, now + timedelta(days=20), kind=OfferKind.TALK)
    assert proposed(session, scene, later, now + timedelta(days=20))["Lise Bach"] == ()


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({}, {"Karen Møller", "Lise Bach", "Jonas Holm"}),
        ({"whom": Audience.VOLUNTEERS}, {"Karen Møller"}),
        ({"whom": Audience.STAFF}, {"Lise Bach", "Jonas Holm"}),
        ({"programme": "kommunal_frivillig"}, {"Lise Bach", "Jonas Holm"}),
        ({"programme": "laer_at_tackle", "whom": Audience.VOLUNTEERS}, {"Karen Møller"}),
    ],
)
def test_an_offer_is_for_those_it_says(session, scene, now, changed, names):
    offer = an_offer(session, scene, now, **changed)
    assert set(proposed(session, scene, offer, now)) == names


def test_an_offer_at_a_workplace_is_for_those_who_belong_there(session, scene, now):
    offer = an_offer(session, scene, now, workplace_id=scene.workplace.id)
    assert set(proposed(session, scene, offer, now)) == {"Karen Møller", "Lise Bach"}


def test_it_takes_as_many_queries_to_propose_many_as_one(session, scene, now, count_queries):
    offer = an_offer(session, scene, now)
    proposed(session, scene, offer, now)
    with count_queries() as one:
        proposed(session, scene, offer, now)
    for name in ("Bo", "Ea", "Ib"):
        another(session, scene, now, name=name)
    proposed(session, scene, offer, now)
    with count_queries() as many:
        assert len(proposed(session, scene, offer, now)) == 6
    assert many.total <= one.total


def test_nobodys_courses_and_supervisions_are_read_to_propose_whom_to_invite(session, scene, now, portal):
    offer = an_offer(session, scene, now)
    asked: list[str] = []
    event.listen(portal.engine, "after_cursor_execute", lambda *given: asked.append(given[2]))
    proposed(session, scene, offer, now)
    assert any("FROM approval" in each for each in asked)
    assert not [each for each in asked if "course" in each or "supervision" in each]
