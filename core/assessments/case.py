"""Loading what is assessed for its services: for whoever handles the application, while it can still be changed."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Actor
from core.applications.case import came_to, handled
from core.applications.rules import ApplicationState
from core.assessments.rules import AssessmentFacts
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.applications import Application
from db.assessments import Assessment


def received(session: Session, actor: Actor, application_id: UUID, *, lock: bool = False) -> Application:
    """An application that was sent, for whoever handles it: "not_found" for one that was not yet, or "not_allowed"."""
    application = handled(session, actor, application_id, lock=lock)
    if came_to(application) is ApplicationState.BEGUN:
        raise DomainError(ErrorCode.NOT_FOUND)
    return application


def assessed(
    session: Session, actor: Actor, application_id: UUID, now: datetime, *, answered: bool = False
) -> tuple[Application, Assessment]:
    """An application and what is noted of it, held until the transaction ends; with the first note it is begun.

    Raises "application_withdrawn", and "application_answered" where the letter has gone, unless that is wanted
    (`answered`).
    """
    application = received(session, actor, application_id, lock=True)
    if application.withdrawn_at is not None:
        raise DomainError(ErrorCode.APPLICATION_WITHDRAWN)
    found = session.exec(
        select(Assessment).where(Assessment.application_id == application_id).with_for_update()
    ).one_or_none()
    if found is None:
        found = Assessment(application_id=application_id, organisation_id=application.organisation_id, begun_at=now)
        session.add(found)
        session.flush()
    if found.answered_at is not None and not answered:
        raise DomainError(ErrorCode.APPLICATION_ANSWERED)
    return application, found


def facts_of(application: Application, assessment: Assessment | None) -> AssessmentFacts:
    """What the rules read of it."""
    return AssessmentFacts(
        withdrawn=application.withdrawn_at is not None,
        begun=assessment is not None,
        asked=assessment is not None and assessment.asked_at is not None,
        views_until=_until(assessment),
        decided=assessment is not None and assessment.verdict != "",
        answered=assessment is not None and assessment.answered_at is not None,
    )


def _until(assessment: Assessment | None) -> date | None:
    return assessment.views_until if assessment is not None else None
