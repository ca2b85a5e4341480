"""The organisation's own numbers: each does something, none moves a day that was promised, and all are bounded."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from sqlmodel import select

from core.access.permissions import Role
from core.applications.applying import take_back
from core.assessments.assessing import mark_criteria
from core.assessments.board import BoardFilter, board
from core.assessments.deciding import DecisionDraft, decide, send_letter
from core.assessments.rules import ApplicationVerdict
from core.errors import DomainError, ManyRefused
from core.i18n import local_day
from core.organisations.pace import pace_of, save_pace
from core.organisations.rules import PACE_BOUNDS, OrganisationPace
from db.applications import Application
from db.assessments import Assessment
from tests.builders import a_member, a_scene, an_actor
from tests.core.applications.builders import A_WHILE, begun, sent
from tests.core.assessments.stories import applied, asked
from tests.core.tasks.builders import a_call, a_task

OWN = OrganisationPace(
    application_months=12,
    application_unsent_days=5,
    application_withdrawn_days=3,
    application_criteria_days=7,
    application_view_days=21,
    application_answer_days=4,
    alignment_months=24,
    alignment_look_again_months=9,
)


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def whose(session, scene, now):
    admin = an_actor(a_member(session, scene.organisation, now, role=Role.ADMIN), scene.organisation, Role.ADMIN)
    return {"session": session, "actor": admin, "organisation_id": scene.organisation.id, "now": now}


def test_each_number_holds_for_what_happens_from_then_on(session, scene, whose, now):
    task = a_task(session, scene, now)
    call = a_call(session, scene, task, now)
    today = local_day(now)
    _token, before = sent(session, call, now, "before@example.dk")
    save_pace(**whose, pace=OWN)
    assert pace_of(session, scene.organisation.id) == OWN
    begun(session, call, now - A_WHILE, "begun@example.dk")
    token, after = sent(session, call, now)
    by_phone = applied(session, scene, task, now)
    assert before.delete_on == today + relativedelta(months=6)
    assert after.delete_on == by_phone.delete_on == today + relativedelta(months=12)
    (unsent,) = [each for each in session.exec(select(Application)) if each.submitted_at is None]
    assert unsent.delete_on == today + timedelta(days=5)
    take_back(session=session, token=token, now=now)
    assert after.delete_on == today + timedelta(days=3)
    asked(session, scene, by_phone, now, scene.volunteer.id)
    assert session.get_one(Assessment, by_phone.id).views_until == today + timedelta(days=21)


def test_whoever_waits_longer_than_the_organisation_says_is_late_and_notes_go_in_its_time(session, scene, whose, now):
    application = applied(session, scene, a_task(session, scene, now), now)
    at = {"session": session, "actor": scene.as_coordinator, "organisation_id": scene.organisation.id}
    soon = local_day(now) + timedelta(days=5)

    def late() -> bool:
        (row,) = board(**at, chosen=BoardFilter(), page=1, today=soon).rows
        return row.late

    assert not late()
    save_pace(**whose, pace=OWN)
    assert late()
    on = {"session": session, "actor": scene.as_coordinator, "application_id": application.id, "now": now}
    mark_criteria(**on, said={"wants_to": "met"}, expected_version=0)
    decide(**on, draft=DecisionDraft(ApplicationVerdict.NO))
    send_letter(**on)
    assert session.get_one(Assessment, application.id).criteria_until == local_day(now) + timedelta(days=7)


def test_every_number_has_bounds_and_all_that_are_wrong_are_told_at_once(session, scene, whose, now):
    assert [each.name for each in fields(OrganisationPace)] == [*PACE_BOUNDS]
    too_many = replace(OWN, **{name: most + 1 for name, (_least, most) in PACE_BOUNDS.items()})
    with pytest.raises(ManyRefused) as told:
        save_pace(**whose, pace=too_many)
    assert set(told.value.by_field) == set(PACE_BOUNDS)
    with pytest.raises(DomainError, match="not_allowed"):
        save_pace(**{**whose, "actor": scene.as_coordinator}, pace=OWN)
    assert pace_of(session, scene.organisation.id) == OrganisationPace()
