"""Weighted sums of squares: Gram matrices by semidefinite programming, rounded to exact ones.

A polynomial p is sought as the sum of ``weight * b' G b`` over blocks, with G positive
semidefinite.  The solver's answer is a guess in floating point.  Where it is well inside the cone
it is rounded and projected back onto the equations exactly.  Where p has zeros, every G has a
kernel (the values of the basis there), so the guess is on the boundary of the cone: the basis is
replaced by what is orthogonal to the kernel of the guess, recognised as rational.  Where that
fails, it is first replaced by what vanishes at zeros that were found in another way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from thence.checker import semidefinite
from thence.deadline import Deadline

Polynomial = Any
Matrix = list[list[fmpq]]
Zero = tuple[fmpq, ...]
Array = Any
#: Least eigenvalue, p scaled to largest coefficient 1, from which a guess is rounded.
INSIDE = 1e-7
#: How far outside the cone a guess may be and still count as on its boundary.
OUTSIDE = 1e-5
#: Rounds of replacing the basis by what is orthogonal to a kernel.
REDUCTIONS = 5
#: Entries of all Gram matrices together up to which a problem is tried.
LARGEST = 4000


@dataclass(frozen=True)
class Block:
    """Squares of combinations of the basis, times a weight that is nowhere negative."""

    weight: Polynomial
    basis: list[Polynomial]


def gram_matrices(
    p: Polynomial,
    blocks: list[Block],
    zeros: Callable[[], list[Zero]],
    seconds: float,
    reduced: Callable[[Polynomial], Polynomial],
    number: int = 0,
) -> list[tuple[int, Block, Matrix]] | None:
    """Blocks with Gram matrices that add up to p exactly, each with the place of the block that
    it came from; or None.  ``zeros`` finds points of the set where p vanishes; polynomials are
    equal that are so once they are ``reduced``.  ``number``: kernels may be of numbers a + b*r, r
    being its root."""
    numbered = [(k, block) for k, block in enumerate(blocks) if block.basis]
    deadline = Deadline(seconds)
    found, on_boundary = _search(p, numbered, deadline, reduced, number)
    if found is not None or not on_boundary:
        return found
    known = zeros()
    smaller = [(k, replace(block, basis=_vanishing(block, known))) for k, block in numbered]
    if sum(len(b.basis) for _, b in smaller) == sum(len(b.basis) for _, b in numbered):
        return None
    kept = [(k, block) for k, block in smaller if block.basis]
    return _search(p, kept, deadline, reduced)[0]


def _search(
    p: Polynomial,
    numbered: list[tuple[int, Block]],
    deadline: Deadline,
    reduced: Callable[[Polynomial], Polynomial],
    number: int = 0,
) -> tuple[list[tuple[int, Block, Matrix]] | None, bool]:
    """The matrices, bases being replaced by what is orthogonal to the kernels of the guesses; and
    whether the first guess was on the boundary of the cone."""
    for round_ in range(REDUCTIONS):
        program = _Program(reduced(p), [block for _, block in numbered], reduced)
        left = deadline.left()
        guess = program.guess(left / 2) if left > 0 and program.columns else None
        if guess is None or guess[0] < -OUTSIDE:
            return None, round_ > 0
        exact = program.exact(guess[1], deadline) if guess[0] > 0 else None
        if exact is not None:
            return [(k, b, g) for (k, b), g in zip(numbered, exact, strict=True)], False
        pairs = zip(numbered, guess[1], strict=True)
        bases = [_orthogonal(b.basis, m, number) for (_, b), m in pairs]
        if [len(basis) for basis in bases] == program.sizes:
            return None, True
        numbered = [
            (k, replace(block, basis=basis))
            for (k, block), basis in zip(numbered, bases, strict=True)
            if basis
        ]
    return None, True


class _Program:
    """The linear equations that the entries of the Gram matrices satisfy."""

    def __init__(
        self, p: Polynomial, blocks: list[Block], reduced: Callable[[Polynomial], Polynomial]
    ) -> None:
        self.sizes = [len(block.basis) for block in blocks]
        self.size = sum(n * (n + 1) // 2 for n in self.sizes)
        self.columns: list[dict[tuple[int, ...], fmpq]] = []
        if self.size > LARGEST:  # then there are no columns
            return
        for block in blocks:  # column by column of the upper triangle, as the solver stacks it
            for j, b in enumerate(block.basis):
                heavy = block.weight * b
                for i in range(j + 1):
                    times = 1 if i == j else 2
                    self.columns.append(reduced(heavy * block.basis[i] * times).to_dict())
        target = p.to_dict()
        monomials = dict.fromkeys([*target, *(m for c in self.columns for m in c)])
        self.rows = {m: k for k, m in enumerate(monomials)}
        self.target = [target.get(m, fmpq(0)) for m in self.rows]

    def guess(self, seconds: float) -> tuple[float, list[Array]] | None:
        """Matrices with the least eigenvalue as large as the equations allow, and that value."""
        import clarabel
        from scipy import sparse

        count, height = len(self.columns), len(self.rows)
        scale = max(abs(_float(c)) for c in self.target)
        entries = [
            (self.rows[m], k, _float(c))
            for k, col in enumerate(self.columns)
            for m, c in col.items()
        ]
        row, column, value = (np.array(part) for part in zip(*entries, strict=True))
        stretch = np.concatenate([_stretch(n) for n in self.sizes])
        unit = np.concatenate([_stacked(np.eye(n)) for n in self.sizes])
        equations = sparse.csc_matrix((value / stretch[column], (row, column)), (height, count + 1))
        cone = sparse.hstack([-sparse.eye(count), sparse.csc_matrix(unit[:, None])])
        most = sparse.csc_matrix(([1.0], ([0], [count])), (1, count + 1))
        cones = [
            clarabel.ZeroConeT(height),
            *(clarabel.PSDTriangleConeT(n) for n in self.sizes),
            clarabel.NonnegativeConeT(1),
        ]
        right = [*(_float(c) / scale for c in self.target), *[0.0] * count, 1.0]
        settings = clarabel.DefaultSettings()
        settings.verbose, settings.time_limit, settings.max_threads = False, seconds, 1
        found = clarabel.DefaultSolver(
            sparse.csc_matrix((count + 1, count + 1)),
            np.array([0.0] * count + [-1.0]),
            sparse.vstack([equations, cone, most]).tocsc(),
            np.array(right),
            cones,
            settings,
        ).solve()
        x = np.array(found.x)
        if "Infeasible" in str(found.status) or not np.isfinite(x).all():
            return None
        self.scale = scale
        return float(x[-1]), _unstacked(x[:-1], self.sizes)

    def exact(self, matrices: list[Array], deadline: Deadline) -> list[Matrix] | None:
        """Rational semidefinite matrices near these that satisfy the equations, or None."""
        flat = [m[i, j] * self.scale for m in matrices for j in range(len(m)) for i in range(j + 1)]
        for bits in (12, 24, 40):
            unit = 2**bits
            rounded = [fmpq(round(v * unit), unit) for v in flat]
            entries = self.projected(rounded) if not deadline.passed() else None
            if entries is None:
                return None
            found = list(_squares(entries, self.sizes))
            if all(semidefinite(m) for m in found):
                return found
        return None

    def projected(self, entries: list[fmpq]) -> list[fmpq] | None:
        """The nearest entries that satisfy the equations, or None if there are none."""
        lacking = list(self.target)
        gap = [dict[int, fmpq]() for _ in self.rows]
        for entry, column in zip(entries, self.columns, strict=True):
            items = [(self.rows[m], c) for m, c in column.items()]
            for k, c in items:
                lacking[k] -= c * entry
                for other, d in items:
                    gap[k][other] = gap[k].get(other, fmpq(0)) + c * d
        steps = _solved(gap, lacking)
        if steps is None:
            return None
        return [
            entry + sum((c * steps[self.rows[m]] for m, c in column.items()), fmpq(0))
            for entry, column in zip(entries, self.columns, strict=True)
        ]


def _solved(gap: list[dict[int, fmpq]], lacking: list[fmpq]) -> list[fmpq] | None:
    """A solution of a symmetric semidefinite system of equations, or None."""
    steps = [fmpq(0)] * len(lacking)
    coupled = [k for k, row in enumerate(gap) if any(i != k for i in row)]
    for k in set(range(len(gap))) - set(coupled):
        if not gap[k]:
            if lacking[k] != 0:
                return None
            continue
        steps[k] = lacking[k] / gap[k][k]
    if coupled:
        rows = [[*(gap[k].get(i, fmpq(0)) for i in coupled), lacking[k]] for k in coupled]
        reduced, rank = fmpq_mat(rows).rref()
        for r in range(rank):
            row = [reduced[r, c] for c in range(len(coupled) + 1)]
            pivot = next(c for c, v in enumerate(row) if v != 0)
            if pivot == len(coupled):
                return None
            steps[coupled[pivot]] = row[-1]
    return steps


def _vanishing(block: Block, zeros: list[Zero]) -> list[Polynomial]:
    """The combinations of the basis that are 0 at those of the points where the weight is not."""
    rows = [[b(*z) for b in block.basis] for z in zeros if block.weight(*z) != 0]
    if not rows:
        return block.basis
    return _combined(block.basis, *_echelon(rows))


def _combined(
    basis: list[Polynomial], kernel: list[list[fmpq]], pivots: list[int]
) -> list[Polynomial]:
    """A basis of what is orthogonal to the rows, which are reduced to 1 at their pivots."""
    found = []
    for k, b in enumerate(basis):
        if k not in pivots:
            for row, pivot in zip(kernel, pivots, strict=True):
                b = b - basis[pivot] * row[k]
            found.append(b)
    return found


def _orthogonal(basis: list[Polynomial], matrix: Array, number: int) -> list[Polynomial]:
    """The combinations of the basis that are orthogonal to the kernel of the matrix; all of the
    basis where the kernel is not recognised.  What is rational and orthogonal to a + b*r, with
    rational a and b, is so to both of them."""
    values, vectors = np.linalg.eigh(matrix)
    count = _small(values)
    if not count:
        return basis
    kernel, pivots = vectors[:, :count].T.copy(), []
    for r in range(count):
        row, col = divmod(int(np.argmax(np.abs(kernel[r:]))), len(basis))
        kernel[[r, r + row]] = kernel[[r + row, r]]
        kernel[r] /= kernel[r, col]
        pivots.append(col)
        for other in range(count):
            if other != r:
                kernel[other] -= kernel[other, col] * kernel[r]
    rows = [[v for v in map(_rational, row) if v is not None] for row in kernel.tolist()]
    if all(len(row) == len(basis) for row in rows):
        return _combined(basis, rows, pivots)
    if number:
        both = [[_quadratic(v, number) for v in row] for row in kernel.tolist()]
        if not any(v is None for row in both for v in row):
            parts = [[v[k] for v in row if v] for row in both for k in (0, 1)]
            return _combined(basis, *_echelon(parts))
    return basis


def _echelon(rows: list[list[fmpq]]) -> tuple[list[list[fmpq]], list[int]]:
    """Rows with the same span, reduced to 1 at their pivots, and these."""
    reduced, rank = fmpq_mat(rows).rref()
    kernel = reduced.tolist()[:rank]
    return kernel, [next(k for k, v in enumerate(row) if v != 0) for row in kernel]


def _quadratic(value: float, number: int) -> tuple[fmpq, fmpq] | None:
    """The number ``a + b*r`` of small a and b that a value is near to, r the root, or None."""
    best = None
    for q in (1, 2, 3, 4, 6, 7, 8, 12):
        for b in range(-4 * q, 4 * q + 1):
            rest = value - b / q * number**0.5
            a = round(rest * q)
            size = abs(a) + abs(b) + q
            if abs(rest - a / q) < 2e-4 / q and (best is None or size < best[0]):
                best = size, (fmpq(a, q), fmpq(b, q))
    return best and best[1]


def _rational(value: float) -> fmpq | None:
    """The rational number with a small denominator that a value is near to, or None."""
    for q in range(1, 61):
        p = round(value * q)
        if abs(value - p / q) < min(0.002, 0.02 / q**2) and (q == 1 or gcd(p, q) == 1):
            return fmpq(p, q)
    return None


def _small(values: Array) -> int:
    """How many of the eigenvalues, in increasing order, belong to a kernel: those below the
    widest gap among small ones."""
    floored = np.maximum(values, 1e-12)
    best, count = 30.0, 0
    for k in range(1, len(values) + 1):
        above = floored[k] if k < len(values) else 1.0
        if floored[k - 1] < 1e-3 and above / floored[k - 1] > best:
            best, count = above / floored[k - 1], k
    return count


def _stretch(n: int) -> Array:
    """The solver's factor of each entry of the upper triangle: the square root of 2 off the
    diagonal."""
    return np.concatenate([[2**0.5] * j + [1.0] for j in range(n)])


def _stacked(matrix: Array) -> Array:
    n = len(matrix)
    return np.concatenate([matrix[: j + 1, j] for j in range(n)]) * _stretch(n)


def _unstacked(x: Array, sizes: list[int]) -> list[Array]:
    found, start = [], 0
    for n in sizes:
        part = x[start : start + n * (n + 1) // 2] / _stretch(n)
        matrix = np.zeros((n, n))
        k = 0
        for j in range(n):
            matrix[: j + 1, j] = matrix[j, : j + 1] = part[k : k + j + 1]
            k += j + 1
        found.append(matrix)
        start += n * (n + 1) // 2
    return found


def _squares(entries: list[fmpq], sizes: list[int]) -> Any:
    """The symmetric matrices whose upper triangles are stacked in ``entries``."""
    start = 0
    for n in sizes:
        offset = [start + j * (j + 1) // 2 for j in range(n)]
        yield [[entries[offset[max(i, j)] + min(i, j)] for j in range(n)] for i in range(n)]
        start += n * (n + 1) // 2


def _float(value: fmpq) -> float:
    return float(Fraction(int(value.p), int(value.q)))
