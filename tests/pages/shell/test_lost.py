"""Whoever comes where they cannot go on reads why, and goes on from there."""

from datetime import datetime

import pytest
from sqlmodel import Session

from core.access.permissions import Role
from pages.shell.lost import page_at
from pages.shell.navigation import menu_of
from tests.builders import a_scene, an_account, an_actor
from tests.pages import as_volunteer

WAYS = {"coordinator": "today", "volunteer": "my-path", "contact_person": "today"}


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("coordinator", "register/volunteer"),
        ("coordinator", "courses/course"),
        ("contact_person", "register/volunteer"),
        ("volunteer", "documents/signing/document"),
    ],
)
def test_a_bare_address_has_a_heading_and_a_way_on(session: Session, now: datetime, who: str, page: str):
    scene = a_scene(session, now)
    person = getattr(scene, who)
    an_account(session, person, now, login_name=who.replace("_", "-"))
    app = as_volunteer.visit(session, person, "access/account")
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    assert len(app.title) == 1
    assert len(app.error) == 1
    assert "koordinator" not in app.error[0].value
    assert WAYS[who] in [link.proto.page for link in app.get("page_link")]


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("http://portal.test/today", True),
        ("http://portal.test/", True),
        ("http://portal.test/volunteer?id=1", True),
        ("http://portal.test/volunteer/", True),
        ("http://portal.test/wrong", False),
        ("http://portal.test/a%20b", True),
        (None, True),
    ],
)
def test_an_address_that_is_none_of_ours_has_a_page_that_says_so(address: str | None, ours: bool):
    assert (page_at(address) is None) is ours


def test_no_two_entries_of_a_menu_are_called_the_same(session: Session, now: datetime):
    scene = a_scene(session, now)
    for role in Role:
        told = [entry.title for entry in menu_of(an_actor(scene.coordinator, scene.organisation, role))]
        groups = [entry.section for entry in menu_of(an_actor(scene.coordinator, scene.organisation, role))]
        assert len(told) == len(set(told))
        assert role is not Role.ADMIN or "Organisation" not in groups
