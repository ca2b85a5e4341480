"""Lists of tasks, who could take one, and the poster."""

from datetime import timedelta

import pytest

from core.approvals.ending import end_engagement
from core.approvals.goodbye import say_goodbye
from core.errors import DomainError
from core.i18n import local_day
from core.tasks.holders import give_task, hand_over, holders
from core.tasks.lists import TaskFilter, one_task, tasks
from core.tasks.matching import could_take
from core.tasks.poster import print_poster
from core.tasks.service import close_task
from tests.builders import a_scene, a_workplace
from tests.core.documents.readback import pages_of
from tests.core.tasks.builders import a_call, a_task, another


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def test_those_that_lack_most_people_stand_first_and_a_contact_person_sees_their_own_workplace(session, scene, now):
    other = a_workplace(session, scene.organisation, name="Biblioteket")
    few, many = a_task(session, scene, now, wanted=1), a_task(session, scene, now, title="Bogcafé", wanted=9)
    elsewhere = a_task(session, scene, now, workplace_id=other.id, wanted=5)
    gone = a_task(session, scene, now)
    whose = {"session": session, "actor": scene.as_coordinator}
    give_task(**whose, task_id=many.id, engagement_id=scene.engagement.id, now=now)
    close_task(**whose, task_id=gone.id, now=now)
    a_call(session, scene, many, now)
    asked = {"organisation_id": scene.organisation.id, "today": local_day(now)}
    found, total = tasks(**whose, **asked, filtered_by=TaskFilter())
    assert [each.task.id for each in found] == [many.id, elsewhere.id, few.id]
    assert (total, found[0].has, [each.called for each in found]) == (3, 1, [True, False, False])
    assert tasks(**whose, **asked, filtered_by=TaskFilter(closed=True))[0][0].task.id == gone.id
    assert tasks(**whose, **asked, filtered_by=TaskFilter(workplace_id=other.id))[1] == 1
    _rows, seen = tasks(session=session, actor=scene.as_contact_person, **asked, filtered_by=TaskFilter())
    assert seen == 2
    with pytest.raises(DomainError, match="not_allowed"):
        one_task(session=session, actor=scene.as_contact_person, task_id=elsewhere.id, today=local_day(now))


def test_who_could_take_it_is_told_with_what_they_have_and_had(session, scene, now):
    task, other = a_task(session, scene, now), a_task(session, scene, now, title="Bogcafé")
    bodil = another(session, scene, now, "Bodil Friis")
    whose = {"session": session, "actor": scene.as_coordinator, "now": now}
    give_task(**whose, task_id=task.id, engagement_id=scene.engagement.id)
    row = give_task(**whose, task_id=other.id, engagement_id=bodil.id)
    asked = {"session": session, "actor": scene.as_coordinator, "task_id": task.id}
    (found,) = could_take(**asked)
    assert (found.name, found.same_workplace, found.has, found.had) == ("Bodil Friis", True, ("Bogcafé",), ())
    hand_over(**whose, holder_id=row.id, to_id=None, handed_over="", expected_version=1)
    (found,) = could_take(**asked, search="bod")
    assert (found.has, found.had) == ((), ("Bogcafé",))
    assert could_take(**asked, search="karen") == []
    # Nobody who is leaving is proposed, and whoever looks for them finds them.
    say_goodbye(**whose, engagement_id=found.engagement_id, last_day=local_day(now))
    assert could_take(**asked) == []
    assert [each.name for each in could_take(**asked, search="bod")] == [found.name]


def test_whoever_stops_has_no_task_any_more(session, scene, now):
    task = a_task(session, scene, now)
    whose = {"session": session, "actor": scene.as_coordinator, "now": now}
    give_task(**whose, task_id=task.id, engagement_id=scene.engagement.id)
    later = now + timedelta(days=3)
    end_engagement(**whose | {"now": later}, engagement_id=scene.engagement.id, ended_on=local_day(later), reason=None)
    (had,) = holders(session=session, actor=scene.as_coordinator, task_id=task.id)
    assert (had.until, had.handed_to) == (local_day(later), "")


@pytest.mark.parametrize(("language", "said"), [("da", "Søg senest 20. november 2026"), ("en", "Apply by")])
def test_the_poster_says_what_when_where_and_how(session, scene, now, language, said):
    task = a_task(session, scene, now, what="Du går en tur. " * 60)
    call = a_call(session, scene, task, now, local_day(now) + timedelta(days=18))
    whose = {"session": session, "actor": scene.as_coordinator, "call_id": call.id}
    pages = pages_of(print_poster(**whose, language=language))
    assert len(pages) == 1
    # A link is parted where its line ends.
    told = pages[0].replace("\n", "")
    for words in ("Gåtur om søen", "Tirsdag 10–12", "Birkehuset", call.address, said):
        assert words in told
    assert told.count("Birkehuset") == 1
    with pytest.raises(DomainError, match="choice_invalid"):
        print_poster(**whose, language="xx")
