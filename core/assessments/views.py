"""Asking those who know an applicant what they think, and their answer in two taps (R3).

Who is asked reads a name and a task, and nothing else of the application.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from core.access.permissions import Action, Actor, Role, Subject, organisations_where, require
from core.access.trail import trace
from core.assessments.case import assessed, received
from core.assessments.rules import ViewAnswer, ViewState, view_state
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import in_month, local_day
from core.organisations.pace import pace_of
from core.people.search import ASKED_FOR, by_name, finds
from db import outbox
from db.applications import Application
from db.assessments import Assessment, AssessmentView
from db.courses import CourseInstructor, CourseRun
from db.engine import transaction
from db.people import Engagement, Membership, Person
from db.supervision import Supervision
from db.tasks import VolunteerTask

COURSES_BACK = 40


@dataclass(frozen=True, slots=True)
class CanBeAsked:
    """Somebody who may know an applicant: a volunteer of the programme, or one who supervises."""

    person_id: UUID
    name: str
    supervises: bool = False


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A view that was asked for; `answer` is None until it is here."""

    view_id: UUID
    name: str
    state: ViewState
    answer: ViewAnswer | None
    asked_on: date
    until: date


@dataclass(frozen=True, slots=True)
class AskedOfMe:
    """What somebody who is asked may read: who applies, and for what."""

    view_id: UUID
    name: str
    task: str
    organisation_id: UUID
    until: date
    answer: ViewAnswer | None


def ask_views(
    *, session: Session, actor: Actor, application_id: UUID, person_ids: Collection[UUID], now: datetime
) -> int:
    """Ask these people what they think, for as many days as the organisation gives; who was asked before is asked anew
    where they have not answered. They get a mail that names nobody. How many were asked.

    Raises "view_nobody", "not_found" for somebody who can not be asked, "application_withdrawn" or
    "application_answered".
    """
    with transaction(session):
        application, found = assessed(session, actor, application_id, now)
        if not person_ids:
            raise DomainError(ErrorCode.VIEW_NOBODY)
        if set(person_ids) - _askable(session, application.organisation_id, person_ids):
            raise DomainError(ErrorCode.NOT_FOUND)
        until = local_day(now) + timedelta(days=pace_of(session, application.organisation_id).application_view_days)
        before = {each.person_id: each for each in _views(session, application_id, lock=True)}
        asked = []
        for person_id in dict.fromkeys(person_ids):
            view = before.get(person_id)
            if view is not None and view.answered_at is not None:
                continue
            view = view or AssessmentView(
                organisation_id=application.organisation_id,
                application_id=application_id,
                person_id=person_id,
                asked_at=now,
                until=until,
            )
            view.asked_at, view.until = now, until
            session.add(view)
            asked.append(person_id)
        session.flush()
        found.asked_at = found.asked_at or now
        _follow(session, found)
        outbox.mail(session, "view_asked", asked, organisation_id=application.organisation_id, now=now)
        trace(session, application.organisation_id, actor, "view.asked", "application", application_id, now)
        return len(asked)


def take_question_back(*, session: Session, actor: Actor, view_id: UUID, now: datetime) -> None:
    """Somebody is not asked after all, while they have not answered. Raises "not_found" or "view_answered"."""
    with transaction(session):
        view = session.get(AssessmentView, view_id)
        if view is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        _application, found = assessed(session, actor, view.application_id, now)
        session.refresh(view, with_for_update=True)
        if view.answered_at is not None:
            raise DomainError(ErrorCode.VIEW_ANSWERED)
        session.delete(view)
        session.flush()
        if not _views(session, view.application_id):
            found.asked_at = None
        _follow(session, found)
        trace(session, view.organisation_id, actor, "view.taken_back", "application", view.application_id, now)


def answer_view(*, session: Session, actor: Actor, view_id: UUID, answer: str, now: datetime) -> None:
    """What one thinks of somebody who applies. It may be changed until the day is over or the letter has gone.

    Raises "not_found", "not_allowed" for whoever was not asked, "choice_invalid", or "view_lapsed".
    """
    with transaction(session):
        view = session.exec(select(AssessmentView).where(AssessmentView.id == view_id).with_for_update()).one_or_none()
        if view is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.GIVE_VIEW, Subject(view.organisation_id, frozenset({view.person_id})))
        if answer not in set(ViewAnswer):
            raise DomainError(ErrorCode.CHOICE_INVALID)
        application = session.get_one(Application, view.application_id)
        if local_day(now) > view.until or application.withdrawn_at is not None or application.decided_at is not None:
            raise DomainError(ErrorCode.VIEW_LAPSED)
        found = session.exec(
            select(Assessment).where(Assessment.application_id == view.application_id).with_for_update()
        ).one()
        view.answer, view.answered_at = answer, now
        session.add(view)
        session.flush()
        _follow(session, found)
        trace(session, view.organisation_id, actor, "view.given", "application", view.application_id, now)


def views_of(*, session: Session, actor: Actor, application_id: UUID, today: date) -> list[ViewRow]:
    """The views that were asked for, in the order in which they were. Two queries."""
    received(session, actor, application_id)
    rows = session.exec(
        select(AssessmentView, Person.name)
        .join(Person, col(Person.id) == AssessmentView.person_id)
        .where(AssessmentView.application_id == application_id)
        .order_by(col(AssessmentView.asked_at), col(Person.name))
    ).all()
    return [
        ViewRow(
            view_id=view.id,
            name=name,
            state=view_state(view.answered_at is not None, view.until, today),
            answer=ViewAnswer(view.answer) if view.answered_at is not None else None,
            asked_on=local_day(view.asked_at),
            until=view.until,
        )
        for view, name in rows
    ]


def asked_of_me(*, session: Session, actor: Actor, today: date) -> list[AskedOfMe]:
    """What is asked of `actor` and can still be answered, oldest first: a name and a task. One query."""
    require(actor, Action.GIVE_VIEW)
    rows = session.exec(
        select(AssessmentView, Application.name, VolunteerTask.title)
        .join(Application, col(Application.id) == AssessmentView.application_id)
        .join(VolunteerTask, col(VolunteerTask.id) == Application.task_id)
        .where(*_open_for(actor, today))
        .order_by(col(AssessmentView.asked_at))
    ).all()
    return [
        AskedOfMe(
            view_id=view.id,
            name=name,
            task=task,
            organisation_id=view.organisation_id,
            until=view.until,
            answer=ViewAnswer(view.answer) if view.answered_at is not None else None,
        )
        for view, name, task in rows
    ]


def count_asked_of_me(*, session: Session, actor: Actor, today: date) -> int:
    """How many of them are not answered. One query."""
    require(actor, Action.GIVE_VIEW)
    return session.exec(
        select(func.count())
        .select_from(AssessmentView)
        .join(Application, col(Application.id) == AssessmentView.application_id)
        .where(*_open_for(actor, today), col(AssessmentView.answered_at).is_(None))
    ).one()


def courses_taken(*, session: Session, actor: Actor, application_id: UUID, today: date) -> dict[UUID, str]:
    """The course runs an applicant may have been on, newest first, by what they are called; the last `COURSES_BACK`."""
    application = received(session, actor, application_id)
    told: Any = (CourseRun.id, CourseRun.name, CourseRun.first_on)
    rows = session.exec(
        select(*told)
        .where(
            CourseRun.organisation_id == application.organisation_id,
            col(CourseRun.cancelled_at).is_(None),
            col(CourseRun.first_on) <= today,
        )
        .order_by(col(CourseRun.first_on).desc(), col(CourseRun.id))
        .limit(COURSES_BACK)
    ).all()
    return {run_id: f"{name} ({in_month(first_on)})" for run_id, name, first_on in rows}


def who_can_be_asked(
    *, session: Session, actor: Actor, application_id: UUID, course_id: UUID | None = None, search: str = ""
) -> list[CanBeAsked]:
    """Those who led a course that goes on being theirs and whoever watched it; without a course, the current
    volunteers and those who supervise whom `search` finds, at most `core.people.search.ASKED_FOR` of each. Nobody who
    was asked already."""
    application = received(session, actor, application_id)
    organisation_id = application.organisation_id
    asked = {each.person_id for each in _views(session, application_id)}
    if course_id is None:
        volunteers = session.exec(by_name(organisation_id, [], search, None, Person.id, Person.name)).all()
        supervise = session.exec(
            select(Person.id, Person.name)
            .join(Membership, col(Membership.person_id) == Person.id)
            .where(*_supervises(organisation_id), *finds(col(Person.found_by), search))
            .order_by(col(Person.name), col(Person.id))
            .limit(ASKED_FOR)
        ).all()
        both = {each[0]: CanBeAsked(*each, supervises=True) for each in supervise}
        both = {**{each[0]: CanBeAsked(*each) for each in volunteers}, **both}
        return [each for each in both.values() if each.person_id not in asked]
    led = session.exec(
        select(Person.id, Person.name)
        .join(Engagement, col(Engagement.person_id) == Person.id)
        .join(CourseInstructor, col(CourseInstructor.engagement_id) == Engagement.id)
        .where(
            CourseInstructor.course_run_id == course_id,
            Engagement.organisation_id == organisation_id,
            col(Engagement.ended_at).is_(None),
        )
        .distinct()
        .order_by(col(Person.name))
    ).all()
    watched = session.exec(
        select(Person.id, Person.name)
        .join(Supervision, col(Supervision.supervisor_id) == Person.id)
        .join(Membership, col(Membership.person_id) == Person.id)
        .where(
            Supervision.course_run_id == course_id,
            Supervision.organisation_id == organisation_id,
            col(Supervision.held_on).is_not(None),
            *_supervises(organisation_id),
        )
        .order_by(col(Person.name))
    ).all()
    found = [CanBeAsked(*each) for each in dict(led).items()]
    found += [CanBeAsked(*each, supervises=True) for each in dict(watched).items()]
    return [each for each in found if each.person_id not in asked]


def _supervises(organisation_id: UUID) -> tuple[Any, ...]:
    return (
        Membership.organisation_id == organisation_id,
        Membership.role == Role.SUPERVISOR,
        col(Membership.ended_at).is_(None),
    )


def _askable(session: Session, organisation_id: UUID, person_ids: Collection[UUID]) -> set[UUID]:
    """Those of them who are volunteers or supervisors there now."""
    wanted = list(person_ids)
    volunteers = select(Engagement.person_id).where(
        Engagement.organisation_id == organisation_id,
        col(Engagement.ended_at).is_(None),
        col(Engagement.person_id).in_(wanted),
    )
    supervisors = select(Membership.person_id).where(
        *_supervises(organisation_id), col(Membership.person_id).in_(wanted)
    )
    return {*session.exec(volunteers), *session.exec(supervisors)}


def _views(session: Session, application_id: UUID, *, lock: bool = False) -> list[AssessmentView]:
    asked = select(AssessmentView).where(AssessmentView.application_id == application_id)
    return list(session.exec(asked.with_for_update() if lock else asked))


def _follow(session: Session, found: Assessment) -> None:
    """The last day of the views that are still open stands in the assessment too, so that the board reads it there."""
    waits = [each.until for each in _views(session, found.application_id) if each.answered_at is None]
    found.views_until = max(waits, default=None)
    session.add(found)


def _open_for(actor: Actor, today: date) -> tuple[Any, ...]:
    """The views that `actor` can still give: asked of them where they still belong, and the decision is not made."""
    return (
        AssessmentView.person_id == actor.person_id,
        col(AssessmentView.organisation_id).in_(organisations_where(actor, Action.GIVE_VIEW)),
        AssessmentView.until >= today,
        col(Application.withdrawn_at).is_(None),
        col(Application.decided_at).is_(None),
    )
