"""Reading certificates: those earned and made in an organisation, one's own, and the sealed file."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, exists, func, select

from core.access.permissions import Action, Actor, Subject, may, require
from core.approvals.case import engagement_for
from core.certificates.text import CertificateKind
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.recognition.rules import PRINTED
from core.recognition.upcoming import refresh
from db.certificates import Certificate, CertificateFile
from db.journey import OccasionDays
from db.organisations import Organisation, Workplace
from db.people import Engagement, Person
from db.programmes import ProgrammeVersion
from db.recognition import AnsweredOccasion, Recognition


@dataclass(frozen=True, slots=True)
class EarnedCertificate:
    """A certificate somebody has earned. `years` is of a diploma; `certificate_id` is None until it is made."""

    engagement_id: UUID
    name: str
    workplace: str
    programme: str
    kind: CertificateKind
    key: str
    years: int
    on: date
    certificate_id: UUID | None


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One that was made; `years` is of a diploma, `on` the moment it was made, `by` who made it."""

    certificate_id: UUID
    kind: CertificateKind
    years: int
    number: str
    edition: int
    on: datetime
    by: str


@dataclass(frozen=True, slots=True)
class EarnedPage:
    """The first rows by name, with how many have earned it and for how many it is made."""

    rows: tuple[EarnedCertificate, ...]
    total: int
    made: int


def earned_kinds(
    *, session: Session, actor: Actor, organisation_id: UUID, today: date
) -> dict[str, tuple[CertificateKind, int]]:
    """What some of the organisation's volunteers have earned by `today`, each key with what it is and a diploma's
    years: the certificate first."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    refresh(session, organisation_id, today)
    asked = select(OccasionDays.kind, OccasionDays.key).where(*_earned_by(organisation_id, today)).distinct()
    found = sorted((CertificateKind(kind), years_in(key), key) for kind, key in session.exec(asked))
    return {key: (kind, years) for kind, years, key in found}


def earned_places(*, session: Session, actor: Actor, organisation_id: UUID, key: str, today: date) -> dict[UUID, str]:
    """The workplaces of those who have earned `key`, by name."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    there = select(OccasionDays.workplace_id).where(*_of_key(organisation_id, key, (), today))
    named = select(Workplace.id, Workplace.name).where(col(Workplace.id).in_(there))
    return dict(session.exec(named.order_by(col(Workplace.name))).all())


def earned_certificates(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    key: str,
    workplace_ids: Collection[UUID] = (),
    today: date,
    count: int,
) -> EarnedPage:
    """Who has earned `key` by `today` (H4), by name, at some workplaces or all; a fixed number of queries."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    own = _of_key(organisation_id, key, workplace_ids, today)
    order = (col(OccasionDays.sought), col(OccasionDays.day), col(OccasionDays.engagement_id))
    # Chosen and sorted first, so that names are looked up for those alone.
    first = select(OccasionDays.engagement_id).where(*own).order_by(*order).limit(count).subquery().c
    rows = session.exec(
        select(
            OccasionDays.engagement_id,
            Person.name,
            Workplace.name,
            ProgrammeVersion.programme,
            OccasionDays.kind,
            OccasionDays.key,
            OccasionDays.number,
            OccasionDays.day,
            _NEWEST_MADE,
        )  # type: ignore[call-overload]
        .join(Engagement, col(Engagement.id) == col(OccasionDays.engagement_id))
        .join(Person, col(Person.id) == col(Engagement.person_id))
        .join(Workplace, col(Workplace.id) == col(OccasionDays.workplace_id))
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == col(Engagement.programme_version_id))
        .where(col(OccasionDays.engagement_id).in_(select(first.engagement_id)), col(OccasionDays.key) == key)
        .order_by(*order)
    ).all()
    with_one = select(Certificate.engagement_id).where(
        Certificate.organisation_id == organisation_id, Certificate.key == key
    )
    counted = select(func.count()).select_from(OccasionDays).where(*own)
    total = session.exec(counted).one()
    made = session.exec(counted.where(col(OccasionDays.engagement_id).in_(with_one))).one()
    found = (
        EarnedCertificate(
            engagement_id, name, workplace, programme, CertificateKind(kind), key, years, on, certificate_id
        )
        for engagement_id, name, workplace, programme, kind, key, years, on, certificate_id in rows
    )
    return EarnedPage(tuple(found), total, made)


def without_one(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    key: str,
    workplace_ids: Collection[UUID] = (),
    today: date,
) -> tuple[UUID, ...]:
    """The engagements that have earned `key` and for which it is not made, by name."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    own = _of_key(organisation_id, key, workplace_ids, today)
    asked = select(OccasionDays.engagement_id).where(*own, _NEWEST_MADE.is_(None))
    return tuple(session.exec(asked.order_by(col(OccasionDays.sought), col(OccasionDays.day))).all())


def those_made(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    key: str,
    workplace_ids: Collection[UUID] = (),
    today: date,
) -> tuple[UUID, ...]:
    """The newest editions of what was made for those who have earned `key`, by name."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    own = _of_key(organisation_id, key, workplace_ids, today)
    asked = select(_NEWEST_MADE).select_from(OccasionDays).where(*own, _NEWEST_MADE.is_not(None))
    return tuple(session.exec(asked.order_by(col(OccasionDays.sought), col(OccasionDays.day))).all())


def made_ones(
    *, session: Session, actor: Actor, organisation_id: UUID, engagement_ids: Collection[UUID]
) -> dict[tuple[UUID, str], UUID]:
    """The newest edition of what was made for these, by engagement and key; proofs are their owners' and not among
    them."""
    require(actor, Action.RECOGNISE, Subject(organisation_id))
    if not engagement_ids:
        return {}
    rows = session.exec(
        select(Certificate.engagement_id, Certificate.key, Certificate.id)
        .where(
            Certificate.organisation_id == organisation_id,
            col(Certificate.engagement_id).in_(engagement_ids),
            Certificate.kind != CertificateKind.PROOF,
        )
        .order_by(col(Certificate.edition))
    )
    return {(engagement_id, key): certificate_id for engagement_id, key, certificate_id in rows}


def certificates_of(*, session: Session, actor: Actor, engagement_id: UUID) -> tuple[CertificateRow, ...]:
    """What was made for one volunteer, the newest first; for who plans recognition."""
    engagement_for(session, actor, Action.RECOGNISE, engagement_id)
    return _rows(session, [Certificate.engagement_id == engagement_id])


def my_certificates(*, session: Session, actor: Actor) -> tuple[CertificateRow, ...]:
    """What the person who asks may hold, the newest first; one that a planned surprise brings is none of it yet."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    own = select(Engagement.id).where(Engagement.person_id == actor.person_id)
    return _rows(session, [col(Certificate.engagement_id).in_(own), ~_SURPRISE])


@dataclass(frozen=True, slots=True)
class OwnEngagement:
    """An engagement of the reader, of which they can have a proof."""

    engagement_id: UUID
    organisation: str


def own_engagements(*, session: Session, actor: Actor) -> tuple[OwnEngagement, ...]:
    """What the person who asks can have a proof of: everything they were or are a volunteer in, the newest first."""
    require(actor, Action.SEE_OWN_DOCUMENTS)
    rows = session.exec(
        select(Engagement, Organisation.name)
        .join(Organisation, col(Organisation.id) == col(Engagement.organisation_id))
        .where(Engagement.person_id == actor.person_id)
        .order_by(col(Engagement.created_at).desc())
    ).all()
    return tuple(
        OwnEngagement(engagement.id, name)
        for engagement, name in rows
        if may(actor, Action.SEE_OWN_DOCUMENTS, Subject.of(engagement))
    )


def certificate_file(*, session: Session, actor: Actor, certificate_id: UUID) -> bytes:
    """The sealed PDF, for who plans recognition and for whoever it is of; "not_found" or "not_allowed"."""
    found = session.exec(
        select(Certificate, Engagement, _SURPRISE)
        .join(Engagement, col(Engagement.id) == col(Certificate.engagement_id))
        .where(Certificate.id == certificate_id)
    ).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    _certificate, engagement, surprise = found
    subject = Subject.of(engagement)
    if not may(actor, Action.RECOGNISE, subject) and (surprise or actor.person_id != engagement.person_id):
        raise DomainError(ErrorCode.NOT_ALLOWED)
    return session.exec(select(CertificateFile.content).where(CertificateFile.certificate_id == certificate_id)).one()


def years_in(key: str) -> int:
    """The years of a diploma by its key "diploma:10"; 0 for anything else."""
    what, _colon, count = key.partition(":")
    return int(count) if what == "diploma" and count.isdecimal() else 0


# What a thank-you brings that is planned and not given yet.
_SURPRISE: Any = exists().where(
    and_(
        col(AnsweredOccasion.engagement_id) == col(Certificate.engagement_id),
        col(AnsweredOccasion.key) == col(Certificate.key),
        col(Recognition.id) == col(AnsweredOccasion.recognition_id),
        col(Recognition.given_on).is_(None),
        col(Recognition.called_off_at).is_(None),
    )
)


# The newest edition of what was made for an occasion.
_NEWEST_MADE: Any = (
    select(Certificate.id)
    .where(
        col(Certificate.engagement_id) == col(OccasionDays.engagement_id), col(Certificate.key) == col(OccasionDays.key)
    )
    .order_by(col(Certificate.edition).desc())
    .limit(1)
    .correlate(OccasionDays)
    .scalar_subquery()
)


def _earned_by(organisation_id: UUID, today: date) -> list[Any]:
    return [
        col(OccasionDays.organisation_id) == organisation_id,
        col(OccasionDays.kind).in_(PRINTED),
        col(OccasionDays.ended).is_(False),
        col(OccasionDays.day) <= today,
    ]


def _of_key(organisation_id: UUID, key: str, workplace_ids: Collection[UUID], today: date) -> list[Any]:
    at = [col(OccasionDays.workplace_id).in_(workplace_ids)] if workplace_ids else []
    return [*_earned_by(organisation_id, today), col(OccasionDays.key) == key, *at]


def _rows(session: Session, conditions: Sequence[Any]) -> tuple[CertificateRow, ...]:
    asked = (
        select(Certificate, Person.name)
        .join(Person, col(Person.id) == col(Certificate.made_by_id))
        .where(*conditions)
        .order_by(col(Certificate.edition), col(Certificate.made_at))
    )
    return tuple(_newest(session.exec(asked).all()))


def _newest(rows: Iterable[tuple[Certificate, str]]) -> list[CertificateRow]:
    """The newest edition of each, the newest first."""
    newest = {(row.engagement_id, row.key): (row, by) for row, by in rows}
    return [
        CertificateRow(row.id, CertificateKind(row.kind), years_in(row.key), row.number, row.edition, row.made_at, by)
        for row, by in sorted(newest.values(), key=lambda each: each[0].made_at, reverse=True)
    ]
