"""Handing one mail to the mail server."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime, parseaddr
from threading import Timer
from typing import Any

from core.contact import as_servers_take_it
from core.messages.invitations import CalendarPart
from core.messages.page import LOGO, page_of
from core.settings import Settings

# For connecting, and again for all that follows: a server that says a word now and then is cut off too.
TIMEOUT_SECONDS = 20
REFUSED_FOR_GOOD = range(500, 600)


class _Unfolded(UnstructuredHeader):
    """A header on one line, however long it is: an address that is folded as a text is none any more."""

    name: str

    def fold(self, *, policy: Any) -> str:
        return f"{self.name}: {self}{policy.linesep}"


def _policy() -> Any:
    registry = HeaderRegistry()
    registry.map_to_type("list-unsubscribe", _Unfolded)  # type: ignore[arg-type]
    return default.clone(header_factory=registry)


POLICY = _policy()


class AddressRefused(Exception):
    """The mail server will never take a mail to this address."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail. `id` is the same however often it is sent, so that a receiver keeps one of two; `sent_at` is in UTC.

    `sender` and `reply_to` are the organisation's name and address, "" for the portal's; `logo` its PNG, if any.
    `unsubscribe` is the address that a mail program asks once its reader wants no more of the kind, "" for what
    somebody must know.
    """

    id: str
    to: str
    subject: str
    body: str
    sent_at: datetime
    language: str
    sender: str = ""
    reply_to: str = ""
    logo: bytes | None = None
    unsubscribe: str = ""
    calendar: tuple[CalendarPart, ...] = ()


def send_mail(chosen: Settings, mail: Mail) -> None:
    """Send one mail as plain text and as a page, from the portal's address under the name of its sender.

    Raises `AddressRefused`, and OSError or smtplib.SMTPException where the server does not take it now.
    """
    to = as_servers_take_it(mail.to)
    if not to:
        raise AddressRefused
    message = _message(chosen, mail, to)
    server = _connection(chosen)
    with _cut_off(server):
        if chosen.smtp_security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if chosen.smtp_user:
            server.login(chosen.smtp_user, chosen.smtp_password)
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            codes = [code for code, _words in refused.recipients.values()]
            if all(code in REFUSED_FOR_GOOD for code in codes):
                raise AddressRefused from None
            raise
        except smtplib.SMTPNotSupportedError:
            raise AddressRefused from None  # national letters before the @, and a server that knows none
        # It has been taken, and a goodbye that fails changes nothing.
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def _message(chosen: Settings, mail: Mail, to: str) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    name, address = parseaddr(chosen.smtp_from)
    message["From"] = Address(mail.sender or name or "Håndslag", addr_spec=address)
    message["To"], message["Subject"] = to, mail.subject
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = f"<{mail.id}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if reply_to := as_servers_take_it(mail.reply_to):
        message["Reply-To"] = reply_to
    if mail.unsubscribe:  # RFC 8058: one press in the mail program, which then asks by POST
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(mail.body)
    page = page_of(mail.subject, mail.body, by=mail.sender, language=mail.language, logo=mail.logo is not None)
    message.add_alternative(page, subtype="html")
    if len(mail.calendar) == 1:
        # One event stands among the ways to read the mail, where programs that apply it by themselves look for it.
        (event,) = mail.calendar
        message.add_alternative(event.content.decode(), subtype="calendar", params={"method": event.method})
    if mail.logo is not None:
        html = message.get_payload()[1]  # type: ignore[index]
        html.add_related(mail.logo, "image", "png", cid=f"<{LOGO}>", disposition="inline")  # type: ignore[union-attr]
    for event in mail.calendar:
        message.add_attachment(
            event.content.decode(), subtype="calendar", params={"method": event.method}, filename=event.name
        )
    return message


@contextmanager
def _cut_off(server: smtplib.SMTP) -> Iterator[None]:
    """Close the connection at the end, and in the middle where it has taken too long."""

    def cut() -> None:
        with suppress(OSError, AttributeError):  # closed in the same moment
            server.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    timer = Timer(TIMEOUT_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        server.close()


def _connection(chosen: Settings) -> smtplib.SMTP:
    if chosen.smtp_security == "tls":
        return smtplib.SMTP_SSL(
            chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    return smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT_SECONDS)
