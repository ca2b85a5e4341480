"""Whom a kind of document would go to, and who would not hear of it: known before anything is sent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, select

from core.access.permissions import Action, Actor
from core.documents.template.model import PAIR_KINDS
from core.documents.template.publishing import newest
from core.i18n import known
from core.people.reach import Filter, asked_for, within_reach
from core.programmes.publishing import programme_of
from db.documents import Document, DocumentFile, DocumentVersion
from db.organisations import Workplace
from db.people import Account, Engagement, Person
from db.programmes import ProgrammeVersion


class Step(StrEnum):
    """What sending does for one volunteer."""

    NEW = "new"  # there is none yet: one is made
    RENEW = "renew"  # they have signed an older version: the newest takes its place once it is signed
    UNDER_WAY = "under_way"  # one waits already; nothing is sent
    UP_TO_DATE = "up_to_date"  # they have signed the newest version; nothing is sent


class Unreached(StrEnum):
    """Why somebody does not hear of what is sent."""

    NO_EMAIL = "no_email"
    NOT_JOINED = "not_joined"  # a mail comes, and they have no login to read the document with


@dataclass(frozen=True, slots=True)
class Recipient:
    """One volunteer. `former_id` is the document that would be renewed; `language` the one they read."""

    engagement_id: UUID
    name: str
    workplace: str
    phone: str
    language: str
    step: Step
    former_id: UUID | None
    unreached: Unreached | None

    @property
    def gets_one(self) -> bool:
        """Whether a document is sent."""
        return self.step in (Step.NEW, Step.RENEW)


def kinds_for_many(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[str, ...]:
    """The kinds that can be sent to many: those the programmes of the actor's volunteers use, but for pairs."""
    found = session.exec(
        select(Engagement.programme_version_id)
        .where(*within_reach(actor, Action.DRAFT_DOCUMENT, organisation_id), col(Engagement.ended_at).is_(None))
        .distinct()
    )
    kinds: dict[str, None] = {}
    for version_id in found.all():
        programme = programme_of(session, version_id)
        kinds |= dict.fromkeys((*programme.documents, *programme.may_use))
    return tuple(kind for kind in kinds if kind not in PAIR_KINDS)


def recipients(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    workplace_id: UUID | None = None,
    programme: str | None = None,
    contact_person_id: UUID | None = None,
    engagement_ids: Collection[UUID] | None = None,
    today: date,
) -> list[Recipient]:
    """The actor's volunteers whose programme uses `kind`, by name, and what sending it would do for each.

    A fixed number of queries however many they are. "not_allowed" for who makes no documents there.
    """
    conditions = within_reach(actor, Action.DRAFT_DOCUMENT, organisation_id)
    conditions += [col(Engagement.ended_at).is_(None), *asked_for(Filter(workplace_id, programme, contact_person_id))]
    if engagement_ids is not None:
        conditions.append(col(Engagement.id).in_(engagement_ids))
    there = _there(session, kind, conditions)
    newest_id = newest(session, [kind], organisation_id=organisation_id, today=today).get(kind)
    found = []
    for engagement_id, version_id, name, workplace, phone, email, language, joined in session.exec(
        _ROWS.where(*conditions)
    ):
        used = programme_of(session, version_id)
        if newest_id is None or kind not in (*used.documents, *used.may_use):
            continue
        step, former_id = _step(there.get(engagement_id, []), newest_id)
        unreached = Unreached.NO_EMAIL if not email else None if joined else Unreached.NOT_JOINED
        found.append(Recipient(engagement_id, name, workplace, phone, known(language), step, former_id, unreached))
    return sorted(found, key=lambda each: each.name.casefold())


_ROWS: Any = (
    select(  # type: ignore[call-overload]
        Engagement.id,
        Engagement.programme_version_id,
        Person.name,
        Workplace.name,
        Person.phone,
        Person.email,
        Person.language,
        col(Account.id).is_not(None),
    )
    .join(Person, col(Person.id) == col(Engagement.person_id))
    .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
    .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
    .join(Account, col(Account.person_id) == col(Person.id), isouter=True)
)

_Held = tuple[UUID, UUID, bool]


def _there(session: Session, kind: str, conditions: list[Any]) -> dict[UUID, list[_Held]]:
    """The documents of this kind that are not over, by engagement: id, version of the template, whether sealed."""
    sealed = exists().where(
        col(DocumentVersion.document_id) == col(Document.id), col(DocumentFile.version_id) == col(DocumentVersion.id)
    )
    found: dict[UUID, list[_Held]] = {}
    asked: Any = (
        select(Document.engagement_id, Document.id, Document.template_version_id, sealed)
        .join(Engagement, col(Engagement.id) == col(Document.engagement_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .where(
            *conditions,
            Document.kind == kind,
            col(Document.withdrawn_at).is_(None),
            col(Document.discussed_on).is_(None),
            col(Document.superseded_at).is_(None),
        )
    )
    for engagement_id, document_id, version_id, is_sealed in session.exec(asked):
        found.setdefault(engagement_id, []).append((document_id, version_id, is_sealed))
    return found


def _step(there: list[_Held], newest_id: UUID) -> tuple[Step, UUID | None]:
    if any(not sealed for _id, _version, sealed in there):
        return Step.UNDER_WAY, None
    if any(version_id == newest_id for _id, version_id, _sealed in there):
        return Step.UP_TO_DATE, None
    return (Step.RENEW, there[0][0]) if there else (Step.NEW, None)
