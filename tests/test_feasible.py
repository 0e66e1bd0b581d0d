import pytest

from thence.errors import ReadError
from thence.feasible import check_feasible
from thence.statement import read_statement


def check(given, *assuming):
    check_feasible(read_statement(given, list(assuming), "0", "=", "0"))


@pytest.mark.parametrize(
    "domain",
    ["(2, 1)", "(1, 1)", "[1, 1)", "(pi, 3)", "(2*sqrt(2), 14/5)", "integer in [1/3, 1/2]"],
)
def test_empty_domains(domain):
    with pytest.raises(ReadError, match=r"the domain .* of x is empty") as caught:
        check({"x": domain})
    assert caught.value.where == "given x"


@pytest.mark.parametrize(
    ("domain", "assuming"),
    [
        ("real", ["x > 1", "x < 0"]),
        ("real", ["x > 1", "x <= 1"]),
        ("real", ["x = 1", "x = 2"]),
        ("(0, 1)", ["x > 2"]),
        ("(0, 1)", ["2*x - 1 >= x"]),
        ("positive", ["-x > 0"]),
        ("integer>=2", ["x < 2"]),
        ("integer", ["x > 0", "3*x < 2"]),
        ("(0, sqrt(2))", ["x > 3/2"]),
    ],
)
def test_contradictory_hypotheses(domain, assuming):
    with pytest.raises(ReadError, match="contradict each other"):
        check({"x": domain}, *assuming)


@pytest.mark.parametrize("hypothesis", ["2*x = 1", "3*x = -2"])
def test_hypotheses_that_no_integer_meets(hypothesis):
    with pytest.raises(ReadError, match="no integer meets the hypothesis"):
        check({"x": "integer"}, hypothesis)


@pytest.mark.parametrize("hypothesis", ["1 > 2", "sqrt(2) > 3/2", "x < x", "x + 1 = x"])
def test_hypotheses_that_are_never_true(hypothesis):
    with pytest.raises(ReadError, match="is never true"):
        check({"x": "real"}, hypothesis)


@pytest.mark.parametrize(
    ("domain", "assuming"),
    [
        ("[1, 1]", []),
        ("(3, pi)", []),
        ("[4*log(2)**2, oo)", []),
        ("integer in [1/3, 1]", []),
        ("real", ["x > 0", "x < 1"]),
        ("[0, 1]", ["x >= 1"]),
        # Not decided here, so not an error here.
        ("(sqrt(2), sqrt(2))", []),
        ("(0, log(0))", []),
        ("(0, 1/0)", []),
        ("real", ["x**2 < 0"]),
    ],
)
def test_what_has_points_or_is_undecided_passes(domain, assuming):
    check({"x": domain}, *assuming)


def test_two_variables_are_left_to_the_engine():
    check({"x": "real", "y": "real"}, "x < y", "y < x")


def test_large_powers_cost_nothing():
    check({"x": "real"}, "x < (" + "*".join(["2**4096"] * 100) + ")**4096")
