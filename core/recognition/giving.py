"""Giving, changing and calling off a planned recognition (H1–H7)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day, short_date
from core.notices.service import take_back
from core.recognition.invitations import mail, refuse_mention
from core.recognition.planning import MOST_COST, RecognitionPlan, checked, put_in
from core.recognition.rules import Answer, Gift
from core.recognition.telling import facts_of, put_back, tell_of
from db.engine import transaction
from db.recognition import AnsweredOccasion, Recognised, Recognition


@dataclass(frozen=True, slots=True)
class ThanksDetails:
    """How somebody was thanked: on which day, what was said, and what it cost in øre."""

    given_on: date | None
    words: str
    cost: int


def give(
    *,
    session: Session,
    actor: Actor,
    recognition_id: UUID,
    details: ThanksDetails,
    expected_version: int,
    now: datetime,
) -> Recognition:
    """Somebody was thanked; the words of a letter are theirs to read, and a mail says so.

    Raises "recognition_given", "changed_meanwhile", "date_invalid", "recognition_ahead" for a day to come, or
    "cost_invalid".
    """
    with transaction(session):
        made = _planned(session, actor, recognition_id, expected_version)
        with all_refused() as check:
            with check.at("given_on"):
                if details.given_on is None:
                    raise DomainError(ErrorCode.DATE_INVALID)
                if details.given_on > local_day(now):
                    raise DomainError(ErrorCode.RECOGNITION_AHEAD)
            with check.at("words"):
                contact.text(details.words)
            with check.at("cost"):
                if not 0 <= details.cost <= MOST_COST:
                    raise DomainError(ErrorCode.COST_INVALID)
        made.given_on, made.words, made.cost = details.given_on, contact.text(details.words), details.cost
        made.version += 1
        session.add(made)
        # What somebody cannot eat is nobody's business once the food is eaten.
        session.exec(update(Recognised).where(col(Recognised.recognition_id) == made.id).values(diet=None))
        trace(session, made.organisation_id, actor, "recognition.given", "recognition", made.id, now)
        if made.gift == Gift.LETTER and made.words:
            mail(session, made, "thanked", people_of(session, made), now)
        return made


def call_off(
    *, session: Session, actor: Actor, recognition_id: UUID, expected_version: int, words: str = "", now: datetime
) -> None:
    """It came to nothing; its occasions wait for an answer again, and whoever was invited and has not said no is told,
    with `words` to them. Raises as `give`."""
    with transaction(session):
        made = _planned(session, actor, recognition_id, expected_version)
        before = facts_of(session, made)
        made.called_off_at, made.version = now, made.version + 1
        session.add(made)
        answered = select(AnsweredOccasion).where(AnsweredOccasion.recognition_id == made.id)
        for answer in session.exec(answered):
            answer.answer, answer.until, answer.recognition_id = Answer.POSTPONED, None, None
            answer.version += 1
            session.add(answer)
        trace(session, made.organisation_id, actor, "recognition.called_off", "recognition", made.id, now)
        tell_of(session, actor, made, before, words, now)


def change(
    *,
    session: Session,
    actor: Actor,
    recognition_id: UUID,
    plan: RecognitionPlan,
    expected_version: int,
    words: str = "",
    now: datetime,
) -> Recognition:
    """Another way, day, place or giver for what is planned; whoever was invited and has not said no is told of another
    day or place, with `words` to them, and who is only invited now gets an invitation.

    Raises as `give`, and what `arrange` refuses.
    """
    with transaction(session):
        made = _planned(session, actor, recognition_id, expected_version)
        before, asked = facts_of(session, made), made.invites
        checked(session, made.organisation_id, plan)
        people = people_of(session, made)
        refuse_mention(session, plan.gift, people)
        put_in(made, plan)
        made.version += 1
        session.add(made)
        trace(session, made.organisation_id, actor, "recognition.changed", "recognition", made.id, now)
        if made.invites and not asked:
            mail(session, made, "invited", people, now)
        else:
            tell_of(session, actor, made, before, words, now)
        return made


def undo_change(*, session: Session, actor: Actor, recognition_id: UUID, notice_id: UUID, now: datetime) -> Recognition:
    """The day, the place and the occasions as they were, where the mails have not gone yet; "notice_sent" otherwise."""
    with transaction(session):
        made = session.exec(select(Recognition).where(Recognition.id == recognition_id).with_for_update()).one_or_none()
        if made is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.RECOGNISE, Subject(made.organisation_id))
        put_back(session, made, take_back(session, recognition_id, notice_id, now))
        trace(session, made.organisation_id, actor, "recognition.undone", "recognition", made.id, now)
        return made


def people_of(session: Session, made: Recognition) -> list[UUID]:
    """Whom it is for."""
    return list(session.exec(select(Recognised.person_id).where(Recognised.recognition_id == made.id)))


def _planned(session: Session, actor: Actor, recognition_id: UUID, expected_version: int) -> Recognition:
    asked = select(Recognition).where(Recognition.id == recognition_id).with_for_update()
    found = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.RECOGNISE, Subject(found.organisation_id))
    if found.given_on is not None:
        raise DomainError(ErrorCode.RECOGNITION_GIVEN, day=short_date(found.given_on))
    if found.version != expected_version or found.called_off_at is not None:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    return found
