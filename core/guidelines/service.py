"""Reading and acknowledging guidelines and principles, for the volunteer and for those who look after them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.guidelines.reading import TextReading, readings, texts
from core.guidelines.rules import AcknowledgementState
from core.guidelines.text import Guideline
from db.engine import transaction
from db.guidelines import Acknowledgement, GuidelineVersion
from db.organisations import Organisation, Workplace
from db.people import Account, Engagement, Person


@dataclass(frozen=True, slots=True)
class ToRead:
    """A text that applies to somebody. `place` is the workplace or organisation it is from.

    `before` are the words they last acknowledged, None where that was the newest version or none at all.
    """

    reading: TextReading
    place: str
    text: Guideline
    before: Guideline | None = None


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """An earlier version that the reader acknowledged, with its words."""

    version_id: UUID
    number: int
    place: str
    text: Guideline
    given_at: datetime


def what_to_read(*, session: Session, actor: Actor) -> list[ToRead]:
    """What applies to the actor now, each text once, those to acknowledge first (L7, E1, E3)."""
    require(actor, Action.READ_GUIDELINES)
    found = _told(session, _own(session, actor))
    return sorted(found, key=lambda each: each.reading.standing is AcknowledgementState.HOLDS)


def read_before(*, session: Session, actor: Actor) -> list[ReadBefore]:
    """Every version the actor ever acknowledged, newest first, also those that no longer apply to them."""
    require(actor, Action.READ_GUIDELINES)
    rows = session.exec(
        select(GuidelineVersion, Acknowledgement.given_at, Organisation.name, Workplace.name)
        .join(Acknowledgement, col(Acknowledgement.version_id) == col(GuidelineVersion.id))
        .join(Organisation, col(Organisation.id) == col(GuidelineVersion.organisation_id), isouter=True)
        .join(Workplace, col(Workplace.id) == col(GuidelineVersion.workplace_id), isouter=True)
        .where(Acknowledgement.person_id == actor.person_id)
        .order_by(col(Acknowledgement.given_at).desc())
    ).all()
    return [
        ReadBefore(
            version.id, version.number, workplace or organisation or "", Guideline.from_json(version.content), given_at
        )
        for version, given_at, organisation, workplace in rows
    ]


def texts_for(*, session: Session, actor: Actor, engagement_id: UUID) -> list[ToRead]:
    """What applies to one volunteer, for themselves and for those who look after them; "not_found", "not_allowed"."""
    engagement = session.get(Engagement, engagement_id)
    if engagement is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    subject = Subject.of(engagement)
    if not may(actor, Action.READ_GUIDELINES, subject):
        require(actor, Action.SEE_VOLUNTEERS, subject)
    return _told(session, [engagement])


def acknowledge(*, session: Session, actor: Actor, version_id: UUID, now: datetime) -> Acknowledgement:
    """Record that the actor has read this version; a second time changes nothing.

    Raises "not_found" for a text that does not apply to them, "guideline_newer" for a version that is not the newest.
    """
    with transaction(session):
        require(actor, Action.READ_GUIDELINES)
        return _give(session, actor, actor.person_id, _own(session, actor), version_id, now)


def acknowledge_for(
    *, session: Session, actor: Actor, engagement_id: UUID, version_id: UUID, now: datetime
) -> Acknowledgement:
    """Write down that a volunteer without an account has read this version, on paper or aloud (O4).

    Raises what `acknowledge` does, and "guideline_own" where they have an account and confirm it themselves.
    """
    with transaction(session):
        engagement = session.get(Engagement, engagement_id)
        if engagement is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.DRAFT_DOCUMENT, Subject.of(engagement))
        if session.exec(select(Account.id).where(Account.person_id == engagement.person_id)).first() is not None:
            raise DomainError(ErrorCode.GUIDELINE_OWN)
        return _give(session, actor, engagement.person_id, [engagement], version_id, now)


def _give(
    session: Session, actor: Actor, person_id: UUID, engagements: list[Engagement], version_id: UUID, now: datetime
) -> Acknowledgement:
    # Two clicks at once come one by one.
    session.exec(select(Person.id).where(Person.id == person_id).with_for_update()).one()
    reading = _reading_with(session, engagements, version_id)
    if version_id != reading.newest.id:
        raise DomainError(ErrorCode.GUIDELINE_NEWER)
    given = session.exec(
        select(Acknowledgement).where(Acknowledgement.version_id == version_id, Acknowledgement.person_id == person_id)
    ).one_or_none()
    if given is None:
        recorder = None if actor.person_id == person_id else actor.person_id
        given = Acknowledgement(version_id=version_id, person_id=person_id, given_at=now, recorded_by_id=recorder)
        session.add(given)
        session.flush()
        trace(
            session,
            reading.shelf.organisation_id,
            actor,
            "guideline.recorded" if recorder else "guideline.acknowledged",
            "guideline_version",
            version_id,
            now,
        )
    return given


def _reading_with(session: Session, engagements: list[Engagement], version_id: UUID) -> TextReading:
    for own in readings(session, engagements).values():
        for reading in own:
            if version_id in {version.id for version in reading.versions}:
                return reading
    raise DomainError(ErrorCode.NOT_FOUND)


def _own(session: Session, actor: Actor) -> list[Engagement]:
    return list(
        session.exec(
            select(Engagement)
            .where(Engagement.person_id == actor.person_id, col(Engagement.ended_at).is_(None))
            .order_by(col(Engagement.created_at))
        )
    )


def _told(session: Session, engagements: list[Engagement]) -> list[ToRead]:
    """The texts of these engagements with their words and the names of their places, each once."""
    by_shelf = {reading.shelf: reading for own in readings(session, engagements).values() for reading in own}
    if not by_shelf:
        return []
    wanted = {
        version.id for reading in by_shelf.values() for version in (reading.newest, reading.acknowledged) if version
    }
    words = texts(session, wanted)
    names = _names(session, by_shelf.values())
    return [
        ToRead(
            reading,
            names[shelf.workplace_id or shelf.organisation_id],
            words[reading.newest.id],
            words[before.id] if (before := reading.acknowledged) and before != reading.newest else None,
        )
        for shelf, reading in by_shelf.items()
    ]


def _names(session: Session, of: Iterable[TextReading]) -> dict[UUID, str]:
    shelves = [reading.shelf for reading in of]
    places = {shelf.workplace_id for shelf in shelves if shelf.workplace_id}
    rows = session.exec(
        select(Organisation.id, Organisation.name, Workplace.id, Workplace.name)
        .join(
            Workplace,
            (col(Workplace.organisation_id) == col(Organisation.id)) & col(Workplace.id).in_(places),
            isouter=True,
        )
        .where(col(Organisation.id).in_({shelf.organisation_id for shelf in shelves}))
    ).all()
    names = {}
    for organisation_id, organisation, workplace_id, workplace in rows:
        names[organisation_id] = organisation
        if workplace_id is not None:
            names[workplace_id] = workplace
    return names
