"""Which roles one colleague can give another."""

from core.access.permissions import COLLEAGUES, Action, Actor, Role, Subject, may


def offered(actor: Actor, subject: Subject) -> list[Role]:
    """The roles that `actor` may give; only an administrator makes administrators."""
    administers = may(actor, Action.EDIT_ORGANISATION, subject)
    return [role for role in COLLEAGUES if role is not Role.ADMIN or administers]
