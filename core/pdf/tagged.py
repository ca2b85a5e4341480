"""A PDF that archives keep and screen readers follow: PDF/A-2u and PDF/UA-1 on top of fpdf2.

fpdf2 tags pictures only, and cuts every font down anew for every document. The classes here add structure elements for
headings, paragraphs, lists and links, and embed the fonts of `core.pdf.fonts`. All use of fpdf2's private parts is kept
in this file and in `structure.py`; the version is pinned, and `tests/core/pdf/test_tagged.py` notices when a new one
behaves otherwise.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from fpdf import FPDF, ViewerPreferences
from fpdf.actions import URIAction
from fpdf.annotations import PDFAnnotation
from fpdf.enums import FontDescriptorFlags, PDFResourceType
from fpdf.fonts import PDFFontDescriptor
from fpdf.output import (
    CIDSystemInfo,
    OutputProducer,
    PDFFont,
    PDFInfo,
    PDFPage,
    PDFType3Font,
    PDFXrefAndTrailer,
)
from fpdf.structure_tree import StructElem
from fpdf.syntax import Name, PDFArray, PDFContentStream, PDFObject, PDFString

from core.pdf.fonts import Embedded, Face, Typeface, embedded, typeface
from core.pdf.structure import FIRST_LINK, Element, Tree
from core.pdf.words import Link

Colour = tuple[float, float, float]

POINTS = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
PRODUCER = "Håndslag"
# What is called by its Danish name in every language: the courses, and the laws.
DANISH = re.compile(r"(LÆR AT TACKLE|\b[A-Za-zÆØÅæøå]{4,}loven\b)")
BOX_LINE = 0.35  # the edge of a box to tick, more than a point of a coarse screen

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>{identifier}</dc:identifier>
<xmp:CreateDate>{created}</xmp:CreateDate><xmp:ModifyDate>{created}</xmp:ModifyDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


class _OrderedPage(PDFPage):
    """Its links and fields are reached in the order they are read."""

    __slots__ = ()
    tabs = Name("S")


class _Compressed(PDFContentStream):
    """A stream whose bytes were compressed before."""

    def __init__(self, contents: bytes, **entries: object) -> None:
        super().__init__(contents)
        self.filter = Name("FlateDecode")
        for entry, value in entries.items():
            setattr(self, entry, value)


class _Title(PDFInfo):
    """The title alone, as the description says it: browsers show the file's name without it."""

    def __init__(self, title: str) -> None:
        PDFObject.__init__(self)
        self.title = PDFString(title)


class _Trailer(PDFXrefAndTrailer):
    """Names the title, which fpdf2 leaves out of a PDF/A."""

    def serialize(self, _security_handler: Any = None) -> str:
        self.info_obj = self.output_builder.titled  # type: ignore[attr-defined]
        return super().serialize(_security_handler)


class _Producer(OutputProducer):
    fpdf: "TaggedPDF"

    def _add_xmp_metadata(self) -> Any:
        self.titled = _Title(str(self.fpdf.title))
        self._add_pdf_obj(self.titled)
        return super()._add_xmp_metadata()

    def _finalize_catalog(self, *catalog: Any, **parts: Any) -> None:
        self.pdf_objs[-1].__class__ = _Trailer
        super()._finalize_catalog(*catalog, **parts)

    def _add_structure_tree(self) -> PDFObject | None:
        for element in self.fpdf.tree.elements:
            element.pg = self.fpdf.pages[element.on_page]  # type: ignore[assignment]
        return super()._add_structure_tree()

    def _add_fonts(self, *_others: object) -> dict[int, PDFFont | PDFType3Font]:
        return {
            index: self._add_face(font, embedded(font, frozenset(used)))
            for index, (font, used) in enumerate(self.fpdf.used_letters.items(), start=1)
        }

    def _add_face(self, font: Face, carried: Embedded) -> PDFFont:
        program = _Compressed(carried.program, length1=carried.program_length)
        number_to_glyph = _Compressed(carried.number_to_glyph)
        to_unicode = _Compressed(carried.to_unicode)
        descriptor = PDFFontDescriptor(
            ascent=font.description["ascent"],
            descent=font.description["descent"],
            cap_height=font.description["cap_height"],
            flags=FontDescriptorFlags.SYMBOLIC,
            font_b_box="[{} {} {} {}]".format(*font.description["box"]),
            italic_angle=0,
            stem_v=font.description["stem_v"],
            missing_width=600,
        )
        descriptor.font_name = Name(carried.name)
        descriptor.font_file2 = program  # type: ignore[attr-defined]
        system = CIDSystemInfo()
        inner = PDFFont(subtype="CIDFontType2", base_font=carried.name, d_w=600, w=carried.widths)
        inner.c_i_d_system_info = system
        inner.c_i_d_to_g_i_d_map = number_to_glyph
        inner.font_descriptor = descriptor
        outer = PDFFont(subtype="Type0", base_font=carried.name, encoding="Identity-H")
        outer.descendant_fonts = PDFArray([inner])
        outer.to_unicode = to_unicode
        for part in (outer, inner, system, descriptor, program, number_to_glyph, to_unicode):
            self._add_pdf_obj(part, "fonts")
        return outer


class TaggedPDF(FPDF):
    """An A4 document drawn with absolute positions. Lengths are millimetres from the top left, type sizes are points.
    `wide` and `high` are the size of a page; a `landscape` one lies on its side.

    Everything drawn must be inside `tagged` (read aloud) or `artifact` (decoration). The same calls give the same
    bytes.
    """

    def __init__(
        self,
        *,
        language: str,
        title: str,
        author: str,
        identifier: str,
        created_at: datetime,
        landscape: bool = False,
    ) -> None:
        super().__init__(orientation="landscape" if landscape else "portrait", enforce_compliance="PDF/A-2u")
        self.wide, self.high = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
        self.struct_builder = self.tree = Tree()
        self._parent: StructElem = self.tree.doc_struct_elem
        self._typefaces = {bold: typeface(bold=bold) for bold in (False, True)}
        self.used_letters: dict[Face, set[int]] = {}
        self.spoken = language.partition("-")[0]
        self._leaf: Element | None = None
        self._waiting: Element | None = None
        self._open = False
        self.set_auto_page_break(False)
        self.set_lang(language)
        self.set_title(title)
        self.set_creation_date(created_at)
        self.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self.set_xmp_metadata(
            XMP.format(
                title=escape(title),
                author=escape(author),
                language=language,
                identifier=escape(identifier),
                created=created_at.isoformat(timespec="seconds"),
                producer=PRODUCER,
            )
        )

    def add_page(self, *settings: Any, **named: Any) -> None:
        super().add_page(*settings, **named)
        self.pages[self.page].__class__ = _OrderedPage

    def face(self, *, bold: bool) -> Typeface:
        """The fonts text is measured with."""
        return self._typefaces[bold]

    @contextmanager
    def group(self, tag: str, attributes: str = "") -> Iterator[None]:
        """Everything tagged inside becomes a part of one element, such as a list or an item of it."""
        outer = self._parent
        element = Element(tag, outer, self.page, attributes=attributes)
        self.tree.add(element)
        self._parent = element
        yield
        self._parent = outer

    @contextmanager
    def tagged(
        self, tag: str, *, alt: str | None = None, box: tuple[float, float, float, float] | None = None
    ) -> Iterator[None]:
        """The contents of one element, on this page only. A picture has `alt` and `box`: left, top, width, height."""
        attributes = ""
        if box is not None:
            left, top, width, height = (length * POINTS for length in box)
            bottom = self.high * POINTS - top - height
            attributes = f"<</O /Layout /BBox [{left:.2f} {bottom:.2f} {left + width:.2f} {bottom + height:.2f}]>>"
        self._leaf = Element(tag, self._parent, self.page, alt=alt, attributes=attributes)
        self.tree.add(self._leaf)
        self._begin(self._leaf)
        yield
        self._end()
        self._leaf = None

    @contextmanager
    def leading_to(self, link: Link, box: tuple[float, float, float, float]) -> Iterator[None]:
        """What is drawn within leads somewhere: a link inside the element that is being drawn, over `box`: left, top,
        width, height. Decoration leads nowhere."""
        if self._leaf is None:
            yield
            return
        outer, (left, top, width, height) = self._leaf, (length * POINTS for length in box)
        annotation = PDFAnnotation(
            "Link",
            left,
            self.high * POINTS - top,
            width,
            height,
            contents=link.told(self.spoken),
            action=URIAction(link.target()),
        )
        annotation.struct_parent = FIRST_LINK + len(self.tree.parents.of_links)  # type: ignore[attr-defined]
        element = Element("Link", outer, self.page)
        self._end()
        self.tree.add(element)
        self._begin(element)
        yield
        self._end()
        element.k.append(annotation)
        self.tree.parents.of_links.append(element)
        self.pages[self.page].add_annotation(annotation)
        # What follows in the outer element begins when it is drawn, so that nothing empty is read.
        self._waiting = outer

    def _begin(self, element: Element) -> None:
        number, page_number = self.tree.add_content(element, self.page)
        self.pages[self.page].struct_parents = page_number
        self._out(f"{element.s} <</MCID {number}>> BDC")
        self._open = True

    def _end(self) -> None:
        if self._open:
            self._out("EMC")
        self._open, self._waiting = False, None

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Draw something that says nothing: a rule, a coloured field, the foot of the page."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def words(self, x: float, baseline: float, text: str, size: float, *, bold: bool, colour: Colour) -> None:
        """Write one line of cleaned text."""
        if self._waiting is not None:
            element, self._waiting = self._waiting, None
            self._begin(element)
        red, green, blue = colour
        place = f" {x * POINTS:.2f} {(self.high - baseline) * POINTS:.2f} Td"
        said = [f"BT {red:g} {green:g} {blue:g} rg"]
        for font, stretch in self._typefaces[bold].stretches(text):
            self.used_letters.setdefault(font, set()).update(map(ord, stretch))
            index = list(self.used_letters).index(font) + 1
            self._resource_catalog.add(PDFResourceType.FONT, index, self.page)
            said.append(f"/F{index} {size:g} Tf{place}")
            place = ""
            for number, part in enumerate(self._by_language(stretch)):
                if part:
                    drawn = f"<{font.encoded(part)}> Tj"
                    said.append(f"/Span <</Lang (da-DK)>> BDC {drawn} EMC" if number % 2 else drawn)
        self._out(" ".join([*said, "ET"]))

    def _by_language(self, text: str) -> list[str]:
        """`text` in parts, of which every other one is Danish within another language, and read aloud so."""
        return [text] if self.spoken == "da" else DANISH.split(text)

    def field(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        red, green, blue = colour
        self._out(
            f"{red:g} {green:g} {blue:g} rg {x * POINTS:.2f} {(self.high - y - height) * POINTS:.2f} "
            f"{width * POINTS:.2f} {height * POINTS:.2f} re f"
        )

    def frame(self, x: float, y: float, width: float, height: float, thick: float, colour: Colour) -> None:
        """Draw the edges of a rectangle, inside it. They are lines, which no screen makes thinner than it can show."""
        red, green, blue = colour
        inset = thick / 2
        self._out(
            f"q {red:g} {green:g} {blue:g} RG {thick * POINTS:.2f} w {(x + inset) * POINTS:.2f} "
            f"{(self.high - y - height + inset) * POINTS:.2f} {(width - thick) * POINTS:.2f} "
            f"{(height - thick) * POINTS:.2f} re S Q"
        )

    def shape(self, corners: Sequence[tuple[float, float]], colour: Colour) -> None:
        """Fill a polygon."""
        red, green, blue = colour
        path = " l ".join(f"{x * POINTS:.2f} {(self.high - y) * POINTS:.2f}" for x, y in corners)
        self._out(f"{red:g} {green:g} {blue:g} rg {path.replace(' l ', ' m ', 1)} l f")

    def squares(self, x: float, y: float, side: float, rows: list[list[bool]], colour: Colour) -> None:
        """Fill the true cells of a square grid of `side` millimetres, as one path."""
        unit = side * POINTS / len(rows)
        red, green, blue = colour
        path = [
            f"q {red:g} {green:g} {blue:g} rg {unit:.5f} 0 0 {-unit:.5f} {x * POINTS:.2f} "
            f"{(self.high - y) * POINTS:.2f} cm"
        ]
        for top, row in enumerate(rows):
            start = None
            for left, dark in enumerate([*row, False]):
                if dark and start is None:
                    start = left
                elif not dark and start is not None:
                    path.append(f"{start} {top} {left - start} 1 re")
                    start = None
        self._out(" ".join([*path, "f Q"]))

    def bookmark(self, name: str, level: int, y: float) -> None:
        """List `name` in the outline, pointing at height `y` of this page."""
        self.y = y
        self.start_section(name, level)

    def finished(self) -> bytes:
        """The file. Nothing can be drawn afterwards."""
        return bytes(self.output(output_producer_class=_Producer))
