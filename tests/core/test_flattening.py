"""What a reader shows of a PDF is what is kept of it, and no file costs more than its pages are worth."""

import io
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from core import flattening
from core.errors import DomainError
from core.scan import cleaned

RED = b"1 0 0 rg 0 0 150 50 re f"
MULTILINE = 1 << 12


def a_pdf(change: Callable[[pikepdf.Pdf], object]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page(page_size=(300, 200))
        change(file)
        file.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def drawing(file: pikepdf.Pdf, content: bytes = RED) -> pikepdf.Object:
    form = file.make_stream(content)
    form.stream_dict = Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 150, 50])
    return form


def with_note(kind: str, *, drawn: bool = True, **more: Any) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name(kind), Rect=[20, 90, 170, 140], **more)
        if drawn:
            note.AP = Dictionary(N=drawing(file))
        file.pages[0].obj.Annots = Array([file.make_indirect(note)])

    return change


def with_field(
    value: object, *, kind: str = "/Tx", anew: bool = True, drawn: bool = False, size: int = 12, **more: Any
) -> bytes:
    """A form whose one field holds `value`; `anew` where readers are asked to set the words."""

    def change(file: pikepdf.Pdf) -> None:
        with_note(
            "/Widget", drawn=drawn, FT=Name(kind), T=String("navn"), V=value, DA=String(f"/Helv {size} Tf 0 g"), **more
        )(file)
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        fonts = Dictionary(Font=Dictionary(Helv=file.make_indirect(font)))
        fields = Array([file.pages[0].obj.Annots[0]])
        file.Root.AcroForm = Dictionary(Fields=fields, DR=fonts, DA=String("/Helv 0 Tf 0 g"), NeedAppearances=anew)

    return a_pdf(change)


def with_layer(**chosen: Any) -> Callable[[pikepdf.Pdf], None]:
    """A layer as `D` of the file chooses it: `off`, `base`, or `usage` and `rule` of the layer itself."""

    def change(file: pikepdf.Pdf) -> None:
        layer = file.make_indirect(
            Dictionary(Type=Name.OCG, Name=String("Lag"), Usage=chosen.get("usage", Dictionary()))
        )
        choice = Dictionary(OFF=Array([layer] if chosen.get("off") else []), BaseState=Name(chosen.get("base", "/ON")))
        file.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=choice)
        member = Dictionary(Type=Name.OCMD, OCGs=layer, P=Name(chosen.get("rule", "/AnyOn")))
        file.pages[0].obj.Resources = Dictionary(Properties=Dictionary(L=layer, M=file.make_indirect(member)))
        file.pages[0].obj.Contents = file.make_stream(b"/OC /L BDC " + RED + b" EMC")

    return change


def shown(data: bytes) -> bytes:
    """Everything that the one page kept draws, with what it calls for."""
    with pikepdf.open(io.BytesIO(cleaned(data).content)) as file:
        page = file.pages[0]
        assert "/Annots" not in page.obj
        called = page.obj.get("/Resources", Dictionary()).get("/XObject", Dictionary())
        page.contents_coalesce()
        drawn = page.obj.Contents.read_bytes() if "/Contents" in page.obj else b""
        return b"\n".join([drawn, *(each.read_bytes() for name, each in called.items() if name.encode() in drawn)])


def outcome(data: bytes) -> str:
    try:
        return "kept" if RED in shown(data) else "nothing"
    except DomainError as error:
        return error.code


@pytest.mark.parametrize("kind", ["/Stamp", "/Ink", "/FreeText", "/Highlight"])
@pytest.mark.parametrize("flags", [0, 1, 4])
def test_what_is_written_over_a_page_is_drawn_into_it(kind: str, flags: int) -> None:
    assert RED in shown(a_pdf(with_note(kind, F=flags)))


def test_no_file_is_inked_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flattening, "MOST_NOTES", 0)
    assert outcome(a_pdf(with_note("/Ink"))) == "scan_unkept"
    assert outcome(a_pdf(with_note("/Link", drawn=False))) == "nothing"


@pytest.mark.parametrize(
    ("change", "becomes"),
    [
        (with_note("/Stamp", F=2), "nothing"),
        (with_note("/Stamp", F=32), "nothing"),
        (with_note("/Ink", drawn=False), "scan_unkept"),
        (with_note("/Ink", drawn=False, F=2), "nothing"),
        (with_note("/Link", drawn=False), "nothing"),
        (with_note("/Text", drawn=False), "nothing"),
        (lambda file: file.Root.update({"/NeedsRendering": True}), "scan_unkept"),
        (with_layer(), "kept"),
        (with_layer(off=True), "scan_unkept"),
        (with_layer(base="/OFF"), "scan_unkept"),
        (with_layer(usage=Dictionary(View=Dictionary(ViewState=Name.OFF))), "scan_unkept"),
        (with_layer(usage=Dictionary(View=Dictionary(ViewState=Name.ON))), "kept"),
        (with_layer(rule="/AllOff"), "scan_unkept"),
    ],
)
def test_what_is_hidden_stays_hidden_and_what_cannot_be_drawn_is_refused(
    change: Callable[[pikepdf.Pdf], None], becomes: str
) -> None:
    assert outcome(a_pdf(change)) == becomes


@pytest.mark.parametrize(
    ("data", "becomes"),
    [
        (with_field(String("Åse Sørensen")), "Åse Sørensen"),
        (with_field(String("Åse Sørensen"), anew=False), "Åse Sørensen"),
        (with_field(String("Hvem?")), "Hvem?"),
        (with_field(String("Åse Sørensen"), size=0), "Åse Sørensen"),
        (with_field(String("Åse"), anew=False, drawn=True), RED.decode()),
        (with_field(Name.Yes, kind="/Btn", drawn=True), RED.decode()),
        (with_field(String("Ny"), drawn=True), "Ny"),
        (with_field(String("")), ""),
        (with_field(Name.Off, kind="/Btn"), ""),
    ],
)
def test_what_is_filled_in_is_drawn_into_the_page(data: bytes, becomes: str) -> None:
    assert becomes.encode("cp1252") in shown(data)


@pytest.mark.parametrize(
    "data",
    [
        with_field(String("Łukasz")),
        with_field(String("Åse\nSørensen"), Ff=MULTILINE),
        with_field(String("Karen Margrethe Sørensen"), size=0),
        with_field(Name.Yes, kind="/Btn"),
        with_field(Dictionary(Type=Name.Sig), kind="/Sig"),
    ],
    ids=[
        "a letter the font lacks",
        "several lines",
        "words to be made smaller",
        "a tick without its drawing",
        "a signature without its drawing",
    ],
)
def test_a_field_that_cannot_be_drawn_is_refused(data: bytes) -> None:
    assert outcome(data) == "scan_unkept"


def swollen(*filters: str, subtype: str | None = None, most: int = 300_000_000) -> Callable[[pikepdf.Pdf], None]:
    def change(file: pikepdf.Pdf) -> None:
        packed = bytes(most)
        for _each in filters:
            packed = zlib.compress(packed)
        part = file.make_stream(b"")
        part.write(packed, filter=Array([Name(each) for each in filters]))
        if subtype:
            part.Subtype = Name(subtype)
        file.pages[0].obj.Contents = part

    return change


def test_a_page_that_unfolds_to_a_thousand_times_its_size_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    most = flattening.MOST_UNFOLDED + 1
    assert outcome(a_pdf(swollen("/FlateDecode", most=most))) == "scan_unkept"
    assert outcome(a_pdf(swollen("/FlateDecode", "/FlateDecode", most=most))) == "scan_unkept"
    assert outcome(a_pdf(swollen("/FlateDecode", subtype="/Image", most=most))) == "scan_unkept"
    monkeypatch.setattr(flattening, "MOST_IN_ALL", 1000)
    assert outcome(a_pdf(swollen("/FlateDecode", most=1001))) == "scan_unkept"


def test_a_page_packed_by_a_way_without_a_limit_is_small() -> None:
    def change(file: pikepdf.Pdf) -> None:
        part = file.make_stream(b"")
        # A stream of nothing but new beginnings, nine bits each, and its end.
        codes = "100000000" * flattening.MOST_LZW + "100000001"
        part.write(
            int(codes.ljust(-(-len(codes) // 8) * 8, "0"), 2).to_bytes(-(-len(codes) // 8)), filter=Name.LZWDecode
        )
        file.pages[0].obj.Contents = part

    assert outcome(a_pdf(change)) == "scan_unkept"
