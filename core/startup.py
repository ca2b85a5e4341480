"""Open the portal once per process: settings, database, keys, and what is shipped with it."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock

from sqlalchemy import Engine
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlmodel import Session

# Tables point at one another, so all are known before a process writes to the first.
import db.tables  # noqa: F401
from core.access.evidence import begin as begin_evidence
from core.documents.template.publishing import publish_shipped as publish_templates
from core.guidelines.publishing import publish_shipped as publish_principles
from core.i18n import N_, local_day, utc_now
from core.journey.projecting import install, is_missing, rebuild
from core.organisations.service import setup_code, state, state_and_days_ahead
from core.people.search import make_findable
from core.programmes.publishing import publish_shipped as publish_programmes
from core.settings import Settings, SettingsRefused, portal_secret, settings
from db import keys
from db.engine import alone, connect, open_session, transaction
from db.migrate import migrate

log = logging.getLogger("haandslag")
_lock = Lock()
_portal: "Portal | None" = None


@dataclass(frozen=True, slots=True)
class Portal:
    """What all parts of one process share. It holds nothing about a person."""

    settings: Settings
    engine: Engine

    def session(self) -> Session:
        """A database session for one page run, one request or one command; the caller closes it."""
        return open_session(self.engine)


def prepare(chosen: Settings) -> Portal:
    """Migrate and open the database of `chosen`, load its keys and publish what is shipped.

    Raises `core.settings.SettingsRefused` when it must not start.
    """
    try:
        secret = portal_secret(chosen)
        portal = Portal(chosen, reached(chosen))
        try:
            return _filled(portal, secret)
        except keys.WrongSecret:
            portal.engine.dispose()
            raise
    except keys.WrongSecret:
        raise SettingsRefused(
            N_("HANDSLAG_SECRET is not the secret this database was made with. Set the one it was made with again.")
        ) from None
    except OSError as error:
        raise SettingsRefused(
            N_("The portal cannot write in its data folder ({error}). Set HANDSLAG_DATA to a folder it may write in."),
            error=type(error).__name__,
        ) from None


def reached(chosen: Settings) -> Engine:
    """The engine of a database that answers. Raises `SettingsRefused` where none does."""
    try:
        engine = connect(chosen.database)
        with engine.connect():
            return engine
    except (ArgumentError, ValueError, ImportError):
        raise SettingsRefused(
            N_("DATABASE_URL is not the address of a database. Write it as postgresql://user:password@host/name.")
        ) from None
    except DBAPIError as error:
        raise SettingsRefused(
            N_(
                "The database at DATABASE_URL does not answer ({error}). Check its address, name and password, and "
                "whether it lets this host in. Then load the page again."
            ),
            error=type(error.orig).__name__,
        ) from None


def _filled(portal: Portal, secret: str) -> Portal:
    migrate(portal.engine)
    install()
    with portal.session() as session:
        keys.load(session, secret=secret, now=utc_now())
        with transaction(session):
            alone(session.connection())
            make_findable(session)
            begin_evidence(session, now=utc_now())
    with portal.session() as session, transaction(session):
        alone(session.connection())
        publish_templates(session, now=utc_now())
        publish_programmes(session, now=utc_now())
        publish_principles(session, now=utc_now())
        if is_missing(session):
            rebuild(session, local_day(utc_now()) + timedelta(days=state_and_days_ahead(session)[1]))
        if state(session) == "empty":
            log.warning("Setup code: %s", setup_code(session))
    return portal


def open_portal() -> Portal:
    """The portal of this process, opened at the first call that can; `SettingsRefused`, also in the log, until then."""
    global _portal
    with _lock:
        if _portal is None:
            try:
                _portal = prepare(settings())
            except SettingsRefused as refusal:
                log.error("The portal does not start: %s", refusal)
                raise
        return _portal


def opened() -> Portal | None:
    """The portal of this process if it is open already."""
    return _portal


def use(portal: Portal | None) -> None:
    """Serve `portal` from now on; for commands with their own database, and for tests."""
    global _portal
    with _lock:
        _portal = portal
