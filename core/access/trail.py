"""The trail of what was done, by whom: the one way into the audit log."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from db import audit


def trace(
    session: Session,
    organisation_id: UUID | None,
    actor: Actor | UUID | None,
    action: str,
    subject_kind: str,
    subject_id: UUID,
    now: datetime,
    fields: Sequence[str] = (),
) -> None:
    """Add "`actor` did `action` to the subject, changing `fields`" to the organisation's audit log.

    `actor` is the person's id alone where nobody is logged in yet, and None for what the portal does by itself.
    `organisation_id` is None for what concerns no organisation, such as a login.
    """
    audit.append(
        session,
        organisation_id=organisation_id,
        actor_id=actor.person_id if isinstance(actor, Actor) else actor,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        now=now,
        fields=fields,
    )
