"""The organisation: set up, its details, logo and workplaces."""

import io
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

from PIL import ImageStat
from sqlmodel import Session, col, select

from core import contact
from core.access.accounts import make_account
from core.access.guessing import Caller, count_one, refuse_too_many
from core.access.permissions import Action, Actor, Role, Subject, require
from core.access.rules import AT_THE_SETUP_CODE
from core.access.trail import trace
from core.documents.sealing.keys import first_key
from core.error_codes import ErrorCode
from core.errors import DomainError, all_refused
from core.pictures import on_white
from db.engine import transaction
from db.organisations import Deployment, Organisation, Workplace
from db.people import Account, Engagement, Membership, Person

State = Literal["empty", "real", "demonstration"]
LARGEST_LOGO_MB = 2
SETTING_UP = "the setup code"
LOGO_PIXELS = (600, 240)
ALMOST_WHITE = 250  # of 255, in each colour
SMALLEST_LOGO, LONGEST_LOGO = 16, 12  # pixels on each side, and how many times as long as it is high or the reverse

FURTHEST_AHEAD = 10 * 366

_DEPLOYMENT = select(Deployment.claimed_at, Deployment.demonstration, Deployment.days_ahead).where(Deployment.id == 1)


def state(session: Session) -> State:
    """Whether the portal is not set up yet, serves real people, or shows the demonstration."""
    return state_and_days_ahead(session)[0]


def state_and_days_ahead(session: Session) -> tuple[State, int]:
    """`state`, and how many days a demonstration's today is ahead of the calendar's: 0 where people are real."""
    claimed_at, demonstration, days = session.exec(_DEPLOYMENT).one_or_none() or (None, False, 0)
    if claimed_at is None:
        return "empty", 0
    return ("demonstration", days) if demonstration else ("real", 0)


def set_days_ahead(*, session: Session, actor: Actor, days: int) -> None:
    """Let a demonstration's today be so many days ahead, to see a season pass; "holds_real_records" elsewhere."""
    with transaction(session):
        require(actor, Action.USE_PORTAL)
        deployment = session.exec(select(Deployment).with_for_update()).one()
        if not deployment.demonstration:
            raise DomainError(ErrorCode.HOLDS_REAL_RECORDS)
        deployment.days_ahead = max(0, min(days, FURTHEST_AHEAD))
        session.add(deployment)


def setup_code(session: Session) -> str:
    """The one-time code that guards the first-run page, made at the first call; every process prints the same."""
    with transaction(session):
        deployment = session.get(Deployment, 1) or Deployment()
        if deployment.setup_code is None:
            deployment.setup_code = secrets.token_hex(5)
            session.add(deployment)
        return deployment.setup_code


def check_setup_code(*, session: Session, code: str, caller: Caller, now: datetime) -> None:
    """Refuse a code before anything else is asked: "already_set_up", "setup_code_wrong", or "too_many_attempts" after
    ten wrong ones from one network."""
    refuse_too_many(session, SETTING_UP, AT_THE_SETUP_CODE, caller, now)
    try:
        _to_claim(session.get(Deployment, 1), code)
    except DomainError:
        with transaction(session):
            count_one(session, SETTING_UP, AT_THE_SETUP_CODE, caller, now)
        raise


def claim(session: Session, *, code: str, demonstration: bool, now: datetime) -> None:
    """Take the portal into use with the setup code, inside the caller's transaction.

    Raises "already_set_up" or "setup_code_wrong". The code is gone afterwards.
    """
    locked = session.exec(select(Deployment).where(Deployment.id == 1).with_for_update()).one_or_none()
    deployment = _to_claim(locked, code)
    deployment.claimed_at, deployment.setup_code, deployment.demonstration = now, None, demonstration
    session.add(deployment)


def _to_claim(deployment: Deployment | None, code: str) -> Deployment:
    if deployment is None or deployment.claimed_at is not None or deployment.setup_code is None:
        raise DomainError(ErrorCode.ALREADY_SET_UP)
    if not secrets.compare_digest(code.strip().casefold().encode(), deployment.setup_code.encode()):
        raise DomainError(ErrorCode.SETUP_CODE_WRONG)
    return deployment


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationDetails:
    """What an organisation is called and how it is reached, as somebody wrote it."""

    name: str
    address: str = ""
    phone: str = ""
    email: str = ""

    def checked(self) -> "OrganisationDetails":
        """The details as they are kept; raises all that is refused of them at once, by their names."""
        with all_refused() as check:
            with check.at("name"):
                contact.name(self.name)
            with check.at("address"):
                contact.text(self.address)
            with check.at("phone"):
                contact.phone(self.phone)
            with check.at("email"):
                contact.email(self.email)
        return OrganisationDetails(
            name=contact.name(self.name),
            address=contact.text(self.address),
            phone=contact.phone(self.phone),
            email=contact.email(self.email),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCoordinator:
    """Who sets a portal up, and the login they choose."""

    name: str
    email: str = ""
    login_name: str
    passphrase: str = field(repr=False)
    language: str


def set_up(
    *, session: Session, code: str, organisation: OrganisationDetails, coordinator: FirstCoordinator, now: datetime
) -> Account:
    """Make the first organisation and its first coordinator, who is its administrator too."""
    with transaction(session):
        claim(session, code=code, demonstration=False, now=now)
        made = make_organisation(session, organisation, now=now)
        person = Person(
            name=contact.name(coordinator.name),
            email=contact.email(coordinator.email),
            language=coordinator.language,
            created_at=now,
        )
        session.add(person)
        session.flush()
        for role in (Role.COORDINATOR, Role.ADMIN):
            session.add(Membership(organisation_id=made.id, person_id=person.id, role=role, created_at=now))
        account = make_account(
            session, person=person, login_name=coordinator.login_name, passphrase=coordinator.passphrase, now=now
        )
        trace(session, made.id, person.id, "portal.set_up", "organisation", made.id, now)
        return account


def make_organisation(session: Session, details: OrganisationDetails, *, now: datetime) -> Organisation:
    """An organisation with a sealing key of its own, inside the caller's transaction."""
    kept = details.checked()
    organisation = Organisation(
        name=kept.name, address=kept.address, phone=kept.phone, email=kept.email, created_at=now
    )
    session.add(organisation)
    session.flush()
    first_key(session, organisation, now)
    return organisation


def check_name_free(session: Session, name: str, *, besides: UUID | None = None) -> None:
    """Refuse the name of another organisation than `besides`: "organisation_exists".

    Inside the caller's transaction, and until its end no other can take a name.
    """
    session.exec(select(Deployment).with_for_update()).one()
    taken = session.exec(select(Organisation.name).where(Organisation.id != besides)).all()
    if name.casefold() in (each.casefold() for each in taken):
        raise DomainError(ErrorCode.ORGANISATION_EXISTS)


def organisation_details(*, session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    """The organisation as stored now, for whoever may change it."""
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return organisation


def save_organisation(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    details: OrganisationDetails,
    expected_version: int,
    now: datetime,
) -> Organisation:
    """Change the organisation's details; "changed_meanwhile" where somebody else did since `expected_version`, and
    "organisation_exists" where another is called so."""
    with transaction(session):
        organisation = _to_edit(session, actor, organisation_id)
        if organisation.version != expected_version:
            raise DomainError(ErrorCode.CHANGED_MEANWHILE)
        changes = asdict(details.checked())
        changed = [name for name, value in changes.items() if getattr(organisation, name) != value]
        if "name" in changed:
            with all_refused() as check, check.at("name"):
                check_name_free(session, changes["name"], besides=organisation_id)
        for name in changed:
            setattr(organisation, name, changes[name])
        if changed:
            organisation.version += 1
            session.add(organisation)
            trace(
                session,
                organisation_id,
                actor,
                "organisation.changed",
                "organisation",
                organisation_id,
                now,
                changed,
            )
        return organisation


def save_logo(*, session: Session, actor: Actor, organisation_id: UUID, data: bytes | None, now: datetime) -> None:
    """Keep a logo as PNG without metadata, no larger than it is printed; None removes it. Raises "logo_unreadable"."""
    picture = None if data is None else as_png(data)
    with transaction(session):
        organisation = _to_edit(session, actor, organisation_id)
        organisation.logo = picture
        organisation.version += 1
        session.add(organisation)
        trace(
            session,
            organisation_id,
            actor,
            "organisation.changed",
            "organisation",
            organisation_id,
            now,
            ["logo"],
        )


def as_png(data: bytes) -> bytes:
    """A picture as PNG on white, upright, without metadata and no larger than it is printed. "logo_unreadable" where it
    is none, "logo_small" or "logo_long" for a shape nobody could read, and "logo_empty" where nothing would be seen."""
    refusal = DomainError(ErrorCode.LOGO_UNREADABLE, most=LARGEST_LOGO_MB)
    if len(data) > LARGEST_LOGO_MB * 1024 * 1024:
        raise refusal
    try:
        flat = on_white(data, _as_printed).convert("RGB")
    except DomainError as error:
        if error.code in (ErrorCode.UPLOAD_DAMAGED, ErrorCode.SCAN_KIND, ErrorCode.SCAN_PIXELS):
            raise refusal from None
        raise
    # A picture in white on a see-through ground is nothing on paper.
    if all(darkest > ALMOST_WHITE for darkest, _lightest in ImageStat.Stat(flat).extrema):
        raise DomainError(ErrorCode.LOGO_EMPTY)
    stored = io.BytesIO()
    flat.save(stored, "PNG", optimize=True)
    return stored.getvalue()


def _as_printed(width: int, height: int) -> float:
    """How much smaller a logo is kept; refused where nobody could read it."""
    if min(width, height) < SMALLEST_LOGO:
        raise DomainError(ErrorCode.LOGO_SMALL, width=width, height=height, least=SMALLEST_LOGO)
    if max(width, height) > LONGEST_LOGO * min(width, height):
        raise DomainError(ErrorCode.LOGO_LONG, width=width, height=height, most=LONGEST_LOGO)
    return min(LOGO_PIXELS[0] / width, LOGO_PIXELS[1] / height)


def workplaces(session: Session, organisation_id: UUID) -> list[Workplace]:
    """The organisation's open workplaces by name."""
    found = session.exec(
        select(Workplace).where(Workplace.organisation_id == organisation_id, col(Workplace.closed_at).is_(None))
    )
    return sorted(found, key=lambda workplace: workplace.name.casefold())


def add_workplace(
    *, session: Session, actor: Actor, organisation_id: UUID, name: str, address: str, now: datetime
) -> Workplace:
    """A new workplace. Raises all that is refused of its name and address at once."""
    with transaction(session):
        _to_edit(session, actor, organisation_id)
        name, address = _of_workplace(name, address)
        workplace = Workplace(organisation_id=organisation_id, name=name, address=address)
        session.add(workplace)
        session.flush()
        trace(session, organisation_id, actor, "workplace.added", "workplace", workplace.id, now)
        return workplace


def save_workplace(
    *, session: Session, actor: Actor, workplace_id: UUID, name: str, address: str, now: datetime
) -> Workplace:
    """Rename or move a workplace. Raises as `add_workplace`."""
    with transaction(session):
        workplace = _workplace_to_edit(session, actor, workplace_id)
        workplace.name, workplace.address = _of_workplace(name, address)
        session.add(workplace)
        trace(
            session,
            workplace.organisation_id,
            actor,
            "workplace.changed",
            "workplace",
            workplace_id,
            now,
            ["name", "address"],
        )
        return workplace


def _of_workplace(name: str, address: str) -> tuple[str, str]:
    with all_refused() as check:
        with check.at("name"):
            contact.name(name)
        with check.at("address"):
            contact.line(address)
    return contact.name(name), contact.line(address)


def close_workplace(*, session: Session, actor: Actor, workplace_id: UUID, now: datetime) -> None:
    """Close a workplace nobody is attached to; "workplace_in_use" where a volunteer still is."""
    with transaction(session):
        workplace = _workplace_to_edit(session, actor, workplace_id)
        attached = session.exec(
            select(Engagement.id).where(Engagement.workplace_id == workplace_id, col(Engagement.ended_at).is_(None))
        ).first()
        if attached is not None:
            raise DomainError(ErrorCode.WORKPLACE_IN_USE)
        workplace.closed_at = now
        session.add(workplace)
        trace(session, workplace.organisation_id, actor, "workplace.closed", "workplace", workplace_id, now)


def _to_edit(session: Session, actor: Actor, organisation_id: UUID) -> Organisation:
    require(actor, Action.EDIT_ORGANISATION, Subject(organisation_id))
    organisation = session.exec(
        select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    ).one_or_none()
    if organisation is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return organisation


def _workplace_to_edit(session: Session, actor: Actor, workplace_id: UUID) -> Workplace:
    workplace = session.exec(select(Workplace).where(Workplace.id == workplace_id).with_for_update()).one_or_none()
    if workplace is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    require(actor, Action.EDIT_ORGANISATION, Subject(workplace.organisation_id))
    return workplace
