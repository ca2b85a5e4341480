"""Many volunteers looked after at once: another contact person, a link to join by, or a newer version of their
programme; each in its own transaction."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.invitations import invite
from core.access.permissions import Action, Actor, require
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.journey.moving import move
from core.people.service import EngagementDetails, change_engagement
from db.people import Engagement, Person


@dataclass(frozen=True, slots=True)
class ChangeOutcome:
    """What became of a change for one volunteer: `refused` is the code of why nothing was done, None where it was
    done."""

    engagement_id: UUID
    name: str
    refused: ErrorCode | None


def change_contact_person_each(
    *,
    session: Session,
    actor: Actor,
    versions: Mapping[UUID, int],
    contact_person_id: UUID,
    now: datetime,
) -> Iterator[ChangeOutcome]:
    """Give these volunteers another contact person, one by one as the outcomes are fetched.

    `versions` are their rows as the reader saw them: one that somebody else has changed since is left as it is, and
    told of with "changed_meanwhile".
    """

    def change(engagement: Engagement) -> None:
        change_engagement(
            session=session,
            actor=actor,
            engagement_id=engagement.id,
            details=EngagementDetails(
                workplace_id=engagement.workplace_id,
                contact_person_id=contact_person_id,
                begins_on=engagement.begins_on,
            ),
            expected_version=versions[engagement.id],
            now=now,
        )

    return _each(session, actor, Action.ADD_VOLUNTEER, list(versions), change)


def invite_each(
    *, session: Session, actor: Actor, engagement_ids: Sequence[UUID], now: datetime
) -> Iterator[ChangeOutcome]:
    """Make a new link for each of those who have not joined; it goes by mail where there is an address."""

    def make(engagement: Engagement) -> None:
        invite(
            session=session,
            actor=actor,
            person_id=engagement.person_id,
            organisation_id=engagement.organisation_id,
            now=now,
        )

    return _each(session, actor, Action.ADD_VOLUNTEER, engagement_ids, make)


def move_each(
    *, session: Session, actor: Actor, versions: Mapping[UUID, int], to: UUID, now: datetime
) -> Iterator[ChangeOutcome]:
    """Move these volunteers to the version `to` of their programme, each where their row is as the reader saw it."""

    def change(engagement: Engagement) -> None:
        move(
            session=session,
            actor=actor,
            engagement_id=engagement.id,
            to=to,
            expected_version=versions[engagement.id],
            now=now,
        )

    return _each(session, actor, Action.MOVE_ENGAGEMENTS, list(versions), change)


def _each(
    session: Session,
    actor: Actor,
    action: Action,
    engagement_ids: Sequence[UUID],
    does: Callable[[Engagement], None],
) -> Iterator[ChangeOutcome]:
    require(actor, action)
    for engagement_id in engagement_ids:
        found = session.exec(
            select(Engagement, Person.name)
            .join(Person, col(Person.id) == col(Engagement.person_id))
            .where(Engagement.id == engagement_id)
        ).one_or_none()
        if found is None:
            yield ChangeOutcome(engagement_id, "", ErrorCode.NOT_FOUND)
            continue
        engagement, name = found
        try:
            does(engagement)
        except DomainError as error:
            # Names are told only of those the actor may change.
            yield ChangeOutcome(engagement_id, "" if error.code == ErrorCode.NOT_ALLOWED else name, error.code)
        else:
            yield ChangeOutcome(engagement_id, name, None)
