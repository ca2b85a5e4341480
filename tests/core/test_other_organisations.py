from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session

from core.access.permissions import Actor
from core.errors import DomainError
from core.guidelines.editing import texts_to_edit
from core.i18n import local_day
from core.messages.undelivered import lost_mails, unsent
from core.people.colleagues import contact_people
from core.people.service import volunteers
from core.register.documents import programme_names
from core.register.printing import PrintedList, print_list
from core.register.views import forget_view, save_view, views_of
from core.templates.anew import who_would_need_anew
from tests.builders import a_scene

NOW = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
# What is asked of a whole organisation by whoever may see only some of it.
OF_AN_ORGANISATION: dict[str, Callable[..., Any]] = {
    "contact persons": contact_people,
    "volunteers": volunteers,
    "mails that wait": unsent,
    "mails that were given up": lost_mails,
    "a printed list": partial(
        print_list, printed=PrintedList("Frivillige", ["Navn"], [["Karen"]]), language="da", now=NOW
    ),
    "views": views_of,
    "a view to keep": partial(save_view, name="Alle", settings={}, now=NOW),
    "a view to forget": partial(forget_view, view_id=UUID(int=1)),
    "guidelines": texts_to_edit,
    "programmes": partial(programme_names, language="da"),
    "who agrees anew": partial(who_would_need_anew, kind="welcome_letter", today=local_day(NOW)),
}


@pytest.mark.parametrize("what", OF_AN_ORGANISATION)
def test_a_right_in_one_organisation_is_none_in_another(session: Session, now: datetime, what: str) -> None:
    here, elsewhere = a_scene(session, now), a_scene(session, now)

    def ask(actor: Actor) -> None:
        OF_AN_ORGANISATION[what](session=session, actor=actor, organisation_id=here.organisation.id)

    for allowed in (here.as_coordinator, here.as_contact_person):
        ask(allowed)
    for refused in (elsewhere.as_coordinator, elsewhere.as_contact_person, here.as_volunteer):
        with pytest.raises(DomainError, match="not_allowed"):
            ask(refused)
