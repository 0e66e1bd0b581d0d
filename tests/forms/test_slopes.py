"""Derivatives of integrals: what they are taken apart into, and what is left alone."""

import pytest

from thence.claim import Claim
from thence.forms import slopes
from thence.pipeline import decide
from thence.statement import read_statement

T, REAL = {"t": "positive"}, {"t": "real"}
AREA = "Derivative(Integral(exp(-x**2), (x, 0, t)), t)"
LAPLACE = "Derivative(Integral(exp(-t*x), (x, 0, oo)), t)"


def taken_apart(given, lhs, rel, rhs, assuming=()):
    statement = read_statement(given, list(assuming), lhs, rel, rhs)
    return slopes.taken_apart(Claim("t.t", "derivative", (statement,)))


def said(given, lhs, rel, rhs, assuming=()):
    claim = taken_apart(given, lhs, rel, rhs, assuming)
    return [f"{s.rel}: {s}" for s in claim.statements]


def grade(given, lhs, rel, rhs, assuming=()):
    return decide(taken_apart(given, lhs, rel, rhs, assuming), seed=0, seconds=20)["grade"]


def left_alone(given, lhs, rel, rhs, assuming=()):
    return taken_apart(given, lhs, rel, rhs, assuming).form is None


def test_the_ends_move():
    both = "Derivative(Integral(sqrt(1 + x**2), (x, t, t**2)), t)"
    assert said(REAL, both, "=", "0") == [
        "defined: Integral(sqrt(1 + x**2), (x, t, t**2))",
        "=: sqrt(1 + (t**2)**2)*(2*t) - sqrt(1 + t**2) = 0",
    ]
    assert said(T, "Derivative(Integral(exp(-x)/x, (x, t, oo)), t)", "<", "0") == [
        "defined: Integral(exp(-x)/x, (x, t, oo))",
        "<: -(exp(-t)/t) < 0",
    ]


def test_the_chain_rule():
    solution = "exp(-t)*Integral(exp(x)*cos(x), (x, 0, t))"
    equation = f"Derivative({solution}, t) + {solution}"
    assert said(REAL, equation, "=", "cos(t)")[0] == f"defined: {solution}"
    assert grade(REAL, equation, "=", "cos(t)") == "certified"
    assert grade(REAL, equation, "=", "cos(t) + 10**-12") == "refuted"


def test_each_derivative_has_to_be_defined():
    twice = AREA.replace("t)), t)", "t)), (t, 2))")
    assert said(REAL, twice, "=", "-2*t*exp(-t**2)")[:2] == [
        "defined: Integral(exp(-x**2), (x, 0, t))",
        "defined: exp(-t**2)",
    ]
    assert grade(REAL, twice, "=", "-2*t*exp(-t**2)") == "certified"


def test_a_parameter_inside_by_what_is_gained():
    claim = taken_apart({"t": "(0, 1)", "u": "real"}, LAPLACE, "=", "u - 1/t**2")
    assert [str(s) for s in claim.statements] == [
        "u - 1/t**2",
        "Integral(exp((-t)*x), (x, 0, oo)) - Integral(exp((-((0 + 1)/2))*x), (x, 0, oo))"
        " = Integral(u - 1/u_1**2, (u_1, (0 + 1)/2, t))",
    ]
    assert str(claim.form) == "Derivative(Integral(exp((-t)*x), (x, 0, oo)), t) = u - 1/t**2"


@pytest.mark.parametrize(
    ("given", "lhs", "rhs"),
    [
        (REAL, AREA, "exp(-t**2)"),
        (T, LAPLACE, "-1/t**2"),
        (T, "-1/t**2", LAPLACE),
        (T, "Derivative(Integral((x**t - 1)/log(x), (x, 0, 1)), t)", "1/(t + 1)"),
        (T, "Derivative(Integral(exp(-x)/x, (x, t, oo)), t)", "-exp(-t)/t"),
    ],
)
def test_true_derivatives(given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "certified"


@pytest.mark.parametrize(
    ("given", "lhs", "rhs"),
    [
        (REAL, AREA, "exp(-t**2) + 10**-12"),
        (T, LAPLACE, "-1/t**2 + 10**-12"),
        (REAL, "Derivative(Integral(sqrt(1 + x**2), (x, t, t**2)), t)",
         "sqrt(1 + t**4) - sqrt(1 + t**2)"),
        # The integral is pi/2 times the sign of t.
        (REAL, "Derivative(Integral(sin(t*x)/x, (x, 0, oo)), t)", "0"),
    ],
)  # fmt: skip
def test_false_derivatives(given, lhs, rhs):
    assert grade(given, lhs, "=", rhs) == "refuted"


def test_what_is_not_defined():
    assert grade(REAL, "Derivative(Integral(1/x**2, (x, 1, t)), t)", "=", "1/t**2") == "ill-posed"
    assert grade(REAL, LAPLACE, "=", "-1/t**2") == "ill-posed"
    # sin x/x has a limit at 0, but 1/x has none.
    assert grade(REAL, "Derivative(Integral(1/x, (x, 1, t)), t)", "<", "2") != "certified"


@pytest.mark.parametrize(
    ("given", "lhs", "rhs", "assuming"),
    [
        # Where the integrand jumps there is no derivative.
        (REAL, "Derivative(Integral(sign(x), (x, -1, t)), t)", "sign(t)", ()),
        (REAL, "Derivative(Integral(floor(x), (x, 0, t)), t)", "floor(t)", ()),
        (T, "Derivative(Integral(exp(-t*x), (x, 0, oo)), t)", "floor(t)", ()),
        # At an end of the domain nothing is known of the other side: exp(-Abs(t)) has a kink.
        ({"t": "nonnegative"}, "Derivative(Integral(cos(t*x)/(1 + x**2), (x, 0, oo)), t)",
         "-pi*exp(-t)/2", ()),
        ({"t": "[0, 1]"}, "Derivative(Integral(sqrt(x), (x, 0, t)), t)", "sqrt(t)", ()),
        # At one place every function is constant.
        (REAL, "Derivative(Integral(t*x, (x, 0, 1)), t)", "0", ("t = 0",)),
        (REAL, "Derivative(Integral(x, (x, 0, t)), t)", "t", ("t >= 1",)),
        (REAL, "Derivative(Integral(x, (x, 0, t)), t)", "t", ("sqrt(t - 1) + 1 > 0",)),
        ({"t": "integer>=1"}, "Derivative(Integral(x, (x, 0, t)), t)", "t", ()),
        # Not one equation for one derivative.
        (T, "Derivative(Integral(exp(-t*x), (x, 0, oo)), t) + 1", "1 - 1/t**2", ()),
        (T, "Derivative(Integral(exp(-t*x), (x, 0, oo)), (t, 2))", "2/t**3", ()),
    ],
)  # fmt: skip
def test_what_is_left_alone(given, lhs, rhs, assuming):
    assert left_alone(given, lhs, "=", rhs, assuming)
    assert grade(given, lhs, "=", rhs, assuming) == "undecided"


def test_a_strict_hypothesis_leaves_what_is_around():
    assert grade(REAL, "Derivative(Integral(1/x, (x, 1, t)), t)", "=", "1/t", ["t > 1"]) == (
        "certified"
    )


def test_a_smooth_function_goes_on_beyond_a_closed_end():
    time = {"t": "[0, 1]", "a": "positive"}
    signal = "exp(-Integral(1 + a*u, (u, 0, t))/2)"
    slope = f"Derivative({signal}, t)"
    assert grade(time, slope, "=", f"-(1 + a*t)/2*{signal}") == "certified"
    assert grade(time, slope, "=", f"-(1 + a*t)*{signal}") == "refuted"
    for body in ("sqrt(u)", "1/(u + a)", "Abs(u)", "u**a", "log(1 + u)"):
        assert left_alone(time, f"Derivative(Integral({body}, (u, 0, t)), t)", "=", "1")
    assert left_alone(time, "Derivative(Integral(exp(-u**2), (u, t, oo)), t)", "=", "-exp(-t**2)")
    assert left_alone(time, "Derivative(Integral(u, (u, 0, t))/t, t)", "=", "1/2")


def test_without_integrals_nothing_changes():
    assert left_alone(REAL, "Derivative(t**2, t)", "=", "2*t")
    assert left_alone(REAL, "Derivative(t**2*Integral(x, (x, 0, 1)), t)", "=", "t")
