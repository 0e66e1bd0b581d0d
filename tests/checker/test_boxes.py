"""The rules of boxes: mean values, and boxes that a hypothesis leaves empty."""

import pytest

from thence import checker
from thence.checker import Rejected

MEAN = {"rule": "mean values"}
SQUARE = {"x": "[0, 1]", "y": "[0, 1]"}


def shows(given, rel, term, proof, assuming=()):
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": list(assuming)})
        try:
            checker.prove(context, rel, checker.parse(term, context.names), proof)
        except Rejected:
            return False
    return True


def test_a_monotone_term_is_least_at_an_end():
    assert shows(SQUARE, ">=", "x + y - x*y", MEAN)
    assert shows(SQUARE, ">=", "1 + x*y - x", MEAN)
    assert not shows(SQUARE, ">=", "x + y - x*y - 10**-12", MEAN)
    assert not shows(SQUARE, ">", "x + y - x*y", MEAN)
    # Rising in x on one half of the square, falling on the other.
    assert not shows(SQUARE, ">=", "x*(y - 1/2) + 1/2 - 10**-12", MEAN)


def test_mean_values_around_the_middle():
    assert shows({"x": "[1, 2]", "y": "[1, 2]"}, ">=", "x*x + y*y - x*y", MEAN)
    narrow = {"x": "[1, 1001/1000]", "y": "[1, 1001/1000]"}
    assert shows(narrow, ">", "(x - y)**2 + 10**-4", MEAN)
    assert not shows(narrow, ">=", "(x - y)**2 - 10**-12", MEAN)


@pytest.mark.parametrize("term", ["Abs(x - y) + 1", "sqrt(x) + y + 1", "1/x + y", "x**y + y"])
def test_what_is_not_smooth_on_the_closed_box_is_left_alone(term):
    assert not shows(SQUARE, ">", term, MEAN)


def test_mean_values_need_a_box():
    assert not shows({"x": "real", "y": "[0, 1]"}, ">=", "x**2 - 2*x + 1 + y", MEAN)
    assert not shows({"x": "[0, oo)", "y": "[0, 1]"}, ">", "x**3 - x**2 + y + 1/10", MEAN)
    assert not shows({**SQUARE, "n": "integer>=1", "p": "positive[n]"}, ">", "p[1] + x", MEAN)


def test_hypotheses_do_not_narrow_the_set_of_mean_values():
    """|x| is constant on the two parts of x**2 >= 1, and 1/x falls on each: it rises between."""
    given = {"x": "[-2, 2]", "y": "[0, 1]"}
    assert not shows(given, ">=", "1/x - 1/2 + y", MEAN, ["x**2 >= 1", "x != 0"])


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
