"""Two records of one person made one, with both histories; and taken apart again within a day, as they were.

Nothing that was signed is changed: a document has the names it was signed with. Of what names a person every row goes
over to the record that is kept, whatever table it stands in. The other record stays as it was, empty, and nobody can
log in to it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from core.access.identity import face_each_other
from core.access.permissions import Action, Actor, Role, Subject, may, require
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.people import going_over
from core.people.known import KnownEngagement
from core.people.rules import CAN_BE_UNDONE
from db.documents import DocumentParty
from db.engine import transaction
from db.organisations import Workplace
from db.people import Account, Engagement, Membership, Person, PersonMerge, PortalOperator
from db.programmes import ProgrammeVersion
from db.supervision import Supervision, SupervisionSubject

# What is chosen of one record or the other; what belongs together is chosen together.
CHOSEN: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "latin_name"),
    "phone": ("phone",),
    "email": ("email",),
    "address": ("address",),
    "next_of_kin": ("next_of_kin_name", "next_of_kin_phone", "next_of_kin_relation"),
}


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One of two records, as it is shown beside the other: `login_name` is "" for who cannot log in."""

    person: Person
    engagements: tuple[KnownEngagement, ...]
    roles: tuple[Role, ...]
    documents: int
    login_name: str


@dataclass(frozen=True, slots=True)
class MergeQuestion:
    """Two records beside each other: the one longer here first, which of `CHOSEN` differ, and why they cannot be
    merged, None where they can."""

    records: tuple[PersonRecord, PersonRecord]
    differ: tuple[str, ...]
    obstacle: ErrorCode | None

    @property
    def both_log_in(self) -> bool:
        """Whether one of two logins has to be chosen."""
        return all(record.login_name for record in self.records)


@dataclass(frozen=True, slots=True)
class Merging:
    """Which two records are one person, whose each of `CHOSEN` is where they differ, and whose login stays where both
    can log in."""

    organisation_id: UUID
    person_ids: tuple[UUID, UUID]
    whose: Mapping[str, UUID]
    login_of: UUID | None = None


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge that can still be undone: the name that was merged, by whom, and when."""

    merge_id: UUID
    name: str
    by: str
    at: datetime


def compare(*, session: Session, actor: Actor, organisation_id: UUID, person_ids: tuple[UUID, UUID]) -> MergeQuestion:
    """Two records of the organisation beside each other. "not_found" for who is not in it, or twice the same."""
    require(actor, Action.MERGE_PEOPLE, Subject(organisation_id))
    people = sorted(_people(session, organisation_id, person_ids), key=lambda person: (person.created_at, person.id))
    first, second = (_record(session, organisation_id, person) for person in people)
    differ = tuple(
        name
        for name, fields in CHOSEN.items()
        if all(_said(each.person, fields) for each in (first, second))
        and not _same(first.person, second.person, fields)
    )
    return MergeQuestion((first, second), differ, _obstacle(session, actor, organisation_id, person_ids))


def merge(*, session: Session, actor: Actor, merging: Merging, now: datetime) -> PersonMerge:
    """Make two records one. Kept is the one that can log in; of two the one whose login stays, of none the older.

    Raises what `compare` names as the obstacle, and "choice_invalid" where a choice is missing.
    """
    with transaction(session):
        here, ids = merging.organisation_id, merging.person_ids
        require(actor, Action.MERGE_PEOPLE, Subject(here))
        session.exec(select(Person.id).where(col(Person.id).in_(ids)).order_by(col(Person.id)).with_for_update()).all()
        asked = compare(session=session, actor=actor, organisation_id=here, person_ids=ids)
        if asked.obstacle is not None:
            raise DomainError(asked.obstacle)
        if any(merging.whose.get(name) not in ids for name in asked.differ):
            raise DomainError(ErrorCode.CHOICE_INVALID)
        kept, merged = _kept_first(asked, merging.login_of)
        details = {
            field: (getattr(kept, field), value)
            for field, value in _chosen(kept, merged, merging.whose).items()
            if getattr(kept, field) != value
        }
        gone = going_over.go_over(session, merged.id, kept.id)
        for field, (_before, after) in details.items():
            setattr(kept, field, after)
        merged.merged_into_id = kept.id
        kept.version, merged.version = kept.version + 1, merged.version + 1
        session.add_all([kept, merged])
        done = PersonMerge(
            organisation_id=here,
            kept_id=kept.id,
            merged_id=merged.id,
            merged_by_id=actor.person_id,
            merged_at=now,
            moved=gone.moved,
            rewritten=json.dumps(gone.rewritten),
            taken_out=json.dumps(gone.taken_out),
            details=json.dumps(details),
        )
        session.add(done)
        session.flush()
        trace(session, here, actor, "person.merged", "person", kept.id, now, list(details))
        return done


def unmerge(*, session: Session, actor: Actor, merge_id: UUID, now: datetime) -> None:
    """Take two records apart again within a day: all that went over goes back, with what has come to it since.

    Details that somebody has changed since stay as they are. Raises "too_late" after a day or where the record that
    was kept has been merged itself, and "not_found".
    """
    with transaction(session):
        done = session.exec(select(PersonMerge).where(PersonMerge.id == merge_id).with_for_update()).one_or_none()
        if done is None or done.undone_at is not None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.MERGE_PEOPLE, Subject(done.organisation_id))
        ids = (done.kept_id, done.merged_id)
        asked = select(Person).where(col(Person.id).in_(ids)).order_by(col(Person.id)).with_for_update()
        people = {person.id: person for person in session.exec(asked)}
        kept, merged = people[done.kept_id], people[done.merged_id]
        if now - done.merged_at > CAN_BE_UNDONE or kept.merged_into_id is not None:
            raise DomainError(ErrorCode.TOO_LATE)
        _refuse_colleagues(session, actor, done.organisation_id, ids)
        gone = going_over.GoneOver(done.moved, json.loads(done.rewritten), json.loads(done.taken_out))
        going_over.go_back(session, gone, merged.id, kept.id)
        for field, (before, after) in json.loads(done.details).items():
            if getattr(kept, field) == after:
                setattr(kept, field, before)
        merged.merged_into_id = None
        kept.version, merged.version = kept.version + 1, merged.version + 1
        done.undone_at = now
        session.add_all([kept, merged, done])
        session.flush()
        trace(session, done.organisation_id, actor, "person.unmerged", "person", kept.id, now)


def merges(*, session: Session, actor: Actor, organisation_id: UUID, person_id: UUID, now: datetime) -> list[MergeRow]:
    """What was merged into somebody and can still be undone, newest first."""
    require(actor, Action.MERGE_PEOPLE, Subject(organisation_id))
    found = session.exec(
        select(PersonMerge)
        .where(
            PersonMerge.organisation_id == organisation_id,
            PersonMerge.kept_id == person_id,
            PersonMerge.merged_at >= now - CAN_BE_UNDONE,
            col(PersonMerge.undone_at).is_(None),
        )
        .order_by(col(PersonMerge.merged_at).desc())
    ).all()
    return [
        MergeRow(
            each.id,
            session.get_one(Person, each.merged_id).name,
            session.get_one(Person, each.merged_by_id).name,
            each.merged_at,
        )
        for each in found
    ]


def _people(session: Session, organisation_id: UUID, ids: tuple[UUID, UUID]) -> list[Person]:
    engaged = select(Engagement.person_id).where(Engagement.organisation_id == organisation_id)
    employed = select(Membership.person_id).where(Membership.organisation_id == organisation_id)
    here = or_(col(Person.id).in_(engaged), col(Person.id).in_(employed))
    asked = select(Person).where(col(Person.id).in_(ids), here).execution_options(populate_existing=True)
    found = list(session.exec(asked))
    if len(found) != 2:
        raise DomainError(ErrorCode.NOT_FOUND)
    return found


def _record(session: Session, organisation_id: UUID, person: Person) -> PersonRecord:
    there = session.exec(
        select(Engagement, Workplace.name, ProgrammeVersion.programme)
        .join(Workplace, col(Workplace.id) == Engagement.workplace_id)
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == Engagement.programme_version_id)
        .where(Engagement.person_id == person.id, Engagement.organisation_id == organisation_id)
        .order_by(col(Engagement.created_at))
    ).all()
    documents = select(func.count(func.distinct(DocumentParty.document_id))).where(DocumentParty.person_id == person.id)
    login_name = session.exec(select(Account.login_name).where(Account.person_id == person.id)).one_or_none()
    return PersonRecord(
        person,
        tuple(
            KnownEngagement(each.id, workplace, programme, each.ended_at is not None)
            for each, workplace, programme in there
        ),
        tuple(_roles(session, organisation_id, (person.id,))),
        session.exec(documents).one(),
        login_name or "",
    )


def _roles(session: Session, organisation_id: UUID, ids: tuple[UUID, ...]) -> list[Role]:
    held = session.exec(
        select(Membership.role).where(
            col(Membership.person_id).in_(ids),
            Membership.organisation_id == organisation_id,
            col(Membership.ended_at).is_(None),
        )
    )
    return [Role(role) for role in dict.fromkeys(held)]


def _obstacle(session: Session, actor: Actor, organisation_id: UUID, ids: tuple[UUID, UUID]) -> ErrorCode | None:
    """Why two records cannot be merged by `actor`: what is agreed between two is between two people."""
    if actor.person_id in ids:
        return ErrorCode.MERGE_ONESELF
    if _are_elsewhere(session, organisation_id, ids):
        return ErrorCode.MERGE_ELSEWHERE
    if _same_document(session, ids) or face_each_other(session, *ids) or _supervises(session, ids):
        return ErrorCode.MERGE_TWO_PEOPLE
    try:
        _refuse_colleagues(session, actor, organisation_id, ids)
    except DomainError as refusal:
        return refusal.code
    return None


def _refuse_colleagues(session: Session, actor: Actor, organisation_id: UUID, ids: tuple[UUID, UUID]) -> None:
    """A login gets the roles of the other record with it, so whoever gives roles to administrators does it."""
    if _roles(session, organisation_id, ids) and not may(actor, Action.EDIT_ORGANISATION, Subject(organisation_id)):
        raise DomainError(ErrorCode.MERGE_COLLEAGUES)


def _are_elsewhere(session: Session, organisation_id: UUID, ids: tuple[UUID, UUID]) -> bool:
    questions = (
        select(Engagement.id).where(col(Engagement.person_id).in_(ids), Engagement.organisation_id != organisation_id),
        select(Membership.id).where(col(Membership.person_id).in_(ids), Membership.organisation_id != organisation_id),
        select(PortalOperator.id).where(col(PortalOperator.person_id).in_(ids)),
    )
    return any(session.exec(question).first() is not None for question in questions)


def _same_document(session: Session, ids: tuple[UUID, UUID]) -> bool:
    first, second = (select(DocumentParty.document_id).where(DocumentParty.person_id == each) for each in ids)
    both = select(DocumentParty.id).where(
        col(DocumentParty.document_id).in_(first), col(DocumentParty.document_id).in_(second)
    )
    return session.exec(both).first() is not None


def _supervises(session: Session, ids: tuple[UUID, UUID]) -> bool:
    asked = (
        select(Supervision.id)
        .join(SupervisionSubject, col(SupervisionSubject.supervision_id) == Supervision.id)
        .join(Engagement, col(Engagement.id) == SupervisionSubject.engagement_id)
        .where(
            col(Engagement.person_id).in_(ids),
            col(Supervision.supervisor_id).in_(ids),
            Supervision.supervisor_id != Engagement.person_id,
        )
    )
    return session.exec(asked).first() is not None


def _kept_first(asked: MergeQuestion, login_of: UUID | None) -> tuple[Person, Person]:
    older, newer = asked.records
    if asked.both_log_in:
        if login_of not in (older.person.id, newer.person.id):
            raise DomainError(ErrorCode.CHOICE_INVALID)
        keeps_newer = login_of == newer.person.id
    else:
        keeps_newer = bool(newer.login_name)
    return (newer.person, older.person) if keeps_newer else (older.person, newer.person)


def _chosen(kept: Person, merged: Person, whose: Mapping[str, UUID]) -> dict[str, str]:
    """What the kept one is to have: of what one record lacks, that of the other."""
    values: dict[str, str] = {}
    for name, fields in CHOSEN.items():
        if _said(merged, fields) and (not _said(kept, fields) or whose.get(name) == merged.id):
            values |= {field: getattr(merged, field) for field in fields}
    return values


def _said(person: Person, fields: tuple[str, ...]) -> bool:
    return any(getattr(person, field) for field in fields)


def _same(first: Person, second: Person, fields: tuple[str, ...]) -> bool:
    return all(getattr(first, field) == getattr(second, field) for field in fields)
