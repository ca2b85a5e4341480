"""Every letter that is printed is printed right, and every letter that cannot be is named."""

import unicodedata
import zlib
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from core.pdf.fonts import FOLDER, Size, clean, embedded, face, font_for, unprintable

SIZES: tuple[Size, ...] = ("small", "large")


@pytest.mark.parametrize(
    "name",
    ["Søren Ågård Æbelø", "Łukasz Żółć", "Ğülşen Çağrı", "Þórður Ðór", "“citat” – … € §", "", "a\nb\tc"],
)
def test_the_small_font_draws_danish_and_its_neighbours(name: str) -> None:
    assert font_for(name) == "small"
    assert unprintable(name) == ""


@pytest.mark.parametrize("name", ["Наталія", "Ωμέγα Αθηνά", "Nguyễn Thị Phương", "Ἀθῆναι", "Ґалаґан"])
def test_the_large_font_draws_greek_cyrillic_and_vietnamese(name: str) -> None:
    assert font_for(name) == "large"
    assert unprintable(name) == ""


def test_letters_nobody_can_draw_are_named_once_in_order_of_appearance() -> None:
    assert unprintable("Ali علي 王 and 王 😀") == "علي王😀"


def test_line_breaks_tabs_and_invisible_joiners_are_never_reported() -> None:
    assert unprintable("a\r\nb\tc\u200bd\u200ce\u200df\ufeff\u00ad") == ""


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\u2028", "\ud800"])
def test_control_characters_and_broken_letters_are_reported(letter: str) -> None:
    assert unprintable(f"a{letter}b") == letter


def test_a_letter_with_a_loose_accent_becomes_one_letter() -> None:
    assert clean("A\u030age") == "Åge"
    assert font_for("A\u030age") == "small"


@given(st.text(max_size=30))
def test_what_is_unprintable_is_exactly_what_no_font_has(text: str) -> None:
    letters = face("large", bold=False).numbers
    missing = unprintable(text)
    assert len(set(missing)) == len(missing)
    assert all(ord(letter) not in letters for letter in missing)
    rest = clean(text).translate({ord(letter): None for letter in [*missing, "\n", "\r", "\t"]})
    assert all(ord(letter) in letters for letter in rest)


@given(st.text(alphabet=st.characters(categories=["Ll", "Lu", "Zs", "Pd", "Mn"]), max_size=30))
def test_what_the_small_font_draws_the_large_draws_too(text: str) -> None:
    if font_for(text) == "small":
        assert unprintable(text) == ""


@pytest.mark.parametrize("size", SIZES)
def test_regular_and_bold_have_the_same_letters(size: Size) -> None:
    assert face(size, bold=False).numbers == face(size, bold=True).numbers


@pytest.mark.parametrize("size", SIZES)
def test_two_letters_never_share_a_number(size: Size) -> None:
    numbers = face(size, bold=False).numbers
    assert len(set(numbers.values())) == len(numbers)
    assert 0 not in numbers.values()


def test_widths_are_those_of_the_file() -> None:
    font = face("small", bold=False)
    with TTFont(font.path) as source:
        expected = sum(source["hmtx"][source.getBestCmap()[ord(letter)]][0] for letter in "Søren")
        assert source["head"].unitsPerEm == 1000
    assert font.width("Søren") == expected


def test_the_large_font_is_cut_down_to_what_is_used_and_keeps_its_shapes() -> None:
    font = face("large", bold=False)
    used = frozenset(map(ord, "Наталія"))
    carried = embedded(font, used)
    assert carried.program_length < font.path.stat().st_size / 3
    with TTFont(BytesIO(zlib.decompress(carried.program))) as cut, TTFont(font.path) as whole:
        table = zlib.decompress(carried.number_to_glyph)
        for code in used:
            number = font.numbers[code]
            glyph = int.from_bytes(table[2 * number : 2 * number + 2], "big")
            assert glyph == whole.getGlyphID(whole.getBestCmap()[code])
            assert cut["glyf"][cut.getGlyphName(glyph)].numberOfContours != 0
            assert cut["hmtx"][cut.getGlyphName(glyph)][0] == font.widths[chr(code)]


def test_the_small_font_is_embedded_whole_and_made_once() -> None:
    font = face("small", bold=True)
    assert embedded(font, frozenset({65})) is embedded(font, frozenset({66}))


def test_every_letter_of_the_danish_alphabet_has_a_shape_of_its_own() -> None:
    font = face("small", bold=False)
    with TTFont(font.path) as source:
        shapes = [source.getBestCmap()[ord(letter)] for letter in "abcdefghijklmnopqrstuvwxyzæøåÆØÅ"]
    assert len(set(shapes)) == len(shapes)


def test_the_fonts_may_be_passed_on_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8").upper()
    for size in SIZES:
        with TTFont(FOLDER / f"noto-sans-{size}-regular.ttf") as source:
            assert source["OS/2"].fsType == 0
            assert "Noto" in source["name"].getDebugName(0)


def test_the_letters_are_those_unicode_composes() -> None:
    letters = face("large", bold=False).numbers
    latin = [chr(code) for code in range(0xC0, 0x180) if unicodedata.category(chr(code)).startswith("L")]
    assert all(ord(letter) in letters for letter in latin)
