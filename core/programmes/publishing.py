"""Programmes in the database: the shipped ones published as versions, and read back."""

from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlmodel import Session, col, select

from core.programmes.programme import Programme, shipped
from db.programmes import ProgrammeVersion


def publish_shipped(session: Session, *, now: datetime) -> None:
    """Publish each shipped programme whose version number is not there yet, inside the caller's transaction."""
    published = {
        (row.programme, row.number)
        for row in session.exec(select(ProgrammeVersion).where(col(ProgrammeVersion.organisation_id).is_(None)))
    }
    for programme in shipped().values():
        if (programme.id, programme.version) not in published:
            session.add(
                ProgrammeVersion(
                    programme=programme.id,
                    number=programme.version,
                    content=programme.content_json(),
                    fingerprint=programme.fingerprint(),
                    published_at=now,
                )
            )
    session.flush()


def newest(session: Session) -> dict[str, ProgrammeVersion]:
    """The newest published version of each programme, by programme id."""
    rows = session.exec(select(ProgrammeVersion).order_by(col(ProgrammeVersion.number)))
    return {row.programme: row for row in rows}


def programme_of(session: Session, programme_version_id: UUID) -> Programme:
    """The programme as it was published in that version."""
    row = session.get_one(ProgrammeVersion, programme_version_id)
    return _parsed(row.content)


@lru_cache(maxsize=256)
def _parsed(content: str) -> Programme:
    return Programme.from_json(content)
