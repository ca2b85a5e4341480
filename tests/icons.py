"""The icons of the portal's pages in a font of their own: `python -m tests.icons` makes it anew.

Streamlit's own holds four thousand icons in 375 KB, which is half of all that a phone fetches at its first visit; the
portal shows some hundreds of them. What a page may show is found in what is written: an icon's name stands in the code
as a word by itself, or as `:material/…:`; and Streamlit's frontend writes its own in the same ways.
"""

import ast
import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import streamlit
from fontTools import subset
from fontTools.ttLib import TTFont

from tests.architecture import ROOT

STREAMLIT = Path(streamlit.__file__).parent
ICONS = ROOT / "static" / "fonts" / "material-symbols.woff2"
NAME, WRITTEN = re.compile(r"[a-z0-9_]+"), re.compile(r":material/([a-z0-9_]+)")
IN_QUOTES = re.compile(r"""["'`](?::material/)?([a-z0-9_]+):?["'`]""")


def streamlits() -> Path:
    """The font as Streamlit ships it."""
    (found,) = STREAMLIT.glob("static/static/media/MaterialSymbols-Rounded.*.woff2")
    return found


def icons_in(font: Path) -> dict[str, str]:
    """The glyph of each icon in a font, by the name that is written for it."""
    opened = TTFont(font)
    letters = {glyph: chr(code) for code, glyph in opened.getBestCmap().items()}
    found = {}
    for lookup in opened["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(table, "ExtSubTable", table).ligatures.items():
                for each in ligatures:
                    found["".join(letters[glyph] for glyph in [first, *each.Component])] = each.LigGlyph
    return found


def written() -> set[str]:
    """Every word that may name an icon on a page."""
    return {*_in_python(), *_in_scripts()}


def make() -> bytes:
    """The font with the icons that a page may show."""
    icons = icons_in(streamlits())
    options = subset.Options()
    # Of the ligatures, those alone whose icon is asked for, and not all that its letters can make.
    options.layout_closure = False
    options.layout_features, options.hinting, options.flavor = ["*"], False, "woff2"
    cutter = subset.Subsetter(options)
    cutter.populate(
        glyphs=[icons[name] for name in sorted(written() & icons.keys())],
        unicodes=[ord(letter) for letter in {*"".join(icons), " "}],
    )
    font = TTFont(streamlits(), recalcTimestamp=False)
    cutter.subset(font)
    font.flavor = "woff2"
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _in_python() -> Iterator[str]:
    for path in (ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "core").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from [node.value] if NAME.fullmatch(node.value) else WRITTEN.findall(node.value)
    # Not its words as well: a list of all icons there are is among them.
    for path in STREAMLIT.rglob("*.py"):
        yield from WRITTEN.findall(path.read_text())


def _in_scripts() -> Iterator[str]:
    for pattern in ("pages/**/*.js", "core/**/*.toml"):
        for file in ROOT.glob(pattern):
            yield from IN_QUOTES.findall(file.read_text())
    # Its frontend names an icon in this way alone.
    for file in STREAMLIT.glob("static/static/js/*.js"):
        yield from WRITTEN.findall(file.read_text())


if __name__ == "__main__":
    ICONS.write_bytes(make())
