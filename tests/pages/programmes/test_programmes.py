"""The organisation's programmes as an administrator meets them: adjusted with words of what changes, published."""

import pytest
from sqlmodel import Session, select

from core.access.permissions import Role
from core.i18n import gettext
from core.programmes.editing import adjust
from core.programmes.programme import Programme, shipped
from core.programmes.publishing import newest
from core.programmes.rules import settings_of
from db.engine import transaction
from db.people import Membership
from db.programmes import ProgrammeVersion
from pages.programmes.form import GROUPS
from pages.programmes.words import label
from tests.pages.as_admin import now_stored, press, text, visit
from tests.pages.as_colleague import said_in_rows

LIST, PAGE = "programmes/programmes.py", "programmes/programme.py"
ID = "laer_at_tackle"
TO_MOVE = "Se, hvad den nyeste betyder for dem"
SHIPPED = shipped()[ID].version
KILOMETRES = "En sats for hver kilometer i egen bil"


def own(session: Session) -> list[ProgrammeVersion]:
    asked = select(ProgrammeVersion).where(ProgrammeVersion.organisation_id.is_not(None))  # type: ignore[union-attr]
    return list(now_stored(session).exec(asked))


def number(page, label: str):
    return next(each for each in page.number_input if each.label == label)


def links(page) -> list[str]:
    return [each.proto.label for each in page.get("page_link")]


def at(session, office):
    return visit(session, office.admin, PAGE, id=ID)


def by_somebody_else(session, office, now, **changes):
    adjust(
        session=session,
        actor=office.as_admin,
        organisation_id=office.scene.organisation.id,
        programme=ID,
        changes={name.replace("__", "."): value for name, value in changes.items()},
        expected_number=SHIPPED,
        now=now,
    )


def test_every_programme_is_listed_with_its_version_and_its_volunteers(session, office):
    said = said_in_rows(visit(session, office.admin, LIST))
    assert said.count("fulgte med portalen") == len(shipped())
    assert "1 frivillig" in said


def test_what_changes_is_said_before_it_is_published_and_new_volunteers_begin_under_it(session, office):
    page = at(session, office)
    assert "Intet endnu" in text(page)
    number(page, "Godkendelsen gælder (år)").set_value(3)
    page = page.run()
    assert "Godkendelsen gælder (år): 2 år → **3 år**" in text(page)
    assert own(session) == []
    page = press(page, "Udgiv")
    assert not page.exception
    assert f"Udgave {SHIPPED + 1}" in text(page)
    assert [each.number for each in own(session)] == [SHIPPED + 1]
    assert "Udgivet" in text(page)
    assert "Intet endnu" in text(page)


def test_what_cannot_be_is_told_at_its_field_and_nothing_written_is_lost(session, office):
    page = at(session, office)
    number(page, "Vejledninger, mindst").set_value(5)
    page = page.run()
    assert "Det højeste antal kan ikke være mindre end det laveste." in text(page)
    assert next(button for button in page.button if button.label == "Udgiv").disabled
    assert number(page, "Vejledninger, mindst").value == 5


def test_days_are_written_as_one_writes_them(session, office):
    page = at(session, office)
    days = next(each for each in page.text_input if each.label == "Besked, før den udløber (dage)")
    assert days.value == "90, 30"
    page = days.set_value("120 60; 14").run()
    assert "90, 30 → **120, 60, 14**" in text(page)
    page = next(each for each in page.text_input if each.label == days.label).set_value("snart").run()
    assert "Skriv et helt tal fra 1 til 730." in text(page)


def test_what_somebody_else_published_meanwhile_is_told_and_mine_goes_on_top(session, office, now):
    page = at(session, office)
    number(page, "Godkendelsen gælder (år)").set_value(3)
    page = page.run()
    by_somebody_else(session, office, now, approval__courses_per_year=3)
    page = press(page, "Udgiv")
    assert len(own(session)) == 1
    page = page.run()
    assert "Søren Friis har udgivet" in text(page)
    assert "Kurser om året: 2 → **3**" in text(page)
    assert number(page, "Godkendelsen gælder (år)").value == 3
    page = press(page, "Udgiv")
    assert [each.number for each in own(session)] == [SHIPPED + 1, SHIPPED + 2]


def test_who_has_written_nothing_simply_sees_the_newest(session, office, now):
    page = at(session, office)
    by_somebody_else(session, office, now, approval__courses_per_year=3)
    page = page.run()
    assert "har udgivet" not in text(page)
    assert number(page, "Kurser om året").value == 3


def test_those_on_an_earlier_version_are_told_of_and_who_may_move_them_is_led_there(session, office, now):
    by_somebody_else(session, office, now, approval__courses_per_year=3)
    volunteer = office.scene.engagement
    with transaction(session):
        volunteer.programme_version_id = newest(session)[ID]
        session.add(volunteer)
    page = at(session, office)
    assert "1 frivillig bliver i en tidligere udgave" in text(page)
    assert TO_MOVE not in links(page)
    with transaction(session):
        session.add(
            Membership(
                organisation_id=office.scene.organisation.id,
                person_id=office.admin.id,
                role=Role.COORDINATOR,
                created_at=now,
            )
        )
    assert TO_MOVE in links(at(session, office))


def test_every_setting_has_its_field_on_the_page_and_every_group_has_settings(session, office):
    page = at(session, office)
    kinds = ("text_input", "text_area", "multiselect", "radio", "selectbox", "toggle", "number_input")
    fields = {each.label for kind in kinds for each in page.get(kind)}
    assert {label(setting) for setting in settings_of(shipped()[ID])} <= fields
    drawn = [each for each in page.expander if each.label in {gettext(title) for title, _parts, _icon in GROUPS}]
    assert len(drawn) == len(GROUPS)
    assert all(len(group.children) for group in drawn)


def test_kilometres_are_refused_at_their_field_where_the_public_pays_and_published_where_nobody_does(
    session, office, now
):
    page = at(session, office)
    next(each for each in page.toggle if each.label == KILOMETRES).set_value(True)
    page = page.run()
    assert "kun foreninger" in text(page).casefold()
    assert next(button for button in page.button if button.label == "Udgiv").disabled
    by_somebody_else(session, office, now, principles=None)
    page = at(session, office)
    next(each for each in page.toggle if each.label == KILOMETRES).set_value(True)
    page = press(page.run(), "Udgiv")
    assert not page.exception
    published = max(own(session), key=lambda row: row.number)
    assert Programme.from_json(published.content).expenses.kilometres


@pytest.mark.parametrize("address", ["", "x"])
def test_an_address_without_a_programme_is_told(session, office, address):
    page = visit(session, office.admin, PAGE, id=address)
    assert not page.exception
    assert page.error
