"""Who has taught with whom, who is free, and what is concerned when two part."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from core.courses.partners import courses_concerned, free_to_pair, taught_together
from core.courses.rules import LeaderSpan
from core.errors import DomainError
from core.pairs.service import PairDetails, make_pair
from db.approvals import Pause
from db.engine import transaction
from tests.conftest import Counted
from tests.core.courses.builders import a_run
from tests.core.courses.stories import Four, four

TODAY = date(2026, 11, 2)


def asked(session: Session, told: Four) -> dict[str, Any]:
    return {
        "session": session,
        "actor": told.coordinator,
        "organisation_id": told.scene.organisation.id,
        "today": TODAY,
    }


def test_two_have_taught_together_as_often_as_they_led_the_same_module(session: Session, now: datetime):
    told = four(session, now)
    karen, bo = told.pair
    ea = told.ea.engagement.id
    a_run(session, told.scene, [LeaderSpan(karen), LeaderSpan(bo)], first_on=date(2025, 9, 2), held=3)
    a_run(session, told.scene, [LeaderSpan(karen), LeaderSpan(bo)], first_on=date(2026, 2, 3), held=3)
    a_run(session, told.scene, [LeaderSpan(karen), LeaderSpan(bo)], first_on=date(2026, 3, 3), cancelled=True)
    a_run(session, told.scene, [LeaderSpan(karen), LeaderSpan(bo)], first_on=date(2027, 3, 2))
    swapped = [LeaderSpan(karen), LeaderSpan(bo, to_module=1, stopped=True), LeaderSpan(ea, 2, substitute=True)]
    a_run(session, told.scene, swapped, first_on=date(2026, 9, 1), held=3)
    found = taught_together(**asked(session, told))
    pairs = {frozenset((row.first_name, row.second_name)): (row.times, row.last_on) for row in found}
    assert pairs == {
        frozenset(("Karen Møller", "Bo Dahl")): (3, date(2026, 9, 15)),
        frozenset(("Karen Møller", "Ea Vang")): (1, date(2026, 9, 15)),
    }
    alone = taught_together(**asked(session, told), engagement_id=ea)
    assert [frozenset((row.first_name, row.second_name)) for row in alone] == [frozenset(("Karen Møller", "Ea Vang"))]


def test_free_are_those_without_a_partner_who_are_not_paused_whoever_waited_longest_first(
    session: Session, now: datetime
):
    told = four(session, now)
    make_pair(
        session=session,
        actor=told.coordinator,
        details=PairDetails(first_id=told.pair[0], second_id=told.pair[1], begins_on=TODAY, signing_language="da"),
        now=now,
    )
    a_run(session, told.scene, [LeaderSpan(told.ea.engagement.id)], first_on=date(2026, 2, 3), held=3)
    assert [(each.name, each.last_on) for each in free_to_pair(**asked(session, told))] == [
        ("Ib Lund", None),
        ("Ea Vang", date(2026, 2, 17)),
    ]
    with transaction(session):
        session.add(
            Pause(
                organisation_id=told.scene.organisation.id,
                engagement_id=told.ib.engagement.id,
                reason="leave",
                begins_on=TODAY,
                recorded_by_id=told.scene.coordinator.id,
                created_at=now,
            )
        )
    assert [each.name for each in free_to_pair(**asked(session, told))] == ["Ea Vang"]


def test_the_courses_concerned_are_those_the_two_still_lead(
    session: Session, now: datetime, count_queries: Callable[[], AbstractContextManager[Counted]]
):
    told = four(session, now)
    leading = [LeaderSpan(each) for each in told.pair]
    a_run(session, told.scene, leading, held=3, name="Holdt")
    a_run(session, told.scene, leading, cancelled=True, name="Aflyst")
    a_run(session, told.scene, [LeaderSpan(told.pair[0])], first_on=date(2027, 1, 5), name="Alene")
    a_run(session, told.scene, leading, first_on=date(2027, 3, 2), name="Kommende")
    a_run(session, told.scene, leading, held=1, name="I gang")
    wanted = asked(session, told)
    pair = told.pair
    other = (told.ea.engagement.id, told.ib.engagement.id)
    with count_queries() as counted:
        found = courses_concerned(**wanted, pairs=[pair, other])
    assert {row.name for row in found[pair]} == {"Kommende", "I gang"}
    assert found[other] == ()
    assert counted.total == 3


def test_only_who_makes_pairs_sees_them(session: Session, now: datetime):
    told = four(session, now)
    wanted = {**asked(session, told), "actor": told.scene.as_contact_person}
    for refused in (
        lambda: taught_together(**wanted),
        lambda: free_to_pair(**wanted),
        lambda: courses_concerned(**wanted, pairs=[told.pair]),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            refused()
