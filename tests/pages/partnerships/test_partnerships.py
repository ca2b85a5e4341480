"""Partnerships on the screen: as a coordinator adds them, and as an association and a volunteer meet them."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.i18n import utc_now
from core.partnerships.agreement import write_topic
from core.partnerships.service import add_members
from db.access import Invitation
from db.documents import Document
from db.partnerships import Association, AssociationContact, AssociationVolunteer
from tests.builders import Scene, a_scene, look_again
from tests.core.partnerships.builders import a_speaker, an_agreement, an_association
from tests.pages import as_volunteer
from tests.pages.as_colleague import in_dialog, only_button, rows, said_in_rows, visit
from tests.pages.as_volunteer import buttons, field, text
from tests.pages.drawn import html_of, links_to_copy

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW)


def test_an_association_is_added_with_somebody_who_speaks_for_it_and_gets_a_link(session, scene):
    page = in_dialog(visit(session, scene.coordinator, "partnerships/partnerships"), "association")
    page = only_button(page, "association-add").click().run()
    assert html_of(page).count("Skriv et navn") == 2
    field(page, "Hvad hedder foreningen? (skal rettes)").set_value("Fjordens Venner")
    only_button(page, "association-add").click().run()
    look_again(session)
    association = session.exec(select(Association)).one()
    page = visit(session, scene.coordinator, "partnerships/partnership", id=association.id)
    assert "Ingen endnu. Tilføj formanden" in text(page)
    page = in_dialog(page, "speaker")
    field(page, "Navn").set_value("Bodil Friis")
    page = only_button(page, "speaker-add").click().run()
    look_again(session)
    contact = session.exec(select(AssociationContact)).one()
    assert session.exec(select(Invitation)).one().person_id == contact.person_id
    assert "Bodil Friis" in said_in_rows(page)
    assert len(links_to_copy(in_dialog(page, f"speaker-{contact.id}"))) == 1


def test_the_association_begins_on_its_partnership_and_reads_names_only_of_those_who_want_it(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    add_members(
        session=session,
        actor=scene.as_coordinator,
        association_id=association.id,
        engagement_ids=[scene.engagement.id],
        now=NOW,
    )
    page = visit(session, speaker, "partnerships/partnership")
    assert [each.value for each in page.title] == ["Fjordens Venner"]
    assert "1 frivillig kommer fra foreningen." in text(page)
    assert "Karen" not in said_in_rows(page)
    assert not [each for each in page.button if each.key and each.key.startswith("open-")]
    own = as_volunteer.visit(session, scene.volunteer, "journey/my_path")
    next(each for each in own.toggle if "Fjordens Venner" in each.label).set_value(True).run()
    look_again(session)
    assert session.exec(select(AssociationVolunteer)).one().shared_at is not None
    assert "Karen Møller" in said_in_rows(visit(session, speaker, "partnerships/partnership"))


def test_the_agreement_tells_what_it_lacks_and_leads_to_where_it_is_written_and_signed(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    page = visit(session, scene.coordinator, "partnerships/agreement", id=association.id)
    assert "Aftalen mangler 17 ting" in text(page)
    page = in_dialog(page, "topic-law")
    assert "Foreningen forsikrer sine frivillige" in text(page)
    field(page, "Det, I har aftalt").set_value("Foreningen forsikrer")
    only_button(page, "save-law").click().run()
    page = in_dialog(visit(session, scene.coordinator, "partnerships/agreement", id=association.id), "signing")
    field(page, "Hvem underskrev for os?").set_value("Mette Lund")
    field(page, "Hvem underskrev for foreningen?").set_value("Bodil Friis")
    only_button(page, "agreement-record").click().run()
    read = visit(session, speaker, "partnerships/agreement", id=association.id)
    assert "Aftalen mangler 15 ting" in text(read)
    assert "Mette Lund · Bodil Friis" in said_in_rows(read)
    (opens,) = [each.key for each in read.button if each.key and each.key.startswith("open-")]
    # Whatever is written afterwards, both read what was signed.
    page = in_dialog(visit(session, scene.coordinator, "partnerships/agreement", id=association.id), "topic-law")
    field(page, "Det, I har aftalt").set_value("Kommunen forsikrer")
    only_button(page, "save-law").click().run()
    read = in_dialog(visit(session, speaker, "partnerships/agreement", id=association.id), opens.removeprefix("open-"))
    assert "Foreningen forsikrer" in html_of(read)
    assert "Den er ændret siden" in text(read)


def test_the_agreement_is_sent_and_signed_by_both_on_their_own_page_of_it(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    write_topic(
        session=session,
        actor=scene.as_coordinator,
        association_id=association.id,
        topic_id="purpose",
        words="Besøgsvenner på Solgården.",
        expected_version=0,
        now=NOW,
    )
    page = in_dialog(visit(session, scene.coordinator, "partnerships/agreement", id=association.id), "sending")
    assert "Der står ikke noget om 15 emner endnu." in text(page)
    only_button(page, "agreement-send").click().run()
    look_again(session)
    document = session.exec(select(Document)).one()
    begun = visit(session, speaker, "partnerships/partnership")
    assert "Aftalen venter på, at du skriver under." in text(begun)
    assert only_button(begun, "to-agreement").label == "Læs og skriv under"
    for person, other in ((speaker, scene.coordinator), (scene.coordinator, None)):
        page = visit(session, person, "documents/signing/agreement", id=document.id)
        assert "Besøgsvenner på Solgården." in html_of(page)
        field(page, f"Skriv dit navn: {person.name}").set_value("En anden")
        page = _press(page, "Jeg skriver under")
        assert f"{person.name}" in text(page)
        field(page, f"Skriv dit navn: {person.name}").set_value(person.name)
        page = _press(page, "Jeg skriver under")
        assert (f"Nu venter den på {other.name}" if other else "Underskrevet af begge") in text(page)
    for reader in (speaker, scene.coordinator):
        kept = visit(session, reader, "partnerships/agreement", id=association.id)
        assert "Underskrevet af begge" in said_in_rows(kept)
        assert not [each for each in kept.button if each.key == "to-agreement"]


def _press(page: AppTest, label: str) -> AppTest:
    return next(each for each in page.button if each.label == label).click().run()


def test_a_no_is_said_with_a_word_and_answered_from_today_and_a_signature_is_taken_back(session, scene):
    association = an_association(session, scene, NOW)
    speaker = a_speaker(session, scene, association, NOW)
    document = an_agreement(session, scene, association, speaker, NOW)
    assert "Partnerskabsaftalen med Fjordens Venner venter på, at du skriver under" in _links(session, scene)
    page = visit(session, speaker, "documents/signing/agreement", id=document.id)
    field(page, f"Skriv dit navn: {speaker.name}").set_value(speaker.name)
    page = _press(_press(page, "Jeg skriver under"), "Ja, tag den tilbage")
    assert "Jeg skriver under" in buttons(page)
    field(page, "Et par ord til de andre").set_value("Vi mangler noget om kørsel.")
    page = _press(page, "Jeg siger nej til teksten")
    assert "Bodil Friis sagde nej" in text(page)
    assert "Jeg skriver under" not in buttons(page)
    assert "Der er sagt nej til partnerskabsaftalen med Fjordens Venner" in _links(session, scene)
    read = visit(session, scene.coordinator, "documents/signing/agreement", id=document.id)
    assert "Vi mangler noget om kørsel." in text(read)
    assert "Ret aftalen, og send den igen" in rows(read)
    page = in_dialog(visit(session, scene.coordinator, "partnerships/agreement", id=association.id), "sending")
    only_button(page, "agreement-send").click().run()
    look_again(session)
    sent = session.exec(select(Document)).all()
    assert sorted((each.declined_at is not None, each.withdrawn_at is not None) for each in sent) == [
        (False, False),
        (True, True),
    ]


def _links(session: Session, scene: Scene) -> str:
    return rows(visit(session, scene.coordinator, "today/today"))
