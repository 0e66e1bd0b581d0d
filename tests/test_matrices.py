"""Statements about matrices of symbolic size, from the text to the verdict."""

import pytest

from thence.claim import Claim
from thence.derivation import Derivation
from thence.errors import InputError
from thence.latex import domain_latex, statement_latex
from thence.mathml import statement_mathml
from thence.pipeline import decide
from thence.refuters import families
from thence.statement import read_statement
from thence.sympy_bridge import from_sympy, to_sympy

GIVEN = {
    "m": "integer>=1",
    "n": "integer>=1",
    "l": "integer>=1",
    "W": "real[m, n]",
    "A": "real[m, n]",
    "B": "real[n, m]",
    "C": "real[m, m]",
    "D": "real[m, m]",
    "x": "real[n]",
    "y": "real[m]",
    "p": "index[m]",
    "q": "index[n]",
    "r": "index[m]",
}
LOSS = "Sum((Sum(W[i, j]*x[j], (j, 1, n)) - y[i])**2, (i, 1, m))"
FROBENIUS = "Sum({0}[i, j]**2, (i, 1, {1}), (j, 1, {2}))"
W_NORM, A_NORM = FROBENIUS.format("W", "m", "n"), FROBENIUS.format("A", "m", "n")
PRODUCT = "Sum(Sum(A[i, j]*B[j, k], (j, 1, n))**2, (i, 1, m), (k, 1, m))"
SUM_NORM = "sqrt(Sum((A[i, j] + W[i, j])**2, (i, 1, m), (j, 1, n)))"

TRUE = [
    # tr(AB) = tr(BA) for A of m rows and n columns
    (
        "Sum(A[i, k]*B[k, i], (k, 1, n), (i, 1, m))",
        "=",
        "Sum(B[i, k]*A[k, i], (k, 1, m), (i, 1, n))",
    ),
    # d/dW_pq of the squared error, and of tr(W'A)
    (f"Derivative({LOSS}, W[p, q])", "=", "2*(Sum(W[p, j]*x[j], (j, 1, n)) - y[p])*x[q]"),
    ("Derivative(Sum(W[i, j]*A[i, j], (i, 1, m), (j, 1, n)), W[p, q])", "=", "A[p, q]"),
    # back through a layer with a nonlinear function
    (
        "Derivative(Sum(log(1 + exp(Sum(W[i, j]*x[j], (j, 1, n)))), (i, 1, m)), W[p, q])",
        "=",
        "x[q]/(1 + exp(-Sum(W[p, j]*x[j], (j, 1, n))))",
    ),
    # norms
    (PRODUCT, "<=", f"{A_NORM}*{FROBENIUS.format('B', 'n', 'm')}"),
    (
        "sqrt(Sum(Sum(W[i, j]*x[j], (j, 1, n))**2, (i, 1, m)))",
        "<=",
        f"sqrt({W_NORM})*sqrt(Sum(x[j]**2, (j, 1, n)))",
    ),
    ("Sum(A[i, j]*W[i, j], (i, 1, m), (j, 1, n))", "<=", f"sqrt({A_NORM})*sqrt({W_NORM})"),
    (SUM_NORM, "<=", f"sqrt({A_NORM}) + sqrt({W_NORM})"),
    (
        "Abs(Sum(A[p, j]*x[j], (j, 1, n)))",
        "<=",
        "sqrt(Sum(A[p, j]**2, (j, 1, n)))*sqrt(Sum(x[j]**2, (j, 1, n)))",
    ),
    (  # square ones, as matrices of any sizes
        "sqrt(Sum(Sum(C[i, j]*D[j, k], (j, 1, m))**2, (i, 1, m), (k, 1, m)))",
        "<=",
        f"sqrt({FROBENIUS.format('C', 'm', 'm')})*sqrt({FROBENIUS.format('D', 'm', 'm')})",
    ),
    (FROBENIUS.format("C", "m", "m"), ">=", "Sum(C[i, i]**2, (i, 1, m))"),
    ("Sum(Abs(x[i]), (i, 1, n))", "<=", "sqrt(n)*sqrt(Sum(x[i]**2, (i, 1, n)))"),
    ("W[p, q]**2", "<=", "1 + W[p, q]**4"),
]
FALSE = [
    # the transposed index, the order of a product, the factor 2
    (
        "Sum(C[i, j]*D[i, j], (i, 1, m), (j, 1, m))",
        "=",
        "Sum(C[i, j]*D[j, i], (i, 1, m), (j, 1, m))",
    ),
    ("Sum(C[p, k]*D[k, r], (k, 1, m))", "=", "Sum(D[p, k]*C[k, r], (k, 1, m))"),
    (f"Derivative({LOSS}, W[p, q])", "=", "(Sum(W[p, j]*x[j], (j, 1, n)) - y[p])*x[q]"),
    ("Derivative(Sum(W[i, j]*A[i, j], (i, 1, m), (j, 1, n)), W[p, q])", "=", "A[1, 1]"),
    # right for square matrices alone
    ("Sum(KroneckerDelta(i, j), (i, 1, m), (j, 1, n))", "=", "n"),
    # no norm is less than each column's
    (PRODUCT, "<=", A_NORM),
    (SUM_NORM, "<=", f"sqrt({A_NORM})"),
]


def grade(lhs, rel, rhs, given=GIVEN):
    statement = read_statement(given, [], lhs, rel, rhs)
    return decide(Claim("t.t", "identity", (statement,)), seed=1, seconds=30)


@pytest.mark.parametrize(("lhs", "rel", "rhs"), TRUE)
def test_what_holds_for_every_size_is_certified(lhs, rel, rhs):
    assert grade(lhs, rel, rhs)["grade"] == "certified"


@pytest.mark.parametrize(("lhs", "rel", "rhs"), FALSE)
def test_what_fails_at_some_size_is_refuted_there(lhs, rel, rhs):
    found = grade(lhs, rel, rhs)
    assert found["grade"] == "refuted"
    point = found["counterexample"]["point"]
    assert all(len(point[name]) == int(point["m"]) for name in "AC" if name in point)


def test_an_entry_that_is_not_there():
    """A trace is of a square matrix; the sizes at which it fails are named."""
    found = grade("Sum(A[i, i], (i, 1, m))", "=", "Sum(A[i, i], (i, 1, m))")
    assert found["grade"] == "ill-posed"
    text = found["counterexample"]["text"]
    assert text.startswith("not defined at m = 3, n = 2, A = ((0, 0), (0, 0), (0, 0))")
    assert "there is no A[3, 3]" in text
    assert grade("W[q, p]", "=", "W[q, p]")["grade"] == "ill-posed"


def test_a_counterexample_is_simple_and_has_its_sides_there():
    found = grade("Sum(KroneckerDelta(i, j), (i, 1, m), (j, 1, n))", "=", "n")
    assert found["counterexample"]["text"] == "m = 1, n = 2: left side 1, right side 2"


@pytest.mark.parametrize(
    ("given", "lhs", "message"),
    [
        ({"W": "real[m, k]"}, "W[1, 1]", "symbol k is not declared"),
        ({}, "W[1]", r"W takes 2 index\(es\), not 1"),
        ({}, "x[1, 1]", r"x takes 1 index\(es\), not 2"),
        ({}, "W", r"W is a family. Write one entry: W\[i, j\]"),
        ({}, "W[1, 2", r"expected '\]'"),
        ({"i": "index[m, n]"}, "i", "an index has one range"),
        ({"V": "real[m, m, m, m, m]"}, "1", "a family with 5 indices"),
        ({}, "Sum(W[W, 1], (W, 1, m))", "W is a family"),
        ({}, "Sum(W[i, j], (i, 1, m))", "the symbol j is not declared"),
        ({}, "Limit(W[p, z]*t, t, oo)", "the symbol z is not declared"),
        ({}, "Sum(W[i, 1], (i, 1, m)", "never closed"),
    ],
)
def test_errors_say_what_is_wrong(given, lhs, message):
    with pytest.raises(InputError, match=message):
        read_statement(GIVEN | given, [], lhs, "<=", "1")


def test_sizes_that_differ_are_looked_at_early():
    statement = read_statement(GIVEN, [], "A[p, q]", "=", "B[q, p]")
    sizes = [(fixed["m"], fixed["n"]) for fixed, _ in families.instances(statement)]
    assert list(dict.fromkeys(sizes))[:3] == [(2, 2), (2, 3), (3, 2)]
    concrete = families.instance(statement, {"m": 2, "n": 3, "p": 2, "q": 3})
    assert (str(concrete.lhs), str(concrete.rhs)) == ("A[2,3]", "B[3,2]")
    assert len(concrete.given) == 12


def test_python_derivations_declare_matrices():
    from sympy import Derivative, Sum, Symbol

    post = Derivation("demo", "Back-propagation")
    m, n = post.integer("m"), post.integer("n")
    w, x, y = post.matrix("W", m, n), post.family("x", n), post.family("y", m)
    p, q = post.index("p", m), post.index("q", n)
    i, j = Symbol("i"), Symbol("j")
    error = Sum(w[i, j] * x[j], (j, 1, n)) - y[i]
    slope = 2 * (Sum(w[p, j] * x[j], (j, 1, n)) - y[p]) * x[q]
    post.claim("gradient", Derivative(Sum(error**2, (i, 1, m)), w[p, q]), "=", slope)
    (claim,) = post.claims
    assert str(claim.statements[0].given["W"]) == "real[m, n]"
    assert decide(claim, seed=1, seconds=30)["grade"] == "certified"
    assert from_sympy(to_sympy(claim.statements[0].rhs)) == claim.statements[0].rhs


def test_entries_in_print():
    statement = read_statement(GIVEN, [], "W[p, q]", "<=", W_NORM)
    assert statement_latex(statement).startswith(r"W_{p, q} \le \sum")
    assert r"W_{1, 1}, \ldots, W_{m, n} \in \mathbb{R}" in domain_latex(statement)
    assert "<mi>p</mi><mo>,</mo><mi>q</mi>" in statement_mathml(statement)
