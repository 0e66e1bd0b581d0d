"""What is free in an expression, and what is put in for it."""

import pytest

from thence.expr import free_symbols, num, renamed_apart, substitute, sym
from thence.parser import parse_expression

NAMES = ["x", "y", "n", "k", "t"]


@pytest.mark.parametrize(
    ("text", "free", "put_in"),
    [
        ("Integral(x, (x, 0, x))", {"x"}, "Integral(x, (x, 0, 7))"),
        ("Integral(x*t, (t, 0, x))", {"x"}, "Integral(7*t, (t, 0, 7))"),
        ("Integral(x*y, (y, 0, x), (x, 0, 1))", set(), "Integral(x*y, (y, 0, x), (x, 0, 1))"),
        ("Integral(x*y, (x, 0, x), (y, 0, x))", {"x"}, "Integral(x*y, (x, 0, 7), (y, 0, 7))"),
        ("Sum(x + k, (k, x, n))", {"x", "n"}, "Sum(7 + k, (k, 7, n))"),
        ("Limit(x, x, x)", {"x"}, "Limit(x, x, 7)"),
        ("Limit(x*t, t, x)", {"x"}, "Limit(7*t, t, 7)"),
        ("x + Sum(Sum(x, (x, 1, x)), (x, 1, n))", {"x", "n"},
         "7 + Sum(Sum(x, (x, 1, x)), (x, 1, n))"),
    ],
)  # fmt: skip
def test_the_ends_of_a_range_lie_outside_of_it(text, free, put_in):
    expr = parse_expression(text, NAMES)
    assert free_symbols(expr) == free
    assert free_symbols(renamed_apart(expr, NAMES)) == free
    assert str(substitute(expr, {"x": num(7)})) == put_in


def test_what_is_put_in_is_not_caught():
    expr = parse_expression("Integral(x*t, (t, 0, x))", NAMES)
    with pytest.raises(ValueError, match="captured"):
        substitute(expr, {"x": sym("t")})
