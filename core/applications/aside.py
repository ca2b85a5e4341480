"""What was kept aside in a rush: a colleague looks through it, takes in whom they know of, and deletes the rest."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.applications.case import handled
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.applications import Application
from db.engine import transaction


def kept_aside(
    *, session: Session, actor: Actor, organisation_id: UUID, page: int = 1, at_once: int = 25
) -> tuple[list[Application], int]:
    """A page of what is kept aside, newest first, counted from 1; and how many there are in all."""
    require(actor, Action.HANDLE_APPLICATIONS, Subject(organisation_id))
    total = session.exec(select(func.count()).select_from(Application).where(*_aside(organisation_id))).one()
    if not total:
        return [], 0
    asked = select(Application).where(*_aside(organisation_id)).order_by(col(Application.submitted_at).desc())
    return list(session.exec(asked.offset((page - 1) * at_once).limit(at_once))), total


def take_in(*, session: Session, actor: Actor, application_id: UUID, now: datetime) -> None:
    """It is among the others from now on; "changed_meanwhile" where it is so already."""
    with transaction(session):
        row = handled(session, actor, application_id, lock=True)
        if row.set_aside_at is None:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        row.set_aside_at = None
        row.version += 1
        session.add(row)
        trace(session, row.organisation_id, actor, "application.taken_in", "application", row.id, now)


def delete_aside(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> int:
    """Delete all that is kept aside, with what belongs to it; how many there were."""
    with transaction(session):
        require(actor, Action.HANDLE_APPLICATIONS, Subject(organisation_id))
        gone = session.exec(delete(Application).where(*_aside(organisation_id))).rowcount
        if gone:
            trace(session, organisation_id, actor, "application.aside_deleted", "organisation", organisation_id, now)
        return gone


def _aside(organisation_id: UUID) -> tuple[Any, ...]:
    return (
        col(Application.organisation_id) == organisation_id,
        col(Application.set_aside_at).is_not(None),
        col(Application.withdrawn_at).is_(None),
    )
