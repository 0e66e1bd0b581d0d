"""Vectorised (torch, float64): one compiled expression on a million points.

torch is imported when something is computed.  Points go through in chunks that stay in the
cache of a core; on a GPU, in large ones.  The value is nan wherever a part of the expression is
not defined, so an infinite part is never hidden by what is done with it (``exp(-1/x**2)`` at 0).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, reduce
from typing import Any

import numpy as np
import numpy.typing as npt

from thence.errors import InputError
from thence.expr import Expr
from thence_numeric.backend import Point, Unsupported, Value, bounded_depth
from thence_numeric.compiled import Closure, Names, bind, compile_expression

NAME = "vectorised"
RIGOROUS = False
#: Rows that go through at once: all intermediate columns fit the cache of a core.
CHUNK = 16_384
CUDA_CHUNK = 4_194_304
MAX_TERMS = 2_000
#: Units in the last place that one operation may be off by.
ULPS = 4.0

Array = npt.NDArray[np.float64]


def _torch() -> Any:
    try:
        import torch
    except ImportError:
        raise InputError("the vectorised backend needs torch.", hint="pip install torch") from None
    return torch


@cache
def _operations() -> Mapping[str, Callable[..., Any]]:
    torch = _torch()
    nan = math.nan
    with torch.inference_mode(False):  # wherever it is made first, it may have to do with gradients
        one = torch.tensor(1.0, dtype=torch.float64)

    def where(ok: Any, value: Any) -> Any:
        return torch.where(ok, value, nan)

    def divide(a: Any, b: Any) -> Any:
        if b.ndim == 0 and b.item() != 0:  # a constant
            return a / b
        return a / torch.where(b == 0, nan, b)

    def log(a: Any) -> Any:
        return torch.log(torch.where(a == 0, nan, a))

    def power(a: Any, b: Any) -> Any:
        if b.ndim == 0 and b.device.type == "cpu":
            exponent = b.item()
            if exponent > 0:
                return torch.pow(a, exponent)
            if exponent < 0:
                return torch.pow(torch.where(a == 0, nan, a), exponent)
        # pow(nan, 0) and pow(1, nan) are 1 in floating point: a part that is not defined.
        found = torch.pow(torch.where((a == 0) & (b < 0), nan, a), b)
        return where(~(torch.isnan(a) | torch.isnan(b)), found)

    def gamma(a: Any) -> Any:
        """Gamma from its logarithm, with the sign of the real line; nan at its poles."""
        negative = (a < 0) & (torch.floor(a) % 2 != 0)
        pole = (a <= 0) & (torch.floor(a) == a)
        size = torch.exp(torch.lgamma(a))
        return where(~pole, torch.where(negative, -size, size))

    def reciprocal_gamma(a: Any) -> Any:
        pole = (a <= 0) & (torch.floor(a) == a)
        return torch.where(pole, 0.0, 1 / gamma(torch.where(pole, 1.0, a)))

    def binomial(n: Any, k: Any) -> Any:
        """Integer k below 0 gives 0; negative integers n are reflected to positive ones."""
        whole = torch.floor(k) == k
        flip = whole & (k >= 0) & (n < 0) & (torch.floor(n) == n)
        top = torch.where(flip, k - n - 1, n)
        found = gamma(top + 1) * reciprocal_gamma(k + 1) * reciprocal_gamma(top - k + 1)
        found = torch.where(flip & (k % 2 != 0), -found, found)
        return torch.where(whole & (k < 0), 0 * (n + k), found)

    return {
        "+": torch.add,
        "-": torch.sub,
        "*": torch.mul,
        "/": divide,
        "**": power,
        "neg": torch.neg,
        "log": log,
        "Abs": torch.abs,
        "sign": lambda a: where(~torch.isnan(a), torch.sign(a)),
        "cbrt": lambda a: power(a, one / 3),
        "cot": lambda a: divide(one, torch.tan(a)),
        "sec": lambda a: divide(one, torch.cos(a)),
        "csc": lambda a: divide(one, torch.sin(a)),
        "coth": lambda a: divide(one, torch.tanh(a)),
        "acot": lambda a: torch.where(a == 0, math.pi / 2, torch.atan(1 / a)),
        "atanh": lambda a: where(a.abs() < 1, torch.atanh(a)),
        "atan2": lambda y, x: where((y != 0) | (x != 0), torch.atan2(y, x)),
        "ceiling": torch.ceil,
        "gamma": gamma,
        "loggamma": lambda a: where(a > 0, torch.lgamma(a)),
        "factorial": lambda a: gamma(a + 1),
        "binomial": binomial,
        "KroneckerDelta": lambda a, b: where(~torch.isnan(a - b), (a == b).to(a.dtype)),
        "Max": lambda *args: reduce(torch.maximum, args),
        "Min": lambda *args: reduce(torch.minimum, args),
        **{name: getattr(torch, name) for name in _PLAIN},
    }


_PLAIN = (
    *("exp", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan"),
    *("asinh", "acosh", "erf", "erfc", "floor"),
)
_CONSTANTS = {"pi": np.pi, "E": np.e, "EulerGamma": np.euler_gamma, "GoldenRatio": (1 + 5**0.5) / 2}


def _number(node: Expr) -> Any:
    if node.head == "num":
        try:
            value = node.number.numerator / node.number.denominator
        except OverflowError:
            value = math.inf if node.number > 0 else -math.inf
    elif node.name in _CONSTANTS:
        value = _CONSTANTS[node.name]
    else:
        raise Unsupported(f"no float is {node.name}")
    return _torch().tensor(value, dtype=_torch().float64)


def _series(
    operations: Mapping[str, Callable[..., Any]], number: Callable[[Expr], Any]
) -> Callable[[Expr, Names], Closure]:
    """Sums and products whose ends are constants."""

    def compiled(expr: Expr, names: Names) -> Closure:
        *inner, last = expr.args
        body = Expr(expr.head, tuple(inner)) if len(inner) > 1 else inner[0]
        variable, low, high = last.args
        nested = {"Sum": compiled, "Product": compiled}

        def closure(part: Expr, known: Names) -> Closure:
            return compile_expression(part, known, operations, number, nested)

        ends = [closure(end, names) for end in (low, high)]
        term = closure(body, bind(names, variable.name))
        join = operations["+" if expr.head == "Sum" else "*"]

        def at(point: Any) -> Any:
            a, b = (end(point) for end in ends)
            if a.ndim or b.ndim or a != a.floor() or not -1 <= b - a < MAX_TERMS:
                raise Unsupported(f"{expr.head} without a small constant range")
            start = 0.0 if expr.head == "Sum" else 1.0
            steps = range(int(a), int(b) + 1)
            terms = (term((*point, a * 0 + k)) for k in steps)
            return reduce(join, terms, a * 0 + start)

        return at

    return compiled


def compile(
    expr: Expr,
    names: Sequence[str],
    operations: Mapping[str, Callable[..., Any]] | None = None,
) -> Callable[[Any], Any]:
    """A function from a tensor of shape (n, k), its columns the names, to one of shape (n,).

    nan where the expression is not defined over the reals, ``inf`` where a value is too large.
    :class:`Unsupported` for binders other than derivatives and sums over a constant range.
    """
    known = _operations() if operations is None else operations
    number = cache(_number)
    series = _series(known, number)
    index = {name: i for i, name in enumerate(names)}
    inner = compile_expression(expr, index, known, number, {"Sum": series, "Product": series})

    def function(points: Any) -> Any:
        value = inner(points.unbind(dim=1))
        return value.to(points.device).expand(points.shape[0]) if value.ndim == 0 else value

    return function


def _device(asked: str | None) -> str:
    torch = _torch()
    if asked is None:
        return "cuda" if torch.cuda.is_available() else "cpu"
    if asked.startswith("cuda") and not torch.cuda.is_available():
        raise InputError("there is no CUDA device here.", hint="Leave the device out, or use cpu.")
    return asked


@contextmanager
def _one_thread() -> Iterator[None]:
    """One thread of torch for a while.  Chunks are too small to share, and claims run side by
    side: threads that wait for each other on a busy machine cost most of the speed."""
    torch = _torch()
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def evaluate(expr: Expr, names: Sequence[str], points: Array, device: str | None = None) -> Array:
    """The values of an expression at the rows of ``points``, columns in the order of ``names``.

    ``device`` is ``cpu``, ``cuda`` or, left out, the best that is there; one that is asked for
    and missing is an :class:`InputError`.
    """
    torch, where = _torch(), _device(device)
    rows = np.require(points, dtype=np.float64, requirements=["C", "W"])
    data = torch.from_numpy(rows)
    size = CHUNK if where == "cpu" else CUDA_CHUNK
    with torch.inference_mode(), bounded_depth(), _one_thread():
        function = compile(expr, names)
        parts = [function(chunk.to(where)).cpu() for chunk in torch.split(data, size)]
        joined: Array = torch.cat(parts).numpy()
    return joined


def values(expr: Expr, points: Sequence[Point]) -> list[Value]:
    """Values in float64, with first-order bounds of their rounding errors.

    Every intermediate value may be off by some units in its last place; what that does to the
    result is its derivative with respect to that intermediate value, which torch gives.
    """
    torch = _torch()
    steps: list[Any] = []

    def recorded(operation: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any) -> Any:
            value = operation(*args)
            if value.requires_grad:
                value.retain_grad()
                steps.append(value)
            return value

        return step

    names = sorted({name for point in points for name in point})
    rows = [[float(p[n]) for n in names] for p in points]
    data = torch.tensor(rows, dtype=torch.float64).reshape(len(points), len(names))
    data.requires_grad_()
    watched = {head: recorded(op) for head, op in _operations().items()}
    with bounded_depth():
        result = compile(expr, names, watched)(data)
    error = torch.zeros(len(points), dtype=torch.float64)
    if result.requires_grad:
        result.sum().backward()
        for step in steps:
            if step.grad is not None:
                error += (step.grad * step).abs().detach()
        error += (data.grad * data).abs().detach().sum(dim=1)
    unit = ULPS * float(np.finfo(np.float64).eps)
    bounds = unit * (error + result.detach().abs())
    return [
        Value(float(v), 0.0 if math.isnan(v) else math.inf if math.isnan(e) else float(e))
        for v, e in zip(result.detach(), bounds, strict=True)
    ]
