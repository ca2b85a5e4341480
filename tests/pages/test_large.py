"""A large organisation's screens ask the database as often as a small one's, on five years of history."""

import pytest
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.access.sessions import begin
from core.i18n import local_day, utc_now
from db.engine import transaction
from db.people import Account
from tests.architecture import ROOT
from tests.bench.years import Large, fill

FEW, MANY = 30, 90
SCREENS = ("today/today", "register/volunteers", "dashboard/dashboard", "register/volunteer")


@pytest.fixture
def organisations(session: Session) -> tuple[Large, Large]:
    """A small one and a large one."""
    today = local_day(utc_now())
    return fill(session, volunteers=FEW, today=today), fill(session, volunteers=MANY, today=today)


def test_a_screen_asks_as_often_however_many_volunteers_there_are(session, organisations, count_queries):
    for page in SCREENS:
        few, many = (_asked(session, each, page, count_queries) for each in organisations)
        assert many == few, page


def _asked(session: Session, large: Large, page: str, count_queries) -> int:
    """How often a rerun of `page` asks, once it has been drawn, by a coordinator of `large`."""
    with transaction(session):
        account = session.get_one(Account, large.account_id)
        token = begin(session, account=account, device="", now=utc_now()).token
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.session_state["username"] = token
    app.run()
    app.switch_page(f"pages/{page}.py")
    app.query_params["id"] = str(large.instructor_id)
    app.run()
    with count_queries() as counted:
        app.run()
    assert not app.exception
    assert app.title
    return counted.total
