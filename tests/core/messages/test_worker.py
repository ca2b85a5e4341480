"""The background worker: one a process, and it stops when told."""

from datetime import datetime
from sqlite3 import OperationalError as SQLiteError
from threading import Event

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from core.i18n import utc_now
from core.messages import worker
from core.messages.sending import MAIL, SEAL
from core.startup import Portal
from db import outbox
from db.engine import transaction
from db.outbox import OutboxItem
from tests.builders import look_again


def test_the_worker_does_what_is_left_over_and_stops(portal: Portal, session: Session, monkeypatch):
    # A page drawn by an earlier test in this process may have left a worker on its own portal.
    worker.stop()
    monkeypatch.setattr(worker, "EVERY_SECONDS", 0.05)
    with transaction(session):
        item = outbox.post(
            session,
            kind="mail",
            params={"message": "document_shared", "application_id": "00000000-0000-0000-0000-000000000000"},
            organisation_id=None,
            now=datetime(2026, 11, 1, tzinfo=utc_now().tzinfo),
        )
    worker.ensure_running(portal)
    first = worker._workers[MAIL]
    worker.ensure_running(portal)
    assert worker._workers[MAIL] is first
    assert worker._workers[SEAL].is_alive()
    for _ in range(100):
        look_again(session)
        if session.get_one(OutboxItem, item.id).attempts or session.get_one(OutboxItem, item.id).done_at:
            break
        first.join(0.05)
    worker.stop()
    assert not first.is_alive()
    look_again(session)
    looked_at = session.get_one(OutboxItem, item.id)
    assert looked_at.attempts == 1 or looked_at.done_at is not None


def test_a_database_that_is_held_for_a_while_is_waited_for_without_a_word_and_told_of_once(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    busy = SQLiteError("database is locked")
    busy.sqlite_errorname = "SQLITE_BUSY"
    asked = Event()
    errors = [OperationalError("", {}, busy)] * (worker.BUSY_FOR_LONG + 3) + [OperationalError("", {}, ValueError())]
    said: list[int] = []

    def away(*_portal: object, **_asked: object) -> None:
        said.append(len(caplog.records))
        if not errors:
            asked.set()
            return
        raise errors.pop(0)

    monkeypatch.setattr(worker, "EVERY_SECONDS", 0.001)
    monkeypatch.setattr(worker, "work_off", away)
    monkeypatch.setattr(worker, "remind_all", lambda *_asked: None)
    thread = worker.Worker(portal, MAIL)
    thread.start()
    assert asked.wait(30)
    thread.stopping.set()
    thread.join(10)
    # Silent until it has been long, then a line; and a line for what is no waiting.
    assert said[worker.BUSY_FOR_LONG - 1] == 0
    assert [said[worker.BUSY_FOR_LONG], said[worker.BUSY_FOR_LONG + 3], said[-1]] == [1, 1, 2]
