"""Monotone and convex functions that are taken apart into smooth pieces."""

import pytest

from thence.claim import Claim
from thence.forms import cases
from thence.forms.shapes import in_pieces, taken_apart
from thence.pipeline import decide
from thence.statement import read_statement


def graded(given, assuming, lhs, rel):
    statement = read_statement(given, assuming, lhs, rel, "x")
    claim = cases.taken_apart(taken_apart(Claim("test.shape", "convex", (statement,))))
    return decide(claim, seed=0, seconds=20)["grade"]


TRUE = [
    ("Max(x, 0)", "convex"),
    ("Abs(x)", "convex"),
    ("x**3", "increasing"),
    ("(x - 1)**3", "increasing"),
    ("15/8*x - 10/8*x**3 + 3/8*x**5", "increasing"),  # it stands still at -1 and at 1
    ("x**5/5 - x**4/2 + x**3/3", "increasing"),
    ("sinh(x) - x", "increasing"),
    ("x/(1 + Abs(x))", "increasing"),
    ("x*Abs(x)", "increasing"),
    ("Max(-x, x - 1, 0)", "convex"),
    ("Max(1 - x, 0)**2", "convex"),
    ("exp(Abs(x))", "convex"),
    ("Max(x, 0) + x/1000000000000", "increasing"),
    ("(x - c)**2/2 + b*Abs(x)", "convex"),
    ("Min(x, c)", "concave"),
    ("Abs(x - c)", "convex"),
    ("Max(x, a*x)", "increasing"),
    ("Piecewise((x, x >= 0), (a*x, True))", "convex"),
    ("Piecewise((x, x > 0), (exp(x) - 1, True))", "increasing"),
    ("Max(x, 0)", "nondecreasing"),
    ("Min(Max(x, 0), 1)", "nondecreasing"),
    ("Max(0, Min(1, 1 - x))", "nonincreasing"),
    ("x - sin(x)", "nondecreasing"),
    ("b", "nondecreasing"),
    ("b", "nonincreasing"),
    ("Max(Abs(x) - 1, 0)", "convex"),
    ("Piecewise((x, x > 0), (exp(x) - 1, True))", "concave"),
]
GIVEN = {"x": "real", "c": "real", "b": "positive", "a": "(0, 1)", "d": "real"}


@pytest.mark.parametrize(("lhs", "rel"), TRUE[:-1])
def test_what_is_shown(lhs, rel):
    assert graded(GIVEN, [], lhs, rel) == "certified"


#: False, some by 1e-12 or at one place alone.
FALSE = [
    ("Abs(x)", "concave"),
    ("Max(x, 0)", "increasing"),
    ("Max(x, 0) - x/1000000000000", "increasing"),
    ("x**3 - x**2/1000000", "increasing"),
    ("15/8*x - 10/8*x**3 + 2999999/8000000*x**5", "increasing"),
    ("x**5/5 - x**4/2 + 333333/1000000*x**3", "increasing"),
    ("log(1 + exp(x)) - Max(x, 0)", "convex"),
    ("(x - c)**2/2 - b*Abs(x)", "convex"),
    ("Abs(x) + Abs(x - 1) - Abs(x - 1/2)", "convex"),
    ("Max(x, 0) + x**2 - Max(x - 1, 0)/1000000000000", "convex"),
    ("d*Abs(x)", "convex"),
    ("Min(x, d*x)", "convex"),
    ("(Abs(x) + x)**2", "increasing"),
    ("sqrt(Abs(x))", "concave"),
    ("x - sin(x)*(1 + 10**-12)", "nondecreasing"),
    ("Min(Max(x, 0), 1) - x/1000000000000", "nondecreasing"),
    ("Abs(Abs(x) - 1)", "convex"),
    ("Min(Max(x, -1), 1)", "concave"),
    ("Max(0, Min(1, d*x))", "nondecreasing"),
    ("Piecewise((1, x < 0), (0, True))", "nondecreasing"),
    ("-sqrt(Abs(x))", "convex"),
    ("Piecewise((x, x > 0), (x + 1, True))", "increasing"),
    ("Piecewise((x, x > 0), (x - 1, True))", "convex"),
    ("Piecewise((1, x = 0), (x**2, True))", "convex"),
    ("x - sign(x)", "increasing"),
    ("floor(x) + Abs(x)", "increasing"),
    TRUE[-1],
]


@pytest.mark.parametrize(("lhs", "rel"), FALSE)
def test_what_is_false_is_not_shown(lhs, rel):
    assert graded(GIVEN, [], lhs, rel) in ("refuted", "undecided", "numeric")


@pytest.mark.parametrize(
    ("lhs", "rel"),
    [FALSE[0], FALSE[1], FALSE[3], FALSE[4], FALSE[5], FALSE[6], FALSE[8], FALSE[10], FALSE[-1]],
)
def test_what_is_refuted(lhs, rel):
    assert graded(GIVEN, [], lhs, rel) == "refuted"


@pytest.mark.parametrize("lhs", ["Max(x + d, x)", "Abs(d*x) + x + Abs(d)*x*0", "x + sign(x)"])
def test_what_holds_is_not_refuted_by_a_choice_of_sides(lhs):
    assert graded(GIVEN, ["d = 1/2"], lhs, "increasing") != "refuted"
    assert graded(GIVEN, ["d = -1/2"], lhs, "increasing") != "refuted"


@pytest.mark.parametrize(
    ("assuming", "lhs", "rel", "grade"),
    [
        (["x > 0"], "x*log(x)", "convex", "certified"),
        (["x > 1/2"], "x*log(x)", "increasing", "certified"),
        (["0 < x", "x < 1"], "x*log(x)", "decreasing", "refuted"),
        (["x >= 0"], "log(1 + x) - x", "decreasing", "certified"),
        (["x > -1"], "log(1 + x) - x", "decreasing", "refuted"),
        (["x > c"], "1/(x - c)", "convex", "certified"),
        (["x < c"], "1/(x - c)", "convex", "refuted"),
        (["x > c"], "(x - c)**3", "increasing", "certified"),
        (["x != 0"], "1/x", "decreasing", "refuted"),
    ],
)
def test_hypotheses_about_the_variable(assuming, lhs, rel, grade):
    assert graded(GIVEN, assuming, lhs, rel) == grade


@pytest.mark.parametrize(
    ("given", "lhs"),
    [
        ({"x": "real"}, "x**2 + x"),
        ({"x": "real"}, "Abs(x**2 - 1)"),
        ({"x": "real", "c": "real"}, "Abs(x - c) + Abs(x)"),
        ({"x": "integer"}, "Abs(x)"),
        ({"x": "[0, oo)"}, "Abs(x)"),
        ({"x": "real"}, "Integral(Abs(x - t), (t, 0, 1))"),
    ],
)
def test_what_is_left_as_it_is(given, lhs):
    assert in_pieces(read_statement(given, [], lhs, "convex", "x")) is None
