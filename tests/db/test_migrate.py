import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Barrier, Thread, Timer
from typing import Any
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, inspect, text

from db.engine import connect
from db.migrate import FOLDER, alembic_config, is_current, migrate
from db.tables import METADATA


@pytest.fixture
def filled() -> None:
    """Nothing: here every step is made."""
    return None


@pytest.fixture
def empty(database: str) -> Iterator[Engine]:
    engine = connect(database)
    yield engine
    engine.dispose()


def test_the_steps_make_exactly_the_declared_tables(empty: Engine) -> None:
    migrate(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_constraints_and_indexes_have_the_declared_names(empty: Engine) -> None:
    migrate(empty)
    found = inspect(empty)
    for table in METADATA.tables.values():
        keys = {key["name"] for key in found.get_foreign_keys(table.name)}
        assert keys == {str(constraint.name) for constraint in table.foreign_key_constraints}, table.name


def test_an_empty_database_is_not_current_and_a_migrated_one_is(empty: Engine) -> None:
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)


def test_migrating_twice_changes_nothing(empty: Engine) -> None:
    migrate(empty)
    before = sorted(inspect(empty).get_table_names())
    migrate(empty)
    assert sorted(inspect(empty).get_table_names()) == before


def test_what_is_stored_stays_when_a_table_is_made_anew(empty: Engine) -> None:
    with empty.connect().execution_options(immediate=True) as connection, connection.begin():
        command.upgrade(alembic_config(connection), "0002")
        tables = MetaData()
        tables.reflect(connection)
        for name in ("organisation", "person", "programme_version", "template_version", "workplace", "engagement"):
            connection.execute(tables.tables[name].insert().values(a_row(tables.tables[name])))
        connection.execute(tables.tables["document"].insert().values(a_row(tables.tables["document"])))
        party = tables.tables["document_party"]
        connection.execute(party.insert().values(a_row(party) | {"capacity": "volunteer"}))
    migrate(empty)
    with empty.connect() as connection:
        with_engagement = "SELECT count(*) FROM document_party WHERE engagement_id IS NOT NULL"
        assert connection.execute(text(with_engagement)).scalar() == 1
        if empty.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_a_day_that_was_the_first_too_late_is_the_last_that_holds(empty: Engine) -> None:
    with empty.connect().execution_options(immediate=True) as connection, connection.begin():
        command.upgrade(alembic_config(connection), "0011")
        tables = MetaData()
        tables.reflect(connection)
        for name in ("organisation", "person", "programme_version", "workplace", "engagement"):
            connection.execute(tables.tables[name].insert().values(a_row(tables.tables[name])))
        row = a_row(tables.tables["engagement_next"]) | {"made_on": date(2026, 2, 1), "turns_on": date(2026, 3, 1)}
        connection.execute(tables.tables["engagement_next"].insert().values(row))
    with empty.connect().execution_options(immediate=True) as connection, connection.begin():
        command.upgrade(alembic_config(connection), "0012")
    with empty.connect() as connection:
        assert str(connection.execute(text("SELECT valid_until FROM engagement_next")).scalar()) == "2026-02-28"


def a_row(table: Table) -> dict[str, Any]:
    """A row with something in every column that needs it; every id is the same one."""
    row: dict[str, Any] = {}
    for column in table.columns:
        kind = column.type.python_type if column.type.__class__.__name__ != "NullType" else str
        if column.nullable:
            continue
        if column.name == "id" or column.name.endswith("_id"):
            row[column.name] = UUID(int=1) if kind is UUID else UUID(int=1).hex
        else:
            row[column.name] = {int: 1, bool: False, bytes: b"", datetime: datetime(2026, 1, 1, tzinfo=UTC)}.get(
                kind, "x"
            )
    return row


def test_processes_that_start_together_migrate_once(empty: Engine) -> None:
    together, failures = Barrier(4), []

    def start() -> None:
        own = connect(empty.url.render_as_string(hide_password=False))
        together.wait()
        try:
            migrate(own)
        except Exception as error:  # collected here, because a thread's error would be lost
            failures.append(error)
        own.dispose()

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert is_current(empty)


def test_who_comes_second_waits_for_all_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.engine.BUSY_TIMEOUT_MS", 1)
    own = connect(f"sqlite:///{tmp_path / 'x.db'}")
    assert not is_current(own)
    first = sqlite3.connect(tmp_path / "x.db", isolation_level=None, check_same_thread=False)
    first.execute("BEGIN IMMEDIATE")
    Timer(0.2, lambda: first.execute("COMMIT")).start()
    migrate(own)
    assert is_current(own)


def test_the_steps_form_one_line() -> None:
    script = ScriptDirectory(str(FOLDER))
    assert len(script.get_heads()) == 1
    assert all(not step.is_branch_point for step in script.walk_revisions())
