"""Make the static fonts of this folder from the variable Noto Sans in the development dependency `fontpkg-noto-sans`.

Run it as `python -m core.pdf.fonts.make` when Noto Sans is updated. The result is committed, because setting a
variable font to one weight takes seconds and the portal would otherwise do it in every process. Layout tables and
hinting are left out: the documents place every word themselves, and print and screens of today need no hints.
"""

import shutil
from pathlib import Path

import fontpkg_noto_sans
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).parent
SOURCE = Path(fontpkg_noto_sans.__file__).parent
PUNCTUATION = "2010-2027,202F-203A,2044,20AC,2122,2190-2193,2212,2022,2116"
LETTERS = {
    "small": f"0020-007E,00A0-017F,{PUNCTUATION}",
    "large": (f"0020-007E,00A0-052F,1E00-1FFF,2070-209F,20A0-20BF,2100-214F,25CC,FB00-FB06,{PUNCTUATION}"),
}
WEIGHTS = {"regular": 400, "bold": 700}


def make(size: str, style: str) -> Path:
    """Write one font file, such as `noto-sans-small-bold.ttf`, and return where it is."""
    font = TTFont(SOURCE / "files" / "NotoSans[wdth,wght].ttf", recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": WEIGHTS[style], "wdth": 100}, inplace=True, updateFontNames=True)
    options = subset.Options(notdef_outline=True, hinting=False, layout_features=[], glyph_names=False)
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "STAT", "MVAR", "HVAR", "avar", "fvar", "gvar"]
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(LETTERS[size]))
    subsetter.subset(font)
    target = HERE / f"noto-sans-{size}-{style}.ttf"
    font.save(target)
    return target


if __name__ == "__main__":
    for size in LETTERS:
        for style in WEIGHTS:
            make(size, style)
    shutil.copyfile(SOURCE / "LICENSE", HERE / "OFL.txt")
