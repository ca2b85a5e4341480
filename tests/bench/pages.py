"""The CPU of one rerun of a page with the demonstration's data, drawing and database included."""

from collections.abc import Iterator
from pathlib import Path
from time import process_time

from streamlit.testing.v1 import AppTest

from core.access.sessions import log_in_demonstration
from core.demo.service import load_without_code
from core.i18n import utc_now
from core.startup import Portal
from tests.bench.report import Figure

ROOT = Path(__file__).parents[2]
MOST_MS = 10
ROUNDS = 40
VISITS = (
    ("volunteer: my path", "karen", "volunteer/home.py"),
    ("volunteer: my details", "karen", "volunteer/details.py"),
    ("coordinator: today", "mette", "coordinator/today.py"),
    ("coordinator: volunteers", "mette", "coordinator/volunteers.py"),
    ("admin: organisation", "soeren", "admin/organisation.py"),
)


def measure(portal: Portal) -> Iterator[Figure]:
    """CPU milliseconds of a rerun in which nothing changed, page by page."""
    with portal.session() as session:
        load_without_code(session=session, now=utc_now())
        for what, login_name, page in VISITS:
            login = log_in_demonstration(session=session, login_name=login_name, device="", now=utc_now())
            yield Figure(f"rerun, {what}", "ms CPU", _reruns(login.token, page), MOST_MS)


def _reruns(token: str, page: str) -> list[float]:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["username"] = token
    app.run()
    app.switch_page(f"pages/{page}").run()
    if app.exception or app.error:
        raise RuntimeError(f"{page} could not be drawn")
    samples = []
    for _ in range(ROUNDS):
        started = process_time()
        app.run()
        samples.append((process_time() - started) * 1000)
    return samples
