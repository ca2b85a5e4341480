"""The dry run says of each row what it would do or why it does not, and writes nothing."""

import pytest
from sqlmodel import Session, select

from core.i18n import reading
from core.importing.choices import Decided, ImportChoices, Meaning
from core.importing.columns import SheetField
from core.importing.plan import RowKind
from core.importing.rows import Passed, RowNote
from core.importing.words import why
from db.people import Person
from tests.builders import Scene, a_scene, a_workplace
from tests.core.importing.sheets import all_rows, brought_in, csv, planned

WHERE, WHOM = SheetField.WORKPLACE, SheetField.CONTACT_PERSON
USUAL = ImportChoices(usual={Meaning.PROGRAMME: "kommunal_frivillig"})


@pytest.fixture
def scene(session: Session, now) -> Scene:
    """Karen Møller, karen@example.dk, +45 20 30 40 50, at Birkehuset."""
    return a_scene(session, now)


# A line of a sheet with these headings; what becomes of it, and why.
HEADINGS = "Navn;Mail;Mobil;Start;Uddannet;Sted;Kontaktperson"
CASES: tuple[tuple[str, RowKind, list[tuple[str, SheetField | None]]], ...] = (
    ("Bo Bæk;bo@example.dk;20304051;1.3.2020;;Birkehuset;Lise Bach", RowKind.NEW, []),
    ("Møller, Karen;KAREN@example.dk;;;;Birkehuset;", RowKind.SAME, []),
    ("Karen Møller;;20 30 40 50;;;;", RowKind.SAME, []),
    ("Karen Møller;karen@example.dk;;;;Lunden;", RowKind.CHANGED, []),
    ("Karen Møller;;;;;;", RowKind.DOUBTFUL, []),
    ("Per Møller;karen@example.dk;;;;;", RowKind.DOUBTFUL, []),
    ("Ida Ask;;20304050;;;;", RowKind.DOUBTFUL, []),
    (";ida@example.dk;;;;;", RowKind.REFUSED, [("name_missing", SheetField.NAME)]),
    ("Ida Ask;ida at example;;;;;", RowKind.REFUSED, [("email_invalid", SheetField.EMAIL)]),
    ("Ida Ask;;123;;;;", RowKind.REFUSED, [("phone_invalid", SheetField.PHONE)]),
    ("Ida Ask;;;i foråret;;;", RowKind.REFUSED, [("sheet_day", SheetField.BEGINS_ON)]),
    ("Ida Ask;;;;1.1.2020;;", RowKind.REFUSED, [("no_approval_here", SheetField.TRAINED_ON)]),
    (
        "Ida Ask;;;;;Månen;Ingen",
        RowKind.REFUSED,
        [("sheet_workplace", WHERE), ("sheet_contact", WHOM)],
    ),
    (
        "Lise Bach;jonas@solbjerg.example.dk;;;;;Lise Bach",
        RowKind.REFUSED,
        [("own_contact", SheetField.CONTACT_PERSON)],
    ),
    ("Ida Ask 010190-1234;;;;;;", RowKind.REFUSED, [("sheet_cpr", None)]),
)


def test_each_row_is_told_with_what_becomes_of_it_and_why(session, scene):
    a_workplace(session, scene.organisation, name="Lunden")
    usual = {**USUAL.usual, Meaning.WORKPLACE: str(scene.workplace.id)}
    before = all_rows(session)
    for line, kind, reasons in CASES:
        choices = ImportChoices(usual=usual)
        plan = planned(session, scene.as_coordinator, scene.organisation.id, csv(HEADINGS, line), choices)
        (row,) = plan.rows
        told = [(each.error.code, each.column) for each in row.reasons]
        assert (row.kind, told) == (kind, reasons), (line, row)
    assert all_rows(session) == before


def test_a_cpr_number_is_nowhere_in_what_was_read(session, scene):
    sheet = csv("Navn;Cpr-nr;Bemærkning", "Bo Bæk;;født 0101901234", "Ib Bro;101901234;", "Eva Eg;1234;")
    plan = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL)
    assert {row.kind for row in plan.rows} == {RowKind.REFUSED}
    told = f"{sheet} {plan}"
    assert "1234" not in told.replace("'1234'", "")
    assert "0190" not in told


def test_what_is_lacking_is_filled_and_what_is_here_stays(session, scene, now):
    scene.volunteer.address = ""
    session.commit()
    sheet = csv("Navn;Mail;Adresse;Mobil;Start", "Karen Møller;karen@example.dk;Engvej 9;20304099;1.1.2001")
    (row,) = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL).rows
    assert (row.kind, row.lacking, row.days) == (RowKind.CHANGED, {"address": "Engvej 9"}, {})
    assert {column for _note, column in row.notes} == {SheetField.PHONE, SheetField.BEGINS_ON}
    assert {note for note, _column in row.notes} == {RowNote.KEPT_AS_IT_IS}


def test_rows_about_nobody_are_told_apart(session, scene):
    sheet = csv(
        "Frivillige 2024;;",
        ";;",
        "Navn;Mail;Sted",
        "Birkehuset;;",
        "Bo Bæk;bo@example.dk;Birkehuset",
        ";;",
        "Navn;Mail;Sted",
        "Ib Bro;ib@example.dk;Birkehuset",
        "I alt;2;",
    )
    plan = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL)
    assert [(row.number, row.kind, row.passed) for row in plan.rows] == [
        (4, RowKind.PASSED, Passed.GROUP),
        (5, RowKind.NEW, None),
        (7, RowKind.PASSED, Passed.HEADINGS),
        (8, RowKind.NEW, None),
        (9, RowKind.PASSED, Passed.SUM),
    ]


def test_two_rows_of_one_person_make_one_person_and_the_same_row_twice_is_refused(session, scene, now):
    a_workplace(session, scene.organisation, name="Lunden")
    sheet = csv(
        "Navn;Mail;Sted",
        "Bo Bæk;bo@example.dk;Birkehuset",
        "Bæk, Bo;bo@example.dk;Lunden",
        "Bo Bæk;bo@example.dk;Birkehuset",
        "Bo Bæk;;Birkehuset",
    )
    plan = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL)
    assert [(row.kind, row.as_row) for row in plan.rows] == [
        (RowKind.NEW, None),
        (RowKind.CHANGED, 2),
        (RowKind.REFUSED, 2),
        (RowKind.DOUBTFUL, None),
    ]
    assert plan.rows[2].reasons[0].error.details == {"row": 2}
    brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now, USUAL)
    again = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL)
    assert [row.kind for row in again.rows[:3]] == [RowKind.SAME] * 3


def test_what_a_later_row_knows_of_somebody_new_is_taken_along_and_what_it_says_otherwise_is_told(session, scene, now):
    a_workplace(session, scene.organisation, name="Lunden")
    sheet = csv(
        "Navn;Mail;Tlf;Pårørende;Sted",
        "Bo Bæk;bo@example.dk;;Ida;Birkehuset",
        "Bo Bæk;bo@example.dk;20 30 40 50;Eva;Lunden",
    )
    plan = planned(session, scene.as_coordinator, scene.organisation.id, sheet, USUAL)
    first, second = plan.rows
    assert first.lacking["phone"] == "+45 20 30 40 50"
    assert (RowNote.TAKEN_ALONG, SheetField.PHONE) in second.notes
    assert (RowNote.FIRST_ROW_HOLDS, SheetField.KIN_NAME) in second.notes
    with reading("da"):
        assert "Telefon: kommer med sammen med den første række om dem" in why(second)
    brought_in(session, scene.as_coordinator, scene.organisation.id, sheet, now, USUAL)
    person = session.exec(select(Person).where(Person.name == "Bo Bæk")).one()
    assert (person.phone, person.next_of_kin_name) == ("+45 20 30 40 50", "Ida")


def test_who_is_meant_in_a_doubtful_row_is_for_the_coordinator_to_say(session, scene):
    sheet = csv("Navn;Sted", "Karen Møller;Birkehuset")
    for decided, kind, person_id in (
        (Decided.NEW, RowKind.NEW, None),
        (Decided.LEFT, RowKind.LEFT, None),
        (str(scene.volunteer.id), RowKind.SAME, scene.volunteer.id),
        (str(scene.coordinator.id), RowKind.DOUBTFUL, None),
    ):
        choices = USUAL.model_copy(update={"decided": {2: decided}})
        (row,) = planned(session, scene.as_coordinator, scene.organisation.id, sheet, choices).rows
        assert (row.kind, row.person_id) == (kind, person_id), decided
        assert [each.name for each in row.candidates] == ["Karen Møller"]


def test_what_no_column_says_is_asked_for_and_words_nobody_knows_too(session, scene):
    sheet = csv("Navn;Sted", "Bo Bæk;Månen", "Ib Bro;Månen", "Eva Eg;")
    plan = planned(session, scene.as_coordinator, scene.organisation.id, sheet)
    assert plan.unsaid == (Meaning.PROGRAMME,)
    assert plan.unknown[Meaning.WORKPLACE] == {"Månen": 2}
