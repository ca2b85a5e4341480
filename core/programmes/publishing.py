"""Programmes in the database: the shipped ones published as versions, and read back."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.programmes.programme import Programme, shipped
from db.programmes import ProgrammeVersion

_read: dict[UUID, Programme] = {}


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


def newest(session: Session) -> dict[str, UUID]:
    """The id of the newest published version of each programme, by programme id."""
    return dict(session.exec(_BY_AGE).all())


_BY_AGE = select(ProgrammeVersion.programme, ProgrammeVersion.id).order_by(col(ProgrammeVersion.number))


def programme_of(session: Session, programme_version_id: UUID) -> Programme:
    """The programme as it was published in that version.

    What was read once in this process is kept: a published version never changes and holds nothing personal.
    """
    if programme_version_id not in _read:
        content = select(ProgrammeVersion.content).where(ProgrammeVersion.id == programme_version_id)
        _read[programme_version_id] = Programme.from_json(session.exec(content).one())
    return _read[programme_version_id]
