"""An organisation's closed days: kept by its administrator, read by whoever plans."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from sqlmodel import Session

from core.access.permissions import Role
from core.calendar.rules import ClosedSpan
from core.calendar.service import calendar_of, close_days, closed_periods, open_days
from core.errors import DomainError
from tests.builders import a_member, a_scene, an_actor, an_organisation

JULY = ClosedSpan(date(2027, 7, 19), date(2027, 8, 1), "Sommerlukket")


def test_an_administrator_closes_days_and_opens_them_again(session: Session, now: datetime):
    scene = a_scene(session, now)
    admin = an_actor(a_member(session, scene.organisation, now, role=Role.ADMIN), scene.organisation, Role.ADMIN)
    period = close_days(session=session, actor=admin, organisation_id=scene.organisation.id, span=JULY, now=now)
    assert calendar_of(session, scene.organisation.id).why_not(date(2027, 7, 20)) == "Sommerlukket"
    elsewhere = an_organisation(session, now, name="Nyborg Kommune")
    assert not calendar_of(session, elsewhere.id).is_closed(date(2027, 7, 20))
    open_days(session=session, actor=admin, period_id=period.id, now=now)
    assert closed_periods(session, scene.organisation.id) == []
    with pytest.raises(DomainError):
        open_days(session=session, actor=admin, period_id=uuid4(), now=now)


def test_a_coordinator_does_not_close_days(session: Session, now: datetime):
    scene = a_scene(session, now)
    with pytest.raises(DomainError) as refused:
        close_days(
            session=session,
            actor=scene.as_coordinator,
            organisation_id=scene.organisation.id,
            span=JULY,
            now=now,
        )
    assert refused.value.code == "not_allowed"
