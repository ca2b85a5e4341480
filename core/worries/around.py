"""The people around a volunteer as they are now: who a worry can be about, and who can be told of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.access.permissions import COLLEAGUES, Action, Actor, Role, Subject, require
from core.calendar.service import calendar_of
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.organisations.care import care_of
from core.worries.rules import PeopleAround, WorryAbout, answer_by, next_to_know, receivers
from db.organisations import Organisation
from db.pairs import Pair
from db.people import Engagement, Membership, Person

LEADING = (Role.COORDINATOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class WorryQuestion:
    """What is asked before somebody tells that something is wrong.

    `whom` are those it can be about besides what is no person, each with their id (a colleague is chosen among
    `colleagues`); `names` is what everybody in it is called. `around` gives to whom it goes, for each of them.
    """

    around: PeopleAround
    whom: dict[WorryAbout, UUID]
    colleagues: tuple[UUID, ...]
    names: dict[UUID, str]
    answer_by: date
    organisation: str
    organisation_phone: str
    social_phone: str

    def receivers(self, about_id: UUID | None) -> tuple[UUID, ...]:
        """Who can be told about this person, the right one first."""
        return receivers(self.around, about_id)

    def next_one(self, about_id: UUID | None, told: UUID) -> str:
        """Who is told that it waits where the one who was `told` does not answer; "" for nobody."""
        found = next_to_know(self.around, about_id, told)
        return self.names[found] if found is not None else ""


def asked_by(session: Session, actor: Actor, engagement_id: UUID) -> Engagement:
    """The engagement somebody tells of: their own, also after it has ended, or one whose talks they write down.

    "not_found" or "not_allowed".
    """
    found = session.get(Engagement, engagement_id)
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    own = found.person_id == actor.person_id
    require(actor, Action.RAISE_WORRY if own else Action.WRITE_NOTES, Subject.of(found))
    return found


def worry_question(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> WorryQuestion:
    """What is asked of who tells that something is wrong, or of a colleague who was told. "not_found" or
    "not_allowed". Six queries."""
    engagement = asked_by(session, actor, engagement_id)
    around = people_around(session, engagement)
    partner = partner_of(session, engagement.id)
    whom = {WorryAbout.CONTACT_PERSON: around.contact_person, WorryAbout.COORDINATOR: around.coordinator}
    if partner is not None:
        whom[WorryAbout.PARTNER] = partner
    others = [*around.coordinators, *around.administrators]
    colleagues = tuple(each for each in dict.fromkeys(others) if each not in whom.values() and each != around.volunteer)
    organisation = session.get_one(Organisation, engagement.organisation_id)
    return WorryQuestion(
        around=around,
        whom=whom,
        colleagues=colleagues,
        names=_names(session, (*whom.values(), *others)),
        answer_by=answer_day(session, engagement.organisation_id, today),
        organisation=organisation.name,
        organisation_phone=organisation.phone,
        social_phone=care_of(session, organisation.id).social_phone,
    )


def answer_day(session: Session, organisation_id: UUID, today: date) -> date:
    """By when a worry told today is answered in this organisation."""
    days = care_of(session, organisation_id).answer_days
    return answer_by(today, days, calendar_of(session, organisation_id).is_closed)


def people_around(session: Session, engagement: Engagement) -> PeopleAround:
    """Who is there for a volunteer, and who leads the work with volunteers, by when they came; one query."""
    held = session.exec(
        select(Membership)
        .where(
            Membership.organisation_id == engagement.organisation_id,
            col(Membership.ended_at).is_(None),
            col(Membership.role).in_(COLLEAGUES),
        )
        .order_by(col(Membership.created_at), col(Membership.id))
    ).all()

    def holding(role: Role) -> tuple[UUID, ...]:
        return tuple(dict.fromkeys(each.person_id for each in held if each.role == role))

    return PeopleAround(
        volunteer=engagement.person_id,
        contact_person=engagement.contact_person_id,
        coordinator=engagement.coordinator_id,
        coordinators=holding(Role.COORDINATOR),
        administrators=holding(Role.ADMIN),
        here=frozenset(each.person_id for each in held if Role(each.role) in (*LEADING, Role.CONTACT_PERSON)),
    )


def partner_of(session: Session, engagement_id: UUID) -> UUID | None:
    """The person they are in a pair with now, None for nobody."""
    return session.exec(
        select(Engagement.person_id)
        .join(Pair, or_(col(Pair.first_id) == Engagement.id, col(Pair.second_id) == Engagement.id))
        .where(
            or_(col(Pair.first_id) == engagement_id, col(Pair.second_id) == engagement_id),
            col(Pair.ended_at).is_(None),
            Engagement.id != engagement_id,
        )
    ).first()


def _names(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(set(ids)))).all())
