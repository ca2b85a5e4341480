"""The trace a service leaves of what an actor did."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Actor
from db import audit


def trace(
    session: Session,
    organisation_id: UUID,
    actor: Actor,
    action: str,
    subject_kind: str,
    subject_id: UUID,
    now: datetime,
    fields: Sequence[str] = (),
) -> None:
    """Add "`actor` did `action` to the subject, changing `fields`" to the organisation's audit log."""
    audit.record(
        session,
        organisation_id=organisation_id,
        actor_id=actor.person_id,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        now=now,
        fields=fields,
    )
