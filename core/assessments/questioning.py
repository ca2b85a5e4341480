"""The questionnaire as its applicant fills it in: theirs until they share it, and theirs again when they take it back.

The applicant has no login; whoever holds the link of the application is them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Actor
from core.access.trail import trace
from core.applications.case import came_to
from core.applications.rules import ApplicationState
from core.assessments.case import assessed, received
from core.assessments.printing import SheetIssue, draw_interview, draw_questionnaire
from core.assessments.sheets import questionnaire
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import LANGUAGES, spoken
from db.applications import Application
from db.assessments import QuestionnaireAnswers, QuestionnaireDraft
from db.crypto import token_hash
from db.engine import transaction
from db.organisations import Organisation
from db.tasks import VolunteerTask


@dataclass(frozen=True, slots=True)
class OwnQuestionnaire:
    """What its applicant sees of it."""

    application_id: UUID
    name: str
    task: str
    organisation: str
    language: str
    answers: Mapping[str, str]
    shared: bool
    version: int


def own_questionnaire(*, session: Session, token: str) -> OwnQuestionnaire:
    """The questionnaire behind an applicant's link; "link_unusable" for one that leads nowhere (any more)."""
    application = applied_by_link(session, token)
    found = session.get(QuestionnaireAnswers, application.id)
    return OwnQuestionnaire(
        application_id=application.id,
        name=application.name,
        task=session.get_one(VolunteerTask, application.task_id).title,
        organisation=session.get_one(Organisation, application.organisation_id).name,
        language=application.language,
        answers=answers_in(found),
        shared=found is not None and found.shared_at is not None,
        version=found.version if found is not None else 0,
    )


def save_questionnaire(*, session: Session, token: str, answers: Mapping[str, str], share: bool, now: datetime) -> None:
    """Keep what the applicant wrote, and let the coordinators read it or not.

    Raises "link_unusable", or all that an answer is refused for at once, by the ids of the questions.
    """
    with transaction(session):
        application = applied_by_link(session, token, lock=True)
        found = session.get(QuestionnaireAnswers, application.id) or QuestionnaireAnswers(
            application_id=application.id, organisation_id=application.organisation_id, saved_at=now, version=0
        )
        _write(found, answers, now)
        was_shared = found.shared_at is not None
        found.shared_at = (found.shared_at or now) if share else None
        session.add(found)
        at = application.organisation_id
        if share and not was_shared:
            trace(session, at, None, "questionnaire.shared", "application", application.id, now)
        elif was_shared and not share:
            trace(session, at, None, "questionnaire.taken_back", "application", application.id, now)


def write_questionnaire_down(
    *, session: Session, actor: Actor, application_id: UUID, answers: Mapping[str, str], now: datetime
) -> None:
    """What an applicant wrote on paper and handed over, which shares it (O4).

    Raises "questionnaire_theirs" where they fill it in themselves and have not shared it, "application_withdrawn",
    "application_answered", or all that an answer is refused for at once.
    """
    with transaction(session):
        application, _assessment = assessed(session, actor, application_id, now)
        found = session.get(QuestionnaireAnswers, application_id)
        if found is not None and found.shared_at is None:
            raise DomainError(ErrorCode.QUESTIONNAIRE_THEIRS)
        found = found or QuestionnaireAnswers(
            application_id=application_id, organisation_id=application.organisation_id, saved_at=now, version=0
        )
        _write(found, answers, now)
        found.shared_at = found.shared_at or now
        session.add(found)
        trace(session, application.organisation_id, actor, "questionnaire.written", "application", application_id, now)


def shared_answers(*, session: Session, actor: Actor, application_id: UUID) -> Mapping[str, str] | None:
    """What the applicant shares of the questionnaire, None for nothing; for whoever handles the application."""
    received(session, actor, application_id)
    found = session.get(QuestionnaireAnswers, application_id)
    return answers_in(found) if found is not None and found.shared_at is not None else None


def print_own_questionnaire(*, session: Session, token: str, language: str) -> bytes:
    """The questionnaire as its applicant has filled it in so far, saved or not.

    Raises "link_unusable" or "choice_invalid"."""
    own = own_questionnaire(session=session, token=token)
    chosen = _printed_in(language)
    issue = SheetIssue(own.organisation, own.task, own.name, applied_by_link(session, token).begun_at)
    draft = session.get(QuestionnaireDraft, own.application_id)
    written = {name: said for name, (said, _before) in json.loads(draft.content).items()} if draft is not None else {}
    answers = {each: written.get(each, own.answers.get(each, "")) for each in questionnaire().ids}
    return draw_questionnaire(questionnaire(), chosen, issue, answers if any(answers.values()) else {})


def print_for_application(
    *, session: Session, actor: Actor, application_id: UUID, interview: bool, language: str
) -> bytes:
    """The guide to the `interview`, else the questionnaire, with what the applicant shares; for whoever handles it.

    Raises "not_found", "not_allowed" or "choice_invalid".
    """
    application = received(session, actor, application_id)
    shared = shared_answers(session=session, actor=actor, application_id=application_id)
    issue = SheetIssue(
        organisation=session.get_one(Organisation, application.organisation_id).name,
        task=session.get_one(VolunteerTask, application.task_id).title,
        name=application.name,
        made_at=application.begun_at,
    )
    draw = draw_interview if interview else draw_questionnaire
    return draw(questionnaire(), _printed_in(language), issue, shared)


def answers_in(found: QuestionnaireAnswers | None) -> dict[str, str]:
    """What stands in the row, by the ids of the questions."""
    kept: dict[str, str] = json.loads(found.answers) if found is not None and found.answers else {}
    return kept


def applied_by_link(session: Session, token: str, *, lock: bool = False) -> Application:
    """The application behind an applicant's link; "link_unusable" for one that leads nowhere (any more)."""
    asked = select(Application).where(Application.token_hash == token_hash(token))
    found = session.exec(asked.with_for_update() if lock else asked).one_or_none()
    if found is None or came_to(found) is ApplicationState.WITHDRAWN:
        raise DomainError(ErrorCode.LINK_UNUSABLE)
    return found


def _write(found: QuestionnaireAnswers, answers: Mapping[str, str], now: datetime) -> None:
    if set(answers) - set(questionnaire().ids):
        raise DomainError(ErrorCode.CHOICE_INVALID)
    with all_refused() as check:
        for question, said in answers.items():
            with check.at(question):
                contact.text(said)
    kept = {question: contact.text(said) for question, said in answers.items() if said.strip()}
    found.answers, found.saved_at, found.version = json.dumps(kept), now, found.version + 1


def _printed_in(language: str) -> str:
    if language not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return spoken(questionnaire().title.languages, language)
