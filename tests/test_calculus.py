from fractions import Fraction

import mpmath
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from thence.calculus import NotDifferentiable, at, carry_out, derivative
from thence.expr import ZERO, Expr, call, num, sym, walk
from thence.parser import parse_expression
from thence_numeric import highprecision
from thence_numeric.backend import Undefined

NAMES = ["x", "y", "b", "k"]


def read(text):
    return parse_expression(text, NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sqrt(x)", "1/(2*sqrt(x))"),
        ("log(x)", "1/x"),
        ("x**3", "3*x**2"),
        ("x**2", "2*x"),
        ("x**(1/3)", "1/3*x**(-2/3)"),
        ("b**x", "b**x*log(b)"),
        ("1/x", "-(1/x**2)"),
        ("x**x", "x**x*(log(x) + x/x)"),
        ("y", "0"),
        ("x/x", "(x - x)/x**2"),
        ("Abs(x)", "x/Abs(x)"),
        ("Sum(x**k, (k, 1, 3))", "Sum(k*x**(k - 1), (k, 1, 3))"),
        ("Max(y, 2)*x", "Max(y, 2)"),
    ],
)
def test_what_is_written(text, expected):
    assert str(derivative(read(text), "x")) == expected


def test_nothing_is_cancelled():
    """The quotient x/x keeps the division that makes its derivative undefined at 0."""
    assert any(node.head == "/" for node in walk(derivative(read("x/x"), "x")))


@pytest.mark.parametrize(
    "text",
    ["floor(x)", "ceiling(x)", "Max(x, 0)", "Min(x, 0)", "factorial(x)", "gamma(x)", "sign(x)"]
    + ["Sum(k, (k, 1, x))", "Sum(x**k, (k, 1, oo))", "Integral(x*y, (y, 0, 1))"],
)
def test_no_derivative_is_an_error_that_says_so(text):
    with pytest.raises(NotDifferentiable, match="no derivative of"):
        derivative(read(text), "x")


def test_derivatives_are_carried_out_innermost_first():
    nested = read("Derivative(y*Derivative(x**3, x), x) + Derivative(exp(2*x), (x, 2))")
    carried = carry_out(nested)
    assert not any(node.head == "Derivative" for node in walk(carried))
    assert highprecision.evaluate(carried, {"x": Fraction(0), "y": Fraction(1)}) == 4


@pytest.mark.parametrize("bound", ["x + 1", "(x, 0)", "(x, k)", "(x, 1/2)", "(x, 13)"])
def test_an_order_that_makes_no_sense_is_an_error(bound):
    with pytest.raises(NotDifferentiable):
        carry_out(read(f"Derivative(x**2, {bound})"))


def test_a_derivative_at_a_point():
    assert at(read("Derivative(x**2, x)"), {"x": num(3)}) == read("2*3")


def test_a_derivative_that_explodes_is_given_up():
    tower = "x"
    for _ in range(7):
        tower = f"sin({tower})*x**x"
    with pytest.raises(NotDifferentiable, match="too many parts"):
        carry_out(read(f"Derivative({tower}, (x, 12))"))


UNARY = ["exp", "log", "sqrt", "cbrt", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh"]
UNARY += ["tanh", "coth", "asin", "acos", "atan", "acot", "asinh", "acosh", "atanh", "Abs"]
UNARY += ["erf", "erfc"]

LEAVES = st.one_of(
    st.just(sym("x")), st.fractions(-3, 3, max_denominator=4).map(num), st.just(sym("x") * 2)
)
EXPRESSIONS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(call, st.sampled_from(UNARY), inner),
        st.builds(
            lambda head, a, b: Expr(head, (a, b)),
            st.sampled_from(["+", "-", "*", "/", "atan2"]),
            inner,
            inner,
        ),
        st.builds(lambda a, n: a**n, inner, st.sampled_from([-2, -1, 0, 2, 3])),
        st.builds(lambda a, b: a**b, inner, inner),
    ),
    max_leaves=4,
)


def agrees_with_differences(expr, x):
    """The formula against mpmath.diff, where both functions are tame enough to compare."""
    try:
        formula = highprecision.evaluate(derivative(expr, "x"), {"x": x}, 20)

        def function(t):
            return highprecision.at_working_precision(expr, {"x": t})

        with mpmath.workdps(50):
            # Two steps that agree: the point is not next to a place where the function breaks.
            coarse, fine = (
                mpmath.diff(function, mpmath.mpf(x.numerator) / x.denominator, h=h)
                for h in (mpmath.mpf(10) ** -12, mpmath.mpf(10) ** -14)
            )
    except (Undefined, highprecision.NoAgreement):
        return None
    scale = max(1, abs(fine))
    if abs(coarse - fine) > scale * mpmath.mpf(10) ** -9 or abs(fine) > 10**9:
        return None
    return bool(abs(formula - fine) < scale * mpmath.mpf(10) ** -8)


@pytest.mark.parametrize("name", UNARY)
def test_every_function_agrees_with_differences(name):
    points = [Fraction(3, 10), Fraction(-7, 10), Fraction(17, 10)]
    found = [agrees_with_differences(call(name, sym("x")), x) for x in points]
    assert True in found
    assert False not in found


@settings(max_examples=60, deadline=None)
@given(EXPRESSIONS, st.fractions(-2, 2, max_denominator=20))
def test_derivatives_agree_with_differences(expr, x):
    found = agrees_with_differences(expr, x)
    assume(found is not None)
    assert found


def test_a_constant_has_derivative_zero():
    assert derivative(read("floor(y) + gamma(b)"), "x") == ZERO
