"""What is moved or called off is told those concerned, in words and for their calendars, and nobody else."""

from datetime import time, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlmodel import Session, col, select

from core.access.permissions import COLLEAGUES, Role
from core.calendar_feed.service import my_events
from core.errors import DomainError, ManyRefused
from core.i18n import local_day
from core.messages.composing import composed
from core.messages.post import Mail
from core.notices.service import WAITS
from core.startup import Portal
from core.training.moving import call_off_gathering, call_off_round, move_day, move_gathering
from core.training.reading import next_of_training
from core.training.rounds import join_round
from core.training.rules import GatheringKind
from core.training.undoing import WaitingMove, undo_day_move, undo_gathering_change, waiting_moves
from db.engine import transaction
from db.outbox import OutboxItem
from db.people import Person
from db.training import TrainingDay, TrainingGathering
from tests.builders import an_actor
from tests.core.training.builders import TrainingScene, a_training, details_for

HOUR = timedelta(hours=1)


@pytest.fixture
def training(session: Session, now) -> TrainingScene:
    return a_training(session, now)


def by(session: Session, training: TrainingScene, now) -> dict[str, Any]:
    return {"session": session, "actor": training.house.scene.as_coordinator, "now": now}


def mails(portal: Portal, session: Session, message: str, at) -> dict[str, Mail]:
    """The mails with this message by name, as they would go at a time."""
    items = [each for each in session.exec(select(OutboxItem)) if each.params.get("message") == message]
    found = ((item, composed(session, portal.settings, item, at)) for item in items)
    return {session.get_one(Person, item.person_id).name: mail for item, mail in found if mail is not None}


def events(mail: Mail) -> list[tuple[str, Any]]:
    read: list[Any] = [Calendar.from_ical(part.content) for part in mail.calendar]
    return [(str(each["method"]), each.walk("VEVENT")[0]) for each in read]


def of_kind(session: Session, kind: GatheringKind) -> list[TrainingGathering]:
    asked = select(TrainingGathering).where(TrainingGathering.kind == kind)
    return list(session.exec(asked.order_by(col(TrainingGathering.starts_at))))


def waits(training: TrainingScene, **asked: Any) -> list[WaitingMove]:
    return waiting_moves(organisation_id=training.house.scene.organisation.id, **asked)


def refused(does) -> str:
    with pytest.raises(DomainError) as told:
        does()
    return told.value.code


def test_a_moved_day_is_told_each_who_has_it_and_the_workplace_once(portal, session, training, now):
    day = training.days(session)[-1]
    on = local_day(day.starts_at) + timedelta(days=1)
    move = {**by(session, training, now), "round_id": training.row.id, "plan_day": day.plan_day, "on": on}
    move_day(**move, begins_at=time(13), place="Salen")
    told = mails(portal, session, "changed", now + WAITS)
    scene = training.house.scene
    assert {*told} == {scene.volunteer.name, training.house.lead.name, scene.contact_person.name}
    own = told[scene.volunteer.name]
    assert all(word in own.body for word in ("Oplæringsdag", "Salen", "my-training"))
    ((method, event),) = events(own)
    assert (method, str(event["uid"])) == ("REQUEST", f"training-{day.id}@haandslag")
    assert event.decoded("dtstart") == training.days(session)[-1].starts_at
    # It is in no calendar of who is there for the team.
    around = told[scene.contact_person.name]
    assert events(around) == []
    assert f"training?id={training.house.team.id}" in around.body


def test_one_that_comes_again_is_moved_and_another_called_off_and_the_rest_stays(portal, session, training, now):
    first, second, *rest = of_kind(session, GatheringKind.AFTERNOON)
    stays = [(each.id, each.starts_at) for each in rest]
    on = local_day(first.starts_at) + timedelta(days=1)
    move_gathering(**by(session, training, now), gathering_id=first.id, on=on, begins_at=time(14), place="Biblioteket")
    call_off_gathering(**by(session, training, now), gathering_id=second.id)
    assert (local_day(first.starts_at), first.place, first.ends_at - first.starts_at) == (on, "Biblioteket", 2 * HOUR)
    left = of_kind(session, GatheringKind.AFTERNOON)
    assert [(each.id, each.starts_at) for each in left] == [(first.id, first.starts_at), *stays]
    names = {training.house.scene.volunteer.name, training.house.lead.name}
    moved, off = (mails(portal, session, message, now + WAITS) for message in ("changed", "called_off"))
    assert {*moved} == {*off} == names
    assert [method for method, _event in events(moved[training.house.lead.name])] == ["REQUEST"]
    ((method, event),) = events(off[training.house.lead.name])
    assert (method, str(event["summary"])) == ("CANCEL", "Faglig eftermiddag")
    assert "Faglig eftermiddag" in moved[training.house.lead.name].body


def test_what_is_at_the_workplace_is_told_who_is_there_for_the_team(portal, session, training, now):
    first = of_kind(session, GatheringKind.ACTIVITY)[0]
    call_off_gathering(**by(session, training, now), gathering_id=first.id)
    told = mails(portal, session, "called_off", now + WAITS)
    assert training.house.scene.contact_person.name in told


def test_a_gathering_that_was_or_is_gone_is_not_moved_and_all_that_is_wrong_is_told_at_once(session, training, now):
    first = of_kind(session, GatheringKind.EXPERIENCE)[0]
    again = {**by(session, training, now), "gathering_id": first.id}
    with pytest.raises(ManyRefused) as told:
        move_gathering(**again, on=None, begins_at=time(14), place=" ")
    assert {at: each.code for at, each in told.value.by_field.items()} == {
        "on": "date_invalid",
        "place": "words_missing",
    }
    later = {**again, "now": first.starts_at + HOUR}
    assert refused(lambda: call_off_gathering(**later)) == "not_found"
    call_off_gathering(**again)
    assert refused(lambda: call_off_gathering(**again)) == "not_found"


@pytest.mark.parametrize("role", [role for role in COLLEAGUES if role is not Role.COORDINATOR])
def test_nobody_else_moves_what_comes_again(session, training, now, role):
    first = of_kind(session, GatheringKind.AFTERNOON)[0]
    scene = training.house.scene
    for actor in (an_actor(training.house.psychologist, scene.organisation, role), training.house.as_lead):
        asked = {**by(session, training, now), "actor": actor, "gathering_id": first.id}
        assert refused(lambda asked=asked: call_off_gathering(**asked)) == "not_allowed"


def test_a_training_is_told_as_it_is_laid_and_as_it_is_called_off(portal, session, training, now):
    scene = training.house.scene
    peers, around = {scene.volunteer.name, training.house.lead.name}, scene.contact_person.name
    assert {*mails(portal, session, "training_laid", now)} == peers
    assert {*mails(portal, session, "training_begun", now)} == {training.house.lead.name, around}
    call_off_round(**by(session, training, now), round_id=training.row.id)
    assert {*mails(portal, session, "training_off", now)} == {*peers, around}


def test_a_day_that_is_laid_anew_stays_the_one_it_is_in_a_calendar(session, training, now):
    before = {each.plan_day: (each.id, each.starts_at) for each in training.days(session)}
    details = details_for({training.house.scene.engagement.id: (3, 4)}, local_day(now) + timedelta(days=2))
    join_round(**by(session, training, now), round_id=training.row.id, details=details)
    after = {each.plan_day: (each.id, each.starts_at) for each in training.days(session)}
    assert {plan_day: id_ for plan_day, (id_, _at) in after.items()} == {
        plan_day: id_ for plan_day, (id_, _at) in before.items()
    }
    assert after != before


def test_who_leads_a_team_and_is_no_peer_in_it_has_its_gatherings_too_and_once(session, training, now):
    def found() -> int:
        events = my_events(session=session, actor=training.house.as_lead, now=now)
        return sum(each.kind == "gathering" for each in events)

    total = len(session.exec(select(TrainingGathering)).all())
    assert found() == total
    with transaction(session):
        training.house.team.lead_id = training.house.psychologist.id
        session.add(training.house.team)
    assert found() == total
    held = my_events(session=session, actor=training.house.as_psychologist, now=now)
    assert sum(each.kind == "gathering" for each in held) == total


def test_a_peer_has_the_next_day_of_the_training_and_after_it_what_comes_again(session, training, now):
    def ahead(at):
        return next_of_training(session=session, actor=training.house.as_peer, now=at)

    mine = training.days(session)
    assert (ahead(now).starts_at, ahead(now).kind) == (mine[0].starts_at, None)
    assert ahead(now).called
    after = ahead(mine[-1].ends_at)
    assert (after.kind, after.called) == (GatheringKind.ACTIVITY, "")
    assert ahead(now + timedelta(days=2000)) is None
    stranger = an_actor(training.house.scene.coordinator, training.house.scene.organisation, Role.VOLUNTEER)
    assert next_of_training(session=session, actor=stranger, now=now) is None


def test_a_moved_day_is_taken_back_for_everybody_until_it_is_told(portal, session, training, now):
    on_round: dict[str, Any] = {**by(session, training, now), "round_id": training.row.id}

    def lying() -> dict[Any, Any]:
        return {day.id: (day.starts_at, day.ends_at, day.place) for day in session.exec(select(TrainingDay))}

    before, day = lying(), training.days(session)[-1]
    on = local_day(day.starts_at) + timedelta(days=1)
    move_day(**on_round, plan_day=day.plan_day, on=on, begins_at=time(13), place="Salen")
    (move,) = waits(training, **on_round)
    assert (move.plan_day, move.kind) == (day.plan_day, None)
    # One move for all who have the day, however many they are.
    concerned = {each.id for each in session.exec(select(TrainingDay)) if each.plan_day == day.plan_day}
    assert len(concerned) == 2
    assert {day_id for day_id, _notice in move.notices} == concerned
    undo_day_move(**on_round, notices=move.notices)
    assert lying() == before
    assert waits(training, **on_round) == []
    assert mails(portal, session, "changed", now + WAITS) == {}
    assert refused(lambda: undo_day_move(**on_round, notices=move.notices)) == "notice_sent"


def test_one_that_comes_again_is_taken_back_and_is_there_again_after_it_was_called_off(portal, session, training, now):
    on_round: dict[str, Any] = {**by(session, training, now), "round_id": training.row.id}
    as_of = by(session, training, now)
    moved, off, *_rest = of_kind(session, GatheringKind.AFTERNOON)
    before = [(each.id, each.kind, each.starts_at, each.ends_at, each.place) for each in (moved, off)]
    on = local_day(moved.starts_at) + timedelta(days=1)
    move_gathering(**as_of, gathering_id=moved.id, on=on, begins_at=time(9), place="Salen")
    call_off_gathering(**as_of, gathering_id=off.id)
    waiting = waits(training, **on_round)
    assert {(each.notices[0][0], each.kind) for each in waiting} == {
        (each[0], GatheringKind.AFTERNOON) for each in before
    }
    for each in waiting:
        ((gathering_id, notice_id),) = each.notices
        undo_gathering_change(**on_round, gathering_id=gathering_id, notice_id=notice_id)
    found = of_kind(session, GatheringKind.AFTERNOON)[:2]
    assert [(each.id, each.kind, each.starts_at, each.ends_at, each.place) for each in found] == before
    assert {
        *mails(portal, session, "changed", now + WAITS),
        *mails(portal, session, "called_off", now + WAITS),
    } == set()


def test_nobody_else_reads_or_takes_back_what_waits(session, training, now):
    scene = training.house.scene
    day = training.days(session)[-1]
    on = local_day(day.starts_at) + timedelta(days=1)
    moved = {**by(session, training, now), "round_id": training.row.id}
    move_day(**moved, plan_day=day.plan_day, on=on, begins_at=time(13), place="Salen")
    (move,) = waits(training, **moved)
    for actor in (training.house.as_lead, scene.as_contact_person, scene.as_volunteer):
        theirs = {**moved, "actor": actor}
        assert refused(lambda theirs=theirs: waits(training, **theirs)) == "not_allowed"
        assert refused(lambda theirs=theirs: undo_day_move(**theirs, notices=move.notices)) == "not_allowed"
