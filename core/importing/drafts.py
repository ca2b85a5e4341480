"""A sheet somebody is at, kept encrypted and without CPR numbers, so that they can go on after a break."""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.importing.choices import ImportChoices
from core.importing.reading import Cell, MergedCells, SheetRead, read
from core.people.rules import CAN_BE_UNDONE
from db.engine import transaction
from db.importing import ImportDraft, ImportRun

KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class DraftRead:
    """A sheet somebody is at: what was read, what they chose so far, and which version of it this is."""

    id: UUID
    sheets: tuple[SheetRead, ...]
    choices: ImportChoices
    begun_at: datetime
    version: int

    @property
    def sheet(self) -> SheetRead | None:
        """The sheet that is taken over, None while somebody has to choose among several."""
        if len(self.sheets) == 1:
            return self.sheets[0]
        at = self.choices.sheet
        return self.sheets[at] if at is not None and at < len(self.sheets) else None


def begin_draft(*, session: Session, actor: Actor, organisation_id: UUID, data: bytes, now: datetime) -> ImportDraft:
    """Read a file and keep what stands in it, in the place of one the actor was at. Raises as `read`."""
    require(actor, Action.IMPORT_PEOPLE, Subject(organisation_id))
    sheets = read(data)
    with transaction(session):
        forget_draft(session, actor, organisation_id)
        draft = ImportDraft(
            organisation_id=organisation_id,
            person_id=actor.person_id,
            content=_packed(sheets),
            choices=ImportChoices().model_dump_json(),
            begun_at=now,
        )
        session.add(draft)
        session.flush()
        return draft


def draft_of(*, session: Session, actor: Actor, organisation_id: UUID) -> DraftRead | None:
    """The sheet the actor is at, None for none."""
    require(actor, Action.IMPORT_PEOPLE, Subject(organisation_id))
    found = session.exec(_own(actor, organisation_id)).one_or_none()
    if found is None:
        return None
    choices = ImportChoices.model_validate_json(found.choices)
    return DraftRead(found.id, _unpacked(found.content), choices, found.begun_at, found.version)


def choose(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    choices: ImportChoices,
    expected_version: int,
    now: datetime,
) -> None:
    """Keep what the actor chose of their sheet by `now`; "changed_meanwhile" where they did so in another tab."""
    with transaction(session):
        require(actor, Action.IMPORT_PEOPLE, Subject(organisation_id))
        draft = session.exec(_own(actor, organisation_id).with_for_update()).one_or_none()
        if draft is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if draft.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        draft.choices, draft.begun_at = choices.model_dump_json(), now
        draft.version += 1
        session.add(draft)


def give_up(*, session: Session, actor: Actor, organisation_id: UUID) -> None:
    """Keep nothing of the sheet any more. It is nobody's trace: nothing of it was ever here."""
    with transaction(session):
        require(actor, Action.IMPORT_PEOPLE, Subject(organisation_id))
        forget_draft(session, actor, organisation_id)


def forget_on_their_day(session: Session, now: datetime) -> None:
    """Delete the sheets nobody has gone on with, and what an import was to be undone by once its day has passed."""
    with transaction(session):
        session.exec(delete(ImportDraft).where(col(ImportDraft.begun_at) < now - KEPT_FOR))
        over = select(ImportRun).where(ImportRun.imported_at < now - CAN_BE_UNDONE, col(ImportRun.kept).is_(True))
        for run in session.exec(over):
            run.made, run.filled, run.kept = [], "[]", False
            session.add(run)


def _own(actor: Actor, organisation_id: UUID) -> Any:
    return select(ImportDraft).where(
        ImportDraft.organisation_id == organisation_id, ImportDraft.person_id == actor.person_id
    )


def forget_draft(session: Session, actor: Actor, organisation_id: UUID) -> None:
    """Keep nothing of the actor's sheet, inside the caller's transaction."""
    session.exec(
        delete(ImportDraft).where(
            col(ImportDraft.organisation_id) == organisation_id, col(ImportDraft.person_id) == actor.person_id
        )
    )


def _packed(sheets: Sequence[SheetRead]) -> bytes:
    told = [
        [
            each.name,
            [[_told(cell) for cell in row] for row in each.rows],
            [[m.first_row, m.first_column, m.last_row, m.last_column] for m in each.merged],
            each.hidden,
        ]
        for each in sheets
    ]
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode())


def _unpacked(packed: bytes) -> tuple[SheetRead, ...]:
    return tuple(
        SheetRead(
            name,
            tuple(tuple(_cell(cell) for cell in row) for row in rows),
            tuple(MergedCells(*m) for m in merged),
            hidden,
        )
        for name, rows, merged, hidden in json.loads(zlib.decompress(packed))
    )


def _told(cell: Cell) -> Any:
    return [cell.isoformat()] if isinstance(cell, date) else cell


def _cell(told: Any) -> Cell:
    return date.fromisoformat(told[0]) if isinstance(told, list) else told
