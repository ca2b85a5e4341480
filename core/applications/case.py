"""Loading an application for its services: for whoever handles it, and with how far it has come."""

from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.applications.rules import ApplicationProgress, ApplicationState, state_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from db.applications import Application
from db.crypto import blind_index
from db.tasks import VolunteerTask

A_FEW = 5


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


def applied_also(session: Session, application: Application) -> list[tuple[str, date]]:
    """What else was sent from the same mail address and not taken back: the task and the day, newest first, a few."""
    if not application.email_key:
        return []
    asked = (
        select(VolunteerTask.title, Application.submitted_at)
        .join(VolunteerTask, col(VolunteerTask.id) == Application.task_id)
        .where(
            Application.organisation_id == application.organisation_id,
            Application.email_key == application.email_key,
            Application.id != application.id,
            col(Application.submitted_at).is_not(None),
            col(Application.withdrawn_at).is_(None),
            col(Application.set_aside_at).is_(None),
        )
        .order_by(col(Application.submitted_at).desc())
        .limit(A_FEW)
    )
    return [(title, local_day(sent)) for title, sent in session.exec(asked) if sent is not None]


def email_key(email: str) -> str:
    """What tells an address again without showing it; "" for none."""
    return blind_index(f"applicant {email.casefold()}") if email else ""
