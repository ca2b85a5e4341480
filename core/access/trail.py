"""The trail of what was done, by whom: the one way into the audit log."""

from collections.abc import Hashable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from core.access.permissions import Action, Actor, Subject, require
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


def holds_for(*, session: Session, actor: Actor, action: Action, organisation_id: UUID, today: date) -> Hashable:
    """What is counted among all that is in an organisation holds for this: the organisation, the day, and the end of
    its trail. While it is the same, so are the counts, because whatever changes a fact leaves its trace with it.
    "not_allowed" for who may not do `action` there."""
    require(actor, action, Subject(organisation_id))
    return organisation_id, today, audit.end_of(session, organisation_id)
