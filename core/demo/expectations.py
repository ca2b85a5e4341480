"""What two sides of the demonstration expect of each other: settled once, asked again, and asked of a volunteer."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.alignment.rules import AlignmentSide, SettledHow
from core.alignment.service import (
    NewPoint,
    Settlement,
    add_point,
    begin_with_association,
    begin_with_volunteer,
    finish_side,
    save_expectation,
    settle,
)
from core.i18n import local_day
from core.partnerships.agreement import write_topic
from core.partnerships.signing import AgreementSigners, send_agreement
from db.people import Engagement

FILE = Path(__file__).with_name("expectations.toml")


def expect(session: Session, association_id: UUID, ours: Actor, theirs: Actor, now: datetime) -> None:
    """A first round that was settled, a second that both have answered and differ in, and an agreement sent to both."""
    told: Mapping[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))

    def begin(at: datetime, said: Mapping[str, Any]) -> UUID:
        found = begin_with_association(session=session, actor=ours, association_id=association_id, now=at)
        for side, actor in ((AlignmentSide.OURS, ours), (AlignmentSide.THEIRS, theirs)):
            _answer(session, actor, found.id, side, said[side], at + timedelta(days=1))
            finish_side(session=session, actor=actor, alignment_id=found.id, side=side, now=at + timedelta(days=2))
        return found.id

    first = begin(now - timedelta(days=150), told["before"])
    met = now - timedelta(days=140)
    settlement = Settlement(
        met_on=local_day(met), how=SettledHow.ORAL, valid_until=local_day(now), look_again_on=local_day(now)
    )
    settle(session=session, actor=ours, alignment_id=first, settlement=settlement, now=met)
    second = begin(now - timedelta(days=9), told)
    for words, days in told["points"].items():
        point = NewPoint(words=words, owner=AlignmentSide.OURS, due_on=local_day(now + timedelta(days=days)))
        add_point(session=session, actor=theirs, alignment_id=second, point=point, now=now - timedelta(days=3))
    for topic_id, words in told["agreement"].items():
        write_topic(
            session=session,
            actor=ours,
            association_id=association_id,
            topic_id=topic_id,
            words=words,
            expected_version=0,
            now=now - timedelta(days=2),
        )
    signers = AgreementSigners(ours_id=ours.person_id, theirs_id=theirs.person_id, language=theirs.language)
    send_agreement(
        session=session, actor=ours, association_id=association_id, signers=signers, now=now - timedelta(days=1)
    )


def ask_a_volunteer(session: Session, engagement: Engagement, ours: Actor, now: datetime) -> None:
    """A round with a volunteer that the workplace has answered and the volunteer has not."""
    told: Mapping[str, Any] = tomllib.loads(FILE.read_text(encoding="utf-8"))
    at = now - timedelta(days=4)
    found = begin_with_volunteer(session=session, actor=ours, engagement_id=engagement.id, now=at)
    _answer(session, ours, found.id, AlignmentSide.OURS, told["volunteer"]["ours"], at)
    finish_side(session=session, actor=ours, alignment_id=found.id, side=AlignmentSide.OURS, now=at)


def _answer(
    session: Session,
    actor: Actor,
    alignment_id: UUID,
    side: AlignmentSide,
    said: Mapping[str, str],
    now: datetime,
) -> None:
    for question_id, value in said.items():
        save_expectation(
            session=session,
            actor=actor,
            alignment_id=alignment_id,
            side=side,
            question_id=question_id,
            value=value,
            expected_version=None,
            now=now,
        )
