"""Work that must happen even if the process dies: mails to send and seals to finish.

A row is posted in the same transaction as the fact it follows from, claimed by one worker at a time, and done once.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, Session, SQLModel, col, or_, select, update

from db.base import UtcTime, id_field
from db.concerns import concerns_no_path
from db.people import Person

CLAIM_LASTS = timedelta(minutes=5)
GATHERS = timedelta(minutes=10)
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=3))
# A seal asks nobody else for anything, and somebody waits for it.
SEAL_RETRY_AFTER = RETRY_AFTER[:2]


class OutboxItem(SQLModel, table=True):
    """`kind` is "mail" or "seal"; `params` hold ids and the name of a message, nothing personal.

    `person_id` is whom a mail is to, and `sent_at` when the mail server took it; what is done without it had no purpose
    any more. `kept_back` is what its receiver's choice of mails has done to it, one of
    `core.mail_choices.rules.KeptBack`, and `gathered_into_id` the one mail that tells it with others instead.
    """

    __tablename__ = "outbox_item"
    __concerns__ = concerns_no_path("work that follows from facts")
    # Few have a problem, and those are counted on every Today.
    __table_args__ = (Index("ix_outbox_item_organisation_id_problem", "organisation_id", "problem"),)

    id: UUID = id_field()
    organisation_id: UUID | None = Field(default=None, foreign_key="organisation.id")
    kind: str
    params: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_type=UtcTime)
    due_at: datetime = Field(sa_type=UtcTime, index=True)
    attempts: int = 0
    problem: str | None = None
    claimed_until: datetime | None = Field(default=None, sa_type=UtcTime)
    done_at: datetime | None = Field(default=None, sa_type=UtcTime, index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcTime)
    kept_back: str | None = None
    gathered_into_id: UUID | None = Field(default=None, foreign_key="outbox_item.id", index=True)


def post(
    session: Session,
    *,
    kind: str,
    params: Mapping[str, str],
    organisation_id: UUID | None,
    now: datetime,
    due_at: datetime | None = None,
) -> OutboxItem:
    """Leave work to be done after the caller's transaction has been committed, and not before `due_at`."""
    item = OutboxItem(
        kind=kind,
        params=dict(params),
        organisation_id=organisation_id,
        created_at=now,
        due_at=due_at or now,
        person_id=UUID(params["person_id"]) if "person_id" in params else None,
    )
    session.add(item)
    session.flush()
    return item


def mail(
    session: Session,
    message: str,
    person_ids: Iterable[UUID],
    *,
    organisation_id: UUID,
    now: datetime,
    about: Mapping[str, object] | None = None,
    gathers: bool = False,
) -> tuple[UUID, ...]:
    """Leave `message` for each of these people who has an e-mail address, once; returns whom it goes to.

    `about` are the ids that its words and its link are of. One that `gathers` waits ten minutes, and what follows
    meanwhile is told by it too: it is put in words when it is sent.
    """
    told = {name: str(value) for name, value in (about or {}).items()}
    wanted = list(dict.fromkeys(person_ids))
    reachable = set(session.exec(select(Person.id).where(col(Person.id).in_(wanted), Person.email != "")))
    waiting: set[str] = set()
    if gathers and reachable:
        asked = select(OutboxItem.params).where(
            OutboxItem.kind == "mail",
            OutboxItem.organisation_id == organisation_id,
            col(OutboxItem.done_at).is_(None),
            OutboxItem.due_at > now,
        )
        alike = {"message": message, **told}
        waiting = {each["person_id"] for each in session.exec(asked) if {**each, **alike} == each}
    for person_id in wanted:
        if person_id in reachable and str(person_id) not in waiting:
            post(
                session,
                kind="mail",
                params={"message": message, "person_id": str(person_id), **told},
                organisation_id=organisation_id,
                now=now,
                due_at=now + GATHERS if gathers else None,
            )
    return tuple(each for each in wanted if each in reachable)


def claim(session: Session, *, kind: str, now: datetime) -> OutboxItem | None:
    """The next piece of work of `kind` that is due, kept from other workers until `claimed_until`; None when all is
    done. A claim counts from `now`, so `now` is asked of the clock for each."""
    item = session.exec(
        select(OutboxItem)
        .where(
            OutboxItem.kind == kind,
            col(OutboxItem.done_at).is_(None),
            OutboxItem.due_at <= now,
            or_(col(OutboxItem.claimed_until).is_(None), col(OutboxItem.claimed_until) <= now),
        )
        .order_by(col(OutboxItem.due_at))
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if item is not None:
        item.claimed_until = now + CLAIM_LASTS
        session.add(item)
        session.flush()
    return item


def renew(session: Session, item: OutboxItem, *, claimed_at: datetime, now: datetime) -> bool:
    """Claim it anew before what cannot be undone; False where another worker has it meanwhile.

    `claimed_at` is the moment given to `claim`: what stands in the row now may be the other's.
    """
    mine = (col(OutboxItem.id) == item.id, col(OutboxItem.claimed_until) == claimed_at + CLAIM_LASTS)
    until = now + CLAIM_LASTS
    renewed = session.execute(update(OutboxItem).where(*mine).values(claimed_until=until))
    return bool(renewed.rowcount)  # type: ignore[attr-defined]


def done(session: Session, item: OutboxItem, *, now: datetime, lost: str | None = None) -> None:
    """The work is done and will not be tried again; or is given up as `lost`, a code that says why."""
    item.done_at, item.claimed_until, item.problem = now, None, lost
    session.add(item)


def later(session: Session, item: OutboxItem, *, until: datetime) -> None:
    """Leave it as it is until that moment."""
    item.due_at, item.claimed_until = until, None
    session.add(item)


def keep_back(session: Session, item: OutboxItem, *, why: str, until: datetime | None, now: datetime) -> None:
    """Leave it until that moment, or for good, because whoever it is to would rather have it so."""
    item.kept_back, item.claimed_until = why, None
    item.due_at, item.done_at = until or item.due_at, None if until else now
    session.add(item)


def gather(session: Session, item_ids: Iterable[UUID], into: OutboxItem, *, now: datetime) -> int:
    """Let one mail tell these instead of themselves; how many no other mail tells already."""
    left = (col(OutboxItem.id).in_(list(item_ids)), col(OutboxItem.done_at).is_(None))
    gathered = session.execute(update(OutboxItem).where(*left).values(gathered_into_id=into.id, done_at=now))
    return int(gathered.rowcount)  # type: ignore[attr-defined]


def gathered_into(session: Session, item_id: UUID) -> Sequence[OutboxItem]:
    """What a mail tells instead of themselves, the oldest first."""
    asked = select(OutboxItem).where(OutboxItem.gathered_into_id == item_id)
    return session.exec(asked.order_by(col(OutboxItem.created_at), col(OutboxItem.id))).all()


def let_go(session: Session, *, person_id: UUID, why: str, now: datetime) -> None:
    """What was kept back for somebody so far and is not gathered yet is due now, as they chose anew."""
    kept = (OutboxItem.person_id == person_id, OutboxItem.kept_back == why, col(OutboxItem.done_at).is_(None))
    session.execute(update(OutboxItem).where(*kept).values(kept_back=None, due_at=now))  # type: ignore[arg-type]


def again(session: Session, item: OutboxItem, *, now: datetime) -> None:
    """Do anew what was given up, as if it had been posted now."""
    item.created_at, item.due_at, item.attempts = now, now, 0
    item.done_at, item.claimed_until, item.problem = None, None, None
    session.add(item)


def failed(session: Session, item: OutboxItem, *, problem: str, now: datetime) -> None:
    """The work failed; it waits longer each time. `problem` is a code or an error's class, never personal."""
    waits = SEAL_RETRY_AFTER if item.kind == "seal" else RETRY_AFTER
    wait = waits[min(item.attempts, len(waits) - 1)]
    item.attempts += 1
    item.problem, item.claimed_until, item.due_at = problem, None, now + wait
    session.add(item)


def hurry(session: Session, *, kind: str, organisation_id: UUID, now: datetime) -> None:
    """What failed before is tried again at once, because its cause may be gone."""
    session.execute(
        update(OutboxItem)
        .where(
            col(OutboxItem.kind) == kind,
            col(OutboxItem.organisation_id) == organisation_id,
            col(OutboxItem.done_at).is_(None),
        )
        .values(due_at=now)
    )
