"""The append-only audit log: what happened to what, by whom; ids and field names, never values.

One hash chain per organisation: each event's hash covers the one before, so a missing or altered event shows. An event
also carries digests of the evidence that was written with it (`db.evidence`), so that it stands under the chain too.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import JSON, Column
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path

START = "0" * 64
PORTAL = UUID(int=0)
# Where a session keeps the digests that no event carries yet.
UNTOLD = "evidence_untold"


class AuditEvent(SQLModel, table=True):
    """One thing that happened. `organisation_id` is `PORTAL` for what concerns the deployment itself.

    `evidence` are the rows that were written with it, by table and key, each with its digest, "" where it was removed.
    """

    __tablename__ = "audit_event"
    __table_args__ = (UniqueConstraint("organisation_id", "sequence"),)
    __concerns__ = concerns_no_path("tells what happened to facts, and is none")

    id: UUID = id_field()
    organisation_id: UUID
    sequence: int
    at: datetime = Field(sa_type=UtcTime)
    actor_id: UUID | None = None
    action: str
    subject_kind: str
    subject_id: UUID | None = Field(default=None, index=True)
    fields: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    evidence: dict[str, str] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    previous_hash: str
    hash: str


class AuditHead(SQLModel, table=True):
    """The end of an organisation's chain; locked while an event is added."""

    __tablename__ = "audit_head"
    __concerns__ = concerns_no_path("the end of the trail")

    organisation_id: UUID = Field(primary_key=True)
    sequence: int = 0
    hash: str = START


def hash_of(event: AuditEvent) -> str:
    """What an event's hash is to be: over all it says, and the hash of the one before."""
    content: list[object] = [
        event.previous_hash,
        str(event.organisation_id),
        event.sequence,
        event.at.isoformat(),
        str(event.actor_id),
        event.action,
        event.subject_kind,
        str(event.subject_id),
        event.fields,
    ]
    if event.evidence is not None:
        content.append(sorted(event.evidence.items()))
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()


def _locked_head(session: Session, organisation: UUID) -> AuditHead:
    locked = select(AuditHead).where(AuditHead.organisation_id == organisation).with_for_update()
    head = session.exec(locked).one_or_none()
    if head is None:
        # Two first events at once: the second insert waits for the first, adds nothing and then reads its row.
        insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
        new = insert(AuditHead).values(organisation_id=organisation, sequence=0, hash=START)
        session.execute(new.on_conflict_do_nothing())
        head = session.exec(locked).one()
    return head


@dataclass(frozen=True, slots=True)
class AuditDeed:
    """What an event tells of: what happened to what, and the names of the fields that it changed."""

    action: str
    subject_kind: str
    subject_id: UUID | None
    fields: Sequence[str] = ()


def append(
    session: Session,
    *,
    organisation_id: UUID | None,
    actor_id: UUID | None,
    action: str,
    subject_kind: str,
    subject_id: UUID | None,
    now: datetime,
    fields: Sequence[str] = (),
) -> None:
    """Add one event to the organisation's chain, in the caller's transaction, with the evidence written since the last.

    `actor_id` is the person who did it, None for the portal itself; `fields` names what changed, never to what.
    """
    told = (AuditDeed(action, subject_kind, subject_id, fields),)
    append_all(session, organisation_id=organisation_id, actor_id=actor_id, told=told, now=now)


def append_all(
    session: Session, *, organisation_id: UUID | None, actor_id: UUID | None, told: Iterable[AuditDeed], now: datetime
) -> None:
    """The same for many events in their order, with one look at the end of the chain."""
    session.flush()
    organisation = organisation_id or PORTAL
    head = _locked_head(session, organisation)
    for each in told:
        event = AuditEvent(
            organisation_id=organisation,
            sequence=head.sequence + 1,
            at=now.astimezone(UTC),
            actor_id=actor_id,
            action=each.action,
            subject_kind=each.subject_kind,
            subject_id=each.subject_id,
            fields=sorted(each.fields),
            evidence=session.info.pop(UNTOLD, None),
            previous_hash=head.hash,
            hash="",
        )
        event.hash = hash_of(event)
        head.sequence, head.hash = event.sequence, event.hash
        session.add(event)
    session.add(head)
    session.flush()


def end_of(session: Session, organisation_id: UUID) -> str:
    """The hash at the end of the organisation's chain: another one as soon as anything has been done there."""
    held = select(AuditHead.hash).where(AuditHead.organisation_id == organisation_id)
    return session.exec(held).one_or_none() or START


def first_break(session: Session, organisation_id: UUID | None) -> int | None:
    """The sequence number where the organisation's chain does not hold, or None when it is whole."""
    organisation = organisation_id or PORTAL
    expected, previous = 1, START
    events = session.exec(
        select(AuditEvent)
        .where(AuditEvent.organisation_id == organisation)
        .order_by(col(AuditEvent.sequence))
        .execution_options(yield_per=500, populate_existing=True)
    )
    for event in events:
        if event.sequence != expected or event.previous_hash != previous or event.hash != hash_of(event):
            return expected
        expected, previous = expected + 1, event.hash
    head = session.get(AuditHead, organisation, populate_existing=True) or AuditHead(organisation_id=organisation)
    return None if (head.sequence, head.hash) == (expected - 1, previous) else expected
