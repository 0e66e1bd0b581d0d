"""Intervals of what is measured: exponents, means, probabilities.

All of them come from the regularised incomplete beta function in ball arithmetic.

>>> low, high = clopper_pearson(0, 100, 0.95)
>>> low, round(high, 6)  # 1 - 0.025**(1/100)
(0.0, 0.036217)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from flint import arb
from numpy.typing import ArrayLike

from thence.measurement import Plot, Series

LEVEL = 0.99


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with the ends of its confidence interval."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"

    def excludes(self, value: float) -> bool:
        """Whether the interval says that the figure is not ``value``."""
        return not self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Line(Interval):
    """The slope of a fitted line as the estimate, with the intercept and the points as measured.

    ``log`` names the coordinates that are logarithms in the fit: ``xy`` or none.
    """

    intercept: float
    x: tuple[float, ...]
    y: tuple[float, ...]
    log: str = ""

    __str__ = Interval.__str__


def exponent(sizes: ArrayLike, values: ArrayLike, level: float = LEVEL) -> Line:
    """The slope of ``log(values)`` on ``log(sizes)`` by least squares, with Student's interval.

    For ``values = C sizes**a`` times independent noise it estimates ``a``.
    """
    found = slope(np.log(sizes), np.log(values), level)
    return replace(found, x=_floats(sizes), y=_floats(values), log="xy")


def slope(x: ArrayLike, y: ArrayLike, level: float = LEVEL) -> Line:
    """The slope of a least-squares line through at least three points, with its interval."""
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    if len(across) != len(up) or len(up) < 3:
        raise ValueError(f"a slope needs three points or more, not {len(across)} and {len(up)}")
    centre, height = across.mean(), up.mean()
    across, up = across - centre, up - height
    spread = float((across**2).sum())
    if spread == 0:
        raise ValueError("the points of a line need more than one abscissa")
    found = float((across * up).sum() / spread)
    error = float(np.sqrt(((up - found * across) ** 2).sum() / (len(up) - 2) / spread))
    margin = student_quantile(level, len(up) - 2) * error
    intercept = float(height - found * centre)
    return Line(found, found - margin, found + margin, intercept, _floats(x), _floats(y))


def plot(
    xlabel: str,
    ylabel: str,
    measured: Mapping[str, Line | tuple[ArrayLike, ArrayLike]],
    *,
    log: str = "xy",
    level: float = LEVEL,
) -> Plot:
    """The plot of ``measured``: a label for each fitted line, or pair of abscissas and values.

    Values at one abscissa become their mean with its interval, on a logarithmic axis their
    geometric mean.

    >>> line = exponent([1, 1, 4, 4, 16, 16], [1, 1, 2, 2, 4, 4])
    >>> (found,) = plot("N", "size", {"a": line}).series
    >>> found.x, [round(y, 9) for y in found.y], round(found.fit["slope"], 9)
    ((1.0, 4.0, 16.0), [1.0, 2.0, 4.0], 0.5)
    """
    return Plot(
        xlabel, ylabel, tuple(_series(k, found, log, level) for k, found in measured.items()), log
    )


def proportions(
    xlabel: str,
    ylabel: str,
    counted: Mapping[str, tuple[ArrayLike, ArrayLike]],
    trials: int,
    *,
    log: str = "",
    level: float = LEVEL,
) -> Plot:
    """The plot of shares: a label for abscissas and successes among ``trials`` at each of them."""
    made = []
    for label, (x, counts) in counted.items():
        ends = [clopper_pearson(int(k), trials, level) for k in np.asarray(counts)]
        y = _floats(np.asarray(counts) / trials)
        low, high = (tuple(column) for column in zip(*ends, strict=True))
        made.append(Series(label, _floats(x), y, low, high))
    return Plot(xlabel, ylabel, tuple(made), log)


def _series(
    label: str, found: Line | tuple[ArrayLike, ArrayLike], log: str, level: float
) -> Series:
    x, y = (found.x, found.y) if isinstance(found, Line) else found
    across, up = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    into, back = (np.log, np.exp) if "y" in log else (np.asarray, np.asarray)
    places = np.unique(across)
    groups = [into(up[across == place]) for place in places]
    centres, low, high = [float(back(group.mean())) for group in groups], [], []
    if all(len(group) > 1 for group in groups):
        intervals = [mean(group, level) for group in groups]
        low = [float(back(one.low)) for one in intervals]
        high = [float(back(one.high)) for one in intervals]
    fit = None
    if isinstance(found, Line):
        if found.log != log:
            raise ValueError(f"{label}: a line fitted in {found.log!r}, drawn in {log!r}")
        ends = {"low": found.low, "high": found.high}
        fit = {"slope": found.value, "intercept": found.intercept, **ends}
    return Series(label, _floats(places), tuple(centres), tuple(low), tuple(high), fit)


def _floats(values: ArrayLike) -> tuple[float, ...]:
    return tuple(float(value) for value in np.asarray(values, dtype=float))


def mean(values: ArrayLike, level: float = LEVEL) -> Interval:
    """The mean of independent measurements, with Student's interval."""
    found = np.asarray(values, dtype=float)
    centre = float(found.mean())
    error = float(found.std(ddof=1) / np.sqrt(len(found)))
    margin = student_quantile(level, len(found) - 1) * error
    return Interval(centre, centre - margin, centre + margin)


def clopper_pearson(successes: int, trials: int, level: float = LEVEL) -> tuple[float, float]:
    """The exact interval of a probability, from ``successes`` among independent ``trials``.

    Its ends are quantiles of Beta(k, n - k + 1) and Beta(k + 1, n - k), since the chance of at
    least k successes is I_p(k, n - k + 1).
    """
    if not 0 <= successes <= trials or trials < 1:
        raise ValueError(f"{successes} successes among {trials} trials?")
    tail, rest = (1 - level) / 2, trials - successes
    low = _quantile(tail, successes, rest + 1) if successes else 0.0
    high = _quantile(1 - tail, successes + 1, rest) if rest else 1.0
    return low, high


def student_quantile(level: float, degrees: int) -> float:
    """The t with P(-t <= T <= t) = ``level`` for Student's T with these degrees of freedom.

    P(abs(T) > t) = I_u(degrees/2, 1/2) at u = degrees/(degrees + t**2).
    """
    u = _quantile(1 - level, degrees / 2, 0.5)
    return float(np.sqrt(degrees * (1 / u - 1)))


def _quantile(level: float, a: float, b: float) -> float:
    """The p with I_p(a, b) = ``level``, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        below = float(arb(middle).beta_lower(arb(a), arb(b), regularized=True).mid()) < level
        low, high = (middle, high) if below else (low, middle)
    return (low + high) / 2
