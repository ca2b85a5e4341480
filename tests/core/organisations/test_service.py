"""The organisation: set up once, edited by administrators, sealing with a key of its own."""

import io
from datetime import datetime

import pytest
from PIL import Image
from sqlmodel import Session, select

from core.access.permissions import Role
from core.access.sessions import log_in
from core.errors import DomainError
from core.organisations import service
from core.organisations.service import FirstCoordinator, OrganisationDetails
from db.audit import AuditEvent, first_break
from db.organisations import Organisation
from db.people import Membership
from tests.builders import PASSPHRASE, a_member, a_scene, a_workplace, an_actor, an_organisation


def set_up(session: Session, now: datetime, *, code: str = "", passphrase: str = PASSPHRASE):
    return service.set_up(
        session=session,
        code=code or service.setup_code(session),
        organisation=OrganisationDetails(
            name="Solbjerg Kommune", address="Torvet 1", phone="70 10 20 30", email="post@solbjerg.example.dk"
        ),
        coordinator=FirstCoordinator(
            name="Jonas Holm",
            email="jonas@solbjerg.example.dk",
            login_name="Jonas",
            passphrase=passphrase,
            language="da",
        ),
        now=now,
    )


def test_the_first_coordinator_is_administrator_too_and_can_log_in(session: Session, now: datetime):
    account = set_up(session, now)
    roles = {m.role for m in session.exec(select(Membership).where(Membership.person_id == account.person_id))}
    assert roles == {Role.COORDINATOR, Role.ADMIN}
    assert service.state(session) == "real"
    assert (
        log_in(session=session, login_name="jonas", passphrase=PASSPHRASE, device="", now=now).person_id
        == account.person_id
    )


def test_the_setup_code_is_the_same_until_it_is_used_and_works_once(session: Session, now: datetime):
    code = service.setup_code(session)
    assert service.setup_code(session) == code
    set_up(session, now, code=f" {code.upper()} ")
    with pytest.raises(DomainError, match="already_set_up"):
        set_up(session, now, code=code)


def test_a_stranger_without_the_code_sets_nothing_up(session: Session, now: datetime):
    service.setup_code(session)
    with pytest.raises(DomainError, match="setup_code_wrong"):
        set_up(session, now, code="0000000000")
    assert service.state(session) == "empty"
    assert session.exec(select(Organisation)).all() == []


def test_a_refused_passphrase_leaves_the_portal_unclaimed(session: Session, now: datetime):
    with pytest.raises(DomainError, match="passphrase_short"):
        set_up(session, now, passphrase="kort")
    assert service.state(session) == "empty"


def test_the_later_of_two_editors_is_told(session: Session, now: datetime):
    organisation = an_organisation(session, now)
    admin = an_actor(a_member(session, organisation, now, role=Role.ADMIN), organisation, Role.ADMIN)

    def save(name: str) -> Organisation:
        return service.save_organisation(
            session=session,
            actor=admin,
            organisation_id=organisation.id,
            details=OrganisationDetails(name=name, address="Torvet 2"),
            expected_version=1,
            now=now,
        )

    assert save("Solbjerg By").version == 2
    with pytest.raises(DomainError, match="changed_meanwhile"):
        save("Noget andet")
    assert session.get_one(Organisation, organisation.id).name == "Solbjerg By"


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.CONTACT_PERSON, Role.VOLUNTEER, Role.AUDITOR])
def test_only_an_administrator_changes_the_organisation(session: Session, now: datetime, role: Role):
    organisation = an_organisation(session, now)
    actor = an_actor(a_member(session, organisation, now, role=role), organisation, role)
    with pytest.raises(DomainError, match="not_allowed"):
        service.add_workplace(
            session=session, actor=actor, organisation_id=organisation.id, name="Nyt sted", address="", now=now
        )


def test_a_logo_is_kept_small_and_without_metadata(session: Session, now: datetime):
    organisation = an_organisation(session, now)
    admin = an_actor(a_member(session, organisation, now, role=Role.ADMIN), organisation, Role.ADMIN)
    picture = io.BytesIO()
    Image.new("RGBA", (3000, 1000), (10, 90, 80, 128)).save(picture, "PNG")
    service.save_logo(session=session, actor=admin, organisation_id=organisation.id, data=picture.getvalue(), now=now)
    stored = session.get_one(Organisation, organisation.id).logo
    assert stored is not None
    with Image.open(io.BytesIO(stored)) as logo:
        assert logo.width <= 600
        assert logo.mode == "RGB"


@pytest.mark.parametrize("data", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n broken", b"x" * 3_000_000])
def test_a_logo_that_is_no_picture_is_refused_in_words(session: Session, now: datetime, data: bytes):
    organisation = an_organisation(session, now)
    admin = an_actor(a_member(session, organisation, now, role=Role.ADMIN), organisation, Role.ADMIN)
    with pytest.raises(DomainError, match="logo_unreadable"):
        service.save_logo(session=session, actor=admin, organisation_id=organisation.id, data=data, now=now)


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (Image.new("RGB", (1, 1), "red"), "logo_small"),
        (Image.new("RGB", (3000, 30), "red"), "logo_long"),
        (Image.new("RGBA", (300, 90), (255, 255, 255, 0)), "logo_empty"),
        (Image.new("RGBA", (300, 90), (0, 0, 0, 0)), "logo_empty"),
        (Image.new("RGB", (300, 90), "white"), "logo_empty"),
    ],
    ids=["one pixel", "a line", "white and see-through", "black and see-through", "white"],
)
def test_a_logo_that_nobody_could_see_is_refused_in_words(picture: Image.Image, code: str):
    picture.save(written := io.BytesIO(), "PNG")
    with pytest.raises(DomainError, match=code):
        service.as_png(written.getvalue())


def test_a_workplace_with_a_volunteer_stays_open(session: Session, now: datetime):
    scene = a_scene(session, now)
    admin = an_actor(scene.coordinator, scene.organisation, Role.ADMIN)
    empty = a_workplace(session, scene.organisation, name="Ellehuset")
    with pytest.raises(DomainError, match="workplace_in_use"):
        service.close_workplace(session=session, actor=admin, workplace_id=scene.workplace.id, now=now)
    service.close_workplace(session=session, actor=admin, workplace_id=empty.id, now=now)
    assert [place.name for place in service.workplaces(session, scene.organisation.id)] == ["Birkehuset"]


def test_every_change_leaves_a_trace_without_values(session: Session, now: datetime):
    organisation = an_organisation(session, now)
    admin = an_actor(a_member(session, organisation, now, role=Role.ADMIN), organisation, Role.ADMIN)
    service.save_organisation(
        session=session,
        actor=admin,
        organisation_id=organisation.id,
        details=OrganisationDetails(
            name="Hemmelig By", address=organisation.address, phone=organisation.phone, email=organisation.email
        ),
        expected_version=1,
        now=now,
    )
    event = session.exec(select(AuditEvent).where(AuditEvent.action == "organisation.changed")).one()
    assert event.fields == ["name"]
    assert "Hemmelig" not in event.model_dump_json()
    assert first_break(session, organisation.id) is None
