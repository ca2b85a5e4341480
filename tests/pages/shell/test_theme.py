import re
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from jinja2 import UndefinedError
from streamlit.testing.v1 import AppTest

from pages.routes.packed import ICONS
from pages.shell import theme as look
from tests.pages.drawn import html_of

FONTS = look.ASSETS.parents[2] / "static" / "fonts"
CONFIG = look.ASSETS.parents[2] / ".streamlit" / "config.toml"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb" as WCAG 2.1 measures it, 1 to 21."""

    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def theme(name: str) -> dict[str, str]:
    import tomllib

    return tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][name]


def test_what_is_put_into_a_fragment_is_escaped():
    assert "<b>" not in look.fragment("organisation", name="<b>Fjordby</b>")


def test_a_fragment_refuses_to_be_drawn_with_something_missing():
    with pytest.raises(UndefinedError):
        look.fragment("organisation")


def test_a_demonstration_says_so_and_a_real_portal_does_not():
    def page(demonstration):
        from pages.shell import theme as look

        look.header("Fjordby Kommune", demonstration=demonstration)

    shown = html_of(AppTest.from_function(page, kwargs={"demonstration": True}).run())
    assert "Alt her er opdigtet." in shown
    assert "opdigtet" not in html_of(AppTest.from_function(page, kwargs={"demonstration": False}).run())


def test_the_header_does_without_an_organisation():
    def page():
        from pages.shell import theme as look

        look.header(None, demonstration=False)

    assert html_of(AppTest.from_function(page).run()) == ""


def test_the_footer_leads_to_the_statement_the_data_page_and_the_check():
    def page():
        from pages.shell import theme as look

        look.footer()

    shown = html_of(AppTest.from_function(page).run())
    assert re.findall(r'href="(\w+)"', shown) == ["verify", "privacy", "was"]


def test_every_run_gets_the_style_sheet_and_a_logo():
    def page():
        from pages.shell import theme as look

        look.apply()

    run = AppTest.from_function(page).run()
    assert not run.exception
    assert "<style>" in html_of(run)
    assert '--hs-word-more: "Mere"' in html_of(run), "what Streamlit says in English alone is in the catalogue"


@pytest.mark.parametrize("name", ["logo", "logo-dark", "mark"])
def test_the_logo_is_a_drawing_with_a_name(name):
    drawing = ElementTree.parse(look.ASSETS / f"{name}.svg").getroot()
    assert drawing.get("aria-label") == "Håndslag"


def test_every_font_of_the_theme_is_here_with_its_licence_and_together_they_are_small():
    named = re.findall(r'"app/static/fonts/([^"]+)"', CONFIG.read_text(encoding="utf-8"))
    files = sorted(path.name for path in FONTS.glob("*.woff2"))
    # The icons are named by Streamlit itself, and sent in place of its own.
    assert sorted([*named, ICONS.name]) == files
    assert "SIL Open Font License" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert "Apache License" in (FONTS / "APACHE-2.0.txt").read_text(encoding="utf-8")
    assert sum((FONTS / name).stat().st_size for name in files) < 250_000


@pytest.mark.parametrize("name", ["light", "dark"])
def test_text_stands_out_at_least_seven_to_one(name):
    colours = theme(name)
    for background in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(colours["textColor"], colours[background]) >= 7
        assert contrast(colours["linkColor"], colours[background]) >= 7
    for hue in ("green", "blue", "orange", "yellow", "red", "violet", "gray"):
        assert contrast(colours[f"{hue}TextColor"], colours[f"{hue}BackgroundColor"]) >= 7, hue
    assert contrast("#ffffff", colours["primaryColor"]) >= 7
    assert contrast(colours["borderColor"], colours["backgroundColor"]) >= 3


def test_our_own_colours_stand_out_in_both_themes():
    sheet = (look.ASSETS / "look.css").read_text(encoding="utf-8")
    pairs = dict(re.findall(r"--hs-([\w-]+): light-dark\((#\w{6}, #\w{6})\)", sheet))
    ours = {name: pair.split(", ") for name, pair in pairs.items()}
    for ink, ground in (
        ("ink", "sheet"),
        ("quiet", "sheet"),
        ("sea", "sheet"),
        ("red", "sheet"),
        ("ink", "sand"),
        ("sea", "sea-soft"),
        ("clay", "clay-soft"),
        ("sky", "sky-soft"),
    ):
        for shade in (0, 1):
            assert contrast(ours[ink][shade], ours[ground][shade]) >= 7, (ink, ground, shade)


def test_no_colour_depends_on_how_narrow_a_screen_is():
    """The walk of every page looks at colours on a screen, and trusts that a phone shows the same ones."""
    colour = re.compile(r"[\w-]*(color|background|shadow|fill|stroke|opacity|filter)\s*:")
    sheets = [*look.ASSETS.rglob("*.css"), *look.ASSETS.rglob("*.html")]
    rules = [rule for sheet in sheets for rule in _narrow_rules(sheet.read_text(encoding="utf-8"))]
    assert rules
    assert [rule for rule in rules if colour.search(rule)] == []


def _narrow_rules(sheet: str) -> Iterator[str]:
    """What applies below a width only: each block with all that stands in it."""
    for found in re.finditer(r"@(media|container)[^{]*max-width[^{]*\{", sheet):
        end, depth = found.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(sheet[end], 0)
            end += 1
        yield sheet[found.start() : end]
