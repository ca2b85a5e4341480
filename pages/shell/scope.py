"""Which organisation a page of colleagues is about."""

from uuid import UUID

from core.access.permissions import COLLEAGUES, Action, Reach, organisations_where
from core.error_codes import ErrorCode
from core.errors import DomainError
from pages.shell.context import Context, actor_of


def current_organisation(context: Context, action: Action) -> UUID:
    """The organisation in which the reader may do `action`: of several they work in, the one they chose."""
    found = organisations_where(actor_of(context), action, (Reach.ORGANISATION, Reach.WORKPLACE))
    if not found:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    return found[0]


def works_at(context: Context) -> UUID | None:
    """The organisation the reader works for; None for a visitor and for somebody who works in none."""
    grants = () if context.actor is None else context.actor.grants
    return next((grant.organisation_id for grant in grants if grant.role in COLLEAGUES), None)


def id_in_address(written: str | None) -> UUID:
    """The id in a page's address; "not_found" for none or one that is not whole."""
    try:
        return UUID(written or "")
    except ValueError:
        raise DomainError(ErrorCode.NOT_FOUND) from None
