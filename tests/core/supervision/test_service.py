"""Supervision from order to feedback, on both databases."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from core.access.permissions import Action, Actor, Grant, Role, Subject, may
from core.approvals.reading import facts_of
from core.errors import DomainError
from core.i18n import local_day
from core.startup import Portal
from core.supervision.case import subject_of
from core.supervision.lists import my_supervisions, one_supervision, supervisions
from core.supervision.log_book import log_book, own_log_books, tick_task, write_entry
from core.supervision.rules import SupervisionKind, SupervisionState
from core.supervision.service import (
    SupervisionDetails,
    SupervisionPlan,
    call_off,
    give_feedback,
    hand_over,
    hold,
    name_supervisor,
    order,
    plan,
)
from db.courses import CourseRun
from db.engine import transaction
from db.notices import ChangeNotice
from db.supervision import LogTask, Supervision
from tests.builders import a_member, a_scene, an_actor, an_organisation
from tests.core.supervision.stories import WORDS, Teaching, ordered, teaching


@pytest.fixture
def told(session: Session, now: datetime) -> Teaching:
    return teaching(session, now)


def held(session: Session, told: Teaching, now: datetime) -> Supervision:
    found = ordered(session, told, now)
    return hold(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        held_on=local_day(now),
        expected_version=found.version,
        now=now,
    )


def feedback(
    session: Session, told: Teaching, found: Supervision, now: datetime, *, to: UUID | None = None, done=True, **changed
) -> None:
    give_feedback(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        engagement_id=to or told.scene.engagement.id,
        feedback=replace(WORDS, **changed),
        done=done,
        now=now,
    )


def test_a_session_goes_from_order_to_feedback_for_both_instructors(session: Session, told: Teaching, now: datetime):
    found = ordered(session, told, now)
    coordinator = told.scene.as_coordinator
    (row,) = supervisions(session=session, actor=coordinator, organisation_id=told.scene.organisation.id)
    assert (row.state, row.names, row.supervisor) == (
        SupervisionState.ORDERED,
        ("Bodil Bro", "Karen Møller"),
        "Vibeke Noer",
    )
    found = plan(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        planned=SupervisionPlan(
            planned_at=now + timedelta(days=3), place=" Lokale  2 ", course_module_id=told.module.id
        ),
        expected_version=found.version,
        now=now,
    )
    row = one_supervision(session=session, actor=told.as_supervisor, supervision_id=found.id)
    assert (row.state, row.place) == (SupervisionState.PLANNED, "Lokale 2")
    found = hold(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        held_on=local_day(now),
        expected_version=found.version,
        now=now,
    )
    feedback(session, told, found, now)
    row = one_supervision(session=session, actor=told.as_supervisor, supervision_id=found.id)
    assert row.state is SupervisionState.HELD
    feedback(session, told, found, now, to=told.partner.id, went_well="Gode eksempler.", tasks=[])
    assert supervisions(session=session, actor=coordinator, organisation_id=told.scene.organisation.id) == []
    (row,) = supervisions(session=session, actor=coordinator, organisation_id=told.scene.organisation.id, finished=True)
    assert row.state is SupervisionState.DONE
    facts = facts_of(session, told.both)
    assert [fact.supervisions[0].feedback for fact in facts.values()] == [True, True]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"engagement_ids": []}, "supervision_nobody"),
        ({"engagement_ids": [uuid4(), uuid4(), uuid4()]}, "supervision_many"),
        ({"engagement_ids": [uuid4()]}, "not_found"),
        ({"supervisor_id": uuid4()}, "supervisor_unknown"),
    ],
)
def test_what_cannot_be_ordered_is_refused_in_words(session: Session, told: Teaching, now: datetime, changed, code):
    with pytest.raises(DomainError, match=code):
        order(
            session=session,
            actor=told.scene.as_coordinator,
            details=SupervisionDetails(**{"kind": SupervisionKind.FIRST, "engagement_ids": told.both, **changed}),
            now=now,
        )


def test_a_course_the_instructor_does_not_lead_is_refused(session: Session, told: Teaching, now: datetime):
    with transaction(session):
        other = CourseRun(
            organisation_id=told.scene.organisation.id,
            programme="laer_at_tackle",
            name="Et andet",
            created_by_id=told.scene.coordinator.id,
            created_at=now,
        )
        session.add(other)
    with pytest.raises(DomainError, match="supervision_other_course"):
        order(
            session=session,
            actor=told.scene.as_coordinator,
            details=SupervisionDetails(kind=SupervisionKind.FIRST, engagement_ids=told.both, course_run_id=other.id),
            now=now,
        )


def test_a_fourth_first_time_supervision_is_refused_and_an_extra_one_is_not(
    session: Session, told: Teaching, now: datetime
):
    for _number in range(3):
        ordered(session, told, now, both=False)
    with pytest.raises(DomainError, match="supervision_enough"):
        ordered(session, told, now)
    order(
        session=session,
        actor=told.scene.as_coordinator,
        details=SupervisionDetails(kind=SupervisionKind.EXTRA, engagement_ids=told.both),
        now=now,
    )


def test_one_that_was_called_off_makes_room_for_another(session: Session, told: Teaching, now: datetime):
    found = [ordered(session, told, now) for _number in range(3)][0]
    call_off(
        session=session,
        actor=told.scene.as_coordinator,
        supervision_id=found.id,
        expected_version=found.version,
        now=now,
    )
    ordered(session, told, now)


def test_a_programme_without_approval_has_no_supervisions(session: Session, now: datetime):
    scene = a_scene(session, now)
    with pytest.raises(DomainError, match="supervision_programme"):
        order(
            session=session,
            actor=scene.as_coordinator,
            details=SupervisionDetails(kind=SupervisionKind.FIRST, engagement_ids=[scene.engagement.id]),
            now=now,
        )


def test_an_observation_is_held_by_the_coordinator_who_orders_it(session: Session, told: Teaching, now: datetime):
    found = order(
        session=session,
        actor=told.scene.as_coordinator,
        details=SupervisionDetails(kind=SupervisionKind.OBSERVATION, engagement_ids=told.both[:1]),
        now=now,
    )
    assert found.supervisor_id == told.scene.coordinator.id


def test_feedback_comes_after_the_day_and_the_day_is_recorded_once(session: Session, told: Teaching, now: datetime):
    found = ordered(session, told, now)
    with pytest.raises(DomainError, match="supervision_not_held"):
        feedback(session, told, found, now)
    for day, code in (
        (local_day(now) + timedelta(days=1), "ahead"),
        (local_day(now) - timedelta(days=4000), "long_ago"),
    ):
        with pytest.raises(DomainError, match=code):
            hold(
                session=session,
                actor=told.as_supervisor,
                supervision_id=found.id,
                held_on=day,
                expected_version=found.version,
                now=now,
            )
    found = held(session, told, now)
    with pytest.raises(DomainError, match="supervision_held"):
        hold(
            session=session,
            actor=told.as_supervisor,
            supervision_id=found.id,
            held_on=local_day(now),
            expected_version=found.version,
            now=now,
        )
    with pytest.raises(DomainError, match="feedback_empty"):
        feedback(session, told, found, now, went_well=" ", work_on="")


def test_a_day_that_is_over_is_written_down_and_told_nobody(session: Session, told: Teaching, now: datetime):
    found = ordered(session, told, now)
    plan(
        session=session,
        actor=told.as_supervisor,
        supervision_id=found.id,
        planned=SupervisionPlan(planned_at=now - timedelta(days=1), place=""),
        expected_version=found.version,
        now=now,
    )
    assert session.exec(select(ChangeNotice)).all() == []


def test_two_who_change_the_same_session_notice_each_other(session: Session, told: Teaching, now: datetime):
    found = ordered(session, told, now)
    seen = found.version
    name_supervisor(
        session=session,
        actor=told.scene.as_coordinator,
        supervision_id=found.id,
        supervisor_id=told.scene.coordinator.id,
        expected_version=seen,
        now=now,
    )
    with pytest.raises(DomainError, match="changed_meanwhile"):
        call_off(
            session=session,
            actor=told.scene.as_coordinator,
            supervision_id=found.id,
            expected_version=seen,
            now=now,
        )


def test_two_coordinators_at_once_do_not_order_a_fourth(
    portal: Portal, session: Session, told: Teaching, now: datetime
):
    for _number in range(2):
        ordered(session, told, now)
    barrier, refused = Barrier(2), []
    coordinator, both, run_id = told.scene.as_coordinator, told.both, told.run.id

    def try_it() -> None:
        with portal.session() as own:
            barrier.wait()
            try:
                order(
                    session=own,
                    actor=coordinator,
                    details=SupervisionDetails(kind=SupervisionKind.FIRST, engagement_ids=both, course_run_id=run_id),
                    now=now,
                )
            except DomainError as error:
                refused.append(error.code)

    threads = [Thread(target=try_it) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["supervision_enough"]


def test_a_supervisor_sees_only_what_is_theirs_in_whichever_organisations(
    session: Session, told: Teaching, now: datetime
):
    found = ordered(session, told, now)
    elsewhere = an_organisation(session, now, name="Havnby Kommune")
    stranger = a_member(session, told.scene.organisation, now, role=Role.SUPERVISOR, name="En anden")
    as_stranger = an_actor(stranger, told.scene.organisation, Role.SUPERVISOR)
    assert my_supervisions(session=session, actor=as_stranger) == []
    with pytest.raises(DomainError, match="not_allowed"):
        one_supervision(session=session, actor=as_stranger, supervision_id=found.id)
    with pytest.raises(DomainError, match="not_allowed"):
        log_book(session=session, actor=as_stranger, engagement_id=told.scene.engagement.id)
    of_two = Actor(
        told.supervisor.id,
        uuid4(),
        "Vibeke Noer",
        "da",
        (Grant(elsewhere.id, Role.SUPERVISOR), Grant(told.scene.organisation.id, Role.SUPERVISOR)),
    )
    assert [row.supervision_id for row in my_supervisions(session=session, actor=of_two)] == [found.id]
    # Who is no supervisor there any more sees nothing of it.
    gone = an_actor(told.supervisor, elsewhere, Role.SUPERVISOR)
    assert my_supervisions(session=session, actor=gone) == []
    assert not may(gone, Action.HOLD_SUPERVISION, subject_of(found))
    assert may(of_two, Action.HOLD_SUPERVISION, Subject(elsewhere.id, frozenset({told.supervisor.id})))


def test_all_open_sessions_are_handed_over_in_one_action_and_held_ones_stay(
    session: Session, told: Teaching, now: datetime
):
    done = held(session, told, now)
    waiting = ordered(session, told, now)
    stand_in = a_member(session, told.scene.organisation, now, role=Role.SUPERVISOR, name="Iben Sø")

    def hand(to_id) -> int:
        return hand_over(
            session=session,
            actor=told.scene.as_coordinator,
            organisation_id=told.scene.organisation.id,
            from_id=told.supervisor.id,
            to_id=to_id,
            now=now,
        )

    # The one `held` ordered first, and the one that waits.
    assert hand(stand_in.id) == 1
    session.expire_all()
    assert session.get_one(Supervision, waiting.id).supervisor_id == stand_in.id
    assert session.get_one(Supervision, done.id).supervisor_id == told.supervisor.id
    assert hand(stand_in.id) == 0
    with pytest.raises(DomainError, match="supervisor_same"):
        hand(told.supervisor.id)


def test_the_log_book_collects_ones_own_feedback_tasks_and_words(session: Session, told: Teaching, now: datetime):
    found = held(session, told, now)
    feedback(session, told, found, now, to=told.partner.id, went_well="Kun til Bodil.")
    feedback(session, told, found, now, done=False)
    own = told.scene.as_volunteer
    assert own_log_books(session=session, actor=own) == [told.scene.engagement.id]

    def book():
        return log_book(session=session, actor=own, engagement_id=told.scene.engagement.id)

    assert book().tasks == ()
    assert {each.went_well for row in book().supervisions for each in row.supervised} == {""}
    feedback(session, told, found, now)
    assert {each.went_well for row in book().supervisions for each in row.supervised} == {"", "God ro i rummet."}
    (task,) = book().tasks
    tick_task(session=session, actor=own, task_id=task.task_id, done=True, now=now)
    # Feedback that is corrected leaves what was ticked off as it is.
    feedback(session, told, found, now, tasks=["Øv pauser", "Kom tidligt"])
    assert [(each.words, each.done_on is not None) for each in book().tasks] == [
        ("Øv pauser", True),
        ("Kom tidligt", False),
    ]
    write_entry(session=session, actor=own, engagement_id=told.scene.engagement.id, words="Det gik godt.", now=now)
    assert [entry.words for entry in book().entries] == ["Det gik godt."]
    for words, code in (("  ", "text_missing"), ("010190-1234", "cpr_not_wanted")):
        with pytest.raises(DomainError, match=code):
            write_entry(session=session, actor=own, engagement_id=told.scene.engagement.id, words=words, now=now)


def test_nobody_writes_in_anothers_log_book(session: Session, told: Teaching, now: datetime):
    found = held(session, told, now)
    feedback(session, told, found, now)
    task = session.exec(select(LogTask)).one()
    for somebody in (told.scene.as_coordinator, told.as_supervisor, told.scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            tick_task(session=session, actor=somebody, task_id=task.id, done=True, now=now)
        with pytest.raises(DomainError, match="not_allowed"):
            write_entry(session=session, actor=somebody, engagement_id=told.both[0], words="Hej", now=now)
    with pytest.raises(DomainError, match="not_allowed"):
        log_book(session=session, actor=told.scene.as_contact_person, engagement_id=told.both[0])
