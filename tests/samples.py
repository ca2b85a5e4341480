"""`python -m tests.samples` writes docs/samples anew: three sheets as coordinators have them. Nobody in them exists."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape

from xlsxwriter import Workbook

from tests.architecture import ROOT

FOLDER = ROOT / "docs" / "samples"
MADE = datetime(2026, 11, 27, tzinfo=UTC).replace(tzinfo=None)


def fjordby() -> bytes:
    """A workbook that has grown: a title, merged headings, groups, sums, days of any kind, and a sheet of notes."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": MADE})
        notes = book.add_worksheet("Noter")
        notes.write("A1", "Husk kage til mødet")
        sheet, day = book.add_worksheet("Frivillige"), book.add_format({"num_format": "dd-mm-yyyy"})
        yellow = book.add_format({"bg_color": "yellow"})
        sheet.merge_range("A1:H1", "Frivillige i Fjordby Kommune")
        sheet.merge_range("A3:B3", "Navn")
        sheet.merge_range("C3:D3", "Kontakt")
        sheet.write_row("E3", ["Hvor", "Begyndt", "Adresse", "Bemærkning"])
        sheet.write_row("A4", ["Fornavn", "Efternavn", "Mobil", "Mailadr."])
        sheet.merge_range("A5:H5", "Lindely")
        lines = (
            ("Jens", "Overgaard", 20112233, "jens.overgaard@example.dk", "Lindely", datetime(2021, 3, 1), "Engvej 7"),  # noqa: DTZ001
            ("Hanne", "Å. Lund", "20 11 22 34", "hanne@example.dk", "Plejecentret Lindely", "1/9-2019", "Åvej 3"),
            ("Mogens", "Bech", "+45 20112235", None, "lindely", "marts 2020", None),
            None,
            ("Ruth", "Iversen", "20112236", "Ruth Iversen <ruth@example.dk>", "Havnen", 44197, "Kajen 2, 9998 Fjordby"),
            ("Karen", "Møller", None, None, "Havnen", "2018", None),
            ("Dorte", "Falk", "2011 22", "dorte@example.dk", "Broen", "i foråret", None),
        )
        for number, told in enumerate(lines, 5):
            for column, cell in enumerate(told or ()):
                if isinstance(cell, datetime):
                    sheet.write_datetime(number, column, cell, day)
                elif cell is not None:
                    sheet.write(number, column, cell, yellow if told and told[0] == "Mogens" else None)
        sheet.write_row("A13", ["I alt", 6])
    return file.getvalue()


def instructors() -> bytes:
    """What an old system wrote out: semicolons, Latin-1, surnames first, CPR numbers in a note."""
    lines = (
        "Instruktør;E-post;Tlf. nr.;Uddannet den;Start;Ordning;Sted",
        "Overgaard, Jens;jens.overgaard@example.dk;20112233;12.05.2021;01.03.2021;Instruktør på LÆR AT TACKLE;Havnen",
        "Sørensen, Grethe;grethe@example.dk;(+45) 2011 2240;20230915;01-06-2023;lær at tackle;Sundhedshuset Havnen",
        "Bjerre, Kåre;kaare@example.dk;20112241;5/11/24;2024;Lær at tackle;Mødestedet Broen",
        "Thomsen, Ole;ole@example.dk;;3. maj 2022;15.01.2022;Lær at tackle;Kulturhuset",
        "Vang, Ulla 010150-1234;ulla@example.dk;20112243;;;Lær at tackle;Broen",
    )
    return "\r\n".join(lines).encode("cp1252")


def newcomers() -> bytes:
    """A sheet of LibreOffice with what cannot come in: a name twice, an address that is none, nobody's name."""
    rows = (
        ("Name", "Mail", "Phone", "Since", "Where", "Next of kin", "Next of kin phone"),
        ("Signe Holm", "signe@example.dk", "20112250", "2024-02-01", "Fjordby Bibliotek", "Per Holm", "30112250"),
        ("Signe Holm", "signe@example.dk", "20112250", "2024-02-01", "Fjordby Bibliotek", "", ""),
        ("Asger Riis", "asger at example.dk", "20112251", "2024-08-15", "Biblioteket", "", ""),
        ("", "ingen@example.dk", "20112252", "", "Bibliotek", "", ""),
        ("Maja Krag", "maja@example.dk", "20112253", "1 October 2025", "Fjordby Bibliotek", "Bo Krag", "30112253"),
        ("Total", "5", "", "", "", "", ""),
    )
    table = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            if cell
            else "<table:table-cell/>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    named = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{named}:office:1.0" '
        f'xmlns:table="{named}:table:1.0" xmlns:text="{named}:text:1.0" office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Nye">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{named}:manifest:1.0" '
        f'manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for name, held in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
            # Always of one day, so that writing it anew changes nothing.
            packed.writestr(zipfile.ZipInfo(name, (2026, 11, 27, 0, 0, 0)), held)
    return file.getvalue()


SAMPLES = {"fjordby.xlsx": fjordby, "instruktoerer.csv": instructors, "nye-frivillige.ods": newcomers}

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for called, made in SAMPLES.items():
        (FOLDER / called).write_bytes(made())
