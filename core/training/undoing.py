"""What was moved or called off of a training and is not told yet, and taking it back: nobody gets a mail then."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.notices.rules import WHEN, Facts, NoticeSubject, spanned
from core.notices.service import WaitingNotice, notices_waiting, take_back
from core.training.rounds import held_round
from core.training.rules import GatheringKind
from core.training.telling import KIND, ROUND
from db.engine import transaction
from db.training import TrainingDay, TrainingGathering


@dataclass(frozen=True, slots=True)
class WaitingMove:
    """A day of the plan (`plan_day`, its id) or one of what comes again (`kind`) that is changed and not told yet:
    `notice` with everybody who is told, and what takes each of their mails back."""

    notice: WaitingNotice
    notices: tuple[tuple[UUID, UUID], ...]
    plan_day: str = ""
    kind: GatheringKind | None = None


def waiting_moves(
    *, session: Session, actor: Actor, organisation_id: UUID, round_id: UUID, now: datetime
) -> list[WaitingMove]:
    """What waits to be told of a round of an organisation, for who plans its training; a day that moved for several is
    one."""
    require(actor, Action.PLAN_TRAINING, Subject(organisation_id))
    found = notices_waiting(session, organisation_id, (NoticeSubject.TRAINING, NoticeSubject.GATHERING), now)
    if not found:
        return []
    asked = select(TrainingDay.id, TrainingDay.plan_day).where(
        TrainingDay.round_id == round_id, col(TrainingDay.id).in_({each.subject_id for each in found})
    )
    days = dict(session.exec(asked).all())
    moves: dict[object, WaitingMove] = {}
    for each in found:
        own = ((each.subject_id, each.notice_id),)
        if each.subject_id in days:
            plan_day = days[each.subject_id]
            key = (plan_day, *each.told.items(), *each.after.items())
            moves[key] = _together(moves[key], each) if key in moves else WaitingMove(each, own, plan_day)
        elif each.told.get(ROUND) == str(round_id):
            moves[each.subject_id] = WaitingMove(each, own, kind=GatheringKind(each.told[KIND]))
    return [*moves.values()]


def undo_day_move(
    *, session: Session, actor: Actor, round_id: UUID, notices: Collection[tuple[UUID, UUID]], now: datetime
) -> None:
    """A day of the plan is where it was, for all of `notices` (the day of a peer, and its notice) or for nobody, and no
    mail goes. Raises "notice_sent", "training_called_off", and "not_found" for what is of another round."""
    with transaction(session):
        round_ = held_round(session, actor, round_id)
        for day_id, notice_id in notices:
            asked = select(TrainingDay).where(TrainingDay.id == day_id, TrainingDay.round_id == round_id)
            day = session.exec(asked.with_for_update()).one_or_none()
            if day is None:
                raise DomainError(ErrorCode.NOT_FOUND)
            _put_back(day, take_back(session, day_id, notice_id, now))
            day.version += 1
            session.add(day)
        trace(session, round_.organisation_id, actor, "training.undone", "training_round", round_id, now)


def undo_gathering_change(
    *, session: Session, actor: Actor, round_id: UUID, gathering_id: UUID, notice_id: UUID, now: datetime
) -> None:
    """One of what comes again is where it was, and there again if it was called off; no mail goes. Raises as
    `undo_day_move`."""
    with transaction(session):
        round_ = held_round(session, actor, round_id)
        told = take_back(session, gathering_id, notice_id, now)
        if told.get(ROUND) != str(round_id):
            raise DomainError(ErrorCode.NOT_FOUND)
        row = session.get(TrainingGathering, gathering_id, populate_existing=True)
        if row is None:
            starts_at, ends_at = spanned(told[WHEN])
            row = TrainingGathering(
                id=gathering_id, round_id=round_id, kind=told[KIND], starts_at=starts_at, ends_at=ends_at, place=""
            )
        _put_back(row, told)
        session.add(row)
        trace(session, round_.organisation_id, actor, "training.undone", "training_round", round_id, now)


def _together(move: WaitingMove, each: WaitingNotice) -> WaitingMove:
    """The same change of somebody else's day as well."""
    names = sorted({*move.notice.names, *each.names})
    by_phone = sorted({*move.notice.by_phone, *each.by_phone})
    notice = replace(move.notice, names=tuple(names), by_phone=tuple(by_phone))
    return replace(move, notice=notice, notices=(*move.notices, (each.subject_id, each.notice_id)))


def _put_back(row: TrainingDay | TrainingGathering, told: Facts) -> None:
    row.starts_at, row.ends_at = spanned(told[WHEN])
    row.place = told["place"]
