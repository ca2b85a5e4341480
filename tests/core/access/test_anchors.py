"""What is kept of the logs outside the database: an end that was cut off shows, also where the head was moved back."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, col, delete, select, update

from core.access.anchors import anchor, check
from core.access.evidence import chains
from core.messages.sending import SEAL
from core.messages.worker import Worker
from core.startup import Portal
from db.audit import PORTAL, AuditEvent, AuditHead
from db.engine import transaction
from tests.builders import a_scene, tell


def cut_the_end(session: Session, organisation_id: object) -> None:
    """The last entry removed, and the head moved back to the one before: the chain holds."""
    own = col(AuditEvent.organisation_id) == organisation_id
    *_, before, last = session.exec(select(AuditEvent).where(own).order_by(col(AuditEvent.sequence))).all()
    session.execute(delete(AuditEvent).where(col(AuditEvent.id) == last.id))
    head = update(AuditHead).where(col(AuditHead.organisation_id) == organisation_id)
    session.execute(head.values(sequence=before.sequence, hash=before.hash))


def remove_it_whole(session: Session, organisation_id: object) -> None:
    """The log and its head removed together: there is no chain that could be broken."""
    session.execute(delete(AuditEvent).where(col(AuditEvent.organisation_id) == organisation_id))
    session.execute(delete(AuditHead).where(col(AuditHead.organisation_id) == organisation_id))


@pytest.mark.parametrize("does", [cut_the_end, remove_it_whole])
def test_a_log_that_lost_its_end_or_all_of_it_is_found_by_the_file_of_the_day_before(
    session: Session, now: datetime, tmp_path: Path, does
) -> None:
    with transaction(session):
        tell(session, now)
    anchor(session, tmp_path, now)
    assert check(session, tmp_path).faults == ()
    with transaction(session):
        does(session, PORTAL)
    assert all(each.broken_at is None for each in chains(session)), "the chain alone does not tell"
    found = check(session, tmp_path)
    assert [(each.organisation_id, each.at) for each in found.faults] == [(PORTAL, now)]
    assert (found.count, found.newest) == (1, now)


def test_there_is_one_file_a_day_with_nothing_in_it_but_ids_numbers_and_hashes(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    a_scene(session, now)
    first = anchor(session, tmp_path / "kept", now)
    said = first.read_text()
    with transaction(session):
        tell(session, now)
    assert anchor(session, tmp_path / "kept", now + timedelta(hours=1)) == first
    assert first.read_text() == said
    assert all(re.fullmatch(r"[0-9a-f-]{36} (\d+ [0-9a-f]{64}|\S+\+00:00)", line) for line in said.splitlines()[1:])
    anchor(session, tmp_path / "kept", now + timedelta(days=1))
    assert check(session, tmp_path / "kept").count == 2
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".txt", ".txt"]
    assert oct(first.stat().st_mode)[-3:] == "600"


def test_the_files_of_another_portal_say_nothing_of_this_one(session: Session, now: datetime, tmp_path: Path) -> None:
    path = anchor(session, tmp_path, now)
    title, whose, *rest = path.read_text().splitlines()
    path.unlink()
    theirs = "\n".join((title, f"{'0' * 8}{whose[8:]}", *(f"{line[:-1]}x" for line in rest)))
    (tmp_path / f"2026-11-01-{'0' * 8}.txt").write_text(theirs)
    (tmp_path / "notes.txt").write_text("something else")
    (tmp_path / "latin.txt").write_bytes("årsmøde".encode("latin-1"))
    assert check(session, tmp_path) == check(session, tmp_path / "not there")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said[:0],
        lambda said: said[: len(said) // 2],
        lambda said: said.replace(b"Haandslag", b"Haandslog", 1),
        lambda said: said.replace(b"+00:00", b"+ff:00", 1),
        lambda said: said + "årsmøde".encode("latin-1"),
        lambda said: said.splitlines()[0] + b"\n00000000" + said.splitlines()[1][8:],
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_told_and_the_others_still_say_what_they_say(
    session: Session, now: datetime, tmp_path: Path, spoil
) -> None:
    a_scene(session, now)
    with transaction(session):
        tell(session, now)
    path = anchor(session, tmp_path, now)
    anchor(session, tmp_path, now + timedelta(days=1))
    path.write_bytes(spoil(path.read_bytes()))
    found = check(session, tmp_path)
    assert (found.spoiled, found.count, found.faults) == ((path.name,), 1, ())


def test_the_worker_of_seals_keeps_one_each_day_and_goes_on_where_it_cannot(
    portal: Portal, session: Session, caplog: pytest.LogCaptureFixture
) -> None:
    folder = portal.settings.anchor_folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be")
    Worker(portal, SEAL).daily()
    assert "could not be anchored" in caplog.text
    folder.unlink()
    worker = Worker(portal, SEAL)
    worker.daily()
    assert check(session, folder).count == 1
    for path in folder.iterdir():
        path.unlink()
    worker.daily()
    assert check(session, folder).count == 0, "once a day"
