"""An operator is refused by every service of an organisation, whichever it is, before anything is told or done."""

import io
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from inspect import Parameter, signature
from typing import Any
from unittest.mock import MagicMock

from PIL import Image
from sqlmodel import Session

from core.access.permissions import Role
from core.documents.signing.paper import SignedPaper
from core.error_codes import ErrorCode
from core.errors import DomainError
from core.i18n import local_day
from core.people.colleagues import NewColleague
from tests.architecture import module_of
from tests.builders import a_scene, an_operator
from tests.core.documents.stories import a_letter
from tests.core.partnerships.builders import a_speaker, an_agreement, an_association
from tests.test_services import arguments, services

# What answers an operator all the same, each with the reason.
NOTHING: dict[str, str] = {
    "core.clarification.reading.is_met": "no for who holds none",
    "core.cover.reading.uncovered": "empty for who plans no courses",
    "core.documents.drafting.aside.read_aside": "nothing is being changed aside, which is all it tells",
    "core.documents.drafting.newer_template.newer_template_of": "no template has moved on, which is all it tells",
    "core.organisations.beginning.new_roles": "the actor's own roles, of which there are none",
    "core.organisations.beginning.put_welcome_away": "the actor's own roles, of which there are none",
    "core.register.documents.kinds_to_make": "empty for who makes none",
}
# What is asked about something this scene has none of, or reads a file before it asks, each with the reason.
ASKED_OTHERWISE = {
    "core.access.sessions.work_in": "the choice among the organisations the actor works in",
    "core.tasks.holders.give_task": "asks about the task",
    "core.supervision.service.give_feedback": "asks about the supervision",
    "core.teams.service.put_in_team": "asks about the team",
    "core.templates.service.import_draft": "a file that is no template is refused before it is asked whose it is to be",
}
# What services are told an organisation by.
TOLD_BY = {"organisation_id", "engagement_id", "document_id", "agreement_id"}
ASKED: dict[str, Callable[..., Any]] = {
    name: getattr(import_module(module_of(path)), function.name)
    for path, function in services()
    if TOLD_BY & set(arguments(function))
    and "actor" in arguments(function)
    and (name := f"{module_of(path)}.{function.name}") not in ASKED_OTHERWISE
}


def a_picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 20)).save(made, "PNG")
    return made.getvalue()


def test_every_service_of_an_organisation_refuses_an_operator(session: Session, now: datetime) -> None:
    scene = a_scene(session, now)
    _person, operator = an_operator(session, now)
    association = an_association(session, scene, now)
    given: dict[str, Any] = {
        "session": session,
        "actor": operator,
        "now": now,
        "today": local_day(now),
        "organisation_id": scene.organisation.id,
        "engagement_id": scene.engagement.id,
        "document_id": a_letter(session, scene, now).id,
        "agreement_id": an_agreement(session, scene, association, a_speaker(session, scene, association, now), now).id,
        "person_id": scene.volunteer.id,
        "workplace_id": scene.workplace.id,
        "engagement_ids": [scene.engagement.id],
        "kind": "welcome_letter",
        "language": "da",
        "name": "Navn",
        "colleague": NewColleague(name="Navn", role=Role.COORDINATOR),
        "data": a_picture(),
        "paper": SignedPaper(["volunteer"], local_day(now), "", witness="Bo Lind"),
    }
    through = []
    for name, service in ASKED.items():
        asked = {
            key: given.get(key, MagicMock())
            for key, parameter in signature(service).parameters.items()
            if key in given or parameter.default is Parameter.empty
        }
        try:
            service(**asked)
            through.append(name)
        except DomainError as error:
            if error.code != ErrorCode.NOT_ALLOWED:
                through.append(f"{name}: {error.code}")
        session.rollback()
    assert sorted(through) == sorted(NOTHING)
    assert len(ASKED) > 150
