"""What a new document says by itself: who runs the activity decides three points, and what was agreed is not asked."""

from datetime import datetime

import pytest
from sqlmodel import Session

from core.clarification.holding import MeetingResult
from core.clarification.rules import MeetingOutcome
from core.documents.drafting.known import known_words
from core.documents.reading import read
from core.documents.template.model import shipped
from core.i18n import LANGUAGES, local_day
from core.tasks.holders import give_task
from core.tasks.rules import RunBy
from db.engine import transaction
from tests.builders import Scene, a_scene
from tests.core.clarification.stories import closed
from tests.core.documents.stories import a_draft
from tests.core.tasks.builders import a_task


def given(session: Session, scene: Scene, now: datetime, *runners: RunBy) -> None:
    """The scene's volunteer has a task of each."""
    for number, runner in enumerate(runners):
        task = a_task(session, scene, now, title=f"Opgave {number}", run_by=runner)
        give_task(
            session=session,
            actor=scene.as_coordinator,
            task_id=task.id,
            engagement_id=scene.engagement.id,
            now=now,
        )


@pytest.mark.parametrize("runner", RunBy)
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_runs_the_activity_decides_what_the_letter_says_of_insurance_benefits_and_allowances(
    session: Session, now: datetime, runner: RunBy, language: str
) -> None:
    scene = a_scene(session, now)
    given(session, scene, now, runner, runner)
    letter = a_draft(session, scene, now, language=language)
    view = read(session=session, actor=scene.as_coordinator, document_id=letter.id)
    said = {each: words.in_language(language) for each, words in known_words().by_runner[runner].items()}
    assert set(said) == {"insurance", "expenses", "public_benefits"}
    assert {each: view.choices[each].wording for each in said} == said
    text = view.text.canonical()
    assert all(words in text for each, words in said.items() if view.choices[each].included)
    assert ("insurance_cover" in view.answers) is (runner is RunBy.ASSOCIATION)


def test_without_a_task_or_with_several_kinds_the_letter_says_what_holds_for_all(
    session: Session, now: datetime
) -> None:
    for runners in ((), (RunBy.MUNICIPALITY, RunBy.ASSOCIATION)):
        scene = a_scene(session, now)
        given(session, scene, now, *runners)
        view = read(session=session, actor=scene.as_coordinator, document_id=a_draft(session, scene, now).id)
        assert {choice.wording for choice in view.choices.values()} == {None}


def test_every_runner_words_points_of_the_letter_that_may_be_reworded() -> None:
    assert set(known_words().by_runner) == set(RunBy)
    rewordable = {clause.id for clause in shipped()["welcome_letter"].clauses() if clause.rewordable}
    assert {each for words in known_words().by_runner.values() for each in words} <= rewordable


@pytest.mark.parametrize(
    ("agreed", "stands"),
    [("Et gavekort til jul.", "Et gavekort til jul."), ("", "Du får ikke noget honorar.")],
)
def test_the_honorarium_agreed_at_the_meeting_stands_in_the_agreement(
    session: Session, now: datetime, agreed: str, stands: str
) -> None:
    scene = a_scene(session, now, programme="laer_at_tackle")
    before = a_draft(session, scene, now, kind="cooperation_agreement")
    assert "honorarium" not in read(session=session, actor=scene.as_coordinator, document_id=before.id).answers
    with transaction(session):
        before.withdrawn_at = now
        session.add(before)
    result = MeetingResult(held_on=local_day(now), outcome=MeetingOutcome.AGREED, honorarium=agreed)
    closed(session, scene, now, result, None)
    agreement = a_draft(session, scene, now, kind="cooperation_agreement")
    view = read(session=session, actor=scene.as_coordinator, document_id=agreement.id)
    assert view.answers["honorarium"].value == stands
    assert f"Det har vi aftalt: {stands}" in view.text.canonical()
