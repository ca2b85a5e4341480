"""Keying in the participants' evaluation, and the joint review after it (V1, A3.2, B4.1, B4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, require
from core.access.trail import trace
from core.courses.case import CourseCase, load, load_to_change, refuse_cancelled
from core.courses.evaluation import MOST_FORMS, check_form, check_totals, totals_of
from core.courses.rules import not_held_yet
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import local_day
from db.courses import CourseRun, Evaluation, EvaluationForm
from db.engine import transaction

NOTHING_YET = 0


@dataclass(frozen=True, slots=True)
class EvaluationDetails:
    """What the coordinator counted: how many answered at all, how many answered what, and what else they said."""

    answered: int
    totals: Mapping[str, Mapping[str, int]]
    comments: str


def enter_totals(
    *,
    session: Session,
    actor: Actor,
    run_id: UUID,
    details: EvaluationDetails,
    expected_version: int | None,
    now: datetime,
) -> Evaluation:
    """Write down how many answered what. `expected_version` is of the evaluation seen, None where there was none.

    Raises "evaluation_keyed" where forms were keyed in one by one, "changed_meanwhile", what `check_totals` refuses,
    or that it is too early or too late for it: "course_not_over", "course_evaluated", "course_cancelled".
    """
    with transaction(session):
        evaluation = _open(session, actor, run_id, now)
        if _forms(session, evaluation.id):
            raise DomainError(ErrorCode.EVALUATION_KEYED)
        if evaluation.version != (expected_version or NOTHING_YET):
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        with all_refused() as check:
            with check.at("comments"):
                evaluation.comments = contact.text(details.comments)
            with check.at("answered"):
                evaluation.totals = check_totals(details.answered, details.totals)
        evaluation.answered = details.answered
        return _changed(session, actor, evaluation, run_id, "evaluation.totals", now)


def key_form(
    *, session: Session, actor: Actor, run_id: UUID, answers: Mapping[str, str], comment: str, now: datetime
) -> EvaluationForm:
    """One participant's paper form, keyed in by the coordinator or the volunteer appointed to it.

    The totals are always the sum of the forms. Raises "evaluation_totals" where totals were written down already,
    "evaluation_form_empty", "too_many", "choice_invalid", or that it is too early or too late for it.
    """
    with transaction(session):
        evaluation = _open(session, actor, run_id, now)
        forms = _forms(session, evaluation.id)
        if not forms and evaluation.answered:
            raise DomainError(ErrorCode.EVALUATION_TOTALS)
        if len(forms) >= MOST_FORMS:
            raise DomainError(ErrorCode.TOO_MANY, most=MOST_FORMS)
        given, said = check_form(answers), contact.text(comment)
        if not given and not said:
            raise DomainError(ErrorCode.EVALUATION_FORM_EMPTY)
        form = EvaluationForm(
            evaluation_id=evaluation.id, answers=given, comment=said, keyed_by_id=actor.person_id, keyed_at=now
        )
        session.add(form)
        session.flush()
        _sum_up(session, evaluation)
        _changed(session, actor, evaluation, run_id, "evaluation.form_keyed", now)
        return form


def remove_form(*, session: Session, actor: Actor, run_id: UUID, form_id: UUID, now: datetime) -> Evaluation:
    """Remove a form that was keyed in wrong or twice; "not_found" where it is gone already."""
    with transaction(session):
        evaluation = _open(session, actor, run_id, now)
        form = session.get(EvaluationForm, form_id)
        if form is None or form.evaluation_id != evaluation.id:
            raise DomainError(ErrorCode.NOT_FOUND)
        session.delete(form)
        session.flush()
        _sum_up(session, evaluation)
        return _changed(session, actor, evaluation, run_id, "evaluation.form_removed", now)


def finish_evaluation(
    *, session: Session, actor: Actor, run_id: UUID, nobody_answered: bool = False, now: datetime
) -> Evaluation:
    """Close the evaluation: all answers are in. "evaluation_empty" where nothing is, unless it is said that nobody
    answered."""
    with transaction(session):
        evaluation = _open(session, actor, run_id, now)
        if not evaluation.answered and not nobody_answered:
            raise DomainError(ErrorCode.EVALUATION_EMPTY)
        evaluation.finished_at = now
        return _changed(session, actor, evaluation, run_id, "evaluation.finished", now)


def review(
    *,
    session: Session,
    actor: Actor,
    run_id: UUID,
    reviewed_on: date,
    improvements: str,
    expected_version: int,
    now: datetime,
) -> CourseRun:
    """Record that the instructors talked the evaluation through, and what they agreed to improve (A3.2, B4.2).

    Can be said anew. Raises "course_not_evaluated", "course_review_date", "changed_meanwhile" or "course_cancelled".
    """
    with transaction(session):
        case = load_to_change(session, actor, run_id, expected_version)
        run = case.run
        if not case.progress.evaluated:
            raise DomainError(ErrorCode.COURSE_NOT_EVALUATED)
        if reviewed_on > local_day(now) or (run.last_on is not None and reviewed_on < run.last_on):
            raise DomainError(ErrorCode.COURSE_REVIEW_DATE)
        run.reviewed_on, run.improvements = reviewed_on, contact.text(improvements)
        run.version += 1
        session.add(run)
        trace(session, run.organisation_id, actor, "course.reviewed", "course_run", run_id, now)
        return run


def _open(session: Session, actor: Actor, run_id: UUID, now: datetime) -> Evaluation:
    """The run's evaluation, locked until the transaction ends; a new one where there was none."""
    case = load(session, run_id, lock=True)
    require(actor, Action.ENTER_EVALUATION, case.keyer)
    refuse_cancelled(case)
    _refuse_early(case)
    if case.progress.evaluated:
        raise DomainError(ErrorCode.COURSE_EVALUATED)
    if case.evaluation is not None:
        return case.evaluation
    evaluation = Evaluation(course_run_id=run_id, entered_by_id=actor.person_id, created_at=now, version=NOTHING_YET)
    session.add(evaluation)
    session.flush()
    return evaluation


def _refuse_early(case: CourseCase) -> None:
    number = not_held_yet({module.number: module.held_at is not None for module in case.modules})
    if number is not None:
        raise DomainError(ErrorCode.COURSE_NOT_OVER, number=number)


def _forms(session: Session, evaluation_id: UUID) -> list[EvaluationForm]:
    return list(
        session.exec(
            select(EvaluationForm)
            .where(EvaluationForm.evaluation_id == evaluation_id)
            .order_by(col(EvaluationForm.keyed_at), col(EvaluationForm.id))
        )
    )


def _sum_up(session: Session, evaluation: Evaluation) -> None:
    forms = _forms(session, evaluation.id)
    evaluation.totals = totals_of(form.answers for form in forms)
    evaluation.answered = len(forms)
    evaluation.comments = "\n".join(form.comment for form in forms if form.comment)


def _changed(
    session: Session, actor: Actor, evaluation: Evaluation, run_id: UUID, action: str, now: datetime
) -> Evaluation:
    evaluation.version += 1
    session.add(evaluation)
    session.flush()
    organisation_id = session.get_one(CourseRun, run_id).organisation_id
    trace(session, organisation_id, actor, action, "course_run", run_id, now)
    return evaluation
