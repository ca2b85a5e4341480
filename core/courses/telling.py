"""What people know of a run and are told when it changes; and its modules put elsewhere, with what hangs on them."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Actor
from core.courses.case import CourseCase, load
from core.courses.rules import MOST_MODULES, ModuleTime
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.notices.rules import OFF, WHEN, Facts, NoticeSubject, span, spanned
from core.notices.service import Telling, tell
from db.courses import CourseModule, ModuleFeedback
from db.supervision import Supervision

# Which module a time is of, told nobody: so that calendars take one out that is not there any more.
MODULE_ID = "_module"


def facts_of(case: CourseCase) -> dict[str, str]:
    """What those who lead a run know of it: its name, its place, and when each module is."""
    facts = {"what": case.run.name, "place": case.run.place}
    if case.run.cancelled_at is not None:
        facts[OFF] = "1"
    facts |= {f"{MODULE_ID}:{each.number}": str(each.id) for each in case.modules}
    return facts | {f"{WHEN}:{each.number}": span(each.starts_at, each.ends_at) for each in case.modules}


def times_of(facts: Facts) -> dict[int, ModuleTime]:
    """When the modules were by what was known, in order."""
    found = {int(name.partition(":")[2]): fact for name, fact in facts.items() if name.startswith(WHEN)}
    return {number: ModuleTime(*spanned(found[number])) for number in sorted(found)}


def tell_of(session: Session, actor: Actor, run_id: UUID, before: Facts, words: str, now: datetime) -> None:
    """Tell those who lead the run, and those who are to hold a supervision on it, what is other than `before`."""
    case = load(session, run_id)
    people = {each.person.id: "my-courses" for each in case.leaders if each.row.stopped_on is None}
    watched = select(Supervision).where(Supervision.course_run_id == run_id, *_TO_HOLD)
    for supervision in session.exec(watched):
        if supervision.supervisor_id is not None:
            people.setdefault(supervision.supervisor_id, f"supervision?id={supervision.id}")
    tell(
        session,
        actor,
        Telling(NoticeSubject.COURSE, run_id, case.run.organisation_id, before, facts_of(case), people, words),
        now,
    )


def put_at(session: Session, module: CourseModule, meeting: ModuleTime) -> None:
    """Hold a module at another time, and the supervisions in it with it; "course_module_ticked" where it was held."""
    if module.held_at is not None:
        raise DomainError(ErrorCode.COURSE_MODULE_TICKED, number=module.number)
    module.starts_at, module.ends_at = meeting.starts_at, meeting.ends_at
    session.add(module)
    for supervision in session.exec(select(Supervision).where(Supervision.course_module_id == module.id, *_TO_HOLD)):
        supervision.planned_at = meeting.starts_at
        supervision.version += 1
        session.add(supervision)


def drop_last(session: Session, case: CourseCase) -> None:
    """Remove the last module; see `core.courses.service.remove_module` for what it refuses."""
    last, number = case.modules[-1], len(case.modules)
    if last.held_at is not None:
        raise DomainError(ErrorCode.COURSE_MODULE_TICKED, number=number)
    if number == 1:
        raise DomainError(ErrorCode.COURSE_MODULES_COUNT, most=MOST_MODULES)
    if _is_used(session, case, last):
        raise DomainError(ErrorCode.COURSE_MODULE_USED, number=number)
    for supervision in session.exec(select(Supervision).where(Supervision.course_module_id == last.id)):
        supervision.course_module_id = None
        session.add(supervision)
    for each in case.leaders:
        if each.row.to_module == number:
            each.row.to_module = None
            session.add(each.row)
    session.flush()
    session.delete(last)
    session.flush()


def _is_used(session: Session, case: CourseCase, module: CourseModule) -> bool:
    """Whether something hangs on a module that would be gone with it."""
    supervised = select(Supervision.id).where(
        Supervision.course_module_id == module.id, col(Supervision.cancelled_at).is_(None)
    )
    said = select(ModuleFeedback.id).where(ModuleFeedback.course_module_id == module.id)
    alone = any(each.row.from_module == module.number for each in case.leaders)
    return alone or any(session.exec(asked.limit(1)).first() for asked in (supervised, said))


_TO_HOLD = (col(Supervision.held_on).is_(None), col(Supervision.cancelled_at).is_(None))
