"""Whom a message to a group is for, by what the group was chosen by."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor
from core.access.reach import visible_to
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.group_messages.rules import GroupKind, MessageGroup
from core.mail_choices.reading import choices_of
from core.mail_choices.rules import MailKind, Wanted
from core.offers.rules import HAS_A_SEAT
from db.courses import CourseInstructor, CourseRun
from db.offers import Offer, OfferAttendance
from db.organisations import Workplace
from db.people import Engagement, Person

_NAMED: dict[GroupKind, tuple[Any, Any]] = {
    GroupKind.COURSE: (CourseRun, col(CourseRun.name)),
    GroupKind.OFFER: (Offer, col(Offer.title)),
    GroupKind.WORKPLACE: (Workplace, col(Workplace.name)),
}


def people_of(
    session: Session, actor: Actor, organisation_id: UUID, group: MessageGroup
) -> list[tuple[UUID, UUID | None]]:
    """The people of a group and what ties each here, by name, each person once; who has stopped is none of them.

    Those who lead a course and have not stopped, those who have a seat at an offer, the volunteers at a workplace, or
    those chosen. "not_found" where what it was chosen by is of no such kind or another's.
    """
    theirs: Any = (
        select(Engagement.person_id, Engagement.id)
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(*visible_to(actor, Action.WRITE_TO_MANY, organisation_id), col(Engagement.ended_at).is_(None))
        .order_by(col(Person.name), col(Engagement.id))
    )
    if group.kind is GroupKind.CHOSEN:
        return _once(session.exec(theirs.where(col(Engagement.id).in_(list(group.engagement_ids)))))
    _found(session, organisation_id, group)
    if group.kind is GroupKind.WORKPLACE:
        return _once(session.exec(theirs.where(col(Engagement.workplace_id) == group.about_id)))
    if group.kind is GroupKind.COURSE:
        leads = select(CourseInstructor.engagement_id).where(
            CourseInstructor.course_run_id == group.about_id, col(CourseInstructor.stopped_on).is_(None)
        )
        return _once(session.exec(theirs.where(col(Engagement.id).in_(leads))))
    come = (
        select(OfferAttendance.person_id, OfferAttendance.engagement_id)
        .join(Person, col(Person.id) == col(OfferAttendance.person_id))
        .where(OfferAttendance.offer_id == group.about_id, col(OfferAttendance.standing).in_(HAS_A_SEAT))
        .order_by(col(Person.name), col(OfferAttendance.id))
    )
    return _once(session.exec(come))


def name_of(session: Session, kind: GroupKind, about_id: UUID | None) -> str:
    """What the course, the offer or the workplace is called; "" for those chosen one by one."""
    if about_id is None:
        return ""
    model, name = _NAMED[kind]
    return str(session.exec(select(name).where(model.id == about_id)).one_or_none() or "")


def said_no(session: Session, person_ids: Collection[UUID]) -> set[UUID]:
    """Those of these people who want no messages to groups."""
    chosen = choices_of(session, person_ids, MailKind.GROUPS)
    return {person_id for person_id, wanted in chosen.items() if wanted is Wanted.NO}


def _found(session: Session, organisation_id: UUID, group: MessageGroup) -> None:
    row = session.get(_NAMED[group.kind][0], group.about_id) if group.about_id else None
    if row is None or row.organisation_id != organisation_id:
        raise DomainError(ErrorCode.NOT_FOUND)


def _once(rows: Iterable[Any]) -> list[tuple[UUID, UUID | None]]:
    found: dict[UUID, UUID | None] = {}
    for person_id, engagement_id in rows:
        found.setdefault(person_id, engagement_id)
    return [*found.items()]
