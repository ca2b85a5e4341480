"""Reading the audit log: who did what to what, and whether anything is missing from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from db.audit import AuditEvent, first_break
from db.people import Person


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event. `actor_name` is None for what the portal did by itself, "" for somebody whose name is gone."""

    sequence: int
    at: datetime
    actor_name: str | None
    action: str
    subject_kind: str
    subject_id: UUID | None
    fields: tuple[str, ...]


def named(session: Session, events: Sequence[AuditEvent]) -> list[AuditRow]:
    """The events with the names of those who did it, in one query."""
    ids = {event.actor_id for event in events if event.actor_id is not None}
    names: dict[UUID, str] = {}
    if ids:
        names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(ids))).all())
    return [
        AuditRow(
            sequence=event.sequence,
            at=event.at,
            actor_name=None if event.actor_id is None else names.get(event.actor_id, ""),
            action=event.action,
            subject_kind=event.subject_kind,
            subject_id=event.subject_id,
            fields=tuple(event.fields),
        )
        for event in events
    ]


def audit_break(*, session: Session, actor: Actor, organisation_id: UUID) -> int | None:
    """The number of the first event where the organisation's log does not hold, or None when it is whole."""
    require(actor, Action.READ_AUDIT, Subject(organisation_id))
    return first_break(session, organisation_id)
