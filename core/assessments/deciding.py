"""The decision about an application, and the letter that says it: one can be corrected until the other has gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.invitations import has_account, invite
from core.access.permissions import Action, Actor
from core.access.reach import visible_to
from core.access.trail import trace
from core.applications.applying import mail_applicant
from core.assessments.case import assessed, received
from core.assessments.printing import SheetIssue, draw_letter
from core.assessments.rules import ApplicationVerdict, criteria_gone_on
from core.assessments.sheets import letter_body, letter_subject
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.organisations.pace import pace_of
from core.people.service import NewVolunteer, add_volunteer
from core.settings import settings
from core.tasks.holders import give_task
from db.applications import Application
from db.assessments import Assessment
from db.crypto import token_hash
from db.engine import transaction
from db.organisations import Organisation
from db.people import Engagement
from db.tasks import VolunteerTask

MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class AnswerLetter:
    """The letter as the applicant reads it, in their language."""

    subject: str
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What is decided, the coordinator's own words, and the other tasks offered."""

    verdict: ApplicationVerdict
    own_words: str = ""
    offered: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginsWith:
    """Where somebody who gets a yes begins: who is there for them, from when, and who they are if they are known here.
    The workplace and the programme are the task's."""

    contact_person_id: UUID | None
    begins_on: date | None = None
    known_id: UUID | None = None


def decide(*, session: Session, actor: Actor, application_id: UUID, draft: DecisionDraft, now: datetime) -> None:
    """Decide, or decide otherwise, while the letter has not gone; nobody outside is told yet.

    Raises what the words are refused for, "not_found" for a task that cannot be offered, "application_withdrawn" or
    "application_answered".
    """
    with transaction(session):
        application, found = assessed(session, actor, application_id, now)
        found.own_words = contact.text(draft.own_words)
        others = {task.id for task in other_tasks(session, actor, application)}
        if set(draft.offered) - others or len(draft.offered) > MOST_OFFERED:
            raise DomainError(ErrorCode.NOT_FOUND)
        found.offered = [str(each) for each in draft.offered] if draft.verdict is ApplicationVerdict.NO else []
        found.verdict = draft.verdict
        found.version += 1
        session.add(found)
        trace(session, application.organisation_id, actor, "application.decided", "application", application_id, now)


def take_decision_back(*, session: Session, actor: Actor, application_id: UUID, now: datetime) -> None:
    """It is not decided after all. Raises "application_withdrawn" or "application_answered"."""
    with transaction(session):
        application, found = assessed(session, actor, application_id, now)
        if not found.verdict:
            return
        found.verdict = ""
        found.version += 1
        session.add(found)
        trace(session, application.organisation_id, actor, "application.undecided", "application", application_id, now)


def letter_as_it_goes(*, session: Session, actor: Actor, application_id: UUID, draft: DecisionDraft) -> AnswerLetter:
    """The letter as it would read, in the applicant's language, to be looked at before it goes."""
    return _letter(session, received(session, actor, application_id), draft)


def send_letter(
    *, session: Session, actor: Actor, application_id: UUID, begins: BeginsWith | None = None, now: datetime
) -> Engagement | None:
    """The letter goes, and with a yes the applicant becomes a volunteer who is invited; both or neither.

    A mail with a link to it goes to whoever applied by a link of their own; for others it is printed. Of a yes `begins`
    says with whom. What was noted of the criteria has a last day from now on. Raises "application_undecided",
    "application_answered", "application_withdrawn", and of a yes what `core.people.service.add_volunteer` refuses, by
    field.
    """
    with transaction(session):
        application, found = assessed(session, actor, application_id, now)
        if not found.verdict:
            raise DomainError(ErrorCode.APPLICATION_UNDECIDED)
        verdict = ApplicationVerdict(found.verdict)
        draft = DecisionDraft(verdict, found.own_words, tuple(UUID(each) for each in found.offered))
        engagement = None
        if verdict is ApplicationVerdict.YES:
            engagement = _begun(session, actor, application, begins or BeginsWith(None), now)
            application.person_id, application.engagement_id = engagement.person_id, engagement.id
        found.letter = _letter(session, application, draft).body
        found.answered_at = now
        days = pace_of(session, application.organisation_id).application_criteria_days
        found.criteria_until = criteria_gone_on(local_day(now), application.delete_on, days)
        found.version += 1
        application.decision, application.decided_at, application.decided_by_id = verdict, now, actor.person_id
        application.version += 1
        session.add_all((found, application))
        session.flush()
        if mailed(application):
            mail_applicant(session, application, "application_answered", now)
        trace(session, application.organisation_id, actor, "application.answered", "application", application_id, now)
        return engagement


def other_tasks(session: Session, actor: Actor, application: Application) -> Sequence[VolunteerTask]:
    """The tasks that can be offered instead: those of the organisation that are not closed, but the one applied for."""
    return session.exec(
        select(VolunteerTask)
        .where(
            *visible_to(actor, Action.SEE_TASKS, application.organisation_id, VolunteerTask),
            col(VolunteerTask.closed_at).is_(None),
            VolunteerTask.id != application.task_id,
        )
        .order_by(col(VolunteerTask.title), col(VolunteerTask.id))
    ).all()


def _begun(session: Session, actor: Actor, application: Application, begins: BeginsWith, now: datetime) -> Engagement:
    """The applicant as a volunteer, with a link to join by where they have no login yet."""
    task = session.get_one(VolunteerTask, application.task_id)
    engagement = add_volunteer(
        session=session,
        actor=actor,
        organisation_id=application.organisation_id,
        volunteer=NewVolunteer(
            name=application.name,
            email=application.email,
            phone=application.phone,
            language=application.language,
            programme=task.programme,
            workplace_id=task.workplace_id,
            contact_person_id=begins.contact_person_id,
            coordinator_id=actor.person_id,
            begins_on=begins.begins_on,
            known_id=begins.known_id,
        ),
        now=now,
    )
    if not has_account(session, engagement.person_id):
        invite(
            session=session,
            actor=actor,
            person_id=engagement.person_id,
            organisation_id=application.organisation_id,
            now=now,
        )
    if task.closed_at is None:
        give_task(session=session, actor=actor, task_id=task.id, engagement_id=engagement.id, now=now)
    return engagement


def _letter(session: Session, application: Application, draft: DecisionDraft) -> AnswerLetter:
    yes, language = draft.verdict is ApplicationVerdict.YES, application.language
    titles = {
        task.id: task.title
        for task in session.exec(
            select(VolunteerTask).where(col(VolunteerTask.id).in_((*draft.offered, application.task_id)))
        )
    }
    named = {
        "name": application.name,
        "task": titles[application.task_id],
        "organisation": session.get_one(Organisation, application.organisation_id).name,
    }
    others = [titles[each] for each in draft.offered if each in titles] if not yes else []
    return AnswerLetter(
        subject=letter_subject(yes=yes, language=language),
        body=letter_body(yes=yes, language=language, named=named, own_words=draft.own_words, others=others),
        language=language,
    )


def letter_sent(assessment: Assessment, application: Application) -> AnswerLetter | None:
    """The letter as it went, None where it has not."""
    if assessment.answered_at is None:
        return None
    yes = assessment.verdict == ApplicationVerdict.YES
    return AnswerLetter(letter_subject(yes=yes, language=application.language), assessment.letter, application.language)


def mailed(application: Application) -> bool:
    """Whether the applicant gets a mail with a link to the letter: who was written down by a colleague has no link."""
    return bool(application.email) and application.token_hash is not None and settings().mail_configured


def letter_by_link(*, session: Session, token: str) -> AnswerLetter | None:
    """The letter as its applicant reads it by the link of the application; None before it goes, or for no link."""
    asked = select(Application).where(Application.token_hash == token_hash(token))
    application = session.exec(asked).one_or_none() if token else None
    found = session.get(Assessment, application.id) if application is not None else None
    return letter_sent(found, application) if application is not None and found is not None else None


def print_letter(*, session: Session, actor: Actor, application_id: UUID) -> bytes:
    """The letter as it went, for whoever handles the application; "not_found" before it goes."""
    application = received(session, actor, application_id)
    found = session.get(Assessment, application_id)
    letter = letter_sent(found, application) if found is not None else None
    if letter is None or found is None or found.answered_at is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    issue = SheetIssue(
        organisation=session.get_one(Organisation, application.organisation_id).name,
        task=session.get_one(VolunteerTask, application.task_id).title,
        name=application.name,
        made_at=found.answered_at,
    )
    return draw_letter(letter.body, letter.subject, letter.language, issue)
