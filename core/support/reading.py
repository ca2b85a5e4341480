"""Reading talks: one's own, those one is asked for or has, and who would answer by when (Q8, Q9)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

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

A_PAGE = 10


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


@dataclass(frozen=True, slots=True)
class TalksPage:
    """The talks that wait for somebody, and a page of those they have ahead, of how many in all."""

    waiting: list[SupportRow]
    ahead: list[SupportRow]
    total: int
    page: int


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


def talks_for(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime, page: int = 1) -> TalksPage:
    """The talks that wait for an answer of the reader's, a crisis first and what waits longest; and those they have
    said a time for and not had yet, the next first, a page at a time, where a page beyond the last is the last.
    "not_allowed" for who can have none there."""
    require_in(actor, Action.HOLD_TALKS, organisation_id)
    unanswered = session.exec(_unanswered(actor, organisation_id)).all()
    planned = (*_not_held(actor, organisation_id), col(SupportTalk.answered_by_id) == actor.person_id)
    # Every time that is given away, on whatever page it stands: none of them is suggested to somebody else.
    taken = [each for each in session.exec(select(SupportTalk.starts_at).where(*planned)) if each is not None]
    total = len(taken)
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    ahead = (
        select(SupportTalk, Team)
        .join(Team, col(Team.id) == SupportTalk.team_id)
        .where(*planned)
        .order_by(col(SupportTalk.starts_at), col(SupportTalk.id))
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    shown = session.exec(ahead).all() if total else []
    found = cases(session, organisation_id, [*unanswered, *shown])
    waiting = _of_reader(actor, found[: len(unanswered)], now)
    rows = _rows(session, actor, [*waiting, *found[len(unanswered) :]], taken, now)
    return TalksPage(rows[: len(waiting)], rows[len(waiting) :], total, page)


def count_asked(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> int:
    """How many wait for an answer of the reader's; one query where nobody waits. "not_allowed" for who can have none
    there."""
    require_in(actor, Action.HOLD_TALKS, organisation_id)
    found = cases(session, organisation_id, session.exec(_unanswered(actor, organisation_id)).all())
    return len(_of_reader(actor, found, now))


def talk_numbers(*, session: Session, actor: Actor, organisation_id: UUID) -> TalkNumbers:
    """Whom to call where it cannot wait, for who is asked for talks."""
    require_in(actor, Action.HOLD_TALKS, organisation_id)
    return _numbers(session, organisation_id)


def _not_held(actor: Actor, organisation_id: UUID) -> tuple[Any, ...]:
    return (
        SupportTalk.organisation_id == organisation_id,
        col(SupportTalk.held_on).is_(None),
        SupportTalk.person_id != actor.person_id,
    )


def _unanswered(actor: Actor, organisation_id: UUID) -> Any:
    """SQL: talks that nobody has answered, and their teams; whose turn each is follows from the hour."""
    return (
        select(SupportTalk, Team)
        .join(Team, col(Team.id) == SupportTalk.team_id)
        .where(*_not_held(actor, organisation_id), col(SupportTalk.answered_by_id).is_(None))
        .order_by(col(SupportTalk.waits_since))
    )


def _of_reader(actor: Actor, unanswered: list[TalkCase], now: datetime) -> list[TalkCase]:
    return sorted((case for case in unanswered if actor.person_id in case.asked(now)), key=_urgency)


def _rows(
    session: Session, actor: Actor, found: list[TalkCase], taken: list[datetime], now: datetime
) -> list[SupportRow]:
    people = _people(session, [case.talk.person_id for case in found])
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
