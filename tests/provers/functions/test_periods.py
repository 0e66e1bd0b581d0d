"""Terms that are periodic in a real variable."""

import pytest

TRUE = [
    ("sin(cos(x))", "<", "cos(sin(x))", "pi"),
    ("sin(x) + sin(2*x)", "<=", "177/100", "pi"),
    ("sin(x)*(1 + cos(x))", "<=", "3*sqrt(3)/4", "pi"),
    ("cos(x/2) + cos(x/3)", ">=", "-19/10", "6*pi"),
    ("sin(pi*x) + sin(2*pi*x)", "<=", "177/100", "1"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[0])
def test_one_period_is_covered(claim, certificate):
    left, rel, right, half = claim
    found = certificate({"x": "real"}, [], left, rel, right)
    assert f"'half': '{half}'" in str(found)
