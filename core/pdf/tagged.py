"""A PDF that archives keep and screen readers follow: PDF/A-2u and PDF/UA-1 on top of fpdf2.

fpdf2 tags pictures only, and cuts every font down anew for every document. The classes here add structure elements for
headings, paragraphs and lists, and embed the fonts of `core.pdf.fonts`. All use of fpdf2's private parts is kept
in this file; the version is pinned and `tests/core/pdf/test_tagged.py` notices when a new one behaves otherwise.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from fpdf import FPDF, ViewerPreferences
from fpdf.enums import FontDescriptorFlags, PDFResourceType
from fpdf.fonts import PDFFontDescriptor
from fpdf.output import CIDSystemInfo, OutputProducer, PDFFont, PDFType3Font
from fpdf.structure_tree import StructElem, StructureTreeBuilder
from fpdf.syntax import Name, PDFArray, PDFContentStream, PDFObject

from core.pdf.fonts import Embedded, Face, Typeface, embedded, typeface

Colour = tuple[float, float, float]

POINTS = 72 / 25.4
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
PRODUCER = "Håndslag"

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


class _Element(StructElem):
    """A structure element that may hold others and may have attributes. Leaves hold one marked-content number."""

    __slots__ = ("attributes", "holder", "on_page")

    def __init__(
        self, tag: str, parent: StructElem, page: int, *, alt: str | None = None, attributes: str = ""
    ) -> None:
        super().__init__(f"/{tag}", parent, [], page_number=page, alt=alt)
        self.attributes = attributes
        self.holder = parent
        self.on_page = page

    def serialize(self, obj_dict: Any = None, _security_handler: Any = None) -> str:  # noqa: ARG002
        """Written out here because fpdf2 looks through every attribute of every element, a third of the whole work."""
        kids = " ".join(str(kid) if isinstance(kid, int) else kid.ref for kid in self.k)
        alt = f" /Alt {self.alt.serialize()}" if self.alt is not None else ""
        attributes = f" /A {self.attributes}" if self.attributes else ""
        page = f" /Pg {self.pg.ref}" if self.pg is not None else ""
        return (
            f"{self.id} 0 obj\n<</Type /StructElem /S {self.s} /P {self.p.ref} /K [{kids}]{page}{alt}{attributes}>>\n"
            "endobj"
        )


class _Tree(StructureTreeBuilder):
    """Counts marked content per page as it comes, and lists nested elements too."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[_Element] = []
        self.leaves: dict[int, int] = {}

    def add(self, element: _Element) -> None:
        element.holder.k.append(element)
        self.elements.append(element)

    def add_leaf(self, element: _Element, page: int) -> tuple[int, int]:
        """Place `element` and return its number on the page and the page's number in the tree."""
        self.add(element)
        number = self.leaves.get(page, 0)
        self.leaves[page] = number + 1
        element.k.append(number)
        page_number = self.spid_per_page_number.setdefault(page, len(self.spid_per_page_number))
        self.struct_tree_root.parent_tree.nums[page_number].append(element)
        return number, page_number

    def __iter__(self) -> Iterator[PDFObject]:
        yield self.struct_tree_root
        yield self.doc_struct_elem
        yield self.struct_tree_root.parent_tree
        yield from self.elements


class _Compressed(PDFContentStream):
    """A stream whose bytes were compressed before."""

    def __init__(self, contents: bytes, **entries: object) -> None:
        super().__init__(contents)
        self.filter = Name("FlateDecode")
        for entry, value in entries.items():
            setattr(self, entry, value)


class _Producer(OutputProducer):
    fpdf: "TaggedPDF"

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
    `high` is how high a page is; a `landscape` one lies on its side.

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
        self.high = PAGE_WIDTH if landscape else PAGE_HEIGHT
        self.struct_builder = self.tree = _Tree()
        self._parent: StructElem = self.tree.doc_struct_elem
        self._typefaces = {bold: typeface(bold=bold) for bold in (False, True)}
        self.used_letters: dict[Face, set[int]] = {}
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

    def face(self, *, bold: bool) -> Typeface:
        """The fonts text is measured with."""
        return self._typefaces[bold]

    @contextmanager
    def group(self, tag: str, attributes: str = "") -> Iterator[None]:
        """Everything tagged inside becomes a part of one element, such as a list or an item of it."""
        outer = self._parent
        element = _Element(tag, outer, self.page, attributes=attributes)
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
        element = _Element(tag, self._parent, self.page, alt=alt, attributes=attributes)
        number, page_number = self.tree.add_leaf(element, self.page)
        self.pages[self.page].struct_parents = page_number
        self._out(f"/{tag} <</MCID {number}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def artifact(self) -> Iterator[None]:
        """Draw something that says nothing: a rule, a coloured field, the foot of the page."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def words(self, x: float, baseline: float, text: str, size: float, *, bold: bool, colour: Colour) -> None:
        """Write one line of cleaned text."""
        red, green, blue = colour
        place = f" {x * POINTS:.2f} {(self.high - baseline) * POINTS:.2f} Td"
        said = [f"BT {red:g} {green:g} {blue:g} rg"]
        for font, stretch in self._typefaces[bold].stretches(text):
            self.used_letters.setdefault(font, set()).update(map(ord, stretch))
            index = list(self.used_letters).index(font) + 1
            self._resource_catalog.add(PDFResourceType.FONT, index, self.page)
            said.append(f"/F{index} {size:g} Tf{place} <{font.encoded(stretch)}> Tj")
            place = ""
        self._out(" ".join([*said, "ET"]))

    def field(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """Fill a rectangle."""
        red, green, blue = colour
        self._out(
            f"{red:g} {green:g} {blue:g} rg {x * POINTS:.2f} {(self.high - y - height) * POINTS:.2f} "
            f"{width * POINTS:.2f} {height * POINTS:.2f} re f"
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
