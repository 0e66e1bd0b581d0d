"""Vectorised (torch, float64): one compiled expression on a million points.

torch is imported when something is computed.  Points go through in chunks that stay in the
cache of a core; on a GPU, whole.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from thence.expr import Expr
from thence_numeric.backend import Point, Value
from thence_numeric.compiled import compile_expression

NAME = "vectorised"
RIGOROUS = False
CHUNK = 16_384

Array = npt.NDArray[np.float64]


def _operations(torch: Any) -> dict[str, Callable[..., Any]]:
    def power(a: Any, b: Any) -> Any:
        return torch.pow(a, b)

    def gamma(a: Any) -> Any:
        """Gamma from its logarithm, with the sign of the real line."""
        negative = (a < 0) & (torch.floor(a) % 2 != 0)
        return torch.exp(torch.lgamma(a)) * torch.where(negative, -1.0, 1.0)

    return {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "*": lambda a, b: a * b,
        "/": lambda a, b: a / b,
        "**": power,
        "neg": lambda a: -a,
        "Abs": torch.abs,
        "cbrt": lambda a: power(a, torch.tensor(1 / 3, dtype=torch.float64)),
        "cot": lambda a: 1 / torch.tan(a),
        "sec": lambda a: 1 / torch.cos(a),
        "csc": lambda a: 1 / torch.sin(a),
        "coth": lambda a: 1 / torch.tanh(a),
        "acot": lambda a: torch.atan(1 / a),
        "ceiling": torch.ceil,
        "loggamma": torch.lgamma,
        "gamma": gamma,
        "factorial": lambda a: gamma(a + 1),
        "binomial": lambda n, k: torch.exp(
            torch.lgamma(n + 1) - torch.lgamma(k + 1) - torch.lgamma(n - k + 1)
        ),
        "Max": lambda *args: reduce(torch.maximum, args),
        "Min": lambda *args: reduce(torch.minimum, args),
        **{
            name: getattr(torch, name)
            for name in ("exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh")
            + ("asin", "acos", "atan", "asinh", "acosh", "atanh", "sign", "erf", "erfc", "floor")
            + ("atan2",)
        },
    }


_CONSTANTS = {"pi": np.pi, "E": np.e, "EulerGamma": np.euler_gamma, "GoldenRatio": (1 + 5**0.5) / 2}


def compile(expr: Expr, names: Sequence[str]) -> Callable[[Any], Any]:
    """A function from a tensor of shape (n, k), its columns the names, to one of shape (n,).

    nan where the expression is not defined over the reals.
    """
    import torch

    def number(node: Expr) -> Any:
        if node.head == "num":
            exact = node.number
            value = exact.numerator / exact.denominator
        else:
            value = _CONSTANTS.get(node.name, np.inf)
        return torch.tensor(value, dtype=torch.float64)

    index = {name: i for i, name in enumerate(names)}
    inner = compile_expression(expr, index, _operations(torch), number)

    def function(points: Any) -> Any:
        columns = points.unbind(dim=1)
        value = inner(columns)
        return value.expand(points.shape[0]) if value.ndim == 0 else value

    return function


def evaluate(expr: Expr, names: Sequence[str], points: Array, device: str | None = None) -> Array:
    """The values of an expression at the rows of ``points``, columns in the order of ``names``."""
    import torch

    where = device or ("cuda" if torch.cuda.is_available() else "cpu")
    function = compile(expr, names)
    data = torch.as_tensor(points, dtype=torch.float64)
    if where != "cpu":
        found: Array = function(data.to(where)).cpu().numpy()
        return found
    with torch.inference_mode():
        parts = [function(chunk) for chunk in data.split(CHUNK)]
        joined: Array = torch.cat(parts).numpy()
    return joined


def values(expr: Expr, points: Sequence[Point]) -> list[Value]:
    """Values in float64, with an error of a few units in the last place claimed."""
    names = sorted({name for point in points for name in point})
    rows = np.array([[float(p[n]) for n in names] for p in points], dtype=np.float64)
    found = evaluate(expr, names, rows.reshape(len(points), len(names)))
    return [Value(float(v), abs(float(v)) * 1e-12) for v in found]
