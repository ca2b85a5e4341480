"""Planning a clarification meeting with both, and what each side prepares for it alone (M1, M2)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core import contact
from core.access.permissions import Actor
from core.access.trail import trace
from core.clarification.case import locked_open, locked_to_hold, newest_meeting
from core.clarification.content import meeting_sheet
from core.clarification.reading import topics_hidden
from core.clarification.rules import MeetingOutcome, MeetingSide
from core.clarification.telling import facts_of_day, put_day_back, tell_of_day
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.notices.service import noticed_at, take_back
from db.clarification import ClarificationAnswer, ClarificationMeeting
from db.engine import transaction
from db.people import Engagement


@dataclass(frozen=True, slots=True)
class MeetingDetails:
    """When and where. `agreed` is whether the volunteer has said yes to it already, as on the phone."""

    starts_at: datetime | None
    place: str = ""
    agreed: bool = False


def propose_meeting(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    details: MeetingDetails,
    expected_version: int | None,
    now: datetime,
) -> ClarificationMeeting:
    """Propose a day to the volunteer: a new meeting where none is open, else another day for the one that is. What was
    prepared stays. The volunteer gets a mail with the day, and a moved one is told once.

    `expected_version` is that of the meeting the proposer saw, None for none. Raises "engagement_over",
    "clarification_none_here", "clarification_held" after one that ended in an agreement, "changed_meanwhile", or all
    that is refused at once: "date_invalid" without a day, "date_past" for one gone by, and what `core.contact` refuses
    of the place.
    """
    with transaction(session):
        engagement = locked_to_hold(session, actor, engagement_id)
        meeting = newest_meeting(session, engagement_id, lock=True)
        if meeting is not None and meeting.outcome == MeetingOutcome.AGREED:
            raise DomainError(ErrorCode.CLARIFICATION_HELD)
        if (meeting.version if meeting else None) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        with all_refused() as check:
            with check.at("starts_at"):
                _ahead(details.starts_at, now)
            with check.at("place"):
                contact.line(details.place)
        before = facts_of_day(meeting)
        if meeting is None or meeting.outcome:
            meeting = new_meeting(engagement, actor, now)
        else:
            meeting.version += 1
        meeting.starts_at, meeting.place = details.starts_at, contact.line(details.place)
        meeting.accepted_at, meeting.asked_another_at, meeting.wish = now if details.agreed else None, None, ""
        session.add(meeting)
        session.flush()
        tell_of_day(session, actor, engagement, meeting, before, now)
        trace(session, engagement.organisation_id, actor, "clarification.proposed", "engagement", engagement.id, now)
        return meeting


def undo_proposal(*, session: Session, actor: Actor, engagement_id: UUID, notice_id: UUID, now: datetime) -> None:
    """Take a proposed or moved day back while the mail about it waits: it is as the volunteer knew it, and none goes.

    Raises "notice_sent" where it has gone or the meeting has ended, and "changed_meanwhile" where the volunteer has
    answered the new day on their page.
    """
    with transaction(session):
        engagement = locked_to_hold(session, actor, engagement_id)
        meeting = newest_meeting(session, engagement_id, lock=True)
        if meeting is None or meeting.outcome:
            raise DomainError(ErrorCode.NOTICE_SENT)
        proposed_at = noticed_at(session, meeting.id, notice_id)
        answers = [each for each in (meeting.accepted_at, meeting.asked_another_at) if each is not None]
        if any(each > proposed_at for each in answers):
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        put_day_back(meeting, take_back(session, meeting.id, notice_id, now))
        meeting.version += 1
        session.add(meeting)
        trace(session, engagement.organisation_id, actor, "clarification.undone", "engagement", engagement.id, now)


def new_meeting(engagement: Engagement, actor: Actor, now: datetime) -> ClarificationMeeting:
    """A meeting without a day, for the caller to fill in and add."""
    return ClarificationMeeting(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        recorded_by_id=actor.person_id,
        created_at=now,
    )


def accept_meeting(*, session: Session, actor: Actor, meeting_id: UUID, expected_version: int, now: datetime) -> None:
    """The day suits the volunteer. A second time changes nothing.

    Raises "changed_meanwhile" where it is another day by now, "clarification_held" or "not_allowed".
    """
    with transaction(session):
        engagement, meeting = locked_open(session, actor, meeting_id, MeetingSide.VOLUNTEER)
        if meeting.accepted_at is not None:
            return
        _seen(meeting, expected_version)
        meeting.accepted_at, meeting.asked_another_at, meeting.wish = now, None, ""
        meeting.version += 1
        session.add(meeting)
        trace(session, engagement.organisation_id, actor, "clarification.accepted", "engagement", engagement.id, now)


def ask_for_another_day(
    *, session: Session, actor: Actor, meeting_id: UUID, wish: str, expected_version: int, now: datetime
) -> None:
    """The day does not suit the volunteer, who may say what does. Raises as `accept_meeting`, and what `core.contact`
    refuses of `wish`."""
    with transaction(session):
        engagement, meeting = locked_open(session, actor, meeting_id, MeetingSide.VOLUNTEER)
        _seen(meeting, expected_version)
        meeting.accepted_at, meeting.asked_another_at, meeting.wish = None, now, contact.text(wish)
        meeting.version += 1
        session.add(meeting)
        trace(session, engagement.organisation_id, actor, "clarification.another_day", "engagement", engagement.id, now)


def save_preparation(
    *,
    session: Session,
    actor: Actor,
    meeting_id: UUID,
    side: MeetingSide,
    topic: str,
    words: str,
    expected_version: int | None,
    now: datetime,
) -> ClarificationAnswer | None:
    """What one side thinks about a topic; "" takes it away, which returns None. The same again changes nothing.

    A coordinator writes for a volunteer who has no login, from paper. Raises "choice_invalid" for an unknown topic,
    "not_allowed" also for what is between the two of them, "changed_meanwhile", "clarification_held", or what
    `core.contact` refuses.
    """
    with transaction(session):
        engagement, _meeting = locked_open(session, actor, meeting_id, side)
        if topic not in {each.id for each in meeting_sheet().topics}:
            raise DomainError(ErrorCode.CHOICE_INVALID)
        if topic in topics_hidden(engagement, actor.person_id):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        written = contact.text(words)
        stored = session.exec(
            select(ClarificationAnswer)
            .where(
                ClarificationAnswer.meeting_id == meeting_id,
                ClarificationAnswer.side == side,
                ClarificationAnswer.topic == topic,
            )
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if (stored.words if stored else "") == written:
            return stored
        if (stored.version if stored else None) != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        trace(
            session,
            engagement.organisation_id,
            actor,
            "clarification.prepared",
            "engagement",
            engagement.id,
            now,
            [topic],
        )
        if not written:
            session.delete(stored)
            return None
        if stored is None:
            stored = ClarificationAnswer(meeting_id=meeting_id, side=side, topic=topic, words=written, saved_at=now)
        else:
            stored.words, stored.saved_at, stored.version = written, now, stored.version + 1
        session.add(stored)
        return stored


def finish_preparation(
    *, session: Session, actor: Actor, meeting_id: UUID, side: MeetingSide, done: bool = True, now: datetime
) -> None:
    """A side has finished; with `done` False it has not after all, which only holds while the other has not either.

    A second time changes nothing. Raises "clarification_held", "not_allowed", or "too_late".
    """
    with transaction(session):
        engagement, meeting = locked_open(session, actor, meeting_id, side)
        ready = {
            MeetingSide.VOLUNTEER: meeting.volunteer_ready_at,
            MeetingSide.ORGANISATION: meeting.organisation_ready_at,
        }
        if (ready[side] is not None) == done:
            return
        if not done and ready[side.other] is not None:
            raise DomainError(ErrorCode.TOO_LATE)
        at = now if done else None
        if side is MeetingSide.VOLUNTEER:
            meeting.volunteer_ready_at = at
        else:
            meeting.organisation_ready_at = at
        session.add(meeting)
        about = (session, engagement.organisation_id, actor)
        if done:
            trace(*about, "clarification.ready", "engagement", engagement.id, now, [side])
        else:
            trace(*about, "clarification.not_ready", "engagement", engagement.id, now, [side])


def _ahead(starts_at: datetime | None, now: datetime) -> None:
    if starts_at is None:
        raise DomainError(ErrorCode.DATE_INVALID)
    if starts_at < now:
        raise DomainError(ErrorCode.DATE_PAST)


def _seen(meeting: ClarificationMeeting, expected_version: int) -> None:
    if meeting.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
