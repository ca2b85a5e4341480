"""Thanks that no occasion asked for: for one or many volunteers, and for colleagues (H1–H7)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.people.colleagues import check_colleague
from core.people.search import ASKED_FOR, finds
from core.recognition.invitations import mail, refuse_mention
from core.recognition.rules import Gift
from db.engine import transaction
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion
from db.recognition import Recognised, Recognition

MOST_COST = 10_000_000


@dataclass(frozen=True, slots=True)
class Thankable:
    """A volunteer who can be thanked; `programme` is its identifier."""

    engagement_id: UUID
    name: str
    workplace_id: UUID
    workplace: str
    programme: str


def those_to_thank(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    workplace_id: UUID | None = None,
    programme: str | None = None,
    search: str | None = None,
) -> tuple[Thankable, ...]:
    """The volunteers of the organisation by name, at one workplace or in one programme where it is given.

    With `search` at most `core.people.search.ASKED_FOR` whom it finds.
    """
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    asked: Any = (
        select(Engagement.id, Person.name, Workplace.id, Workplace.name, ProgrammeVersion.programme)  # type: ignore[call-overload]
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .where(col(Engagement.organisation_id) == organisation_id, col(Engagement.ended_at).is_(None))
        .order_by(col(EngagementNext.sought), col(Engagement.id))
    )
    if workplace_id is not None:
        asked = asked.where(col(Engagement.workplace_id) == workplace_id)
    if programme is not None:
        asked = asked.where(col(ProgrammeVersion.programme) == programme)
    if search is not None:
        asked = asked.where(*finds(col(EngagementNext.found_by), search)).limit(ASKED_FOR)
    return tuple(Thankable(*row) for row in session.exec(asked))


@dataclass(frozen=True, slots=True)
class RecognitionPlan:
    """How and when somebody is to be thanked. `cost` is what it is thought to cost, in øre for all of it.

    Where it `invites`, people answer until `answer_by`, None for its own day. `title` and `clock` are as written.
    """

    gift: Gift
    planned_on: date | None
    giver_id: UUID | None
    place: str = ""
    title: str = ""
    clock: str = ""
    cost: int = 0
    invites: bool = False
    answer_by: date | None = None


def plan_thanks(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    plan: RecognitionPlan,
    engagement_ids: Collection[UUID] = (),
    colleague_ids: Collection[UUID] = (),
    now: datetime,
) -> Recognition:
    """Plan one thank-you for several people; somebody named twice is thanked once.

    Raises "recognition_nobody" where nobody is named, "not_found" for a volunteer who is not there,
    "contact_person_unknown" for a colleague who is none, or what `arrange` refuses.
    """
    with transaction(session):
        require(actor, Action.RECOGNISE, Subject(organisation_id))
        for person_id in colleague_ids:
            check_colleague(session, organisation_id, person_id)
        volunteers = dict(
            session.exec(
                select(Engagement.id, Engagement.person_id).where(
                    col(Engagement.id).in_(engagement_ids), Engagement.organisation_id == organisation_id
                )
            ).all()
        )
        if set(engagement_ids) - set(volunteers):
            raise DomainError(ErrorCode.NOT_FOUND)
        people: dict[UUID, UUID | None] = dict.fromkeys(colleague_ids)
        people |= {person_id: engagement_id for engagement_id, person_id in volunteers.items()}
        made = arrange(session, actor, organisation_id, plan, people, now)
        trace(session, organisation_id, actor, "recognition.arranged", "recognition", made.id, now)
        return made


def arrange(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    plan: RecognitionPlan,
    people: Mapping[UUID, UUID | None],
    now: datetime,
) -> Recognition:
    """A recognition for these persons, each with their engagement; those invited get a mail that says so.

    Raises "recognition_nobody", "date_invalid" for no day, "answer_by_late" where the last day to answer comes after
    it, "cost_invalid", "giver_missing" where nobody gives it, "contact_person_unknown" for a giver who is no colleague,
    "mention_refused", or what is refused in the words.
    """
    with all_refused() as check:
        with check.at("people"):
            if not people:
                raise DomainError(ErrorCode.RECOGNITION_NOBODY)
        with check.at("plan"):
            checked(session, organisation_id, plan)
    refuse_mention(session, plan.gift, people)
    made = Recognition(
        organisation_id=organisation_id,
        gift=plan.gift,
        planned_on=local_day(now),
        giver_id=actor.person_id,
        created_by_id=actor.person_id,
        created_at=now,
    )
    put_in(made, plan)
    session.add(made)
    session.flush()
    for person_id, engagement_id in people.items():
        session.add(Recognised(recognition_id=made.id, person_id=person_id, engagement_id=engagement_id))
    if plan.invites:
        mail(session, made, "invited", people, now)
    return made


def checked(session: Session, organisation_id: UUID, plan: RecognitionPlan) -> None:
    """Refuse all that is wrong with a plan, by the names of its fields; see `arrange`."""
    with all_refused() as check:
        with check.at("title"):
            contact.line(plan.title)
        with check.at("planned_on"):
            if plan.planned_on is None:
                raise DomainError(ErrorCode.DATE_INVALID)
        with check.at("clock"):
            contact.line(plan.clock)
        with check.at("place"):
            contact.line(plan.place)
        with check.at("giver_id"):
            if plan.giver_id is None:
                raise DomainError(ErrorCode.GIVER_MISSING)
            check_colleague(session, organisation_id, plan.giver_id)
        with check.at("cost"):
            if not 0 <= plan.cost <= MOST_COST:
                raise DomainError(ErrorCode.COST_INVALID)
        with check.at("answer_by"):
            if plan.answer_by is not None and plan.planned_on is not None and plan.answer_by > plan.planned_on:
                raise DomainError(ErrorCode.ANSWER_BY_LATE)


def put_in(made: Recognition, plan: RecognitionPlan) -> None:
    """Write a plan that was checked into its row."""
    assert plan.planned_on is not None
    assert plan.giver_id is not None
    made.gift, made.planned_on, made.giver_id = plan.gift, plan.planned_on, plan.giver_id
    made.place, made.title, made.clock = map(contact.line, (plan.place, plan.title, plan.clock))
    made.planned_cost, made.invites = plan.cost, plan.invites
    made.answer_by = plan.answer_by if plan.invites else None
