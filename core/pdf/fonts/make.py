"""Make the static fonts of this folder from the Noto fonts as they are published.

Noto Sans comes with the development dependency `fontpkg-noto-sans`. The signs are read from the folder named on the
command line, which holds `NotoSansMath-Regular.ttf`, `NotoSansSymbols-Regular.ttf` and `NotoSansSymbols2-Regular.ttf`
(as in Debian's `fonts-noto-core`), and the variable `NotoEmoji[wght].ttf`, `NotoSansArmenian[wght].ttf`,
`NotoSansEthiopic[wght].ttf` and `NotoSansGeorgian[wght].ttf` (as in `manimgx-fonts` on PyPI).

Run it as `python core/pdf/fonts/make.py FOLDER` when Noto is updated, and put the letters it prints into
`core/pdf/letters.py`. The result is committed, because setting a variable font to one weight takes seconds and the
portal would otherwise do it in every process. Layout tables and hinting are left out: the documents place every word
themselves, and print and screens of today need no hints.
"""

import shutil
import sys
from collections.abc import Iterable, Mapping
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
    "large": f"0020-007E,00A0-052F,1E00-1FFF,2070-209F,20A0-20BF,2100-218F,25CC,FB00-FB06,{PUNCTUATION}",
}
WEIGHTS = {"regular": 400, "bold": 700}
# One weight is enough for signs, and for a large script: the file of each, where its shapes come from, and which.
SIGNS = {
    "ethiopic": ("NotoSansEthiopic[wght].ttf", "1200-139F,2D80-2DDF"),
    "math": ("NotoSansMath-Regular.ttf", "2190-22FF,27C2,27E6-27EF,27F5-27FF,2A00-2A2F,2A7D,2A7E"),
    "symbols": ("NotoSansSymbols-Regular.ttf", "20D0-20F0,2150-2BFF,1F100-1F1AD"),
    "symbols2": ("NotoSansSymbols2-Regular.ttf", "2190-27FF,2900-2BFF,1F5F4-1F5F9"),
    "emoji": ("NotoEmoji[wght].ttf", "203C,2049,2190-2BFF,3030,303D,3297,3299,1F000-1FAFF"),
}
SCRIPTS = {
    "armenian": ("NotoSansArmenian[wght].ttf", "0530-058F"),
    "georgian": ("NotoSansGeorgian[wght].ttf", "10A0-10FF,1C90-1CBF,2D00-2D2F"),
}


def make(source: Path, name: str, letters: str, place: Mapping[str, float]) -> Path:
    """Write one font file, such as `noto-sans-small-bold.ttf`, and return where it is."""
    font = TTFont(source, recalcTimestamp=False)
    if "fvar" in font:
        axes = {axis.axisTag for axis in font["fvar"].axes}
        instantiateVariableFont(font, {axis: place[axis] for axis in axes}, inplace=True, updateFontNames=True)
    options = subset.Options(notdef_outline=True, hinting=False, layout_features=[], glyph_names=False)
    options.drop_tables += ["GDEF", "GPOS", "GSUB", "STAT", "MVAR", "HVAR", "MATH", "avar", "fvar", "gvar"]
    options.drop_tables += ["vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(letters))
    subsetter.subset(font)
    target = HERE / f"noto-{name}.ttf"
    font.save(target)
    return target


def drawn_by(files: Iterable[Path]) -> str:
    """The letters of these files as `core/pdf/letters.py` has them."""
    codes: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            codes |= font.getBestCmap().keys()
    starts = sorted(code for code in codes if code - 1 not in codes)
    ends = sorted(code for code in codes if code + 1 not in codes)
    return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in zip(starts, ends, strict=True))


if __name__ == "__main__":
    signs = Path(sys.argv[1])
    for style, weight in WEIGHTS.items():
        place = {"wght": weight, "wdth": 100}
        for size, letters in LETTERS.items():
            make(SOURCE / "files" / "NotoSans[wdth,wght].ttf", f"sans-{size}-{style}", letters, place)
        for script, (file, letters) in SCRIPTS.items():
            make(signs / file, f"{script}-{style}", letters, place)
    for sign, (file, letters) in SIGNS.items():
        make(signs / file, sign, letters, {"wght": WEIGHTS["regular"], "wdth": 100})
    shutil.copyfile(SOURCE / "LICENSE", HERE / "OFL.txt")
    small, every = drawn_by(HERE.glob("*-small-regular.ttf")), drawn_by(HERE.glob("*.ttf"))
    sys.stdout.write("\n".join(("For core/pdf/letters.py:", small, every, "")))
