"""Preparing a document: points chosen and reworded, two editors, a warning after a signature, and sending it."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from core.documents.drafting.service import choose_points
from core.documents.reading import DocumentView, read
from core.documents.rules import DocumentState
from core.documents.text.compose import ClauseChoice
from core.error_codes import ErrorCode
from core.errors import DomainError, words
from core.i18n import local_day, utc_now
from core.register.documents import documents_waiting
from db.organisations import Organisation
from db.people import Person
from tests.builders import a_scene
from tests.core.documents.stories import a_draft, a_letter, a_sealed_letter, mails, sign
from tests.pages.as_colleague import keys, only_button, toggle, visit
from tests.pages.as_volunteer import field, leave, press, text

NOW = utc_now() - timedelta(hours=1)
KIN = "Hvis der sker dig noget"


@pytest.fixture
def scene(session: Session):
    return a_scene(session, NOW)


def stored(session, scene, document) -> DocumentView:
    session.rollback()
    session.expire_all()
    return read(session=session, actor=scene.as_coordinator, document_id=document.id)


def test_a_point_is_left_out_at_once_in_the_letter_and_in_the_database(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    assert KIN in text(page).replace(f"**{KIN}**", "")
    page = toggle(page, KIN).set_value(False).run()
    assert not stored(session, scene, draft).choices["next_of_kin"].included
    assert "Vi ringer til" not in text(page)
    assert "Gemt kl." in text(page)
    assert [each.label for each in page.expander if each.label.startswith("Dig og os")] == ["Dig og os \\(2 af 3\\)"]


def test_a_mandatory_point_cannot_be_left_out(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    assert toggle(page, "Din kontaktperson").proto.disabled
    assert not toggle(page, KIN).proto.disabled


def reword(page, words: str):
    key = next(key for key in keys(page) if key.startswith("point-editing") and key.endswith("next_of_kin-on"))
    page = only_button(page, key).click().run()
    return leave(page, "Punktets ord", words)


def test_a_point_is_said_in_other_words_and_goes_back(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    usual = stored(session, scene, draft).standard_wording("next_of_kin")
    page = reword(page, "Vi ringer til Åse, hvis du falder.")
    assert stored(session, scene, draft).choices["next_of_kin"].wording == "Vi ringer til Åse, hvis du falder."
    assert "Vi ringer til Åse, hvis du falder." in text(page)
    page = press(page, "Tilbage til de sædvanlige ord")
    assert stored(session, scene, draft).choices["next_of_kin"] == ClauseChoice(True)
    assert usual in text(page)


def test_words_that_are_refused_stay_with_the_reason(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    page = reword(page, "Ring til 010203-1234.")
    assert "CPR" in page.error[0].value
    assert field(page, "Punktets ord").value == "Ring til 010203-1234."
    assert stored(session, scene, draft).choices["next_of_kin"] == ClauseChoice(True)


def somebody_else_chooses(session, scene, draft, clause_id: str) -> None:
    choose_points(
        session=session,
        actor=scene.as_contact_person,
        document_id=draft.id,
        choices={clause_id: ClauseChoice(False)},
        expected_version=stored(session, scene, draft).document.version,
        now=NOW,
    )


def test_the_later_of_two_editors_is_told_and_keeps_their_own_choice(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    somebody_else_chooses(session, scene, draft, "unpaid")
    page = toggle(page, KIN).set_value(False).run()
    assert "en anden" in page.warning[0].value.casefold()
    assert toggle(page, KIN).value is False
    assert stored(session, scene, draft).choices["next_of_kin"].included
    page = press(page, "Gem mine valg")
    choices = stored(session, scene, draft).choices
    assert not choices["next_of_kin"].included
    assert not choices["unpaid"].included
    assert not page.warning


def test_the_later_editor_can_take_what_the_other_chose(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    somebody_else_chooses(session, scene, draft, "unpaid")
    page = toggle(page, KIN).set_value(False).run()
    page = press(page, "Behold det andet")
    assert toggle(page, KIN).value is True
    assert stored(session, scene, draft).choices["next_of_kin"].included
    assert not page.warning


def test_without_own_changes_the_page_follows_what_others_chose(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    somebody_else_chooses(session, scene, draft, "next_of_kin")
    page = page.run()
    assert toggle(page, KIN).value is False
    assert not page.warning


def test_what_the_organisation_writes_is_saved_and_what_is_missing_is_counted(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    page = only_button(page, "write-missing").click().run()
    before = sum(item.filled_by == "organisation" for item in stored(session, scene, draft).missing)
    page = leave(page, "Hvad er opgaven?", "Gå ture")
    assert stored(session, scene, draft).answers["task"].value == "Gå ture"
    assert only_button(page, "write-missing").label == f"Skriv det, der mangler ({before - 1})"
    assert "Gå ture" in text(page)


def test_the_button_names_the_next_empty_field_for_the_cursor(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    page = only_button(page, "write-missing").click().run()
    first = page.session_state["led"]
    assert first.key == f"{draft.id}:task"
    page = leave(page, "Hvad er opgaven?", "Gå ture")
    page = only_button(page, "write-missing").click().run()
    assert page.session_state["led"].key == f"{draft.id}:extent"
    assert page.session_state["led"].press != first.press


def test_who_is_the_contact_person_writes_the_phone_the_letter_lacks_in_the_letter(session, scene):
    draft = a_draft(session, scene, NOW)
    # Nor has the organisation one, at which who has none is reached.
    session.get_one(Person, scene.contact_person.id).phone = ""
    session.get_one(Organisation, scene.organisation.id).phone = ""
    session.commit()
    page = visit(session, scene.contact_person, "documents/preparing/letter", id=draft.id)
    page = only_button(page, "write-missing").click().run()
    assert page.session_state["led"].key == f"details:{scene.contact_person.id}:phone"
    page = leave(page, "Telefon", "20304050")
    session.rollback()
    session.expire_all()
    assert session.get_one(Person, scene.contact_person.id).phone == "+45 20 30 40 50"
    # It stays to be seen, and the cursor comes to what is missing next.
    assert field(page, "Telefon").value == "+45 20 30 40 50"
    page = only_button(page, "write-missing").click().run()
    assert page.session_state["led"].key == f"{draft.id}:task"


def test_what_the_letter_says_is_taken_over_in_the_task_description_in_one_press(session, scene):
    a_letter(session, scene, NOW)
    description = a_draft(session, scene, NOW, kind="task_description")
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=description.id)
    page = only_button(page, "write-missing").click().run()
    assert "Fra Velkomstbrev" in text(page)
    page = only_button(page, f"{description.id}:hours:take").click().run()
    assert stored(session, scene, description).answers["hours"].value == "To timer om ugen"
    assert field(page, "Hvornår").value == "To timer om ugen"
    page = only_button(page, f"{description.id}:take-all").click().run()
    assert stored(session, scene, description).answers["can_do"].value == "Gå ture og drikke kaffe."
    assert f"{description.id}:take-all" not in keys(page)


def test_an_english_letter_says_which_language_its_answers_are_wanted_in(session, scene):
    draft = a_draft(session, scene, NOW, language="en")
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    page = only_button(page, "write-missing").click().run()
    assert "Skriv også dine svar på engelsk" in page.info[0].value


def test_it_is_sent_and_can_be_withdrawn(session, scene):
    draft = a_draft(session, scene, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=draft.id)
    page = press(page, "Send til Karen")
    assert stored(session, scene, draft).document.shared_at is not None
    assert "Karen Møller kan læse det nu" in page.toast[0].value
    page = press(page, "Ja, træk det tilbage")
    assert stored(session, scene, draft).state is DocumentState.WITHDRAWN
    assert not page.toggle


def test_a_signed_text_is_changed_aside_and_sent_in_one_deed(session, scene):
    letter = a_letter(session, scene, NOW)
    sign(session, scene.as_volunteer, letter.id, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=letter.id)
    assert "Karen Møller har skrevet under" in page.info[0].value
    assert not page.toggle
    page = press(page, "Ret det alligevel")
    assert "Begyndt af Jonas Holm" in text(page)
    page = toggle(page, KIN).set_value(False).run()
    assert stored(session, scene, letter).waiting_for == ("organisation",)
    assert not mails(session, "document_changed")
    assert "**Karen Møller** skal skrive under igen." in text(page)
    page = press(page, "Ja, send dem")
    assert stored(session, scene, letter).waiting_for == ("volunteer", "organisation")
    assert mails(session, "document_changed") == [scene.volunteer.id]


def test_a_text_changed_back_aside_keeps_its_signatures(session, scene):
    letter = a_letter(session, scene, NOW)
    sign(session, scene.as_volunteer, letter.id, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=letter.id)
    page = press(page, "Ret det alligevel")
    page = toggle(page, KIN).set_value(False).run()
    page = toggle(page, KIN).set_value(True).run()
    page = press(page, "Færdig: teksten er, som den var")
    assert stored(session, scene, letter).waiting_for == ("organisation",)
    assert not mails(session, "document_changed")


def test_changes_aside_can_be_thrown_away(session, scene):
    letter = a_letter(session, scene, NOW)
    sign(session, scene.as_volunteer, letter.id, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=letter.id)
    page = press(page, "Ret det alligevel")
    page = toggle(page, KIN).set_value(False).run()
    page = press(page, "Ja, slet dem")
    assert not page.toggle
    page = press(page, "Ret det alligevel")
    assert toggle(page, KIN).value is True


def test_what_everybody_signed_meanwhile_stands_and_the_changes_can_be_put_away(session, scene):
    letter = a_letter(session, scene, NOW)
    sign(session, scene.as_volunteer, letter.id, NOW)
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=letter.id)
    page = press(page, "Ret det alligevel")
    page = toggle(page, KIN).set_value(False).run()
    # The page has written down that it was changed, by its own clock.
    sign(session, scene.as_contact_person, letter.id, utc_now())
    page = page.run()
    assert "Alle skrev under, mens der blev rettet" in text(page)
    assert not page.toggle
    page = press(page, "Slet rettelserne")
    assert "Alle skrev under" not in text(page)


def test_a_sealed_document_is_only_read(session, scene):
    a_sealed_letter(session, scene, NOW)
    (row,) = documents_waiting(
        session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id, today=local_day(NOW)
    )
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=row.document_id)
    assert not page.toggle
    assert not {"send", "remind", "withdraw"} & set(keys(page))


def test_the_one_who_signs_for_the_organisation_is_led_to_sign(session, scene):
    letter = a_letter(session, scene, NOW)
    page = visit(session, scene.contact_person, "documents/preparing/letter", id=letter.id)
    assert only_button(page, "sign").proto.type == "primary"
    assert "sign" not in keys(visit(session, scene.coordinator, "documents/preparing/letter", id=letter.id))


@pytest.mark.parametrize("written", ["", "noget", "00000000-0000-0000-0000-000000000000"])
def test_an_address_that_leads_nowhere_is_answered_in_words(session, scene, written):
    page = visit(session, scene.coordinator, "documents/preparing/letter", id=written)
    assert page.error[0].value == words(DomainError(ErrorCode.NOT_FOUND))
    assert not page.exception
