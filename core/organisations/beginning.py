"""How an organisation begins: what can wait until the first link is made, and goes away as it is done."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from core.access.permissions import Action, Actor, Role, Subject, require
from core.settings import settings
from db.documents import TemplateVersion
from db.engine import transaction
from db.organisations import Deployment, Organisation, SealingKey
from db.people import Engagement, Membership


class CanWait(StrEnum):
    """What an administrator can do when there is time."""

    DETAILS = "details"  # address, phone and e-mail
    LOGO = "logo"
    COLLEAGUES = "colleagues"
    OWN_WORDS = "own_words"
    SEAL = "seal"
    BACKUP = "backup"  # one is made
    MAIL = "mail"


def new_roles(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[Role, ...]:
    """The roles `actor` has in the organisation and has not put the welcome to away yet."""
    require(actor, Action.USE_PORTAL)
    held = session.exec(_not_put_away(actor, organisation_id)).all()
    return tuple(dict.fromkeys(Role(membership.role) for membership in held))


def put_welcome_away(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> None:
    """Not welcome `actor` any more to the roles they have; the list of what can wait stays."""
    with transaction(session):
        require(actor, Action.USE_PORTAL)
        for held in session.exec(_not_put_away(actor, organisation_id).with_for_update()):
            if held.role != Role.ADMIN:
                held.welcomed_at = now
                session.add(held)


def anybody_yet(*, session: Session, actor: Actor, organisation_id: UUID) -> bool:
    """Whether the organisation has ever had a volunteer; for whoever may add one."""
    require(actor, Action.ADD_VOLUNTEER, Subject(organisation_id))
    first = select(Engagement.id).where(Engagement.organisation_id == organisation_id).limit(1)
    return session.exec(first).first() is not None


def what_can_wait(*, session: Session, actor: Actor, organisation_id: UUID) -> tuple[CanWait, ...]:
    """What is still left for an administrator, as the facts have it; none once they have put the list away."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    own_words = select(TemplateVersion.id).where(TemplateVersion.organisation_id == organisation_id)
    own_seal = select(SealingKey.id).where(
        SealingKey.organisation_id == organisation_id, col(SealingKey.own_pki), col(SealingKey.retired_at).is_(None)
    )
    backed_up = select(Deployment.id).where(col(Deployment.backed_up_at).is_not(None))
    colleagues = select(func.count(func.distinct(Membership.person_id))).where(
        Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None)
    )
    left = session.exec(
        select(  # type: ignore[call-overload]
            or_(Organisation.address == "", Organisation.phone == "", Organisation.email == ""),
            col(Organisation.logo).is_(None),
            colleagues.scalar_subquery() < 2,
            ~own_words.exists(),
            ~own_seal.exists(),
            ~backed_up.exists(),
        ).where(Organisation.id == organisation_id, _not_put_away(actor, organisation_id, Role.ADMIN).exists())
    ).first()
    if left is None:
        return ()
    return tuple(what for what, waits in zip(CanWait, (*left, not settings().mail_configured), strict=True) if waits)


def put_list_away(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> None:
    """Not show `actor` any more what can wait in the organisation."""
    with transaction(session):
        require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
        for held in session.exec(_not_put_away(actor, organisation_id, Role.ADMIN).with_for_update()):
            held.welcomed_at = now
            session.add(held)


def _not_put_away(actor: Actor, organisation_id: UUID, *roles: Role) -> SelectOfScalar[Membership]:
    """The roles somebody has there and has not put the welcome to away: of `roles`, or of all where none is named."""
    return select(Membership).where(
        Membership.organisation_id == organisation_id,
        Membership.person_id == actor.person_id,
        col(Membership.role).in_(roles or tuple(Role)),
        col(Membership.ended_at).is_(None),
        col(Membership.welcomed_at).is_(None),
    )
