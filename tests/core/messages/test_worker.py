"""The background worker: one a process, and it stops when told."""

from datetime import datetime

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
