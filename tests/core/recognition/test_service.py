"""Occasions answered once, recognitions planned and given, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.errors import DomainError
from core.i18n import local_day
from core.recognition.giving import ThanksDetails, call_off, give
from core.recognition.planning import RecognitionPlan
from core.recognition.reading import given_thanks, my_recognitions, planned_thanks, recognitions_of
from core.recognition.rules import Gift
from core.recognition.service import (
    accept,
    decline,
    first_cards,
    postpone,
    proposals,
    sharing,
)
from db.approvals import Approval
from db.audit import AuditEvent
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from db.recognition import Recognised, Recognition
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation
from tests.core.register.test_documents import another


@pytest.fixture
def scene(session: Session, now) -> Scene:
    """An instructor who was approved today: flowers and a certificate are up."""
    found = a_scene(session, now, programme="laer_at_tackle")
    approve(session, found, local_day(now))
    return found


def approve(session: Session, scene: Scene, day: date) -> None:
    with transaction(session):
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision="approved",
                decided_on=day,
                valid_until=day + timedelta(days=730),
                decided_by_id=scene.coordinator.id,
                created_at=scene.engagement.created_at,
            )
        )


def up(session, scene, now, actor=None):
    return proposals(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        today=local_day(now),
    )


def keys(session, scene, now) -> list[str]:
    return [each.occasion.key for each in up(session, scene, now)]


def about(scene, key: str, version: int = 0, actor=None) -> dict:
    return {
        "actor": actor or scene.as_coordinator,
        "of": {scene.engagement.id: version},
        "key": key,
    }


def accepts(session, scene, now, key: str = "flowers", version: int = 0, actor=None, **changed):
    plan = {
        "gift": Gift.FLOWERS,
        "planned_on": local_day(now) + timedelta(days=3),
        "giver_id": scene.contact_person.id,
    }
    return accept(session=session, **about(scene, key, version, actor), plan=RecognitionPlan(**plan | changed), now=now)


def gives(session, scene, made, now, expected_version=None, **changed):
    details = replace(ThanksDetails(given_on=local_day(now), words="Tak", cost=14950), **changed)
    return give(
        session=session,
        actor=scene.as_coordinator,
        recognition_id=made.id,
        details=details,
        expected_version=made.version if expected_version is None else expected_version,
        now=now,
    )


def everything(session, actor, organisation_id):
    """What is planned and then what was given."""
    asked = {"session": session, "actor": actor, "organisation_id": organisation_id, "count": 50}
    return (*planned_thanks(**asked).rows, *given_thanks(**asked).rows)


def all_of(session, scene):
    return everything(session, scene.as_coordinator, scene.organisation.id)


def test_what_is_up_tells_who_what_and_who_could_do_it(session, scene, now):
    certificate, flowers = up(session, scene, now)
    assert (flowers.name, flowers.workplace, flowers.gift) == ("Karen Møller", "Birkehuset", Gift.FLOWERS)
    assert (flowers.on, flowers.owner, flowers.version) == (local_day(now), "Lise Bach", 0)
    assert certificate.gift is Gift.CERTIFICATE


def test_it_takes_as_many_queries_for_many_as_for_one(session, scene, now, count_queries):
    with count_queries() as one:
        up(session, scene, now)
    for name in ("Bo", "Ea", "Ib"):
        approve(session, another(session, scene, now, name=name), local_day(now))
    up(session, scene, now)
    with count_queries() as many:
        up(session, scene, now)
    assert many.total <= one.total


def test_an_accepted_occasion_is_planned_and_never_up_again(session, scene, now):
    made = accepts(session, scene, now)
    assert keys(session, scene, now) == ["certificate"]
    (row,) = all_of(session, scene)
    assert (row.recognition_id, row.gift, row.people, row.giver) == (
        made.id,
        Gift.FLOWERS,
        ("Karen Møller",),
        "Lise Bach",
    )
    assert [
        each.recognition_id
        for each in recognitions_of(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id)
    ] == [made.id]


def test_a_postponed_one_comes_up_on_its_day_and_a_declined_one_never(session, scene, now):
    until = local_day(now) + timedelta(days=10)
    postpone(session=session, **about(scene, "flowers"), until=until, now=now)
    decline(session=session, **about(scene, "certificate"), reason="Har allerede et", now=now)
    assert keys(session, scene, now) == []
    assert keys(session, scene, now + timedelta(days=9)) == []
    (again,) = up(session, scene, now + timedelta(days=10))
    assert (again.occasion.key, again.version) == ("flowers", 1)
    later = now + timedelta(days=10)
    accepts(session, scene, later, version=1)
    assert keys(session, scene, later) == []


def test_the_second_of_two_is_told_who_was_first(session, scene, now):
    rie = a_member(session, scene.organisation, now, name="Rie Holm")
    accepts(session, scene, now, actor=an_actor(rie, scene.organisation, Role.COORDINATOR))
    for late in (
        lambda: accepts(session, scene, now),
        lambda: decline(session=session, **about(scene, "flowers"), reason="Nej", now=now),
        lambda: postpone(session=session, **about(scene, "flowers"), until=local_day(now) + timedelta(days=9), now=now),
    ):
        with pytest.raises(DomainError, match="occasion_answered") as refused:
            late()
        assert refused.value.details["name"] == "Rie Holm"
    assert len(session.exec(select(Recognition)).all()) == 1


@pytest.mark.parametrize(
    ("does", "code"),
    [
        (lambda s, c, n: accepts(s, c, n, key="diploma:5"), "occasion_gone"),
        (lambda s, c, n: accepts(s, c, n, planned_on=None), "date_invalid"),
        (lambda s, c, n: accepts(s, c, n, giver_id=uuid4()), "contact_person_unknown"),
        (lambda s, c, n: postpone(session=s, **about(c, "flowers"), until=None, now=n), "occasion_until"),
        (lambda s, c, n: postpone(session=s, **about(c, "flowers"), until=local_day(n), now=n), "occasion_until"),
        (lambda s, c, n: decline(session=s, **about(c, "flowers"), reason="  ", now=n), "text_missing"),
        (lambda s, c, n: decline(session=s, **about(c, "flowers"), reason="010190-1234", now=n), "cpr_not_wanted"),
    ],
)
def test_what_cannot_be_is_refused_and_the_occasion_stays_up(session, scene, now, does, code):
    with pytest.raises(DomainError, match=code):
        does(session, scene, now)
    assert keys(session, scene, now) == ["certificate", "flowers"]
    assert session.exec(select(Recognised)).all() == []


def test_what_was_given_is_told_with_what_was_said_and_cost(session, scene, now):
    made = accepts(session, scene, now)
    as_volunteer = scene.as_volunteer
    assert my_recognitions(session=session, actor=as_volunteer) == ()
    gives(session, scene, made, now)
    (row,) = my_recognitions(session=session, actor=as_volunteer)
    assert (row.words, row.cost, row.given_on) == ("Tak", 14950, local_day(now))
    assert [row.given_on for row in all_of(session, scene)] == [local_day(now)]
    actions = session.exec(select(AuditEvent.action)).all()
    assert {"recognition.planned", "recognition.given"} <= set(actions)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"given_on": None}, "date_invalid"),
        ({"given_on": date(2040, 1, 1)}, "recognition_ahead"),
        ({"cost": -1}, "cost_invalid"),
        ({"expected_version": 7}, "changed_meanwhile"),
    ],
)
def test_what_is_written_down_wrong_is_refused(session, scene, now, changed, code):
    made = accepts(session, scene, now)
    with pytest.raises(DomainError, match=code):
        gives(session, scene, made, now, **changed)
    assert session.get_one(Recognition, made.id).given_on is None


def test_it_is_given_once(session, scene, now):
    made = accepts(session, scene, now)
    gives(session, scene, made, now)
    with pytest.raises(DomainError, match="recognition_given"):
        gives(session, scene, made, now)
    with pytest.raises(DomainError, match="recognition_given"):
        call_off(session=session, actor=scene.as_coordinator, recognition_id=made.id, expected_version=2, now=now)


def test_what_came_to_nothing_is_up_again(session, scene, now):
    made = accepts(session, scene, now)
    call_off(session=session, actor=scene.as_coordinator, recognition_id=made.id, expected_version=1, now=now)
    assert all_of(session, scene) == ()
    assert keys(session, scene, now) == ["certificate", "flowers"]
    version = up(session, scene, now)[1].version
    accepts(session, scene, now, version=version)
    assert keys(session, scene, now) == ["certificate"]


def test_nobody_else_sees_or_answers(session, scene, now):
    elsewhere = an_organisation(session, now, name="Havnby Kommune")
    stranger = an_actor(a_member(session, elsewhere, now, name="Bo"), elsewhere, Role.COORDINATOR)
    for actor in (scene.as_contact_person, scene.as_volunteer, stranger):
        for does in (
            lambda actor=actor: up(session, scene, now, actor),
            lambda actor=actor: accepts(session, scene, now, actor=actor),
            lambda actor=actor: decline(session=session, **about(scene, "flowers", actor=actor), reason="x", now=now),
            lambda actor=actor: everything(session, actor, scene.organisation.id),
            lambda actor=actor: given_thanks(
                session=session, actor=actor, organisation_id=scene.organisation.id, count=5
            ),
            lambda actor=actor: cards(session, scene, now, actor=actor),
            lambda actor=actor: everybody(session, scene, now, "flowers", actor=actor),
        ):
            with pytest.raises(DomainError, match="not_allowed"):
                does()
    with pytest.raises(DomainError, match="not_allowed"):
        recognitions_of(session=session, actor=scene.as_volunteer, engagement_id=scene.engagement.id)


@pytest.fixture
def season(session, scene, now) -> Scene:
    """Somebody who shares a season's end with Karen."""
    bo = another(session, scene, now, name="Bo Dahl")
    day = local_day(now)
    last = date(day.year if day.month >= 8 else day.year - 1, 7, 31)
    for each in (scene, bo):
        a_run_held(session, each, last - timedelta(days=40), now)
    return bo


def a_run_held(session, scene, day: date, now) -> None:
    with transaction(session):
        run = CourseRun(
            organisation_id=scene.organisation.id,
            programme="laer_at_tackle",
            name="Kursus",
            first_on=day,
            last_on=day,
            created_by_id=scene.coordinator.id,
            created_at=now,
        )
        session.add(run)
        session.flush()
        session.add(CourseInstructor(course_run_id=run.id, engagement_id=scene.engagement.id))
        at = now.replace(year=day.year, month=day.month, day=day.day)
        session.add(CourseModule(course_run_id=run.id, number=1, starts_at=at, ends_at=at, held_at=at))


def cards(session, scene, now, count=10, actor=None):
    return first_cards(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        today=local_day(now),
        count=count,
    )


def everybody(session, scene, now, key: str, actor=None):
    return sharing(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        key=key,
        today=local_day(now),
    )


def test_the_end_of_a_season_is_one_card_for_all_who_share_it(session, scene, season, now):
    found = cards(session, scene, now)
    (party,) = [card for card in found.cards if card.first.occasion.key.startswith("season:")]
    assert party.names == ("Bo Dahl", "Karen Møller")
    assert party.count == 2
    assert sum(card.count for card in found.cards) == found.all_occasions == len(up(session, scene, now))
    assert all(card.count == 1 for card in found.cards if card is not party)
    assert found.all_cards == len(found.cards) == found.all_occasions - 1


def test_a_page_is_the_first_cards_by_day_and_counts_all(session, scene, season, now):
    whole = cards(session, scene, now)
    assert [card.first.occasion.on for card in whole.cards] == sorted(card.first.occasion.on for card in whole.cards)
    for count in range(1, len(whole.cards)):
        page = cards(session, scene, now, count)
        assert page.cards == whole.cards[:count]
        assert (page.all_cards, page.all_occasions) == (whole.all_cards, whole.all_occasions)


def test_a_party_is_planned_for_all_of_them_or_for_nobody(session, scene, season, now):
    (party,) = [card for card in cards(session, scene, now).cards if card.count > 1]
    key = party.first.occasion.key
    plan = RecognitionPlan(Gift.SEASON_PARTY, local_day(now), scene.contact_person.id, invites=True)
    asked = {"session": session, "actor": scene.as_coordinator, "key": key, "plan": plan, "now": now}
    those = everybody(session, scene, now, key)
    assert those == {scene.engagement.id: 0, season.engagement.id: 0}
    decline(session=session, **about(season, key), reason="Flyttet", now=now)
    with pytest.raises(DomainError, match="occasion_answered"):
        accept(**asked, of=those)
    assert everybody(session, scene, now, key) == {scene.engagement.id: 0}
    assert session.exec(select(Recognition)).all() == []
    made = accept(**asked, of={scene.engagement.id: 0})
    assert len(session.exec(select(Recognised).where(Recognised.recognition_id == made.id)).all()) == 1
    with pytest.raises(DomainError, match="recognition_nobody"):
        accept(**asked, of={})
