"""The background workers of a process: one finishes seals, one sends mails, so that no seal waits for a mail server.
Once a day the first also does what has its day: see `Worker.daily`. The second leaves the day's reminders for the mail.

Nothing depends on it alone: `python -m core send` and the next visit do the same work.
"""

import gc
import logging
from datetime import date, datetime
from pathlib import Path
from threading import Event, Lock, Thread

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from core.access.anchors import anchor
from core.i18n import local_day, utc_now
from core.messages.composing import LOG_ANCHOR
from core.messages.sending import MAIL, SEAL, work_off
from core.reminders.sending import remind_all
from core.reminders.tidying import tidy
from core.settings import Settings
from core.startup import Portal
from db import outbox
from db.engine import is_busy, transaction

log = logging.getLogger("haandslag")
EVERY_SECONDS = 5.0
COLLECT_EVERY = 12
# In how many rounds the day is looked at: whether reminders were left for it already.
LOOK_EVERY = 12
# After how many rounds a database that is held by somebody else is told of: each waits ten seconds for it, and a large
# import or the filling of a demonstration takes less than all of them.
BUSY_FOR_LONG = 12

_lock = Lock()
_workers: "dict[str, Worker]" = {}


class Worker(Thread):
    """Does all work of one kind until told to stop; that for seals also does what has its day, and collects garbage now
    and then."""

    def __init__(self, portal: Portal, kind: str) -> None:
        super().__init__(name=f"haandslag-{kind}", daemon=True)
        self.portal, self.kind = portal, kind
        self.stopping = Event()
        self.done_for: date | None = None

    def run(self) -> None:
        """One round every few seconds; a database that is away for a while is waited for."""
        rounds = waited = 0
        while not self.stopping.wait(EVERY_SECONDS):
            try:
                work_off(self.portal, clock=utc_now, kinds=[self.kind])
                if self.kind == SEAL:
                    self.daily()
                if self.kind == MAIL and rounds % LOOK_EVERY == 0:
                    with self.portal.session() as session:
                        remind_all(session, utc_now())
                waited = 0
            except SQLAlchemyError as error:
                waited = waited + 1 if is_busy(error) else 0
                if waited == 0:
                    log.warning("the outbox could not be read: %s", type(error).__name__)
                elif waited == BUSY_FOR_LONG:
                    log.warning("the database has been held by one long transaction for a while; what is to go waits")
            rounds += 1
            # Streamlit's own collection after every run is switched off because it costs more than the run.
            if self.kind == SEAL and rounds % COLLECT_EVERY == 0:
                gc.collect()

    def daily(self) -> None:
        """Once a day: delete what has come to its day, and keep the newest hash of every log
        outside the database."""
        now = utc_now()
        if self.done_for == local_day(now):
            return
        with self.portal.session() as session:
            tidy(session, now)
        self.done_for = local_day(now)
        try:
            with self.portal.session() as session:
                keep_anchors(session, self.portal.settings, now)
        except OSError as error:
            # Tomorrow again; the doctor says how old the newest is.
            log.warning("the logs could not be anchored: %s", type(error).__name__)


def keep_anchors(session: Session, chosen: Settings, now: datetime) -> Path:
    """Today's file, and where it is new a mail with it to the address of the settings. Raises OSError where the file
    cannot be written."""
    before = set(chosen.anchor_folder.glob("*.txt"))
    path = anchor(session, chosen.anchor_folder, now)
    if chosen.anchor_mail and path not in before:
        told = {"message": LOG_ANCHOR, "lines": path.read_text(encoding="utf-8")}
        with transaction(session):
            outbox.post(session, kind="mail", params=told, organisation_id=None, now=now)
    return path


def ensure_running(portal: Portal) -> None:
    """Start this process's workers where none run yet."""
    with _lock:
        for kind in (SEAL, MAIL):
            if kind not in _workers or not _workers[kind].is_alive():
                _workers[kind] = Worker(portal, kind)
                _workers[kind].start()


def stop() -> None:
    """End this process's workers after the piece of work at hand."""
    with _lock:
        for worker in _workers.values():
            worker.stopping.set()
        for worker in _workers.values():
            worker.join(timeout=10)
        _workers.clear()
