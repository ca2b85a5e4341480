"""An organisation's own wording: begun, changed piece by piece, brought in from a file, published with a date."""

from collections.abc import Callable
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from core.access.permissions import Action, Actor, Subject, require
from core.access.trail import trace
from core.documents.template.model import KINDS, Template
from core.documents.template.publishing import templates
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.templates import file
from core.templates.checking import problems
from core.templates.writing import Writing
from db.documents import TemplateDraft, TemplateVersion
from db.engine import transaction
from db.organisations import Organisation

CONTENT = "content"


def start_draft(*, session: Session, actor: Actor, organisation_id: UUID, kind: str, now: datetime) -> TemplateDraft:
    """Begin the next version from the last one published (also one that is not in force yet), else from the one that
    comes with the portal. Where one is begun already, that one."""
    with transaction(session):
        _hold(session, actor, organisation_id)
        found = _draft(session, organisation_id, kind)
        if found is not None:
            return found
        last = _last(session, organisation_id, kind)
        writing = Writing.of(templates(session, [last.id])[last.id])
        draft = _store(session, actor, organisation_id, writing, last.id, now)
        _trace(session, actor, draft, "template.begun", now)
        return draft


def import_draft(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    data: bytes,
    expected_version: int | None,
    now: datetime,
) -> TemplateDraft:
    """Begin the next version from a file, or replace the one begun, whose version the actor has seen.

    Raises what `file.imported` raises, "template_other_kind" for a file of another kind, and "changed_meanwhile".
    """
    writing = file.imported(data)
    if writing.kind != kind:
        raise DomainError(ErrorCode.TEMPLATE_OTHER_KIND)
    with transaction(session):
        _hold(session, actor, organisation_id)
        found = _draft(session, organisation_id, kind)
        if found is None:
            found = _store(session, actor, organisation_id, writing, _last(session, organisation_id, kind).id, now)
        else:
            _refuse_other(found, expected_version)
            _write(session, actor, found, writing, now)
        _trace(session, actor, found, "template.imported", now)
        return found


def edit(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    change: Callable[[Writing], Writing],
    expected_version: int,
    now: datetime,
) -> TemplateDraft:
    """Do `change`, one of those in `rules`, to the version begun. What changes nothing is not counted.

    Raises "not_found" where nothing is begun or the piece is gone, "changed_meanwhile", or what `change` refuses.
    """
    with transaction(session):
        draft = _begun(session, actor, organisation_id, kind)
        _refuse_other(draft, expected_version)
        before = Writing.from_json(draft.content)
        try:
            after = change(before)
        except KeyError:
            raise DomainError(ErrorCode.NOT_FOUND) from None
        if after != before:
            _write(session, actor, draft, after, now)
            _trace(session, actor, draft, "template.changed", now)
        return draft


def discard(*, session: Session, actor: Actor, organisation_id: UUID, kind: str, now: datetime) -> None:
    """Throw away the version begun; what is published stays as it is."""
    with transaction(session):
        draft = _begun(session, actor, organisation_id, kind)
        session.delete(draft)
        _trace(session, actor, draft, "template.discarded", now)


def publish(
    *,
    session: Session,
    actor: Actor,
    organisation_id: UUID,
    kind: str,
    in_force_from: date,
    expected_version: int,
    now: datetime,
) -> TemplateVersion:
    """Publish the version begun: new documents are made from it from `in_force_from` on. Signed ones never change.

    Raises "template_problems" where something is wrong in it, "template_same" where nothing is new, "date_past", and
    "changed_meanwhile".
    """
    with transaction(session):
        draft = _begun(session, actor, organisation_id, kind)
        _refuse_other(draft, expected_version)
        if in_force_from < local_day(now):
            raise DomainError(ErrorCode.DATE_PAST)
        writing = Writing.from_json(draft.content)
        if found := problems(writing):
            raise DomainError(ErrorCode.TEMPLATE_PROBLEMS, count=len(found))
        last = _last(session, organisation_id, kind)
        former = templates(session, [last.id])[last.id]
        if writing.published(former.version) == former:
            raise DomainError(ErrorCode.TEMPLATE_SAME)
        template = writing.published(_highest(session, organisation_id, kind) + 1)
        version = TemplateVersion(
            organisation_id=organisation_id,
            kind=kind,
            number=template.version,
            content=template.content_json(),
            fingerprint=template.fingerprint(),
            published_at=now,
            in_force_from=in_force_from,
            published_by_id=actor.person_id,
        )
        session.add(version)
        session.delete(draft)
        session.flush()
        trace(session, organisation_id, actor, "template.published", "template_version", version.id, now, [kind])
        return version


def export(*, session: Session, actor: Actor, organisation_id: UUID, version_id: UUID) -> bytes:
    """A published version as a file to share; `import_draft` reads it."""
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    return file.exported(_published(session, organisation_id, version_id))


def export_draft(*, session: Session, actor: Actor, organisation_id: UUID, kind: str) -> bytes:
    """The version begun as a file to share; `import_draft` reads it, with the same problems in it."""
    return file.exported(Writing.from_json(_begun(session, actor, organisation_id, kind).content))


def _begun(session: Session, actor: Actor, organisation_id: UUID, kind: str) -> TemplateDraft:
    _hold(session, actor, organisation_id)
    draft = _draft(session, organisation_id, kind)
    if draft is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return draft


def _hold(session: Session, actor: Actor, organisation_id: UUID) -> None:
    """Ask for permission, and let those who write on an organisation's templates do so one by one."""
    require(actor, Action.EDIT_TEMPLATES, Subject(organisation_id))
    session.exec(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update()).one_or_none()


def _draft(session: Session, organisation_id: UUID, kind: str) -> TemplateDraft | None:
    if kind not in KINDS:
        raise DomainError(ErrorCode.NOT_FOUND)
    return session.exec(
        select(TemplateDraft)
        .where(TemplateDraft.organisation_id == organisation_id, TemplateDraft.kind == kind)
        .execution_options(populate_existing=True)
    ).one_or_none()


def _refuse_other(draft: TemplateDraft, expected_version: int | None) -> None:
    if draft.version != expected_version:
        raise DomainError(ErrorCode.CHANGED_MEANWHILE)


def _last(session: Session, organisation_id: UUID, kind: str) -> TemplateVersion:
    """The last version published, whether in force yet or not; the organisation's own before the portal's."""
    return session.exec(
        select(TemplateVersion)
        .where(_visible(organisation_id), TemplateVersion.kind == kind)
        .order_by(
            col(TemplateVersion.organisation_id).is_(None),
            col(TemplateVersion.number).desc(),
            col(TemplateVersion.published_at).desc(),
        )
        .limit(1)
    ).one()


def _published(session: Session, organisation_id: UUID, version_id: UUID) -> Template:
    found = session.exec(
        select(TemplateVersion.id).where(TemplateVersion.id == version_id, _visible(organisation_id))
    ).one_or_none()
    if found is None:
        raise DomainError(ErrorCode.NOT_FOUND)
    return templates(session, [found])[found]


def _visible(organisation_id: UUID) -> ColumnElement[bool]:
    """What an organisation may see: its own versions and those that come with the portal."""
    own = col(TemplateVersion.organisation_id)
    return or_(own == organisation_id, own.is_(None))


def _highest(session: Session, organisation_id: UUID, kind: str) -> int:
    """The highest number given; the portal's own count too, so that "welcome_letter 2" names one text here."""
    return session.exec(
        select(func.max(TemplateVersion.number)).where(_visible(organisation_id), TemplateVersion.kind == kind)
    ).one()


def _store(
    session: Session, actor: Actor, organisation_id: UUID, writing: Writing, based_on: UUID, now: datetime
) -> TemplateDraft:
    draft = TemplateDraft(
        organisation_id=organisation_id,
        kind=writing.kind,
        content=writing.content_json(),
        based_on_id=based_on,
        edited_by_id=actor.person_id,
        edited_at=now,
    )
    session.add(draft)
    session.flush()
    return draft


def _write(session: Session, actor: Actor, draft: TemplateDraft, writing: Writing, now: datetime) -> None:
    draft.content, draft.edited_by_id, draft.edited_at = writing.content_json(), actor.person_id, now
    draft.version += 1
    session.add(draft)


def _trace(session: Session, actor: Actor, draft: TemplateDraft, action: str, now: datetime) -> None:
    trace(session, draft.organisation_id, actor, action, "template_draft", draft.id, now, [draft.kind])
