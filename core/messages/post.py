"""Handing one mail to the mail server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from core.settings import Settings

TIMEOUT_SECONDS = 20


def send_mail(chosen: Settings, *, to: str, subject: str, body: str, reply_to: str = "") -> None:
    """Send one plain-text mail; raises OSError or smtplib.SMTPException when the server does not take it."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = chosen.smtp_from, to, subject
    mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain=chosen.smtp_from.rpartition("@")[2])
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
