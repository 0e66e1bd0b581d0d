"""Products of two variables for one, tangents of logarithms with factors, what is forgotten, and
what sums are by the equations."""

import pytest

from thence import checker
from thence.statement import read_statement

P = {"a": "positive", "b": "positive"}
N = {"n": "integer>=1", "x": "real[n]", "y": "real[n]", "p": "positive[n]"}
X = "sqrt(Sum(x[l]**2, (l, 1, n)))"
PQ = {"n": "integer>=1", "p": "positive[n]", "q": "positive[n]"}
ONES = ["Sum(p[i], (i, 1, n)) = 1", "Sum(q[i], (i, 1, n)) = 1"]
KL = "Sum(p[i]*log(p[i]/q[i]), (i, 1, n))"
TRUE = [
    (P, ["a*b < 1"], "(1 - a*b)**(1/(a*b))", "<=", "exp(-1)"),
    ({"a": "real", "b": "real"}, [], "cosh(a*b)", "<=", "exp(a**2*b**2/2)"),
    ({"n": "integer>=1", "a": "positive"}, [], "exp(-2*n*a**2)", "<=", "1/(1 + 2*n*a**2)"),
    (N | {"a": "real"}, [], "Product(cosh(a*x[i]), (i, 1, n))", "<=",
     "exp(a**2/2*Sum(x[i]**2, (i, 1, n)))"),
    # the birthday bound: what each logarithm is multiplied by varies
    ({"N": "integer>=1", "k": "integer>=1"}, ["k <= N"], "Product(1 - j/N, (j, 0, k - 1))", "<=",
     "exp(-k*(k - 1)/(2*N))"),
    # what stands under a positive root is positive, though its index is in use
    (N, [f"{X} > 0"], f"Sum(x[l]*(y[l] - Sum(x[m]*y[m], (m, 1, n))/{X}**2*x[l]), (l, 1, n))", "=",
     "0"),
    (N, [f"{X} > 0"], f"Sum(x[l]*y[l], (l, 1, n))/{X}", "<=", "sqrt(Sum(y[l]**2, (l, 1, n)))"),
    (N, [f"{X} != 0"], f"Sum(x[l]*y[l], (l, 1, n))/{X}", "<=", "sqrt(Sum(y[l]**2, (l, 1, n)))"),
    # hypotheses that exclude the ends of a domain
    ({"t": "[0, 1]"}, ["0 < t", "t < 1"], "Derivative(log(cos(pi*t/2)), t)", "=",
     "-pi/2*tan(pi*t/2)"),
    ({"t": "[0, 1]"}, ["t > 0"], "log(t)", "<=", "t - 1"),
    # a logarithm has no value at the end
    ({"n": "integer>=1"}, [], "(1 - 1/n)**n", "<", "exp(-1)"),
    ({"x": "[1, oo)"}, [], "(1 - 1/x)**x", "<=", "exp(-1)"),
    # inside a function sums are what the equations say
    (PQ, ONES, KL, "<=", "log(1 + Sum((p[i] - q[i])**2/q[i], (i, 1, n)))"),
    (PQ, ONES, KL, ">=", "-2*log(1 - Sum((sqrt(p[i]) - sqrt(q[i]))**2, (i, 1, n))/2)"),
    (PQ, ONES, "1", "<=", "sqrt(1 + Sum((p[i] - q[i])**2/q[i], (i, 1, n)))"),
    # a hypothesis on a family that is not in the goal
    (N | {"k": "index[n]"}, ["Sum(p[i], (i, 1, n)) = 1"],
     "-log(exp(x[k])/Sum(exp(x[j]), (j, 1, n)))", ">=", "0"),
]  # fmt: skip


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: f"{c[2]} {c[3]} {c[4]}")
def test_they_are_certified(claim, certificate):
    given, assuming, left, rel, right = claim
    assert certificate(given, assuming, left, rel, right, seconds=15)


def test_a_part_that_is_named_has_to_be_defined():
    """A proof that names a part says why it has a value, and that is checked."""
    given = {"x": "real", "y": "positive"}
    statement = read_statement(given, [], "exp(x)", ">", "0")
    context = checker.context_of(statement.as_json())
    term = checker.parse("exp(log(y))", context.names)
    let = {"is": "log(y)", "in": "(-oo, oo)"}
    proof = {"rule": "rewrite", "let": {"u": let}, "to": "exp(u)", "then": {"rule": "bounds"}}
    checker.prove(context, ">", term, proof)
    term = checker.parse("exp(log(x))", context.names)
    let |= {"is": "log(x)", "defined": {"0": {"rule": "bounds"}}}
    with pytest.raises(checker.Rejected):
        checker.prove(context, ">", term, proof)
