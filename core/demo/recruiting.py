"""What the demonstration wants volunteers for, who has it, and who has applied, told by recruiting.toml."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from core.applications.applying import Applicant, answer, begin, own_application, send, take_back
from core.applications.rules import Age, Beforehand, Benefit, HeardFrom
from core.applications.writing_down import ApplicationDetails, write_down
from core.i18n import DEFAULT_LANGUAGE, local_day
from core.tasks.calls import open_call
from core.tasks.holders import give_task, hand_over
from core.tasks.rules import Attachment, RunBy, TaskPart
from core.tasks.service import TaskDetails, close_task, describe_task
from db.people import Engagement
from db.tasks import TaskCall, VolunteerTask

FILE = Path(__file__).parent / "recruiting.toml"
# So long somebody took over their application.
TOOK = timedelta(minutes=12)


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def recruit(
    session: Session,
    coordinator: Actor,
    places: Mapping[str, UUID],
    engagements: Mapping[str, Engagement],
    now: datetime,
) -> None:
    """Describe the tasks, give them to people, open calls, and have people apply; `engagements` are by login."""
    organisation_id = next(iter(engagements.values())).organisation_id
    calls: dict[str, tuple[VolunteerTask, TaskCall | None]] = {}
    for told in _told()["task"]:
        by: dict[str, Any] = {"session": session, "actor": coordinator}
        task = describe_task(
            **by,
            organisation_id=organisation_id,
            details=_details(told, places, now),
            now=now - timedelta(days=told["days"]),
        )
        since = now - timedelta(days=told["days"] - 2)
        for login in (*told.get("have", ()), *told.get("had", ())):
            holder = give_task(**by, task_id=task.id, engagement_id=engagements[login].id, now=since)
            if login in told.get("had", ()):
                words = "Nøglen til skuret hænger hos Lise. Aksel vil helst gå forrest."
                to_id = engagements[told["have"][-1]].id
                later = now - timedelta(days=30)
                version = holder.version
                hand_over(
                    **by, holder_id=holder.id, to_id=to_id, handed_over=words, expected_version=version, now=later
                )
        call = None
        if "call" in told:
            closes_on = local_day(now - timedelta(days=told["closes"])) if "closes" in told else None
            call = open_call(**by, task_id=task.id, closes_on=closes_on, now=now - timedelta(days=told["call"]))
        if "closed" in told:
            close_task(**by, task_id=task.id, now=now - timedelta(days=told["closed"]))
        calls[task.title] = task, call
    for told in _told()["application"]:
        task, call = calls[told["task"]]
        _apply(session, coordinator, task, call, told, now - timedelta(days=told["days"]))


def _details(told: Mapping[str, Any], places: Mapping[str, UUID], now: datetime) -> TaskDetails:
    return TaskDetails(
        title=told["title"],
        workplace_id=places[told["workplace"]],
        programme=told["programme"],
        asks_experience=told.get("asks_experience", False),
        wanted=told.get("wanted", 0),
        run_by=RunBy(told["run_by"]),
        attachment=Attachment(told["attachment"]),
        held_on=local_day(now - timedelta(days=told["held"])) if "held" in told else None,
        **{str(part): told.get(part, "") for part in TaskPart},
    )


def _apply(
    session: Session,
    coordinator: Actor,
    task: VolunteerTask,
    call: TaskCall | None,
    told: Mapping[str, Any],
    sent_at: datetime,
) -> None:
    if call is None or told["state"] == "by_phone":
        details = ApplicationDetails(
            name=told["name"],
            phone=told["phone"],
            age=Age(told["age"]),
            motivation=told["motivation"],
            heard_from=HeardFrom(told["heard_from"]),
            beforehand=Beforehand(told["beforehand"]),
            accommodations=told["accommodations"],
            benefit=Benefit(told["benefit"]),
        )
        write_down(session=session, actor=coordinator, task_id=task.id, details=details, now=sent_at)
        return
    began, who = sent_at - TOOK, Applicant(name=told["name"], email=told["email"])
    token = begin(session=session, address=call.address, applicant=who, language=DEFAULT_LANGUAGE, now=began)
    for question in own_application(session=session, token=token, now=began).questions:
        if question in told:
            answer(session=session, token=token, question=question, words=told[question])
    if told["state"] != "begun":
        send(session=session, token=token, now=sent_at)
    if told["state"] == "withdrawn":
        take_back(session=session, token=token, now=sent_at + timedelta(days=1))
