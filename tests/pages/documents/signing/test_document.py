"""One document: filled in, checked, read, signed and held, by either party."""

from uuid import UUID

from sqlmodel import Session, select

from core.documents.drafting.service import draft, share
from core.people.service import NewVolunteer, add_volunteer
from db.documents import Consent, Document, DocumentAnswer, DocumentFile
from db.people import Person
from tests.builders import Scene, a_scene
from tests.core.documents.stories import a_draft, a_letter, a_signed_letter, answer, change_signed, sign
from tests.pages.as_volunteer import buttons, field, leave, press, text, visit

HAVE_READ, SIGN = "Jeg har læst det. Videre", "Jeg skriver under"


def test_the_whole_way_for_a_volunteer(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = leave(_open(session, scene, document), "Hvad kunne du godt tænke dig?", "At læse højt")
    assert "Gemt kl." in text(page)
    page = press(page, "Fortsæt")
    assert "At læse højt" in text(page)
    page = press(page, "Videre til at læse det")
    assert "At læse højt" in text(page)
    page = press(page, HAVE_READ)
    assert "binde" in text(page)
    assert "Tekstens fingeraftryk" in text(page)
    page = _sign(page, "karen  møller")
    assert "Tak. Du har skrevet under." in text(page)
    assert "Lise Bach" in text(page)
    assert len(_consents(session)) == 1


def test_where_nothing_is_to_be_filled_in_the_way_begins_with_reading(session: Session, now) -> None:
    scene = a_scene(session, now, programme="laer_at_tackle")
    agreement = a_letter(session, scene, now, kind="cooperation_agreement")
    page = _open(session, scene, agreement)
    assert "Trin 1 af 2" in text(page)
    assert HAVE_READ in buttons(page)


def test_who_has_signed_can_read_it_again_and_come_back(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    page = press(_open(session, scene, document), "Læs det igen")
    assert "Kære Karen Møller" in _paper(page)
    assert HAVE_READ not in buttons(page)
    assert "Tak. Du har skrevet under." in text(press(page, "Tilbage"))


def test_the_last_signature_seals_at_once_and_the_page_holds_the_file(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    page = visit(session, scene.contact_person, "documents/signing/document", id=document.id, step="read")
    page = _sign(press(page, HAVE_READ), "Lise Bach")
    assert "Alle har skrevet under" in text(page)
    assert [button.label for button in page.get("download_button")] == ["Hent som PDF"]
    assert "Karen Møller skrev under den" in text(page)
    session.rollback()
    assert session.exec(select(DocumentFile)).one().content.startswith(b"%PDF")


def test_a_seal_that_was_left_over_is_made_at_the_next_visit(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_signed_letter(session, scene, now)
    page = _open(session, scene, document)
    assert page.get("download_button")
    session.rollback()
    assert session.exec(select(DocumentFile)).one()


def test_another_name_is_refused_and_nothing_is_signed(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = press(_open(session, scene, document, step="read"), HAVE_READ)
    page = _sign(page, "")
    assert "Skriv dit navn" in page.error[0].value
    page = _sign(page, "Karin Møller")
    assert "Karen Møller" in page.error[0].value
    assert page.text_input[0].value == "Karin Møller"
    assert _consents(session) == []


def test_after_a_break_one_is_where_one_was_about_to_sign(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    before = press(_open(session, scene, document, step="read"), HAVE_READ)
    page = _open(session, scene, document, step="sign", read=str(before.query_params["read"]))
    _sign(page, "Karen Møller")
    assert len(_consents(session)) == 1


def test_a_text_that_changed_during_a_break_is_read_again_and_that_is_said(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = _open(session, scene, document, step="sign", read="another")
    assert "Teksten er ændret" in page.warning[0].value
    assert HAVE_READ in buttons(page)
    assert SIGN not in buttons(page)


def test_nobody_signs_what_was_not_read_first(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = _open(session, scene, document, step="sign")
    assert SIGN not in buttons(page)
    assert HAVE_READ in buttons(page)


def test_a_text_that_changed_after_it_was_read_shows_the_difference_and_is_not_signed(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = press(_open(session, scene, document, step="read"), HAVE_READ)
    answer(session, scene.as_contact_person, document.id, "extent", "Hver eneste dag", now)
    page = _sign(page, "Karen Møller")
    assert _consents(session) == []
    assert "Teksten er ændret" in text(page)
    assert "eneste" in text(page)
    page = _sign(press(page, "Jeg har læst det nye. Videre"), "Karen Møller")
    assert len(_consents(session)) == 1


def test_a_signature_that_no_longer_counts_is_asked_for_again_with_what_is_new(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    sign(session, scene.as_volunteer, document.id, now)
    change_signed(session, scene.as_contact_person, document.id, "extent", "Hver eneste dag", now)
    page = _open(session, scene, document, step="read")
    assert "skrives under igen" in text(page)
    assert "eneste" in text(page)
    assert HAVE_READ in buttons(page)


def test_what_is_missing_is_listed_with_who_must_give_it(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    share(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    page = _open(session, scene, document, step="check")
    assert "Lise Bach mangler at udfylde" in text(page)
    assert "Hvad er opgaven?" in text(page)
    page = press(page, "Videre til at læse det")
    assert HAVE_READ not in buttons(page)
    assert "Lise Bach mangler at udfylde" in text(page)


def test_the_organisations_fields_are_filled_in_by_whoever_signs_for_it(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_draft(session, scene, now)
    share(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
    page = visit(session, scene.contact_person, "documents/signing/document", id=document.id)
    leave(page, "Hvad er opgaven?", "Gå ture")
    session.rollback()
    stored = session.exec(select(DocumentAnswer).where(DocumentAnswer.field_id == "task")).one()
    assert (stored.value, stored.filled_by_id) == ("Gå ture", scene.contact_person.id)
    assert "Hvad kunne du godt tænke dig?" not in [each.label for each in page.text_area]


def test_contact_details_missing_in_a_document_are_asked_for_there_and_kept_once(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    document = a_letter(session, scene, now)
    page = leave(_open(session, scene, document), "Telefon", "20 30 40 50")
    assert field(page, "Telefon").value == "+45 20 30 40 50"
    assert field(visit(session, scene.volunteer, "people/my_details"), "Telefon").value == "+45 20 30 40 50"


def test_a_name_no_document_can_print_is_asked_for_in_latin_letters(session: Session, now) -> None:
    scene = a_scene(session, now, volunteer="王 Møller")
    document = _declaration(session, scene, now)
    page = _open(session, scene, document)
    assert "王" in text(page)
    page = leave(page, "Dit navn med latinske", "Wang Møller")
    page = press(press(page, "Fortsæt"), "Videre til at læse det")
    page = _sign(press(page, HAVE_READ), "Wang Møller")
    assert page.get("download_button")


def test_an_answer_is_corrected_from_the_check_page_alone(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = _open(session, scene, document, step="check")
    page = next(each for each in page.button if each.key == f"{document.id}:wishes:change").click().run()
    assert [each.label for each in page.text_area] == ["Hvad kunne du godt tænke dig? (valgfrit)"]
    page = press(leave(page, "Hvad kunne", "At læse højt"), "Tilbage til mine svar")
    assert "At læse højt" in text(page)


def test_the_other_language_is_marked_as_a_help(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = _open(session, scene, document, step="read")
    assert "hs-aid" not in _paper(page)
    page = page.get("button_group")[0].set_value("en").run()
    assert "Welcome letter" in _paper(page)
    assert "hs-aid" in _paper(page)


def test_filling_in_stays_where_it_is_when_the_last_answer_is_given(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = leave(_open(session, scene, document), "Hvad kunne", "At læse højt")
    page = leave(page, "Er der noget", "Jeg skal kunne sidde ned")
    assert field(page, "Er der noget").value == "Jeg skal kunne sidde ned"
    assert visit(session, scene.volunteer, "documents/signing/document", id=document.id).header[0].value == "Læs"


def test_two_tabs_with_one_answer_lose_nothing(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    first, second = (_open(session, scene, document) for _tab in range(2))
    leave(first, "Hvad kunne", "At læse højt")
    second = leave(second, "Hvad kunne", "At gå ture")
    assert "At læse højt" in text(second)
    assert field(second, "Hvad kunne").value == "At gå ture"
    press(second, "Gem mit")
    session.rollback()
    assert session.exec(select(DocumentAnswer).where(DocumentAnswer.field_id == "wishes")).one().value == "At gå ture"


def test_a_draft_a_strangers_document_and_a_broken_address_are_refused_in_words(session: Session, now) -> None:
    scene = a_scene(session, now)
    drafted = a_draft(session, scene, now)
    assert "ikke sendt endnu" in text(_open(session, scene, drafted))
    assert "kan vi ikke finde" in text(visit(session, scene.volunteer, "documents/signing/document", id="hej"))
    assert "kan vi ikke finde" in text(visit(session, scene.volunteer, "documents/signing/document", id=UUID(int=5)))
    assert "ikke adgang" in text(
        visit(session, _other_volunteer(session, scene, now), "documents/signing/document", id=drafted.id)
    )


def test_a_coordinator_who_does_not_sign_only_reads(session: Session, now) -> None:
    scene = a_scene(session, now)
    document = a_letter(session, scene, now)
    page = visit(session, scene.coordinator, "documents/signing/document", id=document.id)
    assert "Kære Karen Møller" in text(page)
    assert HAVE_READ not in buttons(page)


def _other_volunteer(session: Session, scene: Scene, now) -> Person:
    engagement = add_volunteer(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        volunteer=NewVolunteer(
            name="Bo Lund",
            language="da",
            programme="kommunal_frivillig",
            workplace_id=scene.workplace.id,
            contact_person_id=scene.contact_person.id,
            coordinator_id=scene.coordinator.id,
        ),
        now=now,
    )
    return session.get_one(Person, engagement.person_id)


def _paper(page) -> str:
    return "".join(each.proto.body for each in page.get("html") if "<article" in each.proto.body)


def _open(session: Session, scene: Scene, document: Document, **query: str):
    return visit(session, scene.volunteer, "documents/signing/document", id=document.id, **query)


def _sign(page, name: str):
    page.text_input[0].set_value(name)
    return press(page, SIGN)


def _consents(session: Session) -> list[Consent]:
    session.rollback()
    return list(session.exec(select(Consent)))


def _declaration(session: Session, scene: Scene, now) -> Document:
    document = draft(
        session=session,
        actor=scene.as_contact_person,
        engagement_id=scene.engagement.id,
        kind="confidentiality_declaration",
        signing_language="da",
        now=now,
    )
    return share(session=session, actor=scene.as_contact_person, document_id=document.id, now=now)
