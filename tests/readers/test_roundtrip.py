"""What thence prints, it reads back as the same claim."""

from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from thence.claim import SHAPES, Statement
from thence.domain import REAL
from thence.expr import (
    CONSTANTS,
    FUNCTIONS,
    RELATIONS,
    Expr,
    call,
    const,
    free_symbols,
    num,
    rebuild,
    sym,
)
from thence.latex import statement_latex
from thence.parser import parse_expression
from thence.readers.latex import read_formula
from thence.readers.scope import of_statement

NAMES = ["a", "n", "x", "y", "k", "d", "e", "pi", "alpha", "lambda_", "x1", "x_1", "s_max", "relu"]
NAMES += ["x_hat_2", "变量", "Gamma", "gamma_E", "theta0", "x_ab_2"]
FOLDED = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else None,
    "**": lambda a, b: a**b.numerator if abs(b) < 99 and b.denominator == 1 and a else None,
}


def value(expr):
    """The number that numerals and signs of arithmetic stand for, or None."""
    if expr.head == "num":
        return expr.number
    if expr.head == "neg" and (inner := value(expr.args[0])) is not None:
        return -inner
    if expr.head in FOLDED and None not in (ends := [value(a) for a in expr.args]):
        return FOLDED[expr.head](*ends)
    return None


def _leading(expr):
    """The first factor of a product."""
    while expr.head in ("*", "/"):
        expr = expr.args[0]
    return expr


def normal(expr):
    """The same claim for one meaning, as far as two notations for it go into one in print.

    Numerals are computed, a sign goes before a product, e**x is exp(x), and several bounds of one
    binder are binders inside each other.
    """
    if (number := value(expr)) is not None:
        return num(number) if number >= 0 else -num(-number)
    if expr.head in ("Sum", "Product", "Integral") and len(expr.args) > 2:
        body, first, *more = expr.args
        return normal(Expr(expr.head, (Expr(expr.head, (body, first)), *more)))
    if expr.head == "Derivative":
        single = [(a.args[0],) * int(a.args[1].number) if a.args else (a,) for a in expr.args[1:]]
        return Expr("Derivative", (normal(expr.args[0]), *(name for s in single for name in s)))
    made = rebuild(expr, normal)
    if made.head == "**" and made.args[0] == const("E"):
        return call("exp", made.args[1])
    if made.head in ("*", "/") and made.args[0].head == "neg":
        return -normal(Expr(made.head, (made.args[0].args[0], made.args[1])))
    if made.head == "neg" and _leading(made.args[0]) == num(0):
        return made.args[0]  # -0*a has its sign before the product, or none
    return made


SYMBOLS = st.sampled_from(NAMES).map(sym)
LEAVES = st.one_of(
    SYMBOLS,
    SYMBOLS,
    st.sampled_from(sorted(CONSTANTS)).map(const),
    st.integers(-20, 20).map(num),
    st.fractions(min_value=-3, max_value=3, max_denominator=300).map(num),
    st.sampled_from([num(10**9), num(Fraction(3, 10**9)), num(Fraction(7, 2**5))]),
)


def _grown(inner):
    calls = [
        st.tuples(*[inner] * least).map(lambda args, name=name: Expr(name, args))
        for name, (least, _) in sorted(FUNCTIONS.items())
    ]
    binary = st.tuples(st.sampled_from(["+", "-", "*", "/"]), inner, inner)
    bounds = st.tuples(st.sampled_from(["k", "t", "x"]).map(sym), inner, inner)
    bounds = bounds.map(lambda p: Expr("tuple", p))
    summed = st.tuples(st.sampled_from(["Sum", "Product", "Integral"]), inner, bounds)
    limits = st.tuples(inner, st.sampled_from(["k", "t", "x"]).map(sym), inner)
    ranges = st.tuples(inner, bounds, bounds)
    orders = st.tuples(SYMBOLS, st.integers(1, 3).map(num)).map(lambda p: Expr("tuple", p))
    return st.one_of(
        binary.map(lambda p: Expr(p[0], p[1:])),
        binary.map(lambda p: Expr(p[0], p[1:])),
        inner.map(lambda e: -e),
        st.tuples(inner, inner).map(lambda p: p[0] ** p[1]),
        *calls,
        summed.map(lambda p: Expr(p[0], p[1:])),
        st.tuples(inner, bounds, bounds).map(lambda p: Expr("Integral", p)),
        limits.map(lambda p: Expr("Limit", p)),
        ranges.map(lambda p: Expr("Minimax", p)),
        ranges.map(lambda p: Expr("ArgMinimax", p)),
        # Of something in which the variable occurs: the reader refuses others, see its docstring.
        st.tuples(inner, orders).map(lambda p: call("Derivative", p[0] * p[1].args[0], p[1])),
        st.tuples(inner, SYMBOLS, SYMBOLS).map(
            lambda p: call("Derivative", (p[0] + p[1]) / p[2], p[1], p[2])
        ),
    )


def _fits(expr):
    """What the reader takes: no constant factorial or power beyond its bounds."""
    try:
        parse_expression(str(expr), [*NAMES, "t"])
    except Exception:
        return False
    return True


TREES = st.recursive(LEAVES, _grown, max_leaves=10).filter(_fits)


def stated(lhs, rel, rhs, *assuming):
    names = free_symbols(lhs) | free_symbols(rhs)
    names |= frozenset().union(*(free_symbols(h) for h in assuming))
    return Statement(lhs, rel, rhs, dict.fromkeys(sorted(names), REAL), assuming)


def assert_read_back(statement):
    text = statement_latex(statement)
    (link,) = read_formula(text, of_statement(statement))
    assert link.rel == statement.rel, text
    assert normal(link.lhs) == normal(statement.lhs), text
    assert normal(link.rhs) == normal(statement.rhs), text


@settings(deadline=None, max_examples=400)
@given(TREES, st.sampled_from(RELATIONS), TREES)
def test_a_relation_is_read_back(lhs, rel, rhs):
    assert_read_back(stated(lhs, rel, rhs))


@settings(deadline=None)
@given(TREES, st.sampled_from(SHAPES), SYMBOLS)
def test_a_shape_is_read_back(expr, shape, name):
    assert_read_back(stated(expr, shape, name))


@settings(deadline=None)
@given(TREES, st.sampled_from(RELATIONS), TREES)
def test_a_condition_and_definedness_are_read_back(a, rel, b):
    assert_read_back(stated(Expr(rel, (a, b)), "iff", Expr(rel, (b, a))))
    assert_read_back(stated(a, "defined", a))


@given(st.from_regex(r"-?\d{1,30}(\.\d{1,30})?", fullmatch=True).filter(str.isascii))
@example("-0.0759")
def test_digits_are_read_back_as_they_were_printed(text):
    if text.lstrip("-")[:1] == "0" and text.lstrip("-")[1:2].isdigit():
        return
    assert_read_back(stated(const("pi"), "~digits", Expr("decimal", value=text)))


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_read_back_beside_what_looks_like_it(name):
    others = [sym("x1"), sym("x_1"), const("E"), call("exp", sym("n")), call("gamma", sym("n"))]
    for other in [*others, call("Derivative", sym("n") ** 2, sym("n"))]:
        assert_read_back(stated(sym(name) + other, "=", sym(name)))
