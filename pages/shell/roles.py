"""Roles in words, and which of them one colleague can give another."""

from core.access.permissions import COLLEAGUES, Action, Actor, Role, Subject, may, opens_something
from core.i18n import N_

NAMES = {
    Role.VOLUNTEER: N_("Volunteer"),
    Role.FORMER: N_("Former volunteer"),
    Role.CONTACT_PERSON: N_("Contact person"),
    Role.COORDINATOR: N_("Coordinator"),
    Role.SUPERVISOR: N_("Supervisor"),
    Role.TEAM_LEAD: N_("Team lead"),
    Role.PSYCHOLOGIST: N_("Psychologist"),
    Role.ADMIN: N_("Administrator"),
    Role.AUDITOR: N_("Auditor"),
}
DOES = {
    Role.CONTACT_PERSON: N_("Follows volunteers at one workplace, prepares their documents and signs them."),
    Role.COORDINATOR: N_("Adds volunteers and colleagues, and prepares and signs documents everywhere."),
    Role.SUPERVISOR: N_("Holds supervisions and gives the instructors feedback. Sees only their own."),
    Role.ADMIN: N_("Changes the organisation, its workplaces, colleagues and seal."),
    Role.AUDITOR: N_("Reads the log, and nothing else."),
}


def offered(actor: Actor, subject: Subject) -> list[Role]:
    """The roles that open something, and that `actor` may give; only an administrator makes administrators."""
    administers = may(actor, Action.EDIT_ORGANISATION, subject)
    return [role for role in COLLEAGUES if opens_something(role) and (role is not Role.ADMIN or administers)]
