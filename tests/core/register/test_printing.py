"""The printed register: a table on its side, of which nothing is parted that belongs together."""

from datetime import datetime
from pathlib import Path

import pytest
from pdfua import validate
from sqlmodel import Session

from core.register.printing import PrintedList, print_list
from tests.builders import a_scene
from tests.core.documents.readback import elements_of, lines_on, links_of, opened, tags_of

COLUMNS = ("Navn", "Program", "Sted", "Kontaktperson", "Status", "Telefon", "E-mail", "Siden")
PHONE, DAY, STANDING = "+45 20 12 34 56", "12.11.2026", "Godkendt til 3. maj 2027"


def printed(session: Session, now: datetime, rows: int, columns: int = len(COLUMNS)) -> bytes:
    scene = a_scene(session, now)
    listed = [
        (
            f"Frivillig nummer {n}",
            "Instruktør på LÆR AT TACKLE hverdagen med kroniske smerter og sygdom, og makker for de nye, der er på vej",
            "Sundhedshuset på Havnen, den gamle indgang ved siden af det nye bibliotek og caféen på torvet",
            "Mette Kjær Lindqvist",
            STANDING,
            PHONE,
            f"frivillig.nummer{n}@example.dk",
            DAY,
        )
        for n in range(rows)
    ]
    return print_list(
        session=session,
        actor=scene.as_coordinator,
        organisation_id=scene.organisation.id,
        printed=PrintedList("Frivillige", COLUMNS[:columns], [row[:columns] for row in listed]),
        language="da",
        now=now,
    )


def test_a_list_of_columns_is_a_table_with_its_headings_tagged(session: Session, now: datetime, tmp_path: Path) -> None:
    made = printed(session, now, 50)
    (path := tmp_path / "list.pdf").write_bytes(made)
    assert not list(validate(str(path)).findings)
    tags = tags_of(made)
    # The headings are read once, however many pages there are.
    assert [tags.count(tag) for tag in ("Table", "TR", "TH", "TD")] == [1, 51, 8 + 50, 7 * 50]
    with opened(made) as file:
        assert len(file.pages) > 1
        scopes = [str(each.A.Scope) for each in elements_of(file.Root.StructTreeRoot) if str(each.S) == "/TH"]
    assert scopes == ["/Column"] * 8 + ["/Row"] * 50


def test_phone_numbers_and_days_stand_on_one_line_of_a_page_on_its_side(session: Session, now: datetime) -> None:
    made = printed(session, now, 50)
    with opened(made) as file:
        lines = [line.text for page in file.pages for line in lines_on(page)]
        sizes = {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in file.pages}
    assert sizes == {(842, 595)}
    assert lines.count(PHONE) == lines.count(DAY) == 50
    assert sum("3. maj 2027" in line for line in lines) == 50
    assert ("tel:+4520123456", f"Ring til {PHONE}") in links_of(made)


def test_few_columns_stand_upright(session: Session, now: datetime) -> None:
    with opened(printed(session, now, 5, 3)) as file:
        (page,) = file.pages
        assert float(page.mediabox[3]) > float(page.mediabox[2])


@pytest.mark.parametrize("rows", [5, 50])
def test_bookmarks_lead_to_the_pages_of_a_list_by_what_stands_on_them(
    session: Session, now: datetime, rows: int
) -> None:
    with opened(printed(session, now, rows)) as file, file.open_outline() as outline:
        (title,) = outline.root
        below = [item.title for item in title.children]
        pages = len(file.pages)
    assert title.title == "Frivillige"
    if pages == 1:
        assert below == []
        return
    assert len(below) == pages
    assert below[0].startswith("Frivillig nummer 0 – ")
    assert below[-1].endswith("– Frivillig nummer 49")
