"""Rounds with meaningful defaults."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.alignment.rules import AlignmentSide, SettledHow
from core.alignment.service import (
    Settlement,
    begin_with_association,
    begin_with_volunteer,
    finish_side,
    save_expectation,
    settle,
)
from core.i18n import local_day
from db.alignment import Alignment
from db.partnerships import Association
from tests.builders import Scene


def a_round(session: Session, scene: Scene, association: Association, now: datetime) -> Alignment:
    """A round with an association, that nobody has answered."""
    return begin_with_association(session=session, actor=scene.as_coordinator, association_id=association.id, now=now)


def a_short_round(session: Session, scene: Scene, now: datetime) -> Alignment:
    """A round between the scene's volunteer and their workplace, that nobody has answered."""
    return begin_with_volunteer(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id, now=now)


def answer(
    session: Session,
    actor: Actor,
    alignment_id: UUID,
    side: AlignmentSide,
    said: Mapping[str, str],
    now: datetime,
    *,
    finished: bool = True,
) -> None:
    """What a side answers, and that it has finished."""
    asked: Any = {"session": session, "actor": actor, "alignment_id": alignment_id, "now": now}
    for question_id, value in said.items():
        save_expectation(**asked, side=side, question_id=question_id, value=value, expected_version=None)
    if finished:
        finish_side(**asked, side=side)


def settled(session: Session, scene: Scene, alignment_id: UUID, now: datetime) -> Alignment:
    """The two met today: it holds for a year, and is looked at in half of one."""
    day = local_day(now)
    settlement = Settlement(
        met_on=day,
        how=SettledHow.ORAL,
        valid_until=day + timedelta(days=365),
        look_again_on=day + timedelta(days=182),
    )
    return settle(
        session=session, actor=scene.as_coordinator, alignment_id=alignment_id, settlement=settlement, now=now
    )
