import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError, OperationalError, StatementError
from sqlmodel import Session, select

from db.engine import Undone, connect, database_url, is_busy, open_session, others_are_in, takes_nothing, transaction
from db.organisations import Deployment, Organisation, Workplace

THREADS, CHANGES = 8, 25


def names(engine: Engine) -> set[str]:
    """The organisations that are really stored, as another session sees them."""
    with open_session(engine) as other:
        return set(other.exec(select(Organisation.name)))


def an_organisation(now: datetime, name: str = "Solbjerg") -> Organisation:
    return Organisation(name=name, created_at=now)


def test_who_opens_a_new_file_while_another_process_writes_it_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waited = []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        other.execute("COMMIT")

    monkeypatch.setattr("db.engine.sleep", wait)
    with connect(f"sqlite:///{tmp_path / 'x.db'}").connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    assert len(waited) == 1


def test_who_finds_a_new_file_held_for_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    monkeypatch.setattr("db.engine.BUSY_TIMEOUT_MS", 0)
    with pytest.raises(OperationalError) as told:
        connect(f"sqlite:///{tmp_path / 'x.db'}").connect()
    assert is_busy(told.value)


@pytest.mark.parametrize("broken", ["max_page_count=1", "query_only=ON"])
def test_a_database_that_takes_nothing_is_told_from_one_that_is_held(tmp_path: Path, broken: str) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        connection.execute(text(f"PRAGMA {broken}"))
        with pytest.raises(OperationalError) as told:
            connection.execute(text("CREATE TABLE full AS SELECT zeroblob(100000) AS x"))
    assert (takes_nothing(told.value), is_busy(told.value)) == (True, False)
    engine.dispose()


@pytest.mark.parametrize("spelling", ["postgres://u:p@db.example/x", "postgresql://u:p@db.example/x"])
def test_the_addresses_hosts_hand_out_get_the_driver_we_ship(spelling: str) -> None:
    assert database_url(spelling).drivername == "postgresql+psycopg"


def test_a_password_survives_the_change_of_driver() -> None:
    assert database_url("postgres://u:p%40ss@db.example/x").password == "p@ss"


def test_the_folder_of_an_embedded_database_is_made(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'new' / 'deep' / 'x.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
    assert (tmp_path / "new" / "deep" / "x.db").exists()


def test_what_is_committed_to_an_embedded_database_is_on_the_disk(tmp_path: Path) -> None:
    with connect(f"sqlite:///{tmp_path / 'x.db'}").connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2  # FULL


@pytest.mark.parametrize("before", [None, 0o644])
def test_nobody_else_on_the_machine_reads_an_embedded_database(tmp_path: Path, before: int | None) -> None:
    folder = tmp_path / "data"
    if before is not None:
        folder.mkdir()
        (folder / "x.db").touch(mode=before)
    engine = connect(f"sqlite:///{folder / 'x.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (what TEXT)"))
        rights = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}
    assert set(rights) == {"x.db", "x.db-wal", "x.db-shm"}
    assert set(rights.values()) == {0o600}
    assert before is not None or folder.stat().st_mode & 0o777 == 0o700
    engine.dispose()


def test_a_transaction_is_stored_when_it_ends(engine: Engine, session: Session, now: datetime) -> None:
    with transaction(session):
        session.add(an_organisation(now))
        session.flush()
        assert names(engine) == set()
    assert names(engine) == {"Solbjerg"}


def test_only_the_outermost_transaction_commits(engine: Engine, session: Session, now: datetime) -> None:
    with transaction(session):
        with transaction(session):
            session.add(an_organisation(now))
        assert names(engine) == set()
    assert names(engine) == {"Solbjerg"}


def test_an_inner_error_undoes_all(engine: Engine, session: Session, now: datetime) -> None:
    def story() -> None:
        with transaction(session):
            session.add(an_organisation(now, "outer"))
            with transaction(session):
                session.add(an_organisation(now, "inner"))
                raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        story()
    assert names(engine) == set()


def test_an_outer_error_undoes_what_an_inner_transaction_finished(
    engine: Engine, session: Session, now: datetime
) -> None:
    def story() -> None:
        with transaction(session):
            with transaction(session):
                session.add(an_organisation(now))
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        story()
    assert names(engine) == set()


def test_half_of_a_failed_inner_transaction_is_never_committed(engine: Engine, session: Session, now: datetime) -> None:
    def inner() -> None:
        with transaction(session):
            session.add(an_organisation(now, "half"))
            raise ValueError

    def story() -> None:
        with transaction(session):
            try:
                inner()
            except ValueError:
                session.add(an_organisation(now, "carried on"))

    with pytest.raises(Undone):
        story()
    assert names(engine) == set()


def test_a_session_is_usable_after_an_error(engine: Engine, session: Session, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction(session):
        session.add(Workplace(organisation_id=an_organisation(now).id, name="of nobody"))
    with transaction(session):
        session.add(an_organisation(now))
    assert names(engine) == {"Solbjerg"}


def test_a_transaction_reads_anew_what_the_page_had_read_before(
    engine: Engine, session: Session, now: datetime
) -> None:
    stored = an_organisation(now)
    with transaction(session):
        session.add(stored)
    assert stored.name == "Solbjerg"
    with open_session(engine) as other, transaction(other):
        other.get_one(Organisation, stored.id).name = "Nyborg"
    with transaction(session):
        assert stored.name == "Nyborg"


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # on SQLite nobody writes in between
def test_a_row_read_before_it_was_locked_shows_what_changed_in_between(engine: Engine, session: Session) -> None:
    with transaction(session):
        session.add(Deployment())
    with transaction(session):
        read = session.get_one(Deployment, 1)
        with open_session(engine) as other, transaction(other):
            other.get_one(Deployment, 1).demonstration = True
        locked = session.exec(select(Deployment).with_for_update()).one()
        assert locked is read
        assert locked.demonstration is True


def test_nothing_is_lost_when_many_change_the_same_row(engine: Engine, now: datetime) -> None:
    with open_session(engine) as session, transaction(session):
        organisation = Organisation(name="Solbjerg", created_at=now, version=0)
        session.add(organisation)
    together = Barrier(THREADS)

    def change() -> None:
        together.wait()
        for _ in range(CHANGES):
            with open_session(engine) as own, transaction(own):
                row = own.exec(select(Organisation).where(Organisation.id == organisation.id).with_for_update()).one()
                row.version += 1
                own.add(row)

    threads = [Thread(target=change) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_session(engine) as session:
        assert session.get_one(Organisation, organisation.id).version == THREADS * CHANGES


def test_a_time_without_its_zone_is_refused(session: Session) -> None:
    with pytest.raises(StatementError), transaction(session):
        session.add(Organisation(name="Solbjerg", created_at=datetime(2026, 11, 2, 9, 30)))  # noqa: DTZ001


def test_a_time_of_any_zone_is_read_back_as_utc(engine: Engine, session: Session) -> None:
    summer = timezone(timedelta(hours=2))
    with transaction(session):
        stored = Organisation(name="Solbjerg", created_at=datetime(2026, 7, 1, 12, 0, tzinfo=summer))
        session.add(stored)
    with open_session(engine) as other:
        read = other.get_one(Organisation, stored.id).created_at
    assert read == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert read.utcoffset() == timedelta(0)


@pytest.mark.parametrize(("spelling", "seconds"), [("postgres://h/x", 10), ("postgres://h/x?connect_timeout=3", 3)])
def test_a_database_server_that_does_not_answer_is_not_waited_for_for_ever(spelling: str, seconds: int, monkeypatch):
    asked: dict[str, object] = {}
    engine = connect(spelling)

    def tried(*_given: object, **options: object) -> None:
        asked.update(options)
        raise engine.dialect.loaded_dbapi.OperationalError

    monkeypatch.setattr(engine.dialect.loaded_dbapi, "connect", tried)
    with pytest.raises(OperationalError):
        engine.connect()
    assert int(str(asked["connect_timeout"])) == seconds


def test_whoever_else_has_the_database_open_is_noticed_also_where_they_do_nothing(engine: Engine) -> None:
    address = engine.url.render_as_string(hide_password=False)
    mine = connect(address)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1 FROM organisation"))
    # It has gone back to its pool, which keeps it open.
    assert others_are_in(mine)
    engine.dispose()
    assert not others_are_in(mine)
    with mine.connect() as connection:
        connection.execute(text("SELECT 1 FROM organisation"))
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    mine.dispose()
