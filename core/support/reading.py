"""Reading talks: one's own, those one is asked for or has, and who would answer by when (Q8, Q9)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor, Subject, require, require_in
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.support.around import TalkCase, cases, in_team, surroundings
from core.support.rules import ASKED_FOR, SupportKind, TalkState, next_answer_by, suggested
from core.support.settings import support_of
from db.organisations import Organisation
from db.people import Person
from db.support import SupportTalk
from db.teams import Team


class TalkNumbers(NamedTuple):
    """Whom to call where it cannot wait, beside 112; "" for a number that nobody has written."""

    acute: str
    helpline: str
    organisation: str
    organisation_phone: str


class TalkAnswer(NamedTuple):
    """Who answers, and by when. `name` is "" where there are several."""

    name: str
    phone: str
    by: datetime


@dataclass(frozen=True, slots=True)
class OwnTalk:
    """A talk of who reads. `answers` is whose turn it is or who has it, `late` those who should have answered, and
    `then` who is asked next, "" for nobody."""

    talk_id: UUID
    kind: SupportKind
    state: TalkState
    answers: TalkAnswer | None
    late: tuple[str, ...]
    is_late: bool
    then: str
    starts_at: datetime | None
    held_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class TalkQuestion:
    """What somebody in a team may ask for: `answers` is who answers first and by when, for each kind, and `own` their
    talks, those that go on first."""

    team_id: UUID
    team: str
    answers: dict[SupportKind, TalkAnswer]
    several: bool
    numbers: TalkNumbers
    own: tuple[OwnTalk, ...]


@dataclass(frozen=True, slots=True)
class SupportRow:
    """A talk somebody is asked for or has. `late` are those who should have answered before them."""

    talk_id: UUID
    team_id: UUID
    team: str
    kind: SupportKind
    state: TalkState
    name: str
    phone: str
    email: str
    answer_by: datetime | None
    is_late: bool
    starts_at: datetime | None
    can_pass_on: bool
    suggested: tuple[datetime, ...]
    version: int


def talk_question(*, session: Session, actor: Actor, team_id: UUID, now: datetime) -> TalkQuestion:
    """What somebody in a team may ask for, and what they asked for; "not_found", or "not_allowed"."""
    team = session.get(Team, team_id)
    if team is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.ASK_FOR_TALK, Subject(team.organisation_id, in_team(session, team)))
    around = surroundings(session, team.organisation_id, [team.id])
    steps, hours = around.steps(team, actor.person_id), around.hours
    own = session.exec(
        select(SupportTalk)
        .where(SupportTalk.team_id == team.id, SupportTalk.person_id == actor.person_id)
        .order_by(col(SupportTalk.held_on).is_not(None), col(SupportTalk.held_on).desc(), col(SupportTalk.waits_since))
    ).all()
    found = [around.case(talk, team) for talk in own]
    people = _people(session, [*(each for step in steps for each in step), *_named(found)])
    first = steps[0] if steps else ()
    return TalkQuestion(
        team_id=team.id,
        team=team.name,
        answers={kind: _answer(people, first, next_answer_by(kind, now, hours)) for kind in ASKED_FOR if first},
        several=len(first) > 1,
        numbers=_numbers(session, team.organisation_id),
        own=tuple(_own(case, people, now) for case in sorted(found, key=_urgency)),
    )


def talks_for(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[SupportRow]:
    """The talks the reader is asked for and those they have: a crisis first, and what waits longest. "not_allowed" for
    who can have none there."""
    require_in(actor, Action.HOLD_TALKS, organisation_id)
    found = _for(session, actor, organisation_id, now)
    people = _people(session, [case.talk.person_id for case in found])
    taken = [case.talk.starts_at for case in found if case.talk.starts_at is not None]
    rows = []
    for case in found:
        talk, turn, asker = case.talk, case.turn(now), people[case.talk.person_id]
        at = next((step for step, some in enumerate(case.steps) if actor.person_id in some), -1)
        rows.append(
            SupportRow(
                talk_id=talk.id,
                team_id=talk.team_id,
                team=case.team.name,
                kind=case.kind,
                state=case.state,
                name=asker.name,
                phone=asker.phone,
                email=asker.email,
                answer_by=turn.answer_by if turn is not None else None,
                is_late=turn is not None and (turn.is_late or turn.step > at),
                starts_at=talk.starts_at,
                can_pass_on=case.kind is not SupportKind.MONTHLY and at + 1 < len(case.steps),
                suggested=suggested(now, case.hours, taken),
                version=talk.version,
            )
        )
    return rows


def count_asked(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> int:
    """How many wait for an answer of the reader's; one query where nobody waits. "not_allowed" for who can have none
    there."""
    require_in(actor, Action.HOLD_TALKS, organisation_id)
    return len([case for case in _for(session, actor, organisation_id, now) if case.state is TalkState.WAITING])


def talk_numbers(*, session: Session, actor: Actor, organisation_id: UUID) -> TalkNumbers:
    """Whom to call where it cannot wait, for who is asked for talks."""
    require_in(actor, Action.HOLD_TALKS, organisation_id)
    return _numbers(session, organisation_id)


def _for(session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> list[TalkCase]:
    asked: list[Any] = [
        SupportTalk.organisation_id == organisation_id,
        col(SupportTalk.held_on).is_(None),
        or_(col(SupportTalk.answered_by_id).is_(None), col(SupportTalk.answered_by_id) == actor.person_id),
        SupportTalk.person_id != actor.person_id,
    ]
    rows = session.exec(
        select(SupportTalk, Team)
        .join(Team, col(Team.id) == SupportTalk.team_id)
        .where(*asked)
        .order_by(
            col(SupportTalk.answered_by_id).is_not(None), col(SupportTalk.starts_at), col(SupportTalk.waits_since)
        )
    ).all()
    found = [
        case
        for case in cases(session, organisation_id, rows)
        if case.talk.answered_by_id == actor.person_id or actor.person_id in case.asked(now)
    ]
    return sorted(found, key=_urgency)


def _urgency(case: TalkCase) -> tuple[bool, bool, bool]:
    """What waits first, and a crisis before anything else. Its kind stands encrypted, so no query can order by it."""
    held, waits = case.state is TalkState.HELD, case.state is TalkState.WAITING
    return held, not waits, waits and case.kind is not SupportKind.CRISIS


def _own(case: TalkCase, people: dict[UUID, Person], now: datetime) -> OwnTalk:
    talk, turn = case.talk, case.turn(now)
    answers: TalkAnswer | None = None
    late: tuple[str, ...] = ()
    then = ""
    if turn is not None:
        answers = _answer(people, case.steps[turn.step], turn.answer_by)
        before = case.steps[min(talk.step, turn.step) : turn.step]
        late = tuple(people[each].name for step in before for each in step)
        after = case.steps[turn.step + 1 : turn.step + 2]
        then = people[after[0][0]].name if after and len(after[0]) == 1 else ""
    elif talk.answered_by_id is not None:
        answers = _answer(people, (talk.answered_by_id,), talk.starts_at or now)
    return OwnTalk(
        talk_id=talk.id,
        kind=case.kind,
        state=case.state,
        answers=answers,
        late=late,
        is_late=turn is not None and turn.is_late,
        then=then,
        starts_at=talk.starts_at,
        held_on=talk.held_on,
        version=talk.version,
    )


def _named(found: list[TalkCase]) -> list[UUID]:
    around = [each for case in found for step in case.steps for each in step]
    return [*around, *(case.talk.answered_by_id for case in found if case.talk.answered_by_id is not None)]


def _answer(people: dict[UUID, Person], some: tuple[UUID, ...], by: datetime) -> TalkAnswer:
    one = people[some[0]] if len(some) == 1 else None
    return TalkAnswer(one.name if one else "", one.phone if one else "", by)


def _people(session: Session, ids: list[UUID]) -> dict[UUID, Person]:
    if not ids:
        return {}
    return {each.id: each for each in session.exec(select(Person).where(col(Person.id).in_(set(ids))))}


def _numbers(session: Session, organisation_id: UUID) -> TalkNumbers:
    held, organisation = support_of(session, organisation_id), session.get_one(Organisation, organisation_id)
    return TalkNumbers(held.acute_phone, held.helpline_phone, organisation.name, organisation.phone)
