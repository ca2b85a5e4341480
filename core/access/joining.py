"""Joining by a link with a login one already has, so that a person is one person in every organisation (S6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select

from core.access.guessing import UNTOLD, Caller, prove
from core.access.identity import face_each_other, held_by_both, name_instead, naming_a_person
from core.access.invitations import has_account, usable
from core.access.links import JOIN, withdraw_open
from core.access.newcomers import tell_of_joining
from core.access.sessions import StartedSession, begin
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.access import Invitation
from db.outbox import OutboxItem
from db.people import Account, Engagement, Membership, Person, PortalOperator


def join_with_login(
    *,
    session: Session,
    token: str,
    login_name: str,
    passphrase: str,
    device: str,
    now: datetime,
    caller: Caller = UNTOLD,
) -> StartedSession:
    """Use a link to join as somebody who can log in already; then begin a session of theirs.

    Everything that hangs on the person who was added with the link goes over to them, and that person is gone. Their
    own contact details stay as they have them. Wrong attempts count as at the login. Raises "link_unusable" for a link
    that does not lead to joining, what `log_in` refuses, or "login_other_side" where they would agree with themselves;
    the link stays usable after all but the first.
    """
    _require_joining(session, usable(session, token, now))

    def join(account: Account) -> StartedSession:
        found = usable(session, token, now, lock=True)
        _require_joining(session, found)
        _become(session, found.person_id, account.person_id, now)
        _use_up(session, found.id, account, now)
        return begin(session, account=account, device=device, now=now, caller=caller)

    return prove(session=session, login_name=login_name, passphrase=passphrase, then=join, now=now, caller=caller)


def _require_joining(session: Session, found: Invitation) -> None:
    if found.purpose != JOIN or has_account(session, found.person_id):
        raise DomainError(ErrorCode.LINK_UNUSABLE)


def _become(session: Session, added_id: UUID, person_id: UUID, now: datetime) -> None:
    """Make everything of the person who was added that of `person_id`, and remove the former."""
    session.exec(
        select(Person.id).where(col(Person.id).in_([added_id, person_id])).order_by(col(Person.id)).with_for_update()
    ).all()
    # Nobody is both sides of an agreement: not one's own contact person or coordinator, nor one's own partner.
    if face_each_other(session, added_id, person_id):
        raise DomainError(ErrorCode.LOGIN_OTHER_SIDE)
    withdraw_open(session, added_id, now)
    _drop_what_both_have(session, added_id, person_id)
    # Engagements go as objects, so that whoever edits one meanwhile notices by its version.
    for engagement in session.exec(select(Engagement).where(Engagement.person_id == added_id).with_for_update()):
        engagement.person_id = person_id
        engagement.version += 1
        session.add(engagement)
    session.flush()
    for column in naming_a_person():
        name_instead(session, column, [column == added_id], person_id)
    # Those that were given up too: they can be sent again.
    open_or_lost = or_(col(OutboxItem.done_at).is_(None), col(OutboxItem.problem).is_not(None))
    for item in session.exec(select(OutboxItem).where(open_or_lost)):
        if item.params.get("person_id") == str(added_id):
            item.params = {**item.params, "person_id": str(person_id)}
            session.add(item)
    session.flush()
    session.execute(delete(Person).where(col(Person.id) == added_id))
    session.expire_all()


def _drop_what_both_have(session: Session, added_id: UUID, person_id: UUID) -> None:
    """What a person can have only once: a role in a place and being an operator, and whatever else there is one of."""
    held = {
        (each.organisation_id, each.role, each.workplace_id): each
        for each in session.exec(select(Membership).where(Membership.person_id == person_id))
    }
    for given in session.exec(select(Membership).where(Membership.person_id == added_id)).all():
        before = held.get((given.organisation_id, given.role, given.workplace_id))
        if before is not None:
            if given.ended_at is None:
                before.ended_at = None
                session.add(before)
            session.delete(given)
    added = session.exec(select(PortalOperator).where(PortalOperator.person_id == added_id)).first()
    operates = session.exec(select(PortalOperator).where(PortalOperator.person_id == person_id)).first()
    if added is not None and operates is not None:
        operates.ended_at = operates.ended_at and added.ended_at
        session.add(operates)
        session.delete(added)
    session.flush()
    for column in naming_a_person():
        session.execute(delete(column.table).where(column == added_id, held_by_both(column, person_id)))


def _use_up(session: Session, invitation_id: UUID, account: Account, now: datetime) -> None:
    found = session.get_one(Invitation, invitation_id)
    found.used_at, found.withdrawn_at, found.token = now, None, None
    session.add(found)
    session.flush()
    tell_of_joining(session, found, now)
    trace(session, found.organisation_id, account.person_id, "account.joined", "account", account.id, now)
