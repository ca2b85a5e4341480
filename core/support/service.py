"""Asking for a talk and answering it: one is asked, then the next; and only that it was held is kept (Q8, Q9).

The log says that a talk was asked for and what became of it, and neither in which team nor of which kind: whoever asks
does so without a name, because a team is small.
"""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day, on_date
from core.support.around import TalkCase, case_of, in_team, is_here, locked_case, surroundings
from core.support.rules import AHEAD, ASKED_FOR, HELD_WITHIN, SupportKind, TalkState
from core.teams.leaving import about_talk
from db import outbox
from db.engine import transaction
from db.support import SupportTalk
from db.teams import Team


def ask_for_talk(*, session: Session, actor: Actor, team_id: UUID, kind: SupportKind, now: datetime) -> SupportTalk:
    """Somebody in a team would like a talk of a `kind` in `ASKED_FOR`. Who answers gets a mail at once, and the next
    where there is no answer in time. Asked again while one of that kind goes on, it is that one.

    Raises "team_ended", and "support_nobody" where nobody could answer.
    """
    with transaction(session):
        # Held, so that of two clicks the second finds what the first made.
        team = session.exec(select(Team).where(Team.id == team_id).with_for_update()).one_or_none()
        if team is None or kind not in ASKED_FOR:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.ASK_FOR_TALK, Subject(team.organisation_id, in_team(session, team)))
        if team.ended_on is not None:
            raise DomainError(ErrorCode.TEAM_ENDED)
        if (known := _going_on(session, team.id, actor.person_id, kind)) is not None:
            return known
        if not surroundings(session, team.organisation_id, [team.id]).steps(team, actor.person_id):
            raise DomainError(ErrorCode.SUPPORT_NOBODY)
        talk = SupportTalk(
            organisation_id=team.organisation_id,
            team_id=team.id,
            person_id=actor.person_id,
            kind=kind,
            waits_since=now,
        )
        session.add(talk)
        session.flush()
        _tell_whom_it_waits_for(session, case_of(session, talk), now)
        _trace(session, None, talk, "support.asked", now)
        return talk


def answer_talk(
    *, session: Session, actor: Actor, talk_id: UUID, starts_at: datetime, expected_version: int, now: datetime
) -> None:
    """Whoever is asked says when the talk is, and has it; or moves it to another time. Who asked gets a mail.

    Raises "date_past", "day_late", "talk_over", and "changed_meanwhile" where somebody else was quicker.
    """
    with transaction(session):
        case = _theirs(session, actor, talk_id, now)
        talk = case.talk
        if talk.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        _ahead(starts_at, now)
        moved = talk.answered_by_id is not None
        talk.answered_by_id, talk.starts_at = actor.person_id, starts_at
        _kept(session, talk)
        _mail(session, "talk_moved" if moved else "talk_answered", [talk.person_id], talk, now)
        _trace(session, actor, talk, "support.answered", now)


def plan_monthly(
    *, session: Session, actor: Actor, team_id: UUID, person_id: UUID, starts_at: datetime, now: datetime
) -> SupportTalk:
    """The team's psychologist says when the next talk is with somebody in the team, or who leads it; they get a mail.
    Where one is planned already, it is moved.

    Raises "not_found" for who is not in the team, "team_ended", "date_past" and "day_late".
    """
    with transaction(session):
        # Held, so that of two clicks the second moves what the first planned.
        team = session.exec(select(Team).where(Team.id == team_id).with_for_update()).one_or_none()
        if team is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        holds = frozenset({team.psychologist_id} if team.psychologist_id is not None else ())
        require(actor, Action.HOLD_TALKS, Subject(team.organisation_id, holds))
        if team.ended_on is not None:
            raise DomainError(ErrorCode.TEAM_ENDED)
        if person_id not in in_team(session, team) - {actor.person_id}:
            raise DomainError(ErrorCode.NOT_FOUND)
        _ahead(starts_at, now)
        talk = _going_on(session, team.id, person_id, SupportKind.MONTHLY)
        moved = talk is not None
        talk = talk or SupportTalk(
            organisation_id=team.organisation_id,
            team_id=team.id,
            person_id=person_id,
            kind=SupportKind.MONTHLY,
            waits_since=now,
            version=0,
        )
        talk.answered_by_id, talk.starts_at = actor.person_id, starts_at
        _kept(session, talk)
        _mail(session, "talk_moved" if moved else "talk_planned", [person_id], talk, now)
        _trace(session, actor, talk, "support.planned", now)
        return talk


def pass_talk_on(*, session: Session, actor: Actor, talk_id: UUID, now: datetime) -> None:
    """Whoever is asked, or has it, cannot: the next one is asked from now on, and who asked hears so.

    Raises "support_nobody" where there is no next one, and "talk_over".
    """
    with transaction(session):
        case = _theirs(session, actor, talk_id, now)
        talk = case.talk
        own = next((at for at, people in enumerate(case.steps) if actor.person_id in people), -1)
        turn = case.turn(now)
        was = talk.starts_at
        step = max(own, turn.step - 1 if turn is not None else -1) + 1
        if step >= len(case.steps) or case.kind is SupportKind.MONTHLY:
            raise DomainError(ErrorCode.SUPPORT_NOBODY)
        _waits_anew(session, talk, step, now)
        _mail(session, "talk_passed_on", [talk.person_id], talk, now, was)
        _trace(session, actor, talk, "support.passed_on", now)


def call_talk_off(*, session: Session, actor: Actor, talk_id: UUID, now: datetime) -> None:
    """The talk is not needed any more, says who asked for it, and nothing is left of it; whoever had it gets a mail.
    One that comes up each month can be called off by either, and comes up again. Raises "talk_over"."""
    with transaction(session):
        case = locked_case(session, talk_id)
        talk = case.talk
        other = [talk.answered_by_id] if talk.answered_by_id is not None else []
        if case.kind is SupportKind.MONTHLY and actor.person_id in other:
            require(actor, Action.HOLD_TALKS, Subject(talk.organisation_id, frozenset(other)))
            other = [talk.person_id]
        else:
            require(actor, Action.ASK_FOR_TALK, Subject(talk.organisation_id, frozenset({talk.person_id})))
        _open(case)
        _mail(session, "talk_called_off", other, talk, now, talk.starts_at)
        _trace(session, None, talk, "support.called_off", now)
        session.delete(talk)


def talk_was_held(*, session: Session, actor: Actor, talk_id: UUID, held_on: date, now: datetime) -> None:
    """They have talked, says either of them; a second time is nothing. Who is asked can say so at once, as when they
    called. Nothing else is kept of it.

    Raises "talk_held_future", and "day_early" for a day more than a month ago.
    """
    with transaction(session):
        case = locked_case(session, talk_id)
        talk = case.talk
        if actor.person_id == talk.person_id and talk.answered_by_id is not None:
            require(actor, Action.ASK_FOR_TALK, Subject(talk.organisation_id, frozenset({talk.person_id})))
        else:
            require(actor, Action.HOLD_TALKS, Subject(talk.organisation_id, _who_may(case, now)))
        if talk.held_on is not None:
            return
        today = local_day(now)
        if held_on > today:
            raise DomainError(ErrorCode.TALK_HELD_FUTURE)
        if held_on < today - HELD_WITHIN:
            raise DomainError(ErrorCode.DAY_EARLY, first=on_date(today - HELD_WITHIN))
        talk.answered_by_id = talk.answered_by_id or actor.person_id
        talk.starts_at, talk.held_on = None, held_on
        _kept(session, talk)
        _trace(session, None if actor.person_id == talk.person_id else actor, talk, "support.held", now)


def hand_talks_on(session: Session, actor: Actor, organisation_id: UUID, left_id: UUID, now: datetime) -> list[UUID]:
    """The talks that somebody had who is here no more wait for those who are, from the first on; who asked hears so.
    Those of each month come up again. Which are asked for anew."""
    ahead = select(SupportTalk).where(
        SupportTalk.organisation_id == organisation_id,
        SupportTalk.answered_by_id == left_id,
        col(SupportTalk.held_on).is_(None),
    )
    if is_here(session, organisation_id, left_id):
        return []
    found = []
    for talk in session.exec(ahead.order_by(col(SupportTalk.id)).with_for_update()).all():
        if talk.kind == SupportKind.MONTHLY:
            _mail(session, "talk_called_off", [talk.person_id], talk, now, talk.starts_at)
            _trace(session, actor, talk, "support.called_off", now)
            session.delete(talk)
            continue
        was = talk.starts_at
        _waits_anew(session, talk, 0, now)
        _mail(session, "talk_passed_on", [talk.person_id], talk, now, was)
        _trace(session, actor, talk, "support.passed_on", now)
        found.append(talk.id)
    return found


def _waits_anew(session: Session, talk: SupportTalk, step: int, now: datetime) -> None:
    talk.answered_by_id, talk.starts_at = None, None
    talk.waits_since, talk.step = now, step
    _kept(session, talk)
    _tell_whom_it_waits_for(session, case_of(session, talk), now)


def _theirs(session: Session, actor: Actor, talk_id: UUID, now: datetime) -> TalkCase:
    case = locked_case(session, talk_id)
    require(actor, Action.HOLD_TALKS, Subject(case.talk.organisation_id, _who_may(case, now)))
    _open(case)
    return case


def _who_may(case: TalkCase, now: datetime) -> frozenset[UUID]:
    """Who answers it or has it."""
    own = case.talk.answered_by_id
    return frozenset(case.asked(now)) if own is None else frozenset({own})


def _open(case: TalkCase) -> None:
    if case.state is TalkState.HELD:
        raise DomainError(ErrorCode.TALK_OVER)


def _ahead(starts_at: datetime, now: datetime) -> None:
    if starts_at < now:
        raise DomainError(ErrorCode.DATE_PAST)
    if starts_at > now + AHEAD:
        raise DomainError(ErrorCode.DAY_LATE, last=on_date(local_day(now + AHEAD)))


def _going_on(session: Session, team_id: UUID, person_id: UUID, kind: SupportKind) -> SupportTalk | None:
    own = select(SupportTalk).where(
        SupportTalk.team_id == team_id, SupportTalk.person_id == person_id, col(SupportTalk.held_on).is_(None)
    )
    # What kind it is stands encrypted, so it is looked at here.
    return next((each for each in session.exec(own) if each.kind == kind), None)


def _kept(session: Session, talk: SupportTalk) -> None:
    talk.version += 1
    session.add(talk)
    session.flush()


def _tell_whom_it_waits_for(session: Session, case: TalkCase, now: datetime) -> None:
    """A mail to who is asked, and one to each next when their turn comes, which is not sent where it was answered."""
    talk = case.talk
    turn = case.turn(now)
    if turn is None:
        return
    _mail(session, "talk_asked", case.steps[turn.step], talk, now)
    for step, at in case.later():
        for person_id in case.steps[step]:
            outbox.post(
                session,
                kind="mail",
                params={
                    "message": "talk_waits",
                    "person_id": str(person_id),
                    "talk_id": str(talk.id),
                    "version": str(talk.version),
                },
                organisation_id=talk.organisation_id,
                now=now,
                due_at=at,
            )


def _mail(
    session: Session,
    message: str,
    person_ids: Iterable[UUID],
    talk: SupportTalk,
    now: datetime,
    was: datetime | None = None,
) -> None:
    """`was` is when it should have been, where it is not then any more."""
    about = about_talk(talk, was)
    outbox.mail(session, message, person_ids, organisation_id=talk.organisation_id, now=now, about=about)


def _trace(session: Session, actor: Actor | None, talk: SupportTalk, action: str, now: datetime) -> None:
    trace(session, talk.organisation_id, actor, action, "organisation", talk.organisation_id, now)
