"""A long form keeps what is written in it: after a reload, another page or a killed portal it stands there again."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from core.i18n import utc_now
from core.offers.rules import OfferKind
from db.courses import CourseRun
from db.engine import transaction
from db.offers import Offer
from db.programmes import ProgrammeVersion
from db.unsent import UnsentForm
from tests.builders import Scene, a_member, a_scene, look_again
from tests.core.courses.stories import Four, four
from tests.core.training.builders import a_training
from tests.pages.as_admin import visit as at_admins
from tests.pages.as_colleague import only_button, visit
from tests.pages.as_volunteer import field, press, text
from tests.pages.as_volunteer import visit as own
from tests.pages.drawn import html_of

NOW = utc_now() - timedelta(hours=1)
SAVED, ANEW = "Gemt kl.", "Begynd forfra"


@pytest.fixture
def told(session: Session) -> Four:
    return four(session, NOW)


@pytest.fixture
def scene(session: Session) -> Scene:
    return a_scene(session, NOW)


def kept(session: Session) -> list[UnsentForm]:
    look_again(session)
    return list(session.exec(select(UnsentForm)))


def test_a_form_nobody_has_written_in_keeps_nothing(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course").run()
    assert kept(session) == []
    assert SAVED not in text(page)


def test_a_course_half_planned_stands_there_again_and_is_forgotten_once_it_is_planned(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Mandagsholdet").run()
    page.date_input(key="plan-first").set_value(date(2027, 3, 1)).run()
    page.toggle(key="plan-single").set_value(True).run()
    page.selectbox(key="plan-instructor").select("Karen Møller").run()
    page.number_input(key="plan-count").set_value(2).run()
    assert SAVED in text(page)
    (row,) = kept(session)
    # What nobody has touched is not kept: somebody else may change it meanwhile.
    assert "plan-ends" not in row.content
    assert '"ends"' not in row.content
    again = visit(session, told.scene.coordinator, "courses/plan_course")
    assert again.text_input(key="plan-name").value == "Mandagsholdet"
    assert again.date_input(key="plan-first").value == date(2027, 3, 1)
    assert again.selectbox(key="plan-instructor").value == told.pair[0]
    assert "Modul 2" in [each.label for each in again.date_input]
    again = press(again, "Planlæg kurset")
    assert not again.exception
    assert kept(session) == []
    assert session.exec(select(CourseRun)).one().name == "Mandagsholdet"
    assert visit(session, told.scene.coordinator, "courses/plan_course").text_input(key="plan-name").value == ""


def test_it_is_there_when_one_comes_back_from_another_page(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Mandagsholdet").run()
    page.switch_page("pages/courses/courses.py").run()
    page.switch_page("pages/courses/plan_course.py").run()
    assert page.text_input(key="plan-name").value == "Mandagsholdet"


def test_somebody_else_meets_an_empty_form(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Mandagsholdet").run()
    assert len(kept(session)) == 1
    other = visit(session, a_member(session, told.scene.organisation, NOW, name="Ida Kjær"), "courses/plan_course")
    assert other.text_input(key="plan-name").value == ""


def test_one_begins_anew_and_every_field_is_as_it_was(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    first_on = page.date_input(key="plan-first").value
    page.text_input(key="plan-name").set_value("Mandagsholdet").run()
    page.date_input(key="plan-first").set_value(date(2027, 3, 1)).run()
    # Also after the form was taken up, when nobody has drawn it as it was.
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page = press(page, ANEW)
    assert page.text_input(key="plan-name").value == ""
    assert page.date_input(key="plan-first").value == first_on
    assert kept(session) == []
    assert ANEW not in [each.label for each in page.button]


def test_an_offer_keeps_its_kind_and_is_changed_on_top_of_what_others_changed(session: Session, scene: Scene):
    page = visit(session, scene.coordinator, "offers/plan_offer")
    page.selectbox(key="offer-kind").set_value(OfferKind.NETWORK_MEETING).run()
    page.text_input(key="offer-title").set_value("Kaffe").run()
    page = visit(session, scene.coordinator, "offers/plan_offer")
    assert page.selectbox(key="offer-kind").value is OfferKind.NETWORK_MEETING
    page = only_button(page, "put-in-calendar").click().run()
    offer = session.exec(select(Offer)).one()
    assert (offer.kind, offer.title) == ("network_meeting", "Kaffe")
    page = visit(session, scene.coordinator, "offers/plan_offer", id=offer.id)
    page.text_area(key=f"change-{offer.id}-about").set_value("Vi mødes").run()
    look_again(session)
    with transaction(session):
        session.get_one(Offer, offer.id).title = "Kaffe og kage"
    page = visit(session, scene.coordinator, "offers/plan_offer", id=offer.id)
    assert page.text_input(key=f"change-{offer.id}-title").value == "Kaffe og kage"
    assert page.text_area(key=f"change-{offer.id}-about").value == "Vi mødes"


def test_a_programme_half_adjusted_stands_there_again(session: Session, office):
    page = at_admins(session, office.admin, "programmes/programme.py", id="laer_at_tackle")
    next(each for each in page.number_input if each.label == "Godkendelsen gælder (år)").set_value(3)
    page = page.run()
    page = at_admins(session, office.admin, "programmes/programme.py", id="laer_at_tackle")
    assert "Godkendelsen gælder (år): 2 år → **3 år**" in text(page)
    page = press(page, "Udgiv")
    assert kept(session) == []
    assert session.exec(select(ProgrammeVersion).where(ProgrammeVersion.number > 1)).all()


def test_a_cpr_number_is_said_at_once_and_not_kept(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_area(key="plan-room").set_value("Nøglen hos 010190-1234").run()
    assert "CPR" in text(page)
    assert kept(session) == []


def test_a_cpr_number_is_refused_in_one_place_when_the_form_is_sent(session: Session, scene: Scene):
    page = own(session, scene.volunteer, "expenses/my_expenses")
    field(page, "Et ord om").set_value("Sendt til 010190-1234")
    page = page.run()
    assert [each.value for each in page.error if "CPR" in each.value]
    field(page, "Hvor meget").set_value("50")
    page = only_button(page.run(), "send-expense").click().run()
    assert [each.value for each in page.error if "CPR" in each.value] == []
    assert "CPR" in html_of(page)
    # All else is kept.
    assert [each.content for each in kept(session)] == ['{"amount": ["50", ""]}']


def test_what_stands_in_a_browser_that_another_session_drew_is_left_alone(session: Session, told: Four):
    page = visit(session, told.scene.coordinator, "courses/plan_course")
    page.text_input(key="plan-name").set_value("Man").run()
    # As after a break: a new session gets from the browser what stands in it, and the mark of the session before.
    page = visit(session, told.scene.coordinator, "access/account")
    page.session_state[f"hs-seen-unsent-plan-course:{told.scene.organisation.id}"] = "the session before"
    page.session_state["plan-name"] = "Mandagsholdet"
    page.switch_page("pages/courses/plan_course.py").run()
    assert page.text_input(key="plan-name").value == "Mandagsholdet"


def test_a_volunteer_half_added_stands_there_again_until_one_begins_anew(session: Session, scene: Scene):
    page = visit(session, scene.coordinator, "people/add_volunteer")
    page.text_input(key="add-volunteer-name").set_value("Ida Kjær").run()
    assert len(kept(session)) == 1
    page = visit(session, scene.coordinator, "people/add_volunteer")
    assert page.text_input(key="add-volunteer-name").value == "Ida Kjær"
    page = press(page, ANEW)
    assert page.text_input(key="add-volunteer-name").value == ""
    assert kept(session) == []


def test_a_rhythm_in_a_form_that_unfolds_stands_there_again(session: Session, scene: Scene):
    page = only_button(visit(session, scene.coordinator, "offers/offers"), "rhythm-new").click().run()
    page.text_input(key="comes-up-title").set_value("Kaffe").run()
    page = only_button(visit(session, scene.coordinator, "offers/offers"), "rhythm-new").click().run()
    assert page.text_input(key="comes-up-title").value == "Kaffe"


def test_a_form_of_one_field_stands_there_again_and_is_forgotten_once_it_is_sent(session: Session):
    training = a_training(session, NOW, ago=10)
    page = visit(session, training.house.scene.volunteer, "training/my_training")
    only = next(each for each in page.text_area if each.key and each.key.startswith("told-words-"))
    only.set_value("Det var godt").run()
    assert len(kept(session)) == 1
    page = visit(session, training.house.scene.volunteer, "training/my_training")
    assert [each.value for each in page.text_area if each.key == only.key] == ["Det var godt"]
    press(page, "Send til Inger Lund")
    assert kept(session) == []
