"""Orders between sums of roots: both sides raised to a power."""

import pytest

AB, ABC = dict.fromkeys("ab", "positive"), dict.fromkeys("abc", "positive")
ABCD = dict.fromkeys("abcd", "nonnegative")
ONLY = ("squared", "squares", "normal form", "bounds", "factors")
TRUE = [
    (ABC, [], "sqrt(a**2 - a*b + b**2) + sqrt(b**2 - b*c + c**2)", ">=", "sqrt(a**2 + a*c + c**2)"),
    (dict.fromkeys("abc", "nonnegative"), [], "sqrt((a*b + b*c + c*a)/3)", "<=",
     "((a + b)*(b + c)*(c + a)/8)**(1/3)"),
    (ABCD, [], "sqrt(a*b) + sqrt(c*d)", "<=", "sqrt((a + c)*(b + d))"),
    # the smaller side is negative where its square is too large
    (AB, [], "sqrt(a**2 + b**2)", ">=", "a - 3*b"),
]  # fmt: skip
FALSE = [
    (ABC, [], "sqrt(a**2 - a*b + b**2) + sqrt(b**2 - b*c + c**2)", ">", "sqrt(a**2 + a*c + c**2)"),
    # the larger side is negative somewhere
    (dict.fromkeys("ab", "real"), [], "a*sqrt(a**2 + b**2)", ">=", "a**2"),
    (AB, [], "a - b", ">=", "sqrt(a**2 + b**2 - 2*a*b)"),
    (AB, [], "sqrt(a**2 + b**2)", ">=", "a + 10**-12*b"),
    (ABCD, [], "sqrt(a*b) + sqrt(c*d)", "<=", "sqrt((a + c)*(b + d) - 10**-12*a*b)"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_the_powers_of_the_sides_are_in_order(claim, certificate):
    assert certificate(*claim, seconds=5, only=ONLY)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_what_is_false_stays_so(claim, certificate):
    assert certificate(*claim, seconds=3) is None
