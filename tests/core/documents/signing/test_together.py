"""Signing together on a colleague's device: what it shows, who may confirm, and how it goes back."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from core.access import guessing
from core.access.permissions import Actor
from core.access.sessions import actor_for, log_in, log_out, log_out_everywhere
from core.documents.drafting.service import withdraw
from core.documents.reading import read
from core.documents.sealing.service import seal_pending
from core.documents.signing.finishing import confirm_and_seal
from core.documents.signing.proving import CODE_ATTEMPTS, CODE_LASTS, CODES_AN_HOUR, SENT_ALREADY, Proof
from core.documents.signing.service import TypedSignature
from core.documents.signing.together import (
    confirm,
    guests,
    hand_over,
    handed,
    send_code,
    shown,
    take_back,
    ways,
)
from core.errors import DomainError
from core.settings import settings
from db.access import LoginSession
from db.audit import AuditEvent
from db.documents import Consent, DocumentFile, SigningCode
from db.engine import transaction
from db.organisations import Deployment
from db.outbox import OutboxItem
from db.people import Person
from tests.builders import PASSPHRASE, Scene, a_scene, an_account, look_again
from tests.core.documents.readback import pages_of
from tests.core.documents.stories import a_draft, a_letter, answer, sign

LATER = timedelta(minutes=5)
HOSTS, GUESTS = "lises lange adgang", "karens lange adgang"


@pytest.fixture(autouse=True)
def _each_their_own_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """bcrypt takes a third of a second on purpose; here a comparison stands in."""
    monkeypatch.setattr(guessing, "matches", lambda written, stored: stored is not None and written == stored)


@pytest.fixture(autouse=True)
def _mail_is_configured(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_FROM", "portal@solbjerg.example.dk")
    settings.cache_clear()
    yield
    settings.cache_clear()


class Meeting:
    """A contact person, logged in, with a letter that waits for the volunteer beside them."""

    def __init__(self, session: Session, now: datetime, *, account: bool = True, email: str = "karen@example.dk"):
        self.session, self.now = session, now
        self.scene: Scene = a_scene(session, now)
        self._account(self.scene.contact_person, "lise", HOSTS)
        if account:
            self._account(self.scene.volunteer, "karen", GUESTS)
        with transaction(session):
            person = session.get_one(Person, self.scene.volunteer.id)
            person.email = email
            session.add(person)
        self.document_id: UUID = a_letter(session, self.scene, now).id
        self.token = self.log_in()

    def _account(self, person: Person, login_name: str, passphrase: str) -> None:
        account = an_account(self.session, person, self.now, login_name=login_name)
        with transaction(self.session):
            account.passphrase_hash = passphrase
            self.session.add(account)

    def log_in(self) -> str:
        return log_in(session=self.session, login_name="lise", passphrase=HOSTS, device="", now=self.now).token

    def actor(self, token: str | None = None, now: datetime | None = None) -> Actor | None:
        return actor_for(session=self.session, token=token or self.token, now=now or self.now)

    def hand_over(self, *, capacity: str = "volunteer") -> "Meeting":
        actor = self.actor()
        assert actor
        hand_over(
            session=self.session,
            actor=actor,
            token=self.token,
            document_id=self.document_id,
            capacity=capacity,
            now=self.now,
        )
        return self

    def fingerprint(self) -> str:
        return shown(session=self.session, token=self.token, now=self.now).text.fingerprint()

    def confirm(self, proof: Proof, *, fingerprint: str | None = None, now: datetime | None = None) -> Consent:
        return confirm(
            session=self.session,
            token=self.token,
            signature=TypedSignature(fingerprint=fingerprint or self.fingerprint(), typed_name="Karen Møller"),
            proof=proof,
            now=now or self.now,
        )

    def take_back(self, passphrase: str = HOSTS) -> None:
        take_back(session=self.session, token=self.token, passphrase=passphrase, now=self.now)

    def send_code(self, now: datetime | None = None) -> str:
        now = now or self.now
        send_code(session=self.session, token=self.token, now=now)
        codes = self.session.exec(select(SigningCode).where(SigningCode.code.is_not(None)))  # type: ignore[union-attr]
        (digits,) = [code.code for code in codes]
        assert digits
        return digits


def refused(code: str, what, *args, **kwargs) -> None:
    with pytest.raises(DomainError) as error:
        what(*args, **kwargs)
    assert error.value.code == code


def traces(session: Session) -> list[tuple[str, UUID | None]]:
    events = session.exec(select(AuditEvent).order_by(AuditEvent.sequence))  # type: ignore[arg-type]
    wanted = ("document.handed_over", "document.consented", "document.handed_back")
    return [(event.action, event.actor_id) for event in events if event.action in wanted]


def test_the_volunteer_signs_with_their_own_passphrase_and_the_paper_says_beside_whom(session: Session, now: datetime):
    meeting = Meeting(session, now)
    sign(session, meeting.scene.as_contact_person, meeting.document_id, now)
    given = meeting.hand_over().confirm(Proof(passphrase=GUESTS))
    scene = meeting.scene
    assert (given.how, given.person_id) == ("together", scene.volunteer.id)
    assert given.host_person_id == scene.contact_person.id
    meeting.take_back()
    actor = meeting.actor()
    assert actor
    assert actor.person_id == scene.contact_person.id
    assert traces(session) == [
        ("document.consented", scene.contact_person.id),
        ("document.handed_over", scene.contact_person.id),
        ("document.consented", scene.volunteer.id),
        ("document.handed_back", scene.contact_person.id),
    ]
    sealed = seal_pending(session=session, version_id=given.version_id, now=now)
    assert sealed
    printed = " ".join(" ".join(pages_of(sealed.content)).split())
    assert "Underskrevet sammen med Lise Bach, som lånte sin enhed ud" in printed
    view = read(session=session, actor=scene.as_volunteer, document_id=meeting.document_id)
    assert {party.capacity: party.beside for party in view.parties} == {"volunteer": "Lise Bach", "organisation": ""}


@pytest.mark.parametrize("host", ["Lise Bach", "Nguyễn Thị Hương", "Наталія Шевченко"])
def test_the_last_yes_on_a_borrowed_device_is_sealed_at_once_whatever_its_owner_is_called(
    session: Session, now: datetime, host: str
) -> None:
    meeting = Meeting(session, now)
    with transaction(session):
        lender = session.get_one(Person, meeting.scene.contact_person.id)
        lender.name = host
        session.add(lender)
    sign(session, meeting.scene.as_contact_person, meeting.document_id, now)
    meeting.hand_over()

    def says_yes(proof: Proof) -> Consent:
        return confirm_and_seal(
            session=session,
            token=meeting.token,
            signature=TypedSignature(fingerprint=meeting.fingerprint(), typed_name="Karen Møller"),
            proof=proof,
            now=now,
        )

    refused("passphrase_wrong", says_yes, Proof(passphrase="forkert"))
    given = says_yes(Proof(passphrase=GUESTS))
    file = session.get_one(DocumentFile, given.version_id)
    assert f"sammen med {host}, som" in " ".join(" ".join(pages_of(file.content)).split())


def test_a_browser_in_other_hands_has_no_actor_and_the_hosts_other_browser_is_as_before(session, now):
    meeting = Meeting(session, now)
    other = meeting.log_in()
    meeting.hand_over()
    assert meeting.actor() is None
    assert meeting.actor(other)
    found = handed(session=session, token=meeting.token, now=now)
    assert found
    assert (found.guest_name, found.host_name) == ("Karen Møller", "Lise Bach")
    assert handed(session=session, token=other, now=now) is None
    assert shown(session=session, token=meeting.token, now=now).document.id == meeting.document_id


def test_only_the_host_gets_the_device_back(session, now):
    meeting = Meeting(session, now).hand_over()
    for wrong in ("", GUESTS, "noget helt andet"):
        refused("passphrase_wrong", meeting.take_back, wrong)
        assert meeting.actor() is None
    meeting.take_back()
    assert meeting.actor()
    refused("handover_over", meeting.take_back)


def test_guessing_the_hosts_passphrase_closes_the_login_as_everywhere(session, now):
    meeting = Meeting(session, now).hand_over()
    for _ in range(4):
        refused("passphrase_wrong", meeting.take_back, "gæt")
    refused("login_locked", meeting.take_back, "gæt")
    refused("login_locked", meeting.take_back)
    assert meeting.actor() is None


def test_the_hosts_passphrase_does_not_sign_for_the_volunteer(session, now):
    meeting = Meeting(session, now).hand_over()
    refused("passphrase_wrong", meeting.confirm, Proof(passphrase=HOSTS))
    refused("signing_code_over", meeting.confirm, Proof())
    assert session.exec(select(Consent)).all() == []


def test_a_code_by_mail_signs_once(session, now):
    meeting = Meeting(session, now, account=False).hand_over()
    assert (ways(session=session, token=meeting.token, now=now).passphrase) is False
    code = meeting.send_code()
    assert len(code) == 6
    given = meeting.confirm(Proof(code=f" {code[:3]} {code[3:]} "))
    assert given.how == "together"
    stored = session.exec(select(SigningCode)).one()
    assert (stored.code, stored.used_at) == (None, now)
    assert code not in stored.code_hash


def test_the_outbox_and_the_log_do_not_hold_the_code(session, now):
    meeting = Meeting(session, now).hand_over()
    code = meeting.send_code()
    (item,) = [each for each in session.exec(select(OutboxItem)) if each.params.get("message") == "signing_code"]
    assert set(item.params) == {"message", "code_id", "person_id"}
    assert all(code != part for value in item.params.values() for part in value.split())


def test_a_wrong_code_can_be_tried_five_times(session, now):
    meeting = Meeting(session, now).hand_over()
    code = meeting.send_code()
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(CODE_ATTEMPTS - 1):
        refused("signing_code_wrong", meeting.confirm, Proof(code=wrong))
    refused("signing_code_over", meeting.confirm, Proof(code=wrong))
    refused("signing_code_over", meeting.confirm, Proof(code=code))
    assert session.exec(select(Consent)).all() == []


def test_a_code_works_for_ten_minutes_and_only_the_newest(session, now):
    meeting = Meeting(session, now).hand_over()
    first = meeting.send_code()
    refused("signing_code_over", meeting.confirm, Proof(code=first), now=now + CODE_LASTS)
    second = meeting.send_code(now + LATER)
    if first != second:
        refused("signing_code_wrong", meeting.confirm, Proof(code=first), now=now + LATER)
    assert meeting.confirm(Proof(code=second), now=now + LATER)


def test_a_double_click_sends_one_code_and_an_hour_has_three(session, now):
    meeting = Meeting(session, now).hand_over()
    assert meeting.send_code() == meeting.send_code(now + SENT_ALREADY / 2)
    for number in range(1, CODES_AN_HOUR):
        meeting.send_code(now + number * LATER)
    refused("signing_codes_sent", meeting.send_code, now + CODES_AN_HOUR * LATER)
    meeting.send_code(now + timedelta(hours=2))


def test_a_double_click_signs_once(session, now):
    meeting = Meeting(session, now).hand_over()
    code = meeting.send_code()
    fingerprint = meeting.fingerprint()
    first = meeting.confirm(Proof(code=code), fingerprint=fingerprint)
    assert meeting.confirm(Proof(code=code), fingerprint=fingerprint, now=now + LATER).id == first.id
    assert len(session.exec(select(Consent)).all()) == 1


def test_without_login_and_e_mail_nobody_is_handed_the_device(session, now):
    meeting = Meeting(session, now, account=False, email="")
    refused("together_no_proof", meeting.hand_over)
    actor = meeting.actor()
    assert actor
    (guest,) = guests(session=session, actor=actor, document_id=meeting.document_id)
    assert not guest.ways.any


def test_a_text_that_changed_meanwhile_is_not_signed_and_the_code_is_still_good(session, now):
    meeting = Meeting(session, now).hand_over()
    read_before = meeting.fingerprint()
    code = meeting.send_code()
    answer(session, meeting.scene.as_contact_person, meeting.document_id, "extent", "Hver eneste dag", now)
    refused("text_changed", meeting.confirm, Proof(code=code), fingerprint=read_before)
    assert session.exec(select(Consent)).all() == []
    assert meeting.confirm(Proof(code=code)).fingerprint == meeting.fingerprint()


def test_a_document_withdrawn_meanwhile_is_not_signed(session, now):
    meeting = Meeting(session, now).hand_over()
    withdraw(session=session, actor=meeting.scene.as_coordinator, document_id=meeting.document_id, now=now)
    refused("document_withdrawn", meeting.confirm, Proof(passphrase=GUESTS))
    assert not shown(session=session, token=meeting.token, now=now).can_sign
    meeting.take_back()


def test_once_the_device_is_back_nothing_can_be_confirmed_on_it(session, now):
    meeting = Meeting(session, now).hand_over()
    fingerprint = meeting.fingerprint()
    meeting.take_back()
    for what in (
        lambda: meeting.confirm(Proof(passphrase=GUESTS), fingerprint=fingerprint),
        meeting.send_code,
        meeting.fingerprint,
    ):
        refused("handover_over", what)


def test_a_session_that_ends_meanwhile_shows_nothing_more(session, now):
    meeting = Meeting(session, now).hand_over()
    log_out(session=session, token=meeting.token, now=now)
    assert handed(session=session, token=meeting.token, now=now) is None
    again = Meeting.__new__(Meeting)
    again.__dict__.update(meeting.__dict__)
    again.token = meeting.log_in()
    other = again.actor(meeting.log_in())
    again.hand_over()
    assert other
    log_out_everywhere(session=session, actor=other, now=now)
    assert handed(session=session, token=again.token, now=now) is None
    last = meeting.log_in()
    again.token = last
    again.hand_over()
    row = session.exec(
        select(LoginSession).where(col(LoginSession.handed_to_id).is_not(None), col(LoginSession.ended_at).is_(None))
    )
    assert handed(session=session, token=last, now=row.one().expires_at) is None


def test_who_may_hand_over_and_what(session, now):
    meeting = Meeting(session, now)
    actor = meeting.actor()
    assert actor

    def hand(who: Actor, *, document_id: UUID = meeting.document_id, capacity: str = "volunteer", token=meeting.token):
        hand_over(session=session, actor=who, token=token, document_id=document_id, capacity=capacity, now=now)

    refused("not_allowed", hand, meeting.scene.as_volunteer)
    refused("not_allowed", hand, actor, capacity="organisation")
    refused("not_allowed", hand, actor, capacity="partner")
    refused("not_allowed", hand, meeting.scene.as_coordinator)
    refused("not_allowed", hand, actor, token="another")
    draft = a_draft(session, meeting.scene, now, kind="confidentiality_declaration")
    refused("not_shared_yet", hand, actor, document_id=draft.id)
    sign(session, meeting.scene.as_volunteer, meeting.document_id, now)
    refused("has_signed", hand, actor)
    assert meeting.actor()


def test_in_a_demonstration_one_click_confirms_and_one_gives_the_device_back(session, now):
    meeting = Meeting(session, now)
    with transaction(session):
        deployment = session.get_one(Deployment, 1)
        deployment.demonstration = True
        session.add(deployment)
    meeting.hand_over()
    assert ways(session=session, token=meeting.token, now=now).one_click
    assert meeting.confirm(Proof()).how == "together"
    meeting.take_back("")
    look_again(session)
    assert meeting.actor()


def test_a_passphrase_of_somebody_else_is_not_enough_where_there_is_no_account(session, now):
    meeting = Meeting(session, now, account=False).hand_over()
    refused("passphrase_wrong", meeting.confirm, Proof(passphrase=PASSPHRASE))
