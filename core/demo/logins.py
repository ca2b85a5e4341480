"""Whom the demonstration lets one be in one click."""

from dataclasses import dataclass

from core.access.permissions import Role


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """A login the demonstration offers in one click: `role` is what the person shows."""

    role: Role
    name: str
    login_name: str


LOGINS = (
    (Role.VOLUNTEER, "karen"),
    (Role.VOLUNTEER, "huong"),
    (Role.VOLUNTEER, "jonna"),
    (Role.CONTACT_PERSON, "lise"),
    (Role.SUPERVISOR, "vibeke"),
    (Role.COORDINATOR, "mette"),
    (Role.COORDINATOR, "jonas"),
    (Role.ADMIN, "soeren"),
    (Role.AUDITOR, "ellen"),
    (Role.TEAM_LEAD, "merete"),
    (Role.TEAM_LEAD, "solvej"),
    (Role.PSYCHOLOGIST, "ruth"),
    (Role.ASSOCIATION, "asta"),
    (Role.OPERATOR, "ulla"),
)
