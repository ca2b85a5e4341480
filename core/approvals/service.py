"""Deciding whether an instructor is approved, and what follows a no (S1–S3, A2.1, A2.3, A4.2, O1)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dateutil.relativedelta import relativedelta
from sqlmodel import Session, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.approvals.case import evidence, locked_engagement, newest_row, nothing_new, own_facts, path_of
from core.approvals.rules import Decision, still_missing
from core.contact import text
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day, short_date
from core.programmes.programme import ApprovalPath
from db import outbox
from db.approvals import Approval
from db.engine import transaction
from db.people import Engagement, Person

MOST_YEARS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingMeeting:
    """The meeting that follows a no or an end: its day, why in a few words, and other roles to offer there."""

    on: date | None
    reason: str = ""
    other_roles: str = ""


def usual_until(path: ApprovalPath, decided_on: date) -> date:
    """The day an approval given on `decided_on` lasts until, as the programme says (S3)."""
    return decided_on + relativedelta(years=path.approval_years)


def record_training(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    trained_on: date | None,
    expected_version: int,
    now: datetime,
) -> Engagement:
    """When the instructor training was or will be completed; None takes it away (S1, A2.1). "changed_meanwhile"."""
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.ADD_VOLUNTEER, engagement_id)
        path_of(session, engagement)
        if engagement.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        if engagement.trained_on != trained_on:
            engagement.trained_on = trained_on
            engagement.version += 1
            session.add(engagement)
            trace(
                session,
                engagement.organisation_id,
                actor,
                "engagement.trained",
                "engagement",
                engagement.id,
                now,
                ["trained_on"],
            )
        return engagement


def approve(
    *, session: Session, actor: Actor, engagement_id: UUID, after_id: UUID | None, valid_until: date, now: datetime
) -> Approval:
    """Approve an instructor, or renew the approval after a re-evaluation (S1, S3).

    `after_id` is the newest decision the decider saw. Raises "already_decided" with who and when where there is a
    newer one or nothing new to decide on, "approval_missing", or "approval_until" for a day that cannot be.
    """
    today = local_day(now)
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.DECIDE_APPROVAL, engagement_id)
        if not today < valid_until <= today + relativedelta(years=MOST_YEARS):
            raise DomainError(ErrorCode.APPROVAL_UNTIL, years=MOST_YEARS)
        made = _decision(session, actor, engagement, Decision.APPROVED, after_id, now)
        made.valid_until = valid_until
        trace(session, made.organisation_id, actor, "approval.approved", "approval", _kept(session, made).id, now)
        return made


def say_no(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    after_id: UUID | None,
    meeting: ClosingMeeting,
    now: datetime,
) -> Approval:
    """Decide that somebody is not approved, with the closing meeting planned and other roles to offer (A4.2, O1).

    While somebody is on the way to a first approval it can be said at any time; to a renewal, after the re-evaluation.
    Raises as `approve`, and all that is refused of the meeting at once, by its names: "date_past" for a day before
    today, "date_invalid" for none, and what its words are refused for.
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.DECIDE_APPROVAL, engagement_id)
        made = _decision(session, actor, engagement, Decision.NOT_APPROVED, after_id, now)
        _kept(session, _with_meeting(made, meeting))
        trace(session, made.organisation_id, actor, "approval.not_approved", "approval", made.id, now)
        return made


def end_approval(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    after_id: UUID,
    meeting: ClosingMeeting,
    now: datetime,
) -> Approval:
    """Decide that an approval ends; nothing but a person's decision ever does (S2, O1).

    Raises "already_decided" where it is no longer the newest decision or has ended already, and as `say_no` of the
    meeting.
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.DECIDE_APPROVAL, engagement_id)
        path_of(session, engagement)
        newest = newest_row(session, engagement_id)
        if newest is None:
            raise DomainError(ErrorCode.APPROVAL_NONE)
        if newest.id != after_id or newest.decision != Decision.APPROVED:
            raise _already(session, newest)
        made = _new(session, actor, engagement, Decision.ENDED, now)
        _kept(session, _with_meeting(made, meeting))
        trace(session, made.organisation_id, actor, "approval.ended", "approval", made.id, now)
        return made


def record_closing(*, session: Session, actor: Actor, approval_id: UUID, held_on: date, now: datetime) -> Approval:
    """Record that the closing meeting was held (A4.2). Raises "closing_held" and "closing_date"."""
    with transaction(session):
        approval = session.exec(select(Approval).where(Approval.id == approval_id).with_for_update()).one_or_none()
        if approval is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        engagement = session.get_one(Engagement, approval.engagement_id)
        require(actor, Action.DECIDE_APPROVAL, Subject.of(engagement))
        if approval.closed_on is not None:
            raise DomainError(ErrorCode.CLOSING_HELD, day=short_date(approval.closed_on))
        if approval.decision == Decision.APPROVED or not approval.decided_on <= held_on <= local_day(now):
            raise DomainError(ErrorCode.CLOSING_DATE)
        approval.closed_on = held_on
        session.add(approval)
        trace(session, approval.organisation_id, actor, "approval.closing_held", "approval", approval.id, now)
        return approval


def _decision(
    session: Session, actor: Actor, engagement: Engagement, decision: Decision, after_id: UUID | None, now: datetime
) -> Approval:
    """A decision to be kept, where nobody else made one meanwhile and there is something new to decide on."""
    path, facts, today = path_of(session, engagement), own_facts(session, engagement), local_day(now)
    newest = newest_row(session, engagement.id)
    if newest is not None and (newest.id != after_id or nothing_new(newest, facts, today)):
        raise _already(session, newest)
    on_the_way = newest is None or newest.decision != Decision.APPROVED
    may_say_no = decision is Decision.NOT_APPROVED and on_the_way
    if still_missing(path, facts, today) and not may_say_no:
        raise DomainError(ErrorCode.APPROVAL_MISSING)
    return _new(session, actor, engagement, decision, now)


def _new(session: Session, actor: Actor, engagement: Engagement, decision: Decision, now: datetime) -> Approval:
    today = local_day(now)
    return Approval(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        decision=decision,
        decided_on=today,
        evidence=evidence(own_facts(session, engagement), today),
        decided_by_id=actor.person_id,
        created_at=now,
    )


def _with_meeting(made: Approval, meeting: ClosingMeeting) -> Approval:
    with all_refused() as check:
        with check.at("on"):
            if meeting.on is None:
                raise DomainError(ErrorCode.DATE_INVALID)
            if meeting.on < made.decided_on:
                raise DomainError(ErrorCode.DATE_PAST)
        with check.at("reason"):
            text(meeting.reason)
        with check.at("other_roles"):
            text(meeting.other_roles)
    made.closing_on = meeting.on
    made.reason, made.other_roles = text(meeting.reason), text(meeting.other_roles)
    return made


def _kept(session: Session, made: Approval) -> Approval:
    """The decision, kept. Whom it is about gets a mail that does not say what was decided: a no is said in person."""
    session.add(made)
    session.flush()
    volunteer_id = session.get_one(Engagement, made.engagement_id).person_id
    outbox.mail(
        session,
        "approval_decided",
        {volunteer_id} - {made.decided_by_id},
        organisation_id=made.organisation_id,
        now=made.created_at,
    )
    return made


def _already(session: Session, newest: Approval) -> DomainError:
    name = session.get_one(Person, newest.decided_by_id).name
    return DomainError(ErrorCode.ALREADY_DECIDED, name=name, day=short_date(newest.decided_on))
