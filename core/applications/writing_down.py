"""An application that came by phone or on paper, written down by a colleague (O4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.applications.case import email_key
from core.applications.rules import (
    Age,
    ApplicationProgress,
    Beforehand,
    Benefit,
    HeardFrom,
    deletion_day,
)
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import DEFAULT_LANGUAGE, known, local_day
from core.organisations.pace import pace_of
from core.tasks.service import task_for
from db.applications import Application
from db.engine import transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDetails:
    """What somebody says of themselves who would like a task; see `db.applications.Application`. None is unanswered."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = DEFAULT_LANGUAGE
    age: Age | None = None
    motivation: str = ""
    heard_from: HeardFrom | None = None
    beforehand: Beforehand | None = None
    experience: str = ""
    accommodations: str = ""
    benefit: Benefit | None = None
    advised_on: date | None = None


def write_down(
    *, session: Session, actor: Actor, task_id: UUID, details: ApplicationDetails, now: datetime
) -> Application:
    """An application for the task, as the applicant said or wrote it; it counts as sent now.

    Raises all that is refused at once, by the names of `ApplicationDetails`: what the name, mail, phone or a text is
    refused for, and "application_no_way" where there is neither a mail address nor a phone number to answer to.
    """
    with transaction(session):
        task = task_for(session, actor, Action.SEE_TASKS, task_id)
        require(actor, Action.HANDLE_APPLICATIONS, Subject(task.organisation_id))
        if task.closed_at is not None:
            raise DomainError(ErrorCode.TASK_CLOSED)
        kept = _checked(details)
        sent = ApplicationProgress(submitted=True, withdrawn=False, decided=False)
        made = Application(
            organisation_id=task.organisation_id,
            task_id=task.id,
            language=kept.language,
            name=kept.name,
            email=kept.email,
            email_key=email_key(kept.email),
            phone=kept.phone,
            age=kept.age or "",
            motivation=kept.motivation,
            heard_from=kept.heard_from or "",
            beforehand=kept.beforehand or "",
            experience=kept.experience,
            accommodations=kept.accommodations,
            benefit=kept.benefit or "",
            advised_on=kept.advised_on,
            written_by_id=actor.person_id,
            begun_at=now,
            submitted_at=now,
            delete_on=deletion_day(sent, local_day(now), pace_of(session, task.organisation_id)),
        )
        session.add(made)
        session.flush()
        trace(session, made.organisation_id, actor, "application.written", "application", made.id, now)
        return made


def _checked(details: ApplicationDetails) -> ApplicationDetails:
    kept = replace(details, language=known(details.language))
    with all_refused() as check:
        with check.at("name"):
            kept = replace(kept, name=contact.name(details.name))
        with check.at("email"):
            kept = replace(kept, email=contact.email(details.email))
        with check.at("phone"):
            kept = replace(kept, phone=contact.phone(details.phone))
            if not details.email.strip() and not kept.phone:
                raise DomainError(ErrorCode.APPLICATION_NO_WAY)
        with check.at("motivation"):
            kept = replace(kept, motivation=contact.text(details.motivation))
        with check.at("experience"):
            kept = replace(kept, experience=contact.text(details.experience))
        with check.at("accommodations"):
            kept = replace(kept, accommodations=contact.text(details.accommodations))
    return kept
