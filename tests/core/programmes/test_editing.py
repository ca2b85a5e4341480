"""An organisation's own versions of a programme, on both databases."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.courses.service import programmes_with_courses
from core.errors import DomainError
from core.programmes.editing import adjust, programme, programmes
from core.programmes.programme import shipped
from core.programmes.publishing import newest, programme_of
from db.audit import AuditEvent
from tests.builders import a_member, a_scene, an_actor, an_organisation

ID = "laer_at_tackle"
SHIPPED = shipped()[ID].version


@pytest.fixture
def scene(session: Session, now):
    return a_scene(session, now, programme=ID)


@pytest.fixture
def admin(session: Session, scene, now):
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    return an_actor(person, scene.organisation, Role.ADMIN)


def adjusts(session, scene, actor, now, number=SHIPPED, **changes):
    return adjust(
        session=session,
        actor=actor,
        organisation_id=scene.organisation.id,
        programme=ID,
        changes={name.replace("__", "."): value for name, value in changes.items()},
        expected_number=number,
        now=now,
    )


def view(session, scene, actor):
    return programme(session=session, actor=actor, organisation_id=scene.organisation.id, programme_id=ID)


def test_new_volunteers_begin_under_what_was_published_and_nobody_is_moved(session, scene, admin, now):
    made = adjusts(session, scene, admin, now, approval__courses_per_year=3)
    assert (made.number, made.own, made.published_by) == (SHIPPED + 1, True, "Søren Friis")
    assert newest(session, scene.organisation.id)[ID] == made.id
    path = programme_of(session, made.id).approval
    assert path is not None
    assert path.courses_per_year == 3
    found = view(session, scene, admin)
    assert [(each.number, each.people) for each in found.versions] == [(SHIPPED + 1, 0), (SHIPPED, 1)]
    assert found.behind == 1
    assert found.former(found.newest) == found.versions[1]


def test_what_was_changed_is_in_the_log_by_name_alone(session, scene, admin, now):
    adjusts(session, scene, admin, now, approval__courses_per_year=3, name__da="Vores egne")
    (entry,) = session.exec(select(AuditEvent).where(AuditEvent.action == "programme.published")).all()
    assert entry.fields == ["approval.courses_per_year", "name.da"]


def test_the_second_to_publish_is_told_and_goes_on_top_of_the_first(session, scene, admin, now):
    adjusts(session, scene, admin, now, approval__courses_per_year=3)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        adjusts(session, scene, admin, now, approval__approval_years=3)
    made = adjusts(session, scene, admin, now, number=SHIPPED + 1, approval__approval_years=3)
    assert made.programme.approval is not None
    assert (made.programme.approval.courses_per_year, made.programme.approval.approval_years) == (3, 3)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "programme_unchanged"),
        ({"approval__courses_per_year": 2}, "programme_unchanged"),
        ({"approval__supervisions_min": 9}, "programme_most_under_least"),
    ],
)
def test_what_cannot_be_published_leaves_everything_as_it_was(session, scene, admin, now, changes, code):
    with pytest.raises(DomainError, match=code):
        adjusts(session, scene, admin, now, **changes)
    assert len(view(session, scene, admin).versions) == 1


def test_courses_are_led_where_the_newest_version_has_pairs(session, scene, admin, now):
    def led():
        found = programmes_with_courses(
            session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id
        )
        return [each.id for each in found]

    assert led() == [ID]
    adjusts(session, scene, admin, now, pairs=False)
    assert led() == []


def test_another_organisation_keeps_what_came_with_the_portal(session, scene, admin, now):
    other = an_organisation(session, now, name="Havnby Kommune")
    adjusts(session, scene, admin, now, approval__courses_per_year=3)
    assert newest(session, other.id)[ID] == newest(session)[ID]
    theirs = programmes(session=session, actor=an_actor(scene.coordinator, other, Role.ADMIN), organisation_id=other.id)
    assert {each.newest.own for each in theirs} == {False}
    assert next(each for each in theirs if each.id == ID).newest.people == 0


def test_all_programmes_are_there_and_an_unknown_one_is_told(session, scene, admin):
    found = programmes(session=session, actor=admin, organisation_id=scene.organisation.id)
    assert [each.id for each in found] == sorted(shipped())
    with pytest.raises(DomainError, match="not_found"):
        programme(session=session, actor=admin, organisation_id=scene.organisation.id, programme_id="x")


def test_only_an_administrator_reads_and_adjusts(session, scene, now):
    for does in (
        lambda: adjusts(session, scene, scene.as_coordinator, now, approval__courses_per_year=3),
        lambda: view(session, scene, scene.as_coordinator),
        lambda: programmes(session=session, actor=scene.as_coordinator, organisation_id=UUID(int=5)),
    ):
        with pytest.raises(DomainError, match="not_allowed"):
            does()
