from xml.etree import ElementTree

import pytest

from thence.expr import FUNCTIONS
from thence.mathml import conditions_mathml, mathml, statement_mathml
from thence.parser import parse_expression
from thence.statement import read_statement

NAMES = ["a", "b", "n", "x", "y", "alpha", "x1", "s_i", "relu", "x_hat_2", "变量"]
#: How many parts each element takes; the others take any number.
ARITY = {"mfrac": 2, "msup": 2, "msub": 2, "msubsup": 3, "mroot": 2, "mover": 2, "munder": 2}
ARITY["munderover"] = 3


def well_formed(text):
    root = ElementTree.fromstring(text)
    for element in root.iter():
        if element.tag in ARITY:
            assert len(element) == ARITY[element.tag], text
    return root


TEXTS = [
    "(x + sqrt(x**2 + b))/2 - log(exp(x) + 1)",
    "-a*b**-2 + cbrt(x)*Abs(x) - floor(x/2)",
    "Derivative(x*y**2, x, (y, 2)) + Derivative(x**2, x)",
    "Integral(exp(-t**2), (t, -oo, oo)) + Integral(x, x)",
    "Sum(a**k/factorial(k), (k, 0, oo))*Product(k, (k, 1, n))",
    "Limit(sin(t)/t, t, 0)*binomial(n, 2)*Max(x, y)",
    "ArgMinimax(a*b, (r, 0, oo), (t, -1, 1)) + Minimax(a, (r, 0, 1), (t, 0, 1))",
    "alpha*x1*s_i*relu*x_hat_2*变量*pi*E*EulerGamma*GoldenRatio",
    "0.0759*x - 1e-9 + 3*10",
]
CALLS = [f"{name}({', '.join(['x'] * least)})" for name, (least, _) in FUNCTIONS.items()]


@pytest.mark.parametrize("text", [*TEXTS, *CALLS])
def test_every_notation_is_well_formed(text):
    well_formed(mathml(parse_expression(text, NAMES)))


def test_printed():
    assert mathml(parse_expression("x**2", ["x"])) == (
        "<math><msup><mi>x</mi><mn>2</mn></msup></math>"
    )
    assert mathml(parse_expression("2*3", [])) == ("<math><mn>2</mn><mo>⋅</mo><mn>3</mn></math>")


DOMAINS = ["real", "positive", "integer", "integer>=2", "integer in [1, 9]", "(0, 1]", "[1, oo)"]


@pytest.mark.parametrize("domain", DOMAINS)
def test_statements_and_domains(domain):
    for rel, lhs, rhs in [
        ("=", "x", "1"), ("<", "x", "1"), ("iff", "x < 1", "x >= 2"), ("convex", "x**2", "x"),
        ("~digits", "x", "-1.25"), ("defined", "log(x)", ""),
    ]:  # fmt: skip
        statement = read_statement({"x": domain}, ["x != 1"], lhs, rel, rhs)
        well_formed(statement_mathml(statement))
        for part in conditions_mathml(statement):
            well_formed(part)
