"""Roles in words: what each is called, and what it does."""

from core.access.permissions import Role
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
    Role.ASSOCIATION: N_("Association’s contact"),
    Role.OPERATOR: N_("Operator"),
}
DOES = {
    Role.CONTACT_PERSON: N_("Follows volunteers at one workplace, prepares their documents and signs them."),
    Role.COORDINATOR: N_("Adds volunteers and colleagues, and prepares and signs documents everywhere."),
    Role.SUPERVISOR: N_("Holds supervisions and gives the instructors feedback. Sees only their own."),
    Role.TEAM_LEAD: N_("Leads a team of peers: follows their tasks, and what stands in the way. Sees only their own."),
    Role.PSYCHOLOGIST: N_("Talks with the team lead each month, and with peers who ask. Sees only their own."),
    Role.ADMIN: N_("Changes the organisation, its workplaces, colleagues and seal."),
    Role.AUDITOR: N_("Reads the log, and nothing else."),
    Role.OPERATOR: N_("Makes organisations, and sees nobody in them."),
}
