"""What is written again is what the services wrote, and it is written only upon what it was written upon."""

import shutil
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import make_url
from sqlmodel import Session, SQLModel, select

from core.documents.drafting import service
from core.startup import Portal
from db.documents import Document
from db.engine import transaction
from tests import recording
from tests.builders import a_person, a_scene
from tests.core.documents import stories
from tests.core.documents.stories import a_letter, a_signed_letter
from tests.templates import sqlite_data

KINDS = ["welcome_letter", "task_description"]

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def drafted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing is recorded; one entry from now on for each document that the service drafts."""
    made: list[str] = []

    def counted(**given: Any) -> Document:
        made.append(str(given["kind"]))
        return service.draft(**given)

    monkeypatch.setattr(recording, "_recorded", {})
    monkeypatch.setattr(stories, "draft", counted)
    return made


def another_test(portal: Portal) -> Session:
    """A session on the next test's database: the same engine, and a fresh copy."""
    portal.engine.dispose()
    file = make_url(str(portal.engine.url)).database
    for part in ("-wal", "-shm"):
        shutil.rmtree(f"{file}{part}", ignore_errors=True)
    shutil.copyfile(sqlite_data("portal") / "haandslag.db", str(file))
    recording.copied(portal.engine)
    return portal.session()


def rows(session: Session) -> dict[str, list[str]]:
    """Every row of every table, as it is stored."""
    session.rollback()
    connection = session.connection()
    return {
        table.name: sorted(str(tuple(row)) for row in connection.exec_driver_sql(f'SELECT * FROM "{table.name}"'))
        for table in SQLModel.metadata.sorted_tables
    }


def test_what_is_written_again_is_every_row_that_the_services_wrote(portal, now, drafted):
    with portal.session() as session:
        first = a_signed_letter(session, a_scene(session, now), now)
        by_services, number = rows(session), first.number
    with another_test(portal) as session:
        again = a_signed_letter(session, a_scene(session, now), now)
        assert (again.number, rows(session)) == (number, by_services)
    assert drafted == ["welcome_letter"]


def test_upon_anything_else_it_is_made_by_the_services(portal, now, drafted):
    for letters in (1, 2):
        with another_test(portal) as session:
            scene = a_scene(session, now)
            a_person(session, now, name="Bo Dahl")
            a_letter(session, scene, now)
            assert len(drafted) == letters


def test_what_another_letter_is_written_upon_is_told_from_the_first(portal, now, drafted):
    for kinds in (KINDS, KINDS[::-1], KINDS):
        with another_test(portal) as session:
            scene = a_scene(session, now)
            assert [a_letter(session, scene, now, kind=kind).kind for kind in kinds] == kinds
    assert drafted == KINDS + KINDS[::-1]


def test_what_was_taken_back_is_not_written_again_and_nothing_is_built_upon_it(portal, now, drafted):
    with portal.session() as session:
        scene = a_scene(session, now)
        with suppress(LookupError), transaction(session):
            a_letter(session, scene, now)
            raise LookupError
        assert session.exec(select(Document)).all() == []
        a_letter(session, scene, now)
        assert len(session.exec(select(Document)).all()) == 1
    with another_test(portal) as session:
        a_letter(session, a_scene(session, now), now)
    assert drafted == 3 * ["welcome_letter"]
