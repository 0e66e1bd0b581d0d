"""Certificates that follow the rules, of statements that are false: none of them is accepted.

Each of them stands for a side condition of a rule: what is known of an integer, of a name that is
bound, of an end that varies, of the points where a hypothesis is defined.
"""

import pytest

from thence import checker

SIGHT, BOUNDS = {"rule": "normal form"}, {"rule": "bounds"}
INDEX = {"n": "integer>=1", "k": "index[n]"}


def accepted(given, lhs, rel, rhs, *, assuming=(), **certificate):
    statement = {"given": given, "assuming": list(assuming), "lhs": lhs, "rel": rel, "rhs": rhs}
    held = {"version": checker.VERSION, "conclusion": "true", **certificate}
    held["digest"] = checker.digest(statement, held)
    try:
        checker.check(statement, held)
        return True
    except checker.Rejected as error:
        reason = str(error)
    assert "malformed" not in reason
    return False


# What holds at the integers alone says nothing of a slope between them.


def test_a_slope_that_is_0_at_the_integers_is_not_0_between_them():
    given, proof = {"n": "integer>=0"}, {"rule": "slope", "var": "n", "at": "lo", "base": SIGHT}
    assert not accepted(given, "cos(pi*n)", "=", "1", proof={**proof, "slope": SIGHT})
    assert accepted(given, "exp(n)", ">=", "1", proof={**proof, "slope": BOUNDS})


@pytest.mark.parametrize(
    ("function", "shape"),
    [("n/10 + cos(pi*n)", "increasing"), ("n**2/10 + cos(2*pi*n)", "concave")],
)
def test_a_derivative_at_the_integers_shows_no_shape(function, shape):
    assert not accepted({"n": "integer>=0"}, function, shape, "n", proof=SIGHT)


# What stands still rises weakly, and does not rise strictly.


@pytest.mark.parametrize(
    ("shape", "shown", "refuted"),
    [
        ("increasing", False, True),
        ("decreasing", False, True),
        ("nondecreasing", True, False),
        ("nonincreasing", True, False),
    ],
)
def test_what_is_constant(shape, shown, refuted):
    place = {"conclusion": "false", "point": {"x": "0"}, "other": "1"}
    assert accepted({"x": "real"}, "2 + 0*x", shape, "x", proof=SIGHT) == shown
    assert accepted({"x": "real"}, "2 + 0*x", shape, "x", **place) == refuted


@pytest.mark.parametrize(("shape", "refuted"), [("nondecreasing", True), ("nonincreasing", False)])
def test_what_falls_between_two_points(shape, refuted):
    place = {"conclusion": "false", "point": {"x": "0"}, "other": "1"}
    assert accepted({"x": "real"}, "-x**3", shape, "x", **place) == refuted
    assert accepted({"x": "real"}, "-x**3", shape, "x", proof=SIGHT) != refuted


def test_a_function_that_is_convex_at_the_integers_has_no_tangent():
    proof = {"rule": "tangent", "var": "n", "at": "0", "flat": SIGHT, "base": SIGHT}
    body = "1 - cos(2*pi*n) - n**2/10"
    assert not accepted({"n": "integer"}, body, ">=", "0", proof={**proof, "convex": SIGHT})


# What a hypothesis leaves of an interval may have gaps.


def test_a_contact_is_not_carried_over_a_gap():
    falls = ["(x + x)*x + x*x + (-31/5)*(x + x) + 9 >= 0"]  # not from 1 to 3
    proof = {"rule": "contact", "var": "x", "order": 1, "at": "0", "exact": True}
    body = "(x*x)*x + (-31/5)*(x*x) + 9*x"
    assert not accepted({"x": "[0, 4]"}, body, ">=", "0", assuming=falls, proof=proof)
    assert accepted({"x": "[0, 1/2]"}, body, ">=", "0", proof=proof)


# A power of 0 is 0, and its logarithm is not there.


def test_a_power_of_what_may_be_0_is_not_taken_for_an_exponential():
    given = {"b": "[0, 1]", "x": "positive", "y": "real", "z": "real"}
    proof = {"rule": "substitute", "var": "x", "is": "-y - z", "use": 0, "slope": "1"}
    sum_ = ["x + y + z = 0"]
    proof["then"] = SIGHT
    assert not accepted(given, "b**x", "!=", "0", assuming=sum_, proof=proof)
    given["b"] = "(0, 1]"
    assert accepted(given, "b**x", "!=", "0", assuming=sum_, proof=proof)


# An equation determines a variable where its slope is nowhere 0.


def test_a_variable_is_not_replaced_by_an_equation_whose_slope_may_be_0():
    given = {"p": "real", "q": "real", "x": "positive"}
    proof = {"rule": "substitute", "var": "q", "is": "1", "use": 0, "slope": "p", "then": SIGHT}
    assert not accepted(given, "x**q", "=", "x", assuming=["p*q = p"], proof=proof)
    assert not accepted(given, "x**q", "=", "x", assuming=["p*q = p"], proof=proof | {"slope": "1"})
    given["p"] = "positive"
    assert accepted(given, "x**q", "=", "x", assuming=["p*q = p"], proof=proof)
    assert not accepted(given, "x**q", "=", "x", assuming=["p*q >= p"], proof=proof)
    assert not accepted(given, "x**q", "=", "x", assuming=["p*q = p"], proof=proof | {"is": "2"})


# A name that is bound is another than that of the context.


def test_an_enclosure_on_the_right_has_no_name_that_is_bound_on_the_left():
    enclosure = {
        "kind": "integral", "called": "k", "order": 8, "error": "1/1000", "pieces": [{}],
    }  # fmt: skip
    proof = {"rule": "modulus", "on": "k", "above": BOUNDS, "sign": BOUNDS}
    left, right = "Sum(Abs(k), (k, -2, n))", "Integral(exp(-x**2), (x, 0, 1))"
    given = {"n": "integer in [0, 0]"}
    assert not accepted(given, left, "<", right, values_right=[enclosure], proof=proof)
    assert accepted({}, "0", "<", right, values_right=[enclosure], proof=BOUNDS)


def test_a_new_name_is_none_that_a_hypothesis_binds():
    hypothesis = ["Sum(Abs(k), (k, -2, n)) >= 3"]
    inner = {"rule": "modulus", "on": "k", "above": BOUNDS, "sign": BOUNDS}
    contradiction = {"rule": "contradiction", "hypothesis": 0, "proof": inner}
    let = {"k": {"is": "n + 1", "in": "[1, 2]"}}
    proof = {"rule": "rewrite", "let": let, "to": "1 - 2", "then": contradiction}
    given = {"n": "integer in [0, 0]"}
    assert not accepted(given, "1", ">", "2", assuming=hypothesis, proof=proof)


def test_a_variable_cannot_have_the_name_that_the_normal_form_gives_to_an_index():
    given = {"n": "integer>=1", "#s0 ('num', 1) ('sym', 'n')": "[7, 8]"}
    assert not accepted(given, "Sum(Abs(k - 6) - k, (k, 1, n))", "=", "-6*n", proof=SIGHT)


# An end that varies: what is known of it in the box is how far it may reach.


@pytest.mark.parametrize("rel", [">", "!="])
def test_an_index_may_be_the_last(rel):
    proof = {"rule": "end", "var": "k", "at": "hi", "to": "1", "then": BOUNDS}
    assert not accepted(INDEX, "n", rel, "k", proof=proof)
    assert accepted(INDEX, "n", ">=", "k", proof=proof)


def test_an_integral_up_to_its_pole_is_not_closed_there():
    pole = {"rule": "end", "var": "x", "at": "hi", "to": "1", "then": BOUNDS}
    end = {"defined": {"0": pole}}
    converges = {"ends": [end, end]}
    needs = {"0": {"pieces": [converges]}}
    given, text = {"b": "[1, oo)"}, "Integral(1/(b - x), (x, 0, b))"
    assert not accepted(given, text, "defined", "", defined=needs)


def test_a_slope_has_no_end_that_a_forgotten_hypothesis_held():
    inner = {"rule": "slope", "var": "k", "at": "hi", "slope": BOUNDS, "base": SIGHT}
    outer = {"rule": "slope", "var": "n", "at": "lo", "slope": inner, "base": SIGHT}
    proof = {"rule": "forget", "then": outer}
    # At n = k = 3 this is -2.
    assert not accepted(INDEX, "n**2/2 - k*n + k - 1/2", ">=", "0", proof=proof)


def test_the_last_index_is_in_the_last_piece():
    pieces = {"rule": "split", "var": "k", "at": ["2"], "proofs": [BOUNDS, BOUNDS]}
    proof = {
        "rule": "split", "var": "n", "at": ["3", "5"], "proofs": [BOUNDS, pieces, BOUNDS],
        "points": [pieces, pieces],
    }  # fmt: skip
    body = "(n - 5)**2 + (k - 5)**2"  # 0 at n = k = 5
    assert not accepted(INDEX, body, ">", "0", proof=proof)


# Where statements are defined.


def test_a_hypothesis_about_a_derivative_says_no_more_than_that():
    hypothesis = ["Derivative(x*Abs(x), x) >= 0"]  # as at x = 0, too
    given = {"x": "real"}
    assert not accepted(given, "Abs(x)", "!=", "0", assuming=hypothesis, proof=SIGHT)


def test_the_target_of_a_limit_is_defined():
    limit = [{"kind": "limit", "is": "1", "order": 0}]
    text = "Limit(1/1, x, 1/y)"
    assert not accepted({"y": "real"}, text, "=", "1", values=limit, proof=SIGHT)
    assert accepted({"y": "positive"}, text, "=", "1", values=limit, proof=SIGHT)


def test_an_integrand_is_defined_even_over_a_point():
    given, text = {"h": "nonnegative"}, "Integral(h/h, (x, -h/2, h/2))"
    part = {"basis": ["1"], "gram": [["1"]]}
    parts = [{"of": ["x + h/2"], **part}, {"of": ["h/2 - x"], **part}]
    long = {"rule": "sign", "then": {"rule": "squares", "parts": parts, "strict": 0}}
    piece = {"F": "x", "defined": {"0": long}, "slope_defined": {"0": long}, "slope": SIGHT}
    value = {"kind": "integral", "is": "h", "pieces": [{**piece, "ends": [{}, {}]}]}
    assert accepted(given, text, "=", "h", conclusion="undefined", point={"h": "0"})
    assert not accepted(given, text, "=", "h", values=[value], proof=SIGHT)
    del piece["defined"]
    value = {**value, "pieces": [{**piece, "ends": [{}, {}]}]}
    assert accepted({"h": "positive"}, text, "=", "h", values=[value], proof=SIGHT)


def test_two_names_that_python_reads_as_one():
    given = {"x": "real", "\uff58": "positive"}
    assert not accepted(given, "\uff58", "=", "x", proof=SIGHT)


@pytest.mark.parametrize("digits", [" -0.5", "--0.5", "-0._5", "-\uff10.5"])
def test_what_is_not_printed_like_digits(digits):
    assert not accepted({}, "-41/100", "~digits", digits)
    assert accepted({}, "-41/100", "~digits", "-0.4")


@pytest.mark.parametrize("domain", ["integer[n]", "integer>=0[n]"])
def test_a_family_of_integers_is_none_that_is_known(domain):
    given, point = {"n": "integer>=1", "p": domain}, {"n": "1", "p": ["1/2"]}
    sine = "sin(pi*p[1])"
    assert not accepted(given, sine, "=", "0", conclusion="false", point=point)
    given["p"] = "real[n]"
    assert accepted(given, sine, "=", "0", conclusion="false", point=point)
