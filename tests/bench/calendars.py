"""A calendar of 2,000 events: the feed as somebody's calendar fetches it, and a mail's event as it is written."""

from collections.abc import Iterator
from datetime import timedelta
from time import process_time
from uuid import UUID

from core.calendar_feed.events import events_of
from core.calendar_feed.ical import Invited, MailMethod, as_ics, as_mailed
from core.calendar_feed.service import feed_at, make_feed, my_feed
from core.i18n import utc_now
from core.startup import Portal
from db.courses import CourseInstructor, CourseModule, CourseRun
from db.engine import transaction
from tests.bench.report import Figure
from tests.builders import a_scene, an_account

EVENTS, TIMES = 2000, 12
MOST_MS = 100.0
PORTAL = "https://portal.example"


def measure(portal: Portal, events: int = EVENTS) -> Iterator[Figure]:
    """CPU milliseconds of the whole feed, from its secret address to its last byte, and of each part."""
    with portal.session() as session:
        now = utc_now()
        scene = a_scene(session, now, programme="laer_at_tackle")
        an_account(session, scene.volunteer, now)
        with transaction(session):
            run = CourseRun(
                organisation_id=scene.organisation.id,
                programme="laer_at_tackle",
                name="Lær at tackle hverdagen, en aften om ugen",
                place="Mødestedet Broen, Havnegade 4",
                created_by_id=scene.coordinator.id,
                created_at=now,
            )
            session.add(run)
            session.flush()
            session.add(CourseInstructor(course_run_id=run.id, engagement_id=scene.engagement.id))
            for number in range(1, events + 1):
                starts = now + timedelta(days=number)
                session.add(
                    CourseModule(
                        id=UUID(int=number),
                        course_run_id=run.id,
                        number=number,
                        starts_at=starts,
                        ends_at=starts + timedelta(hours=2),
                    )
                )
        make_feed(session=session, actor=scene.as_volunteer, now=now)
        feed = my_feed(session=session, actor=scene.as_volunteer)
        assert feed is not None
        token, person_id = feed.token, scene.volunteer.id
        whole, reading, writing = [], [], []
        for _time in range(TIMES):
            session.rollback()
            session.expunge_all()
            began = process_time()
            content = feed_at(session=session, token=token, portal=PORTAL, now=now)
            whole.append(1000 * (process_time() - began))
            assert content is not None
            if content.count(b"BEGIN:VEVENT") < events:
                raise RuntimeError("not all events are in the feed")
            session.expunge_all()
            began = process_time()
            found = events_of(session, person_id, now)
            reading.append(1000 * (process_time() - began))
            began = process_time()
            as_ics(found, called="Mine dage", portal=PORTAL, now=now)
            writing.append(1000 * (process_time() - began))
        between = Invited("Solbjerg Kommune", "frivillig@solbjerg.example.dk", "Karen Møller", "karen@example.dk")
        began = process_time()
        for event in found:
            as_mailed(event, between, method=MailMethod.REQUEST, sequence=1, portal=PORTAL, now=now)
        mailed = 1000 * (process_time() - began)
    yield Figure(f"a feed of {events} events, from its address to its last byte", "CPU ms", whole, MOST_MS)
    yield Figure("of it, reading", "CPU ms", reading)
    yield Figure("of it, writing", "CPU ms", writing)
    yield Figure(f"{events} events, each as a file of a mail", "CPU ms", [mailed])
