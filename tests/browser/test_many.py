"""Sending to many, stopped on the way and gone on with; and sealed documents fetched as one ZIP."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import Session, col, func, select

from core.documents.sealing.verify import verify
from core.i18n import utc_now
from db.documents import Document
from db.engine import transaction
from db.people import Engagement, Person
from tests.browser.cutting import network
from tests.browser.entering import enter
from tests.browser.serving import Served, served
from tests.browser.test_breaks import back
from tests.browser.visiting import SCREEN, button, da, go, main, press, turn_to

pytestmark = pytest.mark.browser

MANY = 150


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demonstration with many more volunteers."""
    with served(tmp_path_factory.mktemp("many"), demonstration=True) as found:
        yield found


@pytest.fixture
def page(portal: Served, browser: Browser) -> Iterator[Page]:
    """A coordinator's browser."""
    with portal.session() as session:
        _many_more(session)
    found = enter(portal, browser, 1280, "jonas")
    yield found
    found.context.close()


def _many_more(session: Session) -> None:
    with transaction(session):
        if session.exec(select(Person).where(col(Person.name) == "Frivillig 0")).first():
            return
        like_this = session.exec(select(Engagement)).first()
        assert like_this is not None
        for number in range(MANY):
            person = Person(name=f"Frivillig {number}", email=f"f{number}@example.dk", created_at=utc_now())
            session.add(person)
            session.flush()
            copied = like_this.model_dump(exclude={"id", "person_id", "ended_at"})
            session.add(Engagement(**copied, person_id=person.id))


def _sent(portal: Served) -> int:
    with portal.session() as session:
        asked = select(func.count(col(Document.id))).where(col(Document.shared_at).is_not(None))
        return int(session.exec(asked).one())


def test_stop_stops_and_what_was_sent_stays_sent(portal: Served, page: Page) -> None:
    before = _sent(portal)
    turn_to(page, f"{portal.url}/send-many")
    begin = button(page, re.compile(r"Send til \d+"))
    everybody = int(re.sub(r"\D", "", begin.inner_text().split("til")[1]))
    assert everybody >= MANY
    begin.click()
    page.get_by_role("button", name=da("Yes, do it")).click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(main(page).get_by_text(re.compile(rf"[1-9]\d* af {everybody}"))).to_be_visible()
    press(page, da("Stop"))
    told = main(page).get_by_text(re.compile(r"Sendt til \d+ frivillig"))
    expect(told).to_be_visible()
    sent = int(re.sub(r"\D", "", told.inner_text()))
    assert 0 < sent < everybody
    page.wait_for_timeout(1500)
    assert _sent(portal) - before == sent
    button(page, da("Go on with the rest")).click()
    expect(main(page).get_by_text(re.compile(rf"Sendt til {everybody - sent} frivillig"))).to_be_visible(timeout=60_000)
    assert _sent(portal) - before == everybody


@pytest.mark.parametrize("killed", [False, True], ids=["cut", "killed"])
def test_a_sending_that_is_broken_off_says_how_far_it_came_and_nobody_gets_two(
    tmp_path: Path, browser: Browser, killed: bool
) -> None:
    with served(tmp_path, demonstration=True) as portal, network(portal.port) as line:
        with portal.session() as session:
            _many_more(session)
        page = enter(portal, browser, SCREEN, "jonas")
        before = _sent(portal)
        go(page, f"{line.url}/send-many")
        begin = button(page, re.compile(r"Send til \d+"))
        everybody = int(re.sub(r"\D", "", begin.inner_text().split("til")[1]))
        begin.click()
        page.get_by_role("button", name=da("Yes, do it")).click()
        expect(main(page).get_by_text(re.compile(rf"[1-9]\d* af {everybody}"))).to_be_visible()
        line.cut()
        if killed:
            portal.restart()
        else:
            page.wait_for_timeout(2000)
        sent = _sent(portal) - before
        assert 0 < sent < everybody
        line.mend()
        back(page)
        far = rf"Du har sendt det til {sent} frivillig" if killed else rf"Sendt til {sent} frivillig"
        expect(main(page).get_by_text(re.compile(far))).to_be_visible()
        if killed:
            button(page, f"Send til {everybody - sent}$").click()
            page.get_by_role("button", name=da("Yes, do it")).click()
        else:
            button(page, da("Go on with the rest")).click()
        expect(main(page).get_by_text(re.compile(rf"Sendt til {everybody - sent} frivillig"))).to_be_visible(
            timeout=60_000
        )
        assert _sent(portal) - before == everybody
        assert _twice(portal) == []
        page.context.close()


def _twice(portal: Served) -> list[UUID]:
    """Whoever has two documents of a kind that both hold."""
    with portal.session() as session:
        return list(
            session.exec(
                select(Engagement.id)
                .join(Document, col(Document.engagement_id) == col(Engagement.id))
                .where(
                    Document.kind == "welcome_letter",
                    col(Document.withdrawn_at).is_(None),
                    col(Document.superseded_at).is_(None),
                    col(Document.supersedes_id).is_(None),
                )
                .group_by(col(Engagement.id))
                .having(func.count() > 1)
            )
        )


def test_sealed_documents_come_as_one_zip_whose_hashes_hold(portal: Served, page: Page, tmp_path: Path) -> None:
    turn_to(page, f"{portal.url}/download-documents")
    fetch = button(page, r"Hent som ZIP \(\d+ dokument")
    with page.expect_download() as coming:
        fetch.click()
    assert re.fullmatch(r"haandslag-\d{4}-\d\d-\d\d\.zip", coming.value.suggested_filename)
    coming.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as found, portal.session() as session:
        pdfs = [name for name in found.namelist() if name.endswith(".pdf")]
        assert pdfs
        assert {verify(session=session, data=found.read(name)).status for name in pdfs} == {"genuine"}
