"""Clarification meetings in the demonstration, told by clarifying.toml."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor, Grant, Role
from core.calendar.rules import skip_closed
from core.calendar.service import calendar_of
from core.clarification.holding import MeetingResult, PointDetails, add_point, close_meeting
from core.clarification.planning import (
    MeetingDetails,
    accept_meeting,
    finish_preparation,
    propose_meeting,
    save_preparation,
)
from core.clarification.rules import DoneBy, MeetingOutcome, MeetingSide
from core.i18n import COPENHAGEN, DEFAULT_LANGUAGE, local_day
from db.people import Engagement

FILE = Path(__file__).parent / "clarifying.toml"
AT, A_DAY = time(13), timedelta(days=1)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def clarify(session: Session, engagements: Mapping[str, Engagement], coordinator: Actor, now: datetime) -> None:
    """Propose the meetings, and have both sides prepare those that are prepared; `engagements` are by login."""
    for told in _told()["meeting"]:
        _meeting(session, engagements[told["of"]], coordinator, told, now)
    for told in _told()["held"]:
        _held(session, engagements[told["of"]], coordinator, told, now - timedelta(days=told["days"]))


def _held(session: Session, engagement: Engagement, coordinator: Actor, told: Mapping[str, Any], at: datetime) -> None:
    close_meeting(
        session=session,
        actor=coordinator,
        engagement_id=engagement.id,
        result=MeetingResult(
            held_on=local_day(at), outcome=MeetingOutcome.AGREED, words=told["words"], honorarium="", pair_guide=True
        ),
        expected_version=None,
        now=at,
    )
    for each in told["point"]:
        details = PointDetails(each["topic"], each["words"], DoneBy(each["who"]))
        add_point(session=session, actor=coordinator, engagement_id=engagement.id, details=details, now=at)


def _meeting(
    session: Session, engagement: Engagement, coordinator: Actor, told: Mapping[str, Any], now: datetime
) -> None:
    calendar = calendar_of(session, engagement.organisation_id)
    (day,) = skip_closed(
        [local_day(now) + timedelta(days=told["in"])], lambda on: calendar.is_closed(on) or on.weekday() > 4, A_DAY
    )
    meeting = propose_meeting(
        session=session,
        actor=coordinator,
        engagement_id=engagement.id,
        details=MeetingDetails(datetime.combine(day, AT, tzinfo=COPENHAGEN), told["place"]),
        expected_version=None,
        now=now - timedelta(days=6),
    )
    if not told["prepared"]:
        return
    grants = (Grant(engagement.organisation_id, Role.VOLUNTEER),)
    volunteer = Actor(engagement.person_id, UUID(int=0), told["of"], DEFAULT_LANGUAGE, grants)
    answered = now - timedelta(days=4)
    accept_meeting(session=session, actor=volunteer, meeting_id=meeting.id, expected_version=1, now=answered)
    for side, who in ((MeetingSide.VOLUNTEER, volunteer), (MeetingSide.ORGANISATION, coordinator)):
        for topic, words in told[side].items():
            save_preparation(
                session=session,
                actor=who,
                meeting_id=meeting.id,
                side=side,
                topic=topic,
                words=words,
                expected_version=None,
                now=answered,
            )
        finish_preparation(session=session, actor=who, meeting_id=meeting.id, side=side, now=answered)
