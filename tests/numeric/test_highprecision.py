import math
from fractions import Fraction

import mpmath
import pytest

from thence.parser import parse_expression
from thence.statement import read_statement
from thence_numeric import highprecision
from thence_numeric.backend import Undefined, Unsupported
from thence_numeric.highprecision import NoAgreement

NAMES = ["x", "y", "n"]


def value(text, digits=30, **point):
    exact = {n: Fraction(v) for n, v in point.items()}
    return highprecision.evaluate(parse_expression(text, NAMES), exact, digits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Integral(exp(-x**2), (x, -oo, oo))", "sqrt(pi)"),
        ("Integral(x*y, (x, 0, y), (y, 0, 1))", "1/8"),
        ("Integral(1/sqrt(x), (x, 0, 1))", "2"),
        ("Sum(1/n**2, (n, 1, oo))", "pi**2/6"),
        ("Sum(n, (n, 1, 100))", "5050"),
        ("Sum(n*x, (n, 1, x), (x, 1, 3))", "25"),
        ("Product(1 - 1/n**2, (n, 2, oo))", "1/2"),
        ("Limit(sin(x)/x, x, 0)", "1"),
        ("Limit(Abs(x)/x, x, 0)", "1"),
        ("Limit((1 + 1/n)**n, n, oo)", "E"),
        ("Limit(x*log(x), x, 0)", "0"),
        ("Limit(sqrt(x**2 + x) - x, x, oo)", "1/2"),
        ("(-8)**(3*(1/3))", "-8"),
        ("binomial(-1, -1)", "0"),
        ("binomial(-2, 3)", "-4"),
        ("exp(1) - E", "0"),
    ],
)
def test_values(text, expected):
    with mpmath.workdps(40):
        assert abs(value(text) - value(expected)) < mpmath.mpf(10) ** -25


@pytest.mark.parametrize(
    "text", ["Limit(x, x, oo)", "Limit(sin(x), x, oo)", "Limit(exp(x), x, oo)"]
)
def test_a_limit_that_extrapolation_only_imagines_is_not_one(text):
    with pytest.raises(NoAgreement):
        value(text)


@pytest.mark.parametrize(
    "text", ["Integral(1/x, (x, 0, 1))", "Integral(1/x, (x, -oo, oo))", "Sum(1/n, (n, 1, oo))"]
)
def test_what_diverges_has_no_value(text):
    with pytest.raises((NoAgreement, Undefined)):
        value(text)


WEIBULL = "Integral(x*n/y*(x/y)**(n - 1)*exp(-(x/y)**n), (x, 0, oo))"


@pytest.mark.parametrize(("n", "y"), [(2, 1), (Fraction(1, 5), 1000), (1000, Fraction(1, 1000))])
def test_the_mean_of_a_density(n, y):
    found, mean = value(WEIBULL, n=n, y=y), value("y*gamma(1 + 1/n)", n=n, y=y)
    with mpmath.workdps(40):
        assert abs(found - mean) < mpmath.mpf(10) ** -25 * mean


def test_what_lies_beyond_all_nodes_is_not_told():
    # The mean is 1000!, nearly all of it from where x is about 10**3000.
    with pytest.raises(NoAgreement, match="beyond"):
        value(WEIBULL, n=Fraction(1, 1000), y=1)


@pytest.mark.parametrize(
    "text",
    ["log(0)", "1/0", "atanh(1)", "atan2(0, 0)", "cot(0)", "(-8)**(1/3)", "cbrt(-8)", "sqrt(-1)"]
    + ["0**(-1)", "gamma(0)", "factorial(-2)", "asin(2)", "Integral(1/x, (x, -1, 1))"],
)
def test_what_is_not_defined_says_so(text):
    with pytest.raises(Undefined):
        value(text)


@pytest.mark.parametrize("text", ["Sum(n, (n, 1, 10**5))", "Sum(n, (n, 1, 5/2))"])
def test_sums_that_are_too_long_or_not_sums_are_unsupported(text):
    with pytest.raises(Unsupported):
        value(text)


def test_a_tower_of_exponentials_is_refused_at_once():
    with pytest.raises(Unsupported, match="too large"):
        value("exp(exp(exp(10)))")


def test_digits_that_do_not_settle():
    with pytest.raises(NoAgreement):
        value("floor(sqrt(2)**2)")


def test_many_digits():
    assert mpmath.nstr(value("pi", 200), 200).endswith("54930382")


def test_the_precision_in_force_neither_matters_nor_changes():
    wanted = value("exp(1)/3")
    with mpmath.workdps(5):
        assert value("exp(1)/3") == wanted
        assert highprecision.number(parse_expression("pi")) == math.pi
        with pytest.raises(Undefined):
            value("log(0)")
        assert mpmath.mp.dps == 5


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "x", "expected"),
    [
        ("(x + 1)**2", "=", "x**2 + 2*x + 1", "1/3", True),
        ("(x + 1)**2", "=", "x**2 + 1", "1/3", False),
        ("exp(x)", ">=", "1 + x", "0", True),
        ("exp(x)", ">", "1 + x", "0", None),
        ("exp(x)", ">", "1 + x", "1", True),
        ("exp(x)", "<", "1 + x", "1", False),
        ("x", "!=", "x", "1", None),
        ("log(x)", "=", "0", "0", None),
        ("4*log(2)**2", "~digits", "1.921812", "0", True),
        ("4*log(2)**2", "~digits", "1.921813", "0", False),
        ("pi", "~digits", "3.1416", "0", True),
        ("-pi", "~digits", "-3.1415", "0", True),
        ("-pi", "~digits", "3.1415", "0", False),
    ],
)
def test_whether_a_statement_holds_at_a_point(lhs, rel, rhs, x, expected):
    statement = read_statement({"x": "real"}, [], lhs, rel, rhs)
    assert highprecision.holds(statement, {"x": Fraction(x)}) is expected


def test_values_carry_the_rounding_to_a_float():
    expr = parse_expression("1/x", NAMES)
    found, undefined = highprecision.values(expr, [{"x": Fraction(3)}, {"x": Fraction(0)}])
    assert abs(Fraction(found.value) - Fraction(1, 3)) <= Fraction(found.error)
    assert math.isnan(undefined.value)


@pytest.mark.parametrize(("place", "width"), [(44, Fraction(1, 44)), (-567, Fraction(1, 3))])
def test_a_narrow_peak_far_from_0_is_integrated(place, width):
    given = {"x": "real", "s": "positive"}
    density = "Integral(exp(-(x - y)**2/(2*s**2))/sqrt(2*pi*s**2), (y, -oo, oo))"
    statement = read_statement(given, [], density, "=", "1")
    assert highprecision.holds(statement, {"x": Fraction(place), "s": width})


@pytest.mark.parametrize(
    ("value", "digits", "leading"),
    [("-1/1000", "0.0", True), ("1/1000", "-0.0", True), ("-6/100", "0.0", False),
     ("-41/100", "-0.4", True), ("-41/100", "0.4", False), ("999/1000", "1.0", True)],
)  # fmt: skip
def test_digits_of_what_is_nearly_0(value, digits, leading):
    statement = read_statement({}, [], value, "~digits", digits)
    assert highprecision.holds(statement, {}) is leading


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "expected"),
    [
        ("Sum(1/n**2, (n, 1, oo))", "=", "oo", False),
        ("Integral(1/sqrt(t), (t, 0, 1))", "=", "oo", False),
        ("Sum(1/n**2, (n, 1, oo))", "!=", "oo", True),
    ],
)
def test_nothing_finite_agrees_with_infinity(lhs, rel, rhs, expected):
    statement = read_statement({}, [], lhs, rel, rhs)
    assert highprecision.holds(statement, {}) is expected


def test_a_sum_that_has_lost_all_its_digits_says_nothing():
    """At 567 the squares are above 10**490, and equal to as many digits as any precision takes."""
    true = read_statement({"x": "real"}, [], "cosh(x)**2 - sinh(x)**2", "=", "1")
    assert highprecision.holds(true, {"x": Fraction(1135, 2)}) is None
    assert highprecision.holds(true, {"x": Fraction(20)}) is True
    false = read_statement({"x": "real"}, [], "cosh(x)**2 - sinh(x)**2", "=", "2")
    assert highprecision.holds(false, {"x": Fraction(20)}) is False
    zero = read_statement({"x": "real"}, [], "x - sqrt(x**2)", "=", "1")
    assert highprecision.holds(zero, {"x": Fraction(10**6)}) is False


def test_sums_of_derivatives_that_are_apart():
    """What a side that is wrong by far has lost is asked of its derivatives, too."""
    two = "Derivative(x**2, x) + Derivative(x**3, x)"
    statement = read_statement({"x": "real"}, [], two, ">=", "0")
    assert highprecision.holds(statement, {"x": Fraction(1)}) is True
    assert highprecision.holds(statement, {"x": Fraction(-1, 3)}) is False
