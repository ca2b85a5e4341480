"""The forecast: sorted and paged in the database, and true to the day it is read."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from core.access.permissions import Role
from core.dashboard import forecast
from core.dashboard.forecast import Order, outlook
from core.errors import DomainError
from core.i18n import local_day
from db.approvals import Approval
from db.engine import transaction
from tests.builders import Scene, a_member, a_scene, an_actor, an_organisation
from tests.core.approvals.stories import a_course
from tests.core.pairs.test_service import beside


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def _approved(session: Session, scene: Scene, now, until: date) -> None:
    with transaction(session):
        session.add(
            Approval(
                organisation_id=scene.organisation.id,
                engagement_id=scene.engagement.id,
                decision="approved",
                decided_on=local_day(now) - timedelta(days=30),
                valid_until=until,
                evidence={},
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )


def _ahead(session: Session, scene: Scene, now, order: Order = Order.LAPSE, page: int = 1, days: int = 0):
    return outlook(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        order=order,
        page=page,
        today=local_day(now) + timedelta(days=days),
    )


def _three(session: Session, scene: Scene, now) -> None:
    today = local_day(now)
    for name, days in (("Bo Dahl", 700), ("Ea Vang", 40), ("Per Lund", 300)):
        _approved(session, beside(session, scene, now, name), now, today + timedelta(days=days))


def test_whose_approval_runs_out_first_stands_first(session: Session, scene: Scene, now):
    _three(session, scene, now)
    found = _ahead(session, scene, now)
    assert [row.name for row in found.rows] == ["Ea Vang", "Per Lund", "Bo Dahl"]
    assert [row.name for row in _ahead(session, scene, now, Order.NAME).rows] == ["Bo Dahl", "Ea Vang", "Per Lund"]


def test_who_needs_most_courses_can_stand_first(session: Session, scene: Scene, now):
    today = local_day(now)
    _three(session, scene, now)
    led = beside(session, scene, now, "Aase Krog")
    _approved(session, led, now, today + timedelta(days=10))
    for before in (20, 8):
        a_course(session, led, today - timedelta(days=before))
    found = _ahead(session, scene, now, Order.COURSES)
    assert [(row.name, row.courses_missing) for row in found.rows] == [
        ("Ea Vang", 2),
        ("Per Lund", 2),
        ("Bo Dahl", 2),
        ("Aase Krog", 0),
    ]
    assert found.courses == 6


def test_a_month_counts_those_approved_on_its_first_day(session: Session, scene: Scene, now):
    _three(session, scene, now)
    found = _ahead(session, scene, now)
    assert found.now == 3
    assert len(found.months) == 24
    assert found.months[date(2026, 12, 1)] == 3
    assert found.months[date(2027, 1, 1)] == 2
    assert found.months[date(2027, 9, 1)] == 1
    assert found.months[date(2028, 11, 1)] == 0


def test_who_has_lapsed_stays_in_the_list_and_is_counted_no_more(session: Session, scene: Scene, now):
    _three(session, scene, now)
    found = _ahead(session, scene, now, days=41)
    assert (found.now, found.total) == (2, 3)
    assert (found.rows[0].name, found.rows[0].stage) == ("Ea Vang", "lapsed")


def test_a_page_beyond_the_last_is_the_last(session: Session, scene: Scene, now, monkeypatch):
    monkeypatch.setattr(forecast, "A_PAGE", 2)
    _three(session, scene, now)
    found = _ahead(session, scene, now, page=9)
    assert (found.page, [row.name for row in found.rows]) == (2, ["Bo Dahl"])
    assert _ahead(session, scene, now, page=0).page == 1


def test_nobody_approved_is_an_empty_page(session: Session, scene: Scene, now):
    found = _ahead(session, scene, now)
    assert (found.rows, found.total, found.now, found.courses) == ((), 0, 0, 0)


def test_another_organisation_is_not_shown(session: Session, scene: Scene, now):
    elsewhere = an_organisation(session, now, name="Havby Kommune")
    stranger = an_actor(a_member(session, elsewhere, now, name="Ida Kjær"), elsewhere, Role.COORDINATOR)
    for actor in (stranger, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            outlook(
                session=session,
                actor=actor,
                organisation_id=scene.organisation.id,
                order=Order.LAPSE,
                page=1,
                today=local_day(now),
            )
