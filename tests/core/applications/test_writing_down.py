"""Applications by phone and on paper, and the day they are deleted on, on both databases."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from core.applications.case import applied_also, came_to, handled
from core.applications.deleting import delete_on_their_day
from core.applications.reading import applied_for
from core.applications.rules import ApplicationState, Benefit, HeardFrom
from core.applications.writing_down import ApplicationDetails, write_down
from core.errors import DomainError, ManyRefused
from core.i18n import local_day
from db.applications import Application
from db.engine import transaction
from tests.builders import a_scene
from tests.core.tasks.builders import a_task


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def test_what_was_said_on_the_phone_counts_as_sent_and_is_deleted_on_its_day(session, scene, now):
    task = a_task(session, scene, now)
    whose = {"session": session, "actor": scene.as_coordinator, "task_id": task.id, "now": now}
    said = ApplicationDetails(
        name=" Ib  Krogh ",
        phone="20304050",
        motivation="Jeg vil gerne ud.",
        heard_from=HeardFrom.LOCAL_PAPER,
        benefit=Benefit.RATHER_NOT,
    )
    made = write_down(**whose, details=said)
    assert (made.name, made.phone, came_to(made)) == ("Ib Krogh", "+45 20 30 40 50", ApplicationState.RECEIVED)
    assert made.delete_on == date(2027, 5, 2)
    assert applied_for(session=session, actor=scene.as_coordinator, task_id=task.id) == 1
    kept = write_down(**whose | {"now": now + timedelta(days=1)}, details=said)
    assert delete_on_their_day(session, datetime(2027, 5, 1, 22, 0, tzinfo=now.tzinfo)) == 1
    assert session.exec(select(Application.id)).all() == [kept.id]


def test_what_cannot_be_is_refused_at_once_and_the_same_address_is_told_again(session, scene, now):
    task = a_task(session, scene, now)
    whose = {"session": session, "actor": scene.as_coordinator, "task_id": task.id, "now": now}
    with pytest.raises(ManyRefused) as told:
        write_down(**whose, details=ApplicationDetails(name="", motivation="010190-1234"))
    assert {name: str(error.code) for name, error in told.value.by_field.items()} == {
        "name": "name_missing",
        "phone": "application_no_way",
        "motivation": "cpr_not_wanted",
    }
    first = write_down(**whose, details=ApplicationDetails(name="Ib Krogh", email="ib@example.dk"))
    again = write_down(**whose, details=ApplicationDetails(name="Ib Krogh", email="IB@example.dk"))
    assert applied_also(session, again) == [(task.title, local_day(now))]
    with transaction(session):
        first.set_aside_at = now
        session.add(first)
    assert applied_also(session, again) == []
    with pytest.raises(DomainError, match="not_allowed"):
        handled(session, scene.as_contact_person, first.id)
