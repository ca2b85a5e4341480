"""Volunteers' own network: a free space that volunteers join and leave themselves, and that no colleague reads (V3).

Whoever works for the organisation stays outside, also where they volunteer too: a free space from those who decide is
none with them in it. A supervisor and a team lead are volunteers among volunteers, and may join. The log says that
somebody joined or left, and not who, as those read it who are to stay outside.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlmodel import Session, col, delete, exists, func, select

from core import contact
from core.access.permissions import COLLEAGUES, Action, Actor, Role, Subject, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from db.engine import transaction
from db.network import NetworkMember
from db.organisations import Organisation
from db.people import Engagement, Membership, Person

A_PAGE = 25
# Who works there and is a volunteer among volunteers all the same.
WELCOME = (Role.SUPERVISOR, Role.TEAM_LEAD)
OUTSIDE = tuple(role for role in COLLEAGUES if role not in WELCOME)


@dataclass(frozen=True, slots=True)
class NetworkDetails:
    """What a member lets the others read: a few words about themselves, and how to reach them."""

    shares: str
    reach: str


class OwnNetwork(NamedTuple):
    """An organisation in which somebody volunteers: what they share in its network, None where they have not joined,
    and whether they stay `outside`, as they work there."""

    organisation_id: UUID
    organisation: str
    details: NetworkDetails | None
    outside: bool


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """One of the others, as members see them."""

    member_id: UUID
    name: str
    shares: str
    reach: str


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """A page of the others, by name, and how many there are in all."""

    rows: tuple[NetworkRow, ...]
    total: int
    page: int


def own_networks(*, session: Session, actor: Actor) -> list[OwnNetwork]:
    """The networks the person who asks could be in, by organisation; one query."""
    require(actor, Action.JOIN_NETWORK)
    rows = session.exec(
        select(Organisation.id, Organisation.name, NetworkMember)
        .join(
            NetworkMember,
            (col(NetworkMember.organisation_id) == Organisation.id) & (col(NetworkMember.person_id) == actor.person_id),
            isouter=True,
        )
        .where(
            exists().where(
                col(Engagement.organisation_id) == Organisation.id,
                col(Engagement.person_id) == actor.person_id,
                col(Engagement.ended_at).is_(None),
            )
        )
        .order_by(col(Organisation.name), col(Organisation.id))
    ).all()
    return [
        OwnNetwork(
            organisation_id,
            name,
            NetworkDetails(row.shares, row.reach) if row is not None else None,
            _outside(session, actor, organisation_id),
        )
        for organisation_id, name, row in rows
    ]


def join_network(
    *, session: Session, actor: Actor, organisation_id: UUID, details: NetworkDetails, now: datetime
) -> None:
    """Join, or say otherwise what one shares. Raises "network_colleague" for who works there, and all that is refused
    at once, by the names of `NetworkDetails`: "words_missing" for no way to be reached, what `core.contact` refuses."""
    with transaction(session):
        _require_own(session, actor, organisation_id)
        with all_refused() as check:
            with check.at("shares"):
                contact.text(details.shares)
            with check.at("reach"):
                if not contact.line(details.reach):
                    raise DomainError(ErrorCode.WORDS_MISSING)
        # The person is held, so that of two clicks the second finds what the first made.
        session.exec(select(Person.id).where(Person.id == actor.person_id).with_for_update()).one()
        found = _own(session, actor, organisation_id)
        row = found or NetworkMember(organisation_id=organisation_id, person_id=actor.person_id, version=0)
        row.shares, row.reach = contact.text(details.shares), contact.line(details.reach)
        row.version += 1
        session.add(row)
        session.flush()
        trace(session, organisation_id, None, "network.changed" if found else "network.joined", "network", row.id, now)


def leave_network(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> None:
    """Leave: what one shared is gone. Also for who has come to work there since. A second time is nothing."""
    with transaction(session):
        require(actor, Action.JOIN_NETWORK, Subject(organisation_id, frozenset({actor.person_id})))
        found = _own(session, actor, organisation_id)
        if found is not None:
            session.delete(found)
            trace(session, organisation_id, None, "network.left", "network", found.id, now)


def network_members(*, session: Session, actor: Actor, organisation_id: UUID, page: int) -> NetworkPage:
    """The others who joined, a page at a time; a page beyond the last is the last. Who has not joined reads nobody:
    "not_allowed"; so does who works there. Three queries and one for who asks."""
    _require_own(session, actor, organisation_id)
    if _own(session, actor, organisation_id) is None:
        raise DomainError(ErrorCode.NOT_ALLOWED)
    others: list[Any] = [
        NetworkMember.organisation_id == organisation_id,
        NetworkMember.person_id != actor.person_id,
        ~_works_there(NetworkMember.organisation_id, NetworkMember.person_id),
    ]
    total = session.exec(select(func.count()).select_from(NetworkMember).where(*others)).one()
    page = min(max(1, page), max(1, -(-total // A_PAGE)))
    rows = session.exec(
        select(NetworkMember, Person.name)
        .join(Person, col(Person.id) == NetworkMember.person_id)
        .where(*others)
        .order_by(col(Person.name), col(NetworkMember.id))
        .limit(A_PAGE)
        .offset((page - 1) * A_PAGE)
    )
    return NetworkPage(tuple(NetworkRow(row.id, name, row.shares, row.reach) for row, name in rows), total, page)


def leave_with_engagement(session: Session, engagement: Engagement) -> None:
    """Whoever stops volunteering in an organisation is in its network no more; called as they stop."""
    still = select(Engagement.id).where(
        Engagement.organisation_id == engagement.organisation_id,
        Engagement.person_id == engagement.person_id,
        Engagement.id != engagement.id,
        col(Engagement.ended_at).is_(None),
    )
    if session.exec(still.limit(1)).first() is None:
        session.exec(
            delete(NetworkMember).where(
                col(NetworkMember.organisation_id) == engagement.organisation_id,
                col(NetworkMember.person_id) == engagement.person_id,
            )
        )


def _require_own(session: Session, actor: Actor, organisation_id: UUID) -> None:
    require(actor, Action.JOIN_NETWORK, Subject(organisation_id, frozenset({actor.person_id})))
    if _outside(session, actor, organisation_id):
        raise DomainError(ErrorCode.NETWORK_COLLEAGUE)


def _outside(session: Session, actor: Actor, organisation_id: UUID) -> bool:
    """Whether somebody works there. The database is asked, as who works in several acts in one of them at a time."""
    asked = select(Membership.id).where(
        Membership.organisation_id == organisation_id,
        Membership.person_id == actor.person_id,
        col(Membership.role).in_(OUTSIDE),
        col(Membership.ended_at).is_(None),
    )
    return session.exec(asked.limit(1)).first() is not None


def _own(session: Session, actor: Actor, organisation_id: UUID) -> NetworkMember | None:
    return session.exec(
        select(NetworkMember).where(
            NetworkMember.organisation_id == organisation_id, NetworkMember.person_id == actor.person_id
        )
    ).one_or_none()


def _works_there(organisation_id: Any, person_id: Any) -> Any:
    return exists().where(
        col(Membership.organisation_id) == organisation_id,
        col(Membership.person_id) == person_id,
        col(Membership.role).in_(OUTSIDE),
        col(Membership.ended_at).is_(None),
    )
