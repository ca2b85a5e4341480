"""Every letter that is printed is printed right, and every letter that cannot be is named."""

import unicodedata
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from core.pdf import fonts
from core.pdf.fonts import (
    FILES,
    FOLDER,
    IN_TWO_WEIGHTS,
    SMALL,
    FontUnreadable,
    clean,
    embedded,
    face,
    typeface,
    unprintable,
)
from core.pdf.letters import DRAWN, DRAWN_BY_SMALL

LARGE = "sans-large"
SCRIPTS = [
    "Наталія Шевченко",
    "Ωμέγα Αθηνά",
    "Nguyễn Thị Hương",
    "Ἀθῆναι",
    "Ґалаґан",
    "Հայկ",
    "გიორგი",
    "ሰላም",
    "Łukasz Żółć",
]
SIGNS = "→←↑↓↔⇒✓✔✗✘★☆❤♥♡≤≥≠≈±×÷∞√½⅓①❶☎✆✉☺☹•●■□◆☐☑☒‰€£№™ℹ⚠☀☕♪♂♀🙂😀👍🎉📞🌻🇩🇰"


@pytest.mark.parametrize(
    "name",
    ["Søren Ågård Æbelø", "Łukasz Żółć", "Ğülşen Çağrı", "Þórður Ðór", "“citat” – … € §", "", "a\nb\tc"],
)
def test_the_small_font_draws_danish_and_its_neighbours(name: str) -> None:
    assert [font.file for font, _ in typeface(bold=False).stretches(clean(name))] == [SMALL]


@pytest.mark.parametrize("said", [*SCRIPTS, *SIGNS])
@pytest.mark.parametrize("bold", [False, True])
def test_every_letter_and_sign_of_europe_and_of_phones_has_a_shape(said: str, bold: bool) -> None:
    assert clean(said) == said
    assert unprintable(said) == ""
    assert "".join(part for _, part in typeface(bold=bold).stretches(said)) == said


def test_what_needs_no_shape_is_left_out_and_what_looks_different_is_written_plainly() -> None:
    assert clean("a\u200bd\u200ce\u200df\ufeff\u00ad\x00\x1b") == "adef"
    assert clean("❤\ufe0f 👍🏽 1\ufe0f\u20e3 x\u2028y") == "❤ 👍 1 x\ny"
    assert clean("𝐇𝐞𝐣 Ａ\u3000ﬃ") == "Hej A ﬃ"
    assert clean("A\u200d\u030age") == "Åge"


def test_what_no_font_has_is_told_by_its_name() -> None:
    assert clean("Ali علي, 王 \ue000") == "Ali [arabic ain, arabic lam, arabic yeh], [cjk 738b] [u+e000]"


def test_letters_nobody_can_draw_are_named_once_in_order_of_appearance_and_signs_never() -> None:
    assert unprintable("Ali علي 王 and 王 😀 \ue000 ⠿\x00\u2028") == "علي王"


@given(st.text(max_size=30))
def test_whatever_is_written_is_drawn_and_cleaning_twice_changes_nothing(text: str) -> None:
    drawn = clean(text)
    assert clean(drawn) == drawn
    for bold in (False, True):
        assert typeface(bold=bold).width(drawn.translate(dict.fromkeys(map(ord, "\n\r\t")))) >= 0
    assert unprintable(drawn) == ""


@pytest.mark.parametrize("file", IN_TWO_WEIGHTS)
def test_regular_and_bold_have_the_same_letters(file: str) -> None:
    assert face(file, bold=False).numbers == face(file, bold=True).numbers


@pytest.mark.parametrize("size", FILES)
def test_two_letters_never_share_a_number(size: str) -> None:
    numbers = face(size, bold=False).numbers
    assert len(set(numbers.values())) == len(numbers)
    assert 0 not in numbers.values()


def test_widths_are_those_of_the_file() -> None:
    font = face(SMALL, bold=False)
    with TTFont(font.path) as source:
        expected = sum(source["hmtx"][source.getBestCmap()[ord(letter)]][0] for letter in "Søren")
        assert source["head"].unitsPerEm == 1000
    assert typeface(bold=False).width("Søren") == expected


def test_the_large_font_is_cut_down_to_what_is_used_and_keeps_its_shapes() -> None:
    font = face(LARGE, bold=False)
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
    font = face(SMALL, bold=True)
    assert embedded(font, frozenset({65})) is embedded(font, frozenset({66}))


def test_every_letter_of_the_danish_alphabet_has_a_shape_of_its_own() -> None:
    font = face(SMALL, bold=False)
    with TTFont(font.path) as source:
        shapes = [source.getBestCmap()[ord(letter)] for letter in "abcdefghijklmnopqrstuvwxyzæøåÆØÅ"]
    assert len(set(shapes)) == len(shapes)


def test_the_fonts_may_be_passed_on_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (FOLDER / "OFL.txt").read_text(encoding="utf-8").upper()
    for file in FILES:
        with TTFont(face(file, bold=False).path) as source:
            assert source["OS/2"].fsType == 0
            assert "Noto" in source["name"].getDebugName(1)
            assert "SIL Open Font License" in source["name"].getDebugName(13)
    assert sum(each.stat().st_size for each in FOLDER.glob("*.ttf")) < 1_600_000


def test_the_letters_are_those_unicode_composes() -> None:
    letters = face(LARGE, bold=False).numbers
    latin = [chr(code) for code in range(0xC0, 0x180) if unicodedata.category(chr(code)).startswith("L")]
    assert all(ord(letter) in letters for letter in latin)


def test_the_letters_that_are_said_to_be_drawn_are_those_of_the_files() -> None:
    assert frozenset(map(ord, DRAWN_BY_SMALL)) == face(SMALL, bold=False).everything
    assert frozenset(map(ord, DRAWN)) == frozenset().union(*(face(file, bold=False).everything for file in FILES))


@pytest.fixture
def broken_fonts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which the portal looks for its fonts and finds none, as after half an installation."""
    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    for kept in (face, typeface, fonts._beyond_small):
        kept.cache_clear()
    yield tmp_path
    for kept in (face, typeface):
        kept.cache_clear()


def test_without_its_fonts_nothing_is_drawn_and_what_is_written_is_judged_as_ever(broken_fonts: Path) -> None:
    assert (unprintable("Наталія علي"), clean("Наталія ❤\ufe0f")) == ("علي", "Наталія ❤")
    with pytest.raises(FontUnreadable, match="noto-"):
        typeface(bold=False)
    for file in FOLDER.glob("*.ttf"):
        (broken_fonts / file.name).write_bytes(file.read_bytes()[:400])
    with pytest.raises(FontUnreadable, match="noto-"):
        typeface(bold=False)
    # Once they are there again, nobody has to start the portal anew.
    for file in FOLDER.glob("*.ttf"):
        (broken_fonts / file.name).write_bytes(file.read_bytes())
    assert typeface(bold=False).width("Hej") > 0
