"""Reading a finished PDF back as a screen reader and a copying hand would."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from core.pdf.fonts import typeface

MAPPED = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")


@dataclass(frozen=True)
class Drawn:
    """A line as it is drawn: where it begins and its type size, in points."""

    text: str
    bold: bool
    x: float
    y: float
    size: float

    def right(self) -> float:
        return self.x + typeface(bold=self.bold).width(self.text) * self.size / 1000


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page, one line for every line drawn, by the table that each font carries."""
    with opened(pdf) as file:
        return ["\n".join(drawn.text for drawn in lines_on(page)) for page in file.pages]


def lines_on(page: pikepdf.Page) -> Iterator[Drawn]:
    """Each line drawn on `page`, in order."""
    fonts = {str(name): _font(font) for name, font in page.obj.Resources.get("/Font", {}).items()}
    letters: dict[int, str] = {}
    bold = False
    x = y = size = 0.0
    text = ""
    for operator, operands in drawing_of(page):
        if operator == "Tf":
            letters, heavy = fonts[str(operands[0])]
            size = float(operands[1])
            # Signs have one weight only.
            bold = heavy if not text else bold
        elif operator == "Td":
            x, y = map(float, operands)
        elif operator == "Tj":
            numbers = bytes(operands[0])
            text += "".join(letters[int.from_bytes(numbers[i : i + 2], "big")] for i in range(0, len(numbers), 2))
        elif operator == "ET":
            yield Drawn(text, bold, x, y, size)
            text = ""


def drawing_of(page: pikepdf.Page) -> Iterator[tuple[str, list[Any]]]:
    """Every operator of `page` with its operands."""
    for instruction in pikepdf.parse_content_stream(page):
        yield str(instruction.operator), list(instruction.operands)


def _font(font: pikepdf.Object) -> tuple[dict[int, str], bool]:
    rows = MAPPED.findall(font.ToUnicode.read_bytes().split(b"endcodespacerange")[1])
    letters = {int(number, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for number, text in rows}
    return letters, "Bold" in str(font.BaseFont)


def tags_of(pdf: bytes) -> list[str]:
    """The tags of the structure tree, depth first, such as ["Document", "H1", "P"]."""
    with opened(pdf) as file:
        return [str(element.S)[1:] for element in elements_of(file.Root.StructTreeRoot)]


def elements_of(parent: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element below `parent`, depth first."""
    kids = parent.K if isinstance(parent.K, pikepdf.Array) else [parent.K]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary):
            yield kid
            yield from elements_of(kid)
