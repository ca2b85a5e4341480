"""Telling those who wait for somebody that they have joined."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from db import outbox
from db.access import Invitation
from db.partnerships import AssociationContact
from db.people import Engagement, Membership, Person


def tell_of_joining(session: Session, used: Invitation, now: datetime) -> None:
    """Leave a mail inside the caller's transaction: of a volunteer to the contact person, or to the coordinator where
    no mail reaches the former; of a colleague or an association's contact to whoever made the link, if they work
    there."""
    if used.organisation_id is None:
        return
    told = dict(_of_volunteer(session, used))
    if not told and used.created_by_id is not None and _works(session, used, used.created_by_id):
        told = {used.created_by_id: "partnerships" if _speaks(session, used) else "colleagues"}
    for person_id, path in told.items():
        if person_id != used.person_id:
            outbox.mail(
                session,
                "joined",
                [person_id],
                organisation_id=used.organisation_id,
                now=now,
                about={"who_id": used.person_id, "path": path},
            )


def _of_volunteer(session: Session, used: Invitation) -> list[tuple[UUID, str]]:
    engagements = session.exec(
        select(Engagement).where(
            Engagement.person_id == used.person_id,
            Engagement.organisation_id == used.organisation_id,
            col(Engagement.ended_at).is_(None),
        )
    ).all()
    found = []
    for each in engagements:
        contact_person = session.get_one(Person, each.contact_person_id)
        reached = contact_person.id if contact_person.email else each.coordinator_id
        found.append((reached, f"volunteer?id={each.id}"))
    return found


def _works(session: Session, used: Invitation, person_id: UUID) -> bool:
    role = select(Membership.id).where(
        Membership.organisation_id == used.organisation_id,
        Membership.person_id == person_id,
        col(Membership.ended_at).is_(None),
    )
    return session.exec(role).first() is not None


def _speaks(session: Session, used: Invitation) -> bool:
    """Whether they joined to speak for an association, and work there in no role."""
    asked = select(AssociationContact.id).where(
        AssociationContact.organisation_id == used.organisation_id,
        AssociationContact.person_id == used.person_id,
        col(AssociationContact.ended_at).is_(None),
    )
    return not _works(session, used, used.person_id) and session.exec(asked).first() is not None
