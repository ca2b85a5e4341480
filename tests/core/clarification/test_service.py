"""A clarification meeting through its services: who may do what, what is kept apart, and what comes out of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from core.access.permissions import Role
from core.clarification.holding import MeetingResult, PointDetails, add_point, take_point_away
from core.clarification.planning import (
    MeetingDetails,
    accept_meeting,
    ask_for_another_day,
    finish_preparation,
    propose_meeting,
    save_preparation,
    undo_proposal,
)
from core.clarification.reading import meeting_of, my_meetings
from core.clarification.rules import DoneBy, MeetingOutcome, MeetingSide, MeetingTurn, NotNowReason
from core.errors import DomainError, ManyRefused
from core.i18n import local_day
from core.journey.service import my_path
from core.journey.steps import StepKind, StepStatus
from core.notices.service import waiting_notice
from core.talks.rules import TalkKind
from core.talks.service import talks_of
from db.audit import AuditEvent
from db.clarification import ClarificationAnswer
from db.outbox import OutboxItem
from db.people import Engagement
from tests.builders import Scene, a_member, a_scene, an_account, an_actor
from tests.core.clarification.stories import A_WEEK, accepted, closed, finished, proposed, seen_by, written

VOLUNTEER, ORGANISATION = MeetingSide.VOLUNTEER, MeetingSide.ORGANISATION
AGREED = MeetingResult(held_on=None, outcome=MeetingOutcome.AGREED, honorarium="")
NOT_NOW = MeetingResult(held_on=None, outcome=MeetingOutcome.NOT_NOW, reason=NotNowReason.TIMING)


@pytest.fixture
def scene(session: Session, now) -> Scene:
    made = a_scene(session, now, programme="laer_at_tackle")
    an_account(session, made.volunteer, now)
    return made


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def the_step(session, scene, now, kind=StepKind.CLARIFY):
    (path,) = my_path(session=session, actor=scene.as_volunteer, today=local_day(now))
    return next(step for step in path.steps if step.kind is kind)


def test_a_day_is_proposed_answered_and_another_one_found_and_what_was_prepared_stays(session, scene, now):
    step = the_step(session, scene, now)
    assert (step.status, step.reason, step.owner) == (StepStatus.WAITING, "plan", "coordinator")
    meeting = proposed(session, scene, now)
    assert the_step(session, scene, now).owner == "volunteer"
    written(session, scene, meeting, VOLUNTEER, now, courses_a_year="To om året.")
    as_volunteer: dict[str, Any] = {
        "session": session,
        "actor": scene.as_volunteer,
        "meeting_id": meeting.id,
        "now": now,
    }
    ask_for_another_day(**as_volunteer, wish="Torsdage er bedst.", expected_version=1)
    view = seen_by(session, scene, ORGANISATION, now)
    assert view.meeting is not None
    assert (view.turn, view.meeting.wish) == (MeetingTurn.ANOTHER_DAY, "Torsdage er bedst.")
    assert refused(lambda: proposed(session, scene, now, expected_version=1)) == "changed_meanwhile"
    again = proposed(session, scene, now, expected_version=2, starts_at=now + 2 * A_WEEK)
    assert again.id == meeting.id
    # A yes to the day that was is none to this one.
    assert refused(lambda: accept_meeting(**as_volunteer, expected_version=2)) == "changed_meanwhile"
    accept_meeting(**as_volunteer, expected_version=3)
    view = seen_by(session, scene, VOLUNTEER, now)
    assert (view.turn, view.own["courses_a_year"].words) == (MeetingTurn.PREPARE, "To om året.")
    assert my_meetings(session=session, actor=scene.as_volunteer) == [scene.engagement.id]


def test_each_side_writes_alone_and_reads_the_other_when_both_have_finished_or_they_meet(session, scene, now):
    meeting = accepted(session, scene, now)
    written(session, scene, meeting, VOLUNTEER, now, first_course="I maj.")
    written(session, scene, meeting, ORGANISATION, now, first_course="I marts.", meetings="Hver måned.")
    finished(session, scene, meeting, VOLUNTEER, now)
    for side, own in ((VOLUNTEER, "I maj."), (ORGANISATION, "I marts.")):
        view = seen_by(session, scene, side, now)
        assert (view.own["first_course"].words, view.compared, view.paper) == (own, (), {})
    at_meeting = seen_by(session, scene, VOLUNTEER, now + A_WEEK)
    finished(session, scene, meeting, ORGANISATION, now)
    both = seen_by(session, scene, VOLUNTEER, now)
    assert both.turn is MeetingTurn.READY
    assert at_meeting.compared == both.compared
    told = {each.topic: (each.volunteer, each.organisation) for each in both.compared if each.sides}
    assert told == {"first_course": ("I maj.", "I marts."), "meetings": ("", "Hver måned.")}
    late = {"session": session, "actor": scene.as_volunteer, "meeting_id": meeting.id, "side": VOLUNTEER, "now": now}
    assert refused(lambda: finish_preparation(**late, done=False)) == "too_late"


def test_what_to_allow_for_is_read_and_written_by_the_two_alone(session, scene, now):
    meeting = accepted(session, scene, now)
    written(session, scene, meeting, VOLUNTEER, now, health="Pauser hver time.", partners="Gerne Bo.")
    other = a_member(session, scene.organisation, now, name="Ida Bruun")
    as_other = an_actor(other, scene.organisation, Role.COORDINATOR)
    agreed = PointDetails("health", "Vi holder pause hver time.", DoneBy.BOTH)
    point = add_point(
        session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, details=agreed, now=now
    )
    on_the_day = local_day(now + A_WEEK)
    about = {"session": session, "engagement_id": scene.engagement.id}
    theirs, own = (meeting_of(**about, actor=who, today=on_the_day) for who in (as_other, scene.as_coordinator))
    assert {each.topic for each in theirs.compared if each.sides} == {"partners"}
    assert {each.topic for each in own.compared if each.sides} == {"partners", "health"}
    assert (theirs.points, [each.topic for each in own.points]) == ((), ["health"])
    writes = {"session": session, "actor": as_other, "now": now}
    save: dict[str, Any] = {
        "meeting_id": meeting.id,
        "side": ORGANISATION,
        "expected_version": None,
        "words": "Vi har en mikrofon.",
    }
    assert refused(lambda: save_preparation(**writes, **save, topic="health")) == "not_allowed"
    assert refused(lambda: take_point_away(**writes, point_id=point.id)) == "not_allowed"
    assert refused(lambda: add_point(**writes, engagement_id=scene.engagement.id, details=agreed)) == "not_allowed"
    # Whoever follows the volunteer from now on reads it, and nobody else.
    engagement = session.get_one(Engagement, scene.engagement.id)
    engagement.coordinator_id = other.id
    session.add(engagement)
    session.commit()
    assert meeting_of(**about, actor=as_other, today=on_the_day).hidden == frozenset()
    assert meeting_of(**about, actor=scene.as_coordinator, today=on_the_day).hidden == {"health"}


def test_only_the_volunteer_and_coordinators_have_to_do_with_it_and_nobody_writes_for_the_other(session, scene, now):
    meeting = accepted(session, scene, now)
    stranger = a_member(session, scene.organisation, now, name="Ida Bruun", role=Role.CONTACT_PERSON)
    about = {"session": session, "engagement_id": scene.engagement.id, "today": local_day(now)}
    for who in (scene.as_contact_person, an_actor(stranger, scene.organisation)):
        assert refused(lambda who=who: meeting_of(**about, actor=who)) == "not_allowed"
    save: dict[str, Any] = {"session": session, "meeting_id": meeting.id, "topic": "pair", "words": "x", "now": now}
    for who, side in ((scene.as_volunteer, ORGANISATION), (scene.as_coordinator, VOLUNTEER)):
        does = {**save, "actor": who, "side": side, "expected_version": None}
        assert refused(lambda does=does: save_preparation(**does)) == "not_allowed"
    propose = {"session": session, "engagement_id": scene.engagement.id, "expected_version": 2, "now": now}
    assert refused(lambda: propose_meeting(**propose, actor=scene.as_volunteer, details=MeetingDetails(now))) == (
        "not_allowed"
    )


def test_what_somebody_wrote_is_saved_once_kept_encrypted_and_never_written_over(session, scene, now):
    meeting = accepted(session, scene, now)
    save: dict[str, Any] = {
        "session": session,
        "actor": scene.as_volunteer,
        "meeting_id": meeting.id,
        "side": VOLUNTEER,
        "topic": "health",
        "now": now,
    }
    first = save_preparation(**save, words="Pauser.", expected_version=None)
    assert first is not None
    same = save_preparation(**save, words=" Pauser. ", expected_version=None)
    assert same is not None
    assert (same.id, same.version) == (first.id, 1)
    assert refused(lambda: save_preparation(**save, words="Andet.", expected_version=None)) == "changed_meanwhile"
    assert refused(lambda: save_preparation(**save, words="010190-1234", expected_version=1)) == "cpr_not_wanted"
    raw = session.connection().exec_driver_sql("SELECT words FROM clarification_answer").scalar_one()
    assert b"Pauser" not in bytes(raw)
    assert save_preparation(**save, words="", expected_version=1) is None
    assert session.exec(select(ClarificationAnswer)).all() == []
    traced = session.exec(select(AuditEvent.action).where(AuditEvent.action == "clarification.prepared")).all()
    assert len(traced) == 2


def test_a_coordinator_writes_for_a_volunteer_who_does_everything_on_paper(session, now):
    scene = a_scene(session, now, programme="peer_stoette")
    meeting = proposed(session, scene, now, agreed=True)
    save: dict[str, Any] = {
        "session": session,
        "actor": scene.as_coordinator,
        "meeting_id": meeting.id,
        "side": VOLUNTEER,
        "now": now,
    }
    save_preparation(**save, topic="pair", words="Vi ringer.", expected_version=None)
    finish_preparation(**save)
    view = seen_by(session, scene, ORGANISATION, now)
    assert (view.paper["pair"].words, view.turn, view.own) == ("Vi ringer.", MeetingTurn.PREPARE_OURS, {})


def test_an_agreement_gives_the_path_its_days_and_cannot_be_had_twice(session, scene, now):
    accepted(session, scene, now)
    after = now + A_WEEK
    day = local_day(after)
    result = replace(
        AGREED,
        held_on=day,
        words="Vi glæder os.",
        trained_on=day + timedelta(days=30),
        first_course_on=day + timedelta(days=60),
        evaluation_on=day + timedelta(days=120),
        honorarium="Et gavekort til jul.",
        pair_guide=True,
    )
    meeting = closed(session, scene, after, result, 2)
    assert (meeting.honorarium, meeting.pair_guide_on, meeting.words) == ("Et gavekort til jul.", day, "Vi glæder os.")
    assert the_step(session, scene, after).status is StepStatus.DONE
    assert the_step(session, scene, after, StepKind.TRAINING).due_on == result.trained_on
    assert the_step(session, scene, after, StepKind.COURSE).due_on == result.first_course_on
    (talk,) = talks_of(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    assert (talk.kind, talk.planned_on) == (TalkKind.FOLLOW_UP, result.evaluation_on)
    for again in (
        lambda: closed(session, scene, after, result, 3),
        lambda: proposed(session, scene, after, expected_version=3),
        lambda: written(session, scene, meeting, VOLUNTEER, after, pair="For sent."),
    ):
        assert refused(again) == "clarification_held"


def test_not_now_asks_for_nothing_more_and_the_way_back_is_open(session, scene, now):
    accepted(session, scene, now)
    after = now + A_WEEK
    again_on = local_day(after) + timedelta(days=90)
    closed(session, scene, after, replace(NOT_NOW, held_on=local_day(after), again_on=again_on), 2)
    (path,) = my_path(session=session, actor=scene.as_volunteer, today=local_day(after))
    place = [step.kind for step in path.steps].index(StepKind.CLARIFY)
    assert (path.steps[place].status, path.steps[place].due_on) == (StepStatus.LATER, again_on)
    assert {step.status for step in path.steps[place + 1 :]} <= {StepStatus.LATER, StepStatus.NOW, StepStatus.DONE}
    assert {step.due_on for step in path.steps[place + 1 :] if step.open} <= {None}
    agreement = next(step for step in path.steps if step.id == "cooperation_agreement")
    assert (agreement.status, agreement.due_on) == (StepStatus.LATER, None)
    later = now + timedelta(days=97)
    assert the_step(session, scene, later).reason == "again"
    new = proposed(session, scene, later, starts_at=later + A_WEEK, expected_version=3)
    view = seen_by(session, scene, VOLUNTEER, later)
    assert view.meeting is not None
    assert (view.meeting.id, view.turn) == (new.id, MeetingTurn.ANSWER)


@pytest.mark.parametrize(
    ("result", "wrong"),
    [
        (replace(AGREED, honorarium=None), {"held_on": "date_invalid", "honorarium": "honorarium_missing"}),
        (replace(NOT_NOW, reason=None), {"held_on": "date_invalid", "reason": "reason_missing"}),
    ],
)
def test_all_that_is_missing_of_how_it_ended_is_told_at_once(session, scene, now, result, wrong):
    with pytest.raises(ManyRefused) as told:
        closed(session, scene, now, result, None)
    assert {field: error.code for field, error in told.value.by_field.items()} == wrong


def test_a_meeting_that_was_never_planned_here_is_written_down_afterwards(session, scene, now):
    meeting = closed(session, scene, now, replace(AGREED, held_on=local_day(now)), None)
    assert (meeting.starts_at, the_step(session, scene, now).status) == (None, StepStatus.DONE)


def test_a_programme_that_asks_for_no_meeting_has_none(session, now):
    scene = a_scene(session, now, programme="kommunal_frivillig")
    assert refused(lambda: seen_by(session, scene, ORGANISATION, now)) == "clarification_none_here"
    assert refused(lambda: proposed(session, scene, now)) == "clarification_none_here"


def test_a_day_that_is_proposed_moved_or_called_off_is_told_to_the_volunteer_and_to_nobody_else(session, scene, now):
    meeting = proposed(session, scene, now)
    later, day = now + timedelta(hours=1), now + 2 * A_WEEK
    proposed(session, scene, later, place="Havnen", starts_at=day, expected_version=meeting.version)
    # The same again, and what is settled with the agreement, is nothing to write about.
    again = later + timedelta(hours=1)
    proposed(session, scene, again, place="Havnen", starts_at=day, expected_version=meeting.version)
    closed(session, scene, later + timedelta(hours=2), replace(NOT_NOW, held_on=local_day(now)), meeting.version)
    told = [item.params for item in session.exec(select(OutboxItem).order_by(col(OutboxItem.created_at)))]
    assert [each["message"] for each in told] == ["given_a_day", "changed", "called_off"]
    assert {each["person_id"] for each in told} == {str(scene.volunteer.id)}
    assert {each["path"] for each in told} == {f"my-clarification?id={scene.engagement.id}"}


def test_a_day_undone_before_its_mail_goes_is_told_nobody(session, scene, now):
    meeting = proposed(session, scene, now)
    an_hour = now + timedelta(hours=1)
    proposed(session, scene, an_hour, place="Havnen", starts_at=meeting.starts_at, expected_version=meeting.version)
    soon = an_hour + timedelta(minutes=1)
    proposed(session, scene, soon, starts_at=meeting.starts_at, expected_version=meeting.version)
    assert waiting_notice(session=session, actor=scene.as_coordinator, subject_id=meeting.id, now=soon) is None


def test_a_proposed_day_is_taken_back_in_one_press_with_what_the_volunteer_had_answered_before(session, scene, now):
    def undo(at, **other):
        notice = waiting_notice(session=session, actor=scene.as_coordinator, subject_id=meeting.id, now=at)
        assert notice is not None
        asked = {"actor": scene.as_coordinator, "engagement_id": scene.engagement.id, **other}
        undo_proposal(session=session, notice_id=notice.notice_id, now=at, **asked)
        session.refresh(meeting)

    meeting = accepted(session, scene, now)
    known, an_hour = (meeting.starts_at, meeting.place, meeting.accepted_at), now + timedelta(hours=1)
    moved = {"place": "Havnen", "starts_at": now + 3 * A_WEEK}
    proposed(session, scene, an_hour, **moved, expected_version=meeting.version)
    assert meeting.accepted_at is None
    undo(an_hour + timedelta(minutes=1))
    assert (meeting.starts_at, meeting.place, meeting.accepted_at) == known
    assert waiting_notice(session=session, actor=scene.as_coordinator, subject_id=meeting.id, now=an_hour) is None
    # What has been answered, and what has been told, is not taken back.
    proposed(session, scene, an_hour, **moved, expected_version=meeting.version)
    soon = an_hour + timedelta(minutes=2)
    accept_meeting(
        session=session, actor=scene.as_volunteer, meeting_id=meeting.id, expected_version=meeting.version, now=soon
    )
    assert refused(lambda: undo(soon)) == "changed_meanwhile"
    assert refused(lambda: undo(soon, actor=scene.as_contact_person)) == "not_allowed"


def test_the_first_day_taken_back_leaves_a_meeting_without_one_and_a_told_one_is_told(session, scene, now):
    meeting = proposed(session, scene, now)
    notice = waiting_notice(session=session, actor=scene.as_coordinator, subject_id=meeting.id, now=now)
    assert notice is not None
    notice_id, late = notice.notice_id, now + timedelta(minutes=11)

    def undo(at) -> None:
        asked = {"actor": scene.as_coordinator, "engagement_id": scene.engagement.id}
        undo_proposal(session=session, notice_id=notice_id, now=at, **asked)

    assert refused(lambda: undo(late)) == "notice_sent"
    undo(now + timedelta(minutes=1))
    session.refresh(meeting)
    assert (meeting.starts_at, meeting.place) == (None, "")
    assert seen_by(session, scene, ORGANISATION, now).turn is MeetingTurn.PLAN
