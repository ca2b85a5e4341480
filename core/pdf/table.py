"""A table on paper: small letters, columns as wide as what stands in them asks for, and headings on every page."""

from collections.abc import Sequence

from core.pdf.fonts import clean
from core.pdf.style import INK, LINE, QUIET
from core.pdf.tagged import POINTS
from core.pdf.typeset import Line, Run, Sheet, Style, leading_of
from core.pdf.words import least

MARGIN, TOP_OF_PAGE, ABOVE_FOOT = 14.0, 20.0, 20.0
BETWEEN, AROUND = 3.0, 0.9
CELL, FIRST, HEAD = Style(8, 3.5, INK), Style(8, 3.5, INK, bold=True), Style(7.5, 3.5, QUIET, bold=True)
LEAST = 10.0  # millimetres a column takes
MOST_LINES, RAGGED = 8, 1.15
OF_COLUMN, OF_ROW = "<</O /Table /Scope /Column>>", "<</O /Table /Scope /Row>>"


def draw_table(
    sheet: Sheet,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[float] = (),
    pages_named: bool = False,
) -> None:
    """Draw `rows` below `headings`; the first cell of a row is its heading. A row is never parted, and the headings
    are read out once however many pages there are. Columns are as wide as `widths` or as they ask for. With
    `pages_named`, each of several pages has a bookmark with its first and last row."""
    widths = widths or widths_of(sheet, headings, rows)
    left = MARGIN
    lefts = [left := left + wide for wide in (0.0, *(width + BETWEEN for width in widths[:-1]))]
    head = [sheet.wrapped([Run(words, HEAD)], width) for words, width in zip(headings, widths, strict=True)]
    with sheet.group("Table"):
        with sheet.group("TR"):
            _cells(sheet, head, lefts, ["TH"] * len(head), OF_COLUMN)
        _rule(sheet)
        begun = [(sheet.pdf.page, 0, sheet.y)]
        for number, row in enumerate(rows):
            styles = (FIRST, *[CELL] * (len(row) - 1))
            cells = [
                sheet.wrapped([Run(words, style)], width)
                for words, style, width in zip(row, styles, widths, strict=True)
            ]
            if sheet.y + _height(cells) > sheet.pdf.high - ABOVE_FOOT:
                sheet.pdf.add_page()
                sheet.y = TOP_OF_PAGE
                begun.append((sheet.pdf.page, number, sheet.y))
                _head_again(sheet, head, lefts)
            with sheet.group("TR"):
                _cells(sheet, cells, lefts, ["TH", *["TD"] * (len(row) - 1)], OF_ROW)
            _rule(sheet)
    if pages_named and len(begun) > 1:
        _bookmark(sheet, [row[0] for row in rows], begun)


def _bookmark(sheet: Sheet, names: Sequence[str], begun: Sequence[tuple[int, int, float]]) -> None:
    """List each page with what it begins and ends with; `begun` has its number, its first row and where that stands."""
    pdf, last_page, end = sheet.pdf, sheet.pdf.page, sheet.y
    for (page, first, y), (_page, following, _y) in zip(begun, [*begun[1:], (0, len(names), 0.0)], strict=True):
        pdf.page = page
        pdf.bookmark(clean(f"{names[first]} – {names[following - 1]}"), 1, y)
    pdf.page, sheet.y = last_page, end


def _height(cells: Sequence[Sequence[Line]]) -> float:
    return max(leading_of(lines) for lines in cells) + 2 * AROUND


def _cells(
    sheet: Sheet, cells: Sequence[Sequence[Line]], lefts: Sequence[float], tags: Sequence[str], scope: str
) -> None:
    top = sheet.y + AROUND
    for lines, left, tag in zip(cells, lefts, tags, strict=True):
        with sheet.group(tag, scope if tag == "TH" else ""), sheet.pdf.tagged("P"):
            sheet.draw(lines, left, top)
    sheet.y += _height(cells)


def _head_again(sheet: Sheet, head: Sequence[Sequence[Line]], lefts: Sequence[float]) -> None:
    with sheet.pdf.artifact():
        for lines, left in zip(head, lefts, strict=True):
            sheet.draw(lines, left, sheet.y + AROUND)
    sheet.y += _height(head)
    _rule(sheet)


def _rule(sheet: Sheet) -> None:
    with sheet.pdf.artifact():
        sheet.pdf.field(MARGIN, sheet.y, sheet.pdf.wide - 2 * MARGIN, 0.15, LINE)


def widths_of(sheet: Sheet, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths with which every cell stands in as few lines as fill the page, no word, date or phone number broken where
    there is room."""
    room = sheet.pdf.wide - 2 * MARGIN - BETWEEN * (len(headings) - 1)
    whole, words = [], []
    for number, heading in enumerate(headings):
        style = FIRST if number == 0 else CELL
        told = ((heading, HEAD), *((row[number], style) for row in rows))
        whole.append(max(LEAST, *(_wide(sheet, clean(said), look) for said, look in told)))
        words.append(max(_wide(sheet, word, look) for said, look in told for word in least(clean(said)) or [""]))
    for lines in range(1, MOST_LINES + 1):
        # A line is seldom filled to its end.
        share = 1 if lines == 1 else RAGGED / lines
        asked = [max(width * share, word) for width, word in zip(whole, words, strict=True)]
        if sum(asked) <= room:
            break
    return [width * room / sum(asked) for width in asked]


def _wide(sheet: Sheet, words: str, style: Style) -> float:
    return sheet.pdf.face(bold=style.bold).width(words) * style.size / 1000 / POINTS + 0.3
