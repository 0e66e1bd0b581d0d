"""Next to the ends where a logarithm has no value."""

import pytest

TRUE = [
    ("log(x)*log(1 - x)", "<", "log(2)**2 + 10**-9"),
    ("x**(1 - x) + (1 - x)**x", "<=", "sqrt(2) + 1/10"),
    ("(1 - x)**(1 - x)", ">=", "69/100"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[0])
def test_the_product_with_the_distance_is_a_variable(claim, certificate):
    assert certificate({"x": "(0, 1)"}, [], *claim)
