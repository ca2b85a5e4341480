"""What a volunteer is told beside the steps: who meets them and where, what was written to them, and what they did."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor, require
from core.approvals.rules import keep_until
from core.i18n import local_day
from core.organisations.pace import left_months_in
from db.courses import CourseInstructor, CourseModule, CourseRun, ModuleFeedback
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person
from db.supervision import SupervisionSubject


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where somebody volunteers and who is there for them; the organisation's number where that person has none."""

    place: str
    address: str
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class PartnersWord:
    """That a partner wrote something after a module."""

    name: str
    number: int
    written_at: datetime


@dataclass(frozen=True, slots=True)
class FormerEngagement:
    """What somebody did and does no more, and whom they reach there.

    `began_on` is when they were added where no day was agreed. Talks, notes and how they are reached are kept until
    `kept_until`, or were deleted on `cleared_on`.
    """

    engagement_id: UUID
    organisation: str
    workplace: str
    began_on: date
    ended_on: date | None
    reach: Meeting
    kept_until: date
    cleared_on: date | None


def meetings(*, session: Session, actor: Actor) -> dict[UUID, Meeting]:
    """Where and by whom the person who asks is met, by engagement; those that ended are left out."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    contact = aliased(Person)
    rows = session.exec(
        select(
            Engagement.id,
            Workplace.name,
            Workplace.address,
            contact.name,
            contact.phone,
            Organisation.phone,
            contact.email,
            Organisation.email,
        )  # type: ignore[call-overload]
        .join(Workplace, col(Workplace.id) == Engagement.workplace_id)
        .join(Organisation, col(Organisation.id) == Engagement.organisation_id)
        .join(contact, contact.id == Engagement.contact_person_id)
        .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
    )
    return {
        engagement_id: Meeting(place, address, name, phone or switchboard, email or mailbox)
        for engagement_id, place, address, name, phone, switchboard, email, mailbox in rows
    }


def partners_words(*, session: Session, actor: Actor, since: datetime) -> list[PartnersWord]:
    """What partners wrote since then after modules that the person who asks led as well, the newest first."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    mine, writer = aliased(CourseInstructor), aliased(Engagement)
    own = select(Engagement.id).where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
    rows = session.exec(
        select(Person.name, CourseModule.number, ModuleFeedback.written_at)
        .join(CourseModule, col(CourseModule.id) == ModuleFeedback.course_module_id)
        .join(CourseRun, col(CourseRun.id) == CourseModule.course_run_id)
        .join(mine, mine.course_run_id == CourseRun.id)  # type: ignore[arg-type]
        .join(writer, writer.id == ModuleFeedback.engagement_id)  # type: ignore[arg-type]
        .join(Person, col(Person.id) == writer.person_id)
        .where(
            col(mine.engagement_id).in_(own),
            col(mine.from_module) <= col(CourseModule.number),
            or_(col(mine.to_module).is_(None), col(mine.to_module) >= col(CourseModule.number)),
            col(ModuleFeedback.engagement_id).not_in(own),
            ModuleFeedback.written_at >= since,
            col(CourseRun.cancelled_at).is_(None),
        )
        .order_by(col(ModuleFeedback.written_at).desc())
    )
    return [PartnersWord(*row) for row in rows]


def has_new_feedback(*, session: Session, actor: Actor, since: datetime) -> bool:
    """Whether a supervisor wrote feedback to the person who asks since then."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    asked = (
        select(SupervisionSubject.id)
        .join(Engagement, col(Engagement.id) == SupervisionSubject.engagement_id)
        .where(Engagement.person_id == actor.person_id, col(SupervisionSubject.feedback_at) >= since)
    )
    return session.exec(asked.limit(1)).first() is not None


def former_engagements(*, session: Session, actor: Actor) -> list[FormerEngagement]:
    """What the person who asks volunteered with and has stopped, the newest first."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    contact = aliased(Person)
    rows: Collection[tuple[Engagement, Organisation, Workplace, Person]] = session.exec(
        select(Engagement, Organisation, Workplace, contact)
        .join(Organisation, col(Organisation.id) == Engagement.organisation_id)
        .join(Workplace, col(Workplace.id) == Engagement.workplace_id)
        .join(contact, contact.id == Engagement.contact_person_id)  # type: ignore[arg-type]
        .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_not(None))
        .order_by(col(Engagement.ended_at).desc())
    ).all()
    return [
        FormerEngagement(
            each.id,
            organisation.name,
            workplace.name,
            each.begins_on or local_day(each.created_at),
            each.ended_on,
            Meeting(
                organisation.name,
                "",
                asked.name,
                asked.phone or organisation.phone,
                asked.email or organisation.email,
            ),
            _kept_until(each, organisation),
            each.cleared_on,
        )
        for each, organisation, workplace, asked in rows
    ]


def _kept_until(engagement: Engagement, organisation: Organisation) -> date:
    last_day = engagement.ended_on or local_day(engagement.ended_at or engagement.created_at)
    return keep_until(last_day, left_months_in(organisation).of(last_day))
