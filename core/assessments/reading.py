"""One application as a coordinator reads it: what was written, and all that has come of it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session, select

from core.access.permissions import Actor
from core.applications.case import applied_also
from core.assessments.case import facts_of, received
from core.assessments.deciding import AnswerLetter, letter_sent, other_tasks
from core.assessments.questioning import answers_in
from core.assessments.rules import ApplicationVerdict, BoardStage, days_waiting, stage_of
from core.assessments.views import ViewRow, views_of
from core.i18n import local_day
from core.programmes.publishing import newest, programme_of
from db.applications import Application
from db.assessments import Assessment, QuestionnaireAnswers
from db.people import Person
from db.tasks import VolunteerTask


@dataclass(frozen=True, slots=True)
class ApplicantView:
    """All that the page of one application shows. `version` is that of what is noted, 0 where nothing is yet.

    `also` is what else they applied for, and when. `criteria` are words by their ids; `by_criteria` whether they are
    talked through for this kind of volunteering. `criteria_until` is the day those words are deleted. `shared` is None
    where the questionnaire is not shared, and `begun_questionnaire` tells whether there is one. `verdict` is None until
    it is decided.
    """

    application: Application
    task: VolunteerTask
    also: Sequence[tuple[str, date]]
    stage: BoardStage
    days: int
    version: int
    by_criteria: bool
    criteria: Mapping[str, str]
    criteria_until: date
    handed_out: Mapping[str, date]
    views: Sequence[ViewRow]
    interview_on: date | None
    interview: str
    begun_questionnaire: bool
    shared: Mapping[str, str] | None
    verdict: ApplicationVerdict | None
    own_words: str
    offered: tuple[UUID, ...]
    others: Mapping[UUID, str]
    letter: AnswerLetter | None
    answered_on: date | None
    written_by: str


def applicant(*, session: Session, actor: Actor, application_id: UUID, today: date) -> ApplicantView:
    """One application that was sent, for whoever handles it: "not_found" or "not_allowed"."""
    application = received(session, actor, application_id)
    task = session.get_one(VolunteerTask, application.task_id)
    found = session.get(Assessment, application_id)
    asked = session.get(QuestionnaireAnswers, application_id)
    stage = stage_of(facts_of(application, found), today)
    answered_on = local_day(found.answered_at) if found is not None and found.answered_at else None
    assert application.submitted_at is not None
    version_id = newest(session, application.organisation_id).get(task.programme)
    programme = programme_of(session, version_id) if version_id is not None else None
    writer = select(Person.name).where(Person.id == application.written_by_id)
    open_ = application.withdrawn_at is None and answered_on is None
    return ApplicantView(
        application=application,
        task=task,
        also=applied_also(session, application),
        stage=stage,
        days=days_waiting(local_day(application.submitted_at), answered_on, today),
        version=found.version if found is not None else 0,
        by_criteria=programme is not None and (programme.pairs or programme.approval is not None),
        criteria=json.loads(found.criteria) if found is not None and found.criteria else {},
        criteria_until=(found.criteria_until if found is not None else None) or application.delete_on,
        handed_out={
            each: date.fromisoformat(day) for each, day in (found.handed_out if found is not None else {}).items()
        },
        views=views_of(session=session, actor=actor, application_id=application_id, today=today),
        interview_on=found.interview_on if found is not None else None,
        interview=found.interview if found is not None else "",
        begun_questionnaire=asked is not None,
        shared=answers_in(asked) if asked is not None and asked.shared_at is not None else None,
        verdict=ApplicationVerdict(found.verdict) if found is not None and found.verdict else None,
        own_words=found.own_words if found is not None else "",
        offered=tuple(UUID(each) for each in found.offered) if found is not None else (),
        others={each.id: each.title for each in other_tasks(session, actor, application)} if open_ else {},
        letter=letter_sent(found, application) if found is not None else None,
        answered_on=answered_on,
        written_by=session.exec(writer).first() or "" if application.written_by_id is not None else "",
    )
