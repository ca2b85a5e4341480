"""What comes out of a clarification meeting: what was agreed, the path's dates, and how it ended (M3, M4, A3.3)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Action, Actor
from core.access.trail import trace
from core.approvals.case import locked_engagement
from core.approvals.service import record_training
from core.clarification.case import locked_to_hold, newest_meeting
from core.clarification.content import meeting_sheet
from core.clarification.planning import new_meeting
from core.clarification.reading import topics_hidden
from core.clarification.rules import DoneBy, MeetingOutcome, NotNowReason
from core.clarification.telling import facts_of_day, tell_of_day
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.programmes.publishing import programme_of
from core.talks.rules import TalkKind, day_held
from core.talks.service import plan_talk
from db.clarification import ClarificationMeeting, ClarificationPoint
from db.engine import transaction


@dataclass(frozen=True, slots=True)
class PointDetails:
    """Something the two agreed on about a topic: who does it, and by when where a day was named."""

    topic: str
    words: str
    who: DoneBy
    by_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingResult:
    """How a meeting ended.

    Of an agreement: the days of the training, the first course and the meeting to look back, each None where none was
    named; an `honorarium` in words, None where nobody has talked about it and "" for none; and whether the guide for
    pairs was handed over. Of a not now: why, and when to ask again. `words` are the two's own in both.
    """

    held_on: date | None
    outcome: MeetingOutcome
    words: str = ""
    trained_on: date | None = None
    first_course_on: date | None = None
    evaluation_on: date | None = None
    honorarium: str | None = None
    pair_guide: bool = False
    reason: NotNowReason | None = None
    again_on: date | None = None


def add_point(
    *, session: Session, actor: Actor, engagement_id: UUID, details: PointDetails, now: datetime
) -> ClarificationPoint:
    """Write down what the two agreed on, at the meeting or after it.

    Raises "not_found" where there is no meeting, "engagement_over", "choice_invalid" for an unknown topic,
    "not_allowed" also for what is between the two of them, "words_missing", or what `core.contact` refuses.
    """
    with transaction(session):
        engagement = locked_to_hold(session, actor, engagement_id)
        meeting = newest_meeting(session, engagement_id, lock=True)
        if meeting is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if details.topic not in {each.id for each in meeting_sheet().topics}:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        if details.topic in topics_hidden(engagement, actor.person_id):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        with all_refused() as check, check.at("words"):
            if not contact.text(details.words):
                raise DomainError(ErrorCode.WORDS_MISSING)
        point = ClarificationPoint(
            meeting_id=meeting.id,
            topic=details.topic,
            words=contact.text(details.words),
            who=details.who,
            by_on=details.by_on,
            recorded_by_id=actor.person_id,
            created_at=now,
        )
        session.add(point)
        trace(
            session,
            engagement.organisation_id,
            actor,
            "clarification.agreed",
            "engagement",
            engagement.id,
            now,
            [details.topic],
        )
        return point


def take_point_away(*, session: Session, actor: Actor, point_id: UUID, now: datetime) -> None:
    """Something was not agreed on after all. Raises "not_found", "not_allowed" or "engagement_over"."""
    with transaction(session):
        point = session.exec(
            select(ClarificationPoint).where(ClarificationPoint.id == point_id).with_for_update()
        ).first()
        meeting = session.get(ClarificationMeeting, point.meeting_id) if point is not None else None
        if point is None or meeting is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        engagement = locked_engagement(session, actor, Action.HOLD_CLARIFICATION, meeting.engagement_id)
        if point.topic in topics_hidden(engagement, actor.person_id):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        trace(
            session,
            engagement.organisation_id,
            actor,
            "clarification.agreed_away",
            "engagement",
            engagement.id,
            now,
            [point.topic],
        )
        session.delete(point)


def close_meeting(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    result: MeetingResult,
    expected_version: int | None,
    now: datetime,
) -> ClarificationMeeting:
    """The meeting was held, planned here or not: its dates become those of the path, and a day to look back a talk.

    `expected_version` is that of the meeting the writer saw, None for none. Raises "engagement_over",
    "clarification_none_here", "clarification_held", "changed_meanwhile", or all that is refused at once: "date_invalid"
    or "talk_held_future" of `held_on`, "date_past" of a day to come, "honorarium_missing" where nobody has said whether
    there is one (A3.3), "choice_missing" for a not now without a reason, and what `core.contact` refuses.
    """
    with transaction(session):
        engagement = locked_to_hold(session, actor, engagement_id)
        meeting = newest_meeting(session, engagement_id, lock=True)
        if meeting is not None and meeting.outcome == MeetingOutcome.AGREED:
            raise DomainError(ErrorCode.CLARIFICATION_HELD)
        if (meeting.version if meeting else None) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        today, known = local_day(now), facts_of_day(meeting)
        _check(result, today)
        if meeting is None or meeting.outcome:
            meeting = new_meeting(engagement, actor, now)
        else:
            meeting.version += 1
        agreed = result.outcome is MeetingOutcome.AGREED
        meeting.held_on, meeting.outcome, meeting.words = result.held_on, result.outcome, contact.text(result.words)
        meeting.recorded_by_id = actor.person_id
        if agreed:
            meeting.first_course_on = result.first_course_on
            meeting.honorarium = contact.text(result.honorarium or "")
            meeting.pair_guide_on = result.held_on if result.pair_guide else None
        else:
            meeting.reason, meeting.again_on = result.reason or "", result.again_on
        session.add(meeting)
        if not agreed and known:
            tell_of_day(session, actor, engagement, meeting, known, now)
        trace(session, engagement.organisation_id, actor, "clarification.held", "engagement", engagement.id, now)
        gives_approval = programme_of(session, engagement.programme_version_id).approval is not None
        if agreed and result.trained_on is not None and gives_approval:
            record_training(
                session=session,
                actor=actor,
                engagement_id=engagement_id,
                trained_on=result.trained_on,
                expected_version=engagement.version,
                now=now,
            )
        if agreed and result.evaluation_on is not None:
            plan_talk(
                session=session,
                actor=actor,
                engagement_id=engagement_id,
                kind=TalkKind.FOLLOW_UP,
                planned_on=result.evaluation_on,
                now=now,
            )
        return meeting


def _check(result: MeetingResult, today: date) -> None:
    with all_refused() as check:
        with check.at("held_on"):
            day_held(result.held_on, today)
        with check.at("words"):
            contact.text(result.words)
        if result.outcome is MeetingOutcome.AGREED:
            with check.at("honorarium"):
                if result.honorarium is None:
                    raise DomainError(ErrorCode.HONORARIUM_MISSING)
                contact.text(result.honorarium)
            for name in ("first_course_on", "evaluation_on"):
                with check.at(name):
                    _not_past(getattr(result, name), today)
            return
        with check.at("reason"):
            if result.reason is None:
                raise DomainError(ErrorCode.REASON_MISSING)
        with check.at("again_on"):
            _not_past(result.again_on, today)


def _not_past(day: date | None, today: date) -> None:
    if day is not None and day < today:
        raise DomainError(ErrorCode.DATE_PAST)
