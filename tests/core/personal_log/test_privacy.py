"""Nobody finds a word of a personal log book wherever else they look, with the portal's secret in their hand."""

import logging
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel, select

from core.people.search import hits
from core.personal_log import locking
from core.personal_log.service import open_log
from core.safekeeping import locking as of_archives
from core.safekeeping.service import back_up, export
from core.startup import Portal
from tests.core.personal_log.test_service import ANOTHER, PASSPHRASE, begun, read, refused, written
from tests.core.teams.builders import a_team

SECRET_WORD, OF_THE_ARCHIVE = "Hemmeligt", "en helt anden sætning til filen"


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "MEMORY_KIB", 64)
    monkeypatch.setattr(of_archives, "COST", 4)
    monkeypatch.setattr(of_archives, "TIMES", 1)


def columns(portal: Portal) -> Iterator[tuple[str, bytes]]:
    """Every value of every table, as whoever holds the database and the secret reads it."""
    with portal.engine.connect() as connection:
        for table in SQLModel.metadata.sorted_tables:
            for row in connection.execute(select(*table.columns)):
                for column, value in zip(table.columns, row, strict=True):
                    yield f"{table.name}.{column.name}", value if isinstance(value, bytes) else str(value).encode()


def members(file: Path) -> Iterator[tuple[str, bytes]]:
    """What stands in an archive, unpacked."""
    with zipfile.ZipFile(file) as held:
        yield from ((name, held.read(name)) for name in held.namelist())


def test_no_word_passphrase_code_or_key_lies_anywhere(
    portal: Portal, session: Session, now: datetime, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house = a_team(session, now)
    made = begun(session, house, now)
    written(session, house, made.key, now)
    refused(lambda: open_log(session=session, actor=house.as_peer, passphrase=ANOTHER, now=now))
    code = made.code.encode()
    hidden = (SECRET_WORD.encode(), PASSPHRASE.encode(), ANOTHER.encode(), code, code.replace(b"-", b""))

    def where(found: Iterator[tuple[str, bytes]]) -> tuple[set[str], list[str]]:
        """What was looked at, and where any of it stands."""
        looked = list(found)
        told = [
            name for name, content in looked if made.key.secret in content or any(each in content for each in hidden)
        ]
        return {name for name, _content in looked}, told

    names, told = where(columns(portal))
    assert ("personal_log_page.sealed" in names, "audit_event.action" in names, told) == (True, True, [])
    back_up(portal, tmp_path / "backup", passphrase=OF_THE_ARCHIVE)
    for name, organisation_id in (("all.zip", None), ("own.zip", house.scene.organisation.id)):
        export(portal, tmp_path / name, organisation_id=organisation_id, passphrase=OF_THE_ARCHIVE)
        names, told = where(members(tmp_path / name))
        assert ("tables/personal_log_page.csv" in names, told) == (True, [])
    # The database's own file and what lies beside it, keys and files of the portal: the bytes as they are on the disk.
    base = Path(portal.engine.url.database or "") if portal.settings.embedded else tmp_path / "none"
    on_disk = [*tmp_path.rglob("*"), *base.parent.glob(f"{base.name}*")]
    names, told = where((path.name, path.read_bytes()) for path in on_disk if path.is_file())
    assert (base.name in names or not portal.settings.embedded, told) == (True, [])
    assert not any(each.decode() in caplog.text for each in hidden)
    assert hits(session, house.scene.organisation.id, (), SECRET_WORD) == []
    assert SECRET_WORD in read(session, house, made.key)[0]
