"""What somebody writes on a text is kept as it is written, until it is published or undone."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from core import contact
from core.access.permissions import Action, Actor, require
from core.guidelines.editing import own_writing, subject_of
from core.guidelines.reading import Shelf
from core.guidelines.text import GuidelineDraft
from db.engine import transaction
from db.guidelines import GuidelineWriting


@dataclass(frozen=True, slots=True)
class KeptWriting:
    """What was written, the number of the version it `follows`, and when it was kept."""

    written: GuidelineDraft
    follows: int
    saved_at: datetime


def writing_of(*, session: Session, actor: Actor, shelf: Shelf) -> KeptWriting | None:
    """What `actor` has written on a text and not published; None for nothing."""
    require(actor, Action.EDIT_GUIDELINES, subject_of(shelf))
    row = own_writing(session, actor, shelf)
    if row is None:
        return None
    return KeptWriting(GuidelineDraft.model_validate_json(row.content), row.follows, row.saved_at)


def keep_writing(
    *, session: Session, actor: Actor, shelf: Shelf, written: GuidelineDraft, follows: int, now: datetime
) -> datetime:
    """Keep what `actor` has written, in place of what they wrote before; returns when. Nobody else sees it, so no trace
    is left until it is published. Raises "cpr_not_wanted"."""
    require(actor, Action.EDIT_GUIDELINES, subject_of(shelf))
    content = contact.without_cpr(written.model_dump_json())
    with transaction(session):
        row = own_writing(session, actor, shelf)
        if row is None:
            row = GuidelineWriting(
                person_id=actor.person_id,
                organisation_id=shelf.organisation_id,
                workplace_id=shelf.workplace_id,
                kind=shelf.kind,
                content="",
                follows=follows,
                saved_at=now,
            )
        row.content, row.follows, row.saved_at = content, follows, now
        session.add(row)
    return now


def drop_writing(*, session: Session, actor: Actor, shelf: Shelf, now: datetime) -> None:
    """Forget what `actor` has written and not published, as of `now`; nothing where there is nothing."""
    require(actor, Action.EDIT_GUIDELINES, subject_of(shelf))
    with transaction(session):
        row = own_writing(session, actor, shelf)
        if row is not None and row.saved_at <= now:
            session.delete(row)
