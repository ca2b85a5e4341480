"""Views of the register, kept by name: one's own alone."""

import pytest
from sqlmodel import Session

from core.errors import DomainError
from core.register.views import MOST_VIEWS, forget_view, save_view, views_of
from tests.builders import Scene, a_scene


@pytest.fixture
def scene(session: Session, now) -> Scene:
    return a_scene(session, now)


def keep(session, scene, now, name: str, actor=None, **settings):
    return save_view(
        session=session,
        actor=actor or scene.as_coordinator,
        organisation_id=scene.organisation.id,
        name=name,
        settings=settings,
        now=now,
    )


def mine(session, scene, actor=None):
    found = views_of(session=session, actor=actor or scene.as_coordinator, organisation_id=scene.organisation.id)
    return [(view.name, view.settings) for view in found]


def test_a_view_is_found_again_by_name_and_the_same_name_replaces_it(session, scene, now):
    keep(session, scene, now, "Udløber", stage="running_out")
    keep(session, scene, now, "alle", stage=None)
    keep(session, scene, now, " Udløber ", stage="lapsed")
    assert mine(session, scene) == [("alle", {"stage": None}), ("Udløber", {"stage": "lapsed"})]


def test_a_view_is_nobody_elses(session, scene, now):
    view = keep(session, scene, now, "Udløber")
    assert mine(session, scene, scene.as_contact_person) == []
    forget_view(
        session=session,
        actor=scene.as_contact_person,
        organisation_id=scene.organisation.id,
        view_id=view.view_id,
    )
    assert len(mine(session, scene)) == 1
    for _again in range(2):
        forget_view(
            session=session,
            actor=scene.as_coordinator,
            organisation_id=scene.organisation.id,
            view_id=view.view_id,
        )
    assert mine(session, scene) == []


@pytest.mark.parametrize(("name", "code"), [("  ", "name_missing"), ("a" * 41, "name_long")])
def test_a_name_that_is_none_is_refused(session, scene, now, name, code):
    with pytest.raises(DomainError, match=code):
        keep(session, scene, now, name)


def test_there_are_no_more_views_than_fit(session, scene, now):
    for number in range(MOST_VIEWS):
        keep(session, scene, now, f"Visning {number}")
    keep(session, scene, now, "Visning 3", stage="papers")
    with pytest.raises(DomainError, match="views_many"):
        keep(session, scene, now, "En til")


def test_a_volunteer_keeps_no_views(session, scene, now):
    with pytest.raises(DomainError, match="not_allowed"):
        keep(session, scene, now, "Alle", scene.as_volunteer)
