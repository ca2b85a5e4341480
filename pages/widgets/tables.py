"""Figures in a table that is its own chart: each is written, and drawn beside itself.

It is read out, printed and copied as any table, follows the theme, and costs one element and no script.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.i18n import in_figures
from pages.shell import theme as look

FEW_DIGITS = 2  # what the style sheet leaves room for beside the longest bar


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure and its bar, as long as its `value` is to the greatest in the table; `ahead` is drawn as what is still
    to come. `address` is where the figure leads."""

    value: float
    ahead: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure in the middle of others: a diamond for itself, on a line between the `low` and the `high` of them."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Dot:
    """That there was something, or with `hollow` that there was not; `words` say what, to who does not see it."""

    words: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """What a heading does: it presses the button with the key `press`. `way` is 1 where the rows stand in its order,
    -1 where they do the other way round, else 0."""

    press: str
    way: int = 0


Cell = str | int | Bar | Spread | Dot


@dataclass(frozen=True, slots=True)
class TableLine:
    """A row: its name, the list the name leads to, and its cells.

    `short` is what stands below its column where columns stand, in lines; nothing where there is no room for each.
    """

    name: str
    cells: tuple[Cell, ...]
    address: str = ""
    short: tuple[str, ...] = ()


def table(
    caption: str,
    headings: Sequence[str],
    lines: Sequence[TableLine],
    *,
    standing: bool = False,
    sorts: Sequence[Sort | None] = (),
) -> None:
    """Draw a table; a wide one is moved sideways by itself. `caption` is read out and not seen.

    With `sorts`, one for each heading, those that have one sort the rows where our own scripts are served.

    `standing` is for a long row of months: their bars stand beside each other where there is room, and lie below each
    other, those of nothing left out, where there is none.
    """
    most = max((_end(cell) for line in lines for cell in line.cells), default=0) or 1
    rows = [
        {
            "name": line.name,
            "address": line.address,
            "short": line.short,
            "empty": all(isinstance(cell, Bar) and not cell.value for cell in line.cells),
            "cells": [_drawn(cell, most) for cell in line.cells],
        }
        for line in lines
    ]
    # A heading stands where the figures below it do.
    looks = ["", *(_look(line.cells[column] for line in lines) for column in range(len(headings) - 1))]
    look.draw(
        "table",
        caption=caption,
        headings=headings,
        looks=looks,
        rows=rows,
        standing=standing,
        sorts=sorts or [None] * len(headings),
    )


def _end(cell: Cell) -> float:
    match cell:
        case Bar(value=value):
            return value
        case Spread(high=high):
            return high
        case _:
            return 0


def _look(column: Iterable[Cell]) -> str:
    return next((told for cell in column if (told := _drawn(cell, 1)["look"])), "")


def _drawn(cell: Cell, most: float) -> Mapping[str, str]:
    """What the fragment puts into a cell: its words, how it looks, and the shares that its bar is drawn by."""
    words, look_of, style, address = "", "", "", ""
    match cell:
        case Bar(value, ahead, address):
            words, look_of = in_figures(value), "hs-bar hs-ahead" if ahead else "hs-bar"
            style = f"--of:{value / most:.3f}" + f";--digits:{len(words)}" * (len(words) > FEW_DIGITS)
        case Spread(value, low, high):
            words, look_of = f"{value:.0f}", "hs-spread"
            style = f"--low:{low / most:.3f};--high:{high / most:.3f};--of:{value / most:.3f}"
        case Dot(words, hollow):
            look_of = "hs-dot hs-hollow" if hollow else "hs-dot"
        case _:
            words, look_of = str(cell), "hs-words" if isinstance(cell, str) and cell else ""
    return {"words": words, "look": look_of, "style": style, "address": address}
