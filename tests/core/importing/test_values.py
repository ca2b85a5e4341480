"""Days, names and numbers as people write them in cells."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from core.importing import values
from core.importing.columns import SheetColumn, SheetField, guess
from core.importing.values import DayRead

M = date(2024, 3, 15)
DAYS = (
    (M, M, False),
    (45366, M, False),
    ("45366", M, False),
    (20240315, M, False),
    (15032024, M, False),
    (150324, M, False),
    ("150324", M, False),
    ("010324", date(2024, 3, 1), False),
    ("15.03.2024", M, False),
    ("15/3-2024", M, False),
    ("15-3-24", M, False),
    ("15. marts 2024", M, False),
    ("d. 15 mar 2024", M, False),
    ("March 15, 2024", M, False),
    ("2024-03-15", M, False),
    ("2024-03-12", date(2024, 3, 12), False),
    ("2024-03-15 12:30", M, False),
    ("1/2/2024", date(2024, 2, 1), False),
    ("1.2.85", date(1985, 2, 1), False),
    ("marts 2024", date(2024, 3, 1), True),
    ("03/2024", date(2024, 3, 1), True),
    (2024, date(2024, 1, 1), True),
    ("2024", date(2024, 1, 1), True),
)
NO_DAYS = ("snart", "i foråret", "15. marts", "31.2.2024", "ukendt", 12, 1234567, "1.1.1066", "ja")


def test_a_day_is_read_in_any_form():
    for cell, day, partly in DAYS:
        assert values.day(cell) == DayRead(day, partly), cell
    assert values.day(None) is None
    for cell in NO_DAYS:
        with pytest.raises(DomainError, match="sheet_day"):
            values.day(cell)


def test_a_column_that_writes_the_month_first_is_read_so_throughout():
    column = ["12/31/2023", "01/02/2024", None]
    assert values.month_first(column)
    assert values.day("01/02/2024", turned=True) == DayRead(date(2024, 1, 2))
    assert not values.month_first(["31/12/2023", "01/02/2024"])
    assert not values.month_first(["31/12/2023", "12/31/2023"])


def test_several_days_stand_in_one_cell_or_in_several():
    cells = ["1.2.2024, 3. marts 2024 og 2/5-2024", None, 45366, "1.2.2024"]
    assert values.days(cells) == (date(2024, 2, 1), date(2024, 3, 3), M, date(2024, 5, 2))


def test_a_name_stands_in_one_column_or_two_and_either_way_round():
    for cells, name in (
        (("Karen Møller", None, None), "Karen Møller"),
        (("Møller, Karen  Ida", None, None), "Karen Ida Møller"),
        ((None, " Karen", "Møller "), "Karen Møller"),
        ((None, "Karen", None), "Karen"),
    ):
        assert values.name(*cells) == name
    for cell in ("", "20304050", "karen@example.dk", "Karen 2", None):
        with pytest.raises(DomainError, match="name_missing"):
            values.name(cell, None, None)


def test_of_several_numbers_and_addresses_the_first_is_taken():
    assert values.phone([None, 20304050]) == "+45 20 30 40 50"
    assert values.phone(["20 30 40 50 / 30405060"]) == "+45 20 30 40 50"
    assert values.phone(["0046 8 123 456 78"]) == "+46 8 123 456 78"
    assert values.email(["bo@example.dk; ib@example.dk"]) == "bo@example.dk"
    assert values.address(["Engvej 7, 2. tv"], 4999, "Solbjerg") == "Engvej 7\n2. tv\n4999 Solbjerg"
    assert values.language("Engelsk", "da") == "en"
    assert values.language(None, "da") == "da"


# A heading as somebody has it, and what it is taken for.
HEADINGS = (
    ("NAVN", SheetField.NAME),
    ("Telfon", SheetField.PHONE),
    ("tlf.nr", SheetField.PHONE),
    ("Mobil (privat)", SheetField.PHONE),
    ("E-mail adresse", SheetField.EMAIL),
    ("Start-dato", SheetField.BEGINS_ON),
    ("Dato for start", SheetField.BEGINS_ON),
    ("Arbejdsted", SheetField.WORKPLACE),
    ("Kontaktpersn", SheetField.CONTACT_PERSON),
    ("Nærmeste paarørende", SheetField.KIN_NAME),
    ("Pårørende - tlf", SheetField.KIN_PHONE),
    ("Godkendt t.o.m.", SheetField.APPROVED_UNTIL),
    ("Godkendt til", SheetField.APPROVED_UNTIL),
    ("Vejledning 2", SheetField.SUPERVISED_ON),
    ("Makker", SheetField.PARTNER),
    ("Skostørrelse", None),
    ("Bemærkninger", None),
)


def test_a_heading_is_known_in_any_spelling():
    for heading, field in HEADINGS:
        assert guess([SheetColumn(0, heading, ("x",))], {}) == ({0: field} if field else {}), heading


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.text(max_size=30), st.integers(), st.floats(), st.dates()))
@example(float("nan"))
@example(float("inf"))
def test_any_cell_is_a_day_or_refused(cell):
    try:
        found = values.days([cell])
    except DomainError as refused:
        found = ()
        assert refused.code == "sheet_day"  # noqa: PT017
    assert all(values.EARLIEST <= day <= values.LATEST for day in found)
