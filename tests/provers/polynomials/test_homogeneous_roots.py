"""What stands in square roots, made homogeneous by an equation."""

import pytest

ABC = dict.fromkeys("abc", "positive")
TRUE = [
    ("a + b + c = 1", "sqrt(a + b*c) + sqrt(b + c*a) + sqrt(c + a*b)", "<=", "2"),
    ("a*b + b*c + c*a = 1", "a/sqrt(1 + a**2) + b/sqrt(1 + b**2) + c/sqrt(1 + c**2)", "<=", "3/2"),
    ("a*b + b*c + c*a = 3", "sqrt(3 + a**2) + sqrt(3 + b**2) + sqrt(3 + c**2)", "<=",
     "2*(a + b + c)"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[1])
def test_roots_are_taken_apart_by_an_equation(claim, certificate):
    equation, left, rel, right = claim
    assert certificate(ABC, [equation], left, rel, right)
