"""What cooperation builds on stands in a line where it matters, and is read whole there, with and without a login."""

from datetime import timedelta

import pytest

from core.i18n import gettext, reading, utc_now
from pages.guidelines.principles import LINES, Matter
from tests.builders import a_scene
from tests.core.alignment.builders import a_round, a_short_round
from tests.core.partnerships.builders import a_speaker, an_association
from tests.core.tasks.builders import a_call, a_task
from tests.pages import as_admin, as_volunteer
from tests.pages.as_colleague import opened, visit
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
WHOLE = "Sådan arbejder frivillige og ansatte sammen"


@pytest.fixture
def scene(session):
    return a_scene(session, NOW, programme="laer_at_tackle")


def met(page, matter: Matter) -> None:
    """The line stands there, and all of it is read where it is unfolded and not before."""
    with reading("da"):
        line = gettext(LINES[matter])
    assert [each.label for each in page.expander if line in each.label]
    assert WHOLE not in html_of(page)
    page = opened(page, f"principle-{matter}")
    assert not page.exception
    assert WHOLE in html_of(page)


def test_on_a_call_that_anybody_reads_and_on_its_task(session, scene):
    task = a_task(session, scene, NOW)
    call = a_call(session, scene, task, NOW)
    met(as_admin.visit(session, None, "applications/apply.py", call=call.address), Matter.RECRUITING)
    met(visit(session, scene.coordinator, "tasks/task", id=task.id), Matter.RECRUITING)


def test_at_a_clarification_meeting_and_an_alignment(session, scene):
    met(visit(session, scene.coordinator, "clarification/clarification", id=scene.engagement.id), Matter.CLARIFYING)
    found = a_short_round(session, scene, NOW)
    met(as_volunteer.visit(session, scene.volunteer, "alignment/alignment", id=found.id), Matter.ALIGNING)


def test_where_something_is_wrong_and_at_a_goodbye(session, scene):
    met(visit(session, scene.volunteer, "worries/something_wrong"), Matter.WORRY)
    met(visit(session, scene.volunteer, "approvals/stopping"), Matter.GOODBYE)


def test_with_an_association_also_for_whoever_speaks_for_it(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    found = a_round(session, scene, association, NOW)
    met(visit(session, speaker, "partnerships/agreement", id=association.id), Matter.PARTNERSHIP)
    met(visit(session, scene.coordinator, "alignment/alignment", id=found.id), Matter.ALIGNING)
