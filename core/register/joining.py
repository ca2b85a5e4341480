"""How one volunteer gets in: the link that is out, and what its maker may do with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from core.access.invitations import JOIN, link, open_invitation_of
from core.access.permissions import Action, Actor, Subject, may, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.register.rules import Joining, joining
from db.people import Account, Engagement


@dataclass(frozen=True, slots=True)
class WayIn:
    """How far a volunteer is. `link` is "" where none is out, it cannot be used any more, or the reader makes none.

    `for_passphrase` is whether the link is for a new passphrase instead of joining; `sent_at` when it went by mail.
    """

    state: Joining
    may_invite: bool
    invitation_id: UUID | None = None
    link: str = ""
    for_passphrase: bool = False
    made_at: datetime | None = None
    sent_at: datetime | None = None
    expires_at: datetime | None = None


def way_in(*, session: Session, actor: Actor, engagement_id: UUID, base_url: str, now: datetime) -> WayIn:
    """How the volunteer of an engagement gets in; "not_found", or "not_allowed" where the actor may not see them."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    subject = Subject.of(engagement)
    require(actor, Action.SEE_VOLUNTEERS, subject)
    may_invite = may(actor, Action.INVITE_VOLUNTEER, subject)
    joined = session.exec(select(Account.id).where(Account.person_id == engagement.person_id)).first() is not None
    found = open_invitation_of(session, engagement.person_id)
    if found is None or found.token is None:
        return WayIn(joining(joined=joined, expires_at=None, now=now), may_invite)
    usable = now < found.expires_at
    return WayIn(
        state=joining(joined=joined, expires_at=found.expires_at, now=now),
        may_invite=may_invite,
        invitation_id=found.id,
        link=link(found, base_url) if may_invite and usable else "",
        for_passphrase=found.purpose != JOIN,
        made_at=found.created_at,
        sent_at=found.sent_at,
        expires_at=found.expires_at,
    )
