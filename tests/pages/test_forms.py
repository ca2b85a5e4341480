"""Forms that are sent as they are met: all that is to be put right stands on top and at its field."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.access.permissions import Role
from core.i18n import utc_now
from tests.builders import a_member, a_scene, a_workplace
from tests.pages.as_colleague import in_dialog, keys, only_button, visit
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
# Where it stands, what opens it if anything, the button that sends it, and the fields that cannot stay as they are.
FORMS = (
    ("offers/plan_offer", "", "Læg det i kalenderen", ["title"]),
    ("people/add_volunteer", "", "Tilføj, og lav linket", ["name", "programme", "workplace_id", "contact_person_id"]),
    ("people/colleagues", "invite", "Inviter kollegaen", ["name", "role"]),
    ("courses/plan_course", "", "Planlæg kurset", ["name"]),
    ("supervision/supervisions", "order", "Bestil", ["engagement_ids"]),
    ("recognition/recognition", "thank-somebody", "Planlæg en tak", ["people"]),
    ("organisations/organisation", "", "Tilføj lukkedagene", ["name", "first"]),
    ("organisations/organisation", "place-new", "Tilføj arbejdspladsen", ["name"]),
    ("expenses/my_expenses", "", "Send udlægget", ["amount", "receipt"]),
    ("expenses/expenses", "rate", "Gem", ["ore", "source"]),
    ("pairs/pairs", "join", "Gør dem til makkere, og send aftalen", ["first_id"]),
)


@pytest.mark.parametrize(("page", "opened", "label", "fields"), FORMS, ids=lambda told: str(told) if told else "")
def test_a_form_that_is_sent_as_it_is_met_says_all_that_is_missing_at_once(
    session: Session, page: str, opened: str, label: str, fields: list[str]
) -> None:
    scene = a_scene(session, NOW, programme="laer_at_tackle")
    a_workplace(session, scene.organisation, name="Biblioteket")
    by = scene.coordinator
    if page == "expenses/my_expenses":
        by = scene.volunteer
    if page.startswith(("people/colleagues", "organisations")):
        by = a_member(session, scene.organisation, NOW, role=Role.ADMIN, name="Ansat admin")
    app = visit(session, by, page)
    if opened in keys(app):
        app = only_button(app, opened).click().run()
    elif opened:
        app = in_dialog(app, opened)
    app = sent(app, label)
    assert not app.exception
    links = re.findall(r'<li><a href="#(wrong-[^"]+)"', html_of(app))
    assert [link.rpartition("-")[2] for link in links] == fields
    assert re.findall(r'<p class="hs-error" id="([^"]+)"', html_of(app)) == links


def sent(app: AppTest, label: str) -> AppTest:
    """The form after its button was pressed: the last of that name, as the first may open it."""
    return [button for button in app.button if button.label == label][-1].click().run()
