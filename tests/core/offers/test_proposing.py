"""Who should be invited and why, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from core.i18n import local_day
from core.offers.case import audience
from core.offers.needs import wish_for
from core.offers.proposing import find_invitees, ids_to_invite, reasons_of, to_invite
from core.offers.rules import Audience, OfferKind, Reason
from db.approvals import Approval, Pause
from db.engine import transaction
from tests.builders import Scene, a_scene
from tests.core.offers.builders import an_offer, came, invited, proposed, says
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


def test_it_takes_as_many_queries_and_rows_to_propose_many_as_a_few(session, scene, now, count_queries):
    offer = an_offer(session, scene, now)
    own = {"session": session, "actor": scene.as_coordinator, "offer_id": offer.id, "today": local_day(now)}
    another(session, scene, now, name="Bo")
    to_invite(**own, most=2)
    with count_queries() as few:
        assert to_invite(**own, most=2).proposed == 2
    for name in ("Ea", "Ib", "Åse"):
        another(session, scene, now, name=name)
    to_invite(**own, most=2)
    with count_queries() as many:
        assert to_invite(**own, most=2).proposed == 5
    assert (many.total, many.rows) == (few.total, few.rows)


def test_who_is_proposed_in_the_database_is_who_has_a_reason_by_the_rules(session, scene, now):
    today = local_day(now)
    days = {"Ny": 100, "Et år": 365, "Ældre": 366, "To år": 731, "Gammel": 1200, "I morgen": -1}
    people = {name: another(session, scene, now - timedelta(days=1500), name=name).engagement for name in days}
    with transaction(session):
        for name, engagement in people.items():
            engagement.begins_on = today - timedelta(days=days[name])
            session.add(engagement)
    been = an_offer(session, scene, now - timedelta(days=400), kind=OfferKind.METHOD_COURSE)
    says(session, scene, been, people["Gammel"].person_id, now - timedelta(days=399))
    came(session, scene, been, [people["Gammel"].person_id], now - timedelta(days=390))
    for kind in OfferKind:
        offer = an_offer(session, scene, now, kind=kind)
        why = reasons_of(session, offer, audience(session, offer), today)
        told = to_invite(session=session, actor=scene.as_coordinator, offer_id=offer.id, today=today, most=50)
        assert {each.person_id: each.reasons for each in told.rows} == {who: each for who, each in why.items() if each}
        assert told.proposed == len(told.rows)


def test_the_first_few_are_read_and_all_are_counted_and_invited_at_once(session, scene, now):
    for name in ("Bo", "Ea", "Åse"):
        another(session, scene, now, name=name)
    offer = an_offer(session, scene, now)
    own = {"session": session, "actor": scene.as_coordinator, "offer_id": offer.id}
    found = to_invite(**own, today=local_day(now), most=2)
    assert [each.name for each in found.rows] == ["Bo", "Ea"]
    assert (found.proposed, found.others) == (4, 2)
    assert len(ids_to_invite(**own, today=local_day(now))) == 4
    assert len(ids_to_invite(**own, today=local_day(now), everybody=True)) == 6
    invited(session, scene, offer, list(ids_to_invite(**own, today=local_day(now))), now)
    assert [each.name for each in find_invitees(**own, search="")] == ["Jonas Holm", "Lise Bach"]
    assert [each.name for each in find_invitees(**own, search="LISE")] == ["Lise Bach"]


def test_who_is_a_volunteer_twice_is_proposed_once(session, scene, now):
    again = another(session, scene, now, name="Bo")
    with transaction(session):
        again.engagement.person_id = scene.volunteer.id
        session.add(again.engagement)
    offer = an_offer(session, scene, now, whom=Audience.VOLUNTEERS)
    assert [*proposed(session, scene, offer, now)] == ["Karen Møller"]


def test_nobodys_courses_and_supervisions_are_read_to_propose_whom_to_invite(session, scene, now, portal):
    offer = an_offer(session, scene, now)
    asked: list[str] = []
    event.listen(portal.engine, "after_cursor_execute", lambda *given: asked.append(given[2]))
    proposed(session, scene, offer, now)
    assert any("FROM approval" in each for each in asked)
    assert not [each for each in asked if "course" in each or "supervision" in each]
