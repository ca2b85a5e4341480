"""A colleague leaves: what they look after goes to others in one whole, and can come back for a day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import cycle
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, select

from core.access.permissions import COLLEAGUES, Action, Actor, Role, Subject, require
from core.access.trail import trace
from core.bulk.signatures import has_signed, open_signatures, signed_by_others
from core.documents.case import load, load_locked
from core.documents.drafting.changing import retire_when_changed
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.people.colleagues import end_membership, tell_of_roles
from core.people.rules import CAN_BE_UNDONE, CONTACTS
from core.supervision.service import hand_on
from core.support.around import ASKED
from core.support.service import hand_talks_on
from core.teams.leaving import another_leads, others_are_there
from core.worries.rules import WorryState
from core.worries.service import give_worry_to, hand_worries_on, worry_state
from db import outbox
from db.courses import CourseRun, Evaluation
from db.documents import Document, DocumentParty
from db.engine import transaction
from db.partnerships import Association
from db.people import DutyHandover, Engagement, Membership, Person
from db.recognition import Recognition
from db.supervision import Supervision
from db.support import SupportTalk
from db.teams import Team
from db.worries import Worry


class Duty(StrEnum):
    """What a colleague may look after."""

    CONTACT = "contact"  # volunteers whose contact person they are, with the talks planned with them
    COORDINATION = "coordination"  # volunteers whose coordinator they are
    SIGNATURE = "signature"  # documents that wait for their signature
    SUPERVISION = "supervision"  # supervisions they are to hold
    EVALUATION = "evaluation"  # courses whose evaluation they key in
    THANKS = "thanks"  # thank-yous they are to give
    ASSOCIATION = "association"  # associations they follow, with the alignments with them
    TEAM_LEAD = "team_lead"  # peer teams they lead
    TEAM_TALKS = "team_talks"  # peer teams whose psychologist they are
    TEAM_PLACE = "team_place"  # peer teams they are there for at the workplace
    WORRY = "worry"  # what was told them is wrong
    SUPPORT = "support"  # talks they have with people in peer teams


# Which roles can look after it.
TAKEN_BY: Mapping[Duty, Collection[str]] = {
    Duty.CONTACT: CONTACTS,
    Duty.COORDINATION: {Role.COORDINATOR},
    Duty.SIGNATURE: CONTACTS,
    Duty.SUPERVISION: {Role.SUPERVISOR, Role.COORDINATOR},
    Duty.EVALUATION: COLLEAGUES,
    Duty.THANKS: COLLEAGUES,
    Duty.ASSOCIATION: CONTACTS,
    Duty.TEAM_LEAD: {Role.TEAM_LEAD},
    Duty.TEAM_TALKS: {Role.PSYCHOLOGIST},
    Duty.TEAM_PLACE: CONTACTS,
    Duty.WORRY: {*CONTACTS, Role.ADMIN},
    Duty.SUPPORT: ASKED,
}
IN_TEAMS = (Duty.TEAM_LEAD, Duty.TEAM_TALKS, Duty.TEAM_PLACE)
# These go to whom they should by themselves: whoever hands over sees that there are some, and not whom they are about.
BY_ITSELF = frozenset({Duty.WORRY, Duty.SUPPORT})
# The row that names who looks after it.
NAMED_IN: Mapping[Duty, tuple[Any, str]] = {
    Duty.CONTACT: (Engagement, "contact_person_id"),
    Duty.COORDINATION: (Engagement, "coordinator_id"),
    Duty.SIGNATURE: (DocumentParty, "person_id"),
    Duty.SUPERVISION: (Supervision, "supervisor_id"),
    Duty.EVALUATION: (CourseRun, "keyed_by_id"),
    Duty.THANKS: (Recognition, "giver_id"),
    Duty.ASSOCIATION: (Association, "followed_by_id"),
    Duty.TEAM_LEAD: (Team, "lead_id"),
    Duty.TEAM_TALKS: (Team, "psychologist_id"),
    Duty.TEAM_PLACE: (Team, "contact_id"),
    Duty.WORRY: (Worry, "waits_for_id"),
    Duty.SUPPORT: (SupportTalk, "answered_by_id"),
}


@dataclass(frozen=True, slots=True)
class Departure:
    """Somebody who gives up roles: `held` counts what has to go to others, `takers` are those who can have it by name.

    `again` counts the documents whose text names who signs, so that somebody who has signed must sign again.
    """

    person: Person
    roles: tuple[Membership, ...]
    held: Mapping[Duty, int]
    takers: Mapping[Duty, Mapping[UUID, str]]
    again: int


@dataclass(frozen=True, slots=True)
class Leaving:
    """Which roles end, to whom each duty goes (shared out in turn among several), and whether volunteers are told."""

    organisation_id: UUID
    person_id: UUID
    membership_ids: Collection[UUID]
    to: Mapping[Duty, Collection[UUID]]
    tells: bool


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A handing over that can still be undone: of whom, by whom, when, and how much went to others."""

    handover_id: UUID
    name: str
    by: str
    at: datetime
    count: int


def departure(
    *, session: Session, actor: Actor, organisation_id: UUID, person_id: UUID, membership_ids: Collection[UUID]
) -> Departure:
    """What has to go to others before these roles end; what the roles left can look after stays where it is.

    Raises "not_found" for somebody who holds none of these roles.
    """
    require(actor, Action.MANAGE_COLLEAGUES, Subject(organisation_id))
    roles, left = _roles(session, organisation_id, person_id, membership_ids)
    found = _held(session, organisation_id, person_id, left)
    rows = session.exec(
        select(Person, Membership.role)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Membership.organisation_id == organisation_id,
            col(Membership.ended_at).is_(None),
            Membership.person_id != person_id,
        )
        .order_by(Person.name)
    ).all()
    return Departure(
        person=session.get_one(Person, person_id),
        roles=roles,
        held={duty: len(ids) for duty, ids in found.items()},
        takers={duty: {who.id: who.name for who, role in rows if role in TAKEN_BY[duty]} for duty in found},
        again=signed_by_others(session, found.get(Duty.SIGNATURE, [])),
    )


def hand_over(*, session: Session, actor: Actor, leaving: Leaving, now: datetime) -> DutyHandover:
    """End the roles and give what was looked after to others, in one whole; who takes over is written to.

    A document names who signs it for the organisation: who has signed one that changes hands signs it again, and is
    told. Raises "nobody_takes_over" where a duty goes to nobody or to somebody who cannot have it, "last_admin", and
    "not_found".
    """
    with transaction(session):
        subject = Subject(leaving.organisation_id)
        require(actor, Action.MANAGE_COLLEAGUES, subject)
        asked = departure(
            session=session,
            actor=actor,
            organisation_id=leaving.organisation_id,
            person_id=leaving.person_id,
            membership_ids=leaving.membership_ids,
        )
        _roles_now, left = _roles(session, leaving.organisation_id, leaving.person_id, leaving.membership_ids)
        moved: list[list[str]] = []
        for duty, ids in _held(session, leaving.organisation_id, leaving.person_id, left).items():
            if duty in BY_ITSELF:
                continue
            takers = list(leaving.to.get(duty, ()))
            if not takers or not set(takers) <= set(asked.takers[duty]):
                raise DomainError(ErrorCode.NOBODY_TAKES_OVER)
            moved += [[duty, str(each), str(taker)] for each, taker in zip(ids, cycle(takers), strict=False)]
        for named, row_id, taker_id in moved:
            _give(session, Duty(named), UUID(row_id), UUID(taker_id), actor, now)
        for held in asked.roles:
            end_membership(session=session, actor=actor, membership_id=held.id, now=now)
        session.flush()
        hand_talks_on(session, actor, leaving.organisation_id, leaving.person_id, now)
        handed = hand_worries_on(session, actor, leaving.organisation_id, leaving.person_id, now)
        moved += [[Duty.WORRY, str(each), str(taker)] for each, taker in handed]
        handover = DutyHandover(
            organisation_id=leaving.organisation_id,
            person_id=leaving.person_id,
            handed_by_id=actor.person_id,
            handed_at=now,
            memberships=[str(held.id) for held in asked.roles],
            moved=moved,
            told=leaving.tells,
        )
        session.add(handover)
        session.flush()
        # Of a supervision whoever is to hold it hears by itself, with those who knew who was to come; so of a worry.
        own_words = (Duty.SUPERVISION, Duty.WORRY)
        takers_told = {UUID(taker) for named, _row, taker in moved if named not in own_words} - {actor.person_id}
        outbox.mail(session, "took_over", takers_told, organisation_id=leaving.organisation_id, now=now)
        if leaving.tells:
            volunteers = _volunteers_of(session, moved)
            outbox.mail(session, "contact_person", volunteers, organisation_id=leaving.organisation_id, now=now)
        trace(session, leaving.organisation_id, actor, "colleague.left", "person", leaving.person_id, now)
        return handover


def take_back(*, session: Session, actor: Actor, handover_id: UUID, now: datetime) -> None:
    """Undo a handing over within a day: the roles are held again, and what nobody has changed since comes back.

    Volunteers who were told are told again. Raises "too_late" after a day, and "not_found".
    """
    with transaction(session):
        handover = session.exec(
            select(DutyHandover).where(DutyHandover.id == handover_id).with_for_update()
        ).one_or_none()
        if handover is None or handover.undone_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.MANAGE_COLLEAGUES, Subject(handover.organisation_id))
        if now - handover.handed_at > CAN_BE_UNDONE:
            raise DomainError(ErrorCode.TOO_LATE)
        for membership_id in handover.memberships:
            membership = session.get_one(Membership, UUID(membership_id))
            membership.ended_at = None
            session.add(membership)
        session.flush()
        tell_of_roles(session, actor, handover.organisation_id, handover.person_id, now)
        back = []
        for duty, row_id, taker_id in handover.moved:
            model, column = NAMED_IN[Duty(duty)]
            row = session.get(model, UUID(row_id))
            begun = duty == Duty.SIGNATURE and has_signed(session, UUID(row_id))
            begun = begun or (isinstance(row, Worry) and worry_state(row) is not WorryState.WAITING)
            if row is not None and getattr(row, column) == UUID(taker_id) and not begun:
                _give(session, Duty(duty), UUID(row_id), handover.person_id, actor, now)
                back.append([duty, row_id, taker_id])
        handover.undone_at = now
        session.add(handover)
        session.flush()
        if handover.told:
            volunteers = _volunteers_of(session, back)
            outbox.mail(session, "contact_person", volunteers, organisation_id=handover.organisation_id, now=now)
        trace(session, handover.organisation_id, actor, "colleague.came_back", "person", handover.person_id, now)


def handovers(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[HandoverRow]:
    """What can still be undone, newest first."""
    require(actor, Action.MANAGE_COLLEAGUES, Subject(organisation_id))
    found = session.exec(
        select(DutyHandover)
        .where(
            DutyHandover.organisation_id == organisation_id,
            DutyHandover.handed_at >= now - CAN_BE_UNDONE,
            col(DutyHandover.undone_at).is_(None),
        )
        .order_by(col(DutyHandover.handed_at).desc())
    ).all()
    return [
        HandoverRow(
            each.id,
            session.get_one(Person, each.person_id).name,
            session.get_one(Person, each.handed_by_id).name,
            each.handed_at,
            len(each.moved),
        )
        for each in found
    ]


def _roles(
    session: Session, organisation_id: UUID, person_id: UUID, membership_ids: Collection[UUID]
) -> tuple[tuple[Membership, ...], frozenset[str]]:
    """The roles that end, and which are left."""
    held = session.exec(
        select(Membership).where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            col(Membership.ended_at).is_(None),
        )
    ).all()
    ending = tuple(each for each in held if each.id in set(membership_ids))
    if not ending or len(ending) != len(set(membership_ids)):
        raise DomainError(ErrorCode.NOT_FOUND)
    return ending, frozenset(each.role for each in held if each not in ending)


def _held(session: Session, organisation_id: UUID, person_id: UUID, left: frozenset[str]) -> dict[Duty, list[UUID]]:
    """What they look after and the roles left cannot, by duty; only duties with something in them."""
    asked = {
        Duty.CONTACT: select(Engagement.id).where(
            Engagement.contact_person_id == person_id, col(Engagement.ended_at).is_(None)
        ),
        Duty.COORDINATION: select(Engagement.id).where(
            Engagement.coordinator_id == person_id, col(Engagement.ended_at).is_(None)
        ),
        Duty.SIGNATURE: open_signatures(person_id),
        Duty.SUPERVISION: select(Supervision.id).where(
            Supervision.supervisor_id == person_id,
            col(Supervision.held_on).is_(None),
            col(Supervision.cancelled_at).is_(None),
        ),
        Duty.EVALUATION: select(CourseRun.id).where(
            CourseRun.keyed_by_id == person_id,
            col(CourseRun.cancelled_at).is_(None),
            ~exists().where(col(Evaluation.course_run_id) == CourseRun.id, col(Evaluation.finished_at).is_not(None)),
        ),
        Duty.THANKS: select(Recognition.id).where(
            Recognition.giver_id == person_id,
            col(Recognition.given_on).is_(None),
            col(Recognition.called_off_at).is_(None),
        ),
        Duty.ASSOCIATION: select(Association.id).where(
            Association.followed_by_id == person_id, col(Association.ended_at).is_(None)
        ),
        **{
            duty: select(Team.id).where(getattr(Team, NAMED_IN[duty][1]) == person_id, col(Team.ended_on).is_(None))
            for duty in IN_TEAMS
        },
        Duty.WORRY: select(Worry.id).where(
            Worry.waits_for_id == person_id, col(Worry.ended_at).is_(None), col(Worry.taken_back_at).is_(None)
        ),
        Duty.SUPPORT: select(SupportTalk.id).where(
            SupportTalk.answered_by_id == person_id, col(SupportTalk.held_on).is_(None)
        ),
    }
    in_organisation: Mapping[Duty, Any] = {
        duty: Document.organisation_id if duty is Duty.SIGNATURE else NAMED_IN[duty][0].organisation_id for duty in Duty
    }
    found = {
        duty: list(session.exec(question.where(in_organisation[duty] == organisation_id)))
        for duty, question in asked.items()
        if not left & set(TAKEN_BY[duty])
    }
    return {duty: ids for duty, ids in found.items() if ids}


def _give(session: Session, duty: Duty, row_id: UUID, person_id: UUID, actor: Actor, now: datetime) -> None:
    model, column = NAMED_IN[duty]
    row = session.get_one(model, row_id)
    if duty is Duty.SUPERVISION:
        hand_on(session, actor, row, person_id, now)
        return
    if duty is Duty.WORRY:
        give_worry_to(session, actor, row, person_id, now)
        return
    if duty is Duty.SIGNATURE:
        load_locked(session, row.document_id)
    before = getattr(row, column)
    setattr(row, column, person_id)
    if hasattr(row, "version"):
        row.version += 1
    session.add(row)
    session.flush()
    if model is Engagement:
        trace(session, row.organisation_id, actor, "engagement.changed", "engagement", row_id, now, [column])
    if model is Association:
        trace(session, row.organisation_id, actor, "association.changed", "association", row_id, now, [column])
    if duty is Duty.TEAM_LEAD:
        another_leads(session, row, before, now)
    if model is Team:
        others_are_there(session, row, [column])
        trace(session, row.organisation_id, actor, "team.changed", "team", row_id, now, [column])
    if duty is Duty.SIGNATURE:
        retire_when_changed(session, load(session, row.document_id), actor=actor, now=now)


def _volunteers_of(session: Session, moved: Collection[list[str]]) -> set[UUID]:
    ids = [UUID(row_id) for duty, row_id, _taker in moved if duty == Duty.CONTACT]
    return set(session.exec(select(Engagement.person_id).where(col(Engagement.id).in_(ids)))) if ids else set()
