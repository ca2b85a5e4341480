"""Whom a kind of document would go to, and who would not hear of it: known before anything is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, func, select

from core.access.permissions import Action, Actor, require_in
from core.access.reach import visible_to
from core.documents.template.model import PAIR_KINDS
from core.documents.template.publishing import newest
from core.i18n import known
from core.people.filter import EVERYBODY, EngagementFilter, filter_conditions
from core.programmes.publishing import programme_of, versions_where
from db.documents import Document
from db.journey import EngagementNext
from db.organisations import Workplace
from db.people import Account, Engagement, Person
from db.programmes import ProgrammeVersion


class SendingStep(StrEnum):
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
    step: SendingStep
    former_id: UUID | None
    unreached: Unreached | None

    @property
    def gets_one(self) -> bool:
        """Whether a document is sent."""
        return self.step in (SendingStep.NEW, SendingStep.RENEW)


def kinds_for_many(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[str, ...]:
    """The kinds that can be sent to many: those the programmes of the actor's volunteers use, but for pairs."""
    found = session.exec(
        select(Engagement.programme_version_id)
        .where(*visible_to(actor, Action.DRAFT_DOCUMENT, organisation_id), col(Engagement.ended_at).is_(None))
        .distinct()
    )
    kinds: dict[str, None] = {}
    for version_id in found.all():
        programme = programme_of(session, version_id)
        kinds |= dict.fromkeys((*programme.documents, *programme.may_use))
    return tuple(kind for kind in kinds if kind not in PAIR_KINDS)


_Held = tuple[UUID, UUID, bool]  # a document, the version of its template, whether it is sealed


class RecipientGroup(StrEnum):
    """The recipients by what sending means for them."""

    GETTING = "getting"  # get one now
    QUIET = "quiet"  # get one, and hear nothing of it by the mail alone
    HELD = "held"  # get none now


def recipients(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    filtered_by: EngagementFilter = EVERYBODY,
    those: RecipientGroup | None = None,
    most: int | None = None,
    today: date,
) -> list[Recipient]:
    """The actor's volunteers whose programme uses `kind`, by name, and what sending it would do for each.

    Only `those`, and no more than `most`. A fixed number of queries however many they are. "not_allowed" for who makes
    no documents there.
    """
    newest_id = newest(session, [kind], organisation_id=organisation_id, today=today).get(kind)
    if newest_id is None:
        require_in(actor, Action.DRAFT_DOCUMENT, organisation_id)
        return []
    wanted, everybody = (
        _conditions(session, actor, organisation_id, kind, filtered_by, newest_id, each) for each in (those, None)
    )
    rows = _by_name(session, wanted, most)
    if most is not None:
        everybody = [col(Engagement.id).in_([row[0] for row in rows])]
    return _recipients(rows, _there(session, kind, everybody), newest_id)


def recipients_among(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    engagement_ids: Collection[UUID],
    today: date,
) -> list[Recipient]:
    """Those of `recipients` whose engagements these are; "not_allowed" as there."""
    newest_id = newest(session, [kind], organisation_id=organisation_id, today=today).get(kind)
    if newest_id is None:
        require_in(actor, Action.DRAFT_DOCUMENT, organisation_id)
        return []
    conditions = _conditions(session, actor, organisation_id, kind, EVERYBODY, newest_id, None)
    conditions.append(col(Engagement.id).in_(engagement_ids))
    return _recipients(_by_name(session, conditions), _there(session, kind, conditions), newest_id)


def _by_name(session: Session, conditions: list[Any], most: int | None = None) -> Sequence[Any]:
    rows: Sequence[Any] = session.exec(
        _ROWS.where(*conditions).order_by(col(EngagementNext.sought), col(Engagement.id)).limit(most)
    ).all()
    return rows


def _recipients(rows: Sequence[Any], there: Mapping[UUID, list[_Held]], newest_id: UUID) -> list[Recipient]:
    found = []
    for engagement_id, name, workplace, phone, email, language, joined in rows:
        step, former_id = _step(there.get(engagement_id, []), newest_id)
        unreached = Unreached.NO_EMAIL if not email else None if joined else Unreached.NOT_JOINED
        found.append(Recipient(engagement_id, name, workplace, phone, known(language), step, former_id, unreached))
    return found


def count_recipients(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    filtered_by: EngagementFilter = EVERYBODY,
    today: date,
) -> dict[RecipientGroup, int]:
    """How many `recipients` each part of them has."""
    newest_id = newest(session, [kind], organisation_id=organisation_id, today=today).get(kind)
    if newest_id is None:
        return dict.fromkeys(RecipientGroup, 0)
    everybody = _conditions(session, actor, organisation_id, kind, filtered_by, newest_id, None)
    # Each is looked at once, and not once for each part.
    each = _joined(select(_held(kind, newest_id).label("held"), _QUIET.label("quiet"))).where(*everybody).subquery().c
    counted = session.exec(select(each.held, each.quiet, func.count()).group_by(each.held, each.quiet)).all()
    return {
        RecipientGroup.GETTING: sum(count for held, _quiet, count in counted if not held),
        RecipientGroup.QUIET: sum(count for held, quiet, count in counted if quiet and not held),
        RecipientGroup.HELD: sum(count for held, _quiet, count in counted if held),
    }


def _conditions(
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    filtered_by: EngagementFilter,
    newest_id: UUID,
    those: RecipientGroup | None,
) -> list[Any]:
    using = versions_where(session, organisation_id, lambda each: kind in (*each.documents, *each.may_use))
    conditions = [
        *visible_to(actor, Action.DRAFT_DOCUMENT, organisation_id),
        *filter_conditions(filtered_by),
        col(Engagement.ended_at).is_(None),
        col(Engagement.programme_version_id).in_(using),
    ]
    held = _held(kind, newest_id)
    match those:
        case RecipientGroup.GETTING:
            return [*conditions, ~held]
        case RecipientGroup.QUIET:
            return [*conditions, ~held, _QUIET]
        case RecipientGroup.HELD:
            return [*conditions, held]
        case None:
            return conditions


def _held(kind: str, newest_id: UUID) -> Any:
    """SQL: whoever has one that is not sealed yet, or of the newest version, gets none."""
    return exists().where(
        col(Document.engagement_id) == col(Engagement.id),
        *_holds(kind),
        ~_SEALED | (col(Document.template_version_id) == newest_id),
    )


_SEALED = col(Document.sealed_at).is_not(None)
_QUIET = (col(Person.email) == "") | col(Account.id).is_(None)


def _holds(kind: str) -> list[Any]:
    """The SQL conditions on documents of this kind that are not over."""
    return [
        Document.kind == kind,
        col(Document.withdrawn_at).is_(None),
        col(Document.discussed_on).is_(None),
        col(Document.superseded_at).is_(None),
    ]


def _joined(chosen: Any) -> Any:
    return (
        chosen.select_from(Engagement)
        .join(EngagementNext, col(EngagementNext.engagement_id) == col(Engagement.id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .join(Account, col(Account.person_id) == col(Person.id), isouter=True)
    )


_ROWS: Any = _joined(
    select(  # type: ignore[call-overload]
        Engagement.id,
        Person.name,
        Workplace.name,
        Person.phone,
        Person.email,
        Person.language,
        col(Account.id).is_not(None),
    )
)


def _there(session: Session, kind: str, conditions: list[Any]) -> dict[UUID, list[_Held]]:
    """The documents of this kind that are not over, by engagement: id, version of the template, whether sealed."""
    found: dict[UUID, list[_Held]] = {}
    asked: Any = (
        select(Document.engagement_id, Document.id, Document.template_version_id, _SEALED)
        .join(Engagement, col(Engagement.id) == col(Document.engagement_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .where(
            *conditions,
            *_holds(kind),
        )
    )
    for engagement_id, document_id, version_id, is_sealed in session.exec(asked):
        found.setdefault(engagement_id, []).append((document_id, version_id, is_sealed))
    return found


def _step(there: list[_Held], newest_id: UUID) -> tuple[SendingStep, UUID | None]:
    if any(not sealed for _id, _version, sealed in there):
        return SendingStep.UNDER_WAY, None
    if any(version_id == newest_id for _id, version_id, _sealed in there):
        return SendingStep.UP_TO_DATE, None
    return (SendingStep.RENEW, there[0][0]) if there else (SendingStep.NEW, None)
