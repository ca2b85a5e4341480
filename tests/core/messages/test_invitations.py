"""A mail that tells a day brings it along as calendar programs take it: asked for, moved, called off, by one `uid`."""

from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
import vobject
from icalendar import Calendar
from sqlmodel import Session, col, select

from core.calendar_feed.events import CalendarEvent
from core.calendar_feed.ical import Invited, MailMethod, as_mailed
from core.calendar_feed.service import make_feed, my_events
from core.courses.leading import set_instructors
from core.courses.modules import tick_off
from core.courses.rules import LeaderSpan, ModuleTime
from core.courses.service import cancel_course, move_modules, remove_module
from core.cover.rules import CoverAnswer
from core.cover.service import answer_cover
from core.i18n import COPENHAGEN, local_day
from core.messages.composing import composed
from core.messages.post import Mail, _message
from core.notices.service import WAITS
from core.recognition.giving import call_off, change
from core.startup import Portal
from db.courses import CourseModule, CourseRun
from db.outbox import OutboxItem
from tests.builders import Scene, a_scene, an_actor
from tests.core.courses.builders import beside
from tests.core.cover.stories import a_course_ahead, able, asked_for, link_of
from tests.core.recognition.test_invitations import answers, plan, planned
from tests.core.register.test_documents import another

HOUR = timedelta(hours=1)
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
BETWEEN = Invited("Solbjerg; Kommune", "frivillig@solbjerg.example.dk", 'Karen "K" Møller', "karen@example.dk")


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def mails(portal: Portal, session: Session, scene: Scene, message: str, at: datetime) -> list[Mail]:
    """The mails with this message to the scene's volunteer, as they would go at a time."""
    items = session.exec(select(OutboxItem).order_by(OutboxItem.created_at))  # type: ignore[arg-type]
    wanted = [
        item
        for item in items
        if item.params.get("message") == message and item.params["person_id"] == str(scene.volunteer.id)
    ]
    found = [composed(session, portal.settings, item, at) for item in wanted]
    return [mail for mail in found if mail is not None]


def events(mail: Mail) -> list[tuple[str, Any]]:
    """What its calendar files ask for, and of which event, as icalendar reads them."""
    read: list[Any] = [Calendar.from_ical(part.content) for part in mail.calendar]
    return [(str(each["method"]), each.walk("VEVENT")[0]) for each in read]


def lead(session: Session, scene: Scene, run: CourseRun, now: datetime, *leading: LeaderSpan) -> None:
    session.refresh(run)
    set_instructors(
        session=session,
        actor=scene.as_coordinator,
        run_id=run.id,
        leading=leading,
        expected_version=run.version,
        now=now,
    )


def move(session: Session, scene: Scene, run: CourseRun, number: int, by: timedelta, now: datetime) -> CourseModule:
    session.refresh(run)
    module = session.exec(
        select(CourseModule).where(CourseModule.course_run_id == run.id, CourseModule.number == number)
    ).one()
    move_modules(
        session=session,
        actor=scene.as_coordinator,
        run_id=run.id,
        moved={number: ModuleTime(module.starts_at + by, module.ends_at + by)},
        expected_version=run.version,
        now=now,
    )
    return module


def test_whoever_joins_a_course_gets_each_module_as_the_feed_has_it(portal, session, scene, now):
    other = beside(session, scene, now, "Pia Makker")
    run = a_course_ahead(session, other, now)
    lead(session, scene, run, now, LeaderSpan(other.engagement.id), LeaderSpan(scene.engagement.id))
    (mail,) = mails(portal, session, scene, "course_leading", now)
    told = events(mail)
    assert [method for method, _event in told] == ["REQUEST"] * 3
    feed = [each for each in my_events(session=session, actor=scene.as_volunteer, now=now) if each.kind == "module"]
    assert {str(event["uid"]) for _method, event in told} == {f"{each.uid}@haandslag" for each in feed}
    assert {event.decoded("dtstart") for _method, event in told} == {each.starts for each in feed}
    assert {int(event["sequence"]) for _method, event in told} == {0}
    assert all("Pia" not in part.content.decode() for part in mail.calendar)


def test_what_is_moved_has_a_higher_number_each_time_and_what_is_called_off_is_taken_out(portal, session, scene, now):
    run = a_course_ahead(session, scene, now)
    module = move(session, scene, run, 2, HOUR, now)
    later = now + timedelta(hours=1)
    (mail,) = mails(portal, session, scene, "changed", now + WAITS)
    ((method, event),) = events(mail)
    assert (method, str(event["uid"]), int(event["sequence"])) == ("REQUEST", f"module-{module.id}@haandslag", 1)
    assert event.decoded("dtstart") == module.starts_at
    move(session, scene, run, 2, HOUR, later)
    newest = mails(portal, session, scene, "changed", later + WAITS)[-1]
    assert [int(each["sequence"]) for _method, each in events(newest)] == [2]
    session.refresh(run)
    cancel_course(
        session=session,
        actor=scene.as_coordinator,
        run_id=run.id,
        expected_version=run.version,
        now=later + HOUR,
    )
    (off,) = mails(portal, session, scene, "called_off", later + HOUR + WAITS)
    told = events(off)
    assert [(method, int(each["sequence"]), str(each["status"])) for method, each in told] == [
        ("CANCEL", 3, "CANCELLED")
    ] * 3
    assert f"module-{module.id}@haandslag" in {str(each["uid"]) for _method, each in told}


def test_what_was_held_of_a_course_that_is_not_held_to_its_end_stays_in_calendars(portal, session, scene, now):
    run = a_course_ahead(session, scene, now)
    first, *rest = session.exec(
        select(CourseModule).where(CourseModule.course_run_id == run.id).order_by(col(CourseModule.number))
    )
    after = first.ends_at + HOUR
    at: dict[str, Any] = {"session": session, "actor": scene.as_coordinator, "run_id": run.id, "now": after}
    tick_off(**at, number=1)
    session.refresh(run)
    cancel_course(**at, expected_version=run.version)
    (off,) = mails(portal, session, scene, "called_off", after + WAITS)
    assert [str(each["uid"]) for _method, each in events(off)] == [f"module-{each.id}@haandslag" for each in rest]
    feed = [each for each in my_events(session=session, actor=scene.as_volunteer, now=after) if each.kind == "module"]
    assert [each.uid for each in feed] == [f"module-{first.id}"]


def test_a_module_that_is_taken_out_of_a_course_is_taken_out_of_calendars(portal, session, scene, now):
    run = a_course_ahead(session, scene, now)
    last = session.exec(
        select(CourseModule).where(CourseModule.course_run_id == run.id, CourseModule.number == 3)
    ).one()
    uid = f"module-{last.id}@haandslag"
    session.refresh(run)
    remove_module(session=session, actor=scene.as_coordinator, run_id=run.id, expected_version=run.version, now=now)
    (mail,) = mails(portal, session, scene, "changed", now + WAITS)
    ((method, event),) = events(mail)
    assert (method, str(event["uid"]), int(event["sequence"])) == ("CANCEL", uid, 1)


def test_who_says_that_they_come_gets_the_day_and_who_has_not_said_so_hears_of_no_event(portal, session, now):
    scene = a_scene(session, now)
    bo = another(session, scene, now, name="Bo Dahl")
    made = planned(session, scene, bo, now, clock="kl. 17.30", place="Skovhytten")
    answers(session, scene, made, now)
    answers(session, bo, made, now)
    answers(session, bo, made, now, comes=False)
    (mail,) = mails(portal, session, scene, "event_coming", now + WAITS)
    assert mails(portal, session, bo, "event_coming", now + WAITS) == []
    ((method, event),) = events(mail)
    starts = datetime.combine(made.planned_on, time(17, 30), COPENHAGEN)
    assert (method, str(event["uid"]), event.decoded("dtstart")) == ("REQUEST", f"event-{made.id}@haandslag", starts)
    assert str(event["location"]) == "Skovhytten"
    feed = [each for each in my_events(session=session, actor=scene.as_volunteer, now=now) if each.kind == "event"]
    assert [(each.uid, each.title, each.starts) for each in feed] == [(f"event-{made.id}", "Skovtur", starts)]
    session.refresh(made)
    call_off(
        session=session, actor=scene.as_coordinator, recognition_id=made.id, expected_version=made.version, now=now
    )
    (off,) = mails(portal, session, scene, "called_off", now + WAITS)
    assert [(method, str(each["uid"])) for method, each in events(off)] == [("CANCEL", f"event-{made.id}@haandslag")]


def test_an_event_that_is_moved_is_moved_in_the_calendars_of_those_alone_who_come(portal, session, now):
    scene = a_scene(session, now)
    bo = another(session, scene, now, name="Bo Dahl")
    made = planned(session, scene, bo, now, answer_by=local_day(now) + timedelta(days=5))
    answers(session, scene, made, now)
    later = [each.kind for each in my_events(session=session, actor=bo.as_volunteer, now=now)]
    assert "reply" in later
    session.refresh(made)
    moved = plan(scene, now, planned_on=local_day(now) + timedelta(days=12))
    change(
        session=session,
        actor=scene.as_coordinator,
        recognition_id=made.id,
        plan=moved,
        expected_version=made.version,
        now=now,
    )
    (mail,) = mails(portal, session, scene, "changed", now + WAITS)
    ((method, event),) = events(mail)
    assert (method, event.decoded("dtstart")) == ("REQUEST", moved.planned_on)
    (unanswered,) = mails(portal, session, bo, "changed", now + WAITS)
    assert unanswered.calendar == ()


def test_a_change_that_is_undone_leaves_no_gap_and_what_is_told_last_is_what_holds(portal, session, scene, now):
    run = a_course_ahead(session, scene, now)
    move(session, scene, run, 1, HOUR, now)
    # Moved again while the first waits: one mail tells it, and counts once.
    module = move(session, scene, run, 1, HOUR, now + timedelta(minutes=5))
    (mail,) = mails(portal, session, scene, "changed", now + timedelta(minutes=5) + WAITS)
    ((_method, event),) = events(mail)
    assert (int(event["sequence"]), event.decoded("dtstart")) == (1, module.starts_at)


def test_who_leads_a_course_no_more_has_its_modules_taken_out(portal, session, scene, now):
    other = beside(session, scene, now, "Pia Makker")
    run = a_course_ahead(session, scene, now, other)
    lead(session, scene, run, now, LeaderSpan(other.engagement.id))
    (mail,) = mails(portal, session, scene, "course_not_leading", now)
    assert [method for method, _event in events(mail)] == ["CANCEL"] * 3


def test_who_comes_in_gets_the_module_and_who_is_away_has_it_taken_out_of_mail_and_feed(portal, session, scene, now):
    bo = able(session, scene, now, "Bo Dahl")
    run = a_course_ahead(session, scene, now)
    asked_for(session, scene, run, now, bo)
    answer_cover(session=session, token=link_of(session, bo), answer=CoverAnswer.YES, now=now)
    ((method, event),) = events(mails(portal, session, bo, "cover_yours", now)[0])
    assert method == "REQUEST"
    ((away, same),) = events(mails(portal, session, scene, "cover_found", now)[0])
    assert (away, str(same["uid"])) == ("CANCEL", str(event["uid"]))
    feed = my_events(session=session, actor=scene.as_volunteer, now=now)
    assert [each.kind for each in feed].count("module") == 2
    as_bo = an_actor(bo.volunteer, scene.organisation)
    assert str(event["uid"]) in {f"{each.uid}@haandslag" for each in my_events(session=session, actor=as_bo, now=now)}


def test_somebody_whose_calendar_fetches_the_feed_gets_no_file(portal, session, scene, now):
    run = a_course_ahead(session, scene, now)
    make_feed(session=session, actor=scene.as_volunteer, now=now)
    move(session, scene, run, 1, HOUR, now)
    (mail,) = mails(portal, session, scene, "changed", now + WAITS)
    assert mail.calendar == ()


def test_one_event_stands_where_programs_look_for_it_and_several_as_a_file_each(portal, session, scene, now):
    run = a_course_ahead(session, scene, now)
    move(session, scene, run, 1, HOUR, now)
    (mail,) = mails(portal, session, scene, "changed", now + WAITS)
    chosen = portal.settings.model_copy(update={"smtp_from": "portal@solbjerg.example.dk"})
    message = _message(chosen, mail, "karen@example.dk")
    assert message.get_content_type() == "multipart/mixed"
    alternative, attached = message.iter_parts()
    assert isinstance(alternative, EmailMessage)
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    for part in ([*alternative.iter_parts()][2], attached):
        assert part["Content-Type"].params["method"] == "REQUEST"
        assert Calendar.from_ical(part.get_content())["method"] == "REQUEST"
    assert str(attached.get_filename()).endswith(".ics")


@pytest.mark.parametrize("day", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)])
@pytest.mark.parametrize("method", list(MailMethod))
def test_both_readers_of_calendars_read_the_hour_that_was_meant_when_clocks_change(day, method):
    starts = datetime.combine(day, time(16), tzinfo=COPENHAGEN)
    event = CalendarEvent("module-1", "Kursus, modul 1", starts, starts + HOUR, "Birkehuset", "my-courses")
    file = as_mailed(event, BETWEEN, method=method, sequence=4, portal="https://portal.example", now=NOW)
    read: Any = Calendar.from_ical(file).walk("VEVENT")[0]
    assert (read.decoded("dtstart"), read.decoded("dtend")) == (starts, starts + HOUR)
    assert int(read["sequence"]) == 4
    assert str(read["organizer"]) == "mailto:frivillig@solbjerg.example.dk"
    assert read["organizer"].params["cn"] == "Solbjerg; Kommune"
    assert str(read["attendee"]) == "mailto:karen@example.dk"
    assert (read["attendee"].params["rsvp"], read["attendee"].params["cn"]) == ("FALSE", "Karen 'K' Møller")
    other = vobject.readOne(file.decode())
    assert (other.method.value, other.vevent.uid.value) == (str(method), "module-1@haandslag")
    assert other.vevent.dtstart.value == starts
