"""Volunteers moved to a newer version of their programme: what would change, and what happens meanwhile."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.bulk.looking_after import move_each
from core.errors import DomainError
from core.i18n import local_day
from core.journey.moving import StepChange, changed_steps, is_behind, move, moving, what_would_change
from core.journey.steps import Step, StepKind, StepStatus
from core.people.service import EngagementDetails, change_engagement
from core.programmes.editing import adjust
from core.programmes.programme import shipped
from core.programmes.publishing import newest
from db.audit import AuditEvent
from db.engine import transaction
from db.journey import EngagementNext
from db.people import Engagement
from tests.builders import Scene, a_member, a_scene, an_actor
from tests.core.register.test_documents import another

ID = "laer_at_tackle"


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now, programme=ID)


def publish(session, scene, now, **changes):
    """The administrator publishes another version."""
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    current = moving(
        session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, programme_id=ID
    )
    return adjust(
        session=session,
        actor=an_actor(person, scene.organisation, Role.ADMIN),
        organisation_id=scene.organisation.id,
        programme=ID,
        changes={name.replace("__", "."): value for name, value in changes.items()},
        expected_number=current.programme.version,
        now=now,
    ).id


def found(session, scene):
    return moving(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, programme_id=ID)


def would(session, scene, to, now):
    return what_would_change(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        engagement_ids=[scene.engagement.id],
        to=to,
        today=local_day(now),
    )[scene.engagement.id]


def moves(session, scene, to, now, actor=None, version=1):
    move(
        session=session,
        actor=actor or scene.as_coordinator,
        engagement_id=scene.engagement.id,
        to=to,
        expected_version=version,
        now=now,
    )


def test_nobody_is_behind_until_something_new_is_published(session, scene, now):
    assert found(session, scene).behind == ()
    assert not is_behind(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)
    to = publish(session, scene, now, approval__supervisions_default=2)
    assert [each.name for each in found(session, scene).behind] == ["Karen Møller"]
    assert found(session, scene).to == to
    assert is_behind(session=session, actor=scene.as_coordinator, engagement_id=scene.engagement.id)


def test_the_steps_that_come_and_go_are_told_before_anybody_is_moved(session, scene, now):
    to = publish(
        session, scene, now, approval__supervisions_default=2, documents=("welcome_letter", "cooperation_agreement")
    )
    told = [
        (change.before and change.before.id, change.after and change.after.id)
        for change in would(session, scene, to, now)
    ]
    assert ("confidentiality_declaration", None) in told
    assert ("supervision:3", None) in told
    assert session.get_one(Engagement, scene.engagement.id).programme_version_id == newest(session)[ID]


def test_an_approval_that_comes_is_read_with_its_facts(session, now):
    scene = a_scene(session, now)
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    to = adjust(
        session=session,
        actor=an_actor(person, scene.organisation, Role.ADMIN),
        organisation_id=scene.organisation.id,
        programme="kommunal_frivillig",
        changes={"approval": True},
        expected_number=shipped()["kommunal_frivillig"].version,
        now=now,
    ).id
    told = [change.after.id for change in would(session, scene, to, now) if change.after and not change.before]
    assert "supervision:1" in told


def test_who_is_moved_walks_the_new_path_and_the_log_says_so(session, scene, now):
    to = publish(session, scene, now, approval__supervisions_default=2)
    moves(session, scene, to, now)
    session.expire_all()
    engagement = session.get_one(Engagement, scene.engagement.id)
    assert (engagement.programme_version_id, engagement.version) == (to, 2)
    assert found(session, scene).behind == ()
    assert would(session, scene, to, now) == ()
    assert session.get_one(EngagementNext, engagement.id).engagement_id == engagement.id
    (entry,) = session.exec(select(AuditEvent).where(AuditEvent.action == "engagement.version_moved")).all()
    assert (entry.subject_id, entry.actor_id) == (engagement.id, scene.coordinator.id)


def test_moving_twice_is_told_and_does_it_once(session, scene, now):
    to = publish(session, scene, now, approval__supervisions_default=2)
    moves(session, scene, to, now)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        moves(session, scene, to, now)
    moves(session, scene, to, now, version=2)
    assert len(session.exec(select(AuditEvent).where(AuditEvent.action == "engagement.version_moved")).all()) == 1


def test_nobody_is_moved_to_what_is_not_the_newest_any_more(session, scene, now):
    read = publish(session, scene, now, approval__supervisions_default=2)
    publish(session, scene, now, approval__courses_per_year=3)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        moves(session, scene, read, now)


def test_what_somebody_else_changed_meanwhile_is_not_overlooked(session, scene, now):
    to = publish(session, scene, now, approval__supervisions_default=2)
    change_engagement(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        details=EngagementDetails(
            workplace_id=scene.workplace.id, contact_person_id=scene.coordinator.id, begins_on=date(2026, 1, 1)
        ),
        expected_version=1,
        now=now,
    )
    with pytest.raises(DomainError, match="changed_meanwhile"):
        moves(session, scene, to, now)


def test_those_who_have_stopped_stay_where_they_were(session, scene, now):
    to = publish(session, scene, now, approval__supervisions_default=2)
    with transaction(session):
        scene.engagement.ended_at = now
        session.add(scene.engagement)
    assert found(session, scene).behind == ()
    with pytest.raises(DomainError, match="engagement_over"):
        moves(session, scene, to, now)


def test_many_are_moved_and_the_refused_are_told(session, scene, now):
    bo = another(session, scene, now, name="Bo Dahl")
    with transaction(session):
        bo.engagement.programme_version_id = newest(session)[ID]
        session.add(bo.engagement)
    to = publish(session, scene, now, approval__supervisions_default=2)
    outcomes = list(
        move_each(
            session=session,
            actor=scene.as_coordinator,
            versions={scene.engagement.id: 1, bo.engagement.id: 7, uuid4(): 1},
            to=to,
            now=now,
        )
    )
    assert [(each.name, each.refused) for each in outcomes] == [
        ("Karen Møller", None),
        ("Bo Dahl", "changed_meanwhile"),
        ("", "not_found"),
    ]


def test_only_a_coordinator_moves_and_sees_who_could_be(session, scene, now):
    to = publish(session, scene, now, approval__supervisions_default=2)
    for does in (
        lambda: moves(session, scene, to, now, actor=scene.as_contact_person),
        lambda: moves(session, scene, to, now, actor=scene.as_volunteer),
        lambda: moving(
            session=session,
            actor=scene.as_contact_person,
            organisation_id=scene.organisation.id,
            programme_id=ID,
        ),
        lambda: is_behind(session=session, actor=scene.as_contact_person, engagement_id=scene.engagement.id),
        lambda: what_would_change(
            session=session,
            actor=scene.as_contact_person,
            organisation_id=scene.organisation.id,
            engagement_ids=[scene.engagement.id],
            to=to,
            today=local_day(now),
        ),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            does()


def test_what_is_not_there_is_told(session, scene, now):
    with pytest.raises(DomainError, match="programme_unknown"):
        moving(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, programme_id="x")
    with pytest.raises(DomainError, match="not_found"):
        is_behind(session=session, actor=scene.as_coordinator, engagement_id=uuid4())


DAY = date(2026, 5, 1)


def a_step(id_: str, status: StepStatus = StepStatus.WAITING, due: date | None = None) -> Step:
    return Step(id_, StepKind.COURSE, status, "coordinator", due_on=due)


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ([a_step("a")], [a_step("a")], []),
        ([a_step("a")], [], [("a", None)]),
        ([], [a_step("a")], [(None, "a")]),
        ([], [a_step("a", StepStatus.NOT_NEEDED)], []),
        ([a_step("a", StepStatus.NOT_NEEDED)], [a_step("a")], [(None, "a")]),
        ([a_step("a", due=DAY)], [a_step("a", due=DAY + timedelta(days=1))], [("a", "a")]),
        ([a_step("a", StepStatus.DONE)], [a_step("a")], [("a", "a")]),
        ([a_step("b"), a_step("gone")], [a_step("new"), a_step("b")], [(None, "new"), ("gone", None)]),
    ],
)
def test_what_differs_between_two_paths(before, after, changed) -> None:
    told: list[StepChange] = list(changed_steps(before, after))
    assert [(each.before and each.before.id, each.after and each.after.id) for each in told] == changed
