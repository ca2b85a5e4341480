"""An organisation's own version of a template in one line, for stories about what follows from it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from core.access.permissions import Actor, Role
from core.documents.template.model import shipped
from core.i18n import local_day
from core.templates import rules
from core.templates.service import edit, publish, start_draft
from core.templates.writing import Writing
from db.documents import TemplateDraft, TemplateVersion
from tests.builders import Scene, a_member, an_actor

KIND = "welcome_letter"
SHIPPED = shipped()[KIND].version
Change = Callable[[Writing], Writing]


def an_admin(session: Session, scene: Scene, now: datetime) -> Actor:
    """An administrator of the scene's organisation."""
    person = a_member(session, scene.organisation, now, role=Role.ADMIN, name="Søren Friis")
    return an_actor(person, scene.organisation, Role.ADMIN)


def saying(text: str, clause: str = "effort") -> Change:
    """A clause said otherwise, in both languages."""
    return partial(rules.save_clause, clause_id=clause, words={"da": {"text": text}, "en": {"text": text}})


def begun(
    session: Session, scene: Scene, admin: Actor, now: datetime, *changes: Change, kind: str = KIND
) -> TemplateDraft:
    """A version begun, with these changes done."""
    draft = start_draft(session=session, actor=admin, organisation_id=scene.organisation.id, kind=kind, now=now)
    for change in changes:
        draft = edit(
            session=session,
            actor=admin,
            organisation_id=scene.organisation.id,
            kind=kind,
            change=change,
            expected_version=draft.version,
            now=now,
        )
    return draft


def published(
    session: Session,
    scene: Scene,
    admin: Actor,
    now: datetime,
    *changes: Change,
    days: int = 0,
    kind: str = KIND,
) -> TemplateVersion:
    """A version published with these changes, in force in so many days."""
    draft = begun(session, scene, admin, now, *(changes or (saying("Du pynter op til jul."),)), kind=kind)
    return publish(
        session=session,
        actor=admin,
        organisation_id=scene.organisation.id,
        kind=kind,
        in_force_from=local_day(now) + timedelta(days=days),
        expected_version=draft.version,
        now=now,
    )
