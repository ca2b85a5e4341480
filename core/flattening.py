"""A PDF made as a reader shows it: notes and form fields are drawn into its pages, and nothing hidden is laid open."""

import re
from collections.abc import Iterator

import pikepdf
from pikepdf.settings import set_qpdf_limits

from core.error_codes import ErrorCode
from core.errors import DomainError

# What one part may unfold to; pictures are never unfolded here, and a page of dense drawing has a tenth of this.
MOST_UNFOLDED = 16 * 1024 * 1024
# And all parts of a file together.
MOST_IN_ALL = 32 * 1024 * 1024
# LZW unfolds to a thousand times as much, and is the one way of packing that the library sets no limit to.
MOST_LZW = 16 * 1024
set_qpdf_limits(
    flate_max_memory=MOST_UNFOLDED,
    run_length_max_memory=MOST_UNFOLDED,
    png_max_memory=MOST_UNFOLDED,
    tiff_max_memory=MOST_UNFOLDED,
    max_stream_filters=3,
)

# How many notes and fields are drawn in: each costs more than the one before. A page inked by the stroke has hundreds.
MOST_NOTES = 2000
# Flags of an annotation: not shown by who does not know its kind, hidden, and hidden on the screen.
IF_UNKNOWN, HIDDEN, NO_VIEW = 1, 2, 32
# What shows nothing on the page by itself, or nothing but a sign that there is something to open.
SHOWS_NOTHING = ("/Link", "/Popup", "/Text", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/TrapNet")
# Flags of a field whose words are set in several lines, as stars or in a comb: the library sets one line only.
SET_OTHERWISE = 1 << 12 | 1 << 13 | 1 << 24
# How a field says that its words are as large as it holds, and what a letter takes at most in the library's size.
AS_LARGE_AS_FITS = re.compile(r"(?<![\d.])0(?:\.0*)?\s+Tf")
WIDEST_LETTER = 7
DEEPEST = 50


def draw_in(file: pikepdf.Pdf) -> None:
    """Draw into the pages of `file` what lies over them, so that they show by themselves what a reader shows.

    Raises "scan_unkept" where that cannot be done: a layer that is off, a note without its drawing, a form that one
    program alone can show.
    """
    if _has_hidden_layers(file) or "/NeedsRendering" in file.Root:
        raise DomainError(ErrorCode.SCAN_UNKEPT)
    laid_over = list(_annotations(file))
    if sum("/AP" in each for each in laid_over) > MOST_NOTES:
        raise DomainError(ErrorCode.SCAN_UNKEPT)
    shown = [each for each in laid_over if not int(each.get("/F", 0)) & (HIDDEN | NO_VIEW)]
    _write_fields(file, [each for each in shown if each.get("/Subtype") == pikepdf.Name.Widget])
    for each in shown:
        # Every reader knows the kinds there are.
        each.F = int(each.get("/F", 0)) & ~IF_UNKNOWN
        if "/AP" not in each and _shows_something(each):
            raise DomainError(ErrorCode.SCAN_UNKEPT)
    file.flatten_annotations("screen")


def refuse_swollen(file: pikepdf.Pdf) -> None:
    """Raises "scan_unkept" for a file whose pages would unfold to far more than any page needs."""
    contents = {part.objgen for page in file.pages for part in _parts_of(page.obj.get("/Contents"))}
    left = MOST_IN_ALL
    for part in file.objects:
        if not isinstance(part, pikepdf.Stream):
            continue
        if part.get("/Subtype") == pikepdf.Name.Image and part.objgen not in contents:
            continue
        if "/LZW" in str(part.get("/Filter")) and len(part.read_raw_bytes()) > MOST_LZW:
            raise DomainError(ErrorCode.SCAN_UNKEPT)
        try:
            left -= len(part.read_bytes())
        except pikepdf.PikepdfError:
            raise DomainError(ErrorCode.SCAN_UNKEPT) from None
        if left < 0:
            raise DomainError(ErrorCode.SCAN_UNKEPT)


def inherited(node: pikepdf.Object, key: str) -> pikepdf.Object | int | str | None:
    """What `node` says of `key`, or the nearest of those above it."""
    for _generation in range(DEEPEST):
        if key in node:
            return node[key]
        if "/Parent" not in node:
            break
        node = node["/Parent"]
    return None


def dictionaries(part: pikepdf.Object) -> Iterator[pikepdf.Dictionary | pikepdf.Stream]:
    """`part` and every dictionary written inside it; what it only refers to comes by itself."""
    waiting = [part]
    while waiting:
        held = waiting.pop()
        if isinstance(held, pikepdf.Dictionary | pikepdf.Stream):
            yield held
            waiting.extend(each for _key, each in held.items() if _is_inside(each))
        elif isinstance(held, pikepdf.Array):
            waiting.extend(each for each in held if _is_inside(each))


def _is_inside(each: object) -> bool:
    return isinstance(each, pikepdf.Dictionary | pikepdf.Array) and not each.is_indirect


def _parts_of(contents: object) -> list[pikepdf.Object]:
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents] if contents is not None else []  # type: ignore[list-item]


def _annotations(file: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for page in file.pages:
        for each in page.obj.get("/Annots", []):
            if isinstance(each, pikepdf.Dictionary):
                yield each


def _shows_something(each: pikepdf.Dictionary) -> bool:
    kind = str(each.get("/Subtype"))
    return _value(each) is not None if kind == "/Widget" else kind not in SHOWS_NOTHING


def _value(widget: pikepdf.Dictionary) -> str | None:
    """What is filled in, None for nothing."""
    value = inherited(widget, "/V")
    return None if value is None or str(value) in ("", "/Off") else str(value)


def _write_fields(file: pikepdf.Pdf, widgets: list[pikepdf.Dictionary]) -> None:
    """Have the words of the fields set that a reader would have to set; "scan_unkept" where the library cannot."""
    form = file.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary):
        return
    anew = bool(form.get("/NeedAppearances", False))
    unset = [
        each
        for each in widgets
        if (anew or "/AP" not in each)
        and inherited(each, "/FT") in (pikepdf.Name.Tx, pikepdf.Name.Ch)
        and _value(each) is not None
    ]
    if any(int(inherited(each, "/Ff") or 0) & SET_OTHERWISE or _may_be_cut(each, form) for each in unset):
        raise DomainError(ErrorCode.SCAN_UNKEPT)
    form.NeedAppearances = bool(unset)
    if not unset:
        return
    for each in unset:
        # What it showed before the words were changed may be set quite otherwise.
        if "/AP" in each:
            del each["/AP"]
    file.generate_appearance_streams()
    for each in unset:
        # A letter that the font's alphabet lacks is set as a question mark.
        drawn = each.AP.N.read_bytes() if "/AP" in each else b""
        if not drawn or drawn.count(b"?") > (_value(each) or "").count("?"):
            raise DomainError(ErrorCode.SCAN_UNKEPT)


def _may_be_cut(widget: pikepdf.Dictionary, form: pikepdf.Dictionary) -> bool:
    """Whether a reader sets the words as small as they must be, where the library sets them in one size."""
    size = AS_LARGE_AS_FITS.search(str(inherited(widget, "/DA") or form.get("/DA", "")))
    left, _low, right, _high = (float(side) for side in widget.Rect.as_list())
    return size is not None and len(_value(widget) or "") * WIDEST_LETTER > abs(right - left)


def _has_hidden_layers(file: pikepdf.Pdf) -> bool:
    layers = file.Root.get("/OCProperties")
    if not isinstance(layers, pikepdf.Dictionary):
        return False
    chosen = layers.get("/D", pikepdf.Dictionary())
    if chosen.get("/BaseState") == pikepdf.Name.OFF or len(chosen.get("/OFF", [])):
        return True
    return any(_may_be_off(each) for part in file.objects for each in dictionaries(part))


def _may_be_off(each: pikepdf.Object) -> bool:
    """Whether `each` is a layer that is off on the screen, or is shown when others are off."""
    match str(each.get("/Type")):
        case "/OCG":
            seen = each.get("/Usage", pikepdf.Dictionary()).get("/View", pikepdf.Dictionary())
            return bool(seen.get("/ViewState") == pikepdf.Name.OFF)
        case "/OCMD":
            return "/VE" in each or str(each.get("/P")) in ("/AllOff", "/AnyOff")
        case _:
            return False
