"""Pure decisions about people and their roles."""

from collections.abc import Sequence
from datetime import timedelta

from core.access.permissions import Role

# For so long what changes who somebody is here, or who looks after whom, can be undone.
CAN_BE_UNDONE = timedelta(days=1)
CONTACTS = frozenset({Role.CONTACT_PERSON, Role.COORDINATOR})


def may_be_contact_person(role: str) -> bool:
    """Whether somebody with `role` can follow a volunteer day to day and sign for the organisation (L5)."""
    return role in CONTACTS


def may_lose_role(role: str, held_in_organisation: Sequence[str]) -> bool:
    """Whether one holder of `role` can be let go: the last administrator cannot."""
    return role != Role.ADMIN or list(held_in_organisation).count(Role.ADMIN) > 1
