"""Guidelines written side by side, published, and followed."""

from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest

from db.guidelines import GuidelineVersion
from tests.builders import a_scene
from tests.core.documents.stories import a_letter
from tests.core.guidelines.samples import publish_guidelines, read_everything
from tests.pages.as_colleague import said_in_rows, visit
from tests.pages.as_volunteer import buttons, field, press, text
from tests.pages.as_volunteer import visit as visit_as_volunteer


def test_a_contact_person_writes_the_first_guidelines_of_the_workplace(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = visit(session, scene.contact_person, "guidelines/edit_guidelines")
    assert "Birkehuset" in text(page)
    assert "Ingen har skrevet nogen endnu." in said_in_rows(page)
    page = press(page, "Åbn")
    for label, value in (
        ("Titel (Dansk)", "Frivillig hos os"),
        ("Titel (English)", "Volunteering with us"),
        ("Punkt 1 (Dansk)", "Kaffe"),
        ("Punkt 1 (English)", "Coffee"),
        ("Lavet af", "Lokal-MED"),
    ):
        field(page, label).set_value(value)
    page = press(page.run(), "Udgiv")
    assert not page.exception
    stored = _newest(session)
    assert (stored.number, stored.workplace_id, stored.substance) == (1, scene.workplace.id, True)
    assert "Udgave 1" in " ".join(each.label for each in page.expander)


def test_whether_it_changes_in_substance_is_asked_before_it_is_published(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    page = _editor(session, scene)
    field(page, "Indledning (Dansk)").set_value("Godt, du er her.")
    page = press(page.run(), "Udgiv")
    assert "Sig først, om indholdet bliver et andet." in text(page)
    assert _newest(session).number == 1
    next(each for each in page.radio if each.label == "Bliver indholdet et andet?").set_value(False)
    page = press(page.run(), "Udgiv")
    assert (_newest(session).number, _newest(session).substance) == (2, False)


def test_two_editors_notice_each_other_and_nothing_written_is_lost(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    page = _editor(session, scene)
    field(page, "Indledning (Dansk)").set_value("Min indledning.")
    page.run()
    publish_guidelines(session, scene, now, intro={"da": "Deres indledning.", "en": "Theirs."})
    next(each for each in page.radio if each.label == "Bliver indholdet et andet?").set_value(True)
    page = press(page.run(), "Udgiv")
    assert "En anden har lige ændret" in text(page) or page.error
    assert field(page, "Indledning (Dansk)").value == "Min indledning."
    assert "Deres" in text(page)
    page = press(page, "Udgiv")
    assert "Min indledning." in _newest(session).content


def test_what_is_written_is_there_again_in_another_session_until_it_is_undone(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    page = press(_editor(session, scene), "Tilføj et punkt")
    field(page, "Indledning (Dansk)").set_value("Min indledning.")
    field(page, "Punkt 2 (Dansk)").set_value("Nøgler")
    assert "Gemt kl." in text(page.run())
    again = _editor(session, scene)
    assert field(again, "Indledning (Dansk)").value == "Min indledning."
    assert field(again, "Punkt 2 (Dansk)").value == "Nøgler"
    press(again, "Fortryd det, jeg har skrevet")
    assert field(_editor(session, scene), "Indledning (Dansk)").value != "Min indledning."


def test_points_are_added_moved_and_removed(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    page = press(_editor(session, scene), "Tilføj et punkt")
    field(page, "Punkt 2 (Dansk)").set_value("Nøgler")
    page = press(page.run(), "Flyt punkt 2 op")
    assert field(page, "Punkt 1 (Dansk)").value == "Nøgler"
    page = press(page, "Fjern punkt 1")
    assert field(page, "Punkt 1 (Dansk)").value == "Kaffe"
    assert "Fjern punkt 2" not in buttons(page)


def test_who_has_confirmed_is_seen_on_both_pages(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    page = _what_applies(session, scene)
    assert "Ikke bekræftet endnu" in text(page)
    read_everything(session, scene, now)
    page = _what_applies(session, scene)
    assert "Udgave 1 bekræftet 2. november 2026" in text(page)
    page = _editor(session, scene)
    assert "Hvem har bekræftet den (1 af 1)" in [each.label for each in page.expander]


def test_what_somebody_without_a_login_has_read_is_written_down_on_their_page(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    page = _what_applies(session, scene)
    page = press(press(page, "Den er læst eller hørt"), "Den er læst eller hørt")
    assert not page.exception
    assert "Ikke bekræftet endnu" not in text(page)
    assert "Den er læst eller hørt" not in buttons(page)


def test_the_welcome_letter_leads_to_what_applies_here(session: Session, now) -> None:
    scene = a_scene(session, now)
    publish_guidelines(session, scene, now)
    document = a_letter(session, scene, now)
    assert "Det gælder her" in text(visit(session, scene.contact_person, "documents/preparing/letter", id=document.id))
    page = visit_as_volunteer(session, scene.volunteer, "documents/signing/document", id=document.id, step="read")
    assert "Det gælder her" in text(page)


def _what_applies(session: Session, scene) -> AppTest:
    """The volunteer's page with what applies to them unfolded."""
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "guidelines"
    return page.run()


def _editor(session: Session, scene) -> AppTest:
    place = scene.workplace.id
    return visit(session, scene.coordinator, "guidelines/edit_guidelines", text="workplace_guidelines", place=place)


def _newest(session: Session) -> GuidelineVersion:
    session.rollback()
    return session.exec(
        select(GuidelineVersion)
        .where(col(GuidelineVersion.workplace_id).is_not(None))
        .order_by(col(GuidelineVersion.number).desc())
    ).first()  # type: ignore[return-value]
