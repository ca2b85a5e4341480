"""My details: each field saved as it is left, and nothing typed is ever lost."""

from sqlmodel import Session
from streamlit.testing.v1 import AppTest

from core.i18n import utc_now
from core.people.service import save_own_details
from db.people import Person
from tests.builders import Scene, a_scene
from tests.pages.as_volunteer import ROOT, field, leave, press, text, visit


def test_a_field_is_saved_as_it_is_left_and_says_when(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    page = leave(visit(session, scene.volunteer, "people/my_details"), "Telefon", "20304050")
    assert _stored(session, scene).phone == "+45 20 30 40 50"
    assert field(page, "Telefon").value == "+45 20 30 40 50"
    assert "Gemt kl. " in text(page)
    assert not page.exception


def test_two_fields_after_each_other_are_no_conflict_with_oneself(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    page = visit(session, scene.volunteer, "people/my_details")
    page = leave(
        leave(leave(page, "Telefon", "20304050"), "Adresse", "Engvej 7"), "Hvem skal vi ringe til?", "Åse Møller"
    )
    stored = _stored(session, scene)
    assert (stored.phone, stored.address, stored.next_of_kin_name) == ("+45 20 30 40 50", "Engvej 7", "Åse Møller")
    assert not page.warning


def test_what_is_refused_stays_on_screen_with_a_kind_word(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = leave(visit(session, scene.volunteer, "people/my_details"), "Telefon", "1234")
    assert "8 cifre" in page.error[0].value
    page = leave(page, "Adresse", "Engvej 9")
    assert field(page, "Telefon").value == "1234"
    assert "8 cifre" in page.error[0].value
    assert _stored(session, scene).phone == "+45 20 30 40 50"


def test_a_cpr_number_is_not_kept(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = leave(visit(session, scene.volunteer, "people/my_details"), "Adresse", "Engvej 7, 010203-1234")
    assert "CPR" in page.error[0].value
    assert _stored(session, scene).address == "Engvej 7\n4999 Solbjerg"


def test_another_field_changed_elsewhere_is_no_conflict(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = visit(session, scene.volunteer, "people/my_details")
    _change_elsewhere(session, scene, address="Torvet 4")
    page = leave(page, "Telefon", "30303030")
    assert not page.warning
    assert (_stored(session, scene).phone, _stored(session, scene).address) == ("+45 30 30 30 30", "Torvet 4")
    assert field(page, "Adresse").value == "Torvet 4"


def test_the_later_of_two_writers_is_told_keeps_what_was_typed_and_chooses(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = visit(session, scene.volunteer, "people/my_details")
    _change_elsewhere(session, scene, address="Torvet 4")
    page = leave(page, "Adresse", "Bakken 2")
    assert "ændret" in page.warning[0].value
    assert "Torvet 4" in text(page)
    assert field(page, "Adresse").value == "Bakken 2"
    assert _stored(session, scene).address == "Torvet 4"
    page = press(page, "Gem mit")
    assert not page.warning
    assert _stored(session, scene).address == "Bakken 2"


def test_the_later_of_two_writers_may_keep_what_the_other_wrote(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = visit(session, scene.volunteer, "people/my_details")
    _change_elsewhere(session, scene, address="Torvet 4")
    page = press(leave(page, "Adresse", "Bakken 2"), "Behold det andet")
    assert not page.warning
    assert field(page, "Adresse").value == "Torvet 4"
    assert _stored(session, scene).address == "Torvet 4"


def test_letters_that_cannot_be_printed_are_named_and_a_latin_spelling_asked_for(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = visit(session, scene.volunteer, "people/my_details")
    assert "Dit navn med latinske bogstaver" not in text(page)
    page = leave(page, "Dit navn", "王 Møller")
    assert "王" in page.warning[0].value
    page = leave(page, "Dit navn med latinske", "Wang Møller")
    stored = _stored(session, scene)
    assert (stored.name, stored.latin_name) == ("王 Møller", "Wang Møller")
    assert not page.warning
    assert field(page, "Dit navn").value == "王 Møller"


def test_a_volunteer_is_led_on_and_a_colleague_is_not(session: Session, now) -> None:
    scene = a_scene(session, now)
    assert "Videre på min vej" in [
        button.label for button in visit(session, scene.volunteer, "people/my_details").button
    ]
    assert "Videre på min vej" not in [
        button.label for button in visit(session, scene.coordinator, "people/my_details").button
    ]


def _stored(session: Session, scene: Scene) -> Person:
    session.rollback()
    return session.get_one(Person, scene.volunteer.id, populate_existing=True)


def _change_elsewhere(session: Session, scene: Scene, **changes: str) -> None:
    version = _stored(session, scene).version
    save_own_details(
        session=session, actor=scene.as_volunteer, changes=changes, expected_version=version, now=utc_now()
    )


# After a break: a new session, which knows nothing of the page but what stands in the browser


def test_what_was_typed_before_a_break_is_saved_by_the_session_that_follows(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    page = leave(_begin_anew(visit(session, scene.volunteer, "people/my_details")), "Adresse", "Engvej 7")
    assert _stored(session, scene).address == "Engvej 7"
    assert "Gemt kl. " in text(page)


def test_what_is_saved_after_a_break_stands_as_it_is_stored(session: Session, now) -> None:
    scene = a_scene(session, now, full=False)
    page = leave(_begin_anew(visit(session, scene.volunteer, "people/my_details")), "Telefon", "20304050")
    assert field(page, "Telefon").value == "+45 20 30 40 50"


def test_what_is_refused_after_a_break_stays_on_screen(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = leave(_begin_anew(visit(session, scene.volunteer, "people/my_details")), "Telefon", "1234")
    assert field(page, "Telefon").value == "1234"
    assert "8 cifre" in page.error[0].value


def test_what_somebody_else_wrote_during_a_break_is_shown_beside_what_was_typed(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = _begin_anew(visit(session, scene.volunteer, "people/my_details"))
    _change_elsewhere(session, scene, address="Torvet 4")
    page = leave(page, "Adresse", "Bakken 2")
    assert "Torvet 4" in text(page)
    assert field(page, "Adresse").value == "Bakken 2"
    page = leave(page, "Adresse", "Bakken 3")
    assert _stored(session, scene).address == "Torvet 4"
    page = press(page, "Gem mit")
    assert not page.warning
    assert _stored(session, scene).address == "Bakken 3"


def test_a_field_nobody_typed_in_follows_what_somebody_else_wrote_during_a_break(session: Session, now) -> None:
    scene = a_scene(session, now)
    page = _begin_anew(visit(session, scene.volunteer, "people/my_details"))
    _change_elsewhere(session, scene, address="Torvet 4")
    page = page.run()
    assert field(page, "Adresse").value == "Torvet 4"
    assert _stored(session, scene).address == "Torvet 4"
    assert not page.warning


def _begin_anew(page: AppTest) -> AppTest:
    """The same page in the browser, and a session that begins: it knows who is here, by the cookie, and no more."""
    for each in (*page.text_input, *page.text_area):
        each.set_value(each.value)  # a browser holds what it shows
    fresh = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    fresh.session_state["username"] = page.session_state["username"]
    fresh.query_params.update(page.query_params)
    fresh._page_hash = page._page_hash
    fresh._tree = page._tree
    fresh._tree._runner = fresh
    return fresh
