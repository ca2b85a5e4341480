"""What waits besides the steps of volunteers, for whoever handles it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from core.expenses.service import approve
from core.i18n import local_day
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.rules import Gift
from core.today.besides import Besides, besides
from tests.builders import Scene, a_scene
from tests.core.expenses.test_service import handled, reports


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def test_expenses_that_were_sent_and_thanks_that_are_due_are_counted_until_they_are_dealt_with(session, scene, now):
    asked = {"session": session, "organisation_id": scene.organisation.id, "today": local_day(now)}
    asked["last"] = local_day(now) + timedelta(days=7)
    assert besides(actor=scene.as_coordinator, **asked) == Besides(0, 0)
    claim = reports(session, scene, now)
    assert besides(actor=scene.as_coordinator, **asked) == Besides(1, 0)
    # A contact person neither pays nor plans thanks.
    assert besides(actor=scene.as_contact_person, **asked).expenses == 0
    approve(session=session, **handled(scene, claim, now))
    assert besides(actor=scene.as_coordinator, **asked) == Besides(0, 0)


def test_thanks_whose_day_is_over_are_no_longer_within_a_week(session, scene, now):
    today = local_day(now)
    for days in (-400, 3):
        plan = RecognitionPlan(Gift.FLOWERS, today + timedelta(days=days), scene.coordinator.id)
        plan_thanks(
            session=session,
            actor=scene.as_coordinator,
            organisation_id=scene.organisation.id,
            plan=plan,
            engagement_ids=[scene.engagement.id],
            now=now,
        )
    asked = {"session": session, "organisation_id": scene.organisation.id, "today": today}
    found = besides(actor=scene.as_coordinator, **asked, last=today + timedelta(days=7))
    assert (found.thanks, found.over) == (1, 1)
