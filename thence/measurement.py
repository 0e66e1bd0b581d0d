"""What an experiment measured: a figure with the range that a claim allows, and its plot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Series:
    """Points of an experiment, the ends of their intervals, and the line fitted to them.

    ``low`` and ``high`` are empty where the points have no intervals.  The line is in the
    coordinates of the plot, natural logarithms where an axis is logarithmic.
    """

    label: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()
    fit: Mapping[str, float] | None = None

    def as_json(self) -> dict[str, Any]:
        """The series as the record holds it, in six digits."""
        columns = {"x": self.x, "y": self.y, "low": self.low, "high": self.high}
        rounded = {key: [_six_digits(v) for v in column] for key, column in columns.items()}
        fit = self.fit and {key: _six_digits(value) for key, value in self.fit.items()}
        return {"label": self.label, **rounded, "fit": fit}


@dataclass(frozen=True, slots=True)
class Plot:
    """What an experiment measured as a function of something: see docs/authors.md.

    ``log`` names the logarithmic axes: ``xy``, ``x``, ``y`` or none.
    """

    xlabel: str
    ylabel: str
    series: tuple[Series, ...]
    log: str = ""

    def as_json(self) -> dict[str, Any]:
        """The data of the evidence ``series`` of the record."""
        return {
            "series": [one.as_json() for one in self.series],
            "xlabel": self.xlabel,
            "ylabel": self.ylabel,
            "log": self.log,
        }


def _six_digits(value: float) -> float:
    return float(f"{value:.6g}")


@dataclass(frozen=True, slots=True)
class Measurement:
    """What an experiment measured: a figure, the range that the claim allows, and how."""

    value: float
    low: float
    high: float
    unit: str = ""
    points: int = 0
    detail: str = ""
    control: str = ""
    plot: Plot | None = None
