"""Offers planned, changed and called off, on both databases."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.errors import DomainError, ManyRefused
from core.i18n import local_day
from core.offers.planning import call_off_offer
from core.offers.reading import former_offers, my_offers_ahead, years_of_offers
from core.offers.rules import Opening, SignUpState
from db.audit import AuditEvent
from db.offers import Offer
from tests.builders import Scene, a_scene
from tests.core.offers.builders import ahead, an_offer, came, changes, invited, mails, mine, says, standing


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def test_a_planned_offer_stands_in_the_calendar_and_leaves_a_trace(session, scene, now):
    offer = an_offer(session, scene, now, seats=5, cost=250_000)
    (row,) = ahead(session, scene, now)
    assert (row.offer.id, row.taken, row.left, row.waiting) == (offer.id, 0, 5, 0)
    assert session.exec(select(AuditEvent.action).where(AuditEvent.subject_id == offer.id)).all() == ["offer.planned"]


def test_all_that_cannot_be_is_refused_at_once(session, scene, now):
    with pytest.raises(ManyRefused) as told:
        an_offer(session, scene, now, title="", starts_at=None, seats=-1, cost=-1, material="010190-1234")
    assert {name: str(error.code) for name, error in told.value.by_field.items()} == {
        "title": "name_missing",
        "starts_at": "date_invalid",
        "seats": "number_outside",
        "cost": "cost_invalid",
        "material": "cpr_not_wanted",
    }


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": "  "}, "name_missing"),
        ({"ends_at": None}, "offer_dates"),
        ({"sign_up_by": timedelta(days=11)}, "offer_deadline"),
        ({"cost": -1}, "cost_invalid"),
        ({"seats": 2_001}, "number_outside"),
        ({"programme": "ukendt"}, "choice_invalid"),
        ({"workplace_id": uuid4()}, "workplace_unknown"),
        ({"about": "010190-1234"}, "cpr_not_wanted"),
    ],
)
def test_what_cannot_be_is_refused(session, scene, now, changed, code):
    if "ends_at" in changed:
        changed = {"ends_at": now + timedelta(days=10)}
    if "sign_up_by" in changed:
        changed = {"sign_up_by": local_day(now + changed["sign_up_by"])}
    with pytest.raises(DomainError, match=code):
        an_offer(session, scene, now, **changed)
    assert session.exec(select(Offer)).all() == []


def test_more_seats_are_given_to_those_who_wait_and_taken_ones_stay(session, scene, now):
    offer = an_offer(session, scene, now, seats=1)
    karen, lise = scene.volunteer.id, scene.contact_person.id
    says(session, scene, offer, lise, now)
    says(session, scene, offer, karen, now)
    changes(session, scene, offer, now, seats=2)
    assert standing(session, offer, karen) is SignUpState.SIGNED_UP
    with pytest.raises(DomainError, match="offer_seats"):
        changes(session, scene, offer, now, version=2, seats=1)
    changes(session, scene, offer, now, version=2, seats=0)


def test_another_time_is_told_to_those_who_come_and_a_slip_is_held_against_the_version(session, scene, now):
    offer = an_offer(session, scene, now)
    says(session, scene, offer, scene.volunteer.id, now)
    changes(session, scene, offer, now, title="Et nyt navn")
    assert mails(session) == []
    changes(session, scene, offer, now, version=2, place="Biblioteket")
    assert mails(session) == [("changed", str(scene.volunteer.id))]
    with pytest.raises(DomainError, match="changed_meanwhile"):
        changes(session, scene, offer, now, version=2)


def test_what_is_called_off_is_told_and_takes_nobody_any_more(session, scene, now):
    offer = an_offer(session, scene, now, cost=1000)
    karen = scene.volunteer.id
    invited(session, scene, offer, [karen], now)
    call_off_offer(session=session, actor=scene.as_coordinator, offer_id=offer.id, expected_version=1, now=now)
    assert ("called_off", str(karen)) in mails(session)
    assert ahead(session, scene, now) == ()
    assert my_offers_ahead(session=session, actor=scene.as_volunteer, now=now) == ()
    ((told,), _before) = mine(session, scene, now)
    assert told.opening is Opening.CALLED_OFF
    for does in (
        lambda: says(session, scene, offer, karen, now),
        lambda: changes(session, scene, offer, now, version=2),
        lambda: came(session, scene, offer, [karen], now + timedelta(days=11), version=2),
    ):
        with pytest.raises(DomainError, match="offer_called_off"):
            does()
    own = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    assert years_of_offers(**own) == ()
    (gone,) = former_offers(**own, now=now)
    assert gone.offer.called_off_at == now
