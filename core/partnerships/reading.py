"""Reading partnerships: the list, one of them, and where a volunteer comes from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import false
from sqlmodel import Session, col, func, or_, select

from core.access.permissions import Action, Actor, Reach, Subject, may, organisations_where, require, require_in
from core.partnerships.case import AssociationSpeaker, load
from core.partnerships.signed import AgreementLine, agreement_documents
from core.tasks.rules import RunBy
from db.documents import Consent, Document, DocumentParty, DocumentVersion
from db.organisations import Organisation
from db.partnerships import Association, AssociationContact, AssociationVolunteer
from db.people import Engagement, Person

A_PAGE = 25


@dataclass(frozen=True, slots=True)
class PartnershipRow:
    """A partnership in a list; `follows` is our own contact, and `speakers` counts who speaks for the association."""

    association_id: UUID
    name: str
    follows: str
    speakers: int
    volunteers: int
    ended: bool


@dataclass(frozen=True, slots=True)
class PartnershipPage:
    """A page of the list: `page` counts from 1, and is the last one for a page beyond it."""

    rows: tuple[PartnershipRow, ...]
    total: int
    page: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A volunteer from an association; `shown` is whether the association sees the name."""

    engagement_id: UUID
    name: str
    shown: bool


@dataclass(frozen=True, slots=True)
class PartnershipView:
    """What somebody may see of a partnership. `members` are all volunteers for whoever manages it, and for others those
    who let the association see their name: the first few of `named`. `count` is how many come from the association.
    `agreement` is the framework agreement that waits to be signed.
    """

    association: Association
    organisation: Organisation
    follows: Person
    speakers: tuple[AssociationSpeaker, ...]
    count: int
    named: int
    members: tuple[MemberRow, ...]
    manages: bool
    speaks: bool
    agreement: AgreementLine | None

    @property
    def run_by(self) -> RunBy:
        """Who runs the activity."""
        return RunBy(self.association.run_by)


@dataclass(frozen=True, slots=True)
class ComesFrom:
    """The association a volunteer comes from with one engagement, and whether it sees their name."""

    engagement_id: UUID
    association: str
    shown: bool


@dataclass(frozen=True, slots=True)
class WaitingAgreement:
    """A framework agreement that waits for the reader: to be signed, or to be answered, where somebody `declined`."""

    document_id: UUID
    association: str
    declined: bool


def agreements_waiting(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[WaitingAgreement, ...]:
    """The framework agreements whose next step is `actor`'s, the oldest first: theirs to sign, and, for whoever
    manages partnerships, those that somebody said no to. One query."""
    require_in(actor, Action.SEE_PARTNERSHIP, organisation_id)
    manages = may(actor, Action.MANAGE_PARTNERSHIPS, Subject(organisation_id))
    has_signed = (
        select(Consent.id)
        .join(DocumentVersion, col(DocumentVersion.id) == col(Consent.version_id))
        .where(
            DocumentVersion.document_id == Document.id,
            col(DocumentVersion.replaced_at).is_(None),
            Consent.person_id == actor.person_id,
            col(Consent.taken_back_at).is_(None),
        )
        .exists()
    )
    signs = (
        select(DocumentParty.id)
        .where(DocumentParty.document_id == Document.id, DocumentParty.person_id == actor.person_id)
        .exists()
    )
    declined = col(Document.declined_at).is_not(None)
    rows = session.exec(
        select(Document.id, Association.name, declined)
        .join(Association, col(Association.id) == col(Document.association_id))
        .where(
            Document.organisation_id == organisation_id,
            col(Document.withdrawn_at).is_(None),
            col(Document.sealed_at).is_(None),
            or_(~declined & signs & ~has_signed, declined if manages else false()),
        )
        .order_by(col(Document.created_at), col(Document.id))
    )
    return tuple(WaitingAgreement(*row) for row in rows)


def any_ended(*, session: Session, actor: Actor, organisation_id: UUID) -> bool:
    """Whether a partnership that `actor` may see there has ended. One query."""
    require_in(actor, Action.SEE_PARTNERSHIP, organisation_id)
    ended = select(Association.id).where(
        Association.organisation_id == organisation_id,
        col(Association.ended_at).is_not(None),
        *_narrowed(actor, organisation_id),
    )
    return session.exec(ended.limit(1)).first() is not None


def partnerships(
    *, session: Session, actor: Actor, organisation_id: UUID, ended: bool = False, page: int = 1
) -> PartnershipPage:
    """The partnerships `actor` may see there, by name: those that go on, or those that have `ended`."""
    require_in(actor, Action.SEE_PARTNERSHIP, organisation_id)
    which = [
        Association.organisation_id == organisation_id,
        col(Association.ended_at).is_not(None) if ended else col(Association.ended_at).is_(None),
        *_narrowed(actor, organisation_id),
    ]
    total = session.exec(select(func.count(col(Association.id))).where(*which)).one()
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    speakers = (
        select(func.count(col(AssociationContact.id)))
        .where(AssociationContact.association_id == Association.id, col(AssociationContact.ended_at).is_(None))
        .scalar_subquery()
    )
    asked: Any = select(  # type: ignore[call-overload]
        Association.id,
        Association.name,
        Person.name,
        speakers,
        _counted().scalar_subquery(),
        col(Association.ended_at).is_not(None),
    )
    rows = session.exec(
        asked.join(Person, col(Person.id) == col(Association.followed_by_id))
        .where(*which)
        .order_by(func.lower(Association.name), col(Association.id))
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    ).all()
    found = tuple(PartnershipRow(*told) for told in rows)
    return PartnershipPage(found, total, page)


def partnership(*, session: Session, actor: Actor, association_id: UUID, most: int = A_PAGE) -> PartnershipView:
    """One partnership, with at most `most` volunteers by name; or "not_found" / "not_allowed"."""
    case = load(session, association_id)
    require(actor, Action.SEE_PARTNERSHIP, case.subject)
    association = case.association
    manages = may(actor, Action.MANAGE_PARTNERSHIPS, case.subject)
    shown = col(AssociationVolunteer.shared_at).is_not(None)
    rows = session.exec(
        select(AssociationVolunteer.engagement_id, Person.name, AssociationVolunteer.shared_at)
        .join(Engagement, col(Engagement.id) == col(AssociationVolunteer.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .where(AssociationVolunteer.association_id == association_id, col(Engagement.ended_at).is_(None))
        .where(*([] if manages else [shown]))
        .order_by(func.lower(Person.name), col(Engagement.id))
        .limit(most)
    ).all()
    count = session.exec(_counted(association_id)).one()
    return PartnershipView(
        association=association,
        organisation=session.get_one(Organisation, association.organisation_id),
        follows=session.get_one(Person, association.followed_by_id),
        speakers=case.speakers,
        count=count,
        named=count if manages else session.exec(_counted(association_id).where(shown)).one(),
        members=tuple(MemberRow(each, name, at is not None) for each, name, at in rows),
        manages=manages,
        speaks=actor.person_id in case.subject.people,
        agreement=next((each for each in agreement_documents(session, actor, case) if each.under_way), None),
    )


def own_partnerships(*, session: Session, actor: Actor) -> list[tuple[UUID, str]]:
    """The associations `actor` speaks for, by name, each with its id."""
    require(actor, Action.SEE_PARTNERSHIP)
    rows = session.exec(
        select(Association.id, Association.name)
        .join(AssociationContact, col(AssociationContact.association_id) == col(Association.id))
        .where(AssociationContact.person_id == actor.person_id, col(AssociationContact.ended_at).is_(None))
        .order_by(func.lower(Association.name), col(Association.id))
    ).all()
    return [*rows]


def comes_from(*, session: Session, actor: Actor) -> list[ComesFrom]:
    """The associations `actor` comes from as a volunteer."""
    require(actor, Action.SHOW_ASSOCIATION)
    rows = session.exec(
        select(AssociationVolunteer.engagement_id, Association.name, AssociationVolunteer.shared_at)
        .join(Association, col(Association.id) == col(AssociationVolunteer.association_id))
        .join(Engagement, col(Engagement.id) == col(AssociationVolunteer.engagement_id))
        .where(
            Engagement.person_id == actor.person_id,
            col(Engagement.ended_at).is_(None),
            col(Association.ended_at).is_(None),
        )
        .order_by(func.lower(Association.name))
    ).all()
    return [ComesFrom(engagement_id, name, at is not None) for engagement_id, name, at in rows]


def _counted(association_id: UUID | None = None) -> Any:
    """How many volunteers come from an association now: from this one, or from each of a query around it."""
    return (
        select(func.count(col(AssociationVolunteer.id)))
        .join(Engagement, col(Engagement.id) == col(AssociationVolunteer.engagement_id))
        .where(
            AssociationVolunteer.association_id == (association_id or Association.id),
            col(Engagement.ended_at).is_(None),
        )
    )


def _narrowed(actor: Actor, organisation_id: UUID) -> list[Any]:
    """What `may` says of each association, as SQL: all for who sees them all, else those one follows or speaks for."""
    if organisation_id in organisations_where(actor, Action.SEE_PARTNERSHIP, (Reach.ORGANISATION,)):
        return []
    spoken_for = select(AssociationContact.association_id).where(
        AssociationContact.person_id == actor.person_id, col(AssociationContact.ended_at).is_(None)
    )
    either: list[Any] = []
    if organisation_id in organisations_where(actor, Action.SEE_PARTNERSHIP, (Reach.WORKPLACE,)):
        either.append(Association.followed_by_id == actor.person_id)
    if organisation_id in organisations_where(actor, Action.SEE_PARTNERSHIP, (Reach.OWN,)):
        either.append(col(Association.id).in_(spoken_for))
    return [or_(*either)]
