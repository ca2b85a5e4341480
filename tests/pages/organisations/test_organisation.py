import io
import re
from datetime import date, datetime

from PIL import Image
from sqlmodel import Session

from core.calendar.service import closed_periods
from core.organisations.service import OrganisationDetails, save_organisation, workplaces
from core.reminders.pace import reminder_pace_of
from db.certificates import Signatory
from db.organisations import Organisation, Workplace
from tests.pages.as_admin import at_the_file, is_refused, now_stored, press, text, visit, write
from tests.pages.drawn import html_of
from tests.pages.office import Office

PAGE = "organisations/organisation.py"


def stored(session: Session, office: Office) -> Organisation:
    return now_stored(session).get_one(Organisation, office.scene.organisation.id)


def places(session: Session, office: Office) -> list[Workplace]:
    return workplaces(now_stored(session), office.scene.organisation.id)


def test_an_administrator_changes_the_details(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE)
    write(app, "Organisationens navn", "Nyborg Kommune")
    write(app, "Telefon", "70203040")
    app = press(app, "Gem")
    assert "Organisationen er gemt." in text(app)
    assert (stored(session, office).name, stored(session, office).phone) == ("Nyborg Kommune", "+45 70 20 30 40")


def test_what_is_written_stays_when_it_is_refused(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE)
    write(app, "Telefon", "12")
    write(app, "Mail", "ingen adresse")
    app = press(app, "Gem")
    assert re.findall(r'href="#(wrong-[^"]+)"', html_of(app)) == [
        "wrong-organisation-phone",
        "wrong-organisation-email",
    ]
    assert {field.label: field.value for field in app.text_input if field.label.endswith("(skal rettes)")} == {
        "Telefon (skal rettes)": "12",
        "Mail (skal rettes)": "ingen adresse",
    }


def test_the_later_of_two_is_told_loses_nothing_and_may_save_again(
    session: Session, office: Office, now: datetime
) -> None:
    app = visit(session, office.admin, PAGE)
    organisation = stored(session, office)
    save_organisation(
        session=session,
        actor=office.as_admin,
        organisation_id=organisation.id,
        details=OrganisationDetails(
            name="Den hurtiges navn",
            address=organisation.address,
            phone=organisation.phone,
            email=organisation.email,
        ),
        expected_version=organisation.version,
        now=now,
    )
    write(app, "Organisationens navn", "Den langsommes navn")
    app = press(app, "Gem")
    assert "Den hurtiges navn" in text(app)
    assert stored(session, office).name == "Den hurtiges navn"
    assert [field.value for field in app.text_input if field.label == "Organisationens navn"] == ["Den langsommes navn"]
    press(app, "Gem")
    assert stored(session, office).name == "Den langsommes navn"


def test_a_logo_is_kept_and_removed_and_is_not_in_the_way_of_the_details(session: Session, office: Office) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(picture, "PNG")
    app = visit(session, office.admin, PAGE)
    app.file_uploader[0].upload("logo.png", picture.getvalue(), "image/png")
    app = app.run()
    assert stored(session, office).logo is not None
    write(app, "Organisationens navn", "Nyborg Kommune")
    app = press(app, "Gem")
    assert stored(session, office).name == "Nyborg Kommune"
    press(app, "Fjern logoet")
    assert stored(session, office).logo is None


def test_a_broken_picture_is_refused_in_words(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE)
    app.file_uploader[0].upload("logo.png", b"no picture", "image/png")
    assert len(app.run().error) == 1


def test_a_workplace_is_added_renamed_and_closed(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE).button(key="open-place-new").click().run()
    write(app, "Arbejdspladsens navn", "Det nye hus")
    app = press(app, "Tilføj arbejdspladsen")
    assert "Det nye hus" in [place.name for place in places(session, office)]
    place = next(p for p in places(session, office) if p.name == "Det nye hus")
    app = app.button(key=f"open-place-{place.id}").click().run()
    write(app, "Arbejdspladsens navn", "Det gamle hus")
    app = press(app, "Gem arbejdspladsen")
    assert "Det gamle hus" in [each.name for each in places(session, office)]
    app = app.button(key=f"open-place-{place.id}").click().run()
    app.button(key=f"place-close-{place.id}").click().run()
    assert [each.name for each in places(session, office)] == ["Birkehuset"]


def test_a_workplace_with_a_volunteer_cannot_be_closed(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE).button(key=f"open-place-{office.scene.workplace.id}").click().run()
    app = app.button(key=f"place-close-{office.scene.workplace.id}").click().run()
    assert len(app.error) == 1
    assert len(places(session, office)) == 1


def test_a_coordinator_is_refused(session: Session, office: Office) -> None:
    app = at_the_file(session, office.scene.coordinator, PAGE)
    assert is_refused(app)
    assert not app.text_input


def test_who_signs_diplomas_is_named_with_a_picture_and_taken_off_again(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE)
    write(app, "Navn", "Mette Lund")
    write(app, "Titel", "Koordinator")
    app = press(app, "Gem, hvem der skriver under")
    assert not app.exception
    Image.new("RGB", (300, 90), "navy").save(picture := io.BytesIO(), "PNG")
    app.file_uploader[1].upload("underskrift.png", picture.getvalue(), "image/png")
    app = app.run()
    found = now_stored(session).get_one(Signatory, office.scene.organisation.id)
    assert (found.name, found.title) == ("Mette Lund", "Koordinator")
    assert found.image is not None
    app = press(app, "Fjern underskriften")
    assert now_stored(session).get_one(Signatory, office.scene.organisation.id).image is None


def test_the_numbers_of_applications_and_expectations_are_kept_and_what_is_too_much_is_said(
    session: Session, office: Office
) -> None:
    app = visit(session, office.admin, PAGE)
    for number, shown in (
        (7, "Gemt. Det gælder for det, der sker fra nu af."),
        (91, "Skriv et helt tal fra 1 til 90."),
    ):
        label = "Dage, en ansøger højst bør vente på svar"
        next(each for each in app.number_input if each.label.startswith(label)).set_value(number)
        app = press(app, "Gem tallene")
        assert shown in text(app) + html_of(app)
        assert stored(session, office).application_answer_days == 7


def test_closed_days_are_written_down_and_removed(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE)
    app = press(app, "Tilføj lukkedagene")
    assert [html_of(app).count(words) for words in ("Vælg en dag, eller skriv den", "Skriv et navn.")] == [2, 2]
    write(app, "Hvad hedder de? (skal rettes)", "Sommerlukket")
    next(each for each in app.date_input if each.label.startswith("Første lukkedag")).set_value(date(2027, 7, 19))
    app = press(app, "Tilføj lukkedagene")
    assert "**Sommerlukket** :small[19. juli 2027]" in text(app)
    app = press(app, "Fjern Sommerlukket")
    assert closed_periods(now_stored(session), office.scene.organisation.id) == []


def test_an_administrator_says_when_people_are_reminded(session: Session, office: Office) -> None:
    app = visit(session, office.admin, PAGE)
    app.number_input(key="reminding-0-most").set_value(2)
    app = press(app, "Gem, hvordan I minder om ting")
    assert "Gemt. Det gælder fra den næste påmindelse." in text(app)
    assert reminder_pace_of(now_stored(session), office.scene.organisation.id).most == 2
    app.number_input(key="reminding-1-most").set_value(9)
    app = press(app, "Gem, hvordan I minder om ting")
    assert "wrong-reminding-1-most" in html_of(app)
    assert reminder_pace_of(now_stored(session), office.scene.organisation.id).most == 2
