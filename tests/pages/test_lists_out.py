"""Every list of a colleague can be taken out as a spreadsheet, the whole of it, and the log says who took it out."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select
from streamlit.delta_generator import DeltaGenerator

from core.access.trail import LISTS, ListKind
from core.courses import lists
from core.i18n import local_day, utc_now
from core.spreadsheet import as_xlsx
from core.startup import Portal
from db.audit import AuditEvent
from pages.audit.words import FIELDS
from pages.widgets.downloads import all_pages
from tests.builders import a_scene
from tests.core.approvals.stories import a_course
from tests.pages.as_colleague import visit
from tests.workbooks import cells_of

NOW = utc_now() - timedelta(hours=1)


def test_every_list_has_its_name_in_the_log_too() -> None:
    assert set(LISTS) == set(ListKind) <= set(FIELDS)


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the pages offer to be downloaded, by its key."""
    found: dict[str, Any] = {}

    def button(_here: DeltaGenerator, _label: str, data: Any, key: str, **_rest: Any) -> bool:
        found[key] = data
        return False

    monkeypatch.setattr("streamlit.download_button", lambda *given, **rest: button(None, *given, **rest))  # type: ignore[arg-type]
    return found


def test_all_pages_leave_and_what_was_chosen_and_the_log_says_who_took_them(
    session: Session, portal: Portal, offered: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = a_scene(session, NOW, programme="laer_at_tackle")
    first = local_day(NOW)
    for week in range(3):
        a_course(session, scene, first + timedelta(days=7 * week), held=False)
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    visit(session, scene.coordinator, "courses/courses")
    heading, *rows = cells_of(offered["list-courses"]())
    assert heading[:2] == ["Kursus", "Sted"]
    assert [row[3] for row in rows] == [first + timedelta(days=days) for days in (14, 7, 0)]
    assert {row[6] for row in rows} == {"Karen Møller"}
    session.expire_all()
    (entry,) = session.exec(select(AuditEvent).where(AuditEvent.action == "list.downloaded"))
    assert (entry.actor_id, entry.fields) == (scene.coordinator.id, ["courses"])


def test_pages_are_read_until_all_are_there_or_there_are_no_more() -> None:
    def read(page: int) -> tuple[list[int], int]:
        return [[1, 2], [3, 4], [5]][page - 1] if page < 4 else [], total

    total = 5
    assert [*all_pages(read)] == [1, 2, 3, 4, 5]
    total = 9
    assert [*all_pages(read)] == [1, 2, 3, 4, 5]


def test_a_moment_is_that_of_copenhagen_and_an_amount_has_its_decimals() -> None:
    moment = NOW.replace(year=2026, month=7, day=1, hour=22, minute=30, second=0, microsecond=0)
    book = as_xlsx("Udlæg", ["a", "b"], [[moment, Decimal("12.50")]], now=NOW)
    assert cells_of(book)[1] == [datetime(2026, 7, 2, 0, 30), Decimal("12.5")]  # noqa: DTZ001
