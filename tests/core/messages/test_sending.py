"""Mails and seals left in the outbox are done once, and nothing is lost when the mail server is away."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import Session, select

from core.access.forgotten import ask_new_passphrase
from core.access.invitations import invite
from core.access.permissions import Role
from core.documents.drafting.service import share
from core.documents.signing.declining import decline
from core.documents.signing.proving import CODE_LASTS, send_code
from core.expenses.service import approve
from core.i18n import at_time, local_day, on_date
from core.messages.sending import MAIL_IS_STALE, work_off
from core.messages.texts import TEXTS, written
from core.messages.undelivered import unsent as counted
from core.people.colleagues import NewColleague, add_colleague
from core.settings import settings
from core.startup import Portal
from db import outbox
from db.access import Invitation
from db.documents import DocumentParty, SigningCode
from db.engine import transaction
from db.expenses import ExpenseClaim
from db.outbox import OutboxItem
from db.people import Membership, Person
from tests.builders import a_scene, an_account, look_again
from tests.core.documents.stories import a_letter
from tests.mailbox import plain


@pytest.fixture(autouse=True)
def _mail_is_configured(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_FROM", "portal@solbjerg.example.dk")
    settings.cache_clear()
    yield
    settings.cache_clear()


class Mailbox:
    """A mail server that keeps what it gets."""

    def __init__(self) -> None:
        self.mails: list[Message] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@pytest.fixture
def mailbox() -> Iterator[tuple[Mailbox, int]]:
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


def with_mail(portal: Portal, port: int) -> Portal:
    chosen = portal.settings.model_copy(
        update={
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_security": "none",
            "smtp_from": "portal@solbjerg.example.dk",
        }
    )
    return replace(portal, settings=chosen)


def invited(session: Session, now: datetime, **scene):
    made = a_scene(session, now, **scene)
    invitation = invite(
        session=session,
        actor=made.as_coordinator,
        person_id=made.volunteer.id,
        organisation_id=made.organisation.id,
        now=now,
    )
    return made, invitation


def unsent(session: Session, scene) -> tuple[int, int]:
    return counted(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)


def test_an_invitation_goes_out_once_with_its_link(portal: Portal, session: Session, now: datetime, mailbox):
    box, port = mailbox
    _, invitation = invited(session, now)
    assert work_off(with_mail(portal, port), clock=lambda: now).sent == 1
    assert work_off(with_mail(portal, port), clock=lambda: now).sent == 0
    (mail,) = box.mails
    assert mail["To"] == "karen@example.dk"
    body = plain(mail)
    assert f"http://portal.test/invitation?t={invitation.token}" in body
    assert "Solbjerg Kommune" in body
    look_again(session)
    assert session.get_one(Invitation, invitation.id).sent_at == now


def test_an_invitation_says_who_invites_how_to_reach_them_and_until_when(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    invited(session, now)
    work_off(with_mail(portal, port), clock=lambda: now)
    (mail,) = box.mails
    said = " ".join(plain(mail).split())
    assert "Jonas Holm fra Solbjerg Kommune vil gerne lave en aftale med dig" in said
    assert "ring til Jonas Holm på +45 20 30 40 50" in said
    assert f"til og med {on_date(local_day(now + timedelta(days=14)))}" in said
    assert mail["From"] == "Solbjerg Kommune <portal@solbjerg.example.dk>"
    assert mail["Reply-To"] == "frivillig@solbjerg.example.dk"
    assert "-0000" not in mail["Date"]


def test_a_colleague_is_told_what_they_are_to_be_in_their_own_language(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    scene = a_scene(session, now)
    asked: dict[str, Any] = {
        **{"session": session, "actor": scene.as_coordinator},
        **{"organisation_id": scene.organisation.id, "now": now},
    }
    auditor = NewColleague(name="Ida Krag", email="ida@example.dk", language="en", role=Role.AUDITOR)
    invite(**asked, person_id=add_colleague(**asked, colleague=auditor).id)
    work_off(with_mail(portal, port), clock=lambda: now)
    (mail,) = box.mails
    assert mail["Subject"] == "You are invited to work with volunteers at Solbjerg Kommune"
    assert "Auditor: Reads the log, and nothing else." in plain(mail)
    assert "lang=en" in plain(mail)


def test_who_asks_for_a_new_passphrase_hears_from_their_own_organisation_and_how_long_the_link_holds(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    ask_new_passphrase(session=session, login_name="karen", now=now)
    work_off(with_mail(portal, port), clock=lambda: now)
    (mail,) = box.mails
    assert mail["Reply-To"] == "frivillig@solbjerg.example.dk"
    assert "hvor Solbjerg Kommune og frivillige" in plain(mail)
    assert at_time(now + timedelta(hours=2)) in " ".join(plain(mail).split())


def test_a_link_says_which_organisation_it_is_about_to_who_works_in_two(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    here, there = a_scene(session, now), a_scene(session, now)
    with transaction(session):
        for scene in (here, there):
            session.add(
                Membership(
                    organisation_id=scene.organisation.id,
                    person_id=here.coordinator.id,
                    role=Role.AUDITOR,
                    created_at=now,
                )
            )
        params = {"message": "document_reminder", "document_id": "D", "person_id": str(here.coordinator.id)}
        outbox.post(session, kind="mail", params=params, organisation_id=there.organisation.id, now=now)
    work_off(with_mail(portal, port), clock=lambda: now)
    assert f"document?id=D&lang=da&o={there.organisation.id}" in plain(box.mails[0])


def test_a_mail_tells_nothing_about_the_person(portal: Portal, session: Session, now: datetime, mailbox):
    box, port = mailbox
    invited(session, now)
    work_off(with_mail(portal, port), clock=lambda: now)
    assert "Møller" not in box.mails[0].as_string() + plain(box.mails[0])


def test_a_mail_is_written_in_its_receivers_language(portal: Portal, session: Session, now: datetime, mailbox):
    box, port = mailbox
    scene, _ = invited(session, now)
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.language = "en"
        session.add(person)
    work_off(with_mail(portal, port), clock=lambda: now)
    assert plain(box.mails[0]).startswith("Hello")


def test_a_mail_waits_while_the_mail_server_is_away_and_goes_out_later(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    scene, _ = invited(session, now)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert work_off(with_mail(portal, nobody.getsockname()[1]), clock=lambda: now).failed == 1
    look_again(session)
    assert unsent(session, scene) == (1, 0)
    assert work_off(with_mail(portal, port), clock=lambda: now).sent == 0
    assert work_off(with_mail(portal, port), clock=lambda: now + timedelta(minutes=2)).sent == 1
    assert len(box.mails) == 1
    look_again(session)
    assert unsent(session, scene) == (0, 0)


def test_a_mail_nobody_could_send_for_a_week_is_dropped(portal: Portal, session: Session, now: datetime, mailbox):
    box, port = mailbox
    invited(session, now)
    assert work_off(with_mail(portal, port), clock=lambda: now + MAIL_IS_STALE + timedelta(hours=1)).dropped == 1
    assert box.mails == []


def test_a_withdrawn_invitation_is_not_sent(portal: Portal, session: Session, now: datetime, mailbox):
    box, port = mailbox
    _, invitation = invited(session, now)
    with transaction(session):
        kept = session.get_one(Invitation, invitation.id)
        kept.withdrawn_at, kept.token = now, None
        session.add(kept)
    assert work_off(with_mail(portal, port), clock=lambda: now).dropped == 1
    assert box.mails == []


def test_work_that_cannot_be_done_does_not_stop_the_rest(portal: Portal, session: Session, now: datetime, mailbox):
    box, port = mailbox
    with transaction(session):
        outbox.post(session, kind="seal", params={"version_id": "no id"}, organisation_id=None, now=now)
    invited(session, now)
    outcome = work_off(with_mail(portal, port), clock=lambda: now)
    assert (outcome.failed, outcome.sent) == (1, 1)
    assert len(box.mails) == 1
    look_again(session)
    stuck = session.exec(select(OutboxItem).where(OutboxItem.kind == "seal")).one()
    assert (stuck.problem, stuck.done_at) == ("ValueError", None)


def test_a_no_says_who_and_what_to_those_it_concerns_and_leads_to_where_it_is_answered(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="Tirsdag går ikke.", now=now)
    work_off(with_mail(portal, port), clock=lambda: now)
    told = [mail for mail in box.mails if mail["Subject"] == "En har sagt nej til et dokument"]
    assert len(told) == 2
    for mail in told:
        body = " ".join(plain(mail).split())
        assert "Karen Møller har sagt nej til teksten, som den er nu: Velkomstbrev til Karen Møller." in body
        assert f"http://portal.test/letter?id={letter.id}" in body
        assert "Tirsdag" not in body


def test_a_no_that_was_answered_before_its_mail_went_is_told_nobody(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    scene = a_scene(session, now)
    letter = a_letter(session, scene, now)
    decline(session=session, actor=scene.as_volunteer, document_id=letter.id, word="", now=now)
    share(session=session, actor=scene.as_contact_person, document_id=letter.id, now=now)
    work_off(with_mail(portal, port), clock=lambda: now)
    assert not [mail for mail in box.mails if "sagt nej" in mail["Subject"]]


FILLED = (
    "token",
    "subject",
    "words",
    "sender",
    "day",
    "what",
    "phone",
    "who",
    "document_id",
    "supervision_id",
    "offer_id",
    "alignment_id",
    "path",
    "details",
    "code",
    "inviter",
    "reason",
    "until",
    "ask",
    "roles",
    "who",
    "what",
    "day",
    "engagement_id",
    "key",
    "task",
    "team_id",
)


@pytest.mark.parametrize("message", list(TEXTS))
@pytest.mark.parametrize("language", ["da", "en"])
def test_every_message_can_be_written_in_both_languages(message: str, language: str):
    from core.i18n import reading

    with reading(language):
        subject, body = written(
            message, organisation="Solbjerg", base_url="http://x/", params=dict.fromkeys(FILLED, "x")
        )
    assert "http://x/" in body
    assert f"lang={language}" in body
    assert "{" not in subject + body
    assert ("Venlig hilsen" in body) is (language == "da")


def test_a_code_to_sign_with_goes_out_once_and_is_then_known_to_its_receiver_alone(
    portal: Portal, session: Session, now: datetime, mailbox
):
    box, port = mailbox
    scene = a_scene(session, now)
    party = session.exec(
        select(DocumentParty).where(
            DocumentParty.document_id == a_letter(session, scene, now).id, DocumentParty.capacity == "volunteer"
        )
    ).one()
    with transaction(session):
        send_code(
            session,
            party_id=party.id,
            person_id=scene.volunteer.id,
            organisation_id=scene.organisation.id,
            now=now,
        )
    digits = session.exec(select(SigningCode)).one().code
    work_off(with_mail(portal, port), clock=lambda: now)
    bodies = [plain(mail) for mail in box.mails if str(digits) in plain(mail)]
    assert len(bodies) == 1
    assert "Møller" not in bodies[0]
    look_again(session)
    assert session.exec(select(SigningCode)).one().code is None


def test_a_code_that_works_no_longer_is_not_sent(portal: Portal, session: Session, now: datetime, mailbox):
    box, port = mailbox
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    party = session.exec(select(DocumentParty).where(DocumentParty.document_id == document.id)).first()
    assert party
    with transaction(session):
        send_code(
            session,
            party_id=party.id,
            person_id=scene.volunteer.id,
            organisation_id=scene.organisation.id,
            now=now,
        )
    digits = session.exec(select(SigningCode)).one().code
    work_off(with_mail(portal, port), clock=lambda: now + CODE_LASTS)
    assert not [mail for mail in box.mails if str(digits) in plain(mail)]


@pytest.mark.parametrize(("standing", "sent"), [("approved", 1), ("paid", 0)])
def test_an_expense_that_is_approved_is_told_of_unless_it_is_paid_by_then(
    portal: Portal, session: Session, now: datetime, mailbox, standing, sent
):
    box, port = mailbox
    scene = a_scene(session, now)
    with transaction(session):
        claim = ExpenseClaim(
            organisation_id=scene.organisation.id,
            engagement_id=scene.engagement.id,
            person_id=scene.volunteer.id,
            asked_as=scene.volunteer.id,
            kind="other",
            amount=2000,
            spent_on=local_day(now),
            standing="sent",
            sent_at=now,
        )
        session.add(claim)
    approve(session=session, actor=scene.as_coordinator, claim_id=claim.id, expected_version=1, now=now)
    with transaction(session):
        claim.standing = standing
        session.add(claim)
    assert work_off(with_mail(portal, port), clock=lambda: now).sent == 0  # it gathers for ten minutes
    later = now + timedelta(minutes=10)
    assert work_off(with_mail(portal, port), clock=lambda: later).sent == sent
    assert [mail["Subject"] for mail in box.mails] == ["Dit udlæg er godkendt"] * sent
