from datetime import datetime
from uuid import UUID

import pytest
from sqlmodel import Session, select

from core.access.permissions import TABLE, Action, Actor, Grant, Role, Subject, may, organisations_where, require_in
from core.access.reach import visible_to
from core.errors import DomainError
from db.courses import CourseRun
from db.engine import transaction
from db.people import Engagement
from tests.architecture import none_of
from tests.builders import a_member, a_person, a_scene, a_workplace


def seen(session: Session, actor: Actor, action: Action, organisation_id: UUID) -> set[UUID]:
    if organisation_id not in organisations_where(actor, action):
        with pytest.raises(DomainError, match="not_allowed"):
            visible_to(actor, action, organisation_id)
        return set()
    return set(session.exec(select(Engagement.id).where(*visible_to(actor, action, organisation_id))))


def test_a_list_shows_exactly_what_the_table_allows_of_each(session: Session, now: datetime) -> None:
    here, elsewhere = a_scene(session, now), a_scene(session, now)
    place = a_workplace(session, here.organisation, name="Rosenhuset")
    follows = a_member(session, here.organisation, now, role=Role.CONTACT_PERSON, name="Bo Lind", workplace=place)
    for contact, at in ((here.contact_person, place), (follows, here.workplace), (follows, place)):
        with transaction(session):
            session.add(
                Engagement(
                    organisation_id=here.organisation.id,
                    person_id=a_person(session, now, name="Ea Dahl").id,
                    programme_version_id=here.engagement.programme_version_id,
                    workplace_id=at.id,
                    contact_person_id=contact.id,
                    coordinator_id=here.coordinator.id,
                    created_at=now,
                )
            )
    everything = session.exec(select(Engagement)).all()
    assert len(everything) == 5
    asking = [
        Actor(person.id, UUID(int=1), person.name, "da", grants)
        for person in (here.volunteer, follows, here.coordinator)
        for role in Role
        for grants in (
            (Grant(here.organisation.id, role),),
            (Grant(here.organisation.id, role, place.id), Grant(elsewhere.organisation.id, Role.VOLUNTEER)),
            (
                Grant(here.organisation.id, role, place.id),
                Grant(here.organisation.id, Role.CONTACT_PERSON, here.workplace.id),
            ),
        )
    ]
    none_of(
        f"{action} by {actor.name} with {[(each.role, each.workplace_id) for each in actor.grants]}"
        for action in TABLE
        for actor in asking
        if seen(session, actor, action, here.organisation.id)
        != {
            each.id
            for each in everything
            if each.organisation_id == here.organisation.id and may(actor, action, Subject.of(each))
        }
    )


def test_whoever_reaches_nothing_in_an_organisation_is_refused_and_gets_no_empty_list(session, now) -> None:
    here, elsewhere = a_scene(session, now), a_scene(session, now)
    for actor, organisation in ((here.as_volunteer, here), (here.as_coordinator, elsewhere)):
        with pytest.raises(DomainError, match="not_allowed"):
            visible_to(actor, Action.SEE_VOLUNTEERS, organisation.organisation.id)


def test_a_course_run_is_reached_by_its_workplace_or_from_the_whole_organisation(session, now) -> None:
    scene = a_scene(session, now)
    place = a_workplace(session, scene.organisation, name="Rosenhuset")
    with transaction(session):
        for at in (scene.workplace.id, place.id, None):
            session.add(
                CourseRun(
                    organisation_id=scene.organisation.id,
                    programme="laer_at_tackle",
                    name="Kursus",
                    workplace_id=at,
                    created_by_id=scene.coordinator.id,
                    created_at=now,
                )
            )

    def runs(actor: Actor) -> list[UUID | None]:
        asked = visible_to(actor, Action.SEE_COURSES, scene.organisation.id, CourseRun)
        return list(session.exec(select(CourseRun.workplace_id).where(*asked)))

    assert len(runs(scene.as_coordinator)) == 3
    assert runs(scene.as_contact_person) == [scene.workplace.id]
    leads = visible_to(scene.as_volunteer, Action.LEAD_COURSE, scene.organisation.id, CourseRun)
    assert session.exec(select(CourseRun).where(*leads)).all() == []


def test_some_of_an_organisation_is_enough_for_what_it_has_in_common(session, now) -> None:
    here, elsewhere = a_scene(session, now), a_scene(session, now)
    for actor in (here.as_contact_person, here.as_coordinator):
        assert require_in(actor, Action.SEE_VOLUNTEERS, here.organisation.id) is actor
        with pytest.raises(DomainError, match="not_allowed"):
            require_in(actor, Action.SEE_VOLUNTEERS, elsewhere.organisation.id)
    for nobody in (None, here.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            require_in(nobody, Action.SEE_VOLUNTEERS, here.organisation.id)
