"""The background worker of a process: a thread that works off the outbox and sometimes collects garbage.

Nothing depends on it alone: `python -m core send` and the next visit do the same work.
"""

import gc
import logging
from threading import Event, Lock, Thread

from sqlalchemy.exc import SQLAlchemyError

from core.i18n import utc_now
from core.messages.sending import work_off
from core.startup import Portal

log = logging.getLogger("haandslag")
EVERY_SECONDS = 5.0
COLLECT_EVERY = 12

_lock = Lock()
_worker: "Worker | None" = None


class Worker(Thread):
    """Works until told to stop."""

    def __init__(self, portal: Portal) -> None:
        super().__init__(name="haandslag-worker", daemon=True)
        self.portal = portal
        self.stopping = Event()

    def run(self) -> None:
        """One round every few seconds; a database that is away for a while is waited for."""
        rounds = 0
        while not self.stopping.wait(EVERY_SECONDS):
            try:
                work_off(self.portal, now=utc_now())
            except SQLAlchemyError as error:
                log.warning("the outbox could not be read: %s", type(error).__name__)
            rounds += 1
            # Streamlit's own collection after every run is switched off because it costs more than the run.
            if rounds % COLLECT_EVERY == 0:
                gc.collect()


def ensure_running(portal: Portal) -> None:
    """Start this process's worker where none runs yet."""
    global _worker
    with _lock:
        if _worker is None or not _worker.is_alive():
            _worker = Worker(portal)
            _worker.start()


def stop() -> None:
    """End this process's worker after the piece of work at hand."""
    global _worker
    with _lock:
        if _worker is not None:
            _worker.stopping.set()
            _worker.join(timeout=10)
            _worker = None
