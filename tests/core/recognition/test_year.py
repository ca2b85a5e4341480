"""A year's money by place, gift cards above what is usual, and who was thanked when; on both databases."""

from collections import Counter
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, col, select

from core.errors import DomainError
from core.i18n import local_day
from core.recognition.giving import ThanksDetails, give
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.rules import Gift
from core.recognition.spending import shares
from core.recognition.year import BudgetDetails, above_what_is_usual, forgotten, money_of, next_to_thank, set_budget
from db.engine import transaction
from db.people import Engagement
from tests.builders import Scene, a_member, a_scene, a_workplace, an_actor, an_organisation
from tests.core.register.test_documents import another

YEAR = 2026


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def bo(session: Session, scene, now) -> Scene:
    """Somebody at another workplace."""
    found = another(session, scene, now, name="Bo Dahl")
    elsewhere = a_workplace(session, scene.organisation, name="Ahornhuset")
    with transaction(session):
        engagement = session.get_one(Engagement, found.engagement.id)
        engagement.workplace_id = elsewhere.id
        session.add(engagement)
    return found


def thanked(session, scene, now, *people, gift=Gift.DINNER, on: date | None = None, cost=0, given: int | None = None):
    made = plan_thanks(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        plan=RecognitionPlan(gift, on or local_day(now), scene.contact_person.id, cost=cost),
        engagement_ids=[each.engagement.id for each in people],
        now=now,
    )
    if given is not None:
        give(
            session=session,
            actor=scene.as_coordinator,
            recognition_id=made.id,
            details=ThanksDetails(given_on=on or local_day(now), words="", cost=given),
            expected_version=made.version,
            now=now,
        )
    return made


def money(session, scene, year=YEAR, actor=None):
    found = money_of(
        session=session, actor=actor or scene.as_coordinator, organisation_id=scene.organisation.id, year=year
    )
    return {each.name: (each.spending.spent, each.spending.committed, each.spending.left) for each in found}


def sets(session, scene, now, amount=500_000, workplace_id=None, version=0, actor=None):
    set_budget(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        details=BudgetDetails(workplace_id=workplace_id, year=YEAR, amount=amount),
        expected_version=version,
        now=now,
    )


def test_what_was_and_will_be_spent_is_told_for_all_and_for_each_workplace(session, scene, bo, now):
    thanked(session, scene, now, scene, bo, cost=100_000, given=30_001)
    thanked(session, scene, now, scene, cost=20_000, on=local_day(now) + timedelta(days=9))
    thanked(session, scene, now, bo, cost=99_999, on=date(YEAR + 1, 1, 1))
    assert money(session, scene) == {
        "Solbjerg Kommune": (30_001, 20_000, None),
        "Ahornhuset": (15_000, 0, None),
        "Birkehuset": (15_001, 20_000, None),
    } or money(session, scene) == {
        "Solbjerg Kommune": (30_001, 20_000, None),
        "Ahornhuset": (15_001, 0, None),
        "Birkehuset": (15_000, 20_000, None),
    }


def test_a_budget_says_what_is_left(session, scene, bo, now):
    sets(session, scene, now)
    sets(session, scene, now, amount=10_000, workplace_id=scene.workplace.id)
    thanked(session, scene, now, scene, cost=0, given=12_500)
    assert money(session, scene)["Solbjerg Kommune"][2] == 487_500
    assert money(session, scene)["Birkehuset"][2] == -2_500
    assert money(session, scene, YEAR - 1)["Solbjerg Kommune"][2] is None


def test_two_who_set_a_budget_notice_each_other(session, scene, now):
    sets(session, scene, now)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        sets(session, scene, now, amount=1)
    sets(session, scene, now, amount=1, version=1)
    assert money(session, scene)["Solbjerg Kommune"][2] == 1


def test_a_budget_is_for_who_plans_recognition_and_for_own_workplaces(session, scene, now):
    elsewhere = an_organisation(session, now, name="Fjernby")
    stranger = an_actor(a_member(session, elsewhere, now), elsewhere)
    for actor in (scene.as_contact_person, scene.as_volunteer, stranger):
        with pytest.raises(DomainError, match="not_allowed"):
            sets(session, scene, now, actor=actor)
        with pytest.raises(DomainError, match="not_allowed"):
            money(session, scene, actor=actor)
    for workplace_id in (uuid4(), a_workplace(session, elsewhere).id):
        with pytest.raises(DomainError, match="not_found"):
            sets(session, scene, now, workplace_id=workplace_id)
    with pytest.raises(DomainError, match="cost_invalid"):
        sets(session, scene, now, amount=-1)


def above(session, scene, *people, cost, year=YEAR):
    return above_what_is_usual(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        engagement_ids=[each.engagement.id for each in people],
        cost=cost,
        year=year,
    )


def test_gift_cards_of_a_year_are_added_up_for_each_person(session, scene, bo, now):
    thanked(session, scene, now, scene, gift=Gift.GIFT_CARD, given=100_000)
    thanked(session, scene, now, scene, gift=Gift.DINNER, given=100_000)
    assert above(session, scene, scene, bo, cost=80_000) == ()
    assert above(session, scene, scene, bo, cost=80_200) == (("Karen Møller", 1400),)
    assert above(session, scene, scene, cost=140_000, year=YEAR + 1) == ()
    assert above(session, scene, cost=1) == ()


def asked(session, scene, today, actor=None):
    return {
        "session": session,
        "actor": actor or scene.as_coordinator,
        "organisation_id": scene.organisation.id,
        "today": today,
    }


def test_those_nobody_thanked_for_a_year_are_told_and_everybody_by_name(session, scene, bo, now):
    today = local_day(now)
    with transaction(session):
        for each in (scene, bo):
            engagement = session.get_one(Engagement, each.engagement.id)
            engagement.begins_on = today - timedelta(days=800)
            session.add(engagement)
    thanked(session, scene, now, bo, given=0, on=today - timedelta(days=3))
    thanked(session, scene, now, scene, given=0, on=today - timedelta(days=400))
    wanted = asked(session, scene, today)
    whole = next_to_thank(**wanted, count=9)
    # Longest ago first, whatever the names are.
    assert [(each.name, each.forgotten, len(each.days)) for each in whole.rows] == [
        ("Karen Møller", True, 1),
        ("Bo Dahl", False, 1),
    ]
    first = next_to_thank(**wanted, count=1)
    assert (first.rows, first.total) == (whole.rows[:1], 2)
    page = forgotten(**wanted, count=9)
    assert (page.rows, page.total) == (whole.rows[:1], 1)
    never = another(session, scene, now, name="Ørn")
    assert next_to_thank(**wanted, count=1).rows[0].engagement_id == never.engagement.id
    refused = asked(session, scene, today, scene.as_contact_person)
    with pytest.raises(DomainError, match="not_allowed"):
        forgotten(**refused, count=9)
    with pytest.raises(DomainError, match="not_allowed"):
        next_to_thank(**refused, count=9)


@pytest.mark.parametrize("begins", [True, False])
def test_who_came_a_year_ago_to_the_day_is_among_them_and_who_came_later_is_not(session, scene, now, begins):
    today = local_day(now)
    for days, told in ((364, 0), (365, 1), (366, 1)):
        with transaction(session):
            engagement = session.get_one(Engagement, scene.engagement.id)
            engagement.begins_on = today - timedelta(days=days) if begins else None
            engagement.created_at = now - timedelta(days=days)
            session.add(engagement)
        found = forgotten(**asked(session, scene, today), count=9)
        (there,) = next_to_thank(**asked(session, scene, today), count=9).rows
        assert (found.total, there.forgotten) == (told, bool(told))


def test_a_year_is_shared_between_places_as_each_cost_is(session, scene, bo, now):
    ea = another(session, scene, now, name="Ea")
    costs = (1, 2, 100, 9_999_999, 10_000_000)
    for cost in costs:
        thanked(session, scene, now, scene, bo, ea, given=cost)
    found = money(session, scene)
    places = {
        engagement.workplace_id: 0
        for engagement in session.exec(select(Engagement).order_by(col(Engagement.workplace_id)))
    }
    for engagement in session.exec(select(Engagement)):
        places[engagement.workplace_id] += 1
    wanted = sum((Counter(shares(cost, places)) for cost in costs), Counter())
    assert found["Birkehuset"][0] == wanted[scene.workplace.id]
    assert found["Solbjerg Kommune"][0] == sum(costs) == sum(wanted.values())


def test_the_year_takes_as_many_queries_for_many_as_for_one(session, scene, bo, now, count_queries):
    def whole():
        money(session, scene)
        wanted = asked(session, scene, local_day(now))
        forgotten(**wanted, count=9)
        next_to_thank(**wanted, count=9)

    thanked(session, scene, now, scene, given=100)
    whole()
    with count_queries() as one:
        whole()
    for name in ("Ea", "Ib", "Pia"):
        thanked(session, scene, now, another(session, scene, now, name=name), given=100)
    whole()
    with count_queries() as many:
        whole()
    assert many.total <= one.total
