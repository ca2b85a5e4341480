"""Those who would like to be volunteers in the demonstration, in every state, told by applicants.toml."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.applications.rules import Beforehand, HeardFrom
from core.applications.writing_down import ApplicationDetails, write_down
from core.assessments.assessing import hand_out, hold_interview, mark_criteria
from core.assessments.deciding import DecisionDraft, decide, letter_as_it_goes, send_letter
from core.assessments.questioning import write_questionnaire_down
from core.assessments.rules import ApplicationVerdict, CriterionWord, ViewAnswer
from core.assessments.sheets import questionnaire
from core.assessments.views import answer_view, ask_views, asked_of_me
from core.i18n import local_day
from core.tasks.service import TaskDetails, describe_task
from db.applications import Application
from db.assessments import Assessment
from db.people import Engagement

FILE = Path(__file__).parent / "applicants.toml"
A_DAY = timedelta(days=1)
DESCRIBED_DAYS = 45


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def apply(
    session: Session,
    organisation_id: UUID,
    coordinator: Actor,
    people: Mapping[str, Actor],
    places: Mapping[str, UUID],
    engagements: Mapping[str, Engagement],
    now: datetime,
) -> None:
    """Describe the tasks and let everybody apply at their own time; `people` and `engagements` are by login, `places`
    by id."""
    tasks = {
        told["id"]: describe_task(
            session=session,
            actor=coordinator,
            organisation_id=organisation_id,
            details=TaskDetails(**_but(told, "id") | {"workplace_id": places[told["workplace_id"]]}),
            now=now - DESCRIBED_DAYS * A_DAY,
        ).id
        for told in _told()["task"]
    }
    for told in _told()["applicant"]:
        _applicant(session, coordinator, people, tasks, engagements, told, now)


def _applicant(
    session: Session,
    coordinator: Actor,
    people: Mapping[str, Actor],
    tasks: Mapping[str, UUID],
    engagements: Mapping[str, Engagement],
    told: Mapping[str, Any],
    now: datetime,
) -> None:
    came = now - told["days"] * A_DAY
    made = write_down(
        session=session,
        actor=coordinator,
        task_id=tasks[told["task"]],
        details=ApplicationDetails(
            name=told["name"],
            email=told.get("email", ""),
            phone=told.get("phone", ""),
            motivation=told["motivation"],
            heard_from=HeardFrom(told["heard_from"]),
            beforehand=Beforehand(told["beforehand"]) if "beforehand" in told else None,
            accommodations=told.get("accommodations", ""),
        ),
        now=came,
    )
    # They wrote it themselves; a demonstration sends no mails, so nobody has their link.
    made.written_by_id = None
    session.add(made)
    by: dict[str, Any] = {"session": session, "actor": coordinator, "application_id": made.id, "now": came + A_DAY}
    for handout in told.get("handed_out", ()):
        hand_out(**by, handout=handout, day=local_day(came + A_DAY))
    if "asked" in told:
        _ask(by, people, told)
    _assess(by, told, now)
    if "decision" in told:
        offered = tuple(tasks[each] for each in told.get("offered", ()))
        draft = DecisionDraft(ApplicationVerdict(told["decision"]), told.get("own_words", ""), offered)
        decide(**by | {"now": came + 3 * A_DAY}, draft=draft)
        if told.get("sent"):
            send_letter(**by | {"now": came + 4 * A_DAY})
        if "became" in told:
            _became(by | {"now": came + 4 * A_DAY}, engagements[told["became"]], draft)


def _became(by: Mapping[str, Any], engagement: Engagement, draft: DecisionDraft) -> None:
    """The yes has gone to somebody who is among the volunteers of the demonstration already."""
    session: Session = by["session"]
    application = session.get_one(Application, by["application_id"])
    found = session.get_one(Assessment, application.id)
    letter = letter_as_it_goes(session=session, actor=by["actor"], application_id=application.id, draft=draft)
    found.letter, found.answered_at = letter.body, by["now"]
    application.decision, application.decided_at = draft.verdict, by["now"]
    application.decided_by_id = by["actor"].person_id
    application.person_id, application.engagement_id = engagement.person_id, engagement.id
    session.add_all((found, application))


def _ask(by: Mapping[str, Any], people: Mapping[str, Actor], told: Mapping[str, Any]) -> None:
    ask_views(**by, person_ids=[people[login].person_id for login in told["asked"]])
    if not told.get("gladly"):
        return
    for login in told["asked"]:
        whose = {"session": by["session"], "actor": people[login]}
        for each in asked_of_me(**whose, today=local_day(by["now"])):
            answer_view(**whose, view_id=each.view_id, answer=ViewAnswer.GLADLY, now=by["now"] + A_DAY)


def _assess(by: Mapping[str, Any], told: Mapping[str, Any], now: datetime) -> None:
    said = {each: word for word in CriterionWord for each in told.get(word, ())}
    answers = {each: told[each] for each in questionnaire().ids if each in told}
    if answers:
        write_questionnaire_down(**by, answers=answers)
    if "interview" not in told:
        return
    held = now - told["interview_days"] * A_DAY
    noted = mark_criteria(**{**by, "now": held}, said=said, expected_version=_version(by))
    hold_interview(
        **{**by, "now": held},
        held_on=local_day(held),
        notes=told["interview"],
        expected_version=noted.version,
    )


def _version(by: Mapping[str, Any]) -> int:
    found: Assessment = by["session"].get_one(Assessment, by["application_id"])
    return found.version


def _but(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in names}
