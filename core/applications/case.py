"""Loading an application for its services: for whoever handles it, and with how far it has come."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Subject, require
from core.applications.rules import ApplicationProgress, ApplicationState, state_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.applications import Application


def handled(session: Session, actor: Actor, application_id: UUID, *, lock: bool = False) -> Application:
    """The application, for whoever handles it there; "not_found" or "not_allowed"."""
    asked = select(Application).where(Application.id == application_id)
    found = session.exec(asked.with_for_update() if lock else asked).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.HANDLE_APPLICATIONS, Subject(found.organisation_id))
    return found


def progress_of(application: Application) -> ApplicationProgress:
    """What the rules read of it."""
    return ApplicationProgress(
        submitted=application.submitted_at is not None,
        withdrawn=application.withdrawn_at is not None,
        decided=application.decided_at is not None,
    )


def came_to(application: Application) -> ApplicationState:
    """How far it has come."""
    return state_of(progress_of(application))


def how_many_came(session: Session, call_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many have sent an application by each of these calls and not taken it back; a call without any is missing."""
    asked = (
        select(Application.call_id, func.count())
        .where(
            col(Application.call_id).in_([*call_ids]),
            col(Application.submitted_at).is_not(None),
            col(Application.withdrawn_at).is_(None),
        )
        .group_by(col(Application.call_id))
    )
    return {call_id: count for call_id, count in session.exec(asked) if call_id is not None}


def others_of_address(session: Session, application: Application) -> list[Application]:
    """What else was sent here from the same mail address, newest first."""
    if not application.email_key:
        return []
    asked = select(Application).where(
        Application.organisation_id == application.organisation_id,
        Application.email_key == application.email_key,
        Application.id != application.id,
        col(Application.submitted_at).is_not(None),
    )
    return list(session.exec(asked.order_by(col(Application.submitted_at).desc())))
