"""What thence prints, it reads back as the same claim."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from thence.domain import INTEGER, REAL
from thence.expr import (
    CONSTANTS,
    FUNCTIONS,
    RELATIONS,
    Expr,
    call,
    const,
    entry,
    free_symbols,
    num,
    rebuild,
    sym,
    walk,
)
from thence.latex import conditions_latex, statement_latex
from thence.parser import parse_expression
from thence.readers.latex import read_formula
from thence.readers.scope import of_statement
from thence.statement import SHAPES, Statement

NAMES = ["a", "n", "x", "y", "k", "d", "e", "pi", "alpha", "lambda_", "x1", "x_1", "s_max", "relu"]
NAMES += ["x_hat_2", "变量", "Gamma", "gamma_E", "theta0", "x_ab_2", "s_1", "delta_a_n", "w_bar_2"]
INDICES = ["i", "j", "m_1", "nu"]
#: Families, some of which look like symbols and entries of others.
FAMILIES = ["s", "p", "w_bar", "s_max", "delta", "delta_a", "e", "权重"]
MATRICES = ["W", "w_bar_1", "x", "x_hat", "delta_b", "theta", "s_a", "矩阵"]
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

    Numerals are computed, a sign goes before a product and two cancel, e**x is exp(x), and several
    bounds of one binder are binders inside each other.
    """
    if (number := value(expr)) is not None:
        return num(number) if number >= 0 else -num(-number)
    if expr.head in ("Sum", "Product", "Integral") and len(expr.args) > 2:
        body, first, *more = expr.args
        return normal(Expr(expr.head, (Expr(expr.head, (body, first)), *more)))
    if expr.head == "Derivative":
        pairs = [a.args if a.head == "tuple" else (a, num(1)) for a in expr.args[1:]]
        single = [normal(name) for name, count in pairs for _ in range(int(count.number))]
        return Expr("Derivative", (normal(expr.args[0]), *single))
    made = rebuild(expr, normal)
    if made.head == "**" and made.args[0] == const("E"):
        return call("exp", made.args[1])
    if made.head in ("*", "/") and made.args[0].head == "neg":
        return -normal(Expr(made.head, (made.args[0].args[0], made.args[1])))
    if made.head == "neg" and made.args[0].head == "neg":
        return made.args[0].args[0]
    if made.head == "neg" and _leading(made.args[0]) == num(0):
        return made.args[0]  # -0*a has its sign before the product, or none
    return made


SYMBOLS = st.sampled_from(NAMES).map(sym)
INDEX = st.recursive(
    st.one_of(st.sampled_from(INDICES).map(sym), st.integers(0, 12).map(num)),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*"]), inner, inner).map(lambda p: Expr(p[0], p[1:])),
        inner.map(lambda e: -e),
        st.tuples(inner, inner).map(lambda p: call("floor", p[0] / p[1])),
    ),
    max_leaves=4,
)
ENTRIES = st.one_of(
    st.tuples(st.sampled_from(FAMILIES), INDEX).map(lambda p: entry(*p)),
    st.tuples(st.sampled_from(MATRICES), INDEX, INDEX).map(lambda p: entry(*p)),
)
LEAVES = st.one_of(
    SYMBOLS,
    SYMBOLS,
    ENTRIES,
    st.tuples(INDEX, INDEX).map(lambda p: call("KroneckerDelta", *p)),
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
        # Of something in which the variable occurs, as derivatives: the reader refuses others.
        limits.map(lambda p: Expr("Limit", (p[0] - p[1], *p[1:]))),
        ranges.map(lambda p: Expr("Minimax", p)),
        ranges.map(lambda p: Expr("ArgMinimax", p)),
        st.tuples(inner, orders).map(lambda p: call("Derivative", p[0] * p[1].args[0], p[1])),
        st.tuples(inner, SYMBOLS, SYMBOLS).map(
            lambda p: call("Derivative", (p[0] + p[1]) / p[2], p[1], p[2])
        ),
        st.tuples(inner, ENTRIES).map(lambda p: call("Derivative", p[0] + p[1], p[1])),
    )


def _fits(expr):
    """What the reader takes: no constant factorial or power beyond its bounds."""
    try:
        families = [*(f"{name}[]" for name in FAMILIES), *(f"{name}[,]" for name in MATRICES)]
        parse_expression(str(expr), [*NAMES, "t", *INDICES, *families])
    except Exception:
        return False
    return True


def _named(head, parts):
    return {node.name for part in parts for node in walk(part) if node.head == head}


def _distinct(*parts):
    """One name is one thing in a claim."""
    return not _named("sym", parts) & _named("at", parts)


TREES = st.recursive(LEAVES, _grown, max_leaves=10).filter(_fits)


def stated(lhs, rel, rhs, *assuming):
    names = free_symbols(lhs) | free_symbols(rhs)
    names |= frozenset().union(*(free_symbols(h) for h in assuming))
    families = _named("at", (lhs, rhs, *assuming))
    given = {n: INTEGER if n in INDICES else REAL for n in sorted(names)}
    for name in sorted(families & names):
        given[name] = replace(REAL, sizes=(sym("i"),) * (1 + (name in MATRICES)))
    return Statement(lhs, rel, rhs, given, assuming)


def assert_read_back(statement):
    text = statement_latex(statement)
    (link,) = read_formula(text, of_statement(statement))
    assert link.rel == statement.rel, text
    assert normal(link.lhs) == normal(statement.lhs), text
    assert normal(link.rhs) == normal(statement.rhs), text


@settings(max_examples=400)
@given(TREES, st.sampled_from(RELATIONS), TREES)
def test_a_relation_is_read_back(lhs, rel, rhs):
    assume(_distinct(lhs, rhs))
    assert_read_back(stated(lhs, rel, rhs))


@given(TREES, st.sampled_from(SHAPES), SYMBOLS)
def test_a_shape_is_read_back(expr, shape, name):
    assume(_distinct(expr, name))
    assert_read_back(stated(expr, shape, name))


@given(TREES, st.sampled_from(RELATIONS), TREES)
def test_a_condition_and_definedness_are_read_back(a, rel, b):
    assume(_distinct(a, b))
    assert_read_back(stated(Expr(rel, (a, b)), "iff", Expr(rel, (b, a))))
    assert_read_back(stated(a, "defined", a))


@pytest.mark.parametrize("name", [*FAMILIES, *MATRICES])
def test_every_family_is_read_back_beside_what_looks_like_it(name):
    indices = (sym("i"), num(1), sym("i") * sym("j") + 2)
    more = [sym("m_1")] if name in MATRICES else []
    entries = [entry(name, index, *more) for index in indices]
    for other in [*map(sym, NAMES), call("KroneckerDelta", sym("i"), -sym("j")), const("E")]:
        if other.head != "sym" or other.name != name:
            assert_read_back(stated(entries[0] + other, "=", entries[1] * entries[2]))


@given(TREES, st.sampled_from(RELATIONS), TREES)
def test_a_hypothesis_is_read_back(a, rel, b):
    assume(_distinct(a, b))
    statement = stated(num(1), ">", num(0), Expr(rel, (a, b)))
    text = conditions_latex(statement)[-1]
    (link,) = read_formula(text, of_statement(statement))
    assert (link.rel, normal(link.lhs), normal(link.rhs)) == (rel, normal(a), normal(b)), text


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
