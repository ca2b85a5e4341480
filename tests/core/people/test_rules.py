"""Pure decisions about people."""

import pytest

from core.access.permissions import Role
from core.people.rules import may_be_contact_person, may_lose_role


@pytest.mark.parametrize("role", list(Role))
def test_contact_persons_and_coordinators_follow_volunteers(role: Role):
    assert may_be_contact_person(role) is (role in (Role.CONTACT_PERSON, Role.COORDINATOR))


@pytest.mark.parametrize(
    ("role", "held", "allowed"),
    [
        ("admin", ["admin"], False),
        ("admin", ["admin", "coordinator"], False),
        ("admin", ["admin", "admin"], True),
        ("coordinator", ["coordinator"], True),
    ],
)
def test_the_last_administrator_cannot_be_let_go(role, held, allowed):
    assert may_lose_role(role, held) is allowed
