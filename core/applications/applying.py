"""Applying for a task without a login: begun from a call, answered question by question, sent and taken back (R2, R8).

Whoever holds the link of an application reads it and goes on with it. Nobody is refused because many write at once:
see `core.applications.rush`.
"""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from core import contact
from core.access.guessing import UNTOLD, Caller
from core.access.trail import trace
from core.applications.case import came_to, email_key, progress_of
from core.applications.rules import (
    Age,
    ApplicantQuestion,
    ApplicationProgress,
    ApplicationState,
    Beforehand,
    Benefit,
    HeardFrom,
    deletion_day,
    questions_for,
    unanswered,
)
from core.applications.rush import (
    BEGUN_IN_A_RUSH,
    MAILED_IN_A_RUSH,
    allow_beginning,
    begun_lately,
    is_to_be_set_aside,
    sent_lately,
)
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import known, local_day
from core.organisations.pace import pace_of
from core.settings import settings
from core.tasks.calls import answered, newest_call
from db import outbox
from db.applications import Application
from db.assessments import QuestionnaireAnswers, QuestionnaireDraft
from db.crypto import blind_index, token_hash
from db.engine import transaction
from db.organisations import Organisation, Workplace
from db.tasks import TaskCall, VolunteerTask

TOKEN_BYTES = 24
BEGUN = ApplicationProgress(submitted=False, withdrawn=False, decided=False)
MAILS_A_DAY = 9


@dataclass(frozen=True, slots=True)
class CallView:
    """What anybody reads of a call: the task, where it is, and whom to ask."""

    task: VolunteerTask
    workplace: str
    organisation: Organisation
    address: str
    closes_on: date | None
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who applies, and how they are reached: by mail or by phone, or both."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """An application as its applicant sees it, with what they are asked and the first of it that is unanswered."""

    row: Application
    call: CallView
    state: ApplicationState
    questions: tuple[ApplicantQuestion, ...]
    next_question: ApplicantQuestion | None


def call_shown(*, session: Session, address: str, now: datetime) -> CallView:
    """The call at this address, also when it is closed; "not_found" where there is none.

    A poster hangs longer than its call: where the task is called for anew, that call is shown.
    """
    call = session.exec(select(TaskCall).where(TaskCall.address == address)).one_or_none()
    if call is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    found = _shown(session, call, call.task_id, local_day(now))
    if found.open or (newest := newest_call(session, call.task_id)) is None or newest.id == call.id:
        return found
    return _shown(session, newest, call.task_id, local_day(now))


def begin(
    *, session: Session, address: str, applicant: Applicant, language: str, now: datetime, caller: Caller = UNTOLD
) -> str:
    """An application that is kept from now on; what comes back opens it. A link to it goes by mail.

    Raises "call_over" for a call that is closed, "too_many_attempts" where one network begins very many, and all that
    is refused at once, by the names of `Applicant`: what the name, the mail or the phone number is refused for, and
    "application_reach" without any way to reach them.
    """
    allow_beginning(session=session, caller=caller, now=now)
    with transaction(session):
        call = session.exec(select(TaskCall).where(TaskCall.address == address)).one_or_none()
        if call is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        task = session.get_one(VolunteerTask, call.task_id)
        if not answered(call, task, local_day(now)):
            raise DomainError(ErrorCode.CALL_OVER)
        who = _checked(applicant)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        made = Application(
            organisation_id=call.organisation_id,
            task_id=call.task_id,
            call_id=call.id,
            token_hash=token_hash(token),
            token=token,
            language=known(language),
            name=who.name,
            email=who.email,
            email_key=email_key(who.email),
            phone=who.phone,
            begun_at=now,
            delete_on=deletion_day(BEGUN, local_day(now), pace_of(session, call.organisation_id)),
        )
        session.add(made)
        session.flush()
        if not begun_lately(session, made.organisation_id, now, BEGUN_IN_A_RUSH):
            mail_applicant(session, made, "application_begun", now)
        return token


def own_application(*, session: Session, token: str, now: datetime) -> OwnApplication:
    """The application that this link opens; "application_gone" for none, or one that is deleted."""
    row = _by_link(session, token)
    call = session.get(TaskCall, row.call_id) if row.call_id else None
    task = session.get_one(VolunteerTask, row.task_id)
    asked = questions_for(asks_experience=task.asks_experience)
    return OwnApplication(
        row=row,
        call=_shown(session, call, row.task_id, local_day(now)),
        state=came_to(row),
        questions=asked,
        next_question=unanswered(asked, given(row)),
    )


def change_contact(*, session: Session, token: str, applicant: Applicant, now: datetime) -> None:
    """Another name, mail or phone number, before it is sent. Raises as `begin`, and as `answer`."""
    with transaction(session):
        row = _to_write(session, token)
        who = _checked(applicant)
        elsewhere = who.email != row.email
        row.name, row.email, row.phone = who.name, who.email, who.phone
        row.email_key = email_key(who.email)
        _written(session, row)
        if elsewhere:
            mail_applicant(session, row, "application_begun", now)


def answer(*, session: Session, token: str, question: ApplicantQuestion, words: str, passes: bool = True) -> None:
    """What somebody answers to one question: their own words, or the value of the choice they made.

    It is kept while they are still at it, and answered when they have gone on: `passes`.

    Raises "application_gone", "application_sent" when it was sent or taken back, "words_missing" where nothing was
    answered to what must be, "choice_invalid" for no choice of the question's, or what a text is refused for.
    """
    with transaction(session):
        row = _to_write(session, token)
        match question:
            case ApplicantQuestion.AGE:
                row.age = _choice(Age, words)
            case ApplicantQuestion.MOTIVATION:
                row.motivation = contact.text(words)
                if passes and not row.motivation:
                    raise DomainError(ErrorCode.WORDS_MISSING)
            case ApplicantQuestion.HEARD_FROM:
                row.heard_from = _choice(HeardFrom, words) if words else ""
            case ApplicantQuestion.BEFOREHAND:
                row.beforehand = _choice(Beforehand, words)
            case ApplicantQuestion.EXPERIENCE:
                row.experience = contact.text(words)
            case ApplicantQuestion.ACCOMMODATIONS:
                row.accommodations = contact.text(words)
            case ApplicantQuestion.BENEFIT:
                row.benefit = _choice(Benefit, words)
        if passes:
            row.asked_until = max(row.asked_until, [*ApplicantQuestion].index(question) + 1)
        _written(session, row)


def send(*, session: Session, token: str, now: datetime) -> None:
    """Send it: coordinators can read it from now on, and the applicant gets a receipt. A second time is nothing.

    Raises "application_gone", "application_sent" where it was taken back, "task_gone", and "application_unfinished"
    while an answer is missing.
    """
    with transaction(session):
        row = _by_link(session, token, lock=True)
        if row.withdrawn_at is not None:
            raise DomainError(ErrorCode.APPLICATION_SENT)
        if row.submitted_at is not None:
            return
        task = session.get_one(VolunteerTask, row.task_id)
        if task.closed_at is not None:
            raise DomainError(ErrorCode.TASK_GONE)
        if unanswered(questions_for(asks_experience=task.asks_experience), given(row)) is not None:
            raise DomainError(ErrorCode.APPLICATION_UNFINISHED)
        aside = is_to_be_set_aside(session, row, now)
        row.submitted_at = now
        row.set_aside_at = now if aside else None
        row.delete_on = deletion_day(progress_of(row), local_day(now), pace_of(session, row.organisation_id))
        _written(session, row)
        if not sent_lately(session, row.organisation_id, now, MAILED_IN_A_RUSH):
            mail_applicant(session, row, "application_received", now)
        if not aside:
            _trace_sent(session, row, now)


def confirm_by_mail(*, session: Session, token: str, key: str, now: datetime) -> None:
    """Whoever opens the link from the mail is at that address: what was set aside in a rush is among the others now."""
    with transaction(session):
        row = _by_link(session, token, lock=True)
        if not secrets.compare_digest(key.encode(), mail_key(token).encode()) or row.confirmed_at is not None:
            return
        row.confirmed_at = now
        if row.set_aside_at is not None:
            row.set_aside_at = None
            _trace_sent(session, row, now)
        _written(session, row)


def take_back(*, session: Session, token: str, now: datetime) -> None:
    """The applicant takes it back: what they wrote is gone at once, and the rest of it soon. A second time is nothing.

    Raises "application_gone", and "application_decided" where it has been answered.
    """
    with transaction(session):
        row = _by_link(session, token, lock=True)
        if row.withdrawn_at is not None:
            return
        if row.decided_at is not None:
            raise DomainError(ErrorCode.APPLICATION_DECIDED)
        sent = row.submitted_at is not None
        row.withdrawn_at = now
        row.motivation = row.experience = row.accommodations = row.benefit = row.phone = ""
        row.heard_from = row.beforehand = row.age = ""
        for table in (QuestionnaireAnswers, QuestionnaireDraft):
            session.exec(delete(table).where(col(table.application_id) == row.id))
        row.delete_on = deletion_day(progress_of(row), local_day(now), pace_of(session, row.organisation_id))
        _written(session, row)
        if sent:
            mail_applicant(session, row, "application_taken_back", now)
            trace(session, row.organisation_id, None, "application.taken_back", "application", row.id, now)


def given(row: Application) -> dict[ApplicantQuestion, str]:
    """What is answered so far; a question that was passed over with nothing is answered too."""
    said = {
        ApplicantQuestion.AGE: row.age,
        ApplicantQuestion.MOTIVATION: row.motivation,
        ApplicantQuestion.HEARD_FROM: row.heard_from,
        ApplicantQuestion.BEFOREHAND: row.beforehand,
        ApplicantQuestion.EXPERIENCE: row.experience,
        ApplicantQuestion.ACCOMMODATIONS: row.accommodations,
        ApplicantQuestion.BENEFIT: row.benefit,
    }
    return {question: words for place, (question, words) in enumerate(said.items()) if place < row.asked_until}


def mail_key(token: str) -> str:
    """What a link in a mail holds beside the token, so that only who reads the mail has it."""
    return blind_index(f"by mail {token}")[:16]


def _shown(session: Session, call: TaskCall | None, task_id: UUID, today: date) -> CallView:
    task = session.get_one(VolunteerTask, task_id)
    return CallView(
        task=task,
        workplace=session.get_one(Workplace, task.workplace_id).name,
        organisation=session.get_one(Organisation, task.organisation_id),
        address=call.address if call else "",
        closes_on=call.closes_on if call else None,
        open=call is not None and answered(call, task, today),
    )


def _by_link(session: Session, token: str, *, lock: bool = False) -> Application:
    asked = select(Application).where(Application.token_hash == token_hash(token))
    found = session.exec(asked.with_for_update() if lock else asked).one_or_none() if token else None
    if found is None:
        raise DomainError(ErrorCode.APPLICATION_GONE)
    return found


def _to_write(session: Session, token: str) -> Application:
    row = _by_link(session, token, lock=True)
    if row.submitted_at is not None or row.withdrawn_at is not None:
        raise DomainError(ErrorCode.APPLICATION_SENT)
    return row


def _written(session: Session, row: Application) -> None:
    row.version += 1
    session.add(row)


def _choice(kind: type[Age] | type[HeardFrom] | type[Beforehand] | type[Benefit], words: str) -> str:
    if words not in [*kind]:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return words


def _checked(applicant: Applicant) -> Applicant:
    name = email = phone = ""
    with all_refused() as check:
        with check.at("name"):
            name = contact.name(applicant.name)
        with check.at("email"):
            email = contact.email(applicant.email)
        with check.at("phone"):
            phone = contact.phone(applicant.phone)
            if not phone and not applicant.email.strip():
                raise DomainError(ErrorCode.APPLICATION_REACH)
    return Applicant(name=name, email=email, phone=phone)


def mail_applicant(session: Session, row: Application, message: str, now: datetime) -> None:
    """Leave a mail to the applicant. To one address go few in a day, so that nobody is flooded in another's name."""
    if not row.email or not settings().mail_configured:
        return
    day = local_day(now)
    same_address = select(func.sum(Application.mails)).where(
        Application.email_key == row.email_key, col(Application.mails_on) == day
    )
    if (session.exec(same_address).one() or 0) >= MAILS_A_DAY:
        return
    row.mails = row.mails + 1 if row.mails_on == day else 1
    row.mails_on = day
    session.add(row)
    params = {"message": message, "application_id": str(row.id)}
    outbox.post(session, kind="mail", params=params, organisation_id=row.organisation_id, now=now)


def _trace_sent(session: Session, row: Application, now: datetime) -> None:
    trace(session, row.organisation_id, None, "application.sent", "application", row.id, now)
