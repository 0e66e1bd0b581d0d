"""What figures show: the sides of a relation with their gap, and measurements with fitted lines.

Everything that is drawn stands in the record; what is not whole there is not drawn.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from thence_reports import view
from thence_reports.plots import FAINT, INK, LEFT, MARK, OTHER, RIGHT, Drawing

_Column = tuple[float, ...]

#: A series is told from another by its colour, its marker and its line.
_LOOKS = ((LEFT, "o", "-"), (RIGHT, "s", "--"), (OTHER, "^", "-."), (MARK, "D", ":"))
#: Anything but plain characters, Greek letters and the minus sign.
_UNKNOWN = re.compile("[^ -~\u0391-\u03a9\u03b1-\u03c9\u2212]")
#: Letters of a legend that stand next to each other.
_ROW = 40
#: A side is named by its text where that is short.
_SHORT = 34


@dataclass(frozen=True, slots=True)
class Curves:
    """Both sides of a relation along one variable; NaN where a side has no value.

    ``fixed``: the values of the other variables; ``place``: where the counterexample lies.
    """

    variable: str
    x: _Column
    lhs: _Column
    rhs: _Column
    names: tuple[str, str] = ("left side", "right side")
    fixed: tuple[tuple[str, str], ...] = ()
    place: float | None = None

    @property
    def caption(self) -> str:
        """What is drawn, over which part of the domain."""
        low, high = min(self.x), max(self.x)
        others = "".join(f", {_greek(name)} = {value}" for name, value in self.fixed)
        text = f"Both sides for {_greek(self.variable)} from {low:.4g} to {high:.4g}{others}; below"
        marked = " The counterexample is marked." if self.place is not None else ""
        return f"{text}, left less right.{marked}"

    def draw(self, figure: Figure) -> None:
        """The two sides, and the gap below them."""
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=[2.2, 1])
        figure.subplots_adjust(left=0.16, right=0.985, bottom=0.17, hspace=0.14)
        marker = "o" if len(self.x) < 40 else ""
        sides = zip((self.lhs, self.rhs), self.names, _LOOKS[:2], strict=True)
        for values, name, (colour, _, line) in sides:
            above.plot(
                self.x, values, color=colour, linestyle=line, marker=marker, ms=3, label=name
            )
        gap = [a - b for a, b in zip(self.lhs, self.rhs, strict=True)]
        below.axhline(0, color=FAINT, linewidth=0.8)
        below.plot(self.x, gap, color=INK, linewidth=1.1, marker=marker, ms=2.5)
        below.set_ylabel("left − right")
        below.set_xlabel(_plain(_greek(self.variable)))
        if self.place is not None:
            _mark((above, below), self.place)
        figure.align_ylabels()
        named = above.get_legend_handles_labels()
        rows = 1 if sum(map(len, named[1])) < _ROW else len(named[1])
        figure.legend(*named, loc="upper left", ncols=-(-len(named[1]) // rows))
        figure.subplots_adjust(top=0.97 - 0.07 * rows)


@dataclass(frozen=True, slots=True)
class Line:
    """Measured points and, where one was fitted, the slope between its bounds."""

    label: str
    x: _Column
    y: _Column
    slope: tuple[float, float, float] | None
    level: float


@dataclass(frozen=True, slots=True)
class Lines:
    """One quantity against another."""

    across: str
    up: str
    lines: tuple[Line, ...]
    log: bool

    @property
    def caption(self) -> str:
        """What is drawn, and what the bands are."""
        scale = " on logarithmic scales" if self.log else ""
        up = _greek(self.up)
        text = f"{up[:1].upper()}{up[1:]} against {_greek(self.across)}{scale}."
        levels = {line.level for line in self.lines if line.slope}
        if not levels:
            return text
        return (
            f"{text} Fitted lines, by least squares; bands: the slope within its "
            f"{100 * max(levels):.0f} % interval."
        )

    def draw(self, figure: Figure) -> None:
        """Points, lines and bands."""
        axes = figure.subplots()
        if self.log:
            axes.set_xscale("log")
            axes.set_yscale("log")
        for line, look in zip(self.lines, _LOOKS, strict=False):
            self._draw(axes, line, look)
        axes.set_xlabel(_plain(_greek(self.across)))
        axes.set_ylabel(_plain(_greek(self.up)))
        named = [line for line in self.lines if line.label or line.slope]
        if named:
            figure.legend(loc="upper left")
        figure.subplots_adjust(left=0.16, right=0.985, top=0.97 - 0.07 * len(named), bottom=0.17)
        if self.log:
            places = sorted({place for line in self.lines for place in line.x})
            _ticks(axes.xaxis, places if len(places) <= 9 else ())
            _ticks(axes.yaxis, ())

    def _draw(self, axes: Axes, line: Line, look: tuple[str, str, str]) -> None:
        colour, marker, dash = look
        few = len(line.x) < 40
        name = _plain(_greek(line.label))
        if line.slope is None:
            axes.plot(line.x, line.y, dash, color=colour, marker=marker * few, ms=4, label=name)
            return
        low, slope, high = line.slope
        word = "exponent" if self.log else "slope"
        fitted = f"{name}{': ' * bool(name)}{word} {slope:.3f} [{low:.3f}, {high:.3f}]"
        axes.plot(line.x, line.y, marker, color=colour, ms=4, alpha=0.55, markeredgewidth=0)
        ends = [min(line.x), max(line.x)]
        axes.plot(ends, self._through(line, slope, ends), dash, color=colour, label=fitted)
        band = [ends[0], self._centre(line)[0], ends[1]]
        edges = zip(*(self._through(line, s, band) for s in (low, high)), strict=True)
        below, above = zip(*(sorted(pair) for pair in edges), strict=True)
        axes.fill_between(band, below, above, color=colour, alpha=0.15, linewidth=0)

    def _centre(self, line: Line) -> tuple[float, float]:
        """The mean of the points, of their logarithms where the scales are logarithmic."""
        columns = (line.x, line.y)
        if self.log:
            x, y = (math.exp(sum(map(math.log, c)) / len(c)) for c in columns)
        else:
            x, y = (sum(c) / len(c) for c in columns)
        return x, y

    def _through(self, line: Line, slope: float, places: Sequence[float]) -> list[float]:
        """The line of a slope through the centre."""
        x, y = self._centre(line)
        if self.log:
            return [y * (place / x) ** slope for place in places]
        return [y + slope * (place - x) for place in places]


def _ticks(axis: Axis, places: Sequence[float]) -> None:
    """Plain numbers along a logarithmic axis: at these places, or at 1, 2 and 5."""
    low, high = axis.get_view_interval()
    some = (1, 2, 5) if high < 100 * low else (1,)
    axis.set_major_locator(FixedLocator(places) if places else LogLocator(subs=some))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:.4g}"))


# What the record holds


def of_step(claim: Mapping[str, Any]) -> list[Drawing]:
    """All that there is to draw of a claim, in the order of its statements."""
    curves = [of_statement(claim, index) for index in range(len(claim["statements"]))]
    return [drawing for drawing in (*curves, of_claim(claim)) if drawing is not None]


def of_statement(claim: Mapping[str, Any], index: int) -> Curves | None:
    """The curves that the evidence of a statement holds, or None when there are none to draw."""
    statement = claim["statements"][index]
    found = claim["counterexample"] if statement["grade"] == "refuted" else None
    for evidence in statement["evidence"]:
        data = evidence["data"]
        if evidence["method"] == "curves" and (columns := _curves(data)):
            variable, fixed = str(data.get("variable", "")), data.get("fixed")
            others = fixed.items() if isinstance(fixed, dict) else ()
            return Curves(
                variable,
                *columns,
                names=(_side("left", statement["lhs"]), _side("right", statement["rhs"])),
                fixed=tuple((str(name), str(value)) for name, value in others),
                place=_place(variable, columns[0], found["point"] if found else {}),
            )
    return None


def _curves(data: Mapping[str, Any]) -> tuple[_Column, _Column, _Column] | None:
    x, lhs, rhs = (_column(data.get(key)) for key in ("x", "lhs", "rhs"))
    if not len(x) == len(lhs) == len(rhs) >= 2 or not all(map(math.isfinite, x)):
        return None
    both = [math.isfinite(a) and math.isfinite(b) for a, b in zip(lhs, rhs, strict=True)]
    return (x, lhs, rhs) if any(both) else None


def of_claim(claim: Mapping[str, Any]) -> Lines | None:
    """What a measurement rests on, or None where there is nothing to draw."""
    for evidence in claim["evidence"]:
        if evidence["method"] == "series":
            data = evidence["data"]
            log = data.get("log") is True
            rows = data.get("series") if isinstance(data.get("series"), list) else []
            lines = [line for row in rows[: len(_LOOKS)] if (line := _line(row, log))]
            if lines:
                return Lines(str(data.get("across")), str(data.get("up")), tuple(lines), log)
    return None


def _line(row: object, log: bool) -> Line | None:
    if not isinstance(row, dict):
        return None
    x, y = _column(row.get("x")), _column(row.get("y"))
    if len(x) != len(y):
        return None
    kept = [p for p in zip(x, y, strict=True) if all(map(math.isfinite, p))]
    if log:
        kept = [p for p in kept if min(p) > 0]
    slope = _column(row.get("slope"))
    fitted = (slope[0], slope[1], slope[2]) if len(slope) == 3 else None
    if len({a for a, _ in kept}) < 2 or (fitted and not all(map(math.isfinite, fitted))):
        return None
    level = row.get("level")
    return Line(
        str(row.get("label", "")), tuple(a for a, _ in kept), tuple(b for _, b in kept), fitted,
        float(level) if isinstance(level, int | float) else 0.0,
    )  # fmt: skip


def _column(values: object) -> _Column:
    """Floats; whatever is not a finite number is NaN."""
    if not isinstance(values, list):
        return ()
    return tuple(
        float(v) if isinstance(v, int | float) and math.isfinite(v) else math.nan for v in values
    )


def _place(variable: str, x: Sequence[float], point: Mapping[str, Any]) -> float | None:
    """Where a counterexample lies on the horizontal axis, if it does."""
    try:
        place = float(Fraction(point[variable].strip()))
    except (KeyError, ValueError, ZeroDivisionError, OverflowError, AttributeError):
        return None
    return place if min(x) <= place <= max(x) else None


# Words


def _side(which: str, text: str) -> str:
    short = len(text) <= _SHORT
    return f"{which}: {_plain(text)}" if short else f"{which} side"


def _greek(text: str) -> str:
    """Text with the names of Greek letters as letters, and signs as they are printed."""
    text = re.sub(r"[A-Za-z]+", lambda found: _greek_letter(found.group()), text)
    text = text.replace("-", "−") if re.match(r"-|.* - ", text) else text
    return view.seen(text)


def _greek_letter(word: str) -> str:
    case = "CAPITAL" if word[0].isupper() else "SMALL"
    spelled = {"LAMBDA": "LAMDA"}.get(word.upper(), word.upper())
    try:
        return unicodedata.lookup(f"GREEK {case} LETTER {spelled}")
    except KeyError:
        return word


def _plain(text: str) -> str:
    """Text in which matplotlib finds no mathematics, and no character that its font has not."""
    text = _UNKNOWN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text)
    return text.replace("$", r"\$")


def _mark(axes: Sequence[Axes], place: float) -> None:
    for axis, label in zip(axes, ("counterexample", None), strict=True):
        axis.axvline(place, color=MARK, linewidth=1.2, linestyle=":", label=label)
        axis.plot([place], [0.97], marker="v", color=MARK, transform=axis.get_xaxis_transform())
