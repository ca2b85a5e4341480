"""Small builders with meaningful defaults, so that a test names only what it is about."""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import partial
from uuid import UUID

from sqlmodel import Session

from core.access.accounts import make_account
from core.access.permissions import Actor, Grant, Role
from core.access.trail import trace
from core.i18n import local_day
from core.journey import projecting
from core.organisations.service import OrganisationDetails, claim, make_organisation, setup_code
from core.programmes.publishing import newest
from db.audit import PORTAL
from db.engine import transaction
from db.organisations import Organisation, Workplace
from db.people import Account, Engagement, Membership, Person, PortalOperator
from tests.recording import built_once

PASSPHRASE = "fire grønne cykler i regn"


def look_again(session: Session) -> None:
    """Read anew what another session has written since."""
    session.rollback()
    session.expire_all()


def tell(session: Session, now: datetime) -> None:
    """An entry in the log of what a test wrote past the services, as whatever writes evidence leaves one."""
    trace(session, None, None, "portal.set_up", "portal", PORTAL, now)


def an_organisation(session: Session, now: datetime, *, name: str = "Solbjerg Kommune") -> Organisation:
    """An organisation in a portal that is set up, with a sealing key."""
    with transaction(session):
        from db.organisations import Deployment

        deployment = session.get(Deployment, 1)
        if deployment is None or deployment.claimed_at is None:
            claim(session, code=setup_code(session), demonstration=False, now=now)
        details = OrganisationDetails(
            name=name, address="Torvet 1\n4999 Solbjerg", phone="70 10 20 30", email="frivillig@solbjerg.example.dk"
        )
        return make_organisation(session, details, now=now)


def a_workplace(session: Session, organisation: Organisation, *, name: str = "Birkehuset") -> Workplace:
    """A workplace of `organisation`."""
    with transaction(session):
        workplace = Workplace(organisation_id=organisation.id, name=name, address="Birkevej 4, 4999 Solbjerg")
        session.add(workplace)
        return workplace


def a_person(
    session: Session, now: datetime, *, name: str = "Karen Møller", email: str = "karen@example.dk", full: bool = True
) -> Person:
    """A person; with contact details and next of kin when `full`."""
    person = Person(name=name, email=email, created_at=now)
    if full:
        person.phone, person.address = "+45 20 30 40 50", "Engvej 7\n4999 Solbjerg"
        person.next_of_kin_name, person.next_of_kin_relation = "Åse Møller", "søster"
        person.next_of_kin_phone = "+45 30 40 50 60"
    with transaction(session):
        session.add(person)
        return person


def a_member(
    session: Session,
    organisation: Organisation,
    now: datetime,
    *,
    role: Role = Role.COORDINATOR,
    name: str = "Jonas Holm",
    workplace: Workplace | None = None,
) -> Person:
    """A colleague with one role, who is not new to it."""
    person = a_person(session, now, name=name, email="jonas@solbjerg.example.dk")
    with transaction(session):
        session.add(
            Membership(
                organisation_id=organisation.id,
                person_id=person.id,
                role=role,
                workplace_id=workplace.id if workplace else None,
                created_at=now,
                welcomed_at=now,
            )
        )
    return person


def an_account(session: Session, person: Person, now: datetime, *, login_name: str = "karen") -> Account:
    """An account whose passphrase is `PASSPHRASE`."""
    with transaction(session):
        return make_account(session, person=person, login_name=login_name, passphrase=PASSPHRASE, now=now)


def an_actor(
    person: Person, organisation: Organisation, role: Role = Role.VOLUNTEER, workplace: Workplace | None = None
) -> Actor:
    """`person` as somebody logged in, with one role."""
    grant = Grant(organisation.id, role, workplace.id if workplace else None)
    return Actor(person.id, UUID(int=1), person.name, "da", (grant,))


def an_operator(session: Session, now: datetime, *, name: str = "Ulla Kragh") -> tuple[Person, Actor]:
    """Somebody who makes organisations, and the same logged in."""
    person = a_person(session, now, name=name)
    with transaction(session):
        session.add(PortalOperator(person_id=person.id, created_at=now))
    return person, Actor(person.id, UUID(int=1), name, "da", (Grant(PORTAL, Role.OPERATOR),))


@dataclass
class Scene:
    """A municipality with one of each: what most stories need."""

    organisation: Organisation
    workplace: Workplace
    volunteer: Person
    contact_person: Person
    coordinator: Person
    engagement: Engagement

    @property
    def as_volunteer(self) -> Actor:
        return an_actor(self.volunteer, self.organisation)

    @property
    def as_contact_person(self) -> Actor:
        return an_actor(self.contact_person, self.organisation, Role.CONTACT_PERSON, self.workplace)

    @property
    def as_coordinator(self) -> Actor:
        return an_actor(self.coordinator, self.organisation, Role.COORDINATOR)


def ids_of(scene: Scene) -> tuple[UUID, ...]:
    """Which scene it is: all that is in it."""
    return tuple(getattr(scene, each.name).id for each in fields(scene))


def a_scene(
    session: Session,
    now: datetime,
    *,
    programme: str = "kommunal_frivillig",
    volunteer: str = "Karen Møller",
    full: bool = True,
) -> Scene:
    """An organisation, its workplace, three people and the volunteer's engagement in `programme`."""
    which = (now, programme, volunteer, full, local_day(projecting.utc_now()))
    return Scene(*built_once(session, which, partial(_scene, session, now, programme, volunteer, full)))


def _scene(
    session: Session, now: datetime, programme: str, volunteer: str, full: bool
) -> tuple[Organisation, Workplace, Person, Person, Person, Engagement]:
    organisation = an_organisation(session, now)
    workplace = a_workplace(session, organisation)
    coordinator = a_member(session, organisation, now)
    contact_person = a_member(
        session, organisation, now, role=Role.CONTACT_PERSON, name="Lise Bach", workplace=workplace
    )
    person = a_person(session, now, name=volunteer, full=full)
    with transaction(session):
        engagement = Engagement(
            organisation_id=organisation.id,
            person_id=person.id,
            programme_version_id=newest(session)[programme],
            workplace_id=workplace.id,
            contact_person_id=contact_person.id,
            coordinator_id=coordinator.id,
            begins_on=local_day(now),
            created_at=now,
        )
        session.add(engagement)
    return organisation, workplace, person, contact_person, coordinator, engagement
