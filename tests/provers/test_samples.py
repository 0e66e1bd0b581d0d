"""Goals that are false at a sampled point are found, and no others."""

import pytest

from thence import checker
from thence.provers.samples import false_somewhere


def false(given, rel, term, *assuming):
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": list(assuming)})
        return false_somewhere(context, rel, checker.parse(term, context.names))


X, XY = {"x": "real"}, {"x": "real", "y": "real"}


@pytest.mark.parametrize(
    ("given", "rel", "term"),
    [
        (X, ">=", "x"),
        (X, ">", "x**2 - 1/2"),
        (X, "=", "sin(x)**2 + cos(x)**2 - 1 - 1/10**6"),
        ({"x": "positive", "y": "positive"}, ">=", "x*log(x/y)"),
        ({"n": "integer>=1"}, ">=", "n - 3/2"),
        ({"x": "[0, 1]"}, ">=", "x*(x - 1) + 1/5"),
    ],
)
def test_what_is_false_on_a_good_part_of_the_domain_is_found(given, rel, term):
    assert false(given, rel, term)


@pytest.mark.parametrize(
    ("given", "rel", "term"),
    [
        (X, ">=", "x**2"),
        (X, ">=", "exp(x) - 1 - x"),
        (X, "=", "(x + 1)**2 - x**2 - 2*x - 1"),
        # zero up to rounding
        ({"x": "[1000, 2000]"}, ">=", "(x + 1)**3 - x**3 - 3*x**2 - 3*x - 1"),
        ({"x": "positive"}, ">=", "log(1 + x) - log(x + 1)"),
        # what is 0 cannot be told from what is not
        (X, "!=", "x"),
        # true at integers alone
        ({"n": "integer"}, ">=", "n**2 - n"),
    ],
)
def test_what_is_true_is_never_called_false(given, rel, term):
    assert not false(given, rel, term)


def test_hypotheses_are_met():
    assert not false(XY, ">=", "x - y", "x >= y")
    assert false(XY, ">=", "x - y", "x >= y - 1")
    # no point is looked for on a curve, nor where a family is said something of
    assert not false(XY, ">=", "x*y", "x**2 + y**2 = 1")
    given = {"n": "integer>=1", "k": "index[n]", "p": "positive[n]"}
    assert not false(given, ">=", "1 - p[k]", "Sum(p[i], (i, 1, n)) = 1")
    assert false(given, ">=", "1 - p[k]")


def test_a_context_without_points_shows_everything():
    assert not false(X, ">=", "x - 10", "x > 1", "x < 0")
