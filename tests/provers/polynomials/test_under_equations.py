"""Inequalities under an equation: made homogeneous, their denominators, what is not 0."""

import pytest

POSITIVE, NONNEGATIVE = dict.fromkeys("abc", "positive"), dict.fromkeys("abc", "nonnegative")
ONLY = ("at zero", "bounds", "normal form")
SUM, SQUARES, PAIRS = "a + b + c = 3", "a**2 + b**2 + c**2 = 3", "a*b + b*c + c*a = 3"
TRUE = [
    # by the root of what the equation says is 1
    (POSITIVE, ["a + b + c = 1"], "a**2 + b**2 + c**2 + 2*sqrt(3*a*b*c)", "<=", "1"),
    (NONNEGATIVE, [PAIRS], "a**2 + b**2 + c**2 + 3*a*b*c", ">=", "6"),
    # signs of denominators that the equation tells
    (NONNEGATIVE, [SUM], "1/(9 - a*b) + 1/(9 - b*c) + 1/(9 - c*a)", "<=", "3/8"),
    (POSITIVE, ["a + b + c = 1"], "(1 + a)/(1 - a) + (1 + b)/(1 - b) + (1 + c)/(1 - c)", "<=",
     "2*(b/a + c/b + a/c)"),
    (POSITIVE, ["a**2 + b**2 + c**2 = 1"], "a/(1 - a**2) + b/(1 - b**2) + c/(1 - c**2)", ">=",
     "3*sqrt(3)/2"),
    # a denominator about which the equation says nothing
    (POSITIVE, ["a*b*c = 1"], "1/(a**2 - a + 1) + 1/(b**2 - b + 1) + 1/(c**2 - c + 1)", "<=", "3"),
    # denominators that are 0 at the origin alone
    (NONNEGATIVE, ["a*b + b*c + c*a = 1"], "1/(a + b) + 1/(b + c) + 1/(c + a)", ">=", "5/2"),
    (NONNEGATIVE, [SQUARES], "a*b + b*c + c*a", "<=", "a*b*c + 2"),
]  # fmt: skip
FALSE = [
    (POSITIVE, ["a + b + c = 1"], "a**2 + b**2 + c**2 + (2 + 10**-12)*sqrt(3*a*b*c)", "<=", "1"),
    (NONNEGATIVE, [PAIRS], "a**2 + b**2 + c**2 + 3*a*b*c", ">", "6"),
    (NONNEGATIVE, [SUM], "1/(9 - a*b) + 1/(9 - b*c) + 1/(9 - c*a)", "<=", "3/8 - 10**-12"),
    (NONNEGATIVE, ["a*b + b*c + c*a = 1"], "1/(a + b) + 1/(b + c) + 1/(c + a)", ">", "5/2"),
    # a + b is 0 for c = 3
    (NONNEGATIVE, [SUM], "1/(a + b) + 1/(b + c) + 1/(c + a)", ">=", "3/2"),
    (NONNEGATIVE, [SQUARES], "a*b + b*c + c*a", "<=", "a*b*c + 2 - 10**-12"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_inequalities_under_an_equation(claim, certificate):
    assert certificate(*claim, seconds=6)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_what_is_false_is_not_proved(claim, certificate):
    assert certificate(*claim, seconds=1) is None


def test_what_is_not_zero_by_a_strict_hypothesis(certificate):
    given = dict.fromkeys("ab", "nonnegative")
    assert certificate(given, ["a + b > 0"], "a**2 + b**2", ">", "0", only=ONLY)
    assert certificate(given, ["a + b >= 0"], "a**2 + b**2", ">", "0", seconds=2) is None


def test_excluded_points_do_not_matter_to_polynomials(certificate):
    claim = ("1/(a - b)**2 + 1/(b - c)**2 + 1/(c - a)**2", ">=", "4/(a*b + b*c + c*a)")
    apart = ["a != b", "b != c", "c != a", "a*b + b*c + c*a != 0"]
    assert certificate(NONNEGATIVE, apart, *claim, seconds=6)
    integer = {"n": "integer"}
    assert certificate(integer, ["n != 0"], "n**2", ">=", "1", seconds=5)
    assert certificate({"x": "real"}, ["x != 0"], "x**2", ">=", "10**-12", seconds=2) is None


@pytest.mark.parametrize(
    ("given", "lhs", "rhs"),
    [
        (POSITIVE, "(1/a + 1/b + 1/c - 3)*(a + b + c - 3) + a*b*c + 1/(a*b*c)", "2"),
        ({**POSITIVE, "k": "positive"}, "a/(b + k*c) + b/(c + k*a) + c/(a + k*b)", "3/(1 + k)"),
    ],
)
def test_polynomials_that_are_not_homogeneous_are_dissected(given, lhs, rhs, certificate):
    assert certificate(given, [], lhs, ">=", rhs, seconds=6)
    assert certificate(given, [], lhs, ">=", f"(1 + 10**-12)*({rhs})", seconds=1) is None
