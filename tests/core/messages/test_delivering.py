"""Each mail arrives once where it can, in a form every server takes; and what does not arrive is told."""

import io
import smtplib
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from email.message import EmailMessage
from threading import Thread
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from PIL import Image
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, select

from core.access.invitations import accept, make_passphrase_link
from core.errors import DomainError
from core.messages import post, sending
from core.messages.post import Mail
from core.messages.sending import MAIL_IS_STALE, Lost, work_off
from core.messages.undelivered import leave, lost_mails, send_again
from core.startup import Portal
from db import outbox
from db.access import Invitation
from db.engine import transaction
from db.organisations import Organisation
from db.outbox import OutboxItem
from db.people import Person
from tests.builders import a_scene, an_account, look_again
from tests.core.messages.test_sending import Mailbox, _mail_is_configured, invited, unsent, with_mail  # noqa: F401
from tests.mailbox import plain


class Refusing(Mailbox):
    """A mail server that takes no mail for one receiver, with this answer."""

    def __init__(self, receiver: str, answer: str) -> None:
        super().__init__()
        self.receiver, self.answer = receiver, answer

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:
        if address == self.receiver:
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"


@contextmanager
def serving(box: Mailbox, **options: Any) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def test_an_address_that_is_refused_is_told_and_sent_to_again_when_it_was_put_right(
    portal: Portal, session: Session, now: datetime
):
    scene, _ = invited(session, now)
    with serving(Refusing("karen@example.dk", "550 No such user")) as port:
        outcome = work_off(with_mail(portal, port), clock=lambda: now)
        assert (outcome.dropped, outcome.failed) == (1, 0)
    look_again(session)
    assert unsent(session, scene) == (0, 1)
    asked: dict[str, Any] = {"session": session, "actor": scene.as_coordinator}
    (lost,) = lost_mails(**asked, organisation_id=scene.organisation.id)
    assert (lost.name, lost.email, lost.why) == ("Karen Møller", "karen@example.dk", Lost.REFUSED)
    assert "Solbjerg Kommune" in lost.subject
    for nobody in (scene.as_volunteer, a_scene(session, now).as_coordinator):
        with pytest.raises(DomainError, match="not_allowed"):
            send_again(session=session, actor=nobody, mail_id=lost.id, now=now)
    with transaction(session):
        karen = session.get_one(Person, scene.volunteer.id)
        karen.email = "karen@eksempel.dk"
        session.add(karen)
    send_again(**asked, mail_id=lost.id, now=now)
    with pytest.raises(DomainError, match="not_found"):
        send_again(**asked, mail_id=lost.id, now=now)
    assert unsent(session, scene) == (0, 0)
    session.rollback()
    with serving(right := Mailbox()) as port:
        assert work_off(with_mail(portal, port), clock=lambda: now).sent == 1
    assert [mail["To"] for mail in right.mails] == ["karen@eksempel.dk"]


def test_a_mail_that_is_left_is_told_of_no_more(portal: Portal, session: Session, now: datetime):
    scene, _ = invited(session, now)
    work_off(with_mail(portal, 1), clock=lambda: now)
    work_off(with_mail(portal, 1), clock=lambda: now + MAIL_IS_STALE + timedelta(minutes=1))
    look_again(session)
    asked: dict[str, Any] = {"session": session, "actor": scene.as_coordinator}
    (lost,) = lost_mails(**asked, organisation_id=scene.organisation.id)
    assert lost.why is Lost.STALE
    leave(**asked, mail_id=lost.id, now=now)
    assert unsent(session, scene) == (0, 0)
    assert lost_mails(**asked, organisation_id=scene.organisation.id) == []


def test_a_server_that_is_busy_is_asked_again(portal: Portal, session: Session, now: datetime):
    scene, _ = invited(session, now)
    with serving(Refusing("karen@example.dk", "451 Try again later")) as port:
        assert work_off(with_mail(portal, port), clock=lambda: now).failed == 1
    look_again(session)
    assert unsent(session, scene) == (1, 0)


@pytest.mark.parametrize("knows_letters", [True, False])
def test_national_letters_reach_every_server_that_can_take_them(
    portal: Portal, session: Session, now: datetime, knows_letters: bool
):
    scene, _ = invited(session, now)
    with transaction(session):
        karen = session.get_one(Person, scene.volunteer.id)
        karen.email = "hans@årø.dk"
        session.get_one(Organisation, scene.organisation.id).email = "frivillig@årø.dk"
        session.add(karen)
    with serving(box := Mailbox(), enable_SMTPUTF8=knows_letters) as port:
        assert work_off(with_mail(portal, port), clock=lambda: now).sent == 1
    assert (box.mails[0]["To"], box.mails[0]["Reply-To"]) == ("hans@xn--r-1fa2d.dk", "frivillig@xn--r-1fa2d.dk")
    with transaction(session):
        karen = session.get_one(Person, scene.volunteer.id)
        karen.email = "jørgen@årø.dk"
        session.add(karen)
        message = {"message": "document_shared", "person_id": str(karen.id), "document_id": "D"}
        outbox.post(session, kind="mail", params=message, organisation_id=scene.organisation.id, now=now)
    with serving(box := Mailbox(), enable_SMTPUTF8=knows_letters) as port:
        assert work_off(with_mail(portal, port), clock=lambda: now).sent == knows_letters
    look_again(session)
    assert unsent(session, scene) == (0, int(not knows_letters))


def test_a_mail_is_the_same_however_often_it_is_sent_and_has_two_parts(portal: Portal, session: Session, now: datetime):
    scene, _ = invited(session, now)
    picture = io.BytesIO()
    Image.new("RGB", (20, 20), "navy").save(picture, "PNG")
    with transaction(session):
        session.get_one(Organisation, scene.organisation.id).logo = picture.getvalue()
    with serving(box := Mailbox()) as port:
        work_off(with_mail(portal, port), clock=lambda: now)
        with transaction(session):
            item = session.exec(select(OutboxItem)).one()
            item.done_at = None
            invitation = session.exec(select(Invitation)).one()
            session.add_all([item, invitation])
        session.rollback()
        work_off(with_mail(portal, port), clock=lambda: now)
    first, second = box.mails
    assert first["Message-ID"] == second["Message-ID"] == f"<{item.id.hex}@solbjerg.example.dk>"
    assert isinstance(first, EmailMessage)
    html = first.get_body(("html",))
    assert html is not None
    assert 'src="cid:logo" alt="Solbjerg Kommune"' in html.get_content()
    (logo,) = [part for part in first.walk() if part.get_content_type() == "image/png"]
    assert (logo["Content-ID"], logo.get_payload(decode=True)) == ("<logo>", picture.getvalue())


def test_where_the_server_is_away_the_other_mails_are_not_tried_in_the_same_round(
    portal: Portal, session: Session, now: datetime
):
    scene, _ = invited(session, now)
    with transaction(session):
        for number in range(3):
            message = {"message": "document_shared", "person_id": str(scene.volunteer.id), "document_id": str(number)}
            outbox.post(session, kind="mail", params=message, organisation_id=None, now=now)
    assert work_off(with_mail(portal, 1), clock=lambda: now).failed == 1


def test_a_claim_counts_from_when_it_is_made_however_long_the_queue_is(
    portal: Portal, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    """Two processes and a server that takes a minute for each mail: everybody gets one."""
    scene = a_scene(session, now)
    with transaction(session):
        for number in range(12):
            message = {"message": "document_shared", "person_id": str(scene.volunteer.id), "document_id": str(number)}
            outbox.post(session, kind="mail", params=message, organisation_id=None, now=now)
    session.rollback()
    sent: list[str] = []
    clock = [now]

    def slow(_chosen: object, mail: Mail) -> None:
        sent.append(mail.id)
        clock[0] += timedelta(minutes=1)
        if len(sent) == 10:
            # Another process begins its round while this mail is under way.
            work_off(with_mail(portal, 1), clock=lambda: clock[0])

    monkeypatch.setattr("core.messages.sending.send_mail", slow)
    work_off(with_mail(portal, 1), clock=lambda: clock[0])
    assert len(sent) == len(set(sent)) == 12


def test_a_mail_that_another_worker_has_meanwhile_is_left_to_it(
    portal: Portal, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    """A process that stood still for longer than its claim neither sends the mail nor says that it is done."""
    scene, _ = invited(session, now)
    session.rollback()
    real = sending.composed

    def stands_still(own: Session, *asked: Any) -> Mail | None:
        mail = real(own, *asked)
        own.rollback()
        with portal.session() as other, transaction(other):
            assert outbox.claim(other, kind="mail", now=now + outbox.CLAIM_LASTS) is not None
        return mail

    monkeypatch.setattr(sending, "composed", stands_still)
    with serving(box := Mailbox()) as port:
        outcome = work_off(with_mail(portal, port), clock=lambda: now)
    assert (outcome.sent, outcome.dropped, outcome.failed, box.mails) == (0, 0, 0, [])
    look_again(session)
    item = session.exec(select(OutboxItem)).one()
    assert (item.done_at, item.problem) == (None, None)
    assert unsent(session, scene) == (0, 0)


def test_a_mail_that_was_taken_is_noted_once_the_database_is_free_and_not_sent_again(
    portal: Portal, session: Session, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    invited(session, now)
    done, locked = outbox.done, [True, True]

    def when_free(*given: Any, **named: Any) -> None:
        if locked:
            locked.pop()
            raise OperationalError("UPDATE outbox_item", {}, Exception("database is locked"))
        done(*given, **named)

    monkeypatch.setattr(outbox, "done", when_free)
    box = Mailbox()
    with serving(box) as port:
        outcome = work_off(with_mail(portal, port), clock=lambda: now)
        assert (outcome.sent, outcome.failed) == (1, 0)
        work_off(with_mail(portal, port), clock=lambda: now + timedelta(days=1))
    assert len(box.mails) == 1
    look_again(session)
    assert session.exec(select(Invitation)).one().sent_at == now


@pytest.mark.parametrize("security", ["none", "starttls"])
def test_a_server_that_says_a_word_now_and_then_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, portal: Portal, now: datetime, security: str
):
    """Each word comes in time, and the last one never."""
    monkeypatch.setattr(post, "TIMEOUT_SECONDS", 0.5)
    heard_out: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def talk() -> None:
            with suppress(OSError), listening.accept()[0] as line:
                line.sendall(b"220 mail.test\r\n")
                line.recv(1024)
                for _ in range(30):
                    line.sendall(b"250-wait\r\n")
                    time.sleep(0.1)
                heard_out.append(True)

        talking = Thread(target=talk)
        talking.start()
        server = with_mail(portal, listening.getsockname()[1]).settings
        with pytest.raises(smtplib.SMTPException):
            post.send_mail(
                server.model_copy(update={"smtp_security": security}), Mail("1", "karen@example.dk", "", "", now, "da")
            )
        talking.join()
    assert not heard_out


def test_who_gets_a_new_passphrase_by_a_colleagues_link_hears_who_made_it_and_that_it_was_used(
    portal: Portal, session: Session, now: datetime
):
    scene = a_scene(session, now)
    an_account(session, scene.volunteer, now)
    link = make_passphrase_link(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        reason="har glemt den",
        now=now,
    )
    token = link.token or ""
    session.rollback()
    with serving(box := Mailbox()) as port:
        work_off(with_mail(portal, port), clock=lambda: now)
        chosen: dict[str, Any] = {"login_name": "", "passphrase": "seks røde sten i skoven", "device": "test"}
        accept(session=session, token=token, **chosen, now=now)
        session.rollback()
        work_off(with_mail(portal, port), clock=lambda: now)
    made, used = box.mails
    assert {made["To"], used["To"]} == {"karen@example.dk"}
    assert made["Subject"] == "Der er lavet et link til en ny adgangssætning til dig"
    assert f"{scene.coordinator.name} fra Solbjerg Kommune har lavet et link" in " ".join(plain(made).split())
    assert "Begrundelsen er: har glemt den" in plain(made)
    assert used["Subject"] == "Din adgangssætning er ændret"
    assert "http://portal.test/forgotten?lang=da" in plain(used)
