"""What the portal writes when somebody is needed to come in for an instructor: asked, taken, or not needed any more."""

from collections.abc import Callable, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from core.cover.case import CoverCase, load_cover
from core.i18n import N_, clock, gettext, local_day, on_date, on_weekday
from core.messages.text import Text
from db.courses import CourseModule
from db.cover import CoverAsked, CoverRequest
from db.organisations import Workplace
from db.people import Engagement, Membership, Person

COVER_TEXTS: dict[str, Text] = {
    "cover_asked": Text(
        N_("Can you come in on {day}?"),
        N_(
            "Somebody is needed to lead this:\n\n{what}\n\n"
            "Can you? Open the link and say yes or no. It takes a moment, and you need not log in:\n{link}\n\n"
            "The first who says yes has it. A no needs no reason."
        ),
        "come-in?t={token}",
    ),
    "cover_yours": Text(
        N_("Thank you for coming in on {day}"),
        N_(
            "It is yours:\n\n{what}\n\nYou find it among your courses:\n{link}\n\n"
            "If you cannot after all, call as soon as you can: {phone}"
        ),
        "my-courses",
    ),
    "cover_taken": Text(
        N_("Somebody comes in on {day}"),
        N_(
            "We asked whether you could come in, and somebody else has said yes:\n\n{what}\n\n"
            "You need not do anything. Your own days are here:\n{link}"
        ),
        "my-calendar",
    ),
    "cover_not_needed": Text(
        N_("Nobody is needed on {day} after all"),
        N_(
            "We asked whether you could come in. Nobody is needed there any more:\n\n{what}\n\n"
            "Your own days are here:\n{link}"
        ),
        "my-calendar",
    ),
    "cover_found": Text(
        N_("Somebody comes in on {day}"),
        N_("{who} comes in:\n\n{what}\n\nSee the course here:\n{link}"),
        "{path}",
    ),
}


def cover_told(session: Session, params: Mapping[str, str]) -> dict[str, str] | None:
    """What each of these mails tells; None where it is not so any more."""
    request = session.get(CoverRequest, UUID(params["cover_id"]))
    if request is None or not HOLDS[params["message"]](request):
        return None
    case = load_cover(session, request.id)
    if not case.modules:
        return None
    by = session.get_one(Person, request.asked_by_id)
    told = {
        "day": first_day(case),
        "what": _what(session, case),
        "phone": by.phone or by.email or by.name,
        "who": _taken_by(session, request),
        "path": _path(session, case, UUID(params["person_id"])),
    }
    if "asked_id" in params:
        asked = session.get(CoverAsked, UUID(params["asked_id"]))
        if asked is None or asked.answer:
            return None
        told["token"] = asked.token
    return told


def first_day(case: CoverCase) -> str:
    """The day of the first module somebody is needed for, in the current language; "" where there is none any more."""
    return on_date(local_day(case.modules[0].starts_at)) if case.modules else ""


def _is_open(request: CoverRequest) -> bool:
    return request.taken_at is None and request.called_off_at is None


HOLDS: dict[str, Callable[[CoverRequest], bool]] = {
    "cover_asked": _is_open,
    "cover_yours": lambda request: request.taken_at is not None,
    "cover_taken": lambda request: request.taken_at is not None,
    "cover_found": lambda request: request.taken_at is not None,
    "cover_not_needed": lambda request: request.called_off_at is not None,
}


def _what(session: Session, case: CoverCase) -> str:
    """The course, each module with its hours, the place and with whom, each on a line."""
    run = case.course.run
    place = session.get(Workplace, run.workplace_id) if run.workplace_id else None
    lines = [run.name, *map(_module, case.modules), run.place or (place.name if place else "")]
    if case.beside:
        names = ", ".join(each.name for each in case.beside)
        lines.append(gettext("Together with {names}").format(names=names))
    return "\n".join(line for line in lines if line)


def _module(module: CourseModule) -> str:
    return gettext("Module {number}: {day}, {begins}–{ends}").format(
        number=module.number,
        day=on_weekday(local_day(module.starts_at)),
        begins=clock(module.starts_at),
        ends=clock(module.ends_at),
    )


def _taken_by(session: Session, request: CoverRequest) -> str:
    return str(
        session.exec(
            select(Person.name)
            .join(Engagement, col(Engagement.person_id) == col(Person.id))
            .where(Engagement.id == request.taken_by_id)
        ).one_or_none()
        or ""
    )


def _path(session: Session, case: CoverCase, person_id: UUID) -> str:
    """Where somebody sees the course: a colleague on its page, whoever leads it among their own."""
    works = select(Membership.id).where(
        Membership.organisation_id == case.request.organisation_id,
        Membership.person_id == person_id,
        col(Membership.ended_at).is_(None),
    )
    return f"course?id={case.course.run.id}" if session.exec(works).first() else "my-courses"
