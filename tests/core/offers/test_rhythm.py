"""Gatherings that come up by themselves: when, for whom, once planned or left not again, and only for who plans."""

from datetime import date, timedelta
from typing import Any

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from core.errors import DomainError, ManyRefused
from core.i18n import local_day
from core.offers.planning import OfferDetails
from core.offers.rhythm import (
    RhythmDetails,
    end_rhythm,
    gatherings_to_plan,
    leave_turn,
    plan_turn,
    rhythms_of,
    set_rhythm,
)
from core.offers.rules import MOST_MONTHS, Audience, OfferKind, coming_up, turn_due
from db.offers import Offer, OfferRhythm, RhythmTurn
from tests.builders import Scene, a_scene
from tests.core.offers.builders import offer_details

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))
MONTHS = st.integers(1, MOST_MONTHS)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def a_rhythm(session, scene, now, **changed) -> OfferRhythm:
    told: dict[str, Any] = {
        "kind": OfferKind.GATHERING,
        "title": "Månedens kaffe",
        "first_on": local_day(now) + timedelta(days=10),
        "every_months": 1,
    }
    return set_rhythm(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        details=RhythmDetails(**told | changed),
        now=now,
    )


def due(session, scene, now) -> list[date | None]:
    about = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    days = [row.due_on for row in rhythms_of(**about, today=local_day(now))]
    assert gatherings_to_plan(**about, today=local_day(now)) == sum(day is not None for day in days)
    return days


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


@pytest.mark.parametrize(
    ("months", "answered", "today", "expected"),
    [
        (12, None, date(2026, 4, 1), None),  # too long ahead
        (12, None, date(2026, 4, 2), date(2026, 6, 1)),
        (12, None, date(2026, 9, 1), date(2026, 6, 1)),  # its day is over, and nobody has said anything
        (12, date(2026, 6, 1), date(2026, 9, 1), None),
        (12, date(2026, 6, 1), date(2027, 4, 20), date(2027, 6, 1)),
        (1, None, date(2026, 5, 4), date(2026, 6, 1)),
        # Those nobody planned do not pile up.
        (1, date(2026, 6, 1), date(2026, 9, 15), date(2026, 10, 1)),
        (3, date(2026, 6, 1), date(2026, 7, 3), date(2026, 9, 1)),
    ],
)
def test_a_gathering_comes_up_in_good_time_and_once(months, answered, today, expected):
    assert turn_due(date(2026, 6, 1), months, answered, today) == expected


@given(DAYS, MONTHS, DAYS, st.integers(0, 400))
def test_whatever_has_come_up_is_one_of_its_days_and_gone_once_it_is_answered(first_on, months, today, later):
    found = turn_due(first_on, months, None, today)
    if found is None:
        assert today + coming_up(months) < first_on
        return
    assert found in {first_on + relativedelta(months=months * number) for number in range(600)}
    assert found <= today + coming_up(months)
    assert turn_due(first_on, months, found, today) is None
    again = turn_due(first_on, months, found, today + timedelta(days=later))
    assert again is None or again > found


def test_the_last_of_a_month_stays_the_last():
    turns = [turn_due(date(2026, 1, 31), 1, None, date(2026, month, 14)) for month in (1, 2, 3)]
    assert turns == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


def test_what_was_planned_or_left_does_not_come_up_again_and_the_next_one_does(session, scene, now):
    rhythm = a_rhythm(session, scene, now)
    day = rhythm.first_on
    assert due(session, scene, now) == [day]
    about = {"session": session, "actor": scene.as_coordinator, "rhythm_id": rhythm.id}
    offer = plan_turn(**about, due_on=day, details=offer_details(now, title="Kaffe i december"), now=now)
    assert (session.exec(select(Offer.title)).all(), due(session, scene, now)) == (["Kaffe i december"], [None])
    assert refused(lambda: leave_turn(**about, due_on=day, words="Ferie", now=now)) == "rhythm_answered"
    later = now + timedelta(days=20)
    following = day + relativedelta(months=1)
    assert due(session, scene, later) == [following]
    assert refused(lambda: leave_turn(**about, due_on=following, words=" ", now=later)) == "words_missing"
    leave_turn(**about, due_on=following, words="Vi holder jul.", now=later)
    assert due(session, scene, later) == [None]
    turns = session.exec(select(RhythmTurn).order_by(RhythmTurn.due_on)).all()  # type: ignore[arg-type]
    assert [(each.offer_id, each.words) for each in turns] == [(offer.id, ""), (None, "Vi holder jul.")]


def test_what_is_refused_of_the_gathering_leaves_it_to_be_planned(session, scene, now):
    rhythm = a_rhythm(session, scene, now)
    details: OfferDetails = offer_details(now, title="")
    about = {"session": session, "actor": scene.as_coordinator, "rhythm_id": rhythm.id}
    assert refused(lambda: plan_turn(**about, due_on=rhythm.first_on, details=details, now=now)) == "name_missing"
    assert due(session, scene, now) == [rhythm.first_on]


def test_a_rhythm_that_was_ended_comes_up_no_more(session, scene, now):
    rhythm = a_rhythm(session, scene, now, every_months=12)
    end_rhythm(session=session, actor=scene.as_coordinator, rhythm_id=rhythm.id, now=now)
    assert due(session, scene, now) == []


def test_all_that_is_wrong_with_a_rhythm_is_told_at_once(session, scene, now):
    with pytest.raises(ManyRefused) as told:
        a_rhythm(session, scene, now, title=" ", first_on=None, every_months=0, programme="ukendt")
    assert {name: error.code for name, error in told.value.by_field.items()} == {
        "title": "name_missing",
        "first_on": "date_invalid",
        "every_months": "number_outside",
        "programme": "choice_invalid",
    }


def test_only_who_plans_offers_has_to_do_with_it(session, scene, now):
    rhythm = a_rhythm(session, scene, now, whom=Audience.VOLUNTEERS)
    who = {"session": session, "actor": scene.as_contact_person}
    today = local_day(now)
    assert gatherings_to_plan(**who, organisation_id=scene.organisation.id, today=today) == 0
    for does in (
        lambda: rhythms_of(**who, organisation_id=scene.organisation.id, today=today),
        lambda: end_rhythm(**who, rhythm_id=rhythm.id, now=now),
        lambda: leave_turn(**who, rhythm_id=rhythm.id, due_on=rhythm.first_on, words="x", now=now),
    ):
        assert refused(does) == "not_allowed"
