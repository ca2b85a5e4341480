"""Who has a task, and handing it over."""

import pytest

from core.errors import DomainError
from core.tasks.holders import give_task, hand_over, holders, tasks_of
from tests.builders import a_scene
from tests.core.tasks.builders import a_task, another


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def test_a_task_is_handed_from_one_to_the_next_with_what_goes_with_it(session, scene, now):
    task = a_task(session, scene, now)
    whose = {"session": session, "actor": scene.as_coordinator, "now": now}
    row = give_task(**whose, task_id=task.id, engagement_id=scene.engagement.id)
    assert give_task(**whose, task_id=task.id, engagement_id=scene.engagement.id).id == row.id
    bodil = another(session, scene, now, "Bodil Friis")
    with pytest.raises(DomainError, match="choice_invalid"):
        hand_over(**whose, holder_id=row.id, to_id=scene.engagement.id, handed_over="", expected_version=1)
    hand_over(**whose, holder_id=row.id, to_id=bodil.id, handed_over="Nøglen til skuret", expected_version=1)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        hand_over(**whose, holder_id=row.id, to_id=None, handed_over="", expected_version=1)
    told = holders(session=session, actor=scene.as_contact_person, task_id=task.id)
    assert [(each.name, each.until is None, each.handed_to, each.handed_over) for each in told] == [
        ("Bodil Friis", True, "", ""),
        ("Karen Møller", False, "Bodil Friis", "Nøglen til skuret"),
    ]
    (had,) = tasks_of(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id)
    assert (had.title, had.handed_to) == ("Gåtur om søen", "Bodil Friis")
