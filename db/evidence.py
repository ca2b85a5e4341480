"""What proves an agreement stands under the audit log: each entry carries digests of the evidence written with it.

A session of `db.engine` notes every frozen text, consent, paper, sealed file and seal that it writes or removes, and
the next entry of the log takes their digests with it, in the same transaction. A digest covers every column of a row,
so its times too. It is keyed: it tells nobody what stands in the row, and whoever writes to the database without the
secret cannot make one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlalchemy import inspect, tuple_
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import UOWTransaction
from sqlmodel import Session, SQLModel, col, select

from db.alignment import AlignmentAsAgreed
from db.audit import UNTOLD, AuditEvent
from db.certificates import CertificateFile
from db.crypto import KeyMissing, keyed_digest
from db.documents import Consent, ConsentDrawing, DocumentFile, DocumentVersion, PaperRecord, PaperScan, SealRecord
from db.partnerships import AgreementAsSigned

EVIDENCE: tuple[type[SQLModel], ...] = (
    DocumentVersion,
    Consent,
    ConsentDrawing,
    PaperRecord,
    PaperScan,
    DocumentFile,
    SealRecord,
    CertificateFile,
    AgreementAsSigned,
    AlignmentAsAgreed,
)
BY_TABLE = {str(each.__tablename__): each for each in EVIDENCE}
REMOVED = ""
AT_ONCE = 200


class EvidenceUntold(RuntimeError):
    """Evidence was written and no entry of the log followed that carries its digest; nothing is committed."""


@dataclass(frozen=True, slots=True)
class EvidenceFault:
    """A row of evidence that is not as the log has it: "changed" (a column, so a time too), "gone", or "untold", which
    the log knows nothing of. `row` is its table and key; `at` and `sequence` are of the entry that last told of it."""

    problem: Literal["changed", "gone", "untold"]
    row: str
    at: datetime | None = None
    sequence: int | None = None


def name_of(row: SQLModel) -> str:
    """What a row is called in the log: its table and its key."""
    return _name(type(row), tuple(getattr(row, key.name) for key in _keys(type(row))))


def digest(row: SQLModel) -> str:
    """The keyed digest of every column of a row that holds something, so that a column added later changes none."""
    held = {column.name: _plain(getattr(row, column.name)) for column in inspect(type(row)).columns}
    content = [row.__tablename__, sorted((name, value) for name, value in held.items() if value is not None)]
    return keyed_digest(json.dumps(content, separators=(",", ":")).encode())


def note_evidence(session: AnySession, _context: UOWTransaction) -> None:
    """After a flush: note what evidence it has written, for the next entry of the log."""
    written = (*session.new, *(row for row in session.dirty if type(row) in EVIDENCE and session.is_modified(row)))
    changed = [(row, digest(row)) for row in written if type(row) in EVIDENCE]
    removed = [(row, REMOVED) for row in session.deleted if type(row) in EVIDENCE]
    if changed or removed:
        session.info.setdefault(UNTOLD, {}).update({name_of(row): told for row, told in (*changed, *removed)})


def note_anew(session: Session, row: SQLModel) -> None:
    """Have the next entry of the log carry the digest of a row that is as it was."""
    session.info.setdefault(UNTOLD, {})[name_of(row)] = digest(row)


def refuse_untold(session: AnySession) -> None:
    """Before a commit: raises `EvidenceUntold` where no entry carries what was written."""
    session.flush()
    if session.info.get(UNTOLD):
        raise EvidenceUntold(", ".join(sorted({name.partition(":")[0] for name in session.info[UNTOLD]})))


def forget_untold(session: AnySession) -> None:
    """What was noted did not happen."""
    session.info.pop(UNTOLD, None)


def untold(session: Session) -> Iterator[SQLModel]:
    """The evidence that no entry of the log carries a digest of, as from before there were any."""
    told = _told(session)
    for name, row in _rows(session):
        if name not in told and row is not None:
            yield row


def faults(session: Session) -> Iterator[EvidenceFault]:
    """Every row of evidence that is not as the log has it; reads all of it."""
    told = _told(session)
    for name, row in _rows(session):
        known = told.pop(name, None)
        if known is None:
            yield EvidenceFault("untold", name)
        elif row is None or digest(row) != known[0]:
            yield EvidenceFault("changed", name, *known[1:])
    for name, known in told.items():
        yield EvidenceFault("gone", name, *known[1:])


def _told(session: Session) -> dict[str, tuple[str, datetime, int]]:
    """The newest digest of each row that is there, when and in which entry it was told."""
    found: dict[str, tuple[str, datetime, int]] = {}
    asked = (
        select(AuditEvent.evidence, AuditEvent.at, AuditEvent.sequence)
        .where(col(AuditEvent.evidence).is_not(None))
        # What was there before is told in the portal's own log, which comes first.
        .order_by(col(AuditEvent.organisation_id), col(AuditEvent.sequence))
        .execution_options(yield_per=500)
    )
    for evidence, at, sequence in session.exec(asked):
        for name, known in (evidence or {}).items():
            if known == REMOVED:
                found.pop(name, None)
            else:
                found[name] = (known, at, sequence)
    return found


def _rows(session: Session) -> Iterator[tuple[str, SQLModel | None]]:
    """All evidence by its name; None for a row that cannot be read."""
    for kind in EVIDENCE:
        keys = [inspect(kind).columns[key.name] for key in _keys(kind)]
        ids = [tuple(row) for row in session.execute(select(*keys).order_by(*keys))]
        for first in range(0, len(ids), AT_ONCE):
            some = ids[first : first + AT_ONCE]
            try:
                yield from _read(session, kind, some)
            except (InvalidTag, KeyMissing):
                for one in some:
                    try:
                        yield from _read(session, kind, [one])
                    except (InvalidTag, KeyMissing):
                        yield _name(kind, one), None


def _read(session: Session, kind: type[SQLModel], ids: list[tuple[Any, ...]]) -> list[tuple[str, SQLModel]]:
    asked = select(kind).where(tuple_(*_keys(kind)).in_(ids)).execution_options(populate_existing=True)
    return [(name_of(row), row) for row in session.exec(asked)]


def _keys(kind: type[SQLModel]) -> tuple[Any, ...]:
    return tuple(inspect(kind).primary_key)


def _name(kind: type[SQLModel], keys: tuple[Any, ...]) -> str:
    return f"{kind.__tablename__}:{'/'.join(str(key) for key in keys)}"


def _plain(value: Any) -> Any:
    """A value as both databases give it back."""
    match value:
        case bytes():
            return sha256(value).hexdigest()
        case datetime():
            return value.astimezone(UTC).isoformat()
        case UUID() | date():
            return str(value)
        case str():
            return str(value)
    return value
