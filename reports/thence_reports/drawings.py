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
from textwrap import wrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullLocator

from thence_reports import view
from thence_reports.plots import FAINT, GOLD, INK, LEFT, MARK, OTHER, RIGHT, SKY, Drawing

_Column = tuple[float, ...]

#: A series is told from another by its colour, its marker and its line.
_LOOKS = (
    (LEFT, "o", "-"),
    (RIGHT, "s", "--"),
    (OTHER, "^", "-."),
    (MARK, "D", ":"),
    (SKY, "v", "-"),
    (GOLD, "P", "--"),
)
#: Anything but plain characters, Greek letters and the minus sign.
_UNKNOWN = re.compile("[^ -~\u0391-\u03a9\u03b1-\u03c9\u2212]")
#: Letters of a legend that stand next to each other.
_ROW = 40
#: Letters of a label that runs up an axis.
_HEIGHT = 26
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
    """Measured points with their intervals and, where a line was fitted, its slope and height.

    ``fit``: the slope, its bounds, and the intercept, in the coordinates of the axes.
    """

    label: str
    x: _Column
    y: _Column
    low: _Column = ()
    high: _Column = ()
    fit: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """One quantity against another; ``log`` names the axes that are logarithmic."""

    across: str
    up: str
    lines: tuple[Line, ...]
    log: str = ""

    @property
    def caption(self) -> str:
        """What is drawn, and what bars and bands are."""
        scale = {"xy": ", both logarithmic", "x": " (logarithmic)"}.get(self.log, "")
        up = _greek(self.up)
        name = f"{up[:1].upper()}{up[1:]}{' (logarithmic)' * (self.log == 'y')}"
        text = f"{name} against {_greek(self.across)}{scale}."
        if any(line.low for line in self.lines):
            text += " Bars: 99 % intervals."
        if any(line.fit for line in self.lines):
            text += " Lines by least squares, with the 99 % interval of the slope as a band."
        return text

    def draw(self, figure: Figure) -> None:
        """Points, lines and bands."""
        axes = figure.subplots()
        axes.set_xscale("log" if "x" in self.log else "linear")
        axes.set_yscale("log" if "y" in self.log else "linear")
        for line, look in zip(self.lines, _LOOKS, strict=False):
            self._draw(axes, line, look)
        axes.set_xlabel(_plain(_greek(self.across)))
        up = wrap(_plain(_greek(self.up)), _HEIGHT)
        axes.set_ylabel("\n".join(up))
        named = axes.get_legend_handles_labels()
        columns = 2 if self._short() else 1
        rows = -(-len(named[1]) // columns)
        if rows:
            figure.legend(*named, loc="upper left", ncols=columns)
        left = 0.16 + 0.03 * (len(up) - 1)
        figure.subplots_adjust(left=left, right=0.985, top=0.97 - 0.07 * rows, bottom=0.17)
        places = sorted({place for line in self.lines for place in line.x})
        if "x" in self.log:
            _ticks(axes.xaxis, places if len(places) <= 9 else ())
        if "y" in self.log:
            _ticks(axes.yaxis, ())

    def _short(self) -> bool:
        """Whether two names of the legend go on a line."""
        return not any(line.fit or len(line.label) > _ROW / 2 for line in self.lines)

    def _draw(self, axes: Axes, line: Line, look: tuple[str, str, str]) -> None:
        colour, marker, dash = look
        name = _plain(_greek(line.label))
        mark = marker if len(line.x) < 40 else ""
        if line.low:
            below = [max(y - low, 0) for y, low in zip(line.y, line.low, strict=True)]
            above = [max(high - y, 0) for y, high in zip(line.y, line.high, strict=True)]
            axes.errorbar(
                line.x, line.y, (below, above), fmt="none", ecolor=colour, elinewidth=0.8, alpha=0.7
            )
        if line.fit is None:
            axes.plot(line.x, line.y, dash, color=colour, marker=mark, ms=4, label=name)
            return
        low, slope, high, _ = line.fit
        word = "exponent" if self.log == "xy" else "slope"
        fitted = f"{name}{': ' * bool(name)}{word} {slope:.3f} [{low:.3f}, {high:.3f}]"
        axes.plot(line.x, line.y, color=colour, marker=mark, ms=4, linestyle="")
        ends = [min(line.x), max(line.x)]
        axes.plot(ends, self._through(line, slope, ends), dash, color=colour, label=fitted)
        band = [ends[0], self._back(self._centre(line)[0], "x"), ends[1]]
        edges = zip(*(self._through(line, s, band) for s in (low, high)), strict=True)
        lower, upper = zip(*(sorted(pair) for pair in edges), strict=True)
        axes.fill_between(band, lower, upper, color=colour, alpha=0.15, linewidth=0)

    def _centre(self, line: Line) -> tuple[float, float]:
        """The point of the fitted line in the middle of the abscissas: the band turns about it."""
        assert line.fit is not None
        _, slope, _, intercept = line.fit
        x = sum(self._into(value, "x") for value in line.x) / len(line.x)
        return x, intercept + slope * x

    def _through(self, line: Line, slope: float, places: Sequence[float]) -> list[float]:
        """The line of a slope through the centre."""
        x, y = self._centre(line)
        return [self._back(y + slope * (self._into(p, "x") - x), "y") for p in places]

    def _into(self, value: float, axis: str) -> float:
        return math.log(value) if axis in self.log else value

    def _back(self, value: float, axis: str) -> float:
        return math.exp(min(value, 700.0)) if axis in self.log else value


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
    points = [
        e["data"].get("point") for e in statement["evidence"] if e["method"] == "counterexample"
    ]
    own = next((point for point in points if isinstance(point, dict)), {})
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
                place=_place(variable, columns[0], own),
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
            log = data["log"] if data.get("log") in ("xy", "x", "y") else ""
            rows = data.get("series") if isinstance(data.get("series"), list) else []
            lines = [line for row in rows[: len(_LOOKS)] if (line := _line(row, log))]
            if lines:
                return Lines(str(data.get("xlabel")), str(data.get("ylabel")), tuple(lines), log)
    return None


def _line(row: object, log: str) -> Line | None:
    """A series whose points can be drawn; what stands on a logarithmic axis has to be positive."""
    if not isinstance(row, dict):
        return None
    x, y, low, high = (_column(row.get(key)) for key in ("x", "y", "low", "high"))
    if len(x) != len(y):
        return None
    bars = list(zip(low, high, strict=True)) if len(low) == len(high) == len(x) else [()] * len(x)
    kept = [
        (a, b, bar)
        for a, b, bar in zip(x, y, bars, strict=True)
        if _drawable(a, "x" in log) and all(_drawable(v, "y" in log) for v in (b, *bar))
    ]
    if len({a for a, _, _ in kept}) < 2:
        return None
    x, y = tuple(a for a, _, _ in kept), tuple(b for _, b, _ in kept)
    low, high = (tuple(bar[i] for _, _, bar in kept if bar) for i in (0, 1))
    return Line(str(row.get("label", "")), x, y, low, high, _fit(row.get("fit")))


def _drawable(value: float, log: bool) -> bool:
    return math.isfinite(value) and (value > 0 or not log)


def _fit(data: object) -> tuple[float, float, float, float] | None:
    if not isinstance(data, dict):
        return None
    found = _column([data.get(key) for key in ("low", "slope", "high", "intercept")])
    low, slope, high, intercept = found
    return (low, slope, high, intercept) if all(map(math.isfinite, found)) else None


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
    text = _UNKNOWN.sub(lambda found: f"[U+{ord(found.group()):04X}]", text).replace("$", r"\$")
    # A legend leaves out names that begin with an underscore.
    return f" {text}" if text.startswith("_") else text


def _mark(axes: Sequence[Axes], place: float) -> None:
    for axis, label in zip(axes, ("counterexample", None), strict=True):
        axis.axvline(place, color=MARK, linewidth=1.2, linestyle=":", label=label)
        axis.plot([place], [0.97], marker="v", color=MARK, transform=axis.get_xaxis_transform())
