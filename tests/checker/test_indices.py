"""Sums over several indices in the normal form, held against the same sums written out."""

from fractions import Fraction
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thence import checker
from thence.checker.points import Point
from thence.provers.statements import sealed

SIZES = {"m": "integer>=1", "n": "integer>=1"}
GIVEN = SIZES | {
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
#: The same where a range may be empty.
MAYBE_EMPTY = dict.fromkeys(SIZES, "integer>=0") | {k: GIVEN[k] for k in "ABCDxy"}
LOSS = "Sum((Sum(A[i, j]*x[j], (j, 1, n)) - y[i])**2, (i, 1, m))"

EQUAL = [
    # tr(AB) = tr(BA), and cyclicity with three and four
    ("Sum(A[i, k]*B[k, i], (k, 1, n), (i, 1, m))", "Sum(B[i, k]*A[k, i], (k, 1, m), (i, 1, n))"),
    (
        "Sum(Sum(A[i, j]*Sum(B[j, k]*C[k, i], (k, 1, m)), (j, 1, n)), (i, 1, m))",
        "Sum(B[i, j]*C[j, k]*A[k, i], (i, 1, n), (j, 1, m), (k, 1, m))",
    ),
    (
        "Sum(C[i, j]*C[j, k]*C[k, l_]*D[l_, i], (i, 1, m), (j, 1, m), (k, 1, m), (l_, 1, m))",
        "Sum(D[i, j]*C[k, l_]*C[l_, i]*C[j, k], (i, 1, m), (j, 1, m), (k, 1, m), (l_, 1, m))",
    ),
    # (AB)C = A(BC)
    (
        "Sum(Sum(A[p, j]*B[j, k], (j, 1, n))*C[k, r], (k, 1, m))",
        "Sum(A[p, j]*Sum(B[j, k]*C[k, r], (k, 1, m)), (j, 1, n))",
    ),
    # norms, gradients, quadratic forms
    (
        "Sum(Sum(A[i, j]*x[j], (j, 1, n))**2, (i, 1, m))",
        "Sum(A[i, j]*A[i, k]*x[j]*x[k], (i, 1, m), (j, 1, n), (k, 1, n))",
    ),
    (f"Derivative({LOSS}, A[p, q])", "2*(Sum(A[p, j]*x[j], (j, 1, n)) - y[p])*x[q]"),
    (f"Derivative({LOSS}, A[p, q], A[r, q])", "2*x[q]**2*KroneckerDelta(p, r)"),
    ("Derivative(Sum(A[i, j]*B[j, i], (i, 1, m), (j, 1, n)), A[p, q])", "B[q, p]"),
    (
        "Derivative(Sum(y[i]*C[i, j]*y[j], (i, 1, m), (j, 1, m)), y[p])",
        "Sum((C[p, j] + C[j, p])*y[j], (j, 1, m))",
    ),
    # deltas, products of sums, functions
    ("Sum(C[i, j]*KroneckerDelta(i, j), (i, 1, m), (j, 1, m))", "Sum(C[i, i], (i, 1, m))"),
    ("Sum(KroneckerDelta(i, j), (i, 1, m), (j, 1, m))", "m"),
    ("Sum(x[i]*y[j], (i, 1, n), (j, 1, m))", "Sum(y[i], (i, 1, m))*Sum(x[j], (j, 1, n))"),
    ("Sum(exp(C[i, j] - C[j, i]), (i, 1, m), (j, 1, m))",
     "Sum(exp(C[j, i] - C[i, j]), (i, 1, m), (j, 1, m))"),
    (
        "Sum(Sum(exp(C[i, j]), (j, 1, m))/Sum(exp(C[i, k]), (k, 1, m)), (i, 1, m))",
        "m",
    ),
    ("Sum(Sum(C[i, j], (j, 1, i)), (i, 1, m))", "Sum(Sum(C[k, i], (i, 1, k)), (k, 1, m))"),
]  # fmt: skip
DIFFERENT = [
    ("Sum(C[i, j]*D[i, j], (i, 1, m), (j, 1, m))", "Sum(C[i, j]*D[j, i], (i, 1, m), (j, 1, m))"),
    ("Sum(C[p, k]*D[k, r], (k, 1, m))", "Sum(D[p, k]*C[k, r], (k, 1, m))"),
    (
        "Sum(C[i, j]*C[j, k]*D[k, i], (i, 1, m), (j, 1, m), (k, 1, m))",
        "Sum(C[i, j]*C[j, k]*D[i, k], (i, 1, m), (j, 1, m), (k, 1, m))",
    ),
    # ranges that depend on the other index are not exchanged
    ("Sum(Sum(C[i, j], (j, 1, i)), (i, 1, m))", "Sum(Sum(C[i, j], (i, 1, j)), (j, 1, m))"),
    ("Sum(Sum(C[i, j], (j, 1, i)), (i, 1, m))", "Sum(Sum(C[j, i], (j, 1, i)), (i, 1, m))"),
    # a delta picks nothing out of range
    ("Sum(KroneckerDelta(i, j)*x[j], (i, 1, m), (j, 1, n))", "Sum(x[j], (j, 1, n))"),
    ("Sum(KroneckerDelta(i, j), (j, 1, m), (i, 1, n))", "n"),
    ("Sum(KroneckerDelta(j, p + 1)*y[j], (j, 1, m))", "y[p]"),
    ("Sum(KroneckerDelta(j, p/2)*j, (j, 1, m))", "p/2"),
    ("Sum(A[i, i], (i, 1, m))", "Sum(A[i, i], (i, 1, m))"),
    # gradients
    (f"Derivative({LOSS}, A[p, q])", "(Sum(A[p, j]*x[j], (j, 1, n)) - y[p])*x[q]"),
    (f"Derivative({LOSS}, A[p, q])", "2*(Sum(A[p, j]*x[j], (j, 1, n)) - y[p])*x[p]"),
    ("Derivative(Sum(A[i, j]*B[j, i], (i, 1, m), (j, 1, n)), A[p, q])", "B[p, q]"),
    ("Derivative(1, A[p, q + 1])", "0"),
    ("Derivative(p**2, p + 1)", "0"),
    ("Derivative(Sum(1, (i, 1, floor(Abs(x[q])))), x[q])", "0"),
    # names that are taken, wrong numbers of indices
    ("Sum(C[i, j]*Sum(C[i, j], (i, 1, m)), (i, 1, m), (j, 1, m))", "0"),
    *((f"0*{entry}", "0") for entry in ("A[p]", "A[p, q, p]", "x[q, q]", "A[()]", "A[0, q]")),
    ("0*A[q, p]", "0"),
]  # fmt: skip
#: What holds unless a range is empty; the needs of its body are those where it is not.
EMPTY = [
    ("Sum(1/n, (i, 1, n))", "1"),
    ("Sum(x[i], (i, 1, n)) + Abs(2*n - 1)", "Sum(x[i], (i, 1, n)) + 2*n - 1"),
    ("Sum(A[i, j], (i, 1, m), (j, 1, n)) + Sum(1/n, (i, 1, n))",
     "1 + Sum(A[i, j], (i, 1, m), (j, 1, n))"),
    ("Sum(Sum(1/(m*n), (i, 1, m)), (j, 1, n))", "1"),
    ("m*Sum(y[i]/m, (i, 1, m))/m", "Sum(y[i], (i, 1, m))/m"),
]  # fmt: skip

SOFTMAX = "exp(y[p])/Sum(exp(y[i]), (i, 1, m))"
#: Where p != r.
APART = [
    ("KroneckerDelta(p, r) + KroneckerDelta(r, p)", "0"),
    (f"Derivative({SOFTMAX}, y[r])", f"-{SOFTMAX}*exp(y[r])/Sum(exp(y[i]), (i, 1, m))"),
    ("Derivative(y[p]*y[r], y[p])", "y[r]"),
]
#: Where p != r too: a sum over p is over another p, and other differences may be 0.
NOT_APART = [
    ("Sum(KroneckerDelta(p, r)*y[p], (p, 1, m))", "0"),
    ("Sum(KroneckerDelta(i, r), (i, 1, m))", "0"),
    ("Sum(KroneckerDelta(p, r), (p, 1, m), (r, 1, m))", "0"),
    ("KroneckerDelta(p, r + 1)", "0"),
    ("KroneckerDelta(p, 2*r)", "0"),
    ("KroneckerDelta(p**2, r**2 + 1)", "0"),
    (f"Derivative({SOFTMAX}, y[p])", f"-({SOFTMAX})**2"),
]


def accepted(given, lhs, rhs, assuming=()):
    statement = {"given": given, "assuming": [*assuming], "lhs": lhs, "rel": "=", "rhs": rhs}
    certificate = sealed(statement, "true", {"proof": {"rule": "normal form"}})
    try:
        checker.check(statement, certificate)
    except checker.Rejected:
        return False
    return True


@pytest.mark.parametrize(("lhs", "rhs"), EQUAL)
def test_equal_sums_have_one_normal_form(lhs, rhs):
    assert accepted(GIVEN, lhs, rhs)


@pytest.mark.parametrize(("lhs", "rhs"), DIFFERENT)
def test_other_sums_have_another(lhs, rhs):
    assert not accepted(GIVEN, lhs, rhs)


@pytest.mark.parametrize(("lhs", "rhs"), NOT_APART)
def test_an_index_is_apart_from_another_one_alone(lhs, rhs):
    assert not accepted(GIVEN, lhs, rhs, ["p != r"])


@pytest.mark.parametrize(("lhs", "rhs"), APART)
def test_a_delta_of_indices_that_differ_by_hypothesis_is_zero(lhs, rhs):
    assert accepted(GIVEN, lhs, rhs, ["p != r"])
    assert accepted(GIVEN, lhs, rhs, ["p < r"])
    assert not accepted(GIVEN, lhs, rhs)


def vanishes(given, lhs, rhs):
    """Whether the difference is 0 in normal form, whatever it needs to be defined."""
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": []})
        term = checker.parse(f"({lhs}) - ({rhs})", context.names)
        try:
            return checker.vanishes(context, term)
        except checker.Rejected:
            return False


@pytest.mark.parametrize(("lhs", "rhs"), EMPTY)
def test_a_range_that_may_be_empty(lhs, rhs):
    assert not vanishes(MAYBE_EMPTY, lhs, rhs)
    assert vanishes(GIVEN, lhs, rhs)


# ------------------------------------------------------------------ against the sums written out

#: Sizes that the statements of these tests are held against, and entries.
SHAPES = [(1, 1), (2, 3), (3, 2), (2, 2), (1, 2)]
RANGES = ["(1, m)", "(1, n)", "(2, m)", "(1, 2)", "(1, {outer})", "(0, {outer})"]


@st.composite
def expressions(draw, depth=3, bound=("p", "q")):
    """Sums in sums over entries, deltas and indices, each variable with a name of its own."""
    indices = st.sampled_from([*bound, "1"])
    pair = st.tuples(indices, indices)
    kind = draw(st.integers(0, 8))
    if depth and kind > 3:
        name = f"i{len(bound)}"
        low, high = draw(st.sampled_from(RANGES)).format(outer=bound[-1])[1:-1].split(", ")
        body = draw(expressions(depth - 1, (*bound, name)))
        return f"Sum({body}, ({name}, {low}, {high}))"
    if depth and kind > 1:
        parts = [draw(expressions(depth - 1, bound)) for _ in range(2)]
        return draw(st.sampled_from(["({})*({})", "({}) + ({})", "({}) - 2*({})"])).format(*parts)
    leaf = draw(st.sampled_from(["C[{}, {}]", "D[{}, {}]", "KroneckerDelta({}, {})", "y[{}]", "{}",
                                 "1/({} + {})", "({} - {})**2", "exp({} - {})", "m"]))  # fmt: skip
    return leaf.format(*draw(pair))


def points(given, entries):
    """Sizes and entries at which the statement is looked at."""
    for m, n in SHAPES:
        value = (str(Fraction(entries[k % len(entries)], 1 + k % 3)) for k in count())
        matrix = {name: [[next(value) for _ in range(m)] for _ in range(m)] for name in "CD"}
        for p, q in ((1, 1), (m, n)):
            yield matrix | {"y": [next(value) for _ in range(m)], "m": str(m), "n": str(n),
                            "p": str(p), "q": str(q)}  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(expressions(), st.lists(st.integers(-9, 9), min_size=5, max_size=11))
def test_the_normal_form_has_the_value_of_the_sum(text, entries):
    given = {k: GIVEN[k] for k in ("m", "n", "C", "D", "y", "p", "q")}
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": []})
        term = checker.parse(text, context.names)
        again = checker.normalised(context, lambda form: form.of(term).term())
        for values in points(given, entries):
            point = Point(context, given, values)
            try:
                difference = point.at(term) - point.at(again)
                checker.defined(point.here, difference, {})
            except checker.Rejected:  # an entry or a sum that is not there
                continue
            assert point.here.holds("=", difference), f"{text} at {values}"
