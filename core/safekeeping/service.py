"""Taking all of a portal out, or one organisation of it; a backup that a passphrase opens; and taking it in again."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, select

from core import startup
from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.export.downloads import store_ticket
from core.i18n import utc_now
from core.safekeeping.locking import checked, locked, opened
from core.safekeeping.refusing import NotOpened
from core.safekeeping.scope import conditions, with_its_keys
from core.safekeeping.taking_in import Archive, Contents, take_in_all
from core.safekeeping.writing import Locking, Selection, pieces
from core.settings import Settings, portal_secret
from core.startup import Portal
from db import keys
from db.audit import PORTAL
from db.engine import engine_of, snapshot, transaction
from db.organisations import Deployment, Organisation

EVERYTHING = "everything"
AT_ONCE = 256 * 1024
BACKUP_IS_OLD = timedelta(days=7)
UNKNOWN = "There is no organisation with that id."


def make_everything_download(
    *, session: Session, actor: Actor, session_token: str, organisation_id: UUID, now: datetime
) -> str:
    """A ticket to all of one organisation, for the browser of `session_token`, once and within a minute."""
    with transaction(session):
        require(actor, Action.TAKE_EVERYTHING, Subject(organisation_id))
        return store_ticket(session, session_token, EVERYTHING, [organisation_id], now)


def organisation_pieces(*, session: Session, actor: Actor, organisation_id: UUID, now: datetime) -> Iterator[bytes]:
    """All of one organisation as a ZIP for reading, piece by piece, without what is locked. The log says who took it;
    "not_allowed" before the first piece for who may not. The snapshot is over before the first piece is sent, however
    slowly they are fetched: until then the ZIP is in a file without a name."""
    with transaction(session):
        require(actor, Action.TAKE_EVERYTHING, Subject(organisation_id))
        trace(session, organisation_id, actor, "organisation.exported", "organisation", organisation_id, now)
    return _laid_down(_of_organisation(engine_of(session), organisation_id, now))


def export(portal: Portal, file: Path, *, organisation_id: UUID | None, passphrase: str) -> None:
    """Write all of the portal to `file` for reading and for moving, what is locked in it with `passphrase`; or all of
    one organisation: for reading without a passphrase, for moving with one. Raises `NotOpened`."""
    now = utc_now()
    if organisation_id is not None:
        with portal.session() as session, transaction(session):
            if session.get(Organisation, organisation_id) is None:
                raise NotOpened(UNKNOWN)
            trace(session, organisation_id, None, "organisation.exported", "organisation", organisation_id, now)
        locking = _locking(portal, passphrase) if passphrase else None
        _write(file, _of_organisation(portal.engine, organisation_id, now, locking))
        return
    checked(passphrase)
    with portal.session() as session, transaction(session):
        trace(session, None, None, "portal.exported", "portal", PORTAL, now)
    _write(file, _whole(portal, passphrase, now))


def back_up(portal: Portal, file: Path, *, passphrase: str) -> Contents:
    """Write all of the portal to `file`, which `passphrase` opens, while the portal is used; read it again, and note in
    the log and for the administrators that it is there. Raises `NotOpened`."""
    now = utc_now()
    _write(file, locked(_whole(portal, checked(passphrase), now), passphrase))
    found = check(file, passphrase=passphrase)
    with portal.session() as session, transaction(session):
        deployment = session.exec(select(Deployment).with_for_update()).one()
        deployment.backed_up_at = now
        session.add(deployment)
        trace(session, None, None, "portal.backed_up", "portal", PORTAL, now)
    return found


def check(file: Path, *, passphrase: str) -> Contents:
    """What a backup holds, read to its end. Raises `NotOpened` where it cannot be restored."""
    with file.open("rb") as stored, opened(stored, passphrase) as content:
        return Archive(content).check_all(passphrase)


def restore(chosen: Settings, file: Path, *, passphrase: str) -> int:
    """Fill the empty database of `chosen` from a backup; how many rows. Raises `NotOpened`, and has changed nothing."""
    with file.open("rb") as stored, opened(stored, passphrase) as content:
        return _taken_in(chosen, Archive(content), passphrase)


def import_all(chosen: Settings, file: Path, *, passphrase: str) -> int:
    """The same from an export of a whole portal, or of one organisation that moves."""
    with file.open("rb") as stored:
        return _taken_in(chosen, Archive(stored), passphrase)


def newest_backup(*, session: Session, actor: Actor, organisation_id: UUID) -> datetime | None:
    """When the newest backup of the portal was made, for whoever may take everything out; None for never."""
    require(actor, Action.TAKE_EVERYTHING, Subject(organisation_id))
    return backed_up_at(session)


def backed_up_at(session: Session) -> datetime | None:
    """When the newest backup was made; None for never."""
    return session.exec(select(Deployment.backed_up_at)).one_or_none()


def _taken_in(chosen: Settings, archive: Archive, passphrase: str) -> int:
    count = take_in_all(startup.reached(chosen), archive, passphrase=passphrase, secret=portal_secret(chosen))
    with startup.prepare(chosen).session() as session, transaction(session):
        trace(session, None, None, "portal.taken_in", "portal", PORTAL, utc_now())
    return count


def _locking(portal: Portal, passphrase: str) -> Locking:
    with portal.session() as session:
        held = keys.bare(session, secret=portal_secret(portal.settings))
    return Locking(checked(passphrase), held)


def _whole(portal: Portal, passphrase: str, now: datetime) -> Iterator[bytes]:
    locking = _locking(portal, passphrase)
    with snapshot(portal.engine) as connection:
        yield from pieces(connection, Selection(now, locking=locking))


def _of_organisation(
    engine: Engine, organisation_id: UUID, now: datetime, locking: Locking | None = None
) -> Iterator[bytes]:
    own = conditions(organisation_id)
    with snapshot(engine) as connection:
        chosen = with_its_keys(own) if locking else own
        yield from pieces(connection, Selection(now, organisation_id, chosen, locking))


def _laid_down(content: Iterator[bytes]) -> Iterator[bytes]:
    with TemporaryFile() as file:
        for piece in content:
            file.write(piece)
        file.seek(0)
        while piece := file.read(AT_ONCE):
            yield piece


def _write(file: Path, content: Iterator[bytes]) -> None:
    """Write `content` for its owner alone, and under its name when all of it is on the disk."""
    unfinished = file.with_name(f"{file.name}.part")
    unfinished.unlink(missing_ok=True)
    try:
        with open(unfinished, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as written:
            for piece in content:
                written.write(piece)
            written.flush()
            os.fsync(written.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
