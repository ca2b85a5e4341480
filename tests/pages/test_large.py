"""A large organisation's pages ask the database as often as a small one's, and read no more rows; on five years.

A page that reads everybody goes red here. Add a page to `PAGES`; one that names something gets the instructor's id.
"""

import pytest
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.access.sessions import begin
from core.i18n import local_day, utc_now
from db.engine import transaction
from db.people import Account
from tests.architecture import ROOT
from tests.bench.years import Large, fill
from tests.counting import Counted

# Enough in the small one for every list to be full, and no more workplaces in the large one.
FEW, MANY = 60, 150
# What one person's own history may differ by: more courses, more sessions. Ninety more people are more than that.
OWN_HISTORY = 25
# A question more where one of the rows shown has what another has not.
BY_CHANCE = 2
PAGES = (
    "today/today",
    "register/volunteers",
    "dashboard/dashboard",
    "register/volunteer",
    "pairs/pairs",
    "supervision/supervisions",
    "documents/download_documents",
    "courses/plan_course",
    "documents/all_documents",
    "bulk/send_many",
)
# Their queries are held here and their rows are not yet.
ONLY_QUERIES = ("dashboard/dashboard", "register/volunteer")


@pytest.fixture
def organisations(session: Session) -> tuple[Large, Large]:
    """A small one and a large one."""
    today = local_day(utc_now())
    return fill(session, volunteers=FEW, today=today), fill(session, volunteers=MANY, today=today)


def test_a_page_asks_as_often_and_reads_no_more_however_many_volunteers_there_are(
    session, organisations, count_queries
):
    for page in PAGES:
        few, many = (_asked(session, each, page, count_queries) for each in organisations)
        assert many.total <= few.total + BY_CHANCE, (page, few, many)
        if page not in ONLY_QUERIES:
            assert many.rows <= few.rows + OWN_HISTORY, (page, few, many)


def _asked(session: Session, large: Large, page: str, count_queries) -> Counted:
    """What a rerun of `page` asks, once it has been drawn, by a coordinator of `large`."""
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
    assert not app.error
    return counted
