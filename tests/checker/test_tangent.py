"""Boxes that a hypothesis leaves empty, and what is least where it is flat."""

import pytest

from thence import checker
from thence.checker import Rejected

SQUARE = {"x": "[0, 1]", "y": "[0, 1]"}


def shows(given, rel, term, proof, assuming=()):
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": list(assuming)})
        try:
            checker.prove(context, rel, checker.parse(term, context.names), proof)
        except Rejected:
            return False
    return True


@pytest.mark.parametrize(
    ("hypothesis", "empty"),
    [
        ("x + y >= 3", True),
        ("x + y >= 2", False),
        ("x + y > 2", True),
        ("x + y = 3", True),
        ("x + y = 2", False),
        ("x + y < 0", True),
        ("x + y <= 0", False),
        ("0*x != 0", True),
        ("x != 0", False),
        ("x + y > 2 - 10**-12", False),
    ],
)
def test_an_empty_box_shows_anything(hypothesis, empty):
    proof = {"rule": "contradiction", "hypothesis": 0, "proof": {"rule": "bounds"}}
    assert shows(SQUARE, ">", "x - 2", proof, [hypothesis]) is empty


def test_an_open_end_is_not_reached():
    proof = {"rule": "contradiction", "hypothesis": 0, "proof": {"rule": "bounds"}}
    assert shows({"x": "(0, 1)"}, ">", "x - 2", proof, ["x >= 1"])
    assert not shows({"x": "(0, 1]"}, ">", "x - 2", proof, ["x >= 1"])


NORMAL = {"rule": "normal form"}
BOUNDS = {"rule": "bounds"}
#: exp(y) - x*y + x*log(x) - x is convex in y, and flat where y = log(x).
YOUNG = {"rule": "tangent", "var": "y", "at": "log(x)", "convex": BOUNDS, "flat": NORMAL,
         "base": NORMAL}  # fmt: skip
TERM = "exp(y) - x*y + x*log(x) - x"


def test_a_convex_term_is_least_where_it_is_flat():
    given = {"x": "positive", "y": "real"}
    assert shows(given, ">=", TERM, YOUNG)
    assert not shows(given, ">", TERM, YOUNG)
    assert not shows(given, ">=", f"{TERM} - 10**-12", YOUNG)
    assert not shows(given, "=", TERM, YOUNG)
    assert not shows(given, ">=", TERM, {**YOUNG, "at": "log(x) + 10**-12"})
    assert not shows(given, ">=", TERM, {**YOUNG, "at": "y"})
    assert not shows(given, ">=", TERM, YOUNG, ["x < y"])


def test_the_flat_point_lies_inside_the_interval():
    assert not shows({"x": "positive", "y": "positive"}, ">=", TERM, YOUNG)
    assert shows({"x": "(1, oo)", "y": "positive"}, ">=", TERM, YOUNG)


def test_a_concave_term_is_not_least_where_it_is_flat():
    flat = {**YOUNG, "at": "x", "base": NORMAL, "convex": BOUNDS}
    given = {"x": "real", "y": "real"}
    assert shows(given, ">=", "(x - y)**2", flat)
    assert not shows(given, ">=", "-(x - y)**2", flat)
    assert not shows(given, ">=", "(x - y)**3", flat)
