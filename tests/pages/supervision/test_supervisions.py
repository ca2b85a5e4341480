"""Supervision at the screens: ordered by the coordinator, held by the supervisor, read by the instructor."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core.i18n import local_day, utc_now
from core.supervision.service import SupervisionFeedback, SupervisionPlan, give_feedback, hold, plan
from db.courses import CourseModule
from db.engine import transaction
from db.pairs import Pair
from db.supervision import LogEntry, LogTask, Supervision, SupervisionSubject
from tests.builders import look_again
from tests.core.supervision.stories import Teaching, ordered, teaching
from tests.pages import as_volunteer as visiting
from tests.pages.as_colleague import in_dialog, rows, visit
from tests.pages.drawn import html_of


@pytest.fixture
def told(session: Session) -> Teaching:
    return teaching(session, utc_now())


def at(session: Session, person, path: str, **query):
    app = visiting.visit(session, person, "access/account")
    app.switch_page(path)
    for name, value in query.items():
        app.query_params[name] = str(value)
    return app.run()


def test_a_coordinator_orders_one_for_both_and_hands_all_of_it_over(session: Session, told: Teaching):
    app = visit(session, told.scene.coordinator, "supervision/supervisions", **{"for": told.scene.engagement.id})
    assert not app.exception
    who = next(each for each in app.multiselect if each.key == "order-who")
    who.set_value([*told.both]).run()
    holder = next(each for each in app.selectbox if each.key == "order-holder")
    holder.set_value(told.supervisor.id).run()
    next(button for button in app.button if button.key == "order").click().run()
    look_again(session)
    found = session.exec(select(Supervision)).one()
    assert (found.course_run_id, found.supervisor_id) == (told.run.id, told.supervisor.id)
    assert len(session.exec(select(SupervisionSubject)).all()) == 2
    assert "Bodil Bro" in rows(app)
    assert f"af {told.scene.coordinator.name}" in rows(app)
    app = in_dialog(app, "away")
    next(each for each in app.selectbox if each.key == "takes-over").set_value(told.scene.coordinator.id).run()
    next(button for button in app.button if button.key == "hand-over").click().run()
    look_again(session)
    assert session.exec(select(Supervision)).one().supervisor_id == told.scene.coordinator.id


def test_who_is_asked_for_stands_in_the_form_with_partner_course_and_usual_supervisor(session: Session, told: Teaching):
    ordered(session, told, utc_now(), both=False)
    with transaction(session):
        session.add(
            Pair(
                organisation_id=told.scene.organisation.id,
                first_id=told.both[1],
                second_id=told.both[0],
                begins_on=local_day(utc_now()),
                created_by_id=told.scene.coordinator.id,
                created_at=utc_now(),
            )
        )
    asked: dict[str, Any] = {"for": str(told.scene.engagement.id), "kind": "re_evaluation"}
    app = visit(session, told.scene.coordinator, "supervision/supervisions", **asked)
    assert not app.exception
    assert set(next(each for each in app.multiselect if each.key == "order-who").value) == set(told.both)
    chosen = {str(each.key).split("-")[1]: each.value for each in app.selectbox if str(each.key).startswith("order-")}
    assert chosen == {"kind": "re_evaluation", "run": told.run.id, "holder": told.supervisor.id}
    # The partner, who has had none yet, is asked for alone: the other is further already.
    app = visit(session, told.scene.coordinator, "supervision/supervisions", **{"for": str(told.both[1])})
    assert next(each for each in app.multiselect if each.key == "order-who").value == [told.both[1]]


def test_what_is_refused_is_said_in_words_and_nothing_is_ordered(session: Session, told: Teaching):
    app = in_dialog(visit(session, told.scene.coordinator, "supervision/supervisions"), "order")
    next(button for button in app.button if button.key == "order").click().run()
    assert "hs-error" in html_of(app)
    assert session.exec(select(Supervision)).all() == []


def test_a_supervisor_gives_it_a_day_holds_it_and_writes_feedback_that_is_kept(session: Session, told: Teaching):
    now = utc_now()
    found = ordered(session, told, now, both=False)
    app = at(session, told.supervisor, "pages/supervision/my_supervisions.py")
    assert "Karen Møller" in rows(app)
    app = at(session, told.supervisor, "pages/supervision/supervision.py", id=found.id)
    next(button for button in app.button if button.key == f"plan-{found.id}").click().run()
    look_again(session)
    assert session.get_one(Supervision, found.id).planned_at is not None
    next(button for button in app.button if button.key == f"hold-{found.id}").click().run()
    look_again(session)
    assert session.get_one(Supervision, found.id).held_on is not None
    well = next(each for each in app.text_area if each.key and each.key.endswith(":well"))
    well.set_value("God ro").run()
    look_again(session)
    subject = session.exec(select(SupervisionSubject)).one()
    assert (subject.went_well, subject.feedback_at) == ("God ro", None)
    next(each for each in app.text_area if each.key and each.key.endswith(":tasks")).set_value("Øv pauser").run()
    next(button for button in app.button if button.key and button.key.startswith("feedback-ready-")).click().run()
    look_again(session)
    assert session.exec(select(SupervisionSubject)).one().feedback_at is not None


def test_the_address_names_what_it_is_for(session: Session, told: Teaching):
    asked: dict[str, Any] = {"for": str(told.scene.engagement.id), "kind": "re_evaluation"}
    app = visit(session, told.scene.coordinator, "supervision/supervisions", **asked)
    assert next(each for each in app.selectbox if each.key == "order-kind").value == "re_evaluation"


def test_one_button_stands_out_where_two_wait_for_feedback(session: Session, told: Teaching):
    now = utc_now()
    found = ordered(session, told, now)
    hold(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        held_on=local_day(now),
        expected_version=found.version,
        now=now,
    )
    app = at(session, told.supervisor, "pages/supervision/supervision.py", id=found.id)
    ready = [button for button in app.button if button.key and button.key.startswith("feedback-ready-")]
    assert [button.proto.type for button in ready] == ["primary", "secondary"]


def test_a_day_of_its_own_stays_chosen_although_a_module_lies_ahead(session: Session, told: Teaching):
    now = utc_now()
    found = ordered(session, told, now)
    with transaction(session):
        begins = now + timedelta(days=1)
        session.add(
            CourseModule(course_run_id=told.run.id, number=2, starts_at=begins, ends_at=begins + timedelta(hours=2))
        )
    plan(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        planned=SupervisionPlan(planned_at=now + timedelta(days=3), place="", course_module_id=None),
        expected_version=found.version,
        now=now,
    )
    app = in_dialog(at(session, told.supervisor, "pages/supervision/supervision.py", id=found.id), f"day-{found.id}")
    assert next(each for each in app.selectbox if each.key == f"give-day-{found.id}-module").value is None


def test_an_instructor_ticks_a_task_off_and_writes_in_the_log_book(session: Session, told: Teaching):
    now = utc_now()
    found = ordered(session, told, now, both=False)
    hold(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        held_on=local_day(now) - timedelta(days=1),
        expected_version=found.version,
        now=now,
    )
    give_feedback(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        engagement_id=told.scene.engagement.id,
        feedback=SupervisionFeedback(went_well="God ro", tasks=["Øv pauser"]),
        now=now,
    )
    app = at(session, told.scene.volunteer, "pages/supervision/log_book.py")
    assert not app.exception
    assert "God ro" in visiting.text(app)
    app.checkbox[0].check().run()
    look_again(session)
    assert session.exec(select(LogTask)).one().done_on is not None
    app.text_area[0].set_value("Det gik godt").run()
    next(button for button in app.button if button.key and button.key.startswith("write-")).click().run()
    look_again(session)
    assert session.exec(select(LogEntry)).one().words == "Det gik godt"
    assert "Det gik godt" in visiting.text(app)


def test_a_volunteer_does_not_open_the_log_book_of_another(session: Session, told: Teaching, now: datetime):
    app = at(session, told.scene.volunteer, "pages/supervision/log_book.py", id=told.partner.id)
    assert app.error
    assert "Bodil" not in visiting.text(app)
