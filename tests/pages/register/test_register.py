"""The register as a coordinator meets it: chosen, kept as views, done to many, and taken out."""

import io
import subprocess
from datetime import timedelta

import pikepdf
import pytest
from sqlmodel import Session, select

from core.i18n import gettext, local_day, reading, utc_now
from core.register.choices import Column, RegisterFilter, RegisterOrder
from core.register.views import views_of
from core.startup import Portal
from db.access import Invitation
from db.audit import AuditEvent
from db.engine import transaction
from db.people import Engagement, Person
from pages.register.choices import Choices
from pages.register.export import RegisterExport
from tests.builders import a_scene
from tests.core.register.test_documents import another
from tests.pages.as_colleague import choose, named, only_button, said_in_rows, visit
from tests.pages.as_volunteer import field, text
from tests.workbooks import cells_of

NOW = utc_now() - timedelta(hours=1)


@pytest.fixture
def scene(session: Session):
    return a_scene(session, NOW, programme="laer_at_tackle")


def da(message: str) -> str:
    with reading("da"):
        return gettext(message)


def the(page, kind: str, label: str):
    return next(each for each in page.get(kind) if each.label == label)


def unfolded(page):
    page.session_state["filters"] = True
    return page.run()


def test_each_row_says_where_they_stand_and_what_is_next_and_is_called_in_one_tap(session, scene):
    page = unfolded(visit(session, scene.coordinator, "register/volunteers"))
    assert named(page) == ["Karen Møller"]
    assert "Inviteret" in said_in_rows(page)
    page = the(page, "multiselect", da("What each row tells")).set_value([Column.PHONE]).run()
    assert 'href="tel:+4520304050"' in text(page)


def test_the_columns_are_those_that_were_chosen_also_as_a_table(session, scene):
    page = unfolded(visit(session, scene.coordinator, "register/volunteers"))
    page = the(page, "multiselect", da("What each row tells")).set_value([Column.EMAIL]).run()
    assert "mailto:karen@example.dk" in text(page)
    assert 'href="tel:+' not in text(page)
    page.session_state["register-shape"] = "table"
    page = page.run()
    (table,) = [each.proto.body for each in page.get("html") if "<table" in each.proto.body]
    assert "karen@example.dk" in table
    assert f"volunteer?id={scene.engagement.id}" in table


def test_a_view_is_kept_and_taken_again(session, scene):
    another(session, scene, NOW, name="Bo Dahl")
    page = choose(visit(session, scene.coordinator, "register/volunteers"), da("Sort by"), RegisterOrder.NEWEST)
    page = choose(page, "Arbejdsplads", scene.workplace.id)
    field(page, "Visningens navn").set_value("Nyeste")
    page = only_button(page, "keep-view").click().run()
    assert page.toast[0].value == "Visningen er gemt."
    session.rollback()
    (view,) = views_of(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id)
    page = visit(session, scene.coordinator, "register/volunteers")
    page = only_button(page, f"view-{view.view_id}").click().run()
    assert not page.exception
    assert page.session_state["register-order"] is RegisterOrder.NEWEST
    assert page.session_state["filter-workplace"] == scene.workplace.id
    assert sorted(named(page)) == ["Bo Dahl", "Karen Møller"]
    page = only_button(page, f"forget-{view.view_id}").click().run()
    session.rollback()
    assert views_of(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id) == []


def press_rows(page, *engagement_ids):
    """The page with these rows pressed and no others."""
    rows = next(each for each in page.get("button_group") if each.key == "register-pressed")
    return rows.set_value([*engagement_ids]).run()


def as_a_table(page):
    """The page with its list as a table."""
    return next(each for each in page.get("button_group") if each.key == "register-shape").set_value(["table"]).run()


def test_another_contact_person_is_given_to_all_who_were_chosen(session, scene):
    another(session, scene, NOW, name="Bo Dahl")
    page = visit(session, scene.coordinator, "register/volunteers")
    page = the(page, "toggle", "Vælg flere").set_value(True).run()
    page = only_button(page, "choose-all").click().run()
    assert "**2** valgt" in text(page)
    page = press_rows(page, scene.engagement.id)
    assert "**1** valgt" in text(page)
    page = page.selectbox(key="many-contact").set_value(scene.coordinator.id).run()
    page = only_button(page, "change-contact").click().run()
    assert not page.exception
    assert page.success[0].value == "Det er gjort for 1 frivillig."
    session.rollback()
    changed = session.exec(select(Engagement.id).where(Engagement.contact_person_id == scene.coordinator.id)).all()
    assert changed == [scene.engagement.id]
    page = only_button(page, "done").click().run()
    assert sorted(named(page)) == ["Bo Dahl", "Karen Møller"]


def test_links_are_made_for_those_chosen_and_what_was_refused_is_told(session, scene):
    page = visit(session, scene.coordinator, "register/volunteers")
    page = the(page, "toggle", "Vælg flere").set_value(True).run()
    page = press_rows(page, scene.engagement.id)
    page = only_button(page, "invite-many").click().run()
    assert page.success[0].value == "Det er gjort for 1 frivillig."
    session.rollback()
    assert session.exec(select(Invitation.person_id)).all() == [scene.volunteer.id]


def test_a_contact_person_chooses_nobody(session, scene):
    page = visit(session, scene.contact_person, "register/volunteers")
    assert [each.label for each in page.toggle] == []
    assert named(page) == ["Karen Møller"]


def taken_out(session, scene, *columns: Column) -> RegisterExport:
    class Here:
        def session(self):
            return Session(session.get_bind())

    portal: Portal = Here()  # type: ignore[assignment]
    shown = Choices(RegisterFilter(), RegisterOrder.NAME, False, columns, as_table=False)
    return RegisterExport(portal, scene.as_coordinator, scene.organisation.id, shown, {}, "da", NOW)


def words_of(printed: bytes) -> str:
    """The text of a PDF."""
    return subprocess.run(["pdftotext", "-", "-"], input=printed, capture_output=True, check=True).stdout.decode()


def test_the_list_is_taken_out_as_it_is_shown_and_the_log_says_so(session, scene):
    out = taken_out(session, scene, Column.PHONE, Column.STAGE)
    assert cells_of(out.spreadsheet()) == [
        ["Navn", "Telefon", "Hvor de er", "Mail", "Begynder", "Godkendt til og med"],
        ["Karen Møller", "+45 20 30 40 50", "Inviteret", "karen@example.dk", local_day(NOW)],
    ]
    assert out.paper().startswith(b"%PDF")
    actions = session.exec(select(AuditEvent.action)).all()
    assert actions.count("volunteers.downloaded") == 2


def test_a_name_that_no_font_has_is_printed_in_its_latin_spelling_and_kept_in_the_spreadsheet(session, scene):
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.name, person.latin_name = "王小明", "Wang Xiaoming"
        session.add(person)
    out = taken_out(session, scene, Column.NEXT)
    assert cells_of(out.spreadsheet())[1][0] == "王小明"
    assert "Wang Xiaoming" in words_of(out.paper())


def test_a_name_without_a_latin_spelling_does_not_keep_the_list_from_being_printed(session, scene):
    with transaction(session):
        person = session.get_one(Person, scene.volunteer.id)
        person.name = "王小明"
        session.add(person)
    assert "[cjk 738b, cjk 5c0f, cjk 660e]" in words_of(taken_out(session, scene, Column.PHONE).paper())


def test_what_comes_next_is_three_cells_in_a_spreadsheet_and_a_day_is_a_day(session, scene):
    heading, row = cells_of(taken_out(session, scene, Column.NEXT).spreadsheet())
    assert heading[:4] == ["Navn", da("What comes next"), da("Whose turn"), da("Due on")]
    assert row[0] == "Karen Møller"
    assert row[2] in {"Jonas Holm", "Lise Bach", "Karen Møller", da("Me")}


def test_fifty_volunteers_take_two_pages_and_are_a_table_with_headings(session, scene):
    for number in range(49):
        another(session, scene, NOW, name=f"Frivillig Nummer {number:02} Mellemnavnsen")
    printed = taken_out(session, scene, Column.NEXT, Column.WORKPLACE, Column.PHONE, Column.PROGRAMME).paper()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) == 2
        tags = [str(each.S) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/S" in each]
        scopes = [
            str(each.A.Scope)
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and {"/S", "/A"} <= set(each)
        ]
    assert (tags.count("/Table"), tags.count("/TR"), tags.count("/TD")) == (1, 51, 50 * 4)
    assert (scopes.count("/Column"), scopes.count("/Row")) == (5, 50)


def test_the_table_the_order_and_the_columns_are_as_they_were_left_also_after_logging_in_anew(session, scene):
    another(session, scene, NOW, name="Bo Dahl")
    page = unfolded(visit(session, scene.coordinator, "register/volunteers"))
    page = the(page, "multiselect", da("What each row tells")).set_value([Column.WORKPLACE]).run()
    page = as_a_table(page)
    page = only_button(page, f"press-{RegisterOrder.NAME}").click().run()
    assert not page.exception
    page = visit(session, scene.coordinator, "register/volunteers")
    (table,) = [each.proto.body for each in page.get("html") if "<table" in each.proto.body]
    assert table.index("Karen Møller") < table.index("Bo Dahl")
    assert 'aria-sort="descending"' in table
    assert da("Workplace") in table
    assert da("Programme") not in table
    assert views_of(session=session, actor=scene.as_coordinator, organisation_id=scene.organisation.id) == []


def test_somebody_is_chosen_in_a_table_too(session, scene):
    page = visit(session, scene.coordinator, "register/volunteers")
    page = as_a_table(page)
    page = the(page, "toggle", "Vælg flere").set_value(True).run()
    assert "**1** valgt" in text(press_rows(page, scene.engagement.id))


def test_both_ways_to_take_it_out_are_offered(session, scene):
    page = visit(session, scene.coordinator, "register/volunteers")
    assert {"Hent som regneark", "Print listen"} <= {each.proto.label for each in page.get("download_button")}
