"""Sums of hypergeometric terms: true values, false ones, and certificates that cheat."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

N, N1 = {"n": "integer>=0"}, {"n": "integer>=1"}
P = N | {"p": "[0, 1]"}
XY, NM = N | {"x": "real", "y": "real"}, N | {"m": "integer>=0"}
BINOMIAL = "binomial(n, k)*p**k*(1 - p)**(n - k)"
TRUE = [
    (N, "Sum(binomial(n, k), (k, 0, n))", "2**n"),
    (N, "Sum(k*binomial(n, k), (k, 0, n))", "n*2**(n - 1)"),
    (P, f"Sum({BINOMIAL}, (k, 0, n))", "1"),
    (P, f"Sum(k*{BINOMIAL}, (k, 0, n))", "n*p"),
    (P, f"Sum((k - n*p)**2*{BINOMIAL}, (k, 0, n))", "n*p*(1 - p)"),
    (P | {"t": "real"}, f"Sum(exp(t*k)*{BINOMIAL}, (k, 0, n))", "(1 - p + p*exp(t))**n"),
    (XY, "Sum(binomial(n, k)*x**k*y**(n - k), (k, 0, n))", "(x + y)**n"),
    (NM, "Sum(binomial(n, k)*binomial(m, k), (k, 0, n))", "binomial(n + m, n)"),
    (N1, "Sum(binomial(2*n, 2*k), (k, 0, n))", "2**(2*n - 1)"),
    (N, "Sum(binomial(n + k, k)/2**k, (k, 0, n))", "2**n"),
    # Gosper's alone, and with a sum as its value
    (N, "Sum(k*factorial(k), (k, 0, n))", "factorial(n + 1) - 1"),
    (N, "Sum((-1)**k*binomial(n, k)/(k + 1), (k, 0, n))", "1/(n + 1)"),
    (N1, "Sum((-1)**(k + 1)*binomial(n, k)/k, (k, 1, n))", "Sum(1/k, (k, 1, n))"),
    # inside a larger side
    (P, f"n*Sum(k*{BINOMIAL}, (k, 0, n)) + 1", "n**2*p + 1"),
]  # fmt: skip
FALSE = [
    (N, "Sum(binomial(n, k), (k, 0, n))", "2**n + 10**-12"),
    (N, "Sum((-1)**k*binomial(n, k), (k, 0, n))", "0"),  # true from 1 on
    (N, "Sum(binomial(2*n, 2*k), (k, 0, n))", "2**(2*n - 1)"),  # the same
    (P, f"Sum({BINOMIAL}, (k, 1, n))", "1"),
    (P, f"Sum((k - n*p)**2*{BINOMIAL}, (k, 0, n))", "n*p"),
    (N, "Sum(binomial(n, k), (k, 0, n))", "2**n + Max(0, n - 9)"),  # true up to 9
]


@pytest.mark.parametrize(("given", "lhs", "rhs"), TRUE)
def test_what_is_true_is_certified(grade, given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "certified"


@pytest.mark.parametrize(("given", "lhs", "rhs"), FALSE)
def test_what_is_false_is_refuted(grade, given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "refuted"


def test_a_value_that_no_side_says_is_found(grade):
    assert grade(P, f"Sum(k*{BINOMIAL}, (k, 0, n))", "<=", "n") == "certified"


def checked(value, lhs="Sum(binomial(n, k), (k, 0, n))", given=N, assuming=(), **changed):
    """The certificate of the binomial theorem at 1 + 1, with something changed."""
    data = read_statement(given, list(assuming), lhs, "=", value).as_json()
    item = {
        "kind": "sum", "is": value, "var": "n", "more": 1, "start": 0, "recurrence": ["1", "2"],
        "G": "-binomial(n, k - 1)", "nonzero": {"rule": "bounds"}, **changed,
    }  # fmt: skip
    body = {"values": [item], "proof": {"rule": "normal form"}}
    return checker.check(data, sealed(data, "true", body))


def test_an_honest_recurrence_is_accepted():
    checked("2**n")


#: 2**n up to n = 2, and twice that from 3 on.
JUMP = "2**n*(1 + Max(0, Min(1, n - 2)))"


@pytest.mark.parametrize(
    ("value", "changed", "why"),
    [
        ("2**n + 1", {}, "not shown to be"),
        ("2**n", {"G": "-binomial(n, k)"}, "not shown to be"),
        ("2**n", {"recurrence": ["1", "3"]}, "not shown to be"),
        ("2**n", {"more": 0}, "does not grow"),
        ("2**n", {"more": -1}, "does not grow"),
        ("2**n", {"start": 99}, "too late"),
        ("2**n", {"start": -1}, "too late"),
        # the equation at n = 2 says nothing of the next value
        (JUMP, {"recurrence": ["n - 2", "2*(n - 2)"], "G": "-(n - 2)*binomial(n, k - 1)"},
         "does not show != 0"),
        # what is true from 1 on alone
        ("0", {"lhs": "Sum((-1)**k*binomial(n, k), (k, 0, n))", "start": 1,
               "recurrence": ["1", "0"], "G": "(-1)**k*binomial(n, k - 1)"}, "not shown to be"),
        # numbers between the integers, and a hypothesis about the variable
        ("2**n", {"given": {"n": "[0, oo)"}}, "no induction"),
        ("2**n", {"given": N | {"m": "real"}, "assuming": ["n <= m"]}, "no induction"),
        ("2**n", {"given": {"n": "integer in [0, 9]"}}, "no induction"),
        # an index outside its sum
        ("2**n", {"recurrence": ["1 + k - k", "2"]}, "does not read 'k'"),
    ],
)  # fmt: skip
def test_a_dishonest_recurrence_is_rejected(value, changed, why):
    with pytest.raises(checker.Rejected, match=why):
        checked(value, **changed)


def test_a_range_that_does_not_start_at_a_number():
    with pytest.raises(checker.Rejected, match="does not grow"):
        checked("2**n", "Sum(binomial(n, k), (k, n, 2*n))", more=1)
