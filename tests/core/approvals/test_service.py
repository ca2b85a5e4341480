"""Deciding about approval: with what it takes, once on the same evidence, by one of two who try at once."""

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.approvals.case import own_facts, path_of
from core.approvals.rules import ApprovalState, Decision, approval_state
from core.approvals.service import (
    ClosingMeeting,
    approve,
    end_approval,
    record_closing,
    record_training,
    say_no,
    usual_until,
)
from core.errors import DomainError
from core.i18n import local_day
from core.startup import Portal
from core.supervision.rules import SupervisionKind
from db.approvals import Approval
from db.audit import AuditEvent
from db.people import Engagement
from tests.builders import Scene, a_member, a_scene, an_actor, look_again
from tests.core.approvals.stories import a_course, a_supervision, ready, trained


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme="laer_at_tackle")


def _approve(session: Session, scene: Scene, now, *, after=None, actor=None, until: date | None = None) -> Approval:
    return approve(
        session=session,
        actor=actor or scene.as_coordinator,
        engagement_id=scene.engagement.id,
        after_id=after.id if after else None,
        valid_until=until or local_day(now) + timedelta(days=730),
        now=now,
    )


def _no(session: Session, scene: Scene, now, *, after=None, **more) -> Approval:
    return say_no(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        after_id=after.id if after else None,
        meeting=ClosingMeeting(**{"on": local_day(now) + timedelta(days=7), **more}),
        now=now,
    )


def _stands(session: Session, scene: Scene, day: date) -> ApprovalState:
    engagement = session.get_one(Engagement, scene.engagement.id)
    return approval_state(path_of(session, engagement), own_facts(session, engagement), day)


def test_a_decision_keeps_what_it_leant_on_as_ids(session: Session, scene: Scene, now):
    ready(session, scene, local_day(now))
    made = _approve(session, scene, now)
    assert {name: len(ids) for name, ids in made.evidence.items()} == {"supervisions": 3, "courses": 2}
    assert made.decided_by_id == scene.coordinator.id
    assert _stands(session, scene, local_day(now)) is ApprovalState.APPROVED
    entry = session.exec(select(AuditEvent).where(AuditEvent.action == "approval.approved")).one()
    assert entry.subject_id == made.id


def test_what_is_missing_keeps_an_approval_from_being_given(session: Session, scene: Scene, now):
    today = local_day(now)
    trained(session, scene, today - timedelta(days=200))
    a_supervision(session, scene, today - timedelta(days=50))
    with pytest.raises(DomainError, match="approval_missing"):
        _approve(session, scene, now)
    assert session.exec(select(Approval)).all() == []


def test_deciding_twice_is_refused_with_who_and_when(session: Session, scene: Scene, now):
    ready(session, scene, local_day(now))
    made = _approve(session, scene, now)
    for after in (None, made):
        with pytest.raises(DomainError, match="already_decided") as refused:
            _approve(session, scene, now + timedelta(hours=1), after=after)
        assert refused.value.details == {"name": "Jonas Holm", "day": "02.11.2026"}
        with pytest.raises(DomainError, match="already_decided"):
            _no(session, scene, now + timedelta(hours=1), after=after)
    assert len(session.exec(select(Approval)).all()) == 1


def test_of_two_coordinators_at_once_one_decides_and_the_other_reads_who_did(
    portal: Portal, session: Session, scene: Scene, now
):
    ready(session, scene, local_day(now))
    other = a_member(session, scene.organisation, now, name="Ida Kjær")
    actors = (scene.as_coordinator, an_actor(other, scene.organisation, Role.COORDINATOR))
    session.commit()
    start, said = Barrier(2), []

    def decide(actor) -> None:
        with portal.session() as own:
            start.wait()
            try:
                _approve(own, scene, now, actor=actor)
                said.append("decided")
            except DomainError as error:
                said.append(error.code)

    engagement_id = scene.engagement.id
    assert engagement_id
    threads = [Thread(target=decide, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["already_decided", "decided"]
    look_again(session)
    assert len(session.exec(select(Approval)).all()) == 1


def test_a_renewal_takes_a_re_evaluation(session: Session, scene: Scene, now):
    ready(session, scene, local_day(now))
    first = _approve(session, scene, now, until=local_day(now) + timedelta(days=30))
    later = now + timedelta(days=40)
    assert _stands(session, scene, local_day(later)) is ApprovalState.LAPSED
    a_course(session, scene, local_day(now) + timedelta(days=10))
    with pytest.raises(DomainError, match="approval_missing"):
        _approve(session, scene, later, after=first)
    a_supervision(session, scene, local_day(later), kind=SupervisionKind.RE_EVALUATION)
    second = _approve(session, scene, later, after=first)
    assert second.valid_until == local_day(later) + timedelta(days=730)
    assert _stands(session, scene, local_day(later)) is ApprovalState.APPROVED


@pytest.mark.parametrize("days", [0, -1, 3660])
def test_an_approval_lasts_until_a_day_that_can_be(session: Session, scene: Scene, now, days: int):
    ready(session, scene, local_day(now))
    with pytest.raises(DomainError, match="approval_until"):
        _approve(session, scene, now, until=local_day(now) + timedelta(days=days))


def test_the_usual_day_survives_a_leap_day(session: Session, scene: Scene):
    path = path_of(session, scene.engagement)
    assert usual_until(path, date(2024, 2, 29)) == date(2026, 2, 28)


def test_a_no_on_the_way_plans_the_closing_meeting_and_offers_other_roles(session: Session, scene: Scene, now):
    trained(session, scene, local_day(now) - timedelta(days=30))
    made = _no(session, scene, now, reason="Vi er enige", other_roles="Hjælpe med at hverve\ndeltagere")
    assert made.closing_on == local_day(now) + timedelta(days=7)
    assert made.other_roles == "Hjælpe med at hverve\ndeltagere"
    assert _stands(session, scene, local_day(now)) is ApprovalState.NOT_APPROVED


def test_a_no_is_refused_with_a_meeting_in_the_past_or_a_cpr_number(session: Session, scene: Scene, now):
    with pytest.raises(DomainError, match="date_past"):
        _no(session, scene, now, on=local_day(now) - timedelta(days=1))
    with pytest.raises(DomainError, match="cpr_not_wanted"):
        _no(session, scene, now, reason="010190-1234")
    assert session.exec(select(Approval)).all() == []


def test_after_a_no_one_more_supervision_lets_it_be_decided_anew(session: Session, scene: Scene, now):
    ready(session, scene, local_day(now))
    no = _no(session, scene, now)
    later = now + timedelta(days=30)
    with pytest.raises(DomainError, match="already_decided"):
        _approve(session, scene, later, after=no)
    a_supervision(session, scene, local_day(later), kind=SupervisionKind.EXTRA)
    assert _approve(session, scene, later, after=no).decision == Decision.APPROVED


def test_an_approval_is_ended_by_a_person_and_once(session: Session, scene: Scene, now):
    ready(session, scene, local_day(now))
    made = _approve(session, scene, now)

    def end() -> Approval:
        return end_approval(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            after_id=made.id,
            meeting=ClosingMeeting(on=local_day(now) + timedelta(days=3)),
            now=now + timedelta(minutes=5),
        )

    assert end().decision == Decision.ENDED
    assert _stands(session, scene, local_day(now)) is ApprovalState.ENDED
    with pytest.raises(DomainError, match="already_decided"):
        end()


def test_there_is_nothing_to_end_before_anything_was_decided(session: Session, scene: Scene, now):
    with pytest.raises(DomainError, match="approval_none"):
        end_approval(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            after_id=scene.engagement.id,
            meeting=ClosingMeeting(on=local_day(now)),
            now=now,
        )


def test_a_closing_meeting_is_recorded_once_between_the_decision_and_today(session: Session, scene: Scene, now):
    made = _no(session, scene, now)
    later = now + timedelta(days=8)

    def record(day: date) -> Approval:
        return record_closing(session=session, actor=scene.as_coordinator, approval_id=made.id, held_on=day, now=later)

    for wrong in (local_day(now) - timedelta(days=1), local_day(later) + timedelta(days=1)):
        with pytest.raises(DomainError, match="closing_date"):
            record(wrong)
    assert record(local_day(later)).closed_on == local_day(later)
    with pytest.raises(DomainError, match="closing_held"):
        record(local_day(later))


def test_training_is_recorded_and_the_later_of_two_who_do_is_told(session: Session, scene: Scene, now):
    def record(day: date | None, version: int) -> Engagement:
        return record_training(
            session=session,
            actor=scene.as_coordinator,
            engagement_id=scene.engagement.id,
            trained_on=day,
            expected_version=version,
            now=now,
        )

    assert record(date(2026, 10, 1), 1).version == 2
    with pytest.raises(DomainError, match="changed_meanwhile"):
        record(date(2026, 10, 2), 1)
    assert record(None, 2).trained_on is None


def test_nobody_but_a_coordinator_of_the_same_organisation_decides(session: Session, scene: Scene, now):
    ready(session, scene, local_day(now))
    for actor in (scene.as_volunteer, scene.as_contact_person):
        with pytest.raises(DomainError, match="not_allowed"):
            _approve(session, scene, now, actor=actor)


def test_a_programme_without_approval_has_nothing_to_decide(session: Session, now):
    plain = a_scene(session, now)
    with pytest.raises(DomainError, match="no_approval_here"):
        _no(session, plain, now)
