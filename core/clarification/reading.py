"""What is read of clarification meetings: the facts of many at once, and one as its two sides see it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.clarification.case import facts_of_meeting, newest_meeting
from core.clarification.content import meeting_sheet
from core.clarification.rules import (
    ComparedTopic,
    DoneBy,
    MeetingFacts,
    MeetingSide,
    MeetingTurn,
    both_shown,
    compare,
    turn_of,
)
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.programmes.programme import Programme
from core.programmes.publishing import programme_of
from db.clarification import ClarificationAnswer, ClarificationMeeting, ClarificationPoint
from db.documents import Document
from db.people import Account, Engagement, Person


@dataclass(frozen=True, slots=True)
class MeetingAnswer:
    """What one side has written about a topic, with the version to save over."""

    words: str
    version: int
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class MeetingPoint:
    """Something the two agreed on."""

    point_id: UUID
    topic: str
    words: str
    who: DoneBy
    by_on: date | None


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting as the reader sees it; `meeting` is None where none was planned.

    `side` is the reader's. `own` are their answers by topic, `paper` those of a volunteer without a login, which a
    colleague writes for them. `compared` are both sides' answers where they may be read yet, else none; `hidden` are
    the topics that the reader, who is none of the two, may not read. `agreement_id` is the document that the meeting
    ends with, None where it was not made yet.
    """

    engagement: Engagement
    name: str
    coordinator: str
    programme: Programme
    meeting: ClarificationMeeting | None
    facts: MeetingFacts | None
    turn: MeetingTurn
    side: MeetingSide
    joined: bool
    own: Mapping[str, MeetingAnswer]
    paper: Mapping[str, MeetingAnswer]
    compared: tuple[ComparedTopic, ...]
    hidden: frozenset[str]
    points: tuple[MeetingPoint, ...]
    agreement_id: UUID | None = None


def newest_meetings(session: Session, engagement_ids: Collection[UUID]) -> dict[UUID, MeetingFacts]:
    """The facts of the newest meeting of each of these engagements that has one. One query."""
    if not engagement_ids:
        return {}
    rows = session.exec(
        select(ClarificationMeeting)
        .where(col(ClarificationMeeting.engagement_id).in_(engagement_ids))
        .order_by(col(ClarificationMeeting.created_at), col(ClarificationMeeting.id))
    )
    return {row.engagement_id: facts_of_meeting(row) for row in rows}


def meeting_of(*, session: Session, actor: Actor, engagement_id: UUID, today: date) -> MeetingView:
    """The newest meeting of an engagement, as its volunteer or a coordinator sees it.

    Raises "not_found", "not_allowed", or "clarification_none_here" where the programme asks for no meeting.
    """
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    side = MeetingSide.VOLUNTEER if engagement.person_id == actor.person_id else MeetingSide.ORGANISATION
    if not (side is MeetingSide.VOLUNTEER and may(actor, Action.PREPARE_CLARIFICATION, Subject.of(engagement))):
        require(actor, Action.HOLD_CLARIFICATION, Subject.of(engagement))
    programme = programme_of(session, engagement.programme_version_id)
    meeting = newest_meeting(session, engagement_id)
    if meeting is None and not programme.clarification:
        raise DomainError(ErrorCode.CLARIFICATION_NONE_HERE)
    names = dict(
        session.exec(
            select(Person.id, Person.name).where(col(Person.id).in_((engagement.person_id, engagement.coordinator_id)))
        ).all()
    )
    joined = session.exec(select(Account.id).where(Account.person_id == engagement.person_id)).first() is not None
    facts = facts_of_meeting(meeting) if meeting else None
    hidden = topics_hidden(engagement, actor.person_id)
    answers = (
        _answers(session, meeting.id, hidden) if meeting else {MeetingSide.VOLUNTEER: {}, MeetingSide.ORGANISATION: {}}
    )
    shown = facts is not None and both_shown(facts, today)
    said = {side_: {topic: each.words for topic, each in of_one.items()} for side_, of_one in answers.items()}
    return MeetingView(
        engagement=engagement,
        name=names[engagement.person_id],
        coordinator=names[engagement.coordinator_id],
        programme=programme,
        meeting=meeting,
        facts=facts,
        turn=turn_of(facts, today),
        side=side,
        joined=joined,
        own=answers[side],
        paper={} if joined or side is MeetingSide.VOLUNTEER else answers[MeetingSide.VOLUNTEER],
        compared=compare(
            [topic.id for topic in meeting_sheet().topics],
            said[MeetingSide.VOLUNTEER],
            said[MeetingSide.ORGANISATION],
        )
        if shown
        else (),
        hidden=hidden,
        points=_points(session, meeting.id, hidden) if meeting else (),
        agreement_id=_agreement(session, engagement_id, programme.agreement) if meeting and meeting.outcome else None,
    )


def my_meetings(*, session: Session, actor: Actor) -> list[UUID]:
    """The engagements of the reader that have a meeting, the newest first."""
    require(actor, Action.PREPARE_CLARIFICATION)
    rows = session.exec(
        select(ClarificationMeeting.engagement_id, ClarificationMeeting.created_at)
        .join(Engagement, col(Engagement.id) == ClarificationMeeting.engagement_id)
        .where(Engagement.person_id == actor.person_id)
        .order_by(col(ClarificationMeeting.created_at).desc())
    )
    return list(dict.fromkeys(engagement_id for engagement_id, _at in rows))


def is_met(*, session: Session, actor: Actor, engagement_id: UUID) -> bool:
    """Whether the reader may hold a clarification meeting with this volunteer, whose programme asks for one."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None or not may(actor, Action.HOLD_CLARIFICATION, Subject.of(engagement)):
        return False
    return programme_of(session, engagement.programme_version_id).clarification


def topics_hidden(engagement: Engagement, reader_id: UUID) -> frozenset[str]:
    """The topics that are between the volunteer and the coordinator who follows them, for anybody else."""
    if reader_id in (engagement.person_id, engagement.coordinator_id):
        return frozenset()
    return frozenset(topic.id for topic in meeting_sheet().topics if topic.health)


def _answers(session: Session, meeting_id: UUID, hidden: frozenset[str]) -> dict[MeetingSide, dict[str, MeetingAnswer]]:
    found: dict[MeetingSide, dict[str, MeetingAnswer]] = {side: {} for side in MeetingSide}
    rows = session.exec(
        select(ClarificationAnswer).where(
            ClarificationAnswer.meeting_id == meeting_id, col(ClarificationAnswer.topic).not_in(hidden)
        )
    )
    for row in rows:
        found[MeetingSide(row.side)][row.topic] = MeetingAnswer(row.words, row.version, row.saved_at)
    return found


def _agreement(session: Session, engagement_id: UUID, kind: str) -> UUID | None:
    """The newest document of `kind` that was not withdrawn."""
    return session.exec(
        select(Document.id)
        .where(Document.engagement_id == engagement_id, Document.kind == kind, col(Document.withdrawn_at).is_(None))
        .order_by(col(Document.created_at).desc())
        .limit(1)
    ).first()


def _points(session: Session, meeting_id: UUID, hidden: frozenset[str]) -> tuple[MeetingPoint, ...]:
    rows = session.exec(
        select(ClarificationPoint)
        .where(ClarificationPoint.meeting_id == meeting_id, col(ClarificationPoint.topic).not_in(hidden))
        .order_by(col(ClarificationPoint.created_at), col(ClarificationPoint.id))
    )
    return tuple(MeetingPoint(row.id, row.topic, row.words, DoneBy(row.who), row.by_on) for row in rows)
