"""The talk with the psychologist comes up by itself, and is planned, moved, held and called off."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from core.access.permissions import COLLEAGUES, Role
from core.calendar_feed.service import my_events
from core.errors import DomainError
from core.i18n import days_later, local_day, reading
from core.messages.mailed import mails_to
from core.reminders.collecting import ReminderScope, causes
from core.reminders.rules import ReminderKind, ReminderPace
from core.reminders.sending import REMINDERS
from core.support.monthly import MonthlyRow, monthly_talks, own_monthly
from core.support.reading import talks_for
from core.support.rules import SupportKind
from core.support.service import answer_talk, ask_for_talk, call_talk_off, plan_monthly, talk_was_held
from core.support.settings import SupportDetails, save_support
from db import outbox
from db.engine import transaction
from db.outbox import OutboxItem
from db.reminders import Reminder
from db.support import SupportTalk
from tests.builders import a_member, an_actor
from tests.core.teams.builders import TeamScene, a_team

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house(session: Session, now) -> TeamScene:
    return a_team(session, now)


def rows(session: Session, house: TeamScene, now) -> tuple[MonthlyRow, ...]:
    return monthly_talks(session=session, actor=house.as_psychologist, team_id=house.team.id, now=now).rows


def plan(session: Session, house: TeamScene, now, at, whom=None) -> SupportTalk:
    return plan_monthly(
        session=session,
        actor=house.as_psychologist,
        team_id=house.team.id,
        person_id=(whom or house.lead).id,
        starts_at=at,
        now=now,
    )


def test_it_comes_up_for_who_leads_is_planned_held_and_comes_up_again(session, house, now):
    (row,) = rows(session, house, now)
    assert (row.name, row.leads, row.is_due, row.last_on) == ("Inger Lund", True, True, None)
    talk = plan(session, house, now, now + HOUR)
    assert plan(session, house, now, now + 2 * HOUR).id == talk.id
    (row,) = rows(session, house, now)
    assert (row.starts_at, row.talk_id) == (now + 2 * HOUR, talk.id)
    own = own_monthly(session=session, actor=house.as_lead, team_id=house.team.id, now=now)
    assert own is not None
    assert own.starts_at == now + 2 * HOUR
    by = {"session": session, "actor": house.as_lead, "talk_id": talk.id, "now": now + 3 * HOUR}
    talk_was_held(**by, held_on=local_day(now))
    (row,) = rows(session, house, now + DAY)
    assert (row.last_on, row.next_on, row.is_due) == (local_day(now), local_day(now) + 30 * DAY, False)
    assert rows(session, house, days_later(now, 30))[0].is_due
    sent = [each.params["message"] for each in session.exec(select(OutboxItem)) if each.person_id == house.lead.id]
    assert [each for each in sent if each.startswith("talk_")] == ["talk_planned", "talk_moved"]


def test_either_calls_it_off_and_it_comes_up_again(session, house, now):
    for actor, other in ((house.as_lead, house.psychologist), (house.as_psychologist, house.lead)):
        talk = plan(session, house, now, now + HOUR)
        call_talk_off(session=session, actor=actor, talk_id=talk.id, now=now)
        assert rows(session, house, now)[0].talk_id is None
        told = [
            each.person_id for each in session.exec(select(OutboxItem)) if each.params["message"] == "talk_called_off"
        ]
        assert told[-1] == other.id


def test_peers_have_one_too_where_the_organisation_says_how_often(session, house, now):
    assert own_monthly(session=session, actor=house.as_peer, team_id=house.team.id, now=now) is None
    scene = house.scene
    admin = an_actor(a_member(session, scene.organisation, now, role=Role.ADMIN), scene.organisation, Role.ADMIN)
    details = SupportDetails(lead_days=0, peer_days=30)
    save_support(
        session=session,
        actor=admin,
        organisation_id=scene.organisation.id,
        details=details,
        expected_version=0,
        now=now,
    )
    assert [row.name for row in rows(session, house, now)] == ["Karen Møller"]
    own = own_monthly(session=session, actor=house.as_peer, team_id=house.team.id, now=now)
    assert own is not None
    assert own.is_due


def test_nobody_but_the_teams_psychologist_plans_or_sees_them(session, house, now):
    stranger = a_member(session, house.scene.organisation, now, role=Role.PSYCHOLOGIST, name="Ida Krag")
    actors = [an_actor(stranger, house.scene.organisation, role) for role in COLLEAGUES]
    for actor in (*actors, house.as_lead, house.as_peer, house.scene.as_coordinator):
        at = {"session": session, "actor": actor, "team_id": house.team.id, "now": now}
        with pytest.raises(DomainError, match="not_allowed"):
            monthly_talks(**at)
        with pytest.raises(DomainError, match="not_allowed"):
            plan_monthly(**at, person_id=house.lead.id, starts_at=now + HOUR)
    with pytest.raises(DomainError, match="not_found"):
        plan(session, house, now, now + HOUR, whom=house.scene.coordinator)
    with pytest.raises(DomainError, match="date_past"):
        plan(session, house, now, now - HOUR)


def test_a_talk_with_a_time_stands_in_both_calendars_and_says_nothing_of_its_kind(session, house, now):
    talk = ask_for_talk(session=session, actor=house.as_peer, team_id=house.team.id, kind=SupportKind.CRISIS, now=now)
    by = {"session": session, "actor": house.as_psychologist}
    answer_talk(**by, talk_id=talk.id, starts_at=now + DAY, expected_version=1, now=now)
    with reading("da"):
        for actor, address in ((house.as_peer, "talk"), (house.as_psychologist, "talks")):
            found = my_events(session=session, actor=actor, now=now)
            (event,) = (each for each in found if each.kind == "support")
            assert (event.title, event.address, event.place) == ("Samtale", address, "")
    scene = house.scene
    scope = ReminderScope(scene.organisation.id, ReminderPace(), now, local_day(now), ahead=6)
    told = [each for each in causes(session, scope) if each.kind is ReminderKind.SUPPORT]
    assert {each.person_id for each in told} == {scene.volunteer.id, house.psychologist.id}
    assert {each.first_on for each in told} == {local_day(now)}
    assert talks_for(**by, organisation_id=scene.organisation.id, now=now).total == 1


def test_who_looks_after_a_peer_does_not_see_that_they_were_reminded_of_a_talk(session, house, now):
    scene = house.scene
    seen = {"session": session, "actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
    before = mails_to(**seen)
    kinds = (ReminderKind.SUPPORT, ReminderKind.OFFER)
    for mailed in (kinds[:1], kinds):
        with transaction(session):
            params = {"message": REMINDERS, "person_id": str(scene.volunteer.id)}
            item = outbox.post(session, kind="mail", params=params, organisation_id=scene.organisation.id, now=now)
            for kind in mailed:
                cause = f"{kind}-{item.id}:{local_day(now)}"
                about = {"organisation_id": scene.organisation.id, "person_id": scene.volunteer.id, "item_id": item.id}
                session.add(Reminder(**about, kind=kind, cause=cause, day=local_day(now), made_at=now))
    (row,) = [each for each in mails_to(**seen) if each not in before]
    assert len(row.about) == 1
