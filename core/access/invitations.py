"""Links for one person: to join, and to choose a new passphrase. Single-use, with an end, and withdrawable."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, exists, or_, select

from core import contact
from core.access.accounts import checked_login, has_begun, names_around, operates, store_account
from core.access.guessing import UNTOLD, Caller, forget_guesses
from core.access.links import JOIN, PASSPHRASE, mail_link, store_link, withdraw_open
from core.access.newcomers import tell_of_joining
from core.access.passphrase import hash_passphrase
from core.access.permissions import THE_PORTAL, Action, Actor, Role, Subject, may, require
from core.access.rules import (
    link_usable,
    login_names,
)
from core.access.sessions import StartedSession, begin, set_passphrase_hash
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import known
from core.settings import settings
from db import outbox
from db.access import Invitation
from db.crypto import token_hash
from db.engine import transaction
from db.organisations import Organisation, Workplace
from db.partnerships import Association, AssociationContact
from db.people import Account, Engagement, Membership, Person
from db.programmes import ProgrammeVersion


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """What a usable link tells its reader. `programme` is an identifier, "" for a colleague; `inviter` may be "".

    `association` is whom they speak for, "" for colleagues and volunteers; `roles` are what a colleague is to be.
    """

    purpose: str
    person: str
    language: str
    organisation: str
    inviter: str
    programme: str
    workplace: str
    association: str
    login_name: str
    expires_at: datetime
    roles: tuple[Role, ...] = ()
    organisation_id: UUID | None = None


def invite(*, session: Session, actor: Actor, person_id: UUID, organisation_id: UUID, now: datetime) -> Invitation:
    """A new link by which a person joins; earlier ones stop working. It goes by mail where there is an address.

    Raises "has_account" where the person can log in already.
    """
    with transaction(session):
        _require_right(session, actor, person_id, organisation_id)
        if _account_of(session, person_id) is not None:
            raise DomainError(ErrorCode.HAS_ACCOUNT)
        return make_joining(session, actor, person_id, organisation_id, now)


def make_joining(
    session: Session, actor: Actor | None, person_id: UUID, organisation_id: UUID | None, now: datetime
) -> Invitation:
    """A new link by which a person joins, inside the caller's transaction, who has asked whether it may be made.

    Without an `organisation_id` it is an operator's.
    """
    lasts = timedelta(days=settings().invitation_days)
    return _make(session, actor, person_id, organisation_id, JOIN, now=now, lasts=lasts)


def make_passphrase_link(
    *, session: Session, actor: Actor, person_id: UUID, organisation_id: UUID, reason: str, now: datetime
) -> Invitation:
    """A link by which somebody who forgot their passphrase chooses a new one.

    Whoever makes it could use it, so it takes the right in every organisation the person has a role in, and an
    administrator's link takes an administrator, an operator's an operator. Its owner is told of it, and of the
    `reason`, at once by mail and where they log in next (`core/access/standing_in.py`). Raises "link_reason_missing",
    what `contact.line` refuses, and "no_account" where the person never joined.
    """
    with transaction(session):
        if operates(session, person_id):
            require(actor, Action.MAKE_ORGANISATION, THE_PORTAL)
        for each in {organisation_id, *_organisations_of(session, person_id)}:
            _require_right(session, actor, person_id, each)
        with all_refused() as check, check.at("reason"):
            reason = contact.line(reason)
            if not reason:
                raise DomainError(ErrorCode.LINK_REASON_MISSING)
        if _account_of(session, person_id) is None:
            raise DomainError(ErrorCode.NO_ACCOUNT)
        lasts = timedelta(days=settings().invitation_days)
        return _make(session, actor, person_id, organisation_id, PASSPHRASE, now=now, lasts=lasts, reason=reason)


def _make(
    session: Session,
    actor: Actor | None,
    person_id: UUID,
    organisation_id: UUID | None,
    purpose: str,
    *,
    now: datetime,
    lasts: timedelta,
    reason: str = "",
) -> Invitation:
    withdraw_open(session, person_id, now)
    by = actor.person_id if actor else None
    made = store_link(session, person_id, organisation_id, by, purpose, now=now, lasts=lasts, reason=reason)
    joins = "operator_invitation" if organisation_id is None else _joins_as(session, person_id, organisation_id)
    # Whoever makes a link to another's passphrase could use it, so its owner hears who made it.
    mail_link(session, made, joins if purpose == JOIN else "passphrase_by_colleague", now)
    given = ["reason"] if reason else []
    trace(session, organisation_id, actor, f"invitation.{purpose}", "person", person_id, now, given)
    return made


def _joins_as(session: Session, person_id: UUID, organisation_id: UUID) -> str:
    """Which mail brings the link."""
    if _roles_there(session, person_id, organisation_id):
        return "colleague_invitation"
    return "association_invitation" if _association_of(session, person_id, organisation_id) else "invitation"


def withdraw(*, session: Session, actor: Actor, invitation_id: UUID, now: datetime) -> None:
    """Make a link unusable; nothing happens where it is so already."""
    with transaction(session):
        found = session.exec(select(Invitation).where(Invitation.id == invitation_id).with_for_update()).one_or_none()
        if found is None or found.organisation_id is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        _require_right(session, actor, found.person_id, found.organisation_id)
        if found.used_at is None and found.withdrawn_at is None:
            found.withdrawn_at, found.token = now, None
            session.add(found)
            trace(session, found.organisation_id, actor, "invitation.withdrawn", "person", found.person_id, now)


def _roles_there(session: Session, person_id: UUID, organisation_id: UUID) -> Sequence[str]:
    return session.exec(
        select(Membership.role).where(
            Membership.organisation_id == organisation_id,
            Membership.person_id == person_id,
            col(Membership.ended_at).is_(None),
        )
    ).all()


def _require_right(session: Session, actor: Actor, person_id: UUID, organisation_id: UUID) -> None:
    roles = _roles_there(session, person_id, organisation_id)
    if (
        Role.ADMIN in roles
        and may(actor, Action.MAKE_ORGANISATION, THE_PORTAL)
        and not has_begun(session, organisation_id)
    ):
        return
    if roles:
        require(actor, Action.MANAGE_COLLEAGUES, Subject(organisation_id, frozenset({person_id})))
        if Role.ADMIN in roles and Role.ADMIN not in actor.roles(organisation_id):
            raise DomainError(ErrorCode.NOT_ALLOWED)
        return
    engagement = session.exec(
        select(Engagement)
        .where(
            Engagement.organisation_id == organisation_id,
            Engagement.person_id == person_id,
            col(Engagement.ended_at).is_(None),
        )
        .limit(1)
    ).first()
    if engagement is not None:
        require(actor, Action.INVITE_VOLUNTEER, Subject.of(engagement))
        return
    if not _association_of(session, person_id, organisation_id):
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.MANAGE_PARTNERSHIPS, Subject(organisation_id))


def _association_of(session: Session, person_id: UUID, organisation_id: UUID | None) -> str:
    """The name of an association they speak for there, if they are neither a colleague nor a volunteer; else ""."""
    engaged = exists().where(
        col(Engagement.person_id) == person_id,
        col(Engagement.organisation_id) == organisation_id,
        col(Engagement.ended_at).is_(None),
    )
    found = session.exec(
        select(Association.name)
        .join(AssociationContact, col(AssociationContact.association_id) == col(Association.id))
        .where(
            AssociationContact.person_id == person_id,
            AssociationContact.organisation_id == organisation_id,
            col(AssociationContact.ended_at).is_(None),
            ~engaged,
        )
        .order_by(col(AssociationContact.created_at))
        .limit(1)
    ).first()
    return found or ""


def _organisations_of(session: Session, person_id: UUID) -> set[UUID]:
    member = select(Membership.organisation_id).where(
        Membership.person_id == person_id, col(Membership.ended_at).is_(None)
    )
    engaged = select(Engagement.organisation_id).where(
        Engagement.person_id == person_id, col(Engagement.ended_at).is_(None)
    )
    speaks = select(AssociationContact.organisation_id).where(
        AssociationContact.person_id == person_id, col(AssociationContact.ended_at).is_(None)
    )
    return {*session.exec(member), *session.exec(engaged), *session.exec(speaks)}


def has_account(session: Session, person_id: UUID) -> bool:
    """Whether the person can log in already."""
    return _account_of(session, person_id) is not None


def _account_of(session: Session, person_id: UUID) -> Account | None:
    return session.exec(select(Account).where(Account.person_id == person_id)).one_or_none()


def link(invitation: Invitation, base_url: str) -> str:
    """The address to open; raises "link_unusable" for a link that is used or withdrawn."""
    if invitation.token is None:
        raise DomainError(ErrorCode.LINK_UNUSABLE)
    return f"{base_url.rstrip('/')}/invitation?t={invitation.token}"


def open_invitation_of(session: Session, person_id: UUID) -> Invitation | None:
    """The newest link that was made for the person, neither used nor withdrawn; it may have expired. What they asked
    for themselves, a new passphrase, is theirs alone."""
    return session.exec(
        select(Invitation)
        .where(
            Invitation.person_id == person_id,
            or_(col(Invitation.created_by_id).is_not(None), Invitation.purpose == JOIN),
            col(Invitation.used_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
        )
        .order_by(col(Invitation.created_at).desc())
        .limit(1)
    ).first()


def link_of(*, session: Session, actor: Actor, person_id: UUID, organisation_id: UUID) -> Invitation | None:
    """The open link of somebody `actor` may make one for, to copy it or take it back; see `open_invitation_of`."""
    _require_right(session, actor, person_id, organisation_id)
    return open_invitation_of(session, person_id)


def opened(*, session: Session, token: str, now: datetime) -> OpenInvitation:
    """What stands behind a link; "link_unusable" for one that is unknown, used, withdrawn or expired."""
    found = usable(session, token, now)
    person = session.get_one(Person, found.person_id)
    account = _account_of(session, person.id)
    organisation = session.get(Organisation, found.organisation_id) if found.organisation_id else None
    inviter = session.get(Person, found.created_by_id) if found.created_by_id else None
    programme, workplace = _place_of(session, found)
    works = found.organisation_id and _roles_there(session, person.id, found.organisation_id)
    return OpenInvitation(
        purpose=found.purpose,
        person=person.name,
        language=known(person.language),
        organisation=organisation.name if organisation else "",
        inviter=inviter.name if inviter else "",
        programme=programme,
        workplace=workplace,
        association="" if works else _association_of(session, person.id, found.organisation_id),
        login_name=account.login_name if account else _free_login_name(session, person),
        expires_at=found.expires_at,
        roles=tuple(Role(each) for each in works or ()),
        organisation_id=found.organisation_id,
    )


def _place_of(session: Session, found: Invitation) -> tuple[str, str]:
    row = session.exec(
        select(ProgrammeVersion.programme, Workplace.name)
        .join(Engagement, col(Engagement.programme_version_id) == col(ProgrammeVersion.id))
        .join(Workplace, col(Workplace.id) == col(Engagement.workplace_id))
        .where(
            Engagement.person_id == found.person_id,
            Engagement.organisation_id == found.organisation_id,
            col(Engagement.ended_at).is_(None),
        )
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else ("", "")


def _free_login_name(session: Session, person: Person) -> str:
    for name in login_names(person.email, person.name):
        if session.exec(select(Account.id).where(Account.login_name == name)).first() is None:
            return name
    raise AssertionError("login_names does not end")


def usable(session: Session, token: str, now: datetime, *, lock: bool = False) -> Invitation:
    """The invitation of a link; "link_unusable" for one that is unknown, used, withdrawn or expired."""
    chosen = select(Invitation).where(Invitation.token_hash == token_hash(token))
    found = session.exec(chosen.with_for_update() if lock else chosen).one_or_none()
    if found is None or not link_usable(
        expires_at=found.expires_at, used_at=found.used_at, withdrawn_at=found.withdrawn_at, now=now
    ):
        raise DomainError(ErrorCode.LINK_UNUSABLE)
    return found


def accept(
    *,
    session: Session,
    token: str,
    login_name: str,
    passphrase: str,
    device: str,
    now: datetime,
    caller: Caller = UNTOLD,
) -> StartedSession:
    """Use a link: make the account, or set its new passphrase and end its sessions; then begin a session.

    `login_name` counts only when joining. Raises "link_unusable", "login_name_taken" or what `checked_login` refuses;
    the link stays usable after all but the first.
    """
    found = usable(session, token, now)
    person = session.get_one(Person, found.person_id)
    account = _account_of(session, person.id)
    key = checked_login(
        account.login_name if account else login_name, passphrase, person.name, names_around(session, person.id)
    )
    session.rollback()
    hashed = hash_passphrase(passphrase)
    with transaction(session):
        found = usable(session, token, now, lock=True)
        person = session.get_one(Person, found.person_id)
        account = _account_of(session, person.id)
        if account is not None and found.purpose == JOIN:
            raise DomainError(ErrorCode.LINK_UNUSABLE)
        if account is None:
            account = store_account(session, person=person, key=key, passphrase_hash=hashed, now=now)
        else:
            set_passphrase_hash(session, account_id=account.id, passphrase_hash=hashed, now=now)
        _use_up(session, found, account, now)
        forget_guesses(session, account.login_name, caller)
        return begin(session, account=account, device=device, now=now, link_id=found.id, caller=caller)


def _use_up(session: Session, found: Invitation, account: Account, now: datetime) -> None:
    found.used_at, found.token = now, None
    session.add(found)
    session.flush()
    withdraw_open(session, found.person_id, now)
    if found.purpose == JOIN:
        tell_of_joining(session, found, now)
    elif settings().mail_configured:
        params = {"message": "passphrase_chosen", "person_id": str(found.person_id)}
        outbox.post(session, kind="mail", params=params, organisation_id=found.organisation_id, now=now)
    trace(
        session,
        found.organisation_id,
        found.person_id,
        "account.made" if found.purpose == JOIN else "passphrase.changed",
        "account",
        account.id,
        now,
    )
