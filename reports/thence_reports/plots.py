"""Figures of one-variable relations: both sides, and below them the gap.

Everything drawn stands in the record.  Files are the same, byte for byte, for the same curves.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure

#: Okabe and Ito's colours, which every kind of colour vision tells apart; lines differ as well.
LEFT, RIGHT, GAP, MARK = "#0072B2", "#D55E00", "#1B1B1B", "#CC79A7"

STYLE: dict[str, Any] = {
    "axes.grid": True,
    "axes.labelsize": 8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "grid.alpha": 0.3,
    "grid.linewidth": 0.5,
    "legend.fontsize": 8,
    "legend.frameon": False,
    "lines.linewidth": 1.4,
    "pdf.fonttype": 42,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
}


@dataclass(frozen=True, slots=True)
class Curves:
    """Both sides of a relation at points of one variable; NaN where a side has no value."""

    variable: str
    x: tuple[float, ...]
    lhs: tuple[float, ...]
    rhs: tuple[float, ...]


def read_curves(statement: Mapping[str, Any]) -> Curves | None:
    """The curves that the evidence of a statement holds, or None when there are none to draw."""
    for evidence in statement["evidence"]:
        if evidence["method"] == "curves":
            data = evidence["data"]
            columns = [_column(data.get(key)) for key in ("x", "lhs", "rhs")]
            sizes = {len(column) for column in columns}
            if len(sizes) == 1 and sizes.pop() >= 2 and any(_gap(*columns[1:])):
                return Curves(str(data.get("variable", "")), *columns)
    return None


def _column(values: object) -> tuple[float, ...]:
    """Floats; whatever is not a finite number is NaN."""
    if not isinstance(values, list):
        return ()
    return tuple(
        float(v) if isinstance(v, int | float) and math.isfinite(v) else math.nan for v in values
    )


def _gap(lhs: Sequence[float], rhs: Sequence[float]) -> list[bool]:
    """Where both sides have a value."""
    return [math.isfinite(a) and math.isfinite(b) for a, b in zip(lhs, rhs, strict=False)]


def place_of(curves: Curves, point: Mapping[str, str] | None) -> float | None:
    """Where a counterexample lies on the horizontal axis, if it does."""
    try:
        place = float(Fraction((point or {})[curves.variable].strip()))
    except (KeyError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return place if min(curves.x) <= place <= max(curves.x) else None


def draw(curves: Curves, path: Path, counterexample: float | None = None) -> Path:
    """Draw the two sides and the gap, left less right, into a PDF file."""
    # The defaults come first, so that a user's own settings change nothing.
    settings: Any = {**mpl.rcParamsDefault, **STYLE}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(5.2, 2.6), layout="constrained")
        FigureCanvasPdf(figure)
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[2, 1])
        above.plot(curves.x, curves.lhs, color=LEFT, label="left side")
        above.plot(curves.x, curves.rhs, color=RIGHT, linestyle="--", label="right side")
        gap = [a - b for a, b in zip(curves.lhs, curves.rhs, strict=True)]
        below.plot(curves.x, gap, color=GAP, linewidth=1.1)
        below.axhline(0, color="#808080", linewidth=0.6)
        below.set_ylabel("left − right")
        below.set_xlabel(_label(curves.variable))
        if counterexample is not None:
            _mark((above, below), counterexample)
        above.legend(loc="best")
        nothing = dict.fromkeys(("CreationDate", "Creator", "Producer"))
        figure.savefig(path, format="pdf", metadata=nothing)
    return path


def _mark(axes: Sequence[Axes], place: float) -> None:
    for axis, label in zip(axes, ("counterexample", None), strict=True):
        axis.axvline(place, color=MARK, linewidth=1.2, linestyle=":", label=label)
        axis.plot([place], [0.97], marker="v", color=MARK, transform=axis.get_xaxis_transform())


def _label(name: str) -> str:
    """A variable's name as plain text; one that the font might not have is not written out."""
    return name.replace("$", r"\$") if name.isascii() and name.isprintable() else "variable"
