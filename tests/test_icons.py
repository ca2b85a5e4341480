"""The portal's own font of icons holds what its pages show."""

from fontTools.ttLib import TTFont

from tests.icons import ICONS, icons_in, streamlits, written

ANEW = "make the icons anew: python -m tests.icons"


def test_every_icon_that_a_page_may_show_is_in_the_font_and_no_other():
    ours, its = icons_in(ICONS), icons_in(streamlits())
    shown = written() & its.keys()
    assert shown <= ours.keys(), ANEW
    # Some go by several names.
    assert {its[name] for name in ours} == {its[name] for name in shown}, ANEW


def test_the_icons_are_drawn_as_those_of_the_streamlit_that_is_installed():
    ours, its = TTFont(ICONS), TTFont(streamlits())
    assert ours["name"].getDebugName(5) == its["name"].getDebugName(5), ANEW
    glyphs, originals = ours.getGlyphSet(), its.getGlyphSet()
    of = icons_in(streamlits())
    for name, glyph in icons_in(ICONS).items():
        assert glyphs[glyph].width == originals[of[name]].width, ANEW
