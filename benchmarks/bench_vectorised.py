"""Points a second of numpy, torch, balls and mpmath on one expression, measured side by side.

Run as ``python benchmarks/bench_vectorised.py [POINTS]``.  Backends take turns, so that a noisy
machine is noisy for all of them, and the best of the turns counts.  Only the ratios mean much.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from thence.parser import parse_expression
from thence_numeric import balls, highprecision, vectorised

TEXT = "(x + sqrt(x**2 + b))/2 - log(1 + exp(x))"
TURNS = 5
#: One at a time: this many points are enough.
FEW = 300


def in_numpy(rows: np.ndarray) -> np.ndarray:
    x, b = rows.T
    return (x + np.sqrt(x**2 + b)) / 2 - np.log(1 + np.exp(x))


def chunked(rows: np.ndarray) -> np.ndarray:
    step = vectorised.CHUNK
    return np.concatenate([in_numpy(rows[i : i + step]) for i in range(0, len(rows), step)])


def rate(work: Callable[[], object], points: int) -> float:
    start = time.perf_counter()
    work()
    return points / (time.perf_counter() - start)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    expr, names = parse_expression(TEXT, ["x", "b"]), ["x", "b"]
    random = np.random.default_rng(0)
    rows = np.stack([random.uniform(-20, 20, count), random.uniform(0, 4, count)], axis=1)
    few = [{"x": Fraction(float(x)), "b": Fraction(float(b))} for x, b in rows[:FEW]]
    torch_values = vectorised.evaluate(expr, names, rows)  # imports torch, outside the clock
    assert np.allclose(torch_values, in_numpy(rows), rtol=1e-9, atol=1e-12)
    runs: dict[str, tuple[Callable[[], object], int]] = {
        "numpy, whole": (lambda: in_numpy(rows), count),
        "numpy, in chunks": (lambda: chunked(rows), count),
        "torch, in chunks": (lambda: vectorised.evaluate(expr, names, rows), count),
        "balls, 128 bits": (lambda: [balls.evaluate(expr, p) for p in few], FEW),
        "mpmath, 30 digits": (lambda: [highprecision.evaluate(expr, p) for p in few], FEW),
    }
    best = dict.fromkeys(runs, 0.0)
    for _ in range(TURNS):
        for name, (work, points) in runs.items():
            best[name] = max(best[name], rate(work, points))
    print(f"{TEXT} at {count} points ({FEW} one at a time), best of {TURNS}")
    for name, speed in best.items():
        print(f"{name:18} {speed:14,.0f} points/s  {speed / best['numpy, whole']:10.5f}x numpy")


if __name__ == "__main__":
    main()
