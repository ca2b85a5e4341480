"""What needs a coordinator today: one line for each engagement, most urgent first, read from the projection."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from core.access.permissions import Action, Actor, Subject, may
from core.access.reach import narrowed_to
from core.i18n import known, local_day
from core.journey.doing import Do
from core.journey.kinds import is_about_a_document
from core.journey.projecting import refresh
from core.journey.steps import StepKind
from core.journey.urgency import Urgency
from core.people.filter import EngagementFilter, filter_conditions
from core.people.search import finds
from core.today.records import LINES, TodayRecord, others
from core.today.rules import OF_URGENCY, URGENCIES, Line, When, what_to_do
from core.today.turns import turn_of, unsigned_by
from db.access import Invitation
from db.documents import Document
from db.journey import EngagementNext
from db.people import Engagement

A_PAGE = 25


class Turn(StrEnum):
    """Whose turn it is."""

    ME = "me"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class TodayFilter(EngagementFilter):
    """What the reader wants to see; None and "" are all. `mine` are those they coordinate or are contact person of.

    Those about whom nobody has anything to do are left out, unless they or a name are asked for.
    """

    mine: bool = False
    turn: Turn | None = None
    when: When | None = None
    search: str = ""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == TodayFilter()


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One engagement and its most urgent step, named as in `EngagementNext`; `programme` is an identifier.

    `reminded_on` is when those a document waits for were last reminded of it. `step` is "" where nothing is left,
    `more` how many others somebody is to do. `waits_for` is the name of whom it waits for, "" for the reader and
    for whom the line cannot name. `subject_id` is what the step is about: of a document step the document, also of
    a draft.
    """

    engagement_id: UUID
    person_id: UUID
    name: str
    language: str
    workplace: str
    programme: str
    contact_person: str
    step: str
    kind: str
    status: str
    owner: str
    reason: str
    stage: str
    subject_id: UUID | None
    due_on: date | None
    waits_for: str
    my_turn: bool
    when: When
    do: Do
    more: int
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Morning:
    """One page of lines. `counts` says how many engagements there are of each urgency whichever is chosen, `total` how
    many lines there are on all pages, `unfolded` what else is to be done about those who were asked for."""

    rows: tuple[TodayRow, ...]
    unfolded: Mapping[UUID, tuple[TodayRow, ...]]
    counts: Mapping[When, int]
    total: int
    page: int

    @property
    def everybody(self) -> int:
        """How many engagements there are, with or without something to do."""
        return sum(self.counts.values())


EVERYTHING = TodayFilter()


def morning(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    filtered_by: TodayFilter = EVERYTHING,
    page: int = 1,
    unfolded: Collection[UUID] = (),
    now: datetime,
) -> Morning:
    """What needs the reader today: a page of `A_PAGE` lines, most urgent first; a page beyond the last is the last.

    What another day says otherwise is written anew first. Five queries however many engagements there are, and those
    of a journey for the lines that are `unfolded`.
    "not_allowed" without the right to see volunteers there.
    """
    conditions: list[Any] = [EngagementNext.organisation_id == organisation_id]
    conditions += finds(col(EngagementNext.found_by), filtered_by.search)
    # Who has ended has no row, and all else stands in it: engagements are read only to narrow the list down. Those that
    # fit are found once and not for each line, but for whose turn it is, which the line says.
    fits = [*narrowed_to(actor, Action.SEE_VOLUNTEERS, organisation_id), *filter_conditions(filtered_by)]
    if fits:
        fitting = select(Engagement.id).where(Engagement.organisation_id == organisation_id, *fits)
        conditions.append(col(EngagementNext.engagement_id).in_(fitting))
    if whose := _conditions(filtered_by, actor):
        fitting = select(Engagement.id).where(Engagement.id == EngagementNext.engagement_id, *whose)
        conditions.append(fitting.correlate(EngagementNext).exists())
    refresh(session, organisation_id, local_day(now))
    counts = _counted(session, conditions)
    shown = _shown(filtered_by)
    total = sum(counts[moment] for moment in shown)
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    urgencies = [int(urgency) for moment in shown for urgency in URGENCIES[moment]]
    found = _page(session, [*conditions, col(EngagementNext.urgency).in_(urgencies)], page) if total else []
    besides = others(session, [row for row in found if row.more and row.engagement_id in unfolded], local_day(now))
    told = [*found, *(row for of_one in besides.values() for row in of_one)]
    told_as = _told_as(session, told, actor, organisation_id, now)

    def lines(records: Iterable[TodayRecord]) -> tuple[TodayRow, ...]:
        return tuple(told_as(row) for row in records)

    return Morning(lines(found), {id_: lines(of_one) for id_, of_one in besides.items()}, counts, total, page)


def line_of(
    *, session: Session, actor: Actor, organisation_id: UUID, engagement_id: UUID, now: datetime
) -> TodayRow | None:
    """The line of one engagement, whether or not somebody has anything to do; None for who has stopped.

    It says the same as `morning`. Four queries at most. "not_allowed" without the right to see volunteers there, and
    None for whom the reader may not see.
    """
    refresh(session, organisation_id, local_day(now))
    seen = narrowed_to(actor, Action.SEE_VOLUNTEERS, organisation_id)
    found = session.exec(LINES.where(col(EngagementNext.engagement_id) == engagement_id, *seen)).one_or_none()
    if found is None:
        return None
    row = TodayRecord(*found)
    return _told_as(session, [row], actor, organisation_id, now)(row)


def _told_as(
    session: Session, told: Sequence[TodayRecord], actor: Actor, organisation_id: UUID, now: datetime
) -> Callable[[TodayRecord], TodayRow]:
    """How each of these is told to the reader, from what all of them need looked up at once."""
    documents = _documents(session, [row for row in told if is_about_a_document(row.kind)], actor, local_day(now))
    invited = _invited(session, [row.person_id for row in told if row.kind == StepKind.JOINED], now)
    return lambda row: _row(row, documents.get((row.engagement_id, row.step)), invited, actor, organisation_id)


class TodayDocument(NamedTuple):
    """The document a step is about: whether it was declined, when those it waits for were last reminded of it,
    whether they are left in peace since, and whether the reader is one of its parties and has not signed it."""

    document_id: UUID
    declined: bool
    reminded_on: date | None
    rests: bool
    unsigned: bool


def _shown(filtered_by: TodayFilter) -> tuple[When, ...]:
    if filtered_by.when is not None:
        return (filtered_by.when,)
    return tuple(When) if filtered_by.search.strip() else tuple(moment for moment in When if moment is not When.AHEAD)


def _conditions(filtered_by: TodayFilter, actor: Actor) -> list[Any]:
    conditions: list[Any] = []
    if filtered_by.mine:
        own = (col(Engagement.coordinator_id), col(Engagement.contact_person_id))
        conditions.append(or_(*(column == actor.person_id for column in own)))
    if filtered_by.turn is not None:
        conditions.append(turn_of(actor) if filtered_by.turn is Turn.ME else ~turn_of(actor))
    return conditions


def _counted(session: Session, conditions: Iterable[Any]) -> dict[When, int]:
    """How many engagements there are of each urgency; one query."""
    found = session.exec(
        select(EngagementNext.urgency, func.count()).where(*conditions).group_by(col(EngagementNext.urgency))
    )
    counts = dict.fromkeys(When, 0)
    for urgency, count in found:
        counts[OF_URGENCY[Urgency(urgency)]] += count
    return counts


def _page(session: Session, conditions: Iterable[Any], page: int) -> list[TodayRecord]:
    """The lines of one page: chosen and sorted first, so that names are looked up for those alone."""
    due = col(EngagementNext.due_on)
    order = (col(EngagementNext.urgency), due.is_(None), due, col(EngagementNext.sought))
    chosen = (
        select(EngagementNext.engagement_id)
        .where(*conditions)
        .order_by(*order, col(EngagementNext.engagement_id))
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    ).subquery()
    found = session.exec(
        LINES.join(chosen, chosen.c.engagement_id == col(EngagementNext.engagement_id)).order_by(
            *order, col(EngagementNext.engagement_id)
        )
    )
    return [TodayRecord(*row) for row in found]


def _documents(
    session: Session, rows: Sequence[TodayRecord], actor: Actor, today: date
) -> dict[tuple[UUID, str], TodayDocument]:
    """The document each step is about; the newest, where one was made anew."""
    if not rows:
        return {}
    named = [row.subject_id for row in rows if row.subject_id is not None]
    found = session.exec(
        select(  # type: ignore[call-overload]
            Document.engagement_id,
            Document.kind,
            Document.id,
            Document.declined_at,
            Document.reminded_at,
            Document.remind_from,
            unsigned_by(actor),
        )
        .where(
            or_(col(Document.engagement_id).in_([row.engagement_id for row in rows]), col(Document.id).in_(named)),
            col(Document.withdrawn_at).is_(None),
            col(Document.superseded_at).is_(None),
        )
        .order_by(col(Document.created_at))
    )
    own, by_id = {}, {}
    for engagement_id, kind, document_id, declined_at, reminded_at, again, unsigned in found:
        day = None if reminded_at is None else local_day(reminded_at)
        rests = again is not None and today < again
        told = TodayDocument(document_id, declined_at is not None, day, rests, unsigned)
        own[engagement_id, kind] = by_id[document_id] = told
    # The agreement of a pair hangs on one of the two: for the other it is the one the step names.
    for row in rows:
        if row.subject_id in by_id:
            own.setdefault((row.engagement_id, row.step), by_id[row.subject_id])
    return own


def _invited(session: Session, person_ids: Sequence[UUID], now: datetime) -> set[UUID]:
    """Those for whom a link is out that they can use."""
    if not person_ids:
        return set()
    return set(
        session.exec(
            select(Invitation.person_id).where(
                col(Invitation.person_id).in_(person_ids),
                col(Invitation.used_at).is_(None),
                col(Invitation.withdrawn_at).is_(None),
                col(Invitation.expires_at) > now,
            )
        )
    )


def _row(
    row: TodayRecord,
    document: TodayDocument | None,
    invited: set[UUID],
    actor: Actor,
    organisation_id: UUID,
) -> TodayRow:
    names = {
        "coordinator": (row.coordinator_id, row.coordinator),
        "contact_person": (row.contact_person_id, row.contact_person),
        "volunteer": (row.person_id, row.name),
    }
    owner_id, owner_name = names.get(row.owner, (None, ""))
    # A text that both are to sign waits for the reader too, whoever is named first.
    signs = document is not None and row.kind == StepKind.SIGN and document.unsigned and not document.declined
    my_turn = owner_id == actor.person_id or signs
    return TodayRow(
        engagement_id=row.engagement_id,
        person_id=row.person_id,
        name=row.name,
        language=known(row.language),
        workplace=row.workplace,
        programme=row.programme,
        contact_person=row.contact_person,
        step=row.step,
        kind=row.kind,
        status=row.status,
        owner=row.owner,
        reason=row.reason,
        stage=row.stage,
        subject_id=document.document_id if document else row.subject_id,
        due_on=row.due_on,
        waits_for="" if my_turn else owner_name,
        my_turn=my_turn,
        when=OF_URGENCY[Urgency(row.urgency)],
        more=row.more,
        do=_do(
            row,
            document,
            my_turn=my_turn,
            invited=row.person_id in invited,
            actor=actor,
            organisation_id=organisation_id,
        ),
        reminded_on=document.reminded_on if document else None,
    )


def _do(
    row: TodayRecord,
    document: TodayDocument | None,
    *,
    my_turn: bool,
    invited: bool,
    actor: Actor,
    organisation_id: UUID,
) -> Do:
    line = Line(
        kind=row.kind,
        owner=row.owner,
        my_turn=my_turn,
        reason=row.reason,
        has_document=document is not None,
        declined=document is not None and document.declined,
        reminded=document is not None and document.rests,
        invited=invited,
        mailable=row.mailable,
        joined=row.joined,
    )
    subject = Subject(organisation_id, frozenset({row.person_id}), row.workplace_id, row.contact_person_id)
    return what_to_do(line, partial(_may_about, actor, subject))


def _may_about(actor: Actor, subject: Subject, action: Action) -> bool:
    if action is Action.SIGN_DOCUMENT:
        return True  # Whose turn it is to sign stands in the document, and signing asks again.
    return may(actor, action, subject)
