"""Terms that rise away from where they are 0, and the closed ends of domains by themselves."""

import pytest

from thence import checker
from thence.provers.statements import sealed
from thence.statement import read_statement

PROBABILITIES = {"p": "(0, 1)", "q": "(0, 1)"}
CLOSED = {"p": "[0, 1]", "t": "real"}
REALS = {"x": "real", "y": "real"}
POSITIVE = {"x": "positive", "y": "positive"}
DIVERGENCE = "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q))"
HOEFFDING = "p*exp(t*(1 - p)) + (1 - p)*exp(-t*p)"
TRUE = [
    (PROBABILITIES, [], DIVERGENCE, ">=", "2*(p - q)**2"),
    (PROBABILITIES, [], DIVERGENCE, "<=", "(p - q)**2/(q*(1 - q))"),
    (REALS, [], "Abs(1/(1 + exp(-x)) - 1/(1 + exp(-y)))", "<=", "Abs(x - y)/4"),
    (REALS, [], "Abs(tanh(x) - tanh(y))", "<=", "Abs(x - y)"),
    (POSITIVE | {"t": "[0, 1]"}, [], "log(t*x + (1-t)*y)", ">=", "t*log(x) + (1-t)*log(y)"),
    (POSITIVE | {"t": "[0, 1]"}, [], "x**t*y**(1 - t)", "<=", "t*x + (1 - t)*y"),
    # closed ends, and an exponential against several in two variables
    (CLOSED, [], HOEFFDING, "<=", "exp(t**2/8)"),
    ({"a": "[1, 2]", "b": "[1, 2]"}, [], "log((a+b)/2)", "<=", "(log(a)+log(b))/2 + (a-b)**2/8"),
    # from an end where it is 0, where its slope is more than 0, and where it is more than 0 itself
    (POSITIVE | {"a": "positive"}, [], "log(1 + x/a)*log(1 + y/x)", "<", "y/a"),
    (POSITIVE | {"y": "(0, 1)"}, [], "y*tanh(x)", "<=", "sinh(x*y)"),
    (POSITIVE | {"y": "(1, oo)"}, [], "y*tanh(x)", "<", "sinh(x*y)"),
    (dict.fromkeys("xy", "(0, oo)"), [], "atan(x + y)", "<", "atan(x) + atan(y)"),
    # in every scale, under a hypothesis
    (POSITIVE, ["x > y"], "(x - y)/(log(x) - log(y))", "<=", "(x + y)/2"),
    (POSITIVE, ["x > y"], "(x - y)/(log(x) - log(y))", ">=", "sqrt(x*y)"),
    (POSITIVE, ["2*x <= y"], "x*log(y/x)", ">=", "log(2)*x"),
]
FALSE = [
    (POSITIVE, ["x > y"], "(x - y)/(log(x) - log(y))", ">=", "(1 + 10**-9)*sqrt(x*y)"),
    (POSITIVE, ["2*x <= y"], "x*log(y/x)", ">", "log(2)*x"),
    (POSITIVE, ["x > y", "x < 3*y"], "x", ">=", "2*y*log(x/y + 1)"),
    (CLOSED, [], HOEFFDING, "<", "exp(t**2/8)"),
    (POSITIVE | {"y": "[0, oo)"}, [], "y*tanh(x)", "<", "sinh(x*y)"),
    (dict.fromkeys("xy", "[0, oo)"), [], "atan(x + y)", "<", "atan(x) + atan(y)"),
    (POSITIVE, [], "y*sinh(x)", "<=", "sinh(x*y)"),
]


@pytest.mark.parametrize("claim", TRUE, ids=lambda c: c[2][:40])
def test_true_inequalities_are_certified(claim, certificate):
    assert certificate(*claim)


@pytest.mark.parametrize("claim", FALSE, ids=lambda c: c[2][:40])
def test_slightly_false_inequalities_are_not(claim, certificate):
    assert certificate(*claim, seconds=4) is None


def ratio(node):
    """The first variable of a proof that is a quotient of the two old ones."""
    for key, part in node.items():
        if key == "let" and any("_per_" in name for name in part):
            return next(iter(part.values()))
        found = ratio(part) if isinstance(part, dict) else None
        if found is not None:
            return found
    return None


def test_a_wrong_interval_for_a_ratio_is_rejected(certificate):
    data = read_statement(*TRUE[-1]).as_json()
    found = certificate(*TRUE[-1])
    let = ratio(found["proof"])
    let["in"] = {"[2, oo)": "[3, oo)", "(0, 1/2]": "(0, 1/4]"}[let["in"]]
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "true", found))
