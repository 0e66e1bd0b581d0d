"""0 times what has a value is 0; what has none is not hidden by it."""

import pytest

from thence import checker
from thence.provers.goal import Search
from thence.provers.statements import certify, sealed
from thence.statement import read_statement

#: A product with 0 that is defined on the first domain, and not on the second one.
HIDDEN = [
    ("0*log(x)", "positive", "real"),
    ("(x - x)*log(x)", "positive", "nonnegative"),
    ("0*(1/x)", "positive", "real"),
    ("0*sqrt(x)", "nonnegative", "real"),
    ("(x - x)*Integral(u**(-x), (u, 0, 1))", "(0, 1)", "positive"),
    ("0*Sum(x**k, (k, 0, oo))", "(0, 1)", "positive"),
    ("(x - x)*tan(x)", "(0, 1)", "real"),
]


def certificate(product, domain, other="0"):
    statement = read_statement({"x": domain}, [], product, "=", other)
    return statement, certify(statement, None, Search(10))


@pytest.mark.parametrize(("product", "inside", "beyond"), HIDDEN)
def test_zero_times_what_is_not_defined(product, inside, beyond):
    _, found = certificate(product, inside)
    outside, none = certificate(product, beyond)
    assert none is None
    assert found is not None
    bent = sealed(outside.as_json(), "true", found)
    with pytest.raises(checker.Rejected):
        checker.check(outside.as_json(), bent)


def test_zero_times_what_is_defined():
    for product in ("0*log(x)", "0*exp(log(x))", "(x - x)*sqrt(x)"):
        statement, found = certificate(product, "positive")
        assert found is not None
        assert checker.check(statement.as_json(), found) == []
        wrong = read_statement({"x": "positive"}, [], product, "=", "10**-12").as_json()
        with pytest.raises(checker.Rejected):
            checker.check(wrong, sealed(wrong, "true", found))


LAYERS = {
    "m": "integer>=1", "n": "integer>=1", "r": "integer>=1", "B": "real[m, r]", "A": "real[r, n]",
    "v": "real[n]", "h": "real[m]", "k": "index[m]", "o": "index[r]",
}  # fmt: skip
OUT = "Sum(Sum(B[{}, s]*A[s, j], (s, 1, r))*v[j], (j, 1, n))"
LOSS = f"Sum(({OUT.format('i')} - h[i])**2, (i, 1, m))/2"
SLOPE = f"({OUT.format('k')} - h[k])*Sum(A[o, j]*v[j], (j, 1, n))"


def test_the_gradient_through_two_layers():
    """Of what is kept of a body of a derivative, 0 times it, the normal form would be too large."""
    given = read_statement(LAYERS, [], f"Derivative({LOSS}, B[k, o])", "=", SLOPE)
    found = certify(given, None, Search(20))
    assert found is not None
    assert checker.check(given.as_json(), found) == []
    for wrong in (f"{SLOPE}/2", f"{SLOPE} + 10**-12*v[1]", SLOPE.replace("A[o, j]", "A[1, j]")):
        other = read_statement(LAYERS, [], f"Derivative({LOSS}, B[k, o])", "=", wrong)
        assert certify(other, None, Search(3)) is None
        with pytest.raises(checker.Rejected):
            checker.check(other.as_json(), sealed(other.as_json(), "true", found))
