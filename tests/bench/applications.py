"""Very many applications: the board as a coordinator opens it, and what a flood of invented ones does to others."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from multiprocessing import get_context
from threading import Thread
from time import monotonic, process_time

import websockets
from sqlmodel import Session, col, select

from core.access.guessing import Caller
from core.access.sessions import log_in_demonstration
from core.applications.applying import confirm_by_mail, mail_key, send
from core.demo.service import load_without_code
from core.errors import DomainError
from core.i18n import utc_now
from core.settings import Settings
from core.startup import Portal, prepare, use
from db.applications import Application
from db.engine import transaction
from db.tasks import TaskCall
from pages.routes.state import SESSION_COOKIE
from tests.bench.pages import asks, serving, visit
from tests.bench.report import Figure
from tests.core.applications.builders import answer_all, begun, sent

APPLICATIONS, FORGED = 2000, 10_000
MOST_MS, WAITS_MS = 60.0, 1000.0
COORDINATOR, BOARD = "mette", "applications"
AT_ONCE = 200
A_QUARTER = 90


def measure_board(portal: Portal, count: int = APPLICATIONS) -> Iterator[Figure]:
    """CPU milliseconds of a rerun of the board with `count` applications that wait, sent over a quarter of a year."""
    with portal.session() as session:
        now = utc_now()
        token = _demonstration(session, now)
        _many(session, _call(session), count, now)
    with serving(portal) as (pid, port):
        samples = asyncio.run(visit(pid, port, BOARD, token))
    yield Figure(f"the board of {count} applications", "CPU ms", samples, MOST_MS)


def measure_flood(portal: Portal, count: int = FORGED, senders: int = 1, seconds: float = 0) -> Iterator[Figure]:
    """What `count` invented applications cost that `senders` processes send as fast as they can, within `seconds`
    where that is not 0: from as many addresses, and then from one. How long others wait for the board meanwhile, how
    many came into it, and whether somebody who means it comes through."""
    with portal.session() as session:
        token = _demonstration(session, utc_now())
        call = _call(session)
        before = _on_board(session)
    for whence in Whence:
        flood = _Flood(portal, call, Forging(whence, -(-count // senders), seconds), senders)
        with serving(portal) as (_pid, port):
            began = monotonic()
            flood.start()
            waits = asyncio.run(_waits(port, token, flood))
            took = monotonic() - began
        told = f"invented applications from {whence}"
        yield Figure(f"{told}, the whole of it", "s", [took])
        yield Figure(f"{told}", "sent or refused", [len(flood.spent)])
        yield Figure(f"{told}", "refused", [flood.refused])
        yield Figure("one of them", "CPU ms", flood.spent or [0.0])
        yield Figure("a coordinator’s board meanwhile", "ms", waits, WAITS_MS)
        yield Figure("of its answers later than that", "%", [100 * sum(each > WAITS_MS for each in waits) / len(waits)])
    with portal.session() as session:
        now, arrived = utc_now(), _on_board(session) - before
        yield Figure("of them on the board", "applications", [arrived])
        own, _row = sent(session, call, now, "mener-det@example.dk")
        confirm_by_mail(session=session, token=own, key=mail_key(own), now=now)
        yield Figure("one who means it, on the board", "applications", [_on_board(session) - before - arrived])


class Whence(StrEnum):
    """Where a flood comes from."""

    MANY = "as many addresses"
    ONE = "one address"


@dataclass(frozen=True)
class Forging:
    """What one sender does: how many it sends, and for how long at most, 0 for as long as it takes."""

    whence: Whence
    count: int
    seconds: float


class _Flood(Thread):
    """Senders in processes of their own, and what they tell when they have ended: CPU milliseconds of each piece, and
    how many were refused."""

    def __init__(self, portal: Portal, call: TaskCall, forging: Forging, senders: int) -> None:
        super().__init__()
        self.spent: list[float] = []
        self.refused = 0
        told = (portal.settings.database, portal.settings.secret, call.address, forging)
        self._todo = [(*told, number) for number in range(senders)]

    def run(self) -> None:
        with ProcessPoolExecutor(len(self._todo), mp_context=get_context("spawn")) as processes:
            for spent, refused in processes.map(_forge, self._todo):
                self.spent += spent
                self.refused += refused


def _forge(todo: tuple[str, str, str, Forging, int]) -> tuple[list[float], int]:
    database, secret, address, forging, sender = todo
    portal = prepare(Settings(DATABASE_URL=database, HANDSLAG_SECRET=secret))
    use(portal)
    spent: list[float] = []
    refused = 0
    with portal.session() as session:
        call = session.exec(select(TaskCall).where(TaskCall.address == address)).one()
        session.expunge(call)
        until = monotonic() + forging.seconds
        for number in range(forging.count):
            if forging.seconds and monotonic() > until:
                break
            began, now = process_time(), utc_now()
            from_there = "192.0.2.7"
            if forging.whence is Whence.MANY:
                from_there = f"2001:db8:{sender:x}{number // 65536:02x}:{number % 65536:x}::"
            try:
                token = begun(session, call, now, f"ib{sender}.{number}@example.dk", Caller(from_there, ""))
                answer_all(session, token, now)
                send(session=session, token=token, now=now)
            except DomainError:
                refused += 1
            spent.append(1000 * (process_time() - began))
            session.expunge_all()
    return spent, refused


def _demonstration(session: Session, now: datetime) -> str:
    load_without_code(session=session, now=now)
    return log_in_demonstration(session=session, login_name=COORDINATOR, device="", now=now).token


def _call(session: Session) -> TaskCall:
    call = session.exec(select(TaskCall).where(col(TaskCall.closed_at).is_(None))).first()
    if call is None:
        raise RuntimeError("the demonstration has no open call")
    session.expunge(call)
    return call


def _many(session: Session, call: TaskCall, count: int, now: datetime) -> None:
    _token, row = sent(session, call, now)
    said = row.model_dump(exclude={"id", "token", "token_hash", "name", "begun_at", "submitted_at", "set_aside_at"})
    for first in range(0, count, AT_ONCE):
        with transaction(session):
            for number in range(first, min(first + AT_ONCE, count)):
                at = now - timedelta(days=number % A_QUARTER, minutes=number)
                made = Application(
                    **said, token=f"t{number}", token_hash=f"h{number}", name=f"Ib Krogh {number}", begun_at=at
                )
                made.submitted_at = at
                session.add(made)


def _on_board(session: Session) -> int:
    waits = select(Application.id).where(
        col(Application.submitted_at).is_not(None), col(Application.set_aside_at).is_(None)
    )
    return len(session.exec(waits).all())


async def _waits(port: int, token: str, flood: Thread) -> list[float]:
    """How many milliseconds each asking for the board takes, again and again until the flood is over."""
    waits: list[float] = []
    async with websockets.connect(
        f"ws://127.0.0.1:{port}/_stcore/stream",
        subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol("bench")],
        additional_headers={"Cookie": f"{SESSION_COOKIE}={token}"},
        max_size=None,
    ) as server:
        await asks(server, BOARD, "")
        while flood.is_alive() or not waits:
            began = monotonic()
            await asks(server, BOARD, "")
            waits.append(1000 * (monotonic() - began))
            await asyncio.sleep(0.2)
    return waits
