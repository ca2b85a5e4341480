"""Offers as a coordinator meets them: planned, invited to, filled, held, and what people need."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from core.approvals.pauses import PauseDetails, begin_pause
from core.i18n import local_day, utc_now
from core.offers.needs import answer_needs, wish_for
from core.offers.planning import change_offer
from core.offers.rules import Audience, NeedsQuestion, OfferKind, SignUpState
from core.talks.rules import TalkKind
from core.talks.service import plan_talk
from db.offers import Offer, OfferAttendance
from pages.offers.words import _leads_out
from tests.builders import Scene, a_scene, look_again
from tests.core.offers.builders import an_offer, invited, offer_details, says
from tests.pages.as_colleague import in_dialog, only_button, opened, said_in_rows, visit
from tests.pages.as_volunteer import field, text
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW, programme="laer_at_tackle")


def stored(session, kind=OfferAttendance):
    look_again(session)
    return session.exec(select(kind)).all()


def at(session, scene, offer):
    return visit(session, scene.coordinator, "offers/offer", id=offer.id)


def standings(session) -> list[str]:
    return sorted(each.standing for each in stored(session))


def test_an_offer_is_planned_and_leads_to_inviting(session, scene):
    page = visit(session, scene.coordinator, "offers/offers")
    assert "Der er ikke planlagt noget" in text(page)
    page = only_button(page, "plan-offer").click().run()
    assert [each.value for each in page.title] == ["Planlæg et tilbud"]
    page = visit(session, scene.coordinator, "offers/plan_offer")
    field(page, "Første dag").set_value(None)
    page = only_button(page, "put-in-calendar").click().run()
    assert not page.exception
    assert stored(session, Offer) == []
    # Both stand on top, each with a way to its field, and at their fields.
    assert [html_of(page).count(words) for words in ("Skriv et navn", "Vælg en dag, eller skriv den")] == [2, 2]
    assert 'href="#wrong-offer-title"' in html_of(page)
    field(page, "Hvad hedder det? (skal rettes)").set_value("Netværksmøde")
    field(page, "Første dag").set_value(local_day(NOW + timedelta(days=40)))
    page = only_button(page, "put-in-calendar").click().run()
    (made,) = stored(session, Offer)
    assert (made.title, made.seats, made.cost) == ("Netværksmøde", 0, 0)


def test_a_last_day_before_the_first_is_told_at_its_field(session, scene):
    page = visit(session, scene.coordinator, "offers/plan_offer")
    field(page, "Hvad hedder det?").set_value("Landstræf")
    field(page, "Sidste dag (tom").set_value(local_day(NOW - timedelta(days=4)))
    page = only_button(page, "put-in-calendar").click().run()
    assert '<p class="hs-error" id="wrong-offer-ends_at" tabindex="-1">Det skal slutte, efter' in html_of(page)
    assert field(page, "Hvad hedder det?").value == "Landstræf"
    assert stored(session, Offer) == []


def test_a_day_or_number_outside_its_range_is_said_as_it_is_left_and_nothing_is_sent(session, scene):
    page = visit(session, scene.coordinator, "offers/plan_offer")
    field(page, "Sidste dag for tilmelding").set_value(date(1850, 1, 1))
    page.number_input(key="offer-seats").set_value(-3)
    page = page.run()
    assert "Skriv et helt tal fra 0 til 2000" in text(page)
    assert "Vælg en dag fra 1. januar 1900 til 31. december 2199" in text(page)
    page = only_button(page, "put-in-calendar").click().run()
    assert stored(session, Offer) == []
    assert [html_of(page).count(words) for words in ("Skriv et helt tal fra 0 til 2000", "Skriv et navn")] == [2, 2]


def test_what_is_to_be_put_right_is_forgotten_on_the_way_to_another_page(session, scene):
    page = visit(session, scene.coordinator, "offers/plan_offer")
    page = only_button(page, "put-in-calendar").click().run()
    assert "Skriv et navn" in text(page)
    page.switch_page("pages/offers/offers.py").run()
    page.switch_page("pages/offers/plan_offer.py").run()
    assert "Skriv et navn" not in text(page)


def test_the_calendar_tells_how_full_it_is_and_what_it_cost(session, scene):
    offer = an_offer(session, scene, NOW, seats=1, cost=480_000)
    for each in (scene.volunteer.id, scene.contact_person.id):
        says(session, scene, offer, each, NOW)
    said = said_in_rows(visit(session, scene.coordinator, "offers/offers"))
    assert "1 af 1 pladser er taget · 1 på venteliste" in said
    assert "4.800" in said


def test_those_with_a_reason_are_invited_in_one_press(session, scene):
    offer = an_offer(session, scene, NOW)
    page = at(session, scene, offer)
    assert "første år som frivillig" in text(page)
    page = only_button(page, "invite-proposed").click().run()
    assert not page.exception
    assert [(each.person_id, each.standing) for each in stored(session)] == [(scene.volunteer.id, "invited")]
    assert 'Har ikke svaret <span class="hs-count">1</span>' in html_of(page)
    page = opened(page, "invite-others")
    page.multiselect[0].set_value([scene.contact_person.id])
    page = only_button(page, "invite-chosen").click().run()
    assert standings(session) == ["invited", "invited"]
    page = only_button(page, "invite-everybody").click().run()
    assert standings(session) == ["invited"] * 3


def test_inviting_nobody_is_told(session, scene):
    page = opened(at(session, scene, an_offer(session, scene, NOW)), "invite-others")
    page = only_button(page, "invite-chosen").click().run()
    assert "Vælg, hvem du vil invitere." in text(page)


def test_what_somebody_says_by_phone_is_written_down(session, scene):
    offer = an_offer(session, scene, NOW, seats=1)
    says(session, scene, offer, scene.contact_person.id, NOW)
    invited(session, scene, offer, [scene.volunteer.id], NOW)
    page = at(session, scene, offer)
    next(each for each in page.selectbox if each.key == "told-who").set_value(scene.volunteer.id)
    page = only_button(page.run(), "told-yes").click().run()
    assert standings(session) == ["signed_up", "waiting"]
    assert 'Venteliste <span class="hs-count">1</span>' in html_of(page)
    next(each for each in page.selectbox if each.key == "told-who").set_value(scene.contact_person.id)
    page = only_button(page.run(), "told-no").click().run()
    assert standings(session) == ["declined", "signed_up"]


def test_afterwards_it_is_ticked_who_was_there(session, scene):
    begun = NOW - timedelta(days=20)
    offer = an_offer(session, scene, begun)
    for each in (scene.volunteer.id, scene.contact_person.id):
        says(session, scene, offer, each, begun)
    invited(session, scene, offer, [scene.coordinator.id], begun)
    page = at(session, scene, offer)
    next(each for each in page.checkbox if each.label == "Lise Bach").uncheck()
    next(each for each in page.multiselect if each.label.startswith("Andre")).set_value([scene.coordinator.id])
    page = only_button(page, "save-attendance").click().run()
    assert not page.exception
    assert {each.person_id: each.standing for each in stored(session)} == {
        scene.volunteer.id: SignUpState.ATTENDED,
        scene.contact_person.id: SignUpState.ABSENT,
        scene.coordinator.id: SignUpState.ATTENDED,
    }
    assert 'De var med <span class="hs-count">2</span>' in html_of(page)


def test_a_colleague_who_changed_it_meanwhile_is_told_of(session, scene):
    offer = an_offer(session, scene, NOW)
    page = visit(session, scene.coordinator, "offers/plan_offer", id=offer.id)
    change_offer(
        session=session,
        actor=scene.as_coordinator,
        offer_id=offer.id,
        details=offer_details(NOW, title="Kollegaens navn"),
        expected_version=1,
        now=NOW,
    )
    field(page, "Hvad hedder det?").set_value("Mit navn")
    page = only_button(page, "offer-save").click().run()
    assert "En anden har ændret det" in text(page)
    assert [each.title for each in stored(session, Offer)] == ["Kollegaens navn"]
    assert field(page, "Hvad hedder det?").value == "Mit navn"
    page = only_button(page, "offer-save").click().run()
    assert [each.title for each in stored(session, Offer)] == ["Mit navn"]


def test_it_is_called_off_and_stands_among_the_former(session, scene):
    offer = an_offer(session, scene, NOW)
    page = at(session, scene, offer)
    page = in_dialog(page, f"off-{offer.id}")
    page = only_button(page, "offer-off").click().run()
    assert "Det er aflyst." in text(page)
    assert not [each for each in page.button if each.key in ("invite-proposed", "offer-save")]
    assert "Aflyst" in said_in_rows(visit(session, scene.coordinator, "offers/offers"))


def test_what_people_need_stands_by_question_and_what_they_ask_for_beside_what_is_planned(session, scene):
    own = {"session": session, "organisation_id": scene.organisation.id, "now": NOW}
    answer_needs(
        actor=scene.as_contact_person, answers={NeedsQuestion.TEACH_STAFF: "Taushedspligt"}, expected_version=0, **own
    )
    wish_for(actor=scene.as_volunteer, kinds=[OfferKind.TALK], **own)
    said = said_in_rows(visit(session, scene.coordinator, "offers/offers"))
    assert "1 har svaret" in said
    assert "**Lise Bach · ansat**  \nTaushedspligt" in said
    assert "**Foredrag** :gray[1 vil gerne · ikke planlagt endnu]" in said


def test_an_offer_that_is_not_there_is_told(session, scene):
    page = visit(session, scene.coordinator, "offers/offer", id="x")
    assert not page.exception
    assert "Det kan vi ikke finde" in text(page)


def test_materials_are_links_where_they_are_addresses(session, scene):
    offer = an_offer(session, scene, NOW, material="Slides: https://eksempel.dk/slides\nHusk kaffe\njavascript:x")
    page = at(session, scene, offer)
    (link,) = page.get("link_button")
    assert (link.proto.url, link.proto.label) == ("https://eksempel.dk/slides", "Slides")
    assert "Husk kaffe" in text(page)


@pytest.mark.parametrize(
    ("word", "leads"),
    [
        ("https://a.dk", True),
        ("http://a.dk/x?y=1", True),
        ("javascript:x", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_only_an_address_on_the_web_becomes_a_link(word, leads):
    assert _leads_out(word) is leads


def test_the_volunteers_page_tells_what_they_come_to_and_would_like(session, scene):
    says(session, scene, an_offer(session, scene, NOW), scene.volunteer.id, NOW)
    own = {"session": session, "organisation_id": scene.organisation.id, "now": NOW}
    wish_for(actor=scene.as_volunteer, kinds=[OfferKind.TALK, OfferKind.REFRESHER], **own)
    page = visit(session, scene.coordinator, "register/volunteer", id=scene.engagement.id)
    page.session_state[f"besides-{scene.engagement.id}"] = "learning"
    said = text(page.run())
    assert "Vil gerne med til: genopfriskning og foredrag" in said
    assert "**Netværksmøde i foråret** :green-badge[:material/check_circle: Har en plads]" in said


def test_who_came_without_being_asked_is_written_down_too(session, scene):
    offer = an_offer(session, scene, NOW - timedelta(days=20))
    page = at(session, scene, offer)
    next(each for each in page.multiselect if each.label.startswith("Andre")).set_value([scene.volunteer.id])
    page = only_button(page, "save-attendance").click().run()
    assert not page.exception
    assert [(each.person_id, each.standing) for each in stored(session)] == [(scene.volunteer.id, "attended")]


def test_who_can_hardly_be_there_is_said_while_it_is_planned_and_moved(session, scene):
    day = local_day(NOW + timedelta(days=40))
    begin_pause(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        details=PauseDetails(begins_on=local_day(NOW)),
        now=NOW,
    )
    page = visit(session, scene.coordinator, "offers/plan_offer")
    field(page, "Første dag").set_value(day).run()
    said = f"Karen Møller holder pause: {day:%d.%m.%Y}"
    assert said in told(page)
    # Of colleagues nothing is known, and so nothing is said.
    field(page, "Hvem er det for?").set_value(Audience.STAFF).run()
    assert "holder pause" not in told(page)
    offer = an_offer(session, scene, NOW)
    invited(session, scene, offer, [scene.volunteer.id], NOW)
    says(session, scene, offer, scene.volunteer.id, NOW)
    page = visit(session, scene.coordinator, "offers/plan_offer", id=offer.id)
    # Their seat at the very offer is in nobody's way.
    assert f"Karen Møller holder pause: {local_day(offer.starts_at):%d.%m.%Y}" in told(page)
    assert "har en plads" not in told(page)


def test_who_can_hardly_be_there_is_said_before_they_are_invited(session, scene):
    offer = an_offer(session, scene, NOW)
    assert told(at(session, scene, offer)) == ""
    plan_talk(
        session=session,
        actor=scene.as_coordinator,
        engagement_id=scene.engagement.id,
        kind=TalkKind.WELLBEING,
        planned_on=local_day(offer.starts_at),
        now=NOW,
    )
    assert "Karen Møller har en samtale den dag" in told(at(session, scene, offer))


def told(page) -> str:
    return "\n".join(each.value for each in page.warning)
