"""Sides that change places are equal somewhere between, if they are continuous there."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement


def verdict(given, assuming, lhs, rhs, body, rel="!="):
    data = read_statement(given, assuming, lhs, rel, rhs).as_json()
    checker.check(data, sealed(data, "false", body))


ROOT = {"point": {"x": "0"}, "var": "x", "to": "1"}


def test_a_continuous_function_that_changes_sign_has_a_zero():
    verdict({"x": "real"}, [], "cos(x)", "x", ROOT)
    verdict({"x": "real"}, ["x > -1"], "cos(x)", "x", ROOT)
    point = {"point": {"x": "0", "a": "3"}, "var": "x", "to": "2"}
    verdict({"x": "real", "a": "positive"}, [], "exp(x)", "a", point)


@pytest.mark.parametrize(
    ("given", "assuming", "lhs", "rhs", "body"),
    [
        ({"x": "real"}, [], "1/(x - 1/2)", "0", ROOT),  # a pole
        ({"x": "real"}, [], "sign(x - 1/2)", "0", ROOT),
        ({"x": "real"}, [], "floor(2*x) + 1/3", "1", ROOT),
        ({"x": "real"}, ["x != 7/10"], "x", "7/10", ROOT),
        ({"x": "real"}, ["x < 1/4"], "x", "1/2", ROOT),
        ({"x": "real"}, ["(x - 1/2)**2 > 1/16"], "x", "1/2", ROOT),
        ({"x": "integer"}, [], "x", "1/2", ROOT),
        ({"x": "[0, 1/2)"}, [], "x", "1/2", ROOT),
        ({"x": "real"}, [], "exp(x)", "0", ROOT),
        ({"x": "real"}, [], "x**2", "0", ROOT),  # no change of sign
        ({"x": "real"}, [], "cos(x)", "x", {**ROOT, "to": "0"}),
        ({"x": "real"}, [], "cos(x)", "x", {**ROOT, "to": "-1"}),
        ({"x": "real"}, [], "cos(x)", "x", {**ROOT, "var": "y"}),
        ({"x": "real"}, [], "log(x)", "-1/2", ROOT),  # not defined at one end
        ({"x": "real"}, [], "Limit(t*x, t, 0) + x - 1/2", "0", ROOT),
    ],
)
def test_what_may_jump_or_leaves_the_domain_need_not(given, assuming, lhs, rhs, body):
    with pytest.raises(checker.Rejected):
        verdict(given, assuming, lhs, rhs, body)


@pytest.mark.parametrize("rel", ["=", "<", ">="])
def test_a_zero_between_refutes_a_difference_alone(rel):
    body = {**ROOT, "point": {"x": "1/2"}}
    lhs, rhs = ("x", "x") if rel == "=" else ("x", "x + 1") if rel == "<" else ("x + 1", "x")
    with pytest.raises(checker.Rejected):
        verdict({"x": "real"}, [], lhs, rhs, body, rel=rel)


def undefined(given, assuming, lhs, which, body, rel="=", rhs="0"):
    data = read_statement(given, assuming, lhs, rel, rhs).as_json()
    checker.check(data, sealed(data, "undefined", {**body, "which": which}))


@pytest.mark.parametrize(
    ("lhs", "which"),
    [
        ("1/(cos(x) - x)", 0),
        ("1/(cos(x) - x)**2", 1),
        ("log((cos(x) - x)**2)", 1),
        ("log(Abs(cos(x) - x))", 1),
        ("1/(exp(x)*(cos(x) - x))", 2),
        ("tan(2*x)", 0),
    ],
)
def test_what_must_not_be_zero_and_changes_its_sign_is_zero_somewhere(lhs, which):
    undefined({"x": "real"}, [], lhs, which, ROOT)
    undefined({"x": "[0, 1]"}, ["x > -1"], lhs, which, ROOT, rel="<=", rhs="1 + x")


@pytest.mark.parametrize(
    ("given", "assuming", "lhs", "which"),
    [
        ({"x": "real"}, [], "1/(sign(x - 1/2) + 1/3)", 0),  # jumps over 0
        ({"x": "real"}, [], "1/(floor(2*x) - 1/3)", 0),
        ({"x": "real"}, ["cos(x) != x"], "1/(cos(x) - x)", 0),
        ({"x": "real"}, ["x < 1/4"], "1/(cos(x) - x)", 0),
        ({"x": "[0, 1/2)"}, [], "1/(cos(x) - x)", 0),
        ({"x": "integer"}, [], "1/(x - 1/2)", 0),
        ({"x": "real"}, [], "sqrt((cos(x) - x)**2)", 0),  # a root of 0 is 0
        ({"x": "real"}, [], "cos(x) - x", 0),  # which nothing needs
        ({"x": "real"}, [], "exp(cos(x) - x)", 0),
        ({"x": "real"}, [], "1/exp(cos(x) - x)", 1),  # only parts that make it 0
        ({"x": "real"}, [], "1/(1 + (cos(x) - x)**2)", 1),
        ({"x": "real"}, [], "1/2**(cos(x) - x)", 1),
        ({"x": "real"}, [], "Sum(1/(cos(x) - x)**k, (k, 1, 0))", 0),  # no summand
        ({"x": "real"}, [], "1/(cos(x) - x)", 1),
    ],
)
def test_what_is_nowhere_zero_is_not_undefined(given, assuming, lhs, which):
    with pytest.raises((checker.Rejected, IndexError)):
        undefined(given, assuming, lhs, which, ROOT)
