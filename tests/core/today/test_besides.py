"""What waits besides the steps of volunteers, for whoever handles it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from core.expenses.service import approve
from core.i18n import local_day
from core.offers.needs import answer_needs, wish_for
from core.offers.rules import NeedsQuestion, OfferKind
from core.recognition.planning import RecognitionPlan, plan_thanks
from core.recognition.rules import Gift
from core.today.besides import Besides, besides
from tests.builders import Scene, a_scene
from tests.core.expenses.test_service import handled, reports
from tests.core.offers.builders import an_offer


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


def test_a_wish_is_told_until_something_is_planned_for_it_and_a_need_for_a_week(session, scene, now):
    about = {"session": session, "actor": scene.as_volunteer, "organisation_id": scene.organisation.id}
    wish_for(**about, kinds={OfferKind.METHOD_COURSE, OfferKind.TALK}, now=now)
    answer_needs(**about, answers={NeedsQuestion.TEACH_VOLUNTEERS: "At lytte"}, expected_version=0, now=now)
    asked = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}

    def told(days: int = 0) -> tuple[int, int]:
        today = local_day(now) + timedelta(days=days)
        found = besides(**asked, today=today, last=today + timedelta(days=7))
        return found.wishes, found.needs

    assert told() == (2, 1)
    assert told(8) == (2, 0)
    an_offer(session, scene, now, kind=OfferKind.TALK)
    assert told() == (1, 1)
    assert besides(**asked | {"actor": scene.as_contact_person}, today=local_day(now), last=local_day(now)).wishes == 0
