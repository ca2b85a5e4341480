"""Templates in the database: the shipped ones published as versions, and read back."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from core.documents.template import Template, shipped
from db.documents import TemplateVersion

_parsed: dict[str, Template] = {}


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


def newest(session: Session, kind: str) -> TemplateVersion | None:
    """The newest published version of `kind`, None for a kind that does not exist."""
    return session.exec(
        select(TemplateVersion)
        .where(TemplateVersion.kind == kind, col(TemplateVersion.organisation_id).is_(None))
        .order_by(col(TemplateVersion.number).desc(), col(TemplateVersion.published_at).desc())
        .limit(1)
    ).one_or_none()


def templates(session: Session, version_ids: Iterable[UUID]) -> dict[UUID, Template]:
    """The templates of these published versions, by version."""
    wanted = select(TemplateVersion.id, TemplateVersion.fingerprint).where(
        col(TemplateVersion.id).in_(set(version_ids))
    )
    return parsed(session, dict(session.exec(wanted).all()))


def parsed(session: Session, fingerprints: Mapping[UUID, str]) -> dict[UUID, Template]:
    """The templates of these published versions, given with their fingerprints.

    What was parsed once in this process is kept: a published version never changes and holds nothing personal.
    """
    unread = [version_id for version_id, fingerprint in fingerprints.items() if fingerprint not in _parsed]
    if unread:
        contents = session.exec(
            select(TemplateVersion.fingerprint, TemplateVersion.content).where(col(TemplateVersion.id).in_(unread))
        )
        for fingerprint, content in contents:
            _parsed[fingerprint] = Template.from_json(content)
    return {version_id: _parsed[fingerprint] for version_id, fingerprint in fingerprints.items()}
