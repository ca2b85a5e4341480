"""What a new document says from what is known of a volunteer already, so that nobody is asked again; all of it can be
said otherwise in the draft."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from sqlmodel import Session, col, select

from core.documents.rules import START_DATE
from core.documents.template.model import Template
from core.strict import StrictModel, Words
from db.clarification import ClarificationMeeting
from db.documents import Document, TemplateVersion
from db.people import Engagement
from db.tasks import TaskHolder, VolunteerTask

FILE = Path(__file__).with_name("known.toml")
HONORARIUM, COVER = "honorarium", "insurance_cover"
# What an activity that an association runs is covered by is one of the template's choices.
ASSOCIATION = "association"


class KnownWords(StrictModel):
    """The words of what is known: of an honorarium that there is none, and of the points that depend on who runs the
    activity (L3), by the runner and the clause."""

    unpaid: Words
    by_runner: Mapping[str, Mapping[str, Words]]


@cache
def known_words() -> KnownWords:
    """The words that come with the portal."""
    return KnownWords.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def known_answers(session: Session, document: Document, template: Template, engagement: Engagement) -> dict[str, str]:
    """The answers of a new document that are known, by field: the day somebody begins; the honorarium agreed at the
    clarification meeting, also where it was that there is none (A3.3); and the cover, where an association runs the
    activity."""
    asked = {field.id for field in template.fields}
    known = {}
    if engagement.begins_on and START_DATE in asked:
        known[START_DATE] = engagement.begins_on.isoformat()
    if HONORARIUM in asked and (agreed := _honorarium(session, engagement, document.signing_language)):
        known[HONORARIUM] = agreed
    if COVER in asked and _runner(session, engagement) == ASSOCIATION:
        known[COVER] = ASSOCIATION
    return known


def known_wordings(session: Session, document: Document, engagement: Engagement) -> dict[str, str]:
    """How the points of a new document that depend on who runs the activity are worded, by clause (L3). None where the
    volunteer has no task or tasks of several, and where the organisation says it in words of its own."""
    own = session.get_one(TemplateVersion, document.template_version_id).organisation_id is not None
    runner = None if own else _runner(session, engagement)
    words = known_words().by_runner.get(runner, {}) if runner else {}
    return {clause_id: said.in_language(document.signing_language) for clause_id, said in words.items()}


def _runner(session: Session, engagement: Engagement) -> str | None:
    """Who runs the tasks somebody has now, where it is one and the same."""
    asked = (
        select(VolunteerTask.run_by)
        .join(TaskHolder, col(TaskHolder.task_id) == VolunteerTask.id)
        .where(TaskHolder.engagement_id == engagement.id, col(TaskHolder.until).is_(None))
        .distinct()
    )
    runners = session.exec(asked).all()
    return runners[0] if len(runners) == 1 else None


def _honorarium(session: Session, engagement: Engagement, language: str) -> str:
    meeting = session.exec(
        select(ClarificationMeeting)
        .where(ClarificationMeeting.engagement_id == engagement.id, ClarificationMeeting.outcome == "agreed")
        .order_by(col(ClarificationMeeting.created_at).desc(), col(ClarificationMeeting.id).desc())
        .limit(1)
    ).first()
    if meeting is None:
        return ""
    return meeting.honorarium or known_words().unpaid.in_language(language)
