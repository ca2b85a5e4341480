"""Tasks on the screen: described with a warning, found in the list, called for, given and handed over."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.i18n import local_day, utc_now
from core.tasks.calls import newest_call
from core.tasks.holders import give_task
from db.applications import Application
from db.tasks import TaskHolder, VolunteerTask
from tests.builders import a_scene, look_again
from tests.core.tasks.builders import a_call, a_task, another
from tests.pages.applications.test_apply import press, said, write
from tests.pages.as_admin import visit


@pytest.fixture
def scene(session, now):
    return a_scene(session, now)


def test_a_task_is_described_with_a_warning_where_a_fee_is_unwise_and_found_in_the_list(session, scene):
    app = press(visit(session, scene.coordinator, "tasks/describe_task.py"), "task-save")
    assert "Skriv, hvad opgaven hedder." in said(app)
    assert "Vælg en arbejdsplads." in said(app)
    write(app, new_task_title="Læsekreds", new_task_what="Du læser højt.")
    next(each for each in app.selectbox if each.key == "new-task-workplace").set_value(scene.workplace.id)
    next(each for each in app.radio if each.key == "new-task-attachment").set_value("fee_paid").run()
    assert "Vi fraråder honorar" in app.warning[0].value
    app = press(app, "task-save")
    look_again(session)
    (task,) = session.exec(select(VolunteerTask)).all()
    assert (task.title, task.attachment) == ("Læsekreds", "fee_paid")
    assert "Der mangler: “Tid og dage”, “Stedet”" in said(app)
    assert "fraråder honorar" in app.warning[0].value
    app = visit(session, scene.contact_person, "tasks/tasks.py")
    assert "0 af 1" in app.get("page_link")[0].proto.label


def test_a_call_is_opened_a_task_given_and_handed_over_and_an_application_written_down(session, scene, now):
    task = a_task(session, scene, utc_now())
    bodil = another(session, scene, now, "Bodil Friis")
    app = visit(session, scene.coordinator, "tasks/task.py", id=str(task.id))
    app = press(press(app, f"open-call-{task.id}"), "call-open")
    look_again(session)
    call = newest_call(session, task.id)
    assert call is not None
    assert call.address in said(app)
    app = press(app, f"give-{bodil.id}")
    look_again(session)
    row = session.exec(select(TaskHolder)).one()
    app = press(app, f"open-over-{row.id}")
    next(each for each in app.text_area if each.key == f"over-words-{row.id}").set_value("Nøglen")
    press(app, "over-save")
    look_again(session)
    assert session.exec(select(TaskHolder)).one().handed_over == "Nøglen"
    app = press(visit(session, scene.coordinator, "applications/write_down.py", id=str(task.id)), "down-save")
    assert "Skriv et telefonnummer eller en mailadresse, så der kan komme et svar." in said(app)
    app.text_input(key=f"applied-{task.id}-name").set_value("Gunnar Lund")
    press(app.text_input(key=f"applied-{task.id}-phone").set_value("20304050").run(), "down-save")
    look_again(session)
    assert session.exec(select(Application)).one().written_by_id == scene.coordinator.id


def test_a_task_whose_call_is_over_says_until_when_it_was_and_blames_no_name_that_nobody_wrote(session, scene, now):
    task = a_task(session, scene, utc_now())
    give_task(session=session, actor=scene.as_coordinator, task_id=task.id, engagement_id=scene.engagement.id, now=now)
    long_ago = utc_now() - timedelta(days=3)
    a_call(session, scene, task, long_ago, until=local_day(long_ago) + timedelta(days=1))
    told = said(visit(session, scene.coordinator, "tasks/task.py", id=str(task.id)))
    assert "Det sidste opslag var åbent til og med" in told
    assert "Ingen på arbejdspladsen eller i programmet kan tage den nu." in told
    assert "Skriv mindre af navnet" not in told
