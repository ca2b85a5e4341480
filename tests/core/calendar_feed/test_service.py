"""Somebody's own calendar: theirs alone, the same however a program reads it, and shut when they say so."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, delete, select

from core.calendar_feed.events import CalendarEvent
from core.calendar_feed.ical import as_ics
from core.calendar_feed.service import close_feed, feed_at, make_feed, my_events, my_feed
from core.i18n import local_day
from core.offers.rules import Audience, OfferKind, SignUpState
from db.approvals import Approval
from db.clarification import ClarificationMeeting
from db.courses import CourseInstructor, CourseRun
from db.engine import transaction
from db.offers import Offer, OfferAttendance
from db.people import Account, Engagement
from db.talks import Talk
from tests.builders import Scene, a_scene, an_actor
from tests.core.approvals.stories import a_course, a_supervision

PORTAL = "https://portal.example"


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


@pytest.fixture
def today(now) -> date:
    return local_day(now)


def an_offer(session: Session, scene: Scene, now, standing: SignUpState, title: str) -> None:
    with transaction(session):
        offer = Offer(
            organisation_id=scene.organisation.id,
            kind=OfferKind.TALK,
            title=title,
            place="Biblioteket",
            starts_at=now + timedelta(days=20),
            ends_at=now + timedelta(days=20, hours=2),
            whom=Audience.EVERYBODY,
            sign_up_by=local_day(now + timedelta(days=9)),
            created_by_id=scene.coordinator.id,
            created_at=now,
        )
        session.add(offer)
        session.flush()
        session.add(OfferAttendance(offer_id=offer.id, person_id=scene.volunteer.id, standing=standing, at=now))


def titles(events: list[CalendarEvent]) -> list[str]:
    return [event.title for event in events]


def test_everybody_finds_what_is_theirs_and_nobody_elses(session, now, today, scene):
    a_course(session, scene, today + timedelta(days=3), held=False)
    a_supervision(session, scene, today + timedelta(days=4), held=False)
    an_offer(session, scene, now, SignUpState.SIGNED_UP, "Højtlæsning")
    an_offer(session, scene, now, SignUpState.INVITED, "Sang")
    an_offer(session, scene, now, SignUpState.DECLINED, "Dans")
    with transaction(session):
        own = {"organisation_id": scene.organisation.id, "engagement_id": scene.engagement.id}
        by = {"recorded_by_id": scene.coordinator.id, "created_at": now}
        session.add(ClarificationMeeting(**own, **by, starts_at=now + timedelta(days=2), place="Rådhuset"))
        session.add(Talk(**own, **by, kind="three_months", planned_on=today + timedelta(days=5)))
        session.add(
            Approval(
                **own,
                decision="approved",
                decided_on=today,
                valid_until=today + timedelta(days=700),
                decided_by_id=scene.coordinator.id,
                created_at=now,
            )
        )
        engagement = session.get_one(Engagement, scene.engagement.id)
        engagement.begins_on = today + timedelta(days=1)
    volunteer, contact, coordinator = (
        my_events(session=session, actor=an_actor(who, scene.organisation), now=now)
        for who in (scene.volunteer, scene.contact_person, scene.coordinator)
    )
    assert titles(volunteer) == [
        "Din første dag",
        "Afklaringsmøde",
        "Lær at tackle hverdagen, modul 1",
        "Vejledning",
        "Snak med din koordinator",
        "Sig ja eller nej: Sang",
        "Lær at tackle hverdagen, modul 2",
        "Højtlæsning",
        "Din godkendelse udløber",
    ]
    assert titles(contact) == ["Vejledning"]
    assert titles(coordinator) == ["Afklaringsmøde", "Snak med en frivillig"]
    names = (scene.volunteer.name, scene.contact_person.name, scene.coordinator.name)
    told = as_ics(volunteer + contact + coordinator, called="Mine dage", portal=PORTAL, now=now).decode()
    assert not any(name in told for name in names)


def test_what_was_called_off_moved_on_or_is_long_gone_is_in_nobodys_calendar(session, now, today, scene):
    off = a_course(session, scene, today + timedelta(days=3), held=False)
    led = a_course(session, scene, today + timedelta(days=4), held=False)
    a_course(session, scene, today - timedelta(days=120))
    supervision = a_supervision(session, scene, today + timedelta(days=4), held=False)
    with transaction(session):
        session.get_one(CourseRun, off.id).cancelled_at = now
        supervision.cancelled_at = now
        session.add(supervision)
        instructor = session.exec(select(CourseInstructor).where(CourseInstructor.course_run_id == led.id)).one()
        instructor.to_module = 1
    found = my_events(session=session, actor=an_actor(scene.volunteer, scene.organisation), now=now)
    assert titles(found) == ["Din første dag", "Lær at tackle hverdagen, modul 1"]


def test_an_address_is_shut_when_it_is_made_anew_closed_or_its_owner_cannot_log_in(session, now, scene):
    actor = an_actor(scene.volunteer, scene.organisation)
    with transaction(session):
        session.add(Account(person_id=scene.volunteer.id, login_name="karen", passphrase_hash="x", created_at=now))

    def address() -> str:
        make_feed(session=session, actor=actor, now=now)
        found = my_feed(session=session, actor=actor)
        assert found is not None
        return found.token

    def opens(token: str) -> bool:
        return feed_at(session=session, token=token, portal=PORTAL, now=now) is not None

    first, second = address(), address()
    assert (opens(first), opens(second), opens("")) == (False, True, False)
    close_feed(session=session, actor=actor, now=now)
    assert not opens(second)
    third = address()
    with transaction(session):
        session.exec(select(Account).where(Account.person_id == scene.volunteer.id)).one().passphrase_hash = ""
    assert not opens(third)
    with transaction(session):
        session.execute(delete(Account).where(col(Account.person_id) == scene.volunteer.id))
    assert not opens(third)
