"""The newest hash of every log, kept outside the database once a day, so that an end cut off shows.

Whoever can write to the database can move a log's head back with its end, or remove both, and the chain holds. With a
file of the day before it does not. That holds ids, numbers and hashes, nothing personal.
"""

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, col, select

from core.i18n import local_day
from core.settings import written_once
from db.audit import AuditEvent, AuditHead
from db.keys import mark

log = logging.getLogger("haandslag")
FIRST_LINE = "Haandslag: the newest entry of every log (organisation, number, hash)"


@dataclass(frozen=True, slots=True)
class AnchorFault:
    """A log does not have the entry that was its newest at `at`: its end was cut off, or all of it made anew."""

    organisation_id: UUID
    sequence: int
    at: datetime


@dataclass(frozen=True, slots=True)
class AnchorCheck:
    """What a folder's files say: how many are of this portal, of when the newest is, what does not hold, and the names
    of those that say nothing any more."""

    count: int
    newest: datetime | None
    faults: tuple[AnchorFault, ...]
    spoiled: tuple[str, ...]


def anchor(session: Session, folder: Path, now: datetime) -> Path:
    """The file of today in the folder, written where it is not there yet. Raises OSError where it cannot be."""
    portal = mark(session)
    path = folder / f"{local_day(now):%Y-%m-%d}{_ending(portal)}"
    if not path.exists():
        heads = session.exec(select(AuditHead).order_by(col(AuditHead.organisation_id))).all()
        lines = [f"{head.organisation_id} {head.sequence} {head.hash}" for head in heads]
        at = now.astimezone(UTC).isoformat(timespec="seconds")
        written_once(path, "\n".join((FIRST_LINE, f"{portal} {at}", *lines, "")))
    return path


def check(session: Session, folder: Path) -> AnchorCheck:
    """Whether every log still has the entries that this portal's files in the folder name; for each log the first that
    it has not."""
    portal = mark(session)
    found: dict[UUID, AnchorFault] = {}
    times, spoiled, own_files = [], [], []
    for path in sorted(folder.glob("*.txt")):
        try:
            own_files += _read(path, portal)
        except (OSError, ValueError):
            # Anybody may keep other texts there.
            spoiled += [path.name] if path.name.endswith(_ending(portal)) else []
    for at, heads in sorted(own_files):
        times.append(at)
        for organisation_id, sequence, hash_ in heads:
            entry = (AuditEvent.organisation_id == organisation_id, AuditEvent.sequence == sequence)
            there = session.exec(select(AuditEvent.hash).where(*entry)).one_or_none()
            if there != hash_:
                found.setdefault(organisation_id, AnchorFault(organisation_id, sequence, at))
    return AnchorCheck(len(times), max(times, default=None), tuple(found.values()), tuple(spoiled))


def _ending(portal: UUID) -> str:
    """How the names of this portal's files end."""
    return f"-{portal.hex[:8]}.txt"


def _read(path: Path, portal: UUID) -> list[tuple[datetime, list[tuple[UUID, int, str]]]]:
    """When a file was written and what it says, in a list of one; of another portal's none. ValueError for one that is
    no such file, or not as it was written."""
    title, whose, *lines = path.read_text(encoding="utf-8").splitlines()
    marked, at = whose.split()
    if title != FIRST_LINE:
        raise ValueError(title)
    if UUID(marked) != portal:
        if path.name.endswith(_ending(portal)):
            raise ValueError(marked)
        return []
    said = (line.split() for line in lines)
    heads = [(UUID(organisation), int(sequence), hash_) for organisation, sequence, hash_ in said]
    return [(datetime.fromisoformat(at).astimezone(UTC), heads)]
