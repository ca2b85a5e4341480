"""The events that go with a mail which tells a day: one calendar file for each, that calendar programs apply.

What a mail tells is asked of the feed, so that both say the same by the same `uid`. Somebody whose calendar fetches the
feed gets none, as they would have each day twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.calendar_feed.events import LASTS, CalendarEvent, EventsAsked, events_asked
from core.calendar_feed.ical import Invited, MailMethod, as_mailed
from core.calendar_feed.service import is_followed
from core.courses.telling import MODULE_ID
from core.i18n import gettext as _
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, changed, spanned
from core.notices.service import facts_told
from core.recognition.invitations import said_yes
from core.settings import Settings
from core.training.telling import OWN_PATH as OWN_TRAINING
from db.courses import CourseModule
from db.cover import CoverRequest
from db.notices import ChangeNotice
from db.organisations import Organisation
from db.people import Engagement, Person

# What the `uid` of an event begins with, by what people are told of.
PREFIX: Mapping[NoticeSubject, str] = {
    NoticeSubject.OFFER: "offer",
    NoticeSubject.SUPERVISION: "supervision",
    NoticeSubject.CLARIFICATION: "meeting",
    NoticeSubject.EVENT: "event",
    NoticeSubject.TALK: "talk",
    NoticeSubject.TRAINING: "training",
    NoticeSubject.GATHERING: "gathering",
}


@dataclass(frozen=True, slots=True)
class CalendarPart:
    """One calendar file of a mail: its name, what it asks for, and what is in it."""

    name: str
    method: MailMethod
    content: bytes


@dataclass(frozen=True, slots=True)
class EventToMail:
    """An event, what is asked for, and how often people were told of a change of it."""

    event: CalendarEvent
    method: MailMethod
    sequence: int


def calendar_parts(
    session: Session,
    chosen: Settings,
    params: Mapping[str, str],
    person: Person,
    organisation: Organisation | None,
    now: datetime,
) -> tuple[CalendarPart, ...]:
    """The calendar files of a mail to somebody, in the current language; () for one that tells no day."""
    if organisation is None or params["message"] not in TELLS_DAYS and "notice_id" not in params:
        return ()
    if is_followed(session, person.id):
        return ()
    organiser = organisation.email or parseaddr(chosen.smtp_from)[1]
    between = Invited(organisation.name, organiser, person.name, person.email)
    return tuple(
        CalendarPart(
            f"{each.event.uid}.ics",
            each.method,
            as_mailed(each.event, between, method=each.method, sequence=each.sequence, portal=chosen.url, now=now),
        )
        for each in _asked(session, params, person, now)
    )


def _asked(session: Session, params: Mapping[str, str], person: Person, now: datetime) -> Iterator[EventToMail]:
    theirs = {event.uid: event for _who, event in events_asked(session, EventsAsked(now, person_id=person.id))}
    if "notice_id" in params:
        notice = session.get_one(ChangeNotice, UUID(params["notice_id"]))
        if _is_theirs(session, notice, person):
            yield from _of_notice(session, notice, theirs)
    elif "recognition_id" in params:
        event = theirs.get(f"event-{params['recognition_id']}")
        if event is not None:
            yield EventToMail(event, MailMethod.REQUEST, _times_told(session, UUID(params["recognition_id"]), now))
    elif params["message"] in OF_TALKS:
        yield from _of_talk(params, theirs)
    elif "cover_id" in params:
        yield from _of_cover(session, params, person, theirs, now)
    elif "course_run_id" in params:
        off = params["message"] == "course_not_leading"
        yield from _of_run(session, UUID(params["course_run_id"]), theirs, now, off=off)
    elif "offer_id" in params:
        event = theirs.get(f"offer-{params['offer_id']}")
        if event is not None:
            yield EventToMail(event, MailMethod.REQUEST, _times_told(session, UUID(params["offer_id"]), now))


def _is_theirs(session: Session, notice: ChangeNotice, person: Person) -> bool:
    """Whether what changed is in their calendar, and not only something they are to know of."""
    if notice.about == NoticeSubject.EVENT:
        return said_yes(session, notice.subject_id, person.id)
    if notice.about in (NoticeSubject.TRAINING, NoticeSubject.GATHERING):
        return notice.people.get(str(person.id)) == OWN_TRAINING
    return True


def _of_notice(session: Session, notice: ChangeNotice, theirs: Mapping[str, CalendarEvent]) -> Iterator[EventToMail]:
    """What changed: taken in as it is now, or taken out where it is called off or has no day any more."""
    told, after = facts_told(notice)
    sequence = _times_told(session, notice.subject_id, notice.sends_at)
    about = NoticeSubject(notice.about)
    for name, uid in _uids(session, about, notice.subject_id, told, after):
        event = theirs.get(uid)
        if OFF not in after and event is not None:
            yield EventToMail(event, MailMethod.REQUEST, sequence)
        elif told.get(name):
            starts, ends = spanned(told[name])
            if OFF in after and ends <= notice.sends_at:
                # It has been: what is called off is the rest, as with a course that is not held to its end.
                continue
            gone = CalendarEvent(uid, _title(about, told), starts, max(ends, starts + LASTS), told.get("place", ""), "")
            yield EventToMail(gone, MailMethod.CANCEL, sequence)


def _uids(
    session: Session, about: NoticeSubject, subject_id: UUID, told: Facts, after: Facts
) -> Iterator[tuple[str, str]]:
    """The names of the times that are told otherwise, each with the `uid` of its event; all of them where the place
    is another or it is off."""
    names = changed(told, after)
    times = [name for name in names if name.startswith(WHEN)]
    if OFF in after or len(times) < len(names):
        times = [name for name in {**told, **after} if name.startswith(WHEN)]
    if about is NoticeSubject.COURSE:
        rows = session.exec(
            select(CourseModule.number, CourseModule.id).where(CourseModule.course_run_id == subject_id)
        )
        # A module that was taken out is known from what was told of it.
        by_number = {name.replace(MODULE_ID, WHEN, 1): id_ for name, id_ in told.items() if name.startswith(MODULE_ID)}
        by_number = {name: f"module-{id_}" for name, id_ in by_number.items()}
        by_number |= {f"{WHEN}:{number}": f"module-{module_id}" for number, module_id in rows}
        yield from ((name, by_number[name]) for name in times if name in by_number)
    elif about in PREFIX:
        yield from ((name, f"{PREFIX[about]}-{subject_id}") for name in times)


def _title(about: NoticeSubject, told: Facts) -> str:
    """What something that is off was called."""
    if about is NoticeSubject.SUPERVISION:
        return _("Supervision")
    if about is NoticeSubject.TALK:
        return _("A planned talk")
    if about is NoticeSubject.GATHERING:
        return _(told["what"])
    return told.get("what", "") or _("Clarification meeting")


def _of_talk(params: Mapping[str, str], theirs: Mapping[str, CalendarEvent]) -> Iterator[EventToMail]:
    """A talk in a peer team as it is now, or taken out where it is not then any more. A mail that was left before this
    went along knows of no talk."""
    if "talk_id" not in params:
        return
    uid, sequence = f"support-{params['talk_id']}", int(params["sequence"])
    event = theirs.get(uid)
    if event is not None:
        yield EventToMail(event, MailMethod.REQUEST, sequence)
    elif params["was"]:
        was = datetime.fromisoformat(params["was"])
        # It counts on, so that what takes it out is newer than what put it in.
        yield EventToMail(CalendarEvent(uid, _("A talk"), was, was + LASTS, "", ""), MailMethod.CANCEL, sequence + 1)


def _of_run(
    session: Session, run_id: UUID, theirs: Mapping[str, CalendarEvent], now: datetime, *, off: bool
) -> Iterator[EventToMail]:
    """The modules of a run that are ahead: those that are theirs, or to be taken out where they lead it no more."""
    sequence = _times_told(session, run_id, now)
    for module in _modules(session, run_id, now):
        event = theirs.get(f"module-{module.id}")
        if off and event is None:
            yield EventToMail(_gone(module), MailMethod.CANCEL, sequence)
        elif not off and event is not None:
            yield EventToMail(event, MailMethod.REQUEST, sequence)


def _of_cover(
    session: Session, params: Mapping[str, str], person: Person, theirs: Mapping[str, CalendarEvent], now: datetime
) -> Iterator[EventToMail]:
    """The modules of whoever comes in; taken out for who is away."""
    request = session.get_one(CoverRequest, UUID(params["cover_id"]))
    away = session.get(Engagement, request.engagement_id) if request.engagement_id else None
    sequence = _times_told(session, request.course_run_id, now)
    for module in _modules(session, request.course_run_id, now):
        if not request.from_module <= module.number <= request.to_module:
            continue
        event = theirs.get(f"module-{module.id}")
        if params["message"] == "cover_yours" and event is not None:
            yield EventToMail(event, MailMethod.REQUEST, sequence)
        elif params["message"] == "cover_found" and away is not None and away.person_id == person.id:
            yield EventToMail(_gone(module), MailMethod.CANCEL, sequence)


def _gone(module: CourseModule) -> CalendarEvent:
    """A module that is somebody's no more."""
    title = _("Module {number}").format(number=module.number)
    return CalendarEvent(f"module-{module.id}", title, module.starts_at, module.ends_at, "", "")


def _modules(session: Session, run_id: UUID, now: datetime) -> Iterable[CourseModule]:
    asked = select(CourseModule).where(CourseModule.course_run_id == run_id, CourseModule.ends_at > now)
    return session.exec(asked.order_by(col(CourseModule.number))).all()


def _times_told(session: Session, subject_id: UUID, until: datetime) -> int:
    """How often people were told of a change of something, the one that goes at `until` with the others."""
    return session.exec(
        select(func.count())
        .select_from(ChangeNotice)
        .where(ChangeNotice.subject_id == subject_id, ChangeNotice.sends_at <= until)
    ).one()


# The messages besides changes that tell a day.
OF_TALKS = frozenset({"talk_answered", "talk_planned", "talk_moved", "talk_passed_on", "talk_called_off"})
TELLS_DAYS = OF_TALKS | {
    *("course_leading", "course_not_leading", "offer_seat", "cover_yours", "cover_found", "event_coming")
}
