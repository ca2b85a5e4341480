"""What somebody is to be reminded of: read from what has a day, for a whole organisation or one person of it.

Nobody's path is read for it. What is read is what lies within a few weeks of the day, found by indexes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.alignment.case import follower_of, load
from core.alignment.reading import waiting_and_to_look_at
from core.calendar_feed.events import OWN_PATH, EventsAsked, events_asked
from core.documents.finished import is_open
from core.documents.rules import ORGANISATION, waiting_for
from core.i18n import end_of_day, local_day
from core.partnerships.document import load_agreement
from core.programmes.publishing import programme_of
from core.register.document_facts import whose
from core.register.documents import turns
from core.register.renewals import to_look_at_on
from core.register.rules import waiting_since
from core.reminders.rules import BEFOREHAND, ONE, Cause, ReminderKind, ReminderPace, eve_of, waits
from db.approvals import Pause
from db.documents import Document, DocumentParty
from db.journey import EngagementNext
from db.people import Engagement
from db.supervision import Supervision, SupervisionSubject

OF_EVENTS = {
    "module": ReminderKind.COURSE,
    "supervision": ReminderKind.SUPERVISION,
    "meeting": ReminderKind.MEETING,
    "talk": ReminderKind.TALK,
    "support": ReminderKind.SUPPORT,
    "checkin": ReminderKind.SUPPORT,
    "event": ReminderKind.EVENT,
    "reply": ReminderKind.REPLY,
    "training": ReminderKind.TRAINING,
    "gathering": ReminderKind.TRAINING,
    "offer": ReminderKind.OFFER,
    "answer": ReminderKind.REPLY,
    "first": ReminderKind.BEGINS,
}
# How long a day that has come to look at something again is told of, should no mail go on that day.
LOOK_AGAIN_FOR = timedelta(days=14)
A_YEAR = timedelta(days=365)
# How long a mark before an approval runs out is told of: long enough for holidays and for one mail a week.
STILL_TOLD = timedelta(days=14)
# The most that a programme can say.
WARNED_WITHIN = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class ReminderScope:
    """Where to look: in an organisation, on a day, for all or for one person; `ahead` is how many days from it on are
    looked at too. `weekly` is whether those get theirs who want one mail a week."""

    organisation_id: UUID
    pace: ReminderPace
    now: datetime
    today: date
    ahead: int = 0
    person_id: UUID | None = None
    weekly: bool = False

    @property
    def last(self) -> date:
        """The last day looked at."""
        return self.today + timedelta(days=self.ahead)


def causes(session: Session, scope: ReminderScope) -> list[Cause]:
    """All that people may be reminded of on the days looked at, or soon after; a fixed number of queries but for what
    is between the organisation and an association, of which there is little."""
    paused = _paused(session, scope)
    found = [
        *_documents(session, scope, paused),
        *_agreements(session, scope),
        *_to_plan(session, scope),
        *_approvals(session, scope),
        *_events(session, scope),
        *_to_look_at(session, scope, paused),
        *_expectations(session, scope, paused),
    ]
    return [each for each in found if scope.person_id in (None, each.person_id)]


def _paused(session: Session, scope: ReminderScope) -> set[UUID]:
    """The engagements whose clocks stand still: nothing is asked of them but what was planned."""
    asked = select(Pause.engagement_id).where(
        Pause.organisation_id == scope.organisation_id,
        Pause.begins_on <= scope.today,
        or_(col(Pause.ends_on).is_(None), col(Pause.ends_on) >= scope.today),
    )
    return set(session.exec(asked))


def _documents(session: Session, scope: ReminderScope, paused: set[UUID]) -> Iterator[Cause]:
    """Whoever's turn it is to sign; colleagues once it waits for them alone."""
    conditions = [
        Document.organisation_id == scope.organisation_id,
        is_open(),
        col(Document.declined_at).is_(None),
        col(Document.superseded_at).is_(None),
        # Sent long ago it may wait for somebody since yesterday, but no text takes a year.
        col(Document.shared_at) > end_of_day(scope.today - A_YEAR),
        *whose([col(Engagement.ended_at).is_(None)]),
    ]
    if scope.person_id is not None:
        own = select(DocumentParty.document_id).where(DocumentParty.person_id == scope.person_id)
        conditions.append(col(Document.id).in_(own))
    for turn in turns(session, conditions):
        for party in turn.waiting_for if turn.engagement_id not in paused else ():
            if party.capacity == ORGANISATION and len(turn.waiting_for) > 1:
                continue
            path, since = f"document?id={turn.document_id}", local_day(turn.since)
            cause = _waiting(scope, ReminderKind.SIGN, turn.document_id, party.person_id, path, since)
            # A colleague has reminded them meanwhile.
            yield replace(cause, first_on=max(cause.first_on, turn.remind_from or cause.first_on))


def _agreements(session: Session, scope: ReminderScope) -> Iterator[Cause]:
    """Framework agreements with associations, and whoever signs them for either side."""
    asked = select(Document.id).where(
        Document.organisation_id == scope.organisation_id,
        col(Document.association_id).is_not(None),
        is_open(),
        col(Document.declined_at).is_(None),
        col(Document.superseded_at).is_(None),
        col(Document.shared_at) > end_of_day(scope.today - A_YEAR),
    )
    for document_id in session.exec(asked).all():
        case = load_agreement(session, document_id)
        document, standing = case.document, case.standing()
        given = [consent.given_at for each in case.versions for consent in case.given(each.id)]
        replaced = [each.replaced_at for each in case.versions]
        since = waiting_since(
            created_at=document.created_at, shared_at=document.shared_at, handed_over=(*given, *replaced)
        )
        for capacity in waiting_for(standing):
            path, person = f"agreement?id={document_id}", case.person_of(capacity)
            yield _waiting(scope, ReminderKind.SIGN, document_id, person.id, path, local_day(since))


def _to_plan(session: Session, scope: ReminderScope) -> Iterator[Cause]:
    """Supervisions with somebody to hold them and no day, once their programme says that they should have one."""
    asked = (
        select(Supervision.id, Supervision.supervisor_id, Supervision.created_at, Engagement.programme_version_id)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id)
        .join(Engagement, col(Engagement.id) == SupervisionSubject.engagement_id)
        .where(
            Supervision.organisation_id == scope.organisation_id,
            col(Supervision.cancelled_at).is_(None),
            col(Supervision.held_on).is_(None),
            col(Supervision.planned_at).is_(None),
            col(Supervision.supervisor_id).is_not(None),
            col(Supervision.created_at) > end_of_day(scope.today - A_YEAR),
            col(Engagement.ended_at).is_(None),
        )
    )
    for supervision_id, supervisor_id, ordered_at, version_id in session.exec(asked).all():
        if supervisor_id is not None:
            pace = replace(scope.pace, first_days=programme_of(session, version_id).pace.plan_days)
            path, within = f"supervision?id={supervision_id}", replace(scope, pace=pace)
            yield _waiting(within, ReminderKind.PLAN, supervision_id, supervisor_id, path, local_day(ordered_at))


def _approvals(session: Session, scope: ReminderScope) -> Iterator[Cause]:
    """Approvals that run out, each so many days before as its programme says."""
    asked = (
        select(  # type: ignore[type-var]
            EngagementNext.engagement_id,
            EngagementNext.approved_until,
            Engagement.person_id,
            Engagement.programme_version_id,
        )
        .join(Engagement, col(Engagement.id) == EngagementNext.engagement_id)
        .where(
            EngagementNext.organisation_id == scope.organisation_id,
            col(EngagementNext.approved_until).between(scope.today, scope.last + WARNED_WITHIN),
            *([] if scope.person_id is None else [Engagement.person_id == scope.person_id]),
        )
    )
    for engagement_id, until, person_id, version_id in session.exec(asked).all():
        approval = programme_of(session, version_id).approval
        if approval is None or until is None:
            continue
        last = until
        for days in sorted(approval.warn_days):
            first = until - timedelta(days=days)
            key = f"approval-{engagement_id}:{until}:{days}"
            # The last mark is told for as long as it matters. An earlier one is told around its day alone: else all who
            # are between two would be told on the first morning that an organisation reminds, and their turn comes.
            told_until = last if last == until else min(last, first + STILL_TOLD)
            yield Cause(key, ReminderKind.APPROVAL, person_id, "my-path", first, told_until, until)
            last = first - ONE


def _events(session: Session, scope: ReminderScope) -> Iterator[Cause]:
    """What people have ahead, the day before."""
    asked = EventsAsked(
        since=scope.now,
        until=end_of_day(scope.last + BEFOREHAND),
        person_id=scope.person_id,
        organisation_id=scope.organisation_id,
    )
    for person_id, event in events_asked(session, asked):
        if not isinstance(event.starts, datetime) or event.starts > scope.now:
            kind = ReminderKind.MY_TALK if event.kind == "talk" and event.address == OWN_PATH else OF_EVENTS[event.kind]
            yield _ahead(kind, event.uid, person_id, event.address, event.starts)


def _to_look_at(session: Session, scope: ReminderScope, paused: set[UUID]) -> Iterator[Cause]:
    first = scope.today - LOOK_AGAIN_FOR
    for document_id, day, person_id, engagement_id in to_look_at_on(session, scope.organisation_id, first, scope.last):
        if engagement_id not in paused:
            key = f"agreement-{document_id}:{day}"
            path, until = f"document?id={document_id}", day + LOOK_AGAIN_FOR
            yield Cause(key, ReminderKind.AGREEMENT, person_id, path, day, until, day)


def _expectations(session: Session, scope: ReminderScope, paused: set[UUID]) -> Iterator[Cause]:
    """Rounds in which a side is still to answer, and those to be looked at again by both."""
    since, first = scope.today - A_YEAR, scope.today - LOOK_AGAIN_FOR
    for alignment_id in waiting_and_to_look_at(session, scope.organisation_id, since, first, scope.last):
        case = load(session, alignment_id)
        each, path = case.alignment, f"alignment?id={alignment_id}"
        if each.engagement_id in paused:
            continue
        ours, theirs = {follower_of(session, each)}, set(case.subject.people)
        if each.agreed_at is not None and each.look_again_on is not None:
            day = each.look_again_on
            for person_id in ours | theirs:
                key = f"expectations-{alignment_id}:{day}"
                until = day + LOOK_AGAIN_FOR
                yield Cause(key, ReminderKind.EXPECTATIONS, person_id, path, day, until, day)
            continue
        asked = set() if each.theirs_finished_at or each.on_paper else theirs
        asked |= set() if each.ours_finished_at else ours
        for person_id in asked:
            yield _waiting(scope, ReminderKind.ANSWER, alignment_id, person_id, path, local_day(each.begun_at))


def _waiting(scope: ReminderScope, kind: ReminderKind, what: UUID, person_id: UUID, path: str, since: date) -> Cause:
    """Something that has waited for somebody `since`."""
    first, last = waits(since, scope.pace)
    key = f"{kind}-{what}:{since}"
    return Cause(key, kind, person_id, path, first, last, since, scope.pace.most, scope.pace.every_days)


def _ahead(kind: ReminderKind, uid: str, person_id: UUID, path: str, on: date | datetime) -> Cause:
    day = local_day(on) if isinstance(on, datetime) else on
    # Should nobody be told on the eve, the morning will do; but whose first day it is knows by then.
    last = day - ONE if kind is ReminderKind.BEGINS else day
    return Cause(f"{uid}:{day}", kind, person_id, path, eve_of(day), last, on)
