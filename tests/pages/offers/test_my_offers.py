"""What somebody can learn: yes or no in one tap, the waiting list, and what they need."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session, select
from streamlit.testing.v1 import AppTest

from core.i18n import local_day, utc_now
from core.messages.composing import composed
from core.offers.attending import record_attendance
from core.settings import Settings
from db.offers import Need, OfferAttendance, Wish
from db.outbox import OutboxItem
from tests.builders import Scene, a_scene, look_again
from tests.core.offers.builders import an_offer, invited, says
from tests.pages.as_volunteer import buttons, field, press, text, visit

NOW = utc_now() - timedelta(hours=1)
YES, NO, AFTER_ALL = "Ja, jeg vil gerne med", "Nej tak", "Jeg kan alligevel ikke komme"


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW, programme="laer_at_tackle")


def choose(page: AppTest, kinds: list[str]) -> None:
    """What one would like to come to."""
    page.button_group[0].set_value(kinds).run()


def standings(session) -> list[str]:
    look_again(session)
    return sorted(each.standing for each in session.exec(select(OfferAttendance)))


def test_an_invitation_is_answered_in_one_tap_and_taken_back(session, scene):
    offer = an_offer(session, scene, NOW)
    invited(session, scene, offer, [scene.volunteer.id], NOW)
    assert "Du er inviteret til **Netværksmøde i foråret**" in text(visit(session, scene.volunteer, "journey/my_path"))
    page = visit(session, scene.volunteer, "offers/my_offers")
    assert "Du er inviteret, fordi det er dit første år som frivillig." in text(page)
    assert "Det er gratis for dig at være med." in text(page)
    page = press(page, YES)
    assert not page.exception
    assert standings(session) == ["signed_up"]
    assert "Du har en plads: **Netværksmøde i foråret**" in text(visit(session, scene.volunteer, "journey/my_path"))
    press(page, AFTER_ALL)
    assert standings(session) == ["declined"]


def test_an_invitation_is_turned_down_and_regretted(session, scene):
    offer = an_offer(session, scene, NOW)
    invited(session, scene, offer, [scene.volunteer.id], NOW)
    page = press(visit(session, scene.volunteer, "offers/my_offers"), NO)
    assert standings(session) == ["declined"]
    assert NO not in buttons(page)
    press(page, YES)
    assert standings(session) == ["signed_up"]


def test_the_place_on_the_waiting_list_is_told(session, scene):
    offer = an_offer(session, scene, NOW, seats=1)
    says(session, scene, offer, scene.contact_person.id, NOW)
    page = visit(session, scene.volunteer, "offers/my_offers")
    assert "Alle pladser er taget. Sig ja, så kommer du på venteliste." in text(page)
    page = press(page, YES)
    assert "Du er nummer 1 på ventelisten." in text(page)
    assert standings(session) == ["signed_up", "waiting"]


def test_a_colleague_signs_up_too(session, scene):
    an_offer(session, scene, NOW)
    press(visit(session, scene.contact_person, "offers/my_offers"), YES)
    assert standings(session) == ["signed_up"]


def test_when_the_last_day_is_over_there_is_nothing_to_press(session, scene):
    an_offer(session, scene, NOW - timedelta(days=2), sign_up_by=local_day(NOW - timedelta(days=1)))
    page = visit(session, scene.volunteer, "offers/my_offers")
    assert "Fristen for at melde sig til er gået" in text(page)
    assert YES not in buttons(page)


def test_where_one_has_been_stands_with_its_materials(session, scene):
    begun = NOW - timedelta(days=20)
    offer = an_offer(session, scene, begun, material="https://eksempel.dk/slides")
    says(session, scene, offer, scene.volunteer.id, begun)
    record_attendance(
        session=session,
        actor=scene.as_coordinator,
        offer_id=offer.id,
        came=[scene.volunteer.id],
        expected_version=1,
        now=NOW,
    )
    page = visit(session, scene.volunteer, "offers/my_offers")
    assert "Du var med" in text(page)
    assert "tæller med" in text(page)
    assert [each.proto.url for each in page.get("link_button")] == ["https://eksempel.dk/slides"]


def test_what_one_would_like_is_kept_from_the_log_book_too(session, scene):
    def wishes() -> set[str]:
        look_again(session)
        return {each.kind for each in session.exec(select(Wish))}

    page = visit(session, scene.volunteer, "offers/my_offers")
    choose(page, ["talk", "refresher"])
    assert wishes() == {"talk", "refresher"}
    page = visit(session, scene.volunteer, "supervision/log_book")
    assert not page.exception
    choose(page, ["talk"])
    assert wishes() == {"talk"}


def test_the_four_questions_are_answered_and_changed(session, scene):
    page = visit(session, scene.volunteer, "offers/my_offers")
    field(page, "Hvad har de frivillige brug for").set_value("Om at lytte")
    page = press(page, "Gem mine svar")
    assert not page.exception
    assert field(page, "Hvad har de frivillige brug for").value == "Om at lytte"
    field(page, "Hvad skal de ansatte vide").set_value("010190-1234")
    page = press(page, "Gem mine svar")
    assert "CPR" in text(page)
    assert field(page, "Hvad skal de ansatte vide").value == "010190-1234"
    look_again(session)
    (need,) = session.exec(select(Need))
    assert (need.teach_volunteers, need.welcome_staff) == ("Om at lytte", "")


def test_with_nothing_planned_one_is_asked_what_one_would_like(session, scene):
    page = visit(session, scene.volunteer, "offers/my_offers")
    assert "Der er ikke planlagt noget for dig lige nu." in text(page)
    assert "Hvad vil du gerne?" in text(page)


def test_what_a_mail_leads_to_stands_first_and_is_told_when_it_is_gone(session, scene):
    an_offer(session, scene, NOW, title="Metodekursus")
    later = an_offer(
        session, scene, NOW, title="Sommerfest", starts_at=NOW + timedelta(days=90), ends_at=NOW + timedelta(days=91)
    )
    invited(session, scene, later, [scene.volunteer.id], NOW)
    item = next(each for each in session.exec(select(OutboxItem)) if each.params.get("message") == "offer_invitation")
    mail = composed(session, Settings(), item, item.due_at)
    assert mail is not None
    assert f"/my-offers?id={later.id}&" in mail.body
    assert "Det, linket fører til" not in text(visit(session, scene.volunteer, "offers/my_offers", id=later.id))

    def order(**query) -> list[str]:
        shown = text(visit(session, scene.volunteer, "offers/my_offers", **query))
        return sorted(("Metodekursus", "Sommerfest"), key=shown.index)

    assert order() == ["Metodekursus", "Sommerfest"]
    assert order(id=later.id) == ["Sommerfest", "Metodekursus"]
    assert "Det, linket fører til, er forbi" in text(visit(session, scene.volunteer, "offers/my_offers", id=uuid4()))
