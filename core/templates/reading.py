"""Reading an organisation's templates: the version in force, those to come, and the draft."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.documents.template.model import KINDS, Template
from core.documents.template.publishing import newest, templates
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.templates.writing import Writing
from db.documents import TemplateDraft, TemplateVersion
from db.people import Person


@dataclass(frozen=True, slots=True)
class PublishedTemplate:
    """One published version of a template. `own` is whether the organisation wrote it; `publisher` is "" for one that
    came with the portal."""

    id: UUID
    kind: str
    number: int
    own: bool
    published_at: datetime
    in_force_from: date
    publisher: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The version being written."""

    writing: Writing
    version: int
    based_on_id: UUID
    edited_by: str
    edited_at: datetime


@dataclass(frozen=True, slots=True)
class KindView:
    """One kind of document: the version in force, those that come later, and the draft, where there is one."""

    kind: str
    in_force: PublishedTemplate
    coming: tuple[PublishedTemplate, ...]
    versions: tuple[PublishedTemplate, ...]
    draft: Draft | None


def kinds(*, session: Session, actor: Actor, organisation_id: UUID, today: date) -> tuple[KindView, ...]:
    """Every kind of document with its versions, newest first; "not_allowed" for who does not write templates."""
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    versions = _versions(session, organisation_id)
    drafts = _drafts(session, organisation_id)
    current = newest(session, KINDS, organisation_id=organisation_id, today=today)
    found = []
    for kind in KINDS:
        if kind not in current:
            continue
        own = tuple(version for version in versions if version.kind == kind)
        in_force = next(version for version in own if version.id == current[kind])
        coming = tuple(version for version in own if version.own and version.in_force_from > today)
        found.append(KindView(kind, in_force, coming, own, drafts.get(kind)))
    return tuple(found)


def kind_view(*, session: Session, actor: Actor, organisation_id: UUID, kind: str, today: date) -> KindView:
    """One of `kinds`; "not_found" for another."""
    found = kinds(session=session, actor=actor, organisation_id=organisation_id, today=today)
    for view in found:
        if view.kind == kind:
            return view
    raise DomainError(ErrorCode.NOT_FOUND)


def version_text(*, session: Session, actor: Actor, organisation_id: UUID, version_id: UUID) -> Template:
    """A published version to read; "not_found" for another organisation's."""
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    if version_id not in {version.id for version in _versions(session, organisation_id)}:
        raise DomainError(ErrorCode.NOT_FOUND)
    return templates(session, [version_id])[version_id]


def _versions(session: Session, organisation_id: UUID) -> list[PublishedTemplate]:
    version, own = TemplateVersion, col(TemplateVersion.organisation_id)
    rows = session.exec(
        select(  # type: ignore[call-overload]
            version.id,
            version.kind,
            version.number,
            version.organisation_id,
            version.published_at,
            version.in_force_from,
            Person.name,
        )
        .join(Person, col(Person.id) == version.published_by_id, isouter=True)
        .where(or_(own == organisation_id, own.is_(None)))
        .order_by(own.is_(None), col(version.number).desc(), col(version.published_at).desc())
    )
    return [
        PublishedTemplate(id_, kind, number, owner is not None, at, begins or local_day(at), name or "")
        for id_, kind, number, owner, at, begins, name in rows
    ]


def _drafts(session: Session, organisation_id: UUID) -> dict[str, Draft]:
    rows = session.exec(
        select(TemplateDraft, Person.name)
        .join(Person, col(Person.id) == TemplateDraft.edited_by_id)
        .where(TemplateDraft.organisation_id == organisation_id)
    )
    return {
        row.kind: Draft(Writing.from_json(row.content), row.version, row.based_on_id, name, row.edited_at)
        for row, name in rows
    }
