"""Tasks described, changed and closed, on both databases."""

from uuid import uuid4

import pytest

from core.errors import DomainError, ManyRefused
from core.tasks.rules import TaskPart
from core.tasks.service import change_task, close_task, describe_task, reopen_task, still_missing
from tests.builders import a_scene, a_workplace
from tests.core.tasks.builders import a_task, details


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def test_all_that_cannot_be_is_refused_at_once(session, scene, now):
    with pytest.raises(ManyRefused) as told:
        a_task(
            session,
            scene,
            now,
            title=" ",
            workplace_id=uuid4(),
            programme="ukendt",
            run_by=None,
            wanted=-1,
            what="010190-1234",
        )
    assert {name: str(error.code) for name, error in told.value.by_field.items()} == {
        "title": "task_title_missing",
        "workplace_id": "workplace_unknown",
        "programme": "choice_invalid",
        "run_by": "choice_invalid",
        "wanted": "number_outside",
        "what": "cpr_not_wanted",
    }


def test_a_contact_person_describes_tasks_of_their_own_workplace_alone(session, scene, now):
    other = a_workplace(session, scene.organisation, name="Biblioteket")
    whose = {"session": session, "actor": scene.as_contact_person, "organisation_id": scene.organisation.id, "now": now}
    assert describe_task(**whose, details=details(scene)).title == "Gåtur om søen"
    with pytest.raises(DomainError, match="not_allowed"):
        describe_task(**whose, details=details(scene, workplace_id=other.id))
    ours = a_task(session, scene, now)
    with pytest.raises(DomainError, match="not_allowed"):
        change_task(
            session=session,
            actor=scene.as_contact_person,
            task_id=ours.id,
            details=details(scene, workplace_id=other.id),
            expected_version=ours.version,
            now=now,
        )


def test_whoever_changes_what_another_changed_meanwhile_is_told_and_a_closed_task_stays_as_it_is(session, scene, now):
    task = a_task(session, scene, now, hours="")
    assert still_missing(task) == (TaskPart.HOURS,)
    whose = {"session": session, "actor": scene.as_coordinator, "task_id": task.id, "now": now}
    changed = change_task(**whose, details=details(scene), expected_version=1)
    assert (changed.hours, changed.version, still_missing(changed)) == ("Tirsdag 10–12", 2, ())
    with pytest.raises(DomainError, match="changed_meanwhile"):
        change_task(**whose, details=details(scene), expected_version=1)
    close_task(**whose)
    close_task(**whose)
    with pytest.raises(DomainError, match="task_closed"):
        change_task(**whose, details=details(scene), expected_version=3)
    reopen_task(**whose)
    assert change_task(**whose, details=details(scene), expected_version=4).closed_at is None
