"""Reading a finished PDF back as a screen reader and a copying hand would."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

from core.pdf.fonts import typeface
from core.pdf.words import GLUE

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
        return ["".join(_as_read(lines_on(page))) for page in file.pages]


def _as_read(lines: Iterable[Drawn]) -> Iterator[str]:
    """Each line, after a break unless it goes on in the same weight where the one before it ended, as after a link."""
    former: Drawn | None = None
    for line in lines:
        gap = line.x - former.right() if former and (former.y, former.bold) == (line.y, line.bold) else None
        if former is not None:
            yield "\n" if gap is None or not -0.1 < gap < line.size / 2 else " " if gap > 0.1 else ""
        yield line.text
        former = line


def parted(pdf: bytes) -> list[str]:
    """Where running text breaks a line between a number and what it belongs to."""
    with opened(pdf) as file:
        lines = [line for page in file.pages for line in lines_on(page)]
    pairs = zip(lines, lines[1:], strict=False)
    ends = (
        f"{one.text.split()[-1]} {other.text.split()[0]}"
        for one, other in pairs
        if one.size >= 10
        and (one.x, one.size, one.bold) == (other.x, other.size, other.bold)
        and 0 < one.y - other.y < 2 * one.size
        and one.text.strip()
        and other.text.strip()
    )
    return [each for each in ends if GLUE.search(each)]


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
            # The space towards what comes next on the line.
            yield Drawn(text.rstrip(), bold, x, y, size)
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


def links_of(pdf: bytes) -> list[tuple[str, str]]:
    """The targets of all links with what they say of themselves, after a look at how they are tagged: each is part of
    a link element, that of the tree of parents, and of the words it lies over."""
    found = []
    with opened(pdf) as file:
        numbers = file.Root.StructTreeRoot.ParentTree.Nums
        assert (keys := [int(numbers[i]) for i in range(0, len(numbers), 2)]) == sorted(set(keys))
        owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        tagged = [each for each in elements_of(file.Root.StructTreeRoot) if str(each.S) == "/Link"]
        for page in file.pages:
            for link in page.obj.get("/Annots", []):
                if str(link.Subtype) != "/Link":
                    continue
                owner = owners[int(link.StructParent)]
                assert owner.objgen in [each.objgen for each in tagged]
                marked, reference = owner.K
                assert reference.Obj.objgen == link.objgen
                assert owners[int(page.obj.StructParents)][int(marked)].objgen == owner.objgen
                assert str(owner.P.S) == "/P"
                assert (str(page.obj.Tabs), int(link.F)) == ("/S", 4)
                found.append((str(link.A.URI), str(link.Contents)))
        assert len(found) == len(tagged)
    return found


def elements_of(parent: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Every structure element below `parent`, depth first."""
    kids = parent.K if isinstance(parent.K, pikepdf.Array) else [parent.K]
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements_of(kid)
