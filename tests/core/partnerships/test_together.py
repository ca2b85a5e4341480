"""Both sides at one table: whoever speaks for the association signs the agreement on a colleague's device."""

import pytest
from sqlmodel import Session, select

from core.access import guessing
from core.access.evidence import evidence_faults
from core.access.permissions import Actor
from core.access.sessions import actor_for, log_in
from core.documents.rules import DocumentState
from core.documents.signing.proving import Proof
from core.documents.signing.service import TypedSignature
from core.documents.signing.together import handed, take_back
from core.errors import DomainError
from core.partnerships.service import end_speaker
from core.partnerships.signed import agreement_file
from core.partnerships.together import agreement_shown, confirm_agreement, hand_agreement_over
from db.documents import Document
from db.engine import transaction
from db.partnerships import AssociationContact
from db.people import Person
from tests.builders import an_account
from tests.core.documents.printing.test_document import said
from tests.core.partnerships.test_signing import Partnership

HOSTS, GUESTS = "metters lange adgang", "bodils lange adgang"


@pytest.fixture(autouse=True)
def _each_their_own_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """bcrypt takes a third of a second on purpose; here a comparison stands in."""
    monkeypatch.setattr(guessing, "matches", lambda written, stored: stored is not None and written == stored)


class Table(Partnership):
    """The coordinator, logged in, with an agreement that waits and whoever speaks for the association beside them."""

    def __init__(self, session: Session, now) -> None:
        super().__init__(session, now)
        for person_id, login_name, passphrase in (
            (self.ours.person_id, "mette", HOSTS),
            (self.speaker.id, "bodil", GUESTS),
        ):
            account = an_account(session, session.get_one(Person, person_id), now, login_name=login_name)
            with transaction(session):
                account.passphrase_hash = passphrase
                session.add(account)
        self.document: Document = self.send()
        self.token = log_in(**self.asked, login_name="mette", passphrase=HOSTS, device="").token
        self.lent = {**self.asked, "token": self.token}

    def host(self) -> Actor | None:
        return actor_for(**self.lent)

    def hand_over(self, actor: Actor | None = None) -> None:
        chosen = actor or self.host()
        assert chosen
        hand_agreement_over(**self.lent, actor=chosen, agreement_id=self.document.id)

    def confirm(self, passphrase: str = GUESTS):
        read = agreement_shown(**self.lent).text.fingerprint()
        signature = TypedSignature(fingerprint=read, typed_name="Bodil Friis")
        return confirm_agreement(**self.lent, signature=signature, proof=Proof(passphrase=passphrase))


@pytest.fixture
def table(session: Session, now) -> Table:
    return Table(session, now)


def test_the_association_signs_on_the_colleagues_device_and_it_stands_in_the_sealed_agreement(table):
    asked = {"session": table.session, "agreement_id": table.document.id}
    assert [each.name for each in table.read(table.ours, table.document).guests] == ["Bodil Friis"]
    table.sign(table.ours, table.document)
    table.hand_over()
    assert table.host() is None
    found = handed(**table.lent)
    assert found is not None
    assert (found.guest_name, found.association_id) == ("Bodil Friis", table.association.id)
    shown = agreement_shown(**table.lent)
    assert (shown.can_sign, shown.manages) == (True, False)
    with pytest.raises(DomainError, match="passphrase_wrong"):
        table.confirm(HOSTS)
    given = table.confirm()
    assert (given.how, given.host_person_id) == ("together", table.ours.person_id)
    assert table.confirm().id == given.id
    read = table.read(table.theirs, table.document)
    assert read.state is DocumentState.SEALED
    made = " ".join(said(agreement_file(**asked, actor=table.theirs)).split())
    assert f"sammen med {table.ours.name}" in made
    take_back(**table.lent, passphrase=HOSTS)
    assert table.host() is not None
    assert table.read(table.ours, table.document).guests == ()
    assert [*evidence_faults(table.session)] == []


def test_whoever_lends_the_device_is_not_mailed_that_the_association_has_signed_beside_them(table):
    table.hand_over()
    table.confirm()
    assert "agreement_half_signed" not in [message for message, _to in table.mails()]


def test_only_whoever_manages_the_partnership_lends_a_device_and_only_to_whoever_speaks_for_it_now(table):
    for actor in (table.theirs, table.scene.as_contact_person, table.scene.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            table.hand_over(actor)
    assert table.read(table.theirs, table.document).guests == ()
    with pytest.raises(DomainError, match="handover_over"):
        agreement_shown(**table.lent)
    table.hand_over()
    contact = table.session.exec(select(AssociationContact)).one().id
    end_speaker(**table.asked, actor=table.ours, contact_id=contact)
    with pytest.raises(DomainError, match="not_allowed"):
        table.confirm()
