"""Sums for variables, most of them nowhere negative, and against one of their summands."""

import pytest

from thence import checker
from thence.statement import read_statement

X = {"n": "integer>=1", "x": "real[n]", "y": "real[n]", "k": "index[n]"}
X2 = "Sum(x[i]**2, (i, 1, n))"
MEAN = "Sum(x[j], (j, 1, n))/n"
B = {"t": "integer>=2", "b": "(0, 1)[t]"}
PRODUCT, BEFORE = (f"Product(1 - b[s], (s, 1, {end}))" for end in ("t", "t - 1"))
TRUE = [
    # the norm of what is clipped
    (X | {"c": "positive"}, f"sqrt(Sum((x[i]/Max(1, sqrt({X2})/c))**2, (i, 1, n)))", "<=", "c"),
    # a sum of squares of what is normalised, whose variance is one sum within another
    (
        X | {"e": "positive"},
        f"Sum((x[i] - {MEAN})**2/(Sum((x[k] - {MEAN})**2, (k, 1, n))/n + e), (i, 1, n))",
        "<=",
        "n",
    ),
    # a root that no sum of the normal form is solved for
    (X, f"sqrt(Sum(Abs(x[i])/(1 + {X2.replace('i', 'j')}), (i, 1, n)))", "<=", "n + 1"),
    # one sum twice, and two sums, against the summands at k
    (X, "2*Abs(x[k])", "<=", "Sum(Abs(x[j]), (j, 1, n)) + Sum(Abs(x[j]), (j, 1, n))"),
    (X, "Abs(x[k] + y[k])", "<=", "Sum(Abs(x[j]), (j, 1, n)) + Sum(Abs(y[j]), (j, 1, n))"),
    # a sum of any sign
    (X, "exp(Sum(x[j]*y[j], (j, 1, n)))", ">=", "1 + Sum(x[j]*y[j], (j, 1, n))"),
    # products of factors below 1 beside an entry, as in the variance of a step of diffusion
    (B, f"(1 - {BEFORE})/(1 - {PRODUCT})", "<=", "1"),
    (B, f"(1 - {BEFORE})/(1 - {PRODUCT})*b[t]", "<=", "b[t]"),
    (B, f"(1 - b[t])/b[t] + 1/(1 - {BEFORE})", "=", f"(1 - {PRODUCT})/(1 - {BEFORE})/b[t]"),
    # the entry of a matrix
    (
        {"m": "integer>=1", "n": "integer>=1", "W": "real[m, n]", "k": "index[m]", "l": "index[n]"},
        "Abs(W[k, l])",
        "<=",
        "sqrt(Sum(Sum(W[i, j]**2, (j, 1, n)), (i, 1, m)))",
    ),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[1]} {c[2]} {c[3]}")
def test_they_are_certified(claim, certificate):
    given, left, rel, right = claim
    assert certificate(given, [], left, rel, right, seconds=10)


def test_a_double_sum_loses_one_of_its_summands_and_no_other():
    """One summand of the outer sum at an index of its range, and nothing that may be more."""
    given = {"m": "integer>=1", "n": "integer>=1", "W": "real[m, n]", "k": "index[m]"}
    total = "Sum(Sum(W[i, j]**2, (j, 1, n)), (i, 1, m))"
    statement = read_statement(given, [], total, ">=", "W[k, 1]").as_json()
    context = checker.context_of(statement)
    proof = {"rule": "summands", "sum": total, "each": {"rule": "bounds"}, "less": "k"}

    def shows(text, **changes):
        term = checker.parse(text, context.names)
        checker.prove(context, ">=", term, proof | changes)

    shows(f"{total} - Sum(W[k, j]**2, (j, 1, n))")
    for text, changes in [
        (f"{total} - Sum(W[k, j]**2, (j, 1, n))", {"less": "k + 1"}),
        (f"{total} - Sum(W[k, j]**2, (j, 1, n))", {"less": "n"}),
        (f"{total} - 2*Sum(W[k, j]**2, (j, 1, n))", {}),
        (f"{total} - Sum(W[k, j]**2, (j, 1, n)) - W[1, 1]**2", {}),
        ("Sum(Sum(W[i, j], (j, 1, n)), (i, 1, m)) - Sum(W[k, j], (j, 1, n))",
         {"sum": "Sum(Sum(W[i, j], (j, 1, n)), (i, 1, m))"}),
    ]:  # fmt: skip
        with pytest.raises(checker.Rejected):
            shows(text, **changes)


STATE = {"n": "integer>=1", "b": "positive", "k": "real[n]", "v": "real[n]", "S": "real[n, n]"}
WRITTEN = "S[i, j] - b*(Sum(S[i, l]*k[l], (l, 1, n)) - v[i])*k[j]"
OLD = "sqrt(Sum((Sum(S[i, l]*k[l], (l, 1, n)) - v[i])**2, (i, 1, n)))"
NEW = f"sqrt(Sum((Sum(({WRITTEN})*k[j], (j, 1, n)) - v[i])**2, (i, 1, n)))"
UNIT = "sqrt(Sum(k[i]**2, (i, 1, n))) = 1"


def test_a_root_of_a_sum_in_a_hypothesis_alone(certificate):
    """The delta rule brings what is read at a key of length 1 no further from its value."""
    assert certificate(STATE, [UNIT, "b <= 2"], NEW, "<=", OLD, seconds=20)
    for hypotheses in ([UNIT, "b <= 2 + 10**-9"], [UNIT], ["b <= 2"]):
        assert certificate(STATE, hypotheses, NEW, "<=", OLD, seconds=3) is None
    assert certificate(STATE, [UNIT, "b <= 2"], NEW, "<", OLD, seconds=3) is None
