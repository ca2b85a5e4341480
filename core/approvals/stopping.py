"""A volunteer says themselves that they would like to stop: with a last day, answered kindly, taken back (A4.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, may, require
from core.access.trail import trace
from core.approvals.case import engagement_for, locked_engagement
from core.approvals.rules import EndReason
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.organisations.care import care_of
from core.programmes.publishing import programme_of
from db import outbox
from db.approvals import Goodbye
from db.engine import transaction
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person
from db.tasks import TaskHolder, VolunteerTask

MOST_OFFERED = 5


class OtherTask(NamedTuple):
    """A task somebody could be offered instead: an open one that they do not have."""

    title: str
    workplace: str
    programme: str


@dataclass(frozen=True, slots=True)
class StopWish:
    """What somebody says who would like to stop; the reason and the words may be left out."""

    last_day: date | None
    reason: EndReason | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class OwnStopping:
    """Where somebody is a volunteer, and how it stands there with stopping. `last_day` is None where nobody has said
    so; `wished_on` None where a colleague began the goodbye."""

    engagement_id: UUID
    workplace: str
    organisation: str
    coordinator: str
    contact_person: str
    notice_days: int
    when_ill: str
    last_day: date | None
    wished_on: date | None
    reason: EndReason | None
    words: str
    answered: bool
    answer: str


@dataclass(frozen=True, slots=True)
class TalkSupport:
    """What lies beside a closing talk: why they stop, what the organisation offers in illness, and other tasks."""

    reason: EndReason | None
    when_ill: str
    tasks: tuple[OtherTask, ...]
    programme: str

    def offered(self, reason: EndReason | None) -> tuple[OtherTask, ...]:
        """The tasks that make sense to offer where somebody stops for `reason`: none here to who moves away, and to who
        was not approved none of the programme that did not approve them."""
        if reason is EndReason.MOVED:
            return ()
        if reason is EndReason.NOT_APPROVED:
            return tuple(task for task in self.tasks if task.programme != self.programme)
        return self.tasks


@dataclass(frozen=True, slots=True)
class StoppingWish:
    """What those who look after a volunteer read of a goodbye: why, what the volunteer wrote, what was answered."""

    wished_on: date | None
    reason: EndReason | None
    words: str
    answered: bool
    answer: str


def wish_to_stop(*, session: Session, actor: Actor, engagement_id: UUID, wish: StopWish, now: datetime) -> None:
    """The volunteer would like to stop: a goodbye begins, and those who look after them get a mail. Said again it says
    so anew, and waits for another answer.

    Raises "engagement_over", "goodbye_begun" where a colleague has begun one, and all that is refused at once, by the
    names of `StopWish`: "date_invalid" for no day, "goodbye_past" for one gone by, what `core.contact` refuses.
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.ASK_TO_STOP, engagement_id)
        with all_refused() as check:
            with check.at("last_day"):
                if wish.last_day is None:
                    raise DomainError(ErrorCode.DATE_INVALID)
                if wish.last_day < local_day(now):
                    raise DomainError(ErrorCode.GOODBYE_PAST)
            with check.at("words"):
                contact.text(wish.words)
        assert wish.last_day is not None
        found = _row(session, engagement_id)
        if found is not None and found.wished_on is None:
            raise DomainError(ErrorCode.GOODBYE_BEGUN)
        row = found or Goodbye(
            organisation_id=engagement.organisation_id,
            engagement_id=engagement_id,
            begun_on=local_day(now),
            last_day=wish.last_day,
        )
        row.last_day, row.wished_on, row.reason = wish.last_day, local_day(now), wish.reason
        row.words, row.answered_at, row.answer = contact.text(wish.words) or None, None, None
        session.add(row)
        outbox.mail(
            session,
            "wish_to_stop",
            [engagement.coordinator_id, engagement.contact_person_id],
            organisation_id=engagement.organisation_id,
            now=now,
            about={"engagement_id": engagement_id},
            gathers=True,
        )
        trace(session, engagement.organisation_id, actor, "goodbye.wished", "engagement", engagement_id, now)


def stay_after_all(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> None:
    """The volunteer stays: the goodbye they began is gone. A second time is nothing. Raises "engagement_over", and
    "goodbye_begun" for one that a colleague began."""
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.ASK_TO_STOP, engagement_id)
        found = _row(session, engagement_id)
        if found is None:
            return
        if found.wished_on is None:
            raise DomainError(ErrorCode.GOODBYE_BEGUN)
        session.delete(found)
        trace(session, engagement.organisation_id, actor, "goodbye.wish_taken_back", "engagement", engagement_id, now)


def answer_wish(*, session: Session, actor: Actor, engagement_id: UUID, words: str, now: datetime) -> None:
    """A coordinator answers somebody who would like to stop, with words where they like; the volunteer gets a mail.

    Raises "not_found" where nobody asked to, "engagement_over", and what `core.contact` refuses.
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.END_ENGAGEMENT, engagement_id)
        found = _row(session, engagement_id)
        if found is None or found.wished_on is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        found.answer, found.answered_at = contact.text(words) or None, now
        session.add(found)
        outbox.mail(
            session, "wish_answered", [engagement.person_id], organisation_id=engagement.organisation_id, now=now
        )
        trace(session, engagement.organisation_id, actor, "goodbye.wish_answered", "engagement", engagement_id, now)


def own_stopping(*, session: Session, actor: Actor) -> list[OwnStopping]:
    """Where the person who asks is a volunteer, each with how it stands there; the newest first. One query, and one for
    each place."""
    require(actor, Action.ASK_TO_STOP)
    coordinators = select(Person.name).where(Person.id == Engagement.coordinator_id).scalar_subquery()
    contacts = select(Person.name).where(Person.id == Engagement.contact_person_id).scalar_subquery()
    rows = session.exec(
        select(Engagement, Workplace.name, Organisation.name, coordinators, contacts, Goodbye)  # type: ignore[call-overload]
        .join(Workplace, col(Workplace.id) == Engagement.workplace_id)
        .join(Organisation, col(Organisation.id) == Engagement.organisation_id)
        .join(Goodbye, col(Goodbye.engagement_id) == Engagement.id, isouter=True)
        .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
        .order_by(col(Engagement.created_at).desc())
    )
    found = []
    for engagement, workplace, organisation, coordinator, contact_person, row in rows:
        care = care_of(session, engagement.organisation_id)
        found.append(
            OwnStopping(
                engagement_id=engagement.id,
                workplace=workplace,
                organisation=organisation,
                coordinator=coordinator,
                contact_person=contact_person,
                notice_days=care.notice_days,
                when_ill=care.when_ill,
                last_day=row.last_day if row else None,
                wished_on=row.wished_on if row else None,
                reason=EndReason(row.reason) if row and row.reason and row.wished_on else None,
                words=row.words or "" if row else "",
                answered=row is not None and row.answered_at is not None,
                answer=row.answer or "" if row else "",
            )
        )
    return found


def wish_of(*, session: Session, actor: Actor, engagement_id: UUID) -> StoppingWish | None:
    """Why somebody stops and what they wrote, for who may record it; None where no goodbye is under way."""
    engagement_for(session, actor, Action.END_ENGAGEMENT, engagement_id)
    row = _row(session, engagement_id)
    if row is None:
        return None
    reason = EndReason(row.reason) if row.reason else None
    return StoppingWish(row.wished_on, reason, row.words or "", row.answered_at is not None, row.answer or "")


def talk_support(*, session: Session, actor: Actor, engagement_id: UUID) -> TalkSupport:
    """What lies beside the closing talk for who holds it; the reason only for who may record it."""
    engagement = engagement_for(session, actor, Action.WRITE_NOTES, engagement_id)
    row = _row(session, engagement_id)
    said = row.reason if row and may(actor, Action.END_ENGAGEMENT, Subject.of(engagement)) else None
    held = select(TaskHolder.task_id).where(TaskHolder.engagement_id == engagement_id, col(TaskHolder.until).is_(None))
    tasks = session.exec(
        select(VolunteerTask.title, Workplace.name, VolunteerTask.programme)
        .join(Workplace, col(Workplace.id) == VolunteerTask.workplace_id)
        .where(
            VolunteerTask.organisation_id == engagement.organisation_id,
            col(VolunteerTask.closed_at).is_(None),
            col(VolunteerTask.id).not_in(held),
        )
        .order_by(col(VolunteerTask.created_at).desc(), col(VolunteerTask.id))
        .limit(MOST_OFFERED)
    )
    return TalkSupport(
        reason=EndReason(said) if said else None,
        when_ill=care_of(session, engagement.organisation_id).when_ill,
        tasks=tuple(OtherTask(*each) for each in tasks),
        programme=programme_of(session, engagement.programme_version_id).id,
    )


def _row(session: Session, engagement_id: UUID) -> Goodbye | None:
    return session.exec(select(Goodbye).where(col(Goodbye.engagement_id) == engagement_id)).one_or_none()
