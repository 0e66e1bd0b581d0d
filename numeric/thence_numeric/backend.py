"""The interface of a backend: values with error bounds, at points.

A backend is chosen by name and imported only then; one that is missing is an error, never a
quiet fall-back to another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Protocol

from thence.errors import InputError
from thence.expr import MINIMAX, Expr, needs_derivative, walk
from thence.statement import Statement

Point = Mapping[str, Fraction]

#: What the vectorised backend does not evaluate.
NOT_PLAIN = {"Integral", "Sum", "Product", "Limit", *MINIMAX}
#: What is evaluated in closed form before balls can tell two sides apart.
CLOSED = ("Integral", "Limit")


class Undefined(ValueError):
    """An expression certainly has no real value at a point: for a ``reason``, in its innermost
    part ``expr`` that has none."""

    def __init__(self, reason: str, expr: Expr | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.expr = expr

    def at(self, expr: Expr) -> Undefined:
        """The same finding, about this part unless it is about a part of that already."""
        return self if self.expr is not None else Undefined(self.reason, expr)

    def __str__(self) -> str:
        return self.reason if self.expr is None else f"{self.reason} in {self.expr}"


class Unsupported(InputError):
    """A backend cannot evaluate an expression."""


@contextmanager
def bounded_depth() -> Iterator[None]:
    """Nesting deeper than Python's stack is :class:`Unsupported`, not a crash."""
    try:
        yield
    except RecursionError:
        raise Unsupported("an expression nested too deeply.") from None


@dataclass(frozen=True, slots=True)
class Value:
    """A value and a bound of its error: ``nan`` where the expression is not defined, and an
    infinite error where the backend could not tell."""

    value: float
    error: float


class Backend(Protocol):
    """What a backend module offers."""

    NAME: str
    RIGOROUS: bool

    def values(self, expr: Expr, points: Sequence[Point]) -> list[Value]:
        """The values of one expression at some points."""
        ...


NAMES = ("balls", "highprecision", "vectorised")


def get(name: str) -> Backend:
    """The backend of that name, imported now."""
    if name not in NAMES:
        raise InputError(f"there is no backend {name!r}.", hint=f"One of {', '.join(NAMES)}.")
    try:
        module: Backend = import_module(f"thence_numeric.{name}")
    except ImportError as error:
        raise InputError(
            f"the backend {name} needs {error.name}.", hint=f"pip install {error.name}"
        ) from None
    return module


def sides_are_plain(statement: Statement) -> bool:
    """Whether the vectorised backend can evaluate both sides pointwise."""
    heads = {node.head for e in (statement.lhs, statement.rhs) for node in walk(e)}
    return not heads & NOT_PLAIN and not needs_derivative(statement.rhs)


def takes_quadrature(statement: Statement) -> bool:
    """Whether a side has an integral, a limit or an infinite sum."""
    nodes = (node for e in (statement.lhs, statement.rhs) for node in walk(e))
    return any(node.head in CLOSED or (node.head == "Sum" and _infinite(node)) for node in nodes)


def _infinite(total: Expr) -> bool:
    ends = (end for bounds in total.args[1:] for end in bounds.args[1:])
    return any(node.head == "const" and node.name == "oo" for end in ends for node in walk(end))
