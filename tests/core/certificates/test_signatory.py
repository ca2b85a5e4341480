"""Who signs certificates, with a picture of the signature; on both databases."""

import pytest

from core.access.permissions import Role
from core.certificates.signatory import save_signatory, save_signature, signatory
from core.errors import DomainError
from tests.builders import a_member, an_actor
from tests.core.certificates.stories import file_of, makes
from tests.core.documents.printing.test_document import a_logo
from tests.core.documents.readback import pages_of


@pytest.fixture
def admin(session, scene, now):
    return an_actor(
        a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren"), scene.organisation, Role.ADMIN
    )


def names(session, scene, now, admin, name="Mette Lund", version=0):
    return save_signatory(
        session=session,
        actor=admin,
        organisation_id=scene.organisation.id,
        name=name,
        title="Koordinator",
        expected_version=version,
        now=now,
    )


def test_who_signs_stands_on_what_is_made_afterwards(session, scene, now, admin):
    before = file_of(session, scene.as_coordinator, makes(session, scene, now, "certificate"))
    names(session, scene, now, admin)
    data = a_logo()
    save_signature(session=session, actor=admin, organisation_id=scene.organisation.id, data=data, now=now)
    found = signatory(session=session, actor=admin, organisation_id=scene.organisation.id)
    assert found is not None
    assert found.image is not None
    assert found.image.startswith(b"\x89PNG")
    after = file_of(session, scene.as_coordinator, makes(session, scene, now))
    assert "Mette Lund" not in pages_of(before)[0]
    assert "Mette Lund" in pages_of(after)[0]


def test_two_who_name_a_signatory_notice_each_other(session, scene, now, admin):
    names(session, scene, now, admin)
    with pytest.raises(DomainError, match="changed_meanwhile"):
        names(session, scene, now, admin, "Jonas Holm")
    assert names(session, scene, now, admin, "Jonas Holm", 1).version == 2


def test_a_signature_needs_a_name_a_picture_and_an_administrator(session, scene, now, admin):
    asked = {"session": session, "organisation_id": scene.organisation.id, "now": now}
    with pytest.raises(DomainError, match="signatory_missing"):
        save_signature(actor=admin, data=a_logo(), **asked)
    names(session, scene, now, admin)
    with pytest.raises(DomainError, match="logo_unreadable"):
        save_signature(actor=admin, data=b"no picture", **asked)
    with pytest.raises(DomainError, match="not_allowed"):
        save_signature(actor=scene.as_coordinator, data=a_logo(), **asked)
    save_signature(actor=admin, data=a_logo(), **asked)
    save_signature(actor=admin, data=None, **asked)
    found = signatory(session=session, actor=admin, organisation_id=scene.organisation.id)
    assert found is not None
    assert found.image is None
