"""One figure and how it is printed: median, spread, budget and the ratio to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figure:
    """Something measured several times. `more_is_better` turns the ratio round, so that under 1 is always good."""

    what: str
    unit: str
    samples: Sequence[float]
    budget: float | None = None
    more_is_better: bool = False


def line(figure: Figure) -> str:
    """The figure as one line of text."""
    middle, low, high = median(figure.samples), min(figure.samples), max(figure.samples)
    said = f"{figure.what}: median {middle:.1f} {figure.unit} (min {low:.1f}, max {high:.1f}, n={len(figure.samples)})"
    if figure.budget is None:
        return said
    ratio = figure.budget / middle if figure.more_is_better else middle / figure.budget
    wanted = "at least" if figure.more_is_better else "under"
    return f"{said}; budget {wanted} {figure.budget:g}, used {ratio:.2f} of it"
