"""Templates in the database: the shipped ones published as versions, and read back."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select

from core.documents.template.merging import merged
from core.documents.template.model import Template, shipped
from db.documents import TemplateVersion

_read: dict[UUID, Template] = {}
_merged: dict[tuple[UUID, UUID], Template] = {}


def publish_shipped(session: Session, now: datetime) -> None:
    """Publish each shipped template whose fingerprint is new for its number, inside the caller's transaction.

    What is published is never changed, so a document keeps the words it was drafted from.
    """
    published = {
        (kind, number, fingerprint)
        for kind, number, fingerprint in session.exec(
            select(TemplateVersion.kind, TemplateVersion.number, TemplateVersion.fingerprint).where(
                col(TemplateVersion.organisation_id).is_(None)
            )
        )
    }
    for template in shipped().values():
        fingerprint = template.fingerprint()
        if (template.kind, template.version, fingerprint) not in published:
            session.add(
                TemplateVersion(
                    kind=template.kind,
                    number=template.version,
                    content=template.content_json(),
                    fingerprint=fingerprint,
                    published_at=now,
                )
            )
    session.flush()


def newest(session: Session, kinds: Collection[str], *, organisation_id: UUID | None, today: date) -> dict[str, UUID]:
    """The version of each of `kinds` that new documents of an organisation are made from `today`: its own that came
    into force last, else the newest that comes with the portal. A kind that does not exist is left out."""
    return newest_of(session, kinds, organisation_ids=[organisation_id] if organisation_id else [], today=today)[
        organisation_id
    ]


def newest_of(
    session: Session, kinds: Collection[str], *, organisation_ids: Collection[UUID], today: date
) -> dict[UUID | None, dict[str, UUID]]:
    """As `newest`, for several organisations in one query; under None what comes with the portal."""
    found: dict[UUID | None, dict[str, UUID]] = {None: {}} | {owner: {} for owner in organisation_ids}
    if kinds:
        asked = {"kinds": list(kinds), "owners": list(organisation_ids), "today": today}
        for owner, kind, version_id in session.exec(_BY_AGE, params=asked):
            found[owner][kind] = version_id
    return {owner: {**found[None], **own} for owner, own in found.items()}


_BY_AGE = (
    select(TemplateVersion.organisation_id, TemplateVersion.kind, TemplateVersion.id)
    .where(
        col(TemplateVersion.kind).in_(bindparam("kinds", expanding=True)),
        or_(
            col(TemplateVersion.organisation_id).is_(None),
            col(TemplateVersion.organisation_id).in_(bindparam("owners", expanding=True)),
        ),
        or_(col(TemplateVersion.in_force_from).is_(None), col(TemplateVersion.in_force_from) <= bindparam("today")),
    )
    .order_by(
        col(TemplateVersion.in_force_from).nulls_first(),
        col(TemplateVersion.number),
        col(TemplateVersion.published_at),
    )
)


def templates(session: Session, version_ids: Iterable[UUID]) -> dict[UUID, Template]:
    """The templates of these published versions, by version.

    What was read once in this process is kept: a published version never changes and holds nothing personal.
    """
    wanted = set(version_ids)
    unread = wanted - _read.keys()
    if unread:
        contents = select(TemplateVersion.id, TemplateVersion.content).where(col(TemplateVersion.id).in_(unread))
        for version_id, content in session.exec(contents):
            _read[version_id] = Template.from_json(content)
    return {version_id: _read[version_id] for version_id in wanted}


def whole_templates(
    session: Session, wanted: Iterable[tuple[UUID, UUID | None]]
) -> dict[tuple[UUID, UUID | None], Template]:
    """The templates of documents as they are asked, by their own version and that of what is attached to them."""
    pairs = set(wanted)
    known = templates(session, {version_id for pair in pairs for version_id in pair if version_id is not None})
    found: dict[tuple[UUID, UUID | None], Template] = {}
    for own, attached in pairs:
        if attached is None:
            found[own, attached] = known[own]
            continue
        if (own, attached) not in _merged:
            _merged[own, attached] = merged(known[own], known[attached])
        found[own, attached] = _merged[own, attached]
    return found
