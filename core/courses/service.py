"""Planning a run and changing it: its dates, place, notes and number of participants (S7, A1.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.courses.case import CourseCase, load, load_to_change, meeting_of
from core.courses.leading import refuse_collisions, replace_leaders
from core.courses.rules import LeaderSpan, ModuleTime, check_meetings
from core.courses.telling import drop_last, facts_of, put_at, tell_of, times_of
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from core.notices.service import take_back
from core.people.colleagues import check_place
from core.programmes.programme import Programme
from core.programmes.publishing import newest, programme_of
from db.courses import CourseModule, CourseRun
from db.engine import transaction
from db.people import Engagement

MOST_PARTICIPANTS = 500


def programmes_with_courses(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[Programme, ...]:
    """The organisation's programmes whose volunteers lead courses: those with pairs in their newest version."""
    require(actor, Action.EDIT_COURSES, Subject(organisation_id))
    found = (programme_of(session, version) for version in newest(session, organisation_id).values())
    return tuple(programme for programme in found if programme.pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDetails:
    """What is known of a run besides its hours and who leads it, as somebody wrote it.

    `seats` is how many can take part, `participants` how many do; `keyed_by_id` is a volunteer who keys in its
    evaluation (V1).
    """

    name: str
    place: str = ""
    workplace_id: UUID | None = None
    seats: int | None = None
    participants: int | None = None
    room_note: str = ""
    catering_note: str = ""
    keyed_by_id: UUID | None = None

    def checked(self) -> "CourseDetails":
        """The details as they are kept; raises "participants_number" or what a name or a text is refused for."""
        with all_refused() as check:
            with check.at("name"):
                contact.name(self.name)
            with check.at("place"):
                contact.line(self.place)
            for field, number in (("seats", self.seats), ("participants", self.participants)):
                with check.at(field):
                    if number is not None and not 0 <= number <= MOST_PARTICIPANTS:
                        raise DomainError(ErrorCode.PARTICIPANTS_NUMBER, most=MOST_PARTICIPANTS)
            with check.at("room_note"):
                contact.text(self.room_note)
            with check.at("catering_note"):
                contact.text(self.catering_note)
        return replace(
            self,
            name=contact.name(self.name),
            place=contact.line(self.place),
            room_note=contact.text(self.room_note),
            catering_note=contact.text(self.catering_note),
        )


@dataclass(frozen=True, slots=True)
class NewCourse:
    """A run to plan: whose it is, what is known of it, when its modules are, and who leads it where that is known.

    `meetings` come from `rules.weekly` or one by one.
    """

    programme: str
    details: CourseDetails
    meetings: Sequence[ModuleTime]
    instructors: Sequence[UUID]


def plan_course(
    *, session: Session, actor: Actor, organisation_id: UUID, course: NewCourse, now: datetime
) -> CourseRun:
    """A new run with its modules, and who leads it where that is known.

    Raises what `check_meetings` and `set_instructors` refuse,
    "programme_unknown", or what `change_course` refuses of the details.
    """
    with transaction(session):
        require(actor, Action.EDIT_COURSES, Subject(organisation_id))
        with all_refused() as check:
            with check.at("details"):
                course.details.checked()
            with check.at("meetings"):
                check_meetings(course.meetings)
        led = programmes_with_courses(session=session, actor=actor, organisation_id=organisation_id)
        if course.programme not in {each.id for each in led}:
            raise DomainError(ErrorCode.PROGRAMME_UNKNOWN)
        run = CourseRun(
            organisation_id=organisation_id,
            programme=course.programme,
            name=course.details.name,
            created_by_id=actor.person_id,
            created_at=now,
        )
        _write(session, run, course.details)
        session.add(run)
        session.flush()
        for number, meeting in enumerate(course.meetings, start=1):
            session.add(
                CourseModule(course_run_id=run.id, number=number, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
            )
        _keep_days(run, course.meetings)
        session.flush()
        trace(session, organisation_id, actor, "course.planned", "course_run", run.id, now)
        if course.instructors:
            leading = [LeaderSpan(each) for each in course.instructors]
            replace_leaders(session, actor, load(session, run.id), leading, now)
        return run


def change_course(
    *,
    session: Session,
    actor: Actor,
    run_id: UUID,
    details: CourseDetails,
    expected_version: int,
    words: str = "",
    now: datetime,
) -> CourseRun:
    """Change what is known of a run; those it concerns are told of another place, with `words` to them.

    Raises "changed_meanwhile", "course_cancelled", "workplace_unknown", "participants_number" or "choice_invalid".
    """
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        run, before = case.run, facts_of(case)
        changed = _write(session, run, details)
        if changed:
            run.version += 1
            session.add(run)
            trace(session, run.organisation_id, actor, "course.changed", "course_run", run.id, now, changed)
            tell_of(session, actor, run.id, before, words, now)
        return run


def move_modules(
    *,
    session: Session,
    actor: Actor,
    run_id: UUID,
    moved: Mapping[int, ModuleTime],
    expected_version: int,
    words: str = "",
    now: datetime,
) -> CourseRun:
    """Hold these modules, by their numbers, at other times, and the supervisions in them too; those it concerns are
    told, with `words` to them.

    Raises "course_module_ticked" where one was held,
    "course_module_unknown", "course_collides", or what `check_meetings` refuses."""
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        before = facts_of(case)
        for number, meeting in moved.items():
            put_at(session, case.module(number), meeting)
        trace(session, case.run.organisation_id, actor, "course.module_moved", "course_run", run_id, now)
        run = _moved(session, actor, case)
        tell_of(session, actor, run_id, before, words, now)
        return run


def add_module(
    *,
    session: Session,
    actor: Actor,
    run_id: UUID,
    meeting: ModuleTime,
    expected_version: int,
    words: str = "",
    now: datetime,
) -> CourseRun:
    """One more module, after the last one, of which those it concerns are told; "course_evaluated" where the
    evaluation is in."""
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        before = facts_of(case)
        if case.progress.evaluated:
            raise DomainError(ErrorCode.COURSE_EVALUATED)
        number = len(case.modules) + 1
        module = CourseModule(course_run_id=run_id, number=number, starts_at=meeting.starts_at, ends_at=meeting.ends_at)
        session.add(module)
        session.flush()
        trace(session, case.run.organisation_id, actor, "course.module_added", "course_run", run_id, now)
        run = _moved(session, actor, load(session, run_id))
        tell_of(session, actor, run_id, before, words, now)
        return run


def remove_module(
    *, session: Session, actor: Actor, run_id: UUID, expected_version: int, words: str = "", now: datetime
) -> CourseRun:
    """One module less: the last one, which was planned and not held; those it concerns are told, with `words` to them.

    Raises "course_module_ticked" where it was held, "course_modules_count" where it is the only one, and
    "course_module_used" where somebody leads nothing else, wrote to their partner after it, or a supervision is to be
    held in it.
    """
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        before = facts_of(case)
        drop_last(session, case)
        trace(session, case.run.organisation_id, actor, "course.module_removed", "course_run", run_id, now)
        run = _moved(session, actor, load(session, run_id))
        tell_of(session, actor, run_id, before, words, now)
        return run


def cancel_course(
    *, session: Session, actor: Actor, run_id: UUID, expected_version: int, words: str = "", now: datetime
) -> CourseRun:
    """The run is not held, or not to its end; those it concerns are told, with `words` to them. It is kept;
    "course_cancelled" where it was cancelled before, and
    "course_over" where every module was held."""
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        if case.progress.held == case.progress.modules:
            raise DomainError(ErrorCode.COURSE_OVER)
        before = facts_of(case)
        case.run.cancelled_at = now
        case.run.version += 1
        session.add(case.run)
        trace(session, case.run.organisation_id, actor, "course.cancelled", "course_run", run_id, now)
        tell_of(session, actor, run_id, before, words, now)
        return case.run


def undo_course_change(*, session: Session, actor: Actor, run_id: UUID, notice_id: UUID, now: datetime) -> CourseRun:
    """The run as those who lead it knew it, where their mails have not gone yet; "notice_sent" otherwise.

    Raises what `move_modules` and `remove_module` refuse, as when somebody was booked elsewhere meanwhile.
    """
    with transaction(session):
        case = load(session, run_id, lock=True)
        require(actor, Action.EDIT_COURSES, case.subject)
        known = take_back(session, run_id, notice_id, now)
        case.run.name, case.run.place, case.run.cancelled_at = known["what"], known.get("place", ""), None
        session.add(case.run)
        times = times_of(known)
        while len(case.modules) > len(times):
            drop_last(session, case)
            case = load(session, run_id)
        for number, meeting in times.items():
            if number > len(case.modules):
                session.add(
                    CourseModule(
                        course_run_id=run_id, number=number, starts_at=meeting.starts_at, ends_at=meeting.ends_at
                    )
                )
            elif meeting != meeting_of(case.module(number)):
                put_at(session, case.module(number), meeting)
        session.flush()
        trace(session, case.run.organisation_id, actor, "course.undone", "course_run", run_id, now)
        return _moved(session, actor, load(session, run_id))


def _moved(session: Session, actor: Actor, case: CourseCase) -> CourseRun:
    """The run with its modules' new times, refused where they are out of order or somebody is elsewhere."""
    meetings = [meeting_of(module) for module in case.modules]
    check_meetings(meetings)
    refuse_collisions(
        session,
        actor,
        case.run,
        case.meetings(((each.person.id, each.person.name), each.leading) for each in case.leaders),
    )
    _keep_days(case.run, meetings)
    case.run.version += 1
    session.add_all([*case.modules, case.run])
    session.flush()
    return case.run


def _keep_days(run: CourseRun, meetings: Sequence[ModuleTime]) -> None:
    run.first_on, run.last_on = local_day(meetings[0].starts_at), local_day(meetings[-1].starts_at)


def _write(session: Session, run: CourseRun, details: CourseDetails) -> list[str]:
    """Write the details on the run, and say which of them are new; a workplace or a volunteer is checked when chosen,
    not for as long as it stands there."""
    wanted = asdict(details.checked())
    changed = [field for field, value in wanted.items() if getattr(run, field) != value]
    if "workplace_id" in changed and details.workplace_id is not None:
        check_place(session, run.organisation_id, details.workplace_id)
    if "keyed_by_id" in changed and details.keyed_by_id is not None:
        _check_volunteer(session, run.organisation_id, details.keyed_by_id)
    for field in changed:
        setattr(run, field, wanted[field])
    return changed


def _check_volunteer(session: Session, organisation_id: UUID, person_id: UUID) -> None:
    found = session.exec(
        select(Engagement.id).where(
            Engagement.organisation_id == organisation_id,
            Engagement.person_id == person_id,
            col(Engagement.ended_at).is_(None),
        )
    ).first()
    if found is None:
        raise DomainError(ErrorCode.CHOICE_INVALID)
