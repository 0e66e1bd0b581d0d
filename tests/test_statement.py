"""Claims and statements: what is bound in them and what is not."""

import pytest

from thence.claim import Claim
from thence.domain import parse_domain
from thence.errors import ReadError
from thence.expr import free_symbols
from thence.parser import parse_expression
from thence.pipeline import decide
from thence.statement import read_statement


@pytest.mark.parametrize(
    ("text", "free"),
    [
        ("Sum(x*k, (k, 1, n))", {"x", "n"}),
        ("Sum(1, (i, 1, j), (j, 1, n))", {"n"}),
        ("Sum(1, (i, 1, n), (j, 1, i))", {"n", "i"}),
        ("Sum(k, (k, 1, k))", {"k"}),
        ("Limit(x*y, y, x)", {"x"}),
        ("Derivative(x**2, x)", {"x"}),
        ("Minimax(x - b, (b, 0, 1), (x, 0, 1))", set()),
    ],
)
def test_the_first_range_of_a_sum_is_the_innermost(text, free):
    assert free_symbols(parse_expression(text, ["x", "y", "n", "i", "j", "k", "b"])) == free


@pytest.mark.parametrize(
    ("given", "text", "understood"),
    [
        ({"x": "real"}, "x + Integral(x, (x, 0, 1))", "x + Integral(x_1, (x_1, 0, 1))"),
        ({"x": "real"}, "Integral(x, (x, 0, x))", "Integral(x_1, (x_1, 0, x))"),
        ({"x": "real", "x_1": "real"}, "x*x_1*Limit(x, x, 0)", "x*x_1*Limit(x_2, x_2, 0)"),
        (
            {"j": "integer"},
            "Sum(i*j, (i, 1, j), (j, 1, 2)) + j",
            "Sum(i*j_1, (i, 1, j_1), (j_1, 1, 2)) + j",
        ),
    ],
)
def test_what_is_bound_has_another_name_than_what_is_declared(given, text, understood):
    assert str(read_statement(given, [], text, "=", "0").lhs) == understood


Z = "Sum(exp(s[k]), (k, 1, n))"
JACOBIAN = f"exp(s[i])/{Z}*(KroneckerDelta(i, j) {{}} exp(s[j])/{Z})"


@pytest.mark.parametrize(("sign", "grade"), [("-", "certified"), ("+", "refuted")])
def test_an_index_may_be_declared_and_summed_over(sign, grade):
    given = {"n": "integer>=1", "s": "real[n]", "i": "index[n]", "j": "index[n]"}
    lhs = "Derivative(exp(s[i])/Sum(exp(s[j]), (j, 1, n)), s[j])"
    statement = read_statement(given, [], lhs, "=", JACOBIAN.format(sign))
    assert decide(Claim("t.t", "derivative", (statement,)), seed=0, seconds=20)["grade"] == grade


def test_a_triangle_is_summed_over():
    given = {"n": "integer>=1", "a": "real[n, n]"}
    sides = "Sum(a[i, j], (i, 1, j), (j, 1, n))", "Sum(a[k, l], (k, 1, l), (l, 1, n))"
    statement = read_statement(given, [], sides[0], "=", sides[1])
    assert decide(Claim("t.t", "sum", (statement,)), seed=0, seconds=20)["grade"] == "certified"


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"x": "real", "\uff58": "positive"}, "\uff58"),
        ({"x": "real"}, "exp(\uff58)"),
    ],
)
def test_a_name_is_not_written_in_letters_that_stand_for_others(given, text):
    """The checker, which reads with Python's own grammar, would take both for one name."""
    with pytest.raises(ReadError, match="is read as"):
        read_statement(given, [], text, "=", "x")


@pytest.mark.parametrize(
    "text", ["integer in (0, 3)", "integer in [0, 3)", "integer in (0, oo)", "integer in (-oo, 3]"]
)
def test_an_open_end_of_integers_stays_open(text):
    domain = parse_domain(text)
    assert str(domain) == text
    assert parse_domain(str(domain)) == domain


def test_integers_of_an_open_interval():
    statement = read_statement({"n": "integer in (0, 3)"}, [], "n", ">", "0")
    entry = decide(Claim("p.open", "inequality", (statement,)), seed=0, seconds=10)
    assert entry["grade"] == "certified"


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "grade"),
    [
        ("Sum(1/k**2, (k, 1, oo))", "<", "oo", "certified"),
        ("-oo", "<", "Integral(log(u), (u, 0, 1))", "certified"),
        ("oo", ">", "Integral(exp(-t*u), (u, 0, oo))", "certified"),
        ("Sum(1/k, (k, 1, oo))", "<", "oo", "ill-posed"),
        ("Integral(1/u, (u, 0, 1))", "<", "oo", "ill-posed"),
    ],
)
def test_less_than_infinity_is_defined(lhs, rel, rhs, grade):
    statement = read_statement({"t": "positive"}, [], lhs, rel, rhs)
    assert statement.rel == "defined"
    claim = Claim("finite", "definition", (statement,))
    assert decide(claim, seed=0, seconds=10)["grade"] == grade


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs"),
    [("x", "<=", "oo"), ("x", "<", "-oo"), ("oo", ">", "oo"), ("-oo", "<", "oo"), ("oo", "<", "x")],
)
def test_other_comparisons_with_infinity_are_refused(lhs, rel, rhs):
    with pytest.raises(ReadError, match="infinity is no number"):
        read_statement({"x": "real"}, [], lhs, rel, rhs)
    with pytest.raises(ReadError, match="infinity is no number"):
        read_statement({"x": "real"}, [f"{lhs} {rel} {rhs}"], "x**2", ">=", "0")
