"""Thanks that no occasion asked for: for one or many volunteers, and for colleagues (H1–H7)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.errors import DomainError
from core.people.colleagues import check_colleague
from core.recognition.rules import Gift
from db.engine import transaction
from db.organisations import Workplace
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion
from db.recognition import Recognised, Recognition


@dataclass(frozen=True, slots=True)
class Thankable:
    """A volunteer who can be thanked; `programme` is its identifier."""

    engagement_id: UUID
    name: str
    workplace_id: UUID
    workplace: str
    programme: str


def those_to_thank(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[Thankable, ...]:
    """The volunteers of the organisation by name."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    rows = session.exec(
        select(Engagement.id, Person.name, Workplace.id, Workplace.name, ProgrammeVersion.programme)  # type: ignore[call-overload]
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .where(col(Engagement.organisation_id) == organisation_id, col(Engagement.ended_at).is_(None))
    ).all()
    return tuple(sorted((Thankable(*row) for row in rows), key=lambda each: each.name.casefold()))


def plan_thanks(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    gift: Gift,
    planned_on: date | None,
    place: str,
    giver_id: UUID,
    engagement_ids: Collection[UUID] = (),
    colleague_ids: Collection[UUID] = (),
    now: datetime,
) -> Recognition:
    """Plan one thank-you for several people; somebody named twice is thanked once.

    Raises "recognition_nobody" where nobody is named, "not_found" for a volunteer who is not there, "date_invalid" for
    no day, "contact_person_unknown" for a giver or colleague who is none, or what is refused in the place.
    """
    with transaction(session):
        require(actor, Action.RECOGNISE, Subject(organisation_id))
        if planned_on is None:
            raise DomainError("date_invalid")
        for person_id in (giver_id, *colleague_ids):
            check_colleague(session, organisation_id, person_id)
        volunteers = dict(
            session.exec(
                select(Engagement.id, Engagement.person_id).where(
                    col(Engagement.id).in_(engagement_ids), Engagement.organisation_id == organisation_id
                )
            ).all()
        )
        if set(engagement_ids) - set(volunteers):
            raise DomainError("not_found")
        people: dict[UUID, UUID | None] = dict.fromkeys(colleague_ids)
        people |= {person_id: engagement_id for engagement_id, person_id in volunteers.items()}
        if not people:
            raise DomainError("recognition_nobody")
        made = Recognition(
            organisation_id=organisation_id,
            gift=gift,
            planned_on=planned_on,
            place=contact.line(place),
            giver_id=giver_id,
            created_by_id=actor.person_id,
            created_at=now,
        )
        session.add(made)
        session.flush()
        for person_id, engagement_id in people.items():
            session.add(Recognised(recognition_id=made.id, person_id=person_id, engagement_id=engagement_id))
        trace(session, organisation_id, actor, "recognition.arranged", "recognition", made.id, now)
        return made
