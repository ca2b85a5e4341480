"""Volunteers: added, their contact details kept once, and lists of them."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, Subject, require
from core.access.reach import narrowed_to
from core.access.trail import trace
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.i18n import LANGUAGES
from core.people.colleagues import check_colleague, check_place
from core.people.search import PersonFound, hits
from core.programmes.publishing import newest
from db.engine import transaction
from db.organisations import Workplace
from db.people import Account, Engagement, Membership, Person
from db.programmes import ProgrammeVersion


def _language(written: str) -> str:
    if written not in LANGUAGES:
        raise DomainError(ErrorCode.CHOICE_INVALID)
    return written


def _latin(written: str) -> str:
    return contact.name(written) if written.strip() else ""


DETAILS: Mapping[str, Callable[[str], str]] = {
    "name": contact.name,
    "latin_name": _latin,
    "email": contact.email,
    "phone": contact.phone,
    "address": contact.text,
    "next_of_kin_name": _latin,
    "next_of_kin_phone": contact.phone,
    "next_of_kin_relation": contact.line,
    "language": _language,
}


@dataclass(frozen=True, slots=True)
class VolunteerView:
    """One volunteer as a coordinator or contact person sees them; `account` is whether they can log in."""

    engagement: Engagement
    person: Person
    workplace: Workplace
    contact_person: Person
    coordinator: Person
    programme: str
    programme_version_id: UUID
    account: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVolunteer:
    """Somebody who is to volunteer: who they are, in which programme, where, and who is there for them.

    `known_id` is who they are where they are in the organisation already, so that nobody is there twice.
    """

    name: str
    email: str = ""
    phone: str = ""
    language: str
    programme: str | None
    workplace_id: UUID | None
    contact_person_id: UUID | None
    coordinator_id: UUID
    begins_on: date | None = None
    known_id: UUID | None = None


def add_volunteer(
    *, session: Session, actor: Actor, organisation_id: UUID, volunteer: NewVolunteer, now: datetime
) -> Engagement:
    """A new person and their engagement under the programme's newest version. The invitation is a step of its own.

    Two people may share an e-mail address. Somebody known keeps the name and the details they have; what is written
    of a mail or a phone number they lack is added. Raises all that is refused at once, by the names of `NewVolunteer`:
    "programme_unknown", "workplace_unknown", "contact_person_unknown" or what the name, e-mail and phone are refused
    for. Of somebody known also "own_contact", "engaged_already" in that programme at that place, and "not_found" for
    who is not in the organisation.
    """
    with transaction(session):
        require(actor, Action.ADD_VOLUNTEER, Subject(organisation_id))
        version = newest(session, organisation_id).get(volunteer.programme or "")
        with all_refused() as check:
            with check.at("name"):
                contact.name(volunteer.name)
            with check.at("email"):
                contact.email(volunteer.email)
            with check.at("phone"):
                contact.phone(volunteer.phone)
            with check.at("programme"):
                if version is None:
                    raise DomainError(ErrorCode.PROGRAMME_UNKNOWN)
            with check.at("workplace_id"):
                check_place(session, organisation_id, volunteer.workplace_id)
            with check.at("contact_person_id"):
                check_colleague(session, organisation_id, volunteer.contact_person_id)
        check_colleague(session, organisation_id, volunteer.coordinator_id)
        assert version is not None
        assert volunteer.workplace_id is not None
        assert volunteer.contact_person_id is not None
        if volunteer.known_id is None:
            person = Person(
                name=contact.name(volunteer.name),
                email=contact.email(volunteer.email),
                phone=contact.phone(volunteer.phone),
                language=_language(volunteer.language),
                created_at=now,
            )
            session.add(person)
            session.flush()
        else:
            person = _known(session, actor, organisation_id, volunteer, now)
        engagement = Engagement(
            organisation_id=organisation_id,
            person_id=person.id,
            programme_version_id=version,
            workplace_id=volunteer.workplace_id,
            contact_person_id=volunteer.contact_person_id,
            coordinator_id=volunteer.coordinator_id,
            begins_on=volunteer.begins_on,
            created_at=now,
        )
        session.add(engagement)
        session.flush()
        trace(session, organisation_id, actor, "volunteer.added", "engagement", engagement.id, now)
        return engagement


def _known(session: Session, actor: Actor, organisation_id: UUID, volunteer: NewVolunteer, now: datetime) -> Person:
    """The person of the organisation who is to have one more engagement, with what they lack added."""
    asked = select(Person).where(Person.id == volunteer.known_id).with_for_update()
    person = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
    if person is None or organisation_id not in _organisations_of(session, person.id):
        raise DomainError(ErrorCode.NOT_FOUND)
    if person.id in (volunteer.contact_person_id, volunteer.coordinator_id):
        raise DomainError(ErrorCode.OWN_CONTACT)
    same = (
        select(Engagement.id)
        .join(ProgrammeVersion, col(ProgrammeVersion.id) == Engagement.programme_version_id)
        .where(
            Engagement.person_id == person.id,
            Engagement.workplace_id == volunteer.workplace_id,
            ProgrammeVersion.programme == volunteer.programme,
            col(Engagement.ended_at).is_(None),
        )
    )
    if session.exec(same).first() is not None:
        raise DomainError(ErrorCode.ENGAGED_ALREADY, name=person.name)
    written = {"email": volunteer.email.strip(), "phone": volunteer.phone.strip()}
    lacking = {field: value for field, value in written.items() if value and not getattr(person, field)}
    if lacking:
        _save_details(session, actor, person.id, lacking, person.version, now)
    return person


@dataclass(frozen=True, slots=True)
class EngagementDetails:
    """Where a volunteer helps, who their contact person is, and their first day, where it is known."""

    workplace_id: UUID
    contact_person_id: UUID
    begins_on: date | None


def change_engagement(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    details: EngagementDetails,
    expected_version: int,
    now: datetime,
) -> Engagement:
    """Move a volunteer to another workplace or contact person. Documents already drafted keep their parties.

    Raises "changed_meanwhile" where somebody else has changed the row since `expected_version`, and
    "engagement_over".
    """
    with transaction(session):
        asked = select(Engagement).where(Engagement.id == engagement_id).with_for_update()
        engagement = session.exec(asked.execution_options(populate_existing=True)).one_or_none()
        if engagement is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.ADD_VOLUNTEER, Subject.of(engagement))
        if engagement.ended_at is not None:
            raise DomainError(ErrorCode.ENGAGEMENT_OVER)
        if engagement.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        check_place(session, engagement.organisation_id, details.workplace_id)
        check_colleague(session, engagement.organisation_id, details.contact_person_id)
        wanted = asdict(details)
        changed = [field for field, value in wanted.items() if getattr(engagement, field) != value]
        for field in changed:
            setattr(engagement, field, wanted[field])
        if changed:
            engagement.version += 1
            session.add(engagement)
            trace(
                session,
                engagement.organisation_id,
                actor,
                "engagement.changed",
                "engagement",
                engagement_id,
                now,
                changed,
            )
        return engagement


def save_own_details(
    *, session: Session, actor: Actor, changes: Mapping[str, str], expected_version: int, now: datetime
) -> Person:
    """Change one's own contact details or next of kin, named as in `DETAILS` (L5).

    Raises "changed_meanwhile" where the person was changed since `expected_version` in one of the same fields'
    rows, or what a value is refused for.
    """
    require(actor, Action.EDIT_OWN_DETAILS)
    return _save_details(session, actor, actor.person_id, changes, expected_version, now)


def save_volunteer(
    *,
    session: Session,
    actor: Actor,
    engagement_id: UUID,
    changes: Mapping[str, str],
    expected_version: int,
    now: datetime,
) -> Person:
    """Change a volunteer's contact details for them, as when they use paper (O4)."""
    with transaction(session):
        engagement = session.get(Engagement, engagement_id)
        if engagement is None:
            raise DomainError(ErrorCode.NOT_FOUND)
        require(actor, Action.ADD_VOLUNTEER, Subject.of(engagement))
        return _save_details(session, actor, engagement.person_id, changes, expected_version, now)


def _save_details(
    session: Session,
    actor: Actor,
    person_id: UUID,
    changes: Mapping[str, str],
    expected_version: int,
    now: datetime,
) -> Person:
    with transaction(session):
        person = session.exec(select(Person).where(Person.id == person_id).with_for_update()).one()
        if person.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        values = {field: DETAILS[field](written) for field, written in changes.items()}
        changed = [field for field, value in values.items() if getattr(person, field) != value]
        for field in changed:
            setattr(person, field, values[field])
        if changed:
            person.version += 1
            session.add(person)
            # What an operator changes is of no organisation, and stands in the log of the portal.
            for organisation_id in _organisations_of(session, person_id) or (None,):
                trace(session, organisation_id, actor, "person.changed", "person", person_id, now, changed)
        return person


def volunteer(*, session: Session, actor: Actor, engagement_id: UUID) -> VolunteerView:
    """One volunteer, or "not_found" / "not_allowed"."""
    found = _volunteer_rows(session, Engagement.id == engagement_id)
    if not found:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.SEE_VOLUNTEERS, Subject.of(found[0].engagement))
    return found[0]


def volunteers(*, session: Session, actor: Actor, organisation_id: UUID, search: str = "") -> list[PersonFound]:
    """The volunteers `actor` may see in the organisation whose name holds `search`, by name; at most
    `core.people.search.ASKED_FOR`."""
    return hits(session, organisation_id, narrowed_to(actor, Action.SEE_VOLUNTEERS, organisation_id), search)


def _volunteer_rows(session: Session, *conditions: object) -> list[VolunteerView]:
    rows = session.exec(
        select(Engagement, Person, Workplace, ProgrammeVersion.programme, Account.id)  # type: ignore[call-overload]
        .join(Person, Person.id == Engagement.person_id)
        .join(Workplace, Workplace.id == Engagement.workplace_id)
        .join(ProgrammeVersion, ProgrammeVersion.id == Engagement.programme_version_id)
        .join(Account, Account.person_id == Person.id, isouter=True)
        .where(*conditions)
    ).all()
    colleague_ids = {e.contact_person_id for e, *_ in rows} | {e.coordinator_id for e, *_ in rows}
    found = session.exec(select(Person).where(col(Person.id).in_(colleague_ids))) if colleague_ids else ()
    people = {person.id: person for person in found}
    return [
        VolunteerView(
            engagement=engagement,
            person=person,
            workplace=workplace,
            contact_person=people[engagement.contact_person_id],
            coordinator=people[engagement.coordinator_id],
            programme=programme,
            programme_version_id=engagement.programme_version_id,
            account=account_id is not None,
        )
        for engagement, person, workplace, programme, account_id in rows
    ]


def _organisations_of(session: Session, person_id: UUID) -> list[UUID]:
    engaged = session.exec(select(Engagement.organisation_id).where(Engagement.person_id == person_id)).all()
    employed = session.exec(select(Membership.organisation_id).where(Membership.person_id == person_id)).all()
    return list(dict.fromkeys((*engaged, *employed)))
