"""My details: each field saved as it is left, and nothing typed is ever lost."""

from sqlmodel import Session

from core.i18n import utc_now
from core.people.service import save_own_details
from db.people import Person
from tests.builders import Scene, a_scene
from tests.pages.as_volunteer import field, leave, press, text, visit


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
