"""A team lead follows each peer: tasks, what stands in the way, and check-ins; and nobody else reads it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core.access.permissions import COLLEAGUES, Actor, Role
from core.bulk.handing_over import Duty, Leaving, hand_over
from core.calendar_feed.service import my_events
from core.errors import DomainError
from core.i18n import local_day, reading
from core.support.following import FollowUpRow, agree_check_in, checked_in, follow_ups, say_in_the_way
from core.tasks.holders import give_task
from core.teams.service import change_team, leave_team, put_in_team
from db.audit import AuditEvent
from db.outbox import OutboxItem
from db.people import Membership
from db.support import TeamFollowUp
from tests.builders import a_member, an_actor
from tests.core.tasks.builders import a_task
from tests.core.teams.builders import TeamScene, a_peer, a_team, details_of

DAY = timedelta(days=1)
WORDS = "Nøglen mangler om morgenen."


@pytest.fixture
def house(session: Session, now) -> TeamScene:
    return a_team(session, now)


def rows(session: Session, house: TeamScene, now, actor: Actor | None = None) -> list[FollowUpRow]:
    by = actor or house.as_lead
    return follow_ups(session=session, actor=by, team_id=house.team.id, today=local_day(now))


def doing(session: Session, house: TeamScene, now, actor: Actor, version: int) -> dict[str, Any]:
    held = {"session": session, "actor": actor, "now": now, "expected_version": version}
    return {**held, "member_id": house.member.id}


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def test_either_writes_what_stands_in_the_way_and_both_read_it(session, house, now):
    say_in_the_way(**doing(session, house, now, house.as_peer, 0), words=WORDS)
    for actor, own in ((house.as_lead, False), (house.as_peer, True)):
        (row,) = rows(session, house, now, actor)
        assert (row.name, row.in_the_way, row.own) == ("Karen Møller", WORDS, own)
    say_in_the_way(**doing(session, house, now, house.as_lead, 1), words=" ")
    assert rows(session, house, now, house.as_peer)[0].in_the_way == ""
    again = doing(session, house, now, house.as_lead, 1)
    assert refused(lambda: say_in_the_way(**again, words=WORDS)) == "changed_meanwhile"
    again["expected_version"] = 2
    assert refused(lambda: say_in_the_way(**again, words="x" * 401)) == "text_long"
    assert refused(lambda: say_in_the_way(**again, words="010190-1234")) == "cpr_not_wanted"


def test_nobody_else_reads_or_writes_it(session, house, now):
    scene = house.scene
    other = a_peer(session, scene, now)
    put_in_team(session=session, actor=scene.as_coordinator, team_id=house.team.id, engagement_id=other.id, now=now)
    say_in_the_way(**doing(session, house, now, house.as_peer, 0), words=WORDS)
    beside = Actor(other.person_id, other.person_id, "", "da", house.as_peer.grants)
    assert [row.in_the_way for row in rows(session, house, now, beside)] == [""]
    stranger = a_member(session, scene.organisation, now, role=Role.TEAM_LEAD, name="Ida Krag")
    strangers = [an_actor(stranger, scene.organisation, role) for role in COLLEAGUES]
    for actor in (*strangers, house.as_psychologist, scene.as_coordinator, scene.as_contact_person):
        assert refused(lambda by=actor: rows(session, house, now, by)) == "not_allowed"
    for actor in (*strangers, house.as_psychologist, scene.as_coordinator, beside):
        by = doing(session, house, now, actor, 1)
        assert refused(lambda given=by: say_in_the_way(**given, words="")) == "not_allowed"
        assert refused(lambda given=by: checked_in(**given)) == "not_allowed"
    told = [each for each in session.exec(select(AuditEvent)) if each.action == "team.in_the_way"]
    assert {each.actor_id for each in told} == {None}


def test_a_check_in_is_agreed_done_in_one_press_and_comes_up_again(session, house, now):
    today = local_day(now)
    agree_check_in(**doing(session, house, now, house.as_lead, 0), on=today, every_days=14)
    (row,) = rows(session, house, now)
    assert (row.check_in_on, row.is_over) == (today, False)
    assert rows(session, house, now + DAY)[0].is_over
    checked_in(**doing(session, house, now + DAY, house.as_lead, 1))
    (row,) = rows(session, house, now + DAY)
    assert (row.checked_on, row.check_in_on, row.is_over) == (today + DAY, today + 15 * DAY, False)
    agree_check_in(**doing(session, house, now, house.as_peer, 2), on=today, every_days=0)
    checked_in(**doing(session, house, now, house.as_peer, 3))
    assert rows(session, house, now)[0].check_in_on is None
    wrong = doing(session, house, now, house.as_lead, 4)
    assert refused(lambda: agree_check_in(**wrong, on=today - DAY, every_days=14)) == "date_past"
    assert refused(lambda: agree_check_in(**wrong, on=today + 900 * DAY, every_days=14)) == "day_late"
    assert refused(lambda: agree_check_in(**wrong, on=today, every_days=91)) == "number_outside"


def test_the_lead_sees_what_each_peer_does(session, house, now):
    task = a_task(session, house.scene, now)
    by = {"session": session, "actor": house.scene.as_coordinator, "now": now}
    give_task(**by, task_id=task.id, engagement_id=house.scene.engagement.id)
    assert rows(session, house, now)[0].tasks == (task.title,)
    assert rows(session, house, now, house.as_peer)[0].tasks == (task.title,)


@pytest.mark.parametrize("how", ["leaves", "changed", "handed over"])
def test_the_words_are_gone_when_a_peer_leaves_or_somebody_else_leads(session, house, now, how):
    scene = house.scene
    say_in_the_way(**doing(session, house, now, house.as_peer, 0), words=WORDS)
    by = {"session": session, "actor": scene.as_coordinator, "now": now}
    if how == "leaves":
        leave_team(**by, member_id=house.member.id)
        assert session.exec(select(TeamFollowUp)).all() == []
        return
    ida = a_member(session, scene.organisation, now, role=Role.TEAM_LEAD, name="Ida Krag")
    if how == "changed":
        details = details_of(scene, ida, house.psychologist)
        change_team(**by, team_id=house.team.id, details=details, expected_version=1)
    else:
        ids = session.exec(select(Membership.id).where(Membership.person_id == house.lead.id)).all()
        leaving = Leaving(scene.organisation.id, house.lead.id, ids, {Duty.TEAM_LEAD: [ida.id]}, False)
        hand_over(**by, leaving=leaving)
    (row,) = rows(session, house, now, an_actor(ida, scene.organisation, Role.TEAM_LEAD))
    assert row.in_the_way == ""


def test_who_is_put_in_a_team_gets_a_mail(session, house, now):
    told = [row.person_id for row in session.exec(select(OutboxItem)) if row.params["message"] == "team_joined"]
    assert told == [house.scene.volunteer.id]


def test_a_check_in_is_in_the_calendar_of_both_by_a_word_that_any_talk_has(session, house, now):
    on = local_day(now) + 3 * DAY
    agree_check_in(**doing(session, house, now, house.as_lead, 0), on=on, every_days=14)
    for actor in (house.as_lead, house.as_peer):
        with reading("da"):
            found = my_events(session=session, actor=actor, now=now)
        assert [(each.title, each.starts) for each in found if each.kind == "checkin"] == [("Samtale", on)]
    others = my_events(session=session, actor=house.as_psychologist, now=now)
    assert [each for each in others if each.kind == "checkin"] == []
    leave_team(session=session, actor=house.scene.as_coordinator, member_id=house.member.id, now=now)
    assert [each for each in my_events(session=session, actor=house.as_lead, now=now) if each.kind == "checkin"] == []
