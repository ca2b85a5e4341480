"""One association with those who speak for it: what permissions are asked about, and what services begin with."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Subject
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.partnerships import Association, AssociationContact
from db.people import Account, Person


@dataclass(frozen=True, slots=True)
class AssociationSpeaker:
    """Somebody who speaks for an association now; `joined` is whether they can log in."""

    contact: AssociationContact
    person: Person
    joined: bool


@dataclass(frozen=True, slots=True)
class AssociationCase:
    """An association and those who speak for it now."""

    association: Association
    speakers: tuple[AssociationSpeaker, ...]

    @property
    def subject(self) -> Subject:
        """What permissions are asked about: those who speak for it, and our own contact, who follows it."""
        return Subject(
            self.association.organisation_id,
            frozenset(each.person.id for each in self.speakers),
            contact_person_id=self.association.followed_by_id,
        )


def load(session: Session, association_id: UUID, *, lock: bool = False) -> AssociationCase:
    """The case of one association, or "not_found"; with `lock` its row is held until the transaction ends."""
    chosen = select(Association).where(Association.id == association_id)
    association = session.exec(chosen.with_for_update() if lock else chosen).one_or_none()
    if association is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    rows = session.exec(
        select(AssociationContact, Person, Account.id)
        .join(Person, col(Person.id) == col(AssociationContact.person_id))
        .outerjoin(Account, col(Account.person_id) == col(Person.id))
        .where(AssociationContact.association_id == association_id, col(AssociationContact.ended_at).is_(None))
        .order_by(col(AssociationContact.created_at), col(AssociationContact.id))
    ).all()
    speakers = tuple(AssociationSpeaker(spoken, person, account is not None) for spoken, person, account in rows)
    return AssociationCase(association, speakers)
