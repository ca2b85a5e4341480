"""A meeting and its engagement, read or locked for what somebody does about it."""

from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.approvals.case import locked_engagement
from core.clarification.rules import MeetingFacts, MeetingOutcome, MeetingSide
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.programmes.publishing import programme_of
from db.clarification import ClarificationMeeting
from db.people import Account, Engagement


def newest_meeting(session: Session, engagement_id: UUID, *, lock: bool = False) -> ClarificationMeeting | None:
    """The meeting that counts, None for none."""
    asked = (
        select(ClarificationMeeting)
        .where(ClarificationMeeting.engagement_id == engagement_id)
        .order_by(col(ClarificationMeeting.created_at).desc(), col(ClarificationMeeting.id).desc())
        .limit(1)
    )
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    return session.exec(asked).one_or_none()


def facts_of_meeting(row: ClarificationMeeting) -> MeetingFacts:
    """A stored meeting as the rules see it."""
    ready = {MeetingSide.VOLUNTEER: row.volunteer_ready_at, MeetingSide.ORGANISATION: row.organisation_ready_at}
    return MeetingFacts(
        meeting_id=row.id,
        on=local_day(row.starts_at) if row.starts_at else None,
        accepted=row.accepted_at is not None,
        asked_another=row.asked_another_at is not None,
        ready=frozenset(side for side, at in ready.items() if at is not None),
        held_on=row.held_on,
        outcome=MeetingOutcome(row.outcome) if row.outcome else None,
        again_on=row.again_on,
        first_course_on=row.first_course_on,
    )


def locked_to_hold(session: Session, actor: Actor, engagement_id: UUID) -> Engagement:
    """The engagement, locked, for a coordinator; "clarification_none_here" where its programme asks for no meeting."""
    engagement = locked_engagement(session, actor, Action.HOLD_CLARIFICATION, engagement_id)
    if not programme_of(session, engagement.programme_version_id).clarification:
        raise DomainError(ErrorCode.CLARIFICATION_NONE_HERE)
    return engagement


def locked_open(
    session: Session, actor: Actor, meeting_id: UUID, side: MeetingSide
) -> tuple[Engagement, ClarificationMeeting]:
    """A meeting that is still to be held, locked for whoever speaks for `side`: the volunteer themselves, a coordinator
    for the organisation, and a coordinator for a volunteer who has no login.

    Raises "not_found", "not_allowed", "engagement_over" or "clarification_held".
    """
    found = session.get(ClarificationMeeting, meeting_id)
    engagement = session.get(Engagement, found.engagement_id) if found is not None else None
    if found is None or engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    action = action_of(session, actor, engagement, side)
    engagement = locked_engagement(session, actor, action, engagement.id)
    meeting = newest_meeting(session, engagement.id, lock=True)
    if meeting is None or meeting.id != meeting_id or meeting.outcome:
        raise DomainError(ErrorCode.CLARIFICATION_HELD)
    return engagement, meeting


def action_of(session: Session, actor: Actor, engagement: Engagement, side: MeetingSide) -> Action:
    """By which right `actor` speaks for `side`; "not_allowed" where by none."""
    if side is MeetingSide.VOLUNTEER and may(actor, Action.PREPARE_CLARIFICATION, Subject.of(engagement)):
        return Action.PREPARE_CLARIFICATION
    require(actor, Action.HOLD_CLARIFICATION, Subject.of(engagement))
    own = engagement.person_id == actor.person_id
    writes = session.exec(select(Account.id).where(Account.person_id == engagement.person_id)).first() is None
    if own or (side is MeetingSide.VOLUNTEER and not writes):
        raise DomainError(ErrorCode.NOT_ALLOWED)
    return Action.HOLD_CLARIFICATION
