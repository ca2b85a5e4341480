"""The principles an organisation works by, to be shown where they matter (E1–E4)."""

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session, col, select

from core.guidelines.reading import Shelf, on_shelves, texts
from core.guidelines.text import Guideline
from core.programmes.publishing import newest, programme_of
from db.people import Engagement


def principles_here(*, session: Session, organisation_id: UUID, programme: str = "") -> tuple[Guideline, ...]:
    """The principles of an organisation as they are published now: of a `programme` by its identifier, or, where none
    is told, of each that somebody is a volunteer in there. They name nobody."""
    if programme:
        versions = [each for name, each in newest(session, organisation_id).items() if name == programme]
    else:
        asked = select(Engagement.programme_version_id).where(
            Engagement.organisation_id == organisation_id, col(Engagement.ended_at).is_(None)
        )
        versions = [*session.exec(asked.distinct())]
    return _published(session, organisation_id, versions)


def principles_of(*, session: Session, engagement_id: UUID) -> tuple[Guideline, ...]:
    """The same of the programme somebody is a volunteer in."""
    engagement = session.get_one(Engagement, engagement_id)
    return _published(session, engagement.organisation_id, [engagement.programme_version_id])


def _published(session: Session, organisation_id: UUID, programme_versions: Iterable[UUID]) -> tuple[Guideline, ...]:
    kinds = _kinds(session, programme_versions)
    found = on_shelves(session, [organisation_id], [], [])
    newest_of = [versions[-1].id for kind in kinds if (versions := found.on(Shelf(organisation_id, kind))[0])]
    read = texts(session, newest_of)
    return tuple(read[each] for each in newest_of)


def _kinds(session: Session, versions: Iterable[UUID]) -> list[str]:
    said = {programme_of(session, each).principles for each in versions}
    return sorted(f"principles_{each}" for each in said if each is not None)
