import operator
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thence.expr import BINDERS, CONSTANTS, FUNCTIONS, Expr, const, num, sym
from thence.latex import conditions_latex, domain_latex, latex, statement_latex
from thence.parser import parse_expression
from thence.statement import read_statement

NAMES = ["a", "b", "c", "n", "x", "y", "alpha", "lambda_", "x1", "s_i", "relu", "x_hat_2", "变量"]

PRINTED = {
    "a + (b + c)": "a + (b + c)",
    "a - (b - c)": "a - (b - c)",
    "a - b - c": "a - b - c",
    "a + -b": "a + (-b)",
    "-a*b": "-a b",
    "a*-b": "a (-b)",
    "-(a + b)": "-(a + b)",
    "-a**2": "-a^{2}",
    "(-a)**2": "(-a)^{2}",
    "2*3": r"2 \cdot 3",
    "2*(1/2)": r"2 \cdot \frac{1}{2}",
    "a/(b/c)": r"\frac{a}{\frac{b}{c}}",
    "x**(a/b)": "x^{a/b}",
    "x**(a/(b*c))": "x^{a/(b c)}",
    "x**-(a + b)": "x^{-(a + b)}",
    "a**b**c": "a^{b^{c}}",
    "(a**b)**c": "(a^{b})^{c}",
    "exp(-x**2/2)": "e^{-x^{2}/2}",
    "exp(exp(exp(x)))": "\\exp(e^{e^{x}})",
    "E*exp(1)": "e e^{1}",
    "log(x)*y": r"\log(x) y",
    "y*log(x)": r"y \log x",
    "log(x) + y": r"\log x + y",
    "log(2)**2": r"(\log 2)^{2}",
    "log(-x)": r"\log(-x)",
    "log(8, 2)": r"\frac{\log 8}{\log 2}",
    "sqrt(x)**2": r"\left( \sqrt{x} \right)^{2}",
    "cbrt(x)": r"\sqrt[3]{x}",
    "Max(x, 0)": r"\max(x, 0)",
    "Abs(x)": r"\lvert x \rvert",
    "sign(x)*erf(x)": r"\operatorname{sgn}(x) \operatorname{erf}(x)",
    "factorial(n + 1)/factorial(n)": r"\frac{(n + 1)!}{n!}",
    "binomial(n, 2)": r"\binom{n}{2}",
    "floor(x)": r"\lfloor x \rfloor",
    "alpha*lambda_*x1*s_i*relu": r"\alpha \lambda x_{1} s_{i} \, \mathrm{relu}",
    "x_hat_2": r"\hat{x}_{2}",
    "变量": r"\text{变量}",
    "EulerGamma + GoldenRatio + pi": r"\gamma_{\mathrm{E}} + \varphi_{\mathrm{gold}} + \pi",
    "0.0759 + 1.5 + 1e-9 + 1e30": r"0.0759 + \frac{3}{2} + 10^{-9} + 10^{30}",
    "Derivative(x**2, x)": r"\frac{d}{dx} x^{2}",
    "Derivative(x**2, (x, 2))": r"\frac{d^{2}}{dx^{2}} x^{2}",
    "Derivative(log(x), x, x)": r"\frac{d^{2}}{dx^{2}} \log x",
    "Derivative(x*y, x, y)": r"\frac{\partial^{2}}{\partial y\,\partial x} (x y)",
    "Derivative(x + 1, x) + 1": r"\frac{d}{dx} (x + 1) + 1",
    "Sum(a**k, (k, 0, oo)) + b": (r"\left( \sum_{k = 0}^{\infty} a^{k} \right) + b"),
    "b + Sum(k + 1, (k, 1, n))": r"b + \sum_{k = 1}^{n} (k + 1)",
    "Integral(exp(-t**2), (t, -oo, oo))": r"\int_{-\infty}^{\infty} e^{-t^{2}} \, dt",
    "Limit(sin(t)/t, t, 0)": r"\lim_{t \to 0^{+}} \frac{\sin t}{t}",
    "Limit(1/t, t, -oo)": r"\lim_{t \to -\infty} \frac{1}{t}",
    "loggamma(x)*gamma(x)": r"\operatorname{lgamma}(x) \Gamma(x)",
    "Minimax(a*b, (r, 0, oo), (t, -oo, oo))": r"\min_{r \ge 0} \max_{t \in \mathbb{R}} a b",
    "ArgMinimax(a, (r, 0, 2), (t, -1, 1))": (
        r"\operatorname*{arg\,min}_{r \in [0, 2]} \max_{t \in [-1, 1]} a"
    ),
}


@pytest.mark.parametrize(("text", "wanted"), PRINTED.items())
def test_printed(text, wanted):
    assert latex(parse_expression(text, NAMES)) == wanted


def test_names_that_would_look_alike_are_printed_as_typed():
    assert latex(parse_expression("x1 + x_1", ["x1", "x_1"])) == r"\mathtt{x1} + \mathtt{x\_1}"
    assert latex(parse_expression("e + exp(1)", ["e"])) == r"\mathtt{e} + e^{1}"
    assert latex(parse_expression("e + 1", ["e"])) == r"\mathtt{e} + 1"
    assert latex(parse_expression("d + Derivative(x, x)", ["d", "x"])) == (
        r"\mathtt{d} + \frac{d}{dx} x"
    )


def test_statements():
    def printed(lhs, rel, rhs):
        return statement_latex(read_statement({"x": "real", "b": "positive"}, [], lhs, rel, rhs))

    assert printed("x", "<=", "b") == r"x \le b"
    assert printed("pi", "~digits", "3.14") == r"\pi = 3.14\ldots"
    assert printed("x > 0", "iff", "b*x > 0") == r"x > 0 \iff b x > 0"
    assert printed("exp(x)", "convex", "x") == r"e^{x}\ \text{is convex in}\ x"
    assert printed("log(b)", "defined", "") == r"\log b\ \text{is defined}"


DOMAINS = {
    "real": r"x \in \mathbb{R}",
    "positive": "x > 0",
    "negative": "x < 0",
    "nonnegative": r"x \ge 0",
    "nonpositive": r"x \le 0",
    "integer": r"x \in \mathbb{Z}",
    "integer>=2": r"x \in \mathbb{Z}_{\ge 2}",
    "integer in [1, 10]": r"x \in \{1, \ldots, 10\}",
    "(0, 1]": r"x \in (0, 1]",
    "[4*log(2)**2, oo)": r"x \ge 4 (\log 2)^{2}",
    "(-oo, 1/2)": r"x < 1/2",
}


@pytest.mark.parametrize(("text", "wanted"), DOMAINS.items())
def test_domains(text, wanted):
    assert domain_latex(read_statement({"x": text}, [], "x", "=", "x")) == wanted


def test_conditions_group_like_domains_and_end_with_the_hypotheses():
    domains = {"x": "real", "y": "real", "b": "positive"}
    statement = read_statement(domains, ["x != y", "x*y >= 1"], "b", ">", "0")
    assert conditions_latex(statement) == [
        r"x, y \in \mathbb{R}",
        "b > 0",
        r"x \neq y",
        r"x y \ge 1",
    ]
    assert domain_latex(statement) == r"x, y \in \mathbb{R},\ b > 0,\ x \neq y,\ x y \ge 1"


def test_a_sum_of_thousands_of_terms_prints():
    assert latex(parse_expression("+".join(["x"] * 4000), ["x"])).count("x") == 4000
    assert latex(parse_expression("/".join(["x"] * 2000), ["x"])).count("x") == 2000


def balanced(text):
    depth = 0
    for mark in re.findall(r"\\.|[{}]", text):
        depth += (mark == "{") - (mark == "}")
        assert depth >= 0
    return depth == 0 and text.count(r"\left") == text.count(r"\right")


SYMBOLS = st.sampled_from(NAMES[:9]).map(sym)
LEAVES = st.one_of(
    SYMBOLS,
    st.sampled_from(sorted(CONSTANTS)).map(const),
    st.integers(0, 10**9).map(num),
    st.fractions(min_value=0, max_denominator=1000).map(num),
)


def _grown(inner):
    calls = [
        st.tuples(*[inner] * least).map(lambda args, name=name: Expr(name, args))
        for name, (least, _) in sorted(FUNCTIONS.items())
    ]
    binary = st.tuples(st.sampled_from(["+", "-", "*", "/"]), inner, inner)
    power = st.tuples(inner, st.integers(-3, 3)).map(lambda p: p[0] ** num(p[1]))
    tuples = st.one_of(
        st.tuples(inner, inner).map(lambda p: Expr("tuple", (sym("k"), *p))), inner, SYMBOLS
    )
    binders = st.tuples(st.sampled_from(sorted(BINDERS - {"Limit", "Derivative"})), inner, tuples)
    derivatives = st.tuples(inner, st.one_of(SYMBOLS, inner))
    return st.one_of(
        binary.map(lambda p: Expr(p[0], p[1:])),
        inner.map(lambda e: -e),
        power,
        *calls,
        binders.map(lambda p: Expr(p[0], p[1:])),
        derivatives.map(lambda p: Expr("Derivative", p)),
        st.tuples(inner, inner).map(lambda p: Expr("Limit", (p[0], sym("k"), p[1]))),
    )


TREES = st.recursive(LEAVES, _grown, max_leaves=12)


@settings(deadline=None)
@given(TREES)
def test_everything_prints_with_its_braces_in_balance(expr):
    assert balanced(latex(expr))


ARITHMETIC = st.recursive(
    st.one_of(SYMBOLS, st.integers(0, 20).map(num)),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["+", "-", "*", "/"]), inner, inner).map(
            lambda p: Expr(p[0], p[1:])
        ),
        inner.map(lambda e: -e),
    ),
    max_leaves=8,
)


def _value(text):
    """The value of printed arithmetic, read by the rules of school: an independent reader."""
    tokens = re.findall(r"\\frac|\\cdot|\\left|\\right|\\[a-zA-Z]+|[a-z]|\d+|[-+(){}_]", text)
    position = 0

    def peek():
        return tokens[position] if position < len(tokens) else ""

    def take():
        nonlocal position
        position += 1
        return tokens[position - 1]

    def total():
        value = -product() if peek() == "-" and take() else product()
        while peek() in ("+", "-"):
            value = value + product() if take() == "+" else value - product()
        return value

    def product():
        value = factor()
        while peek() and peek() not in ("+", "-", ")", "}", r"\right"):
            if peek() == r"\cdot":
                take()
            value = value * factor()
        return value

    def braced():
        assert take() == "{"
        value = total()
        assert take() == "}"
        return value

    def factor():
        token = take()
        if token == r"\frac":
            top = braced()
            return top / braced()
        if token == r"\left":
            token = take()
        if token == "(":
            value = total()
            if take() == r"\right":
                take()
            return value
        if token.isdigit():
            return float(token)
        if peek() == "_":
            take()
            token += str(int(braced()))
        return _letter(token)

    value = total()
    assert position == len(tokens), (text, tokens[position:])
    return value


def _letter(name):
    """A value for a printed name, the same for one name and different for two."""
    known = {"a": 1.1, "b": 2.3, "c": 3.7, "n": 4.1, "x": 5.3, "y": 6.7}
    return {r"\alpha": 7.9, r"\lambda": 8.3, "x1": 9.7, **known}[name]


OPERATIONS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def _direct(expr):
    if expr.head == "num":
        return float(expr.number)
    if expr.head == "sym":
        known = {"alpha": r"\alpha", "lambda_": r"\lambda"}
        return _letter(known.get(expr.name, expr.name))
    values = [_direct(arg) for arg in expr.args]
    if expr.head == "neg":
        return -values[0]
    return OPERATIONS[expr.head](*values)


@settings(deadline=None)
@given(ARITHMETIC)
def test_printed_arithmetic_reads_back_with_the_same_value(expr):
    try:
        wanted = _direct(expr)
    except (ZeroDivisionError, OverflowError):
        return
    assert _value(latex(expr)) == pytest.approx(wanted, rel=1e-9, abs=1e-9)
