"""What is written in a long form is kept as it is written, until it is sent: a break or a killed server loses none."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlmodel import Session, col, select

from core import contact
from core.access.permissions import Action, Actor, require
from db.engine import transaction
from db.unsent import UnsentForm

# What nobody has touched for so long is given up: it may be about somebody.
KEPT_FOR = timedelta(days=30)
# What stands in each field, and what stood there before anybody wrote: words as they are, all else as an object.
Fields = Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class HalfWritten:
    """What was written, as whoever keeps it wrote it down, and when it was kept."""

    fields: Fields
    saved_at: datetime


def unsent(*, session: Session, actor: Actor, form: str) -> HalfWritten | None:
    """What `actor` has written in a form and not sent; None for nothing."""
    require(actor, Action.USE_PORTAL)
    row = _own(session, actor, form)
    if row is None:
        return None
    fields = {name: (here, before) for name, (here, before) in json.loads(row.content).items()}
    return HalfWritten(fields, row.saved_at)


def keep_unsent(*, session: Session, actor: Actor, form: str, fields: Fields, now: datetime) -> datetime:
    """Keep what `actor` has written, in place of what they wrote before; returns when. Nobody else sees it, so no trace
    is left until it is sent. Raises "cpr_not_wanted"."""
    with transaction(session):
        require(actor, Action.USE_PORTAL)
        for written, _before in fields.values():
            # An id can look like one by chance, and is an object here.
            contact.without_cpr(written if isinstance(written, str) else "")
        row = _own(session, actor, form)
        if row is None:
            row = UnsentForm(person_id=actor.person_id, form=form, content="", saved_at=now)
        row.content, row.saved_at = json.dumps(fields, ensure_ascii=False), now
        # Whoever works in several is in one of them at a time.
        belonging = actor.organisations()
        row.organisation_id = belonging[0] if len(belonging) == 1 else None
        session.add(row)
    return now


def drop_unsent(*, session: Session, actor: Actor, form: str, now: datetime) -> None:
    """Forget what `actor` had written by `now`: it is sent, or begun anew."""
    with transaction(session):
        require(actor, Action.USE_PORTAL)
        row = _own(session, actor, form)
        if row is not None and row.saved_at <= now:
            session.delete(row)


def forget_unsent(session: Session, now: datetime) -> None:
    """Forget what nobody has touched for `KEPT_FOR`."""
    with transaction(session):
        session.exec(delete(UnsentForm).where(col(UnsentForm.saved_at) < now - KEPT_FOR))


def _own(session: Session, actor: Actor, form: str) -> UnsentForm | None:
    return session.exec(
        select(UnsentForm).where(UnsentForm.person_id == actor.person_id, UnsentForm.form == form)
    ).one_or_none()
