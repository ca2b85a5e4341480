"""Talks with volunteers and notes about them: planned, held, written down, and taken back (A1.3, B2.2, M1, O1–O3)."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Reach, Subject, may, organisations_where
from core.access.trail import trace
from core.approvals.case import engagement_for, locked_engagement
from core.courses.reading import span_of
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day, short_date
from core.talks.rules import UNDO_FOR, TalkKind, can_be_taken_back, day_held, day_planned
from core.talks.telling import facts_of, tell_of
from db.courses import CourseInstructor, CourseModule
from db.engine import transaction
from db.people import Engagement, Person
from db.talks import Note, Talk


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A talk as colleagues see it; `held_on` and `recorded_at` are None while it is planned.

    `module` is the one it follows, if any.
    """

    talk_id: UUID
    kind: TalkKind
    planned_on: date | None
    held_on: date | None
    module: int | None
    words: str
    recorded_by: str
    recorded_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note that stands; `mine` is whether the reader may take it back."""

    note_id: UUID
    words: str
    written_by: str
    written_at: datetime
    mine: bool


def plan_talk(
    *, session: Session, actor: Actor, engagement_id: UUID, kind: TalkKind, planned_on: date | None, now: datetime
) -> Talk:
    """A talk is to be held, and the volunteer hears of the day. Raises "engagement_over", "date_invalid", or
    "talk_planned_past" for a day gone by."""
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.WRITE_NOTES, engagement_id)
        talk = _talk(engagement, actor, kind, now)
        talk.planned_on = day_planned(planned_on, local_day(now))
        session.add(talk)
        session.flush()
        trace(session, engagement.organisation_id, actor, "talk.planned", "engagement", engagement.id, now)
        tell_of(session, actor, talk, {}, now)
        return talk


def move_talk(
    *, session: Session, actor: Actor, talk_id: UUID, planned_on: date | None, expected_version: int, now: datetime
) -> Talk:
    """A planned talk is on another day. Raises "talk_held", "changed_meanwhile", or what `plan_talk` refuses."""
    with transaction(session):
        talk = _planned(session, actor, talk_id, expected_version)
        before = facts_of(session, talk)
        talk.planned_on = day_planned(planned_on, local_day(now))
        talk.version += 1
        session.add(talk)
        trace(session, talk.organisation_id, actor, "talk.moved", "engagement", talk.engagement_id, now)
        tell_of(session, actor, talk, before, now)
        return talk


def record_talk(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    kind: TalkKind,
    held_on: date | None,
    words: str,
    now: datetime,
) -> Talk:
    """A talk was held that nobody had planned, with what was agreed in a few words.

    Raises "engagement_over", or all that is refused at once: "date_invalid" or "talk_held_future" of `held_on`, and
    what `core.contact` refuses of `words`.
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.WRITE_NOTES, engagement_id)
        talk = _talk(engagement, actor, kind, now)
        talk.held_on, talk.words = _held_as(held_on, words, now)
        talk.recorded_at = now
        session.add(talk)
        trace(session, engagement.organisation_id, actor, "talk.held", "engagement", engagement.id, now)
        return talk


def hold_talk(
    *,
    session: Session,
    actor: Actor,
    talk_id: UUID,
    held_on: date | None,
    words: str,
    expected_version: int,
    now: datetime,
) -> Talk:
    """A planned talk was held. Raises "talk_held", "changed_meanwhile", or what `record_talk` refuses."""
    with transaction(session):
        talk = _planned(session, actor, talk_id, expected_version)
        talk.held_on, talk.words = _held_as(held_on, words, now)
        talk.recorded_by_id, talk.recorded_at, talk.version = actor.person_id, now, talk.version + 1
        session.add(talk)
        trace(session, talk.organisation_id, actor, "talk.held", "engagement", talk.engagement_id, now)
        return talk


def correct_talk(
    *, session: Session, actor: Actor, talk_id: UUID, held_on: date | None, expected_version: int, now: datetime
) -> Talk:
    """A talk was held on another day. Raises "not_found", "changed_meanwhile", "date_invalid" or "talk_held_future"."""
    with transaction(session):
        talk = _held(session, actor, talk_id, expected_version)
        talk.held_on = day_held(held_on, local_day(now))
        talk.version += 1
        session.add(talk)
        trace(session, talk.organisation_id, actor, "talk.corrected", "engagement", talk.engagement_id, now)
        return talk


def take_talk_back(*, session: Session, actor: Actor, talk_id: UUID, expected_version: int, now: datetime) -> None:
    """A talk was not held after all: one that was planned is planned again, another is gone.

    Only within `UNDO_FOR` of having been written down, else "too_late". Raises "not_found" or "changed_meanwhile".
    """
    with transaction(session):
        talk = _held(session, actor, talk_id, expected_version)
        if not can_be_taken_back(talk.recorded_at, now):
            raise DomainError(ErrorCode.TOO_LATE)
        trace(session, talk.organisation_id, actor, "talk.taken_back", "engagement", talk.engagement_id, now)
        if talk.planned_on is None:
            session.delete(talk)
            return
        talk.held_on, talk.recorded_at, talk.version = None, None, talk.version + 1
        session.add(talk)


def call_talk_off(*, session: Session, actor: Actor, talk_id: UUID, expected_version: int, now: datetime) -> None:
    """A planned talk is not to be held. Raises "talk_held" or "changed_meanwhile"."""
    with transaction(session):
        talk = _planned(session, actor, talk_id, expected_version)
        trace(session, talk.organisation_id, actor, "talk.called_off", "engagement", talk.engagement_id, now)
        tell_of(session, actor, talk, facts_of(session, talk), now, called_off=True)
        session.delete(talk)


def record_contact(*, session: Session, actor: Actor, engagement_id: UUID, module_id: UUID, now: datetime) -> None:
    """Somebody has asked the pair how a module went (B2.2): said once, for both who led it.

    A second time changes nothing. Raises "not_found" where they do not lead that module, or "course_module_open".
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.WRITE_NOTES, engagement_id)
        module = session.get(CourseModule, module_id)
        leaders = _leaders(session, module) if module is not None else []
        if module is None or engagement.id not in [each.id for each in leaders]:
            raise DomainError(ErrorCode.NOT_FOUND)
        if module.held_at is None:
            raise DomainError(ErrorCode.COURSE_MODULE_OPEN, number=module.number)
        known = set(session.exec(select(Talk.engagement_id).where(Talk.course_module_id == module_id)))
        for each in leaders:
            if each.id in known or not may(actor, Action.WRITE_NOTES, Subject.of(each)):
                continue
            talk = _talk(each, actor, TalkKind.AFTER_MODULE, now)
            talk.held_on, talk.course_module_id = local_day(now), module_id
            session.add(talk)
            trace(session, each.organisation_id, actor, "talk.contacted", "engagement", each.id, now)


def take_contact_back(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> None:
    """What was just said of the contact after a module does not hold, for both of whom it was said with one click.

    Only within `UNDO_FOR`, and where nobody wrote anything about it since; else "too_late".
    """
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.WRITE_NOTES, engagement_id)
        just_said = select(Talk).where(
            Talk.organisation_id == engagement.organisation_id,
            Talk.kind == TalkKind.AFTER_MODULE,
            col(Talk.course_module_id).is_not(None),
            col(Talk.created_at) >= now - UNDO_FOR,
        )
        found = [talk for talk in session.exec(just_said.with_for_update()) if not talk.words]
        modules = {talk.course_module_id for talk in found if talk.engagement_id == engagement_id}
        if not modules:
            raise DomainError(ErrorCode.TOO_LATE)
        for talk in found:
            if talk.course_module_id in modules:
                about = talk.engagement_id
                trace(session, talk.organisation_id, actor, "talk.contact_taken_back", "engagement", about, now)
                session.delete(talk)


def write_note(*, session: Session, actor: Actor, engagement_id: UUID, words: str, now: datetime) -> Note:
    """A colleague's note. Raises "engagement_over", "words_missing", or what `core.contact` refuses."""
    with transaction(session):
        engagement = locked_engagement(session, actor, Action.WRITE_NOTES, engagement_id)
        said = contact.text(words)
        if not said:
            raise DomainError(ErrorCode.WORDS_MISSING)
        note = Note(
            organisation_id=engagement.organisation_id,
            engagement_id=engagement.id,
            words=said,
            written_by_id=actor.person_id,
            written_at=now,
        )
        session.add(note)
        trace(session, engagement.organisation_id, actor, "note.written", "engagement", engagement.id, now)
        return note


def take_note_back(*, session: Session, actor: Actor, note_id: UUID, now: datetime) -> None:
    """A note no longer stands, say whoever wrote it or a coordinator; its words are gone. A second time is nothing."""
    with transaction(session):
        note = session.exec(select(Note).where(Note.id == note_id).with_for_update()).one_or_none()
        if note is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        engagement_for(session, actor, Action.WRITE_NOTES, note.engagement_id)
        if not _may_take_back(actor, note):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        if note.taken_back_at is None:
            note.taken_back_at, note.words = now, ""
            session.add(note)
            trace(session, note.organisation_id, actor, "note.taken_back", "engagement", note.engagement_id, now)


def talks_of(*, session: Session, actor: Actor, engagement_id: UUID) -> list[TalkRow]:
    """The talks with one volunteer: planned ones by their day, then those held, newest first. One query more."""
    engagement_for(session, actor, Action.WRITE_NOTES, engagement_id)
    rows = session.exec(
        select(Talk, Person.name, CourseModule.number)
        .join(Person, col(Person.id) == Talk.recorded_by_id)
        .join(CourseModule, col(CourseModule.id) == Talk.course_module_id, isouter=True)
        .where(Talk.engagement_id == engagement_id)
        .order_by(col(Talk.held_on).desc(), col(Talk.created_at).desc())
    ).all()
    found = [
        TalkRow(
            talk_id=talk.id,
            kind=TalkKind(talk.kind),
            planned_on=talk.planned_on,
            held_on=talk.held_on,
            module=number,
            words=talk.words,
            recorded_by=name,
            recorded_at=talk.recorded_at,
            version=talk.version,
        )
        for talk, name, number in rows
    ]
    planned = [row for row in found if row.held_on is None]
    return sorted(planned, key=lambda row: row.planned_on or date.max) + [row for row in found if row.held_on]


def notes_of(*, session: Session, actor: Actor, engagement_id: UUID) -> list[NoteRow]:
    """The notes about one volunteer that stand, newest first. They are for colleagues; a volunteer has no access."""
    engagement_for(session, actor, Action.WRITE_NOTES, engagement_id)
    rows = session.exec(
        select(Note, Person.name)
        .join(Person, col(Person.id) == Note.written_by_id)
        .where(Note.engagement_id == engagement_id, col(Note.taken_back_at).is_(None))
        .order_by(col(Note.written_at).desc())
    ).all()
    return [NoteRow(note.id, note.words, name, note.written_at, _may_take_back(actor, note)) for note, name in rows]


def _talk(engagement: Engagement, actor: Actor, kind: TalkKind, now: datetime) -> Talk:
    return Talk(
        organisation_id=engagement.organisation_id,
        engagement_id=engagement.id,
        kind=kind,
        recorded_by_id=actor.person_id,
        created_at=now,
    )


def _held_as(held_on: date | None, words: str, now: datetime) -> tuple[date, str]:
    with all_refused() as check:
        with check.at("held_on"):
            day_held(held_on, local_day(now))
        with check.at("words"):
            contact.text(words)
    return day_held(held_on, local_day(now)), contact.text(words)


def _planned(session: Session, actor: Actor, talk_id: UUID, expected_version: int) -> Talk:
    asked = select(Talk).where(Talk.id == talk_id).with_for_update()
    talk = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if talk is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    engagement_for(session, actor, Action.WRITE_NOTES, talk.engagement_id)
    if talk.held_on is not None:
        raise DomainError(ErrorCode.TALK_HELD, day=short_date(talk.held_on))
    if talk.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    return talk


def _held(session: Session, actor: Actor, talk_id: UUID, expected_version: int) -> Talk:
    asked = select(Talk).where(Talk.id == talk_id).with_for_update()
    talk = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if talk is None or talk.held_on is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    engagement_for(session, actor, Action.WRITE_NOTES, talk.engagement_id)
    if talk.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)
    return talk


def _leaders(session: Session, module: CourseModule) -> list[Engagement]:
    """Those who lead a module and are still volunteers."""
    rows = session.exec(
        select(CourseInstructor, Engagement)
        .join(Engagement, col(Engagement.id) == CourseInstructor.engagement_id)
        .where(CourseInstructor.course_run_id == module.course_run_id, col(Engagement.ended_at).is_(None))
    ).all()
    return [engagement for instructor, engagement in rows if span_of(instructor).leads(module.number)]


def _may_take_back(actor: Actor, note: Note) -> bool:
    follows_all = organisations_where(actor, Action.WRITE_NOTES, (Reach.ORGANISATION,))
    return note.written_by_id == actor.person_id or note.organisation_id in follows_all
