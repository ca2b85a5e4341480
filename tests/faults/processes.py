"""The processes that are killed: two that work off the outbox, and one that signs whatever there is to sign."""

import os
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlmodel import Session, col, select

import db.tables  # noqa: F401
from core.access.permissions import Actor, Grant, Role
from core.errors import DomainError
from core.journey.projecting import install
from core.messages.sending import work_off
from core.settings import Settings
from core.startup import Portal
from db import keys
from db.documents import Consent, Document, DocumentParty
from db.engine import connect
from db.people import Engagement, Person
from tests.core.documents.stories import sign
from tests.templates import SECRET

# A claim lasts five minutes. What a killed process had is to be done in seconds.
FASTER = 30
ROUND_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Setting:
    """What every process is given: the database, the mail server's port, where what was signed is written down, and
    the moment at which the run began, with what this machine's running clock (seconds) showed then."""

    database: str
    smtp_port: int
    signed: Path
    began: datetime
    monotonic: float

    def now(self) -> datetime:
        """The moment it is in this run, where time goes faster."""
        return self.began + timedelta(seconds=(time.monotonic() - self.monotonic) * FASTER)

    def portal(self) -> Portal:
        """A portal on the database, opened without publishing anything."""
        chosen = Settings(
            DATABASE_URL=self.database,
            HANDSLAG_SECRET=SECRET,
            SMTP_HOST="127.0.0.1",
            SMTP_PORT=self.smtp_port,
            SMTP_SECURITY="none",
            SMTP_FROM="portal@solbjerg.example.dk",
        )
        install()
        portal = Portal(chosen, connect(self.database))
        with portal.session() as session:
            keys.load(session, secret=SECRET, now=self.began)
        return portal


def named(pid: int) -> str:
    """What a process greets a mail server with."""
    return f"process-{pid}.example.dk"


def send_for_ever(setting: Setting, ready: Event) -> None:
    """Finish seals and send mails until killed, under a name of its own."""
    portal = setting.portal()
    ready.set()
    with patch("socket.getfqdn", return_value=named(os.getpid())):
        while True:
            with suppress(SQLAlchemyError):  # as the portal's own worker does: the next round may find it free
                work_off(portal, clock=setting.now)
            time.sleep(ROUND_SECONDS)


def sign_for_ever(setting: Setting, ready: Event) -> None:
    """Sign for everybody who has not, until killed; each yes is written down once the portal says that it has it."""
    portal = setting.portal()
    ready.set()
    with portal.session() as session, setting.signed.open("a") as written:
        while True:
            for document_id, actor in _unsigned(session):
                try:
                    given = sign(session, actor, document_id, setting.now())
                except (DomainError, OperationalError):
                    continue  # it was signed in the moment between, or the database was locked for too long
                written.write(f"{given.id}\n")
                written.flush()
            session.rollback()
            time.sleep(ROUND_SECONDS)


def _unsigned(session: Session) -> list[tuple[UUID, Actor]]:
    """Whose turn it is, a few at a time, as somebody logged in."""
    asked = (
        select(DocumentParty, Document.organisation_id, Person.name, Engagement.workplace_id)
        .join(Document, col(Document.id) == DocumentParty.document_id)
        .join(Person, col(Person.id) == DocumentParty.person_id)
        .join(Engagement, col(Engagement.id) == Document.engagement_id)
        .outerjoin(Consent, col(Consent.party_id) == DocumentParty.id)
        .where(col(Document.shared_at).is_not(None), col(Consent.id).is_(None))
        .order_by(func.random())
        .limit(5)
    )
    return [
        (
            party.document_id,
            Actor(
                party.person_id,
                UUID(int=1),
                name,
                "da",
                (
                    Grant(organisation_id, Role.VOLUNTEER, None)
                    if party.engagement_id
                    else Grant(organisation_id, Role.CONTACT_PERSON, workplace_id),
                ),
            ),
        )
        for party, organisation_id, name, workplace_id in session.exec(asked)
    ]
