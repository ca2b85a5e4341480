"""A talk asked for in a peer team: who answers, who is asked next, and what anybody else learns of it: nothing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core.access.permissions import COLLEAGUES, Actor, Role
from core.bulk.handing_over import Duty, Leaving, departure, hand_over
from core.errors import DomainError, ManyRefused
from core.i18n import days_later, local_day
from core.messages.composing import composed
from core.messages.mailed import mails_to
from core.settings import Settings
from core.support.deleting import forget_talks_on_their_day
from core.support.monthly import monthly_talks
from core.support.reading import A_PAGE, SupportRow, count_asked, talk_question, talks_for
from core.support.rules import SupportKind, TalkState
from core.support.service import answer_talk, ask_for_talk, call_talk_off, pass_talk_on, talk_was_held
from core.support.settings import SupportDetails, read_support, save_support
from core.teams.service import end_team, leave_team
from db.audit import AuditEvent
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Membership
from db.support import SupportTalk
from tests.builders import a_member, an_actor
from tests.core.teams.builders import TeamScene, a_team

HOUR = timedelta(hours=1)


@pytest.fixture
def house(session: Session, now) -> TeamScene:
    return a_team(session, now)


def ask(session: Session, house: TeamScene, now: datetime, kind=SupportKind.CRISIS, by: Actor | None = None):
    return ask_for_talk(session=session, actor=by or house.as_peer, team_id=house.team.id, kind=kind, now=now)


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def seen(session: Session, house: TeamScene, actor: Actor, now: datetime) -> list[SupportRow]:
    found = talks_for(session=session, actor=actor, organisation_id=house.scene.organisation.id, now=now)
    return [*found.waiting, *found.ahead]


def own(session: Session, house: TeamScene, now: datetime, by: Actor | None = None):
    return talk_question(session=session, actor=by or house.as_peer, team_id=house.team.id, now=now).own


def mails(session: Session, message: str) -> list[str]:
    rows = session.exec(select(OutboxItem)).all()
    return [row.params["person_id"] for row in rows if row.params.get("message") == message]


def doing(session: Session, talk: SupportTalk, actor: Actor, now: datetime) -> dict[str, Any]:
    return {"session": session, "actor": actor, "talk_id": talk.id, "now": now}


def in_turn(house: TeamScene) -> list[Actor]:
    return [house.as_psychologist, house.as_lead, house.scene.as_coordinator]


def test_a_peer_sees_at_once_who_answers_by_when_and_one_alone_is_asked(session, house, now):
    talk = ask(session, house, now)
    (told,) = own(session, house, now)
    assert (told.answers.name, told.answers.by, told.then) == ("Ruth Winther", now + 2 * HOUR, "Inger Lund")
    assert mails(session, "talk_asked") == [str(house.psychologist.id)]
    assert ask(session, house, now).id == talk.id
    (row,) = seen(session, house, house.as_psychologist, now)
    assert (row.name, row.kind, row.is_late) == ("Karen Møller", SupportKind.CRISIS, False)
    for actor in (house.as_lead, house.scene.as_coordinator):
        assert seen(session, house, actor, now) == []


def test_talks_ahead_come_a_page_at_a_time_and_counting_who_waits_reads_none_of_them(
    session, house, now, count_queries
):
    scene = house.scene
    at: dict[str, Any] = {"session": session, "actor": house.as_psychologist, "organisation_id": scene.organisation.id}
    with transaction(session):
        for day in range(A_PAGE + 2):
            session.add(
                SupportTalk(
                    organisation_id=scene.organisation.id,
                    team_id=house.team.id,
                    person_id=scene.volunteer.id,
                    kind=SupportKind.MONTHLY,
                    waits_since=now,
                    answered_by_id=house.psychologist.id,
                    starts_at=now + timedelta(days=A_PAGE + 2 - day),
                )
            )
    first, last = (talks_for(**at, now=now, page=page) for page in (1, 9))
    assert [first.total, first.page, len(first.ahead)] == [A_PAGE + 2, 1, A_PAGE]
    assert [last.total, last.page, len(last.ahead)] == [A_PAGE + 2, 2, 2]
    days = [row.starts_at for row in (*first.ahead, *last.ahead) if row.starts_at is not None]
    assert days == sorted(days)
    assert first.waiting == []
    with count_queries() as counted:
        assert count_asked(**at, now=now) == 0
    assert (counted.total, counted.rows) == (1, 0)


def test_who_did_not_answer_still_has_it_and_so_does_the_next(session, house, now):
    talk = ask(session, house, now)
    for hours, reached in ((1, 1), (2, 2), (4, 3), (90, 3)):
        later = now + hours * HOUR
        for number, actor in enumerate(in_turn(house)):
            at = {"session": session, "actor": actor, "organisation_id": house.scene.organisation.id, "now": later}
            assert count_asked(**at) == int(number < reached)
            answering = doing(session, talk, actor, later)
            if number >= reached:
                assert refused(
                    lambda given=answering, at=later: answer_talk(**given, starts_at=at + HOUR, expected_version=1)
                ) == ("not_allowed")
    (told,) = own(session, house, now + 5 * HOUR)
    assert (told.late, told.answers.name) == (("Ruth Winther", "Inger Lund"), "Jonas Holm")
    (told,) = own(session, house, now + 90 * HOUR)
    assert told.is_late
    assert [row.is_late for row in seen(session, house, house.as_psychologist, now + 3 * HOUR)] == [True]
    assert [row.is_late for row in seen(session, house, house.as_lead, now + 3 * HOUR)] == [False]


def test_the_next_gets_a_mail_on_their_turn_unless_it_was_answered_and_no_mail_says_what_it_is(session, house, now):
    talk = ask(session, house, now)
    waits = [row for row in session.exec(select(OutboxItem)) if row.params.get("message") == "talk_waits"]
    assert [(row.params["person_id"], row.due_at) for row in sorted(waits, key=lambda row: row.due_at)] == [
        (str(house.lead.id), now + 2 * HOUR),
        (str(house.scene.coordinator.id), now + 4 * HOUR),
    ]
    answer_talk(**doing(session, talk, house.as_psychologist, now), starts_at=now + HOUR, expected_version=1)
    for row in session.exec(select(OutboxItem)).all():
        written = composed(session, Settings(), row, now)
        if row in waits:
            assert written is None
        elif str(row.params["message"]).startswith("talk_"):
            assert written is not None
            assert not any(word in written.subject + written.body for word in ("Karen", "rise", "Broholdet", "psyk"))
    assert mails(session, "talk_answered") == [str(house.scene.volunteer.id)]


def test_it_is_answered_moved_and_held_and_nothing_else_is_kept(session, house, now):
    talk = ask(session, house, now)
    by = doing(session, talk, house.as_psychologist, now)
    answer_talk(**by, starts_at=now + HOUR, expected_version=1)
    assert refused(lambda: answer_talk(**by, starts_at=now + HOUR, expected_version=1)) == "changed_meanwhile"
    assert refused(lambda: answer_talk(**by, starts_at=now - HOUR, expected_version=2)) == "date_past"
    far = now + timedelta(days=400)
    assert refused(lambda: answer_talk(**by, starts_at=far, expected_version=2)) == "day_late"
    answer_talk(**by, starts_at=now + 2 * HOUR, expected_version=2)
    assert mails(session, "talk_moved") == [str(house.scene.volunteer.id)]
    (told,) = own(session, house, now)
    assert (told.state, told.starts_at, told.answers.name) == (TalkState.PLANNED, now + 2 * HOUR, "Ruth Winther")
    assert seen(session, house, house.as_lead, now + 90 * HOUR) == []
    today = local_day(now)
    tomorrow, long_ago = today + timedelta(days=1), today - timedelta(days=40)
    assert refused(lambda: talk_was_held(**by, held_on=tomorrow)) == "talk_held_future"
    assert refused(lambda: talk_was_held(**by, held_on=long_ago)) == "day_early"
    talk_was_held(**doing(session, talk, house.as_peer, now), held_on=today)
    talk_was_held(**doing(session, talk, house.as_peer, now), held_on=today)
    (told,) = own(session, house, now)
    assert (told.state, told.held_on, told.starts_at) == (TalkState.HELD, today, None)
    assert seen(session, house, house.as_psychologist, now) == []
    for does in (
        lambda: answer_talk(**by, starts_at=now + HOUR, expected_version=9),
        lambda: call_talk_off(**doing(session, talk, house.as_peer, now)),
    ):
        assert refused(does) == "talk_over"


def test_who_calls_at_once_says_that_they_talked(session, house, now):
    talk = ask(session, house, now)
    with_peer = doing(session, talk, house.as_peer, now)
    assert refused(lambda: talk_was_held(**with_peer, held_on=local_day(now))) == "not_allowed"
    talk_was_held(**doing(session, talk, house.as_psychologist, now), held_on=local_day(now))
    (told,) = own(session, house, now)
    assert (told.state, told.answers.name) == (TalkState.HELD, "Ruth Winther")


def test_who_cannot_passes_it_on_until_nobody_is_left(session, house, now):
    talk = ask(session, house, now)
    pass_talk_on(**doing(session, talk, house.as_psychologist, now))
    assert seen(session, house, house.as_psychologist, now) == []
    (told,) = own(session, house, now)
    assert (told.answers.name, told.answers.by, told.late) == ("Inger Lund", now + 2 * HOUR, ())
    answer_talk(**doing(session, talk, house.as_lead, now), starts_at=now + HOUR, expected_version=2)
    pass_talk_on(**doing(session, talk, house.as_lead, now))
    (told,) = own(session, house, now)
    assert (told.state, told.answers.name, told.starts_at) == (TalkState.WAITING, "Jonas Holm", None)
    assert refused(lambda: pass_talk_on(**doing(session, talk, house.scene.as_coordinator, now))) == "support_nobody"
    assert len(mails(session, "talk_passed_on")) == 2


def test_it_is_called_off_by_who_asked_and_nothing_is_left(session, house, now):
    talk = ask(session, house, now)
    for actor in in_turn(house):
        assert refused(lambda by=actor: call_talk_off(**doing(session, talk, by, now))) == "not_allowed"
    answer_talk(**doing(session, talk, house.as_psychologist, now), starts_at=now + HOUR, expected_version=1)
    call_talk_off(**doing(session, talk, house.as_peer, now))
    assert session.exec(select(SupportTalk)).all() == []
    assert mails(session, "talk_called_off") == [str(house.psychologist.id)]


def test_the_lead_asks_too_and_is_not_asked_themselves(session, house, now):
    ask(session, house, now, by=house.as_lead)
    (told,) = own(session, house, now, by=house.as_lead)
    assert (told.answers.name, told.then) == ("Ruth Winther", "Jonas Holm")
    assert own(session, house, now) == ()


def test_nobody_else_asks_or_learns_of_it(session, house, now):
    scene = house.scene
    stranger = a_member(session, scene.organisation, now, role=Role.PSYCHOLOGIST, name="Ida Krag")
    talk = ask(session, house, now)
    for role in COLLEAGUES:
        actor = an_actor(stranger, scene.organisation, role)
        assert refused(lambda by=actor: ask(session, house, now, by=by)) == "not_allowed"
        assert refused(lambda by=actor: own(session, house, now, by=by)) == "not_allowed"
        later = now + 900 * HOUR
        held = doing(session, talk, actor, later)
        assert refused(lambda by=held, at=later: talk_was_held(**by, held_on=local_day(at))) == "not_allowed"
        if role in (Role.TEAM_LEAD, Role.PSYCHOLOGIST):
            assert seen(session, house, actor, later) == []
    assert refused(lambda: ask(session, house, now, kind=SupportKind.MONTHLY)) == "not_found"
    shown = mails_to(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    answer_talk(**doing(session, talk, house.as_psychologist, now), starts_at=now + HOUR, expected_version=1)
    assert mails_to(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id) == shown
    for event in session.exec(select(AuditEvent)).all():
        if event.action.startswith("support."):
            assert event.subject_id == scene.organisation.id
            assert event.actor_id in (None, house.psychologist.id)


def test_where_nobody_is_there_it_is_said_and_nothing_waits(session, house, now):
    with transaction(session):
        for held in session.exec(select(Membership)):
            held.ended_at = now
            session.add(held)
    assert refused(lambda: ask(session, house, now)) == "support_nobody"
    assert talk_question(session=session, actor=house.as_peer, team_id=house.team.id, now=now).answers == {}


def test_what_a_psychologist_had_who_leaves_waits_for_the_one_who_takes_over(session, house, now):
    scene = house.scene
    talk = ask(session, house, now)
    answer_talk(**doing(session, talk, house.as_psychologist, now), starts_at=now + HOUR, expected_version=1)
    ida = a_member(session, scene.organisation, now, role=Role.PSYCHOLOGIST, name="Ida Krag")
    ids = session.exec(select(Membership.id).where(Membership.person_id == house.psychologist.id)).all()
    at = {"session": session, "actor": scene.as_coordinator}
    asked = departure(**at, organisation_id=scene.organisation.id, person_id=house.psychologist.id, membership_ids=ids)
    assert asked.held == {Duty.TEAM_TALKS: 1, Duty.SUPPORT: 1}
    leaving = Leaving(scene.organisation.id, house.psychologist.id, ids, {Duty.TEAM_TALKS: [ida.id]}, False)
    hand_over(**at, leaving=leaving, now=now)
    (told,) = own(session, house, now)
    assert (told.state, told.answers.name) == (TalkState.WAITING, "Ida Krag")
    assert [row.name for row in seen(session, house, an_actor(ida, scene.organisation, Role.PSYCHOLOGIST), now)] == [
        "Karen Møller"
    ]


@pytest.mark.parametrize("how", ["leaves", "ends", "months"])
def test_nothing_is_left_when_a_peer_leaves_the_team_or_the_months_are_over(session, house, now, how):
    held = ask(session, house, now)
    talk_was_held(**doing(session, held, house.as_psychologist, now), held_on=local_day(now))
    coming = ask(session, house, now)
    answer_talk(**doing(session, coming, house.as_psychologist, now), starts_at=now + HOUR, expected_version=1)
    by = {"session": session, "actor": house.scene.as_coordinator, "now": now}
    if how == "months":
        forget_talks_on_their_day(session, days_later(now, 364))
        assert len(session.exec(select(SupportTalk)).all()) == 2
        forget_talks_on_their_day(session, days_later(now, 367))
        assert [each.id for each in session.exec(select(SupportTalk)).all()] == [coming.id]
        return
    if how == "leaves":
        leave_team(**by, member_id=house.member.id)
    else:
        end_team(**by, team_id=house.team.id)
    assert session.exec(select(SupportTalk)).all() == []
    assert mails(session, "talk_called_off") == [str(house.psychologist.id)]


def test_an_organisation_writes_what_it_promises_with_all_that_is_wrong_told_at_once(session, house, now):
    scene = house.scene
    admin = an_actor(a_member(session, scene.organisation, now, role=Role.ADMIN), scene.organisation, Role.ADMIN)
    at = {"session": session, "actor": admin, "organisation_id": scene.organisation.id}
    wrong = SupportDetails(crisis_hours=0, from_hour=16, to_hour=8, acute_phone="12")
    with pytest.raises(ManyRefused) as told:
        save_support(**at, details=wrong, expected_version=0, now=now)
    assert list(told.value.by_field) == ["crisis_hours", "to_hour", "acute_phone"]
    save_support(**at, details=SupportDetails(crisis_hours=1, acute_phone="70 00 99 21"), expected_version=0, now=now)
    stored = read_support(**at)
    assert (stored.details.crisis_hours, stored.details.acute_phone, stored.version) == (1, "+45 70 00 99 21", 1)
    again = SupportDetails()
    assert refused(lambda: save_support(**at, details=again, expected_version=0, now=now)) == "changed_meanwhile"
    by_another = {**at, "actor": scene.as_coordinator}
    assert refused(lambda: save_support(**by_another, details=again, expected_version=1, now=now)) == "not_allowed"
    ask(session, house, now)
    assert own(session, house, now)[0].answers.by == now + HOUR


def test_a_crisis_stands_before_what_has_waited_longer(session, house, now):
    ask(session, house, now, kind=SupportKind.CLARIFYING)
    ask(session, house, now + HOUR)
    kinds = [row.kind for row in seen(session, house, house.as_psychologist, now + HOUR)]
    assert kinds == [SupportKind.CRISIS, SupportKind.CLARIFYING]
    assert [talk.kind for talk in own(session, house, now + HOUR)] == kinds


def test_what_one_has_said_yes_to_is_suggested_to_nobody_else(session, house, now):
    crisis, calm = ask(session, house, now), ask(session, house, now, SupportKind.CLARIFYING)
    (row, other) = seen(session, house, house.as_psychologist, now)
    chosen = row.suggested[1]
    assert chosen in other.suggested
    answering = doing(session, crisis, house.as_psychologist, now)
    answer_talk(**answering, starts_at=chosen, expected_version=crisis.version)
    waiting = next(each for each in seen(session, house, house.as_psychologist, now) if each.talk_id == calm.id)
    assert chosen not in waiting.suggested
    assert len(waiting.suggested) == 3
    planned = monthly_talks(session=session, actor=house.as_psychologist, team_id=house.team.id, now=now)
    assert chosen not in planned.suggested
