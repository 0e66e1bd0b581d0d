"""Inequalities in several variables: what each tactic proves, and how the finders behave."""

import pytest
from flint import fmpq, fmpq_mpoly_ctx

from thence import checker
from thence.provers.goal import Goal
from thence.provers.polynomials import polynomial
from thence.provers.polynomials.gram import Block, gram_matrices
from thence.provers.polynomials.zeros import zeros

REALS = dict.fromkeys("abc", "real")
POSITIVE = dict.fromkeys("abc", "positive")
NONNEGATIVE = dict.fromkeys("abc", "nonnegative")
TRIANGLE = ["a + b > c", "b + c > a", "c + a > b"]

TRUE = [
    # squares, by coefficients or by Gram matrices
    (REALS, [], "a**2 + b**2 + c**2", ">=", "a*b + b*c + c*a"),
    (REALS, [], "a**4 + b**4 + c**4", ">=", "a*b*c*(a + b + c)"),
    (NONNEGATIVE, [], "a**3 + b**3 + c**3", ">=", "3*a*b*c"),
    (NONNEGATIVE, [], "a*(a-b)*(a-c) + b*(b-a)*(b-c) + c*(c-a)*(c-b)", ">=", "0"),
    (NONNEGATIVE, [], "a**2*b + b**2*c + c**2*a + a**3 + b**3 + c**3", ">=", "6*a*b*c"),
    (REALS, ["a >= b", "b >= c", "c >= 0"], "a**2*b + b**2*c", ">=", "a*b*c + b*c**2"),
    (REALS, ["a**2 + b**2 <= 1"], "a*b", "<=", "1/2"),
    (dict.fromkeys("abc", "[0, 1]"), [], "a + b + c - a*b - b*c - c*a", "<=", "1"),
    # multiplied: the form of Motzkin is no sum of squares
    (REALS, [], "a**4*b**2 + a**2*b**4 + c**6", ">=", "3*a**2*b**2*c**2"),
    # products and denominators
    (POSITIVE, [], "a/(b+c) + b/(c+a) + c/(a+b)", ">=", "3/2"),
    (POSITIVE, [], "1/(a**2 - a*b + b**2)", "<=", "1/(a*b)"),
    (POSITIVE, TRIANGLE, "a/(b+c-a) + b/(c+a-b) + c/(a+b-c)", ">=", "3"),
    # homogeneous by an equation
    (POSITIVE, ["a + b + c = 3"], "a**2 + b**2 + c**2", ">=", "3"),
    (POSITIVE, ["a*b*c = 8"], "a**3 + b**3 + c**3", ">=", "24"),
    # the same where degrees are even and odd, and where it is strict
    (NONNEGATIVE, ["a**2 + b**2 + c**2 = 3"], "a + b + c", ">=", "a*b + b*c + c*a"),
    (NONNEGATIVE, ["a**2 + b**2 + c**2 = 3"], "a + b + c + a*b*c", "<=", "4"),
    (NONNEGATIVE, ["a**2 + b**2 + c**2 = 3"], "a*b", "<", "2"),
    # roots
    (NONNEGATIVE, [], "sqrt(a*b) + c", "<=", "(a + b)/2 + c"),
    ({"x": "nonnegative", "y": "nonnegative"}, [], "sqrt(x) + sqrt(y)", "<=", "sqrt(2*x + 2*y)"),
    (dict.fromkeys("abc", "[0, 1]"), [], "sqrt(a)*b", "<=", "(a + b)/2"),
    # moduli
    (REALS, [], "Abs(a + b + c)", "<=", "Abs(a) + Abs(b) + Abs(c)"),
    ({"x": "real", "y": "real"}, [], "Abs(Abs(x) - Abs(y))", "<=", "Abs(x - y)"),
    # one variable minimised, coupled variables, covers
    ({"x": "positive", "y": "real"}, [], "x*y", "<=", "x*log(x) - x + exp(y)"),
    ({"x": "real", "y": "real"}, ["x < y"], "1/(1 + exp(y))", "<", "1/(1 + exp(x))"),
    ({"x": "[0, 1]", "y": "[0, 1]"}, ["x + y <= 1"], "exp(x)*exp(y)", "<=", "14/5"),
    ({"x": "[1, 2]", "y": "[1, 2]"}, [], "sin(x)*cos(y)", "<=", "11/20"),
]


@pytest.mark.parametrize(
    ("given", "assuming", "lhs", "rel", "rhs"), TRUE, ids=lambda v: str(v)[:40]
)
def test_true_inequalities_are_certified(given, assuming, lhs, rel, rhs, certificate):
    assert certificate(given, assuming, lhs, rel, rhs, seconds=60)


def test_a_strict_inequality_needs_more_than_squares(certificate):
    assert certificate(REALS, [], "a**2 + b**2 + 1", ">", "a*b", seconds=60)
    assert certificate(REALS, [], "a**2 + b**2", ">", "a*b", seconds=1) is None  # 0 at 0
    assert certificate(POSITIVE, [], "a**2 + b**2", "!=", "a*b", seconds=60)


def ring(*names):
    made = fmpq_mpoly_ctx.get(list(names), "degrevlex")
    return made.gens()


def added(parts):
    """The sum of the forms that Gram matrices make."""
    return sum(
        g * a * b
        for _, block, gram in parts
        for a, row in zip(block.basis, gram, strict=True)
        for b, g in zip(block.basis, row, strict=True)
    )


@pytest.mark.parametrize("tight", [False, True])
def test_gram_matrices_add_up_exactly(tight):
    x, y = ring("x", "y")
    p = 2 * x**4 - 2 * x**2 * y**2 + y**4  # positive but at 0
    if tight:  # 0 on two lines
        p = (x - y) ** 2 * (2 * x + 3 * y) ** 2
    found = gram_matrices(p, [Block(x**0, [x**2, x * y, y**2])], list, 30, lambda q: q)
    assert added(found) == p
    assert all(checker.semidefinite(gram) for _, _, gram in found)


def test_what_is_negative_somewhere_has_no_gram_matrix():
    x, y = ring("x", "y")
    blocks = [Block(x**0, [x**2, x * y, y**2])]
    for p in (x**2 * y**2 - x**4, (x - y) ** 2 * (x + 3 * y) ** 2 - fmpq(1, 10**9) * y**4):
        assert gram_matrices(p, blocks, list, 30, lambda q: q) is None


def test_zeros_are_found_and_recognised():
    x, y, z = ring("x", "y", "z")
    p = x**3 + y**3 + z**3 - 3 * x * y * z
    assert (fmpq(1), fmpq(1), fmpq(1)) in zeros(p, [True] * 3, [])
    q = (x - 2 * y) ** 2 + z**2
    assert all(2 * b == a and c == 0 for a, b, c in zeros(q, [False] * 3, []))
    assert zeros(x**2 + y**2 + z**2 - x * y, [False] * 3, []) == []


def coordinates(given, assuming, term):
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": assuming})
        found = polynomial.setting(Goal(context, ">=", checker.parse(term, context.names)))
        return None if found is None else polynomial.chart(found)


def test_coordinates_come_out_of_constraints():
    found = coordinates(REALS, ["a >= b", "b >= c", "c >= 0"], "a + b + c")
    assert found.signed == [True] * 3
    assert not found.extra
    assert polynomial.by_coefficients(found) is not None
    box = coordinates({"a": "[0, 1]", "b": "real"}, [], "a*b")
    assert box.signed == [True, False]
    assert len(box.extra) == 1
    assert coordinates(REALS, [], "exp(a)") is None
