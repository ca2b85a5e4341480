"""Programmes in the database: the shipped ones published as versions, and read back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

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


def newest(session: Session, organisation_id: UUID | None = None) -> dict[str, UUID]:
    """The id of the version of each programme that a new engagement begins under, by programme id.

    The organisation's own newest where it published one, else the newest that came with the portal; None asks for
    those of the portal alone.
    """
    own = col(ProgrammeVersion.organisation_id)
    # Own versions come last and so take the place of the portal's, whatever their numbers.
    ordered = select(ProgrammeVersion.programme, ProgrammeVersion.id).where(visible(organisation_id))
    return dict(session.exec(ordered.order_by(own.is_not(None), col(ProgrammeVersion.number))).all())


def visible(organisation_id: UUID | None) -> Any:
    """The SQL condition on versions for those an organisation may use: the portal's, and its own."""
    own = col(ProgrammeVersion.organisation_id)
    return own.is_(None) if organisation_id is None else or_(own.is_(None), own == organisation_id)


def versions_where(session: Session, organisation_id: UUID, fits: Callable[[Programme], bool]) -> list[UUID]:
    """The versions an organisation may use whose programme fits, so that SQL can ask for engagements under them."""
    ids = session.exec(select(ProgrammeVersion.id).where(visible(organisation_id))).all()
    return [each for each in ids if fits(programme_of(session, each))]


def programme_of(session: Session, programme_version_id: UUID) -> Programme:
    """The programme as it was published in that version.

    What was read once in this process is kept: a published version never changes and holds nothing personal.
    """
    if programme_version_id not in _read:
        content = select(ProgrammeVersion.content).where(ProgrammeVersion.id == programme_version_id)
        _read[programme_version_id] = Programme.from_json(session.exec(content).one())
    return _read[programme_version_id]
