"""Views of the register that somebody keeps by name: whom to show, what of them, and in which order."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from core import contact
from core.access.permissions import Action, Actor, require_in
from core.error_codes import ErrorCode
from core.errors import DomainError
from db.engine import transaction
from db.journey import SavedView

LONGEST_NAME, MOST_VIEWS = 40, 20
# A view that nobody named: how the reader last looked at the list.
AS_LEFT = ""
Settings = dict[str, str | list[str] | None]


@dataclass(frozen=True, slots=True)
class View:
    """A view by its name; `settings` is what the page that saved it reads again."""

    view_id: UUID
    name: str
    settings: Settings


def views_of(*, session: Session, actor: Actor, organisation_id: UUID) -> list[View]:
    """The reader's own views, by name; one query."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    rows = session.exec(_own(actor, organisation_id).where(SavedView.name != AS_LEFT)).all()
    return [View(row.id, row.name, row.settings) for row in sorted(rows, key=lambda row: row.name.casefold())]


def save_view(
    *, session: Session, actor: Actor, organisation_id: UUID, name: str, settings: Settings, now: datetime
) -> View:
    """Keep a view; one of the same name is replaced. It is the reader's own, so nobody else is told.

    Raises "name_missing", "name_long", or "views_many" where there are `MOST_VIEWS` already.
    """
    called = contact.line(name)
    if not called:
        raise DomainError(ErrorCode.NAME_MISSING)
    if len(called) > LONGEST_NAME:
        raise DomainError(ErrorCode.NAME_LONG, most=LONGEST_NAME)
    with transaction(session):
        require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
        row = session.exec(_own(actor, organisation_id).where(SavedView.name == called)).one_or_none()
        if row is None:
            named = _own(actor, organisation_id).where(SavedView.name != AS_LEFT)
            counted = select(func.count()).select_from(named.subquery())
            if session.exec(counted).one() >= MOST_VIEWS:
                raise DomainError(ErrorCode.VIEWS_MANY, most=MOST_VIEWS)
            row = SavedView(
                organisation_id=organisation_id, person_id=actor.person_id, name=called, settings={}, created_at=now
            )
        row.settings = settings
        session.add(row)
        session.flush()
        return View(row.id, row.name, row.settings)


def as_left(*, session: Session, actor: Actor, organisation_id: UUID) -> Settings | None:
    """How the reader last left the list: what `leave_as` was given; None for the first time."""
    require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
    row = session.exec(_own(actor, organisation_id).where(SavedView.name == AS_LEFT)).one_or_none()
    return None if row is None else row.settings


def leave_as(*, session: Session, actor: Actor, organisation_id: UUID, settings: Settings, now: datetime) -> None:
    """Remember how the reader looks at the list, until they look otherwise. It is their own, so nobody else is told."""
    with transaction(session):
        require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
        row = session.exec(_own(actor, organisation_id).where(SavedView.name == AS_LEFT)).one_or_none()
        if row is None:
            row = SavedView(
                organisation_id=organisation_id, person_id=actor.person_id, name=AS_LEFT, settings={}, created_at=now
            )
        row.settings = settings
        session.add(row)


def forget_view(*, session: Session, actor: Actor, organisation_id: UUID, view_id: UUID) -> None:
    """Take one of the reader's own views away; one that is gone already is nothing to speak of."""
    with transaction(session):
        require_in(actor, Action.SEE_VOLUNTEERS, organisation_id)
        row = session.exec(_own(actor, organisation_id).where(col(SavedView.id) == view_id)).one_or_none()
        if row is not None:
            session.delete(row)


def _own(actor: Actor, organisation_id: UUID) -> SelectOfScalar[SavedView]:
    return select(SavedView).where(SavedView.organisation_id == organisation_id, SavedView.person_id == actor.person_id)
