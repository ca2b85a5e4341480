"""What is kept aside in a rush, how long applications are kept, and the blank form."""

import pytest

from core.applications.applying import send
from core.applications.aside import delete_aside, kept_aside, take_in
from core.applications.printing import print_application_form
from core.applications.reading import applied_for
from core.errors import DomainError
from tests.builders import a_scene
from tests.core.applications.builders import answer_all, begun
from tests.core.documents.readback import pages_of
from tests.core.tasks.builders import a_call, a_task


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


@pytest.fixture
def call(session, scene, now):
    return a_call(session, scene, a_task(session, scene, now, asks_experience=True), now)


def too_quick(session, call, now) -> None:
    token = begun(session, call, now)
    answer_all(session, token, now)
    send(session=session, token=token, now=now)


def test_a_colleague_takes_in_whom_they_know_of_and_deletes_the_rest(session, scene, call, now):
    for _each in range(3):
        too_quick(session, call, now)
    whose = {"session": session, "actor": scene.as_coordinator}
    rows, total = kept_aside(**whose, organisation_id=scene.organisation.id, at_once=2)
    assert (len(rows), total, applied_for(**whose, task_id=call.task_id)) == (2, 3, 0)
    take_in(**whose, application_id=rows[0].id, now=now)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        take_in(**whose, application_id=rows[0].id, now=now)
    assert delete_aside(**whose, organisation_id=scene.organisation.id, now=now) == 2
    assert kept_aside(**whose, organisation_id=scene.organisation.id) == ([], 0)
    assert applied_for(**whose, task_id=call.task_id) == 1


@pytest.mark.parametrize(("language", "asked"), [("da", "Hvorfor har du lyst"), ("en", "Why would you like")])
def test_the_blank_form_asks_what_the_screen_asks(session, scene, call, language, asked):
    whose = {"session": session, "actor": scene.as_coordinator, "task_id": call.task_id}
    printed = "\n".join(pages_of(print_application_form(**whose, language=language)))
    for words in (asked, "Gåtur om søen", "Solbjerg Kommune", "6 m"):
        assert words in printed
    with pytest.raises(DomainError, match="choice_invalid"):
        print_application_form(**whose, language="xx")
