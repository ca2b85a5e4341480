"""Associations: added and changed, given contacts who can log in, and told which volunteers come from them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import DEFAULT_LANGUAGE, known
from core.partnerships.case import load
from core.partnerships.document import load_agreement, take_back, under_way
from core.people.rules import may_be_contact_person
from core.tasks.rules import RunBy
from db.engine import transaction
from db.partnerships import Association, AssociationContact, AssociationVolunteer
from db.people import Engagement, Membership, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class AssociationDetails:
    """What is written down of an association: how to reach it, who of ours follows it, and who runs the activity."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""
    followed_by_id: UUID | None
    run_by: RunBy = RunBy.ASSOCIATION


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSpeaker:
    """Somebody who is to speak for an association."""

    name: str
    email: str = ""
    phone: str = ""
    language: str = DEFAULT_LANGUAGE


def add_association(
    *, session: Session, actor: Actor, organisation_id: UUID, details: AssociationDetails, now: datetime
) -> Association:
    """A new partnership with an association. Raises all that is refused at once, by the names of `AssociationDetails`:
    what its name, phone and e-mail are refused for, and "choice_invalid" for somebody of ours who cannot follow it."""
    with transaction(session):
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(organisation_id))
        values = _checked(session, organisation_id, details)
        association = Association(
            organisation_id=organisation_id, created_by_id=actor.person_id, created_at=now, **values
        )
        session.add(association)
        session.flush()
        trace(session, organisation_id, actor, "association.added", "association", association.id, now, list(values))
        return association


def change_association(
    *,
    session: Session,
    actor: Actor,
    association_id: UUID,
    details: AssociationDetails,
    expected_version: int,
    now: datetime,
) -> Association:
    """Write down what is otherwise. Raises what `add_association` does, and "changed_meanwhile"."""
    with transaction(session):
        association = load(session, association_id, lock=True).association
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(association.organisation_id))
        if association.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        values = _checked(session, association.organisation_id, details)
        changed = [name for name, value in values.items() if getattr(association, name) != value]
        for name in changed:
            setattr(association, name, values[name])
        if changed:
            association.version += 1
            session.add(association)
            at = association.organisation_id
            trace(session, at, actor, "association.changed", "association", association.id, now, changed)
        return association


def end_partnership(*, session: Session, actor: Actor, association_id: UUID, now: datetime) -> Association:
    """The two work together no longer: what was agreed is kept, an agreement that not both have signed is taken back,
    and who spoke for the association sees it no more.

    Ending it twice changes nothing.
    """
    with transaction(session):
        case = load(session, association_id, lock=True)
        association = case.association
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(association.organisation_id))
        if association.ended_at is None:
            association.ended_at = now
            association.version += 1
            session.add(association)
            for speaker in case.speakers:
                speaker.contact.ended_at = now
                session.add(speaker.contact)
            session.flush()
            at = association.organisation_id
            trace(session, at, actor, "association.ended", "association", association.id, now)
            sent = under_way(session, association_id)
            agreed = load_agreement(session, sent, lock=True) if sent else None
            if agreed is not None and not agreed.standing().everyone_signed:
                take_back(session, agreed, actor, now)
        return association


def add_speaker(
    *, session: Session, actor: Actor, association_id: UUID, speaker: NewSpeaker, now: datetime
) -> AssociationContact:
    """Somebody new who speaks for the association. The invitation is a step of its own.

    Raises all that is refused at once, by the names of `NewSpeaker`; and "not_found" where the partnership has ended.
    """
    with transaction(session):
        association = load(session, association_id, lock=True).association
        at = association.organisation_id
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(at))
        if association.ended_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        with all_refused() as check:
            with check.at("name"):
                contact.name(speaker.name)
            with check.at("email"):
                contact.email(speaker.email)
            with check.at("phone"):
                contact.phone(speaker.phone)
        person = Person(
            name=contact.name(speaker.name),
            email=contact.email(speaker.email),
            phone=contact.phone(speaker.phone),
            language=known(speaker.language),
            created_at=now,
        )
        session.add(person)
        session.flush()
        added = AssociationContact(
            organisation_id=at, association_id=association_id, person_id=person.id, created_at=now
        )
        session.add(added)
        session.flush()
        trace(session, at, actor, "association.speaker_added", "association", association_id, now)
        return added


def end_speaker(*, session: Session, actor: Actor, contact_id: UUID, now: datetime) -> AssociationContact:
    """Somebody no longer speaks for the association, and sees nothing of it any more. Twice changes nothing."""
    with transaction(session):
        found = session.exec(
            select(AssociationContact).where(AssociationContact.id == contact_id).with_for_update()
        ).one_or_none()
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(found.organisation_id))
        if found.ended_at is None:
            found.ended_at = now
            session.add(found)
            session.flush()
            at = found.organisation_id
            trace(session, at, actor, "association.speaker_ended", "association", found.association_id, now)
        return found


def add_members(
    *, session: Session, actor: Actor, association_id: UUID, engagement_ids: Collection[UUID], now: datetime
) -> int:
    """Write down that volunteers come from the association; how many are new there.

    Whoever comes from another one already goes over, and shows it nothing yet. Raises "not_found" for one who is no
    volunteer of the organisation now.
    """
    with transaction(session):
        association = load(session, association_id, lock=True).association
        at = association.organisation_id
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject(at))
        wanted = set(engagement_ids)
        here = session.exec(
            select(Engagement.id).where(
                col(Engagement.id).in_(wanted), Engagement.organisation_id == at, col(Engagement.ended_at).is_(None)
            )
        ).all()
        if association.ended_at is not None or set(here) != wanted:
            raise DomainError(ErrorCode.NOT_FOUND)
        before = session.exec(
            select(AssociationVolunteer).where(col(AssociationVolunteer.engagement_id).in_(wanted)).with_for_update()
        ).all()
        staying = {each.engagement_id for each in before if each.association_id == association_id}
        for each in before:
            if each.engagement_id not in staying:
                session.delete(each)
        session.flush()
        for engagement_id in wanted - staying:
            session.add(AssociationVolunteer(association_id=association_id, engagement_id=engagement_id))
        session.flush()
        if wanted - staying:
            trace(session, at, actor, "association.members_added", "association", association_id, now)
        return len(wanted - staying)


def remove_member(*, session: Session, actor: Actor, engagement_id: UUID, now: datetime) -> None:
    """A volunteer does not come from an association after all; nothing happens where they come from none."""
    with transaction(session):
        engagement = _engagement(session, engagement_id)
        require(actor, Action.MANAGE_PARTNERSHIPS, Subject.of(engagement))
        found = _membership(session, engagement_id)
        if found is None:
            return
        at, association_id = engagement.organisation_id, found.association_id
        session.delete(found)
        session.flush()
        trace(session, at, actor, "association.member_removed", "association", association_id, now)


def show_name(*, session: Session, actor: Actor, engagement_id: UUID, shown: bool, now: datetime) -> None:
    """A volunteer lets the association they come from see their name, or takes that back.

    Raises "not_found" where they come from none, and "not_allowed" for whoever is not that volunteer.
    """
    with transaction(session):
        engagement = _engagement(session, engagement_id)
        require(actor, Action.SHOW_ASSOCIATION, Subject.of(engagement))
        found = _membership(session, engagement_id)
        if found is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        if (found.shared_at is not None) == shown:
            return
        found.shared_at = now if shown else None
        session.add(found)
        session.flush()
        at = engagement.organisation_id
        if shown:
            trace(session, at, actor, "association.name_shown", "engagement", engagement_id, now)
        else:
            trace(session, at, actor, "association.name_hidden", "engagement", engagement_id, now)


def _engagement(session: Session, engagement_id: UUID) -> Engagement:
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return engagement


def _membership(session: Session, engagement_id: UUID) -> AssociationVolunteer | None:
    return session.exec(
        select(AssociationVolunteer).where(AssociationVolunteer.engagement_id == engagement_id).with_for_update()
    ).one_or_none()


def _checked(session: Session, organisation_id: UUID, details: AssociationDetails) -> dict[str, Any]:
    """What is written down, each in its one spelling."""
    with all_refused() as check:
        with check.at("name"):
            contact.name(details.name)
        with check.at("address"):
            contact.text(details.address)
        with check.at("phone"):
            contact.phone(details.phone)
        with check.at("email"):
            contact.email(details.email)
        with check.at("followed_by_id"):
            _check_contact(session, organisation_id, details.followed_by_id)
    assert details.followed_by_id is not None
    return {
        "name": contact.name(details.name),
        "address": contact.text(details.address),
        "phone": contact.phone(details.phone),
        "email": contact.email(details.email),
        "followed_by_id": details.followed_by_id,
        "run_by": RunBy(details.run_by),
    }


def _check_contact(session: Session, organisation_id: UUID, person_id: UUID | None) -> None:
    """Our own contact is a colleague who can follow somebody."""
    held = session.exec(
        select(Membership.role).where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            col(Membership.ended_at).is_(None),
        )
    ).all()
    if not any(map(may_be_contact_person, held)):
        raise DomainError(ErrorCode.CHOICE_INVALID)
