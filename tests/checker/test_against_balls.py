"""What the checker concludes at sight, held against the balls of the numeric backend.

The two read and evaluate expressions by code of their own, so that an error in the meaning of a
function, in a sign or in a rewriting shows as a point at which they contradict each other.
"""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thence import checker
from thence.errors import InputError
from thence.parser import parse_expression
from thence_numeric import balls
from thence_numeric.backend import Undefined, Unsupported

#: Domains, and points in them: ends that belong to them, rational multiples, integers.
DOMAINS = {
    "real": ["-3", "-1", "-1/2", "0", "1/3", "1", "5/2", "4"],
    "positive": ["1/100", "1/2", "1", "3/2", "7"],
    "nonnegative": ["0", "1/3", "1", "2", "9/2"],
    "[1/10, 1]": ["1/10", "2/5", "9/10", "1"],
    "(-1, 1)": ["-99/100", "-1/2", "0", "1/4", "9/10"],
    "[-2, -1/2]": ["-2", "-5/4", "-1/2"],
    "(0, 3)": ["1/100", "1", "2", "29/10"],
    "integer": ["-3", "-2", "-1", "0", "1", "2", "3"],
    "integer>=1": ["1", "2", "3", "6"],
}
LEAVES = st.sampled_from(["x", "x", "y", "1", "2", "1/3", "-1", "1/2"])
NAMES = ["exp", "log", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "sqrt",
         "cbrt", "Abs", "sign", "floor", "ceiling", "erf", "erfc", "gamma", "factorial", "acot",
         "asinh", "acosh", "atanh"]  # fmt: skip
UNARY = [*(f"{name}({{}})" for name in NAMES), "({})**2", "({})**3", "({})**-1", "({})**(1/3)",
         "({})**(3/2)", "1-({})", "1+({})", "({})-1", "2*({})", "({})/2", "-({})", "pi*({})",
         "(-1)**({})"]  # fmt: skip
BINARY = ["({})+({})", "({})-({})", "({})*({})", "({})/({})", "({})**({})", "Max({},{})",
          "Min({},{})", "atan2({},{})", "binomial({},{})"]  # fmt: skip
TEXTS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(UNARY), inner).map(lambda p: p[0].format(p[1])),
        st.tuples(st.sampled_from(BINARY), inner, inner).map(lambda p: p[0].format(*p[1:])),
    ),
    max_leaves=5,
)


def values(text, domains):
    """The value at each point of the grid: a ball, None where it is not defined, and nothing where
    the backend does not know."""
    try:
        expr = parse_expression(text, ["x", "y"])
    except InputError:  # too large to be read, such as a factorial of a factorial
        return
    for x in DOMAINS[domains["x"]]:
        for y in DOMAINS[domains["y"]]:
            point = {"x": Fraction(x), "y": Fraction(y)}
            try:
                value = balls.evaluate(expr, point, 256)
            except Undefined:
                yield point, None
            except (Unsupported, OverflowError):
                continue
            else:
                if value.is_finite():
                    yield point, value


CONTRADICTED = {
    ">": lambda v: v <= 0,
    ">=": lambda v: v < 0,
    "!=": lambda v: v == 0,
    "=": lambda v: v != 0,
}


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(sorted(DOMAINS)), st.sampled_from(sorted(DOMAINS)))
def test_what_holds_at_sight_holds_at_points(text, x, y):
    domains = {"x": x, "y": y}
    with checker.precision():
        context = checker.Context({}, {}, [], [])
        for name, domain in domains.items():
            context = context.declare(name, domain)
        try:
            term = checker.parse(text, context.names)
            needs = checker.obligations(term)
            shown = [rel for rel in CONTRADICTED if context.holds(rel, term)]
            if not shown:
                return
            checker.defined(context, term, {})
        except (checker.Rejected, ZeroDivisionError):
            return
    for point, value in values(text, domains):
        assert value is not None, f"{text} is not defined at {point}; needs {needs}"
        for rel in shown:
            assert not CONTRADICTED[rel](value), f"{text} {rel} 0 fails at {point}: {value}"


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(sorted(DOMAINS)), st.sampled_from(sorted(DOMAINS)))
def test_the_normal_form_has_the_value_of_the_term(text, x, y):
    domains = {"x": x, "y": y}
    with checker.precision():
        context = checker.Context({}, {}, [], [])
        for name, domain in domains.items():
            context = context.declare(name, domain)
        try:
            term = checker.parse(text, context.names)
            again = checker.normalised(context, lambda form: form.of(term).term())
            checker.defined(context, term, {})
        except (checker.Rejected, ZeroDivisionError):
            return
        empty = checker.Context({}, {}, [], [])
        for point, value in values(text, domains):
            if value is None:
                continue
            at = {n: checker.num(_q(v)) for n, v in point.items()}
            try:
                other = empty.bounds(checker.substitute(again, at)).ball()
            except checker.Rejected:
                continue
            assert other.overlaps(value), f"{text} at {point}: {value}, in normal form {other}"


BOXES = [("-1/2", "1/4"), ("1/10", "1"), ("-2", "-5/4"), ("1", "5/2"), ("-1/8", "1/8")]


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from(BOXES), st.sampled_from(BOXES), st.integers(1, 4))
def test_a_taylor_form_holds_the_values_on_its_box(text, across, along, order):
    with checker.precision():
        empty = checker.Context({}, {}, [], [])
        context = empty
        for name, (low, high) in (("x", across), ("y", along)):
            context = context.declare(name, f"[{low}, {high}]")
        try:
            term = checker.parse(text, context.names)
            for names in (["x"], ["y"], ["x", "y"]):
                expansion = checker.Expansion(term, checker.ball_box(context), names, order)
                bound = expansion.bound(order)
                for share in (Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)):
                    ends = {"x": across, "y": along}
                    point = {n: Fraction(a) + share * (Fraction(b) - Fraction(a))
                             for n, (a, b) in ends.items()}  # fmt: skip
                    value = balls.evaluate(parse_expression(text, ["x", "y"]), point, 256)
                    assert bound.overlaps(value), f"{text} at {point}: {value}, not {bound}"
        except checker.Rejected:
            return


def _q(value):
    return checker.rational(checker.parse(str(value), set()))


@pytest.mark.parametrize("text", ["cos(x) - 1", "sin(x) - 1", "-1 - cos(x)", "-1 - sin(x)"])
@pytest.mark.parametrize("domain", ["[1/10, 1]", "[-2, -1/2]", "(0, 3)"])
def test_what_is_negative_is_not_taken_for_positive(text, domain):
    with checker.precision():
        context = checker.Context({}, {}, [], []).declare("x", domain)
        term = checker.parse(text, {"x"})
        assert not context.holds(">=", term)
        assert context.holds(">=", -term)
