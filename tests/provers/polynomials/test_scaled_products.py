"""Positive numbers whose product is at least, or at most, a number."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

POSITIVE = dict.fromkeys("abc", "positive")
TRUE = [
    ("a*b*c >= 1", "1/(1 + a + b) + 1/(1 + b + c) + 1/(1 + c + a)", "<=", "1"),
    ("a*b*c > 1", "a + b + c", ">", "3"),
    ("a*b*c <= 1", "1/a + 1/b + 1/c", ">=", "3"),
    ("a*b*c <= 1", "a/b + b/c + c/a", ">=", "a + b + c"),
    ("a*b*c >= 8", "a**2 + b**2 + c**2", ">=", "2*(a + b + c)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[0]}: {c[1]}")
def test_what_is_true_for_a_bounded_product_is_certified(claim, certificate):
    product, *relation = claim
    assert certificate(POSITIVE, [product], *relation, seconds=20)


@pytest.mark.parametrize("changed", [("in", "[2, oo)"), ("is", "(2*a*b*c)**(1/3)")])
def test_another_scale_is_rejected(changed, certificate):
    claim = POSITIVE, ["a*b*c >= 1"], "a + b + c", ">=", "3"
    found = certificate(*claim, seconds=20, only=("scaled products", "products", "squares"))
    key, value = changed
    inner = found["proof"]
    while "scale" not in inner.get("let", {}):
        inner = inner["then"]
    inner["let"]["scale"][key] = value
    data = read_statement(*claim).as_json()
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "true", found))
