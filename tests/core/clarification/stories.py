"""A clarification meeting as its two sides go through it."""

from datetime import datetime, timedelta

from sqlmodel import Session

from core.clarification.holding import MeetingResult, close_meeting
from core.clarification.planning import (
    MeetingDetails,
    accept_meeting,
    finish_preparation,
    propose_meeting,
    save_preparation,
)
from core.clarification.reading import MeetingView, meeting_of
from core.clarification.rules import MeetingSide
from core.i18n import local_day
from db.clarification import ClarificationMeeting
from tests.builders import Scene

A_WEEK = timedelta(days=7)
SIDES = {MeetingSide.VOLUNTEER: "as_volunteer", MeetingSide.ORGANISATION: "as_coordinator"}


def proposed(session: Session, scene: Scene, now: datetime, **told) -> ClarificationMeeting:
    """A meeting in a week, as the coordinator proposes it."""
    seen = told.pop("expected_version", None)
    return propose_meeting(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        details=MeetingDetails(**{"starts_at": now + A_WEEK, "place": "Birkehuset", **told}),
        expected_version=seen,
        now=now,
    )


def accepted(session: Session, scene: Scene, now: datetime) -> ClarificationMeeting:
    """The same, and the volunteer has said that the day suits."""
    meeting = proposed(session, scene, now)
    accept_meeting(session=session, actor=scene.as_volunteer, meeting_id=meeting.id, expected_version=1, now=now)
    return meeting


def written(
    session: Session, scene: Scene, meeting: ClarificationMeeting, side: MeetingSide, now: datetime, **answers: str
) -> None:
    """What one side writes about topics that it has not written about."""
    for topic, words in answers.items():
        save_preparation(
            session=session,
            actor=getattr(scene, SIDES[side]),
            meeting_id=meeting.id,
            side=side,
            topic=topic,
            words=words,
            expected_version=None,
            now=now,
        )


def finished(session: Session, scene: Scene, meeting: ClarificationMeeting, side: MeetingSide, now: datetime) -> None:
    """One side has finished."""
    finish_preparation(session=session, actor=getattr(scene, SIDES[side]), meeting_id=meeting.id, side=side, now=now)


def closed(
    session: Session, scene: Scene, now: datetime, result: MeetingResult, seen: int | None
) -> ClarificationMeeting:
    """How it ended, as the coordinator writes it down."""
    return close_meeting(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        result=result,
        expected_version=seen,
        now=now,
    )


def seen_by(session: Session, scene: Scene, side: MeetingSide, now: datetime) -> MeetingView:
    """The meeting as one side sees it."""
    return meeting_of(
        session=session,
        actor=getattr(scene, SIDES[side]),
        engagement_id=scene.engagement.id,
        today=local_day(now),
    )
