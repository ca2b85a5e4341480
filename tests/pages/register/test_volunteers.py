"""Adding, finding and looking after volunteers."""

import html
import re
from datetime import timedelta

import pytest
import segno
from sqlmodel import Session, select

from core.access.invitations import invite, open_invitation_of
from core.access.permissions import Role
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import utc_now
from core.register.choices import A_PAGE, Column
from db.access import Invitation
from db.documents import Document
from db.engine import transaction
from db.people import Engagement, Membership, Person
from tests.builders import a_member, a_scene, a_workplace, an_account, an_organisation
from tests.core.documents.stories import a_letter
from tests.core.register.test_documents import another
from tests.pages.as_colleague import choose as narrowed
from tests.pages.as_colleague import keys, named, only_button, opened, said_in_rows, visit
from tests.pages.as_volunteer import field, press, text
from tests.pages.drawn import html_of, links_to_copy

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session):
    return a_scene(session, NOW)


def counted(page) -> int:
    """How many the heading of the list says there are."""
    return int(re.findall(r'<span class="hs-count">(\d+)<', html_of(page))[0])


def chosen_of(page, label: str):
    return next(each for each in page.selectbox if each.label.startswith(label))


def choose(page, label: str, value):
    return chosen_of(page, label).set_value(value)


def fill_in_form(page, scene, *, name: str, email: str = ""):
    field(page, "Navn").set_value(name)
    field(page, "Mail").set_value(email)
    field(page, "Program").set_value("kommunal_frivillig")
    choose(page, "Arbejdsplads", scene.workplace.id)
    choose(page, "Kontaktperson", scene.contact_person.id)
    return page


def test_a_volunteer_without_mail_is_added_with_a_link_to_copy(session, scene):
    page = visit(session, scene.coordinator, "people/add_volunteer")
    page = press(fill_in_form(page, scene, name="Ea *Stjerne* Vang"), "Tilføj, og lav linket")
    session.rollback()
    person = session.exec(select(Person).where(Person.name == "Ea *Stjerne* Vang")).one()
    engagement = session.exec(select(Engagement).where(Engagement.person_id == person.id)).one()
    assert (engagement.coordinator_id, engagement.workplace_id) == (scene.coordinator.id, scene.workplace.id)
    invitation = open_invitation_of(session, person.id)
    assert invitation is not None
    assert links_to_copy(page)[0] == f"http://portal.test/invitation?t={invitation.token}"
    assert "ingen mailadresse" in page.toast[0].value


def test_with_an_address_and_no_mail_server_the_page_says_so(session, scene):
    page = visit(session, scene.coordinator, "people/add_volunteer")
    page = press(fill_in_form(page, scene, name="Ea Vang", email="ea@example.dk"), "Tilføj, og lav linket")
    assert "ingen mailserver" in page.toast[0].value


def test_who_may_be_here_already_is_told_and_is_another_or_begins_here_too_in_one_press(session, scene):
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    page = visit(session, scene.coordinator, "people/add_volunteer")
    page = fill_in_form(page, scene, name="moeller, Karen", email="ny@example.dk")
    choose(page, "Arbejdsplads", library.id)
    page = press(page, "Tilføj, og lav linket")
    assert "Findes personen her allerede?" in text(page)
    assert "Karen Møller" in said_in_rows(page)
    assert "Samme navn" in said_in_rows(page)
    session.rollback()
    assert len(session.exec(select(Engagement)).all()) == 1
    # Whoever looks at the known one and comes back finds all that was typed.
    page.switch_page("pages/register/volunteer.py")
    page.query_params["id"] = str(scene.engagement.id)
    page = page.run().switch_page("pages/people/add_volunteer.py").run()
    assert field(page, "Navn").value == "moeller, Karen"
    assert field(page, "Mail").value == "ny@example.dk"
    assert chosen_of(page, "Arbejdsplads").value == library.id
    page = press(page, "Lad Karen begynde her også")
    assert page.title[0].value == "Karen Møller"
    session.rollback()
    assert {each.person_id for each in session.exec(select(Engagement))} == {scene.volunteer.id}
    page = visit(session, scene.coordinator, "people/add_volunteer")
    page = press(fill_in_form(page, scene, name="Karen Møller"), "Tilføj, og lav linket")
    page = press(page, "Det er en anden: tilføj")
    session.rollback()
    assert len({each.person_id for each in session.exec(select(Engagement))}) == 2


def test_what_is_refused_is_said_and_what_was_typed_stays(session, scene):
    page = visit(session, scene.coordinator, "people/add_volunteer")
    page = press(fill_in_form(page, scene, name="Ea Vang", email="ea(at)example"), "Tilføj, og lav linket")
    assert '<a href="#wrong-add-volunteer-email">' in text(page)
    assert field(page, "Navn").value == "Ea Vang"
    session.rollback()
    assert session.exec(select(Person).where(Person.name == "Ea Vang")).first() is None


def test_a_form_says_everything_that_is_missing_on_top_and_at_its_field(session, scene):
    # One that there is only one of would be chosen already.
    a_workplace(session, scene.organisation, name="Biblioteket")
    page = visit(session, scene.coordinator, "people/add_volunteer")
    field(page, "Navn").set_value("Ea Vang")
    page = press(page, "Tilføj, og lav linket")
    codes = {
        "programme": ErrorCode.PROGRAMME_UNKNOWN,
        "workplace_id": ErrorCode.WORKPLACE_UNKNOWN,
        "contact_person_id": ErrorCode.CONTACT_PERSON_UNKNOWN,
    }
    for key, code in codes.items():
        said = words(DomainError(code))
        assert f'<a href="#wrong-add-volunteer-{key}">{said}</a>' in text(page)
        assert f'id="wrong-add-volunteer-{key}" tabindex="-1">{said}</p>' in text(page)
    assert "#wrong-add-volunteer-name" not in text(page)
    assert "Arbejdsplads (skal rettes)" in [each.label for each in page.selectbox]
    assert field(page, "Navn").value == "Ea Vang"


def test_where_there_is_only_one_place_it_is_chosen_already(session, scene):
    page = visit(session, scene.coordinator, "people/add_volunteer")
    assert chosen_of(page, "Arbejdsplads").value == scene.workplace.id
    a_workplace(session, scene.organisation, name="Biblioteket")
    page = visit(session, scene.coordinator, "people/add_volunteer")
    assert chosen_of(page, "Arbejdsplads").value is None


def test_the_first_workplace_is_asked_for_where_it_is_missing(session, scene):
    scene.workplace.closed_at = NOW
    session.add(
        Membership(
            person_id=scene.coordinator.id, organisation_id=scene.organisation.id, role=Role.ADMIN, created_at=NOW
        )
    )
    session.commit()
    page = visit(session, scene.coordinator, "people/add_volunteer")
    assert page.title[0].value == "Hvor skal de frivillige være?"
    assert "Trin 4 af 5" not in text(page)
    field(page, "Arbejdspladsens navn").set_value("Biblioteket")
    page = press(page, "Gå videre")
    assert chosen_of(page, "Arbejdsplads").options == ["Biblioteket"]
    field(page, "Navn")


def test_who_begins_is_asked_for_a_place_and_for_a_name_and_no_more(session):
    organisation = an_organisation(session, NOW)
    begins = a_member(session, organisation, NOW)
    session.add(Membership(person_id=begins.id, organisation_id=organisation.id, role=Role.ADMIN, created_at=NOW))
    session.commit()
    page = visit(session, begins, "people/add_volunteer")
    assert "Trin 4 af 5" in text(page)
    field(page, "Arbejdspladsens navn").set_value("Biblioteket")
    page = press(page, "Gå videre")
    assert page.title[0].value == "Hvem er jeres første frivillige?"
    # Beside the field that nobody sees and that keeps the draft.
    assert [each.label for each in page.text_input if each.label != "·"][:2] == ["Navn", "Mail (kan stå tomt)"]
    assert not page.selectbox
    assert "giver en hånd med i kommunen" in page.radio[0].proto.captions[0]
    field(page, "Navn").set_value("Ea Vang")
    field(page, "Program").set_value("kommunal_frivillig")
    page = press(page, "Tilføj, og lav linket")
    assert page.title[0].value == "Ea Vang"
    assert len(links_to_copy(page)) == 1


def test_who_may_add_no_workplace_is_told_who_does(session, scene):
    scene.workplace.closed_at = NOW
    session.commit()
    page = visit(session, scene.coordinator, "people/add_volunteer")
    assert "En administrator tilføjer den første" in text(page)


def test_a_link_is_handed_on_by_a_picture_or_a_text_of_ours(session, scene):
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page = press(page, "Lav linket")
    (link,) = links_to_copy(page)
    assert "data:image/png" not in html_of(page)
    page = opened(page, "qr")
    assert f'src="{segno.make_qr(link).png_data_uri(scale=8, border=3)}"' in html.unescape(html_of(page))
    page = opened(page, "invitation-text")
    assert f"Åbn linket og se, hvem der inviterer dig, og hvad det handler om: {link}" in text(page)


def test_beside_a_link_to_hand_on_nothing_else_on_the_page_is_loud(session, scene):
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    assert "primary" in [each.proto.type for each in page.button]
    page = press(page, "Lav linket")
    assert links_to_copy(page)
    assert [each.label for each in page.button if each.proto.type == "primary"] == []
    assert 'class="hs-call"' not in html_of(page)


def test_what_was_put_right_is_not_asked_for_again(session, scene):
    page = press(visit(session, scene.coordinator, "people/add_volunteer"), "Tilføj, og lav linket")
    assert "#wrong-add-volunteer-name" in text(page)
    page = press(fill_in_form(page, scene, name="Ea Vang"), "Tilføj, og lav linket")
    assert page.title[0].value == "Ea Vang"


def test_volunteers_are_found_by_name_and_place(session, scene):
    another(session, scene, NOW, name="Bo Dahl")
    library = a_workplace(session, scene.organisation, name="Biblioteket")
    page = visit(session, scene.coordinator, "register/volunteers")
    assert counted(page) == 2
    page = field(page, "Søg på navn").set_value("bo").run()
    assert counted(page) == 1
    assert named(page) == ["Bo Dahl"]
    page = narrowed(page, "Arbejdsplads", library.id)
    assert "Ingen passer" in page.info[0].value


def test_a_row_tells_what_the_reader_chose_and_is_called_by_a_tap(session, scene):
    page = visit(session, scene.coordinator, "register/volunteers")
    assert "Birkehuset · " in said_in_rows(page)
    page.session_state["register-columns"] = [Column.NEXT, Column.PHONE, Column.EMAIL, Column.PARTNER]
    page.run()
    assert 'href="tel:+4520304050"' in text(page)
    assert 'href="mailto:karen@example.dk"' in text(page)
    assert "Birkehuset · " not in said_in_rows(page)


def test_a_list_longer_than_a_page_is_turned_and_begins_anew_when_another_is_asked_for(session, scene):
    for number in range(A_PAGE):
        another(session, scene, NOW, name=f"Anna {number:02}")
    page = visit(session, scene.coordinator, "register/volunteers")
    assert (len(named(page)), counted(page)) == (A_PAGE, A_PAGE + 1)
    page = only_button(page, "register-page-further").click().run()
    assert named(page) == ["Karen Møller"]
    page = field(page, "Søg på navn").set_value("anna").run()
    assert named(page)[0] == "Anna 00"


def test_those_who_have_stopped_are_shown_when_asked_for(session, scene):
    with transaction(session):
        scene.engagement.ended_at = NOW
        session.add(scene.engagement)
    page = visit(session, scene.coordinator, "register/volunteers")
    assert named(page) == []
    page.session_state["register-former"] = True
    page.run()
    assert named(page) == ["Karen Møller"]
    assert "Stoppede" in said_in_rows(page)


def test_contact_and_next_of_kin_can_be_called_from_the_page(session, scene):
    page = visit(session, scene.contact_person, "register/volunteer", id=scene.engagement.id)
    assert 'href="tel:+4520304050"' in text(page)
    assert 'href="tel:+4530405060"' in text(page)
    assert 'href="mailto:karen@example.dk"' in text(page)


def test_a_link_is_made_withdrawn_and_made_again(session, scene):
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page = press(page, "Lav linket")
    (first,) = links_to_copy(page)
    page = press(page, "Træk linket tilbage")
    assert not links_to_copy(page)
    session.rollback()
    assert open_invitation_of(session, scene.volunteer.id) is None
    page = press(page, "Lav linket")
    assert links_to_copy(page) != [first]


def test_an_expired_link_is_not_shown(session, scene):
    invite(
        session=session,
        actor=scene.as_coordinator,
        person_id=scene.volunteer.id,
        organisation_id=scene.organisation.id,
        now=NOW - timedelta(days=60),
    )
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    assert "Invitationen er udløbet" in text(page)
    assert not links_to_copy(page)


def test_somebody_who_joined_gets_a_link_for_a_new_passphrase(session, scene):
    an_account(session, scene.volunteer, NOW)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "access"
    page = press(page.run(), "Lav et link til en ny adgangssætning")
    field(page, "Hvorfor laver du linket?").set_value("Karen ringede, hun har glemt den")
    page = press(page, "Lav linket")
    session.rollback()
    assert session.exec(select(Invitation)).one().purpose == "passphrase"
    assert "vælger Karen en ny adgangssætning" in text(page)
    assert len(links_to_copy(page)) == 1


def test_a_document_is_begun_in_the_language_chosen(session, scene):
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page = opened(page, "make-a-document")
    field(page, "Det sprog").set_value("en").run()
    page = only_button(page, "make-welcome_letter").click().run()
    assert page.title[0].value.startswith("Velkomstbrev til Karen")
    session.rollback()
    assert session.exec(select(Document)).one().signing_language == "en"


def test_a_document_under_way_is_listed_and_not_offered_again(session, scene):
    letter = a_letter(session, scene, NOW)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    assert f"do-{letter.id}" in keys(page)
    page = opened(page, "make-a-document")
    assert "make-welcome_letter" not in keys(page)
    assert "make-confidentiality_declaration" in keys(page)


def test_a_volunteer_of_another_organisation_is_refused_in_words(session, scene):
    foreign = a_scene(session, NOW)
    page = visit(session, scene.coordinator, "register/volunteer", id=foreign.engagement.id)
    assert "adgang" in page.error[0].value
    assert "Karen" not in text(page)
