"""Templates in the database: the shipped ones published as versions, and read back."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from core.documents.merging import merged
from core.documents.template import Template, shipped
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


def newest(session: Session, kinds: Collection[str]) -> dict[str, UUID]:
    """The id of the newest published version of each of `kinds`; a kind that does not exist is left out."""
    return dict(session.exec(_BY_AGE, params={"kinds": list(kinds)}).all()) if kinds else {}


_BY_AGE = (
    select(TemplateVersion.kind, TemplateVersion.id)
    .where(
        col(TemplateVersion.kind).in_(bindparam("kinds", expanding=True)),
        col(TemplateVersion.organisation_id).is_(None),
    )
    .order_by(col(TemplateVersion.number), col(TemplateVersion.published_at))
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
