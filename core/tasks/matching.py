"""Who could take a task: found by a coordinator, with why in words and never as a score (R13a)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from core.access.permissions import Action, Actor
from core.people.search import by_name
from core.tasks.service import task_for
from db.approvals import Goodbye
from db.documents import Document, DocumentAnswer
from db.organisations import Workplace
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion
from db.tasks import TaskHolder, VolunteerTask

# What the newest letter says of when somebody comes, and of what they would like.
EXTENT, WISHES = "extent", "wishes"
LETTER = "welcome_letter"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take a task. `times` and `wishes` are from their welcome letter, "" for nothing; `has` and
    `had` are tasks by title."""

    engagement_id: UUID
    name: str
    workplace: str
    same_workplace: bool
    same_programme: bool
    times: str
    wishes: str
    has: tuple[str, ...]
    had: tuple[str, ...]


def could_take(*, session: Session, actor: Actor, task_id: UUID, search: str = "") -> list[Candidate]:
    """Volunteers who do not have the task: those at its workplace or in its programme who are not leaving, or with a
    `search` everybody in the organisation whose name fits. At most `core.people.search.ASKED_FOR`, by name, those
    nearest to it first."""
    task = task_for(session, actor, Action.GIVE_TASKS, task_id)
    have = select(TaskHolder.engagement_id).where(TaskHolder.task_id == task_id, col(TaskHolder.until).is_(None))
    in_programme = select(ProgrammeVersion.id).where(ProgrammeVersion.programme == task.programme)
    near = or_(
        col(Engagement.workplace_id) == task.workplace_id, col(Engagement.programme_version_id).in_(in_programme)
    )
    conditions: list[Any] = [col(Engagement.id).not_in(have)]
    if not search.strip():
        conditions.append(near)
        conditions.append(col(Engagement.id).not_in(select(Goodbye.engagement_id)))
    rows = session.exec(
        by_name(
            task.organisation_id,
            conditions,
            search,
            None,
            Engagement.id,
            Person.name,
            Workplace.name,
            Engagement.workplace_id,
            Engagement.programme_version_id,
        )
    ).all()
    ids = [engagement_id for engagement_id, *_rest in rows]
    versions = set(session.exec(in_programme))
    said, held = _said(session, ids), _held(session, ids)
    found = [
        Candidate(
            engagement_id=engagement_id,
            name=name,
            workplace=place,
            same_workplace=place_id == task.workplace_id,
            same_programme=version_id in versions,
            times=said.get((engagement_id, EXTENT), ""),
            wishes=said.get((engagement_id, WISHES), ""),
            has=tuple(held[engagement_id, True]),
            had=tuple(held[engagement_id, False]),
        )
        for engagement_id, name, place, place_id, version_id in rows
    ]
    return sorted(found, key=lambda each: (not each.same_workplace, not each.same_programme))


def _said(session: Session, engagement_ids: Collection[UUID]) -> dict[tuple[UUID, str], str]:
    """What the newest letter of each says, by field."""
    rows = session.exec(
        select(Engagement.id, DocumentAnswer.field_id, DocumentAnswer.value)
        .join(Document, col(Document.engagement_id) == col(Engagement.id))
        .join(DocumentAnswer, col(DocumentAnswer.document_id) == col(Document.id))
        .where(
            col(Engagement.id).in_(engagement_ids),
            Document.kind == LETTER,
            col(Document.withdrawn_at).is_(None),
            col(DocumentAnswer.field_id).in_((EXTENT, WISHES)),
        )
        .order_by(col(Document.created_at))
    )
    return {(engagement_id, field_id): value for engagement_id, field_id, value in rows}


def _held(session: Session, engagement_ids: Collection[UUID]) -> dict[tuple[UUID, bool], list[str]]:
    """The titles of tasks, by who has them now, or had."""
    rows = session.exec(
        select(TaskHolder.engagement_id, col(TaskHolder.until), VolunteerTask.title)
        .join(VolunteerTask, col(VolunteerTask.id) == col(TaskHolder.task_id))
        .where(col(TaskHolder.engagement_id).in_(engagement_ids))
        .order_by(col(TaskHolder.since))
    )
    found: dict[tuple[UUID, bool], list[str]] = defaultdict(list)
    for engagement_id, until, title in rows:
        found[engagement_id, until is None].append(title)
    return found
