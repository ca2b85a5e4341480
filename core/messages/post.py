"""Handing one mail to the mail server."""

import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from core.settings import Settings

TIMEOUT_SECONDS = 20


def send_mail(
    chosen: Settings, *, to: str, subject: str, body: str, now: datetime, sender: str = "", reply_to: str = ""
) -> None:
    """Send one plain-text mail, from the portal's address under the name of `sender`; raises OSError or
    smtplib.SMTPException when the server does not take it."""
    mail = EmailMessage()
    name, address = parseaddr(chosen.smtp_from)
    mail["From"] = Address(sender or name or "Håndslag", addr_spec=address)
    mail["To"], mail["Subject"] = to, subject
    mail["Date"], mail["Message-ID"] = format_datetime(now), make_msgid(domain=address.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    if reply_to:
        mail["Reply-To"] = reply_to
    mail.set_content(body)
    with _connection(chosen) as server:
        if chosen.smtp_user:
            server.login(chosen.smtp_user, chosen.smtp_password)
        server.send_message(mail)


def _connection(chosen: Settings) -> smtplib.SMTP:
    if chosen.smtp_security == "tls":
        return smtplib.SMTP_SSL(
            chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
        )
    server = smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT_SECONDS)
    if chosen.smtp_security == "starttls":
        try:
            server.starttls(context=ssl.create_default_context())
        except (OSError, smtplib.SMTPException):
            server.close()
            raise
    return server
