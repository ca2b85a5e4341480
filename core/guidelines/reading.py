"""Which texts apply to an engagement, in which version, and what its volunteer has acknowledged of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, and_, col, or_, select

from core.guidelines.rules import (
    AcknowledgementState,
    PublishedText,
    acknowledgement_state,
    last_acknowledged,
    versions_in_line,
)
from core.guidelines.text import WORKPLACE, Guideline
from core.programmes.publishing import programme_of
from db.guidelines import Acknowledgement, GuidelineVersion
from db.people import Engagement


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the versions of one text stand: those of a workplace, or, without one, of the organisation."""

    organisation_id: UUID
    kind: str
    workplace_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class TextReading:
    """One text with one person's acknowledgements of it. `versions` are oldest first; `given` is when which was
    acknowledged."""

    shelf: Shelf
    versions: tuple[PublishedText, ...]
    given: Mapping[UUID, datetime]

    @property
    def newest(self) -> PublishedText:
        """The version that is read now."""
        return self.versions[-1]

    @property
    def acknowledged(self) -> PublishedText | None:
        """The newest version the person acknowledged."""
        return last_acknowledged(self.versions, self.given)

    @property
    def given_at(self) -> datetime | None:
        """When they acknowledged it."""
        return self.given[self.acknowledged.id] if self.acknowledged else None

    @property
    def standing(self) -> AcknowledgementState:
        """Whether that still holds."""
        return acknowledgement_state(self.versions, self.given)


def shelves_of(session: Session, engagement: Engagement) -> tuple[Shelf, ...]:
    """Where the texts of one volunteer stand: the workplace's guidelines (L7), then the principles of the programme
    (E1, E3)."""
    principles = programme_of(session, engagement.programme_version_id).principles
    at_workplace = Shelf(engagement.organisation_id, WORKPLACE, engagement.workplace_id)
    if principles is None:
        return (at_workplace,)
    return (at_workplace, Shelf(engagement.organisation_id, f"principles_{principles}"))


def readings(session: Session, engagements: Sequence[Engagement]) -> dict[UUID, tuple[TextReading, ...]]:
    """The texts of each of these engagements, by its id, in one query; a text that nobody has written is left out."""
    if not engagements:
        return {}
    people = {engagement.person_id for engagement in engagements}
    found = on_shelves(
        session,
        {engagement.organisation_id for engagement in engagements},
        {engagement.workplace_id for engagement in engagements},
        people,
    )
    told = {}
    for engagement in engagements:
        own = []
        for shelf in shelves_of(session, engagement):
            versions, given = found.on(shelf)
            if versions:
                own.append(TextReading(shelf, versions, given.get(engagement.person_id, {})))
        told[engagement.id] = tuple(own)
    return told


@dataclass(frozen=True, slots=True)
class VersionsByShelf:
    """The published versions by shelf, and when each person acknowledged which of them."""

    versions: Mapping[tuple[UUID | None, UUID | None, str], Mapping[UUID, PublishedText]]
    given: Mapping[UUID, Mapping[UUID, datetime]]

    def on(self, shelf: Shelf) -> tuple[tuple[PublishedText, ...], dict[UUID, dict[UUID, datetime]]]:
        """The versions on `shelf`, oldest first, and per person when they acknowledged which."""
        own = self.versions.get((shelf.organisation_id, shelf.workplace_id, shelf.kind), {})
        came = self.versions.get((None, None, shelf.kind), {}) if shelf.workplace_id is None else {}
        versions = versions_in_line([*own.values(), *came.values()])
        given: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
        for version in versions:
            for person_id, at in self.given.get(version.id, {}).items():
                given[person_id][version.id] = at
        return versions, given


def on_shelves(
    session: Session,
    organisation_ids: Collection[UUID],
    workplace_ids: Collection[UUID],
    person_ids: Collection[UUID],
) -> VersionsByShelf:
    """What these organisations and workplaces have published, with what comes with the portal, and who of those
    persons acknowledged it."""
    rows = session.exec(
        _PUBLISHED,
        params={"organisations": list(organisation_ids), "places": list(workplace_ids), "people": list(person_ids)},
    ).all()
    versions: dict[tuple[UUID | None, UUID | None, str], dict[UUID, PublishedText]] = defaultdict(dict)
    given: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    for version_id, organisation_id, workplace_id, kind, number, substance, published_at, person_id, given_at in rows:
        versions[organisation_id, workplace_id, kind][version_id] = PublishedText(
            version_id, number, substance, published_at, own=organisation_id is not None
        )
        if person_id is not None:
            given[version_id][person_id] = given_at
    return VersionsByShelf(versions, given)


def texts(session: Session, version_ids: Iterable[UUID]) -> dict[UUID, Guideline]:
    """The words of these versions, by version."""
    wanted = set(version_ids)
    if not wanted:
        return {}
    rows = session.exec(
        select(GuidelineVersion.id, GuidelineVersion.content).where(col(GuidelineVersion.id).in_(wanted))
    )
    return {version_id: Guideline.from_json(content) for version_id, content in rows}


# "My path" asks this on every visit; putting it together each time would take as long as running it.
_PUBLISHED: Any = (
    select(  # type: ignore[call-overload]
        GuidelineVersion.id,
        GuidelineVersion.organisation_id,
        GuidelineVersion.workplace_id,
        GuidelineVersion.kind,
        GuidelineVersion.number,
        GuidelineVersion.substance,
        GuidelineVersion.published_at,
        Acknowledgement.person_id,
        Acknowledgement.given_at,
    )
    .join(
        Acknowledgement,
        and_(
            col(Acknowledgement.version_id) == col(GuidelineVersion.id),
            col(Acknowledgement.person_id).in_(bindparam("people", expanding=True)),
        ),
        isouter=True,
    )
    .where(
        or_(
            col(GuidelineVersion.organisation_id).is_(None),
            and_(
                col(GuidelineVersion.organisation_id).in_(bindparam("organisations", expanding=True)),
                or_(
                    col(GuidelineVersion.workplace_id).is_(None),
                    col(GuidelineVersion.workplace_id).in_(bindparam("places", expanding=True)),
                ),
            ),
        )
    )
)
