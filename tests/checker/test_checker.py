"""The independent checker: what it accepts, what it must not, and what it may import."""

import copy
import json
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
from flint import arb, fmpq
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thence import checker
from thence.provers.goal import Search
from thence.provers.statements import certify, sealed
from thence.provers.terms import text
from thence.statement import read_statement

REAL = {"x": "real"}
XB = {"x": "real", "b": "positive"}
INDEXED = {"n": "integer>=1", "s": "real[n]", "i": "index[n]"}

IDENTITIES = [
    (REAL, "Max(x, 0)", "(x + Abs(x))/2"),
    (REAL, "(x + Abs(x))/2", "(x + sqrt(x**2))/2"),
    (REAL, "(x**6)**(1/3)", "x**2"),
    (XB, "Derivative((x + sqrt(x**2 + b))/2, (x, 2))", "b/(2*(x**2 + b)**(3/2))"),
    (REAL, "log(1 + exp(x)) - log(1 + exp(-x))", "x"),
    (REAL, "cos(x + pi/3)", "cos(x)/2 - sqrt(3)/2*sin(x)"),
    (REAL, "sin(3*x)", "3*sin(x) - 4*sin(x)**3"),
    ({"x": "positive", "a": "real"}, "x**a*x", "x**(a + 1)"),
    ({"x": "nonnegative"}, "x**(1/4)*x**(1/4)", "sqrt(x)"),
    ({"x": "(-1, 1)"}, "cos(asin(x))", "sqrt(1 - x**2)"),
    ({}, "atan(1)", "pi/4"),
    ({"x": "positive", "y": "positive"}, "log(x*y**2)", "log(x) + 2*log(y)"),
    # the exponents have 500 as a common denominator, however often it is asked for
    (REAL, "exp(1702*x/1000)*exp(-1702*x/1000)", "1"),
    (REAL, "exp(851*x/500)*exp(x/750)", "exp(511*x/300)"),
]

NOT_IDENTITIES = [
    (REAL, "sqrt(x**2)", "x"),
    (REAL, "log(x**2)", "2*log(x)"),
    ({"x": "real", "y": "real"}, "sqrt(x**2*y)", "Abs(x)*sqrt(y)"),
    ({"x": "real", "y": "real"}, "sqrt(x*y)", "sqrt(x)*sqrt(y)"),
    (REAL, "(x - 1)/(x - 1)", "1"),
    (REAL, "asin(sin(x))", "x"),
    (REAL, "(x**2)**(3/2)", "x**3"),
    (REAL, "exp(x/2)**2", "exp(x) + 10**-30"),
    (REAL, "exp(1702*x/1000)*exp(-1702*x/1000)", "1 + 10**-30"),
    (REAL, "exp(1702*x/1000)*exp(-1701*x/1000)", "1"),
    ({"x": "positive"}, "x**(1/3)*x**(1/2)", "x**(833333333/1000000000)"),
    (REAL, "Abs(x)/x", "1"),
    ({}, "exp(pi*sqrt(163))", "262537412640768744"),
    (REAL, "Derivative(exp(2*x), (x, 13))", "4096*exp(2*x)"),
    ({}, "(-1)**floor(E)", "-1"),
    (REAL, "sign(x)**2", "1"),
    (REAL, "floor(x + 1/2)", "floor(x)"),
    ({"n": "integer"}, "(-1)**(n*(n + 1)/2)", "1"),
    ({"n": "integer", "x": "real"}, "(x**2)**(n/2)", "x**n"),
    ({"x": "[1, 2]"}, "Sum(KroneckerDelta(k, x), (k, 1, 2))", "1"),
    # 0 where n is even
    ({"n": "integer>=1"}, "Sum(KroneckerDelta(k, n + 1 - k), (k, 1, n))", "1"),
    # False where the range is empty: n = 0
    (
        {"n": "integer>=0"},
        "Sum(Sum(KroneckerDelta(j, k), (k, 2, n)), (j, 1, n))",
        "n - 1",
    ),
    (
        {"n": "integer>=0"},
        "Sum(sqrt(k), (k, 1, n)) + Abs(n - 1/2)",
        "Sum(sqrt(k), (k, 1, n)) + n - 1/2",
    ),
    (
        {"a": "nonnegative"},
        "Integral(sqrt(t), (t, 0, a)) + sign(a)",
        "Integral(sqrt(t), (t, 0, a)) + 1",
    ),
    ({"n": "integer"}, "Sum(k, (k, n, n))", "n + 10**-12"),
    ({"n": "integer>=1"}, "Sum(k, (k, 1, n))", "1"),
]


def statement(given, lhs, rhs, rel="=", assuming=()):
    return read_statement(given, list(assuming), lhs, rel, rhs).as_json()


def by_normal_form(data):
    return sealed(data, "true", {"proof": {"rule": "normal form"}})


@pytest.mark.parametrize(("domains", "lhs", "rhs"), IDENTITIES, ids=lambda v: str(v))
def test_identities_are_accepted(domains, lhs, rhs):
    data = statement(domains, lhs, rhs)
    assert checker.check(data, by_normal_form(data)) == []


@pytest.mark.parametrize(("domains", "lhs", "rhs"), NOT_IDENTITIES, ids=lambda v: str(v))
def test_false_identities_are_rejected(domains, lhs, rhs):
    data = statement(domains, lhs, rhs)
    with pytest.raises(checker.Rejected):
        checker.check(data, by_normal_form(data))


@pytest.mark.parametrize(
    ("domains", "lhs", "rhs"),
    [
        ({"n": "integer>=0"}, "Sum(1/n, (k, 1, n))", "1"),
        ({"a": "nonnegative"}, "Integral(1/a, (t, 0, a))", "1"),
    ],
)
def test_what_divides_an_empty_sum_does_not_come_out(domains, lhs, rhs):
    """The sum is 0 where n is, though its body is undefined there."""
    context = checker.context_of({"given": domains, "assuming": []})
    gap = checker.parse(f"{lhs} - {rhs}", context.names)
    assert not checker.vanishes(context, gap)


@pytest.mark.parametrize("rule", sorted(checker.RULES))
@pytest.mark.parametrize(
    ("domains", "lhs", "rel", "rhs"),
    [
        (REAL, "exp(x)", ">=", "1 + x + 10**-12"),
        ({"x": "[0, 1]"}, "x", ">", "0"),
        ({"x": "[0, 1]"}, "x**2", ">=", "x"),
        ({"x": "[-1, 1]"}, "x - sin(x)", ">=", "0"),
        ({"x": "(1, oo)"}, "1/x", ">=", "10**-9"),
    ],
)
def test_no_rule_alone_shows_a_false_inequality(rule, domains, lhs, rel, rhs):
    """Every rule, with every small choice of its fields, on statements that are false."""
    data = statement(domains, lhs, rhs, rel)
    inner = [{"rule": "normal form"}, {"rule": "bounds"}]
    for at in ("0", "1", "lo", "hi"):
        for order in (0, 1, 2, 3):
            for sub in inner:
                proof = {
                    "rule": rule, "var": "x", "at": at, "order": order, "slope": sub, "base": sub,
                    "by": "1", "to": f"({lhs}) - ({rhs})", "then": sub, "proofs": [sub, sub],
                    "points": ["x"], "weights": ["1"], "F": "t", "on": "real", "concave": sub,
                }  # fmt: skip
                if rule == "split":
                    proof["at"] = [at]
                with pytest.raises(checker.Rejected):
                    checker.check(data, sealed(data, "true", {"proof": proof}))


def certificates():
    """A few real certificates of different kinds."""
    claims = [
        (XB, "(x + sqrt(x**2 + b))/2", ">", "Max(x, 0)"),
        (REAL, "log(1 + exp(x))", "<=", "(x + sqrt(x**2 + 4*log(2)**2))/2"),
        ({"x": "(0, 1)", "y": "(0, 1)"}, "atan(x) + atan(y)", "=", "atan((x + y)/(1 - x*y))"),
        ({}, "Limit(sqrt(x**2 + x) - x, x, oo)", "=", "1/2"),
        (XB, "(x + sqrt(x**2 + b))/2", "convex", "x"),
    ]
    for domains, lhs, rel, rhs in claims:
        found = read_statement(domains, [], lhs, rel, rhs)
        yield found.as_json(), certify(found, None, Search(30))


CERTIFICATES = list(certificates())


def test_certificates_are_found_and_accepted():
    for data, certificate in CERTIFICATES:
        assert certificate is not None, data
        checker.check(data, certificate)


def paths(node, path=()):
    """Every leaf of a JSON document."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from paths(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from paths(value, (*path, index))
    else:
        yield path


def changed(value):
    if isinstance(value, bool) or value is None:
        return "changed"
    if isinstance(value, int | float):
        return value + 1
    return value + "+1" if value != "0" else "1"


@pytest.mark.parametrize("index", range(len(CERTIFICATES)))
def test_a_change_in_any_field_is_rejected(index):
    data, certificate = CERTIFICATES[index]
    for path in paths(certificate):
        tampered = copy.deepcopy(certificate)
        node = tampered
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = changed(node[path[-1]])
        with pytest.raises(checker.Rejected):
            checker.check(data, tampered)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_resealed_certificate_never_shows_a_false_statement(draw):
    """An attacker who can seal a certificate still has to prove the statement: the proofs of true
    statements, changed at random, are offered for the statements made false."""
    data, certificate = draw.draw(st.sampled_from(CERTIFICATES))
    falsified = {**data, "rhs": f"{data['rhs']} + 1"}
    if data["rel"] == "convex":
        falsified = {**data, "rel": "concave"}
    elif data["rel"] in (">", ">="):
        falsified = {**data, "rhs": f"{data['rhs']} + 1000"}
    elif data["rel"] in ("<", "<="):
        falsified = {**data, "rhs": f"{data['rhs']} - 1000"}
    tampered = copy.deepcopy(certificate)
    for path in draw.draw(st.lists(st.sampled_from(list(paths(certificate))), max_size=3)):
        node = tampered
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = changed(node[path[-1]])
    body = {k: v for k, v in tampered.items() if k not in ("digest", "version", "conclusion")}
    with pytest.raises(checker.Rejected):
        checker.check(falsified, sealed(falsified, "true", body))


@pytest.mark.parametrize(
    ("data", "conclusion", "point"),
    [
        (statement(REAL, "sqrt(x**2)", "x"), "false", {"x": "-1"}),
        (statement(REAL, "(x**2 - 1)/(x - 1)", "x + 1"), "undefined", {"x": "1"}),
        (statement(REAL, "x", "x + 10**-100"), "false", {"x": "0"}),
        (statement({"x": "[1, 2]"}, "x", "1", ">"), "false", {"x": "1"}),
        (statement(REAL, "Derivative(log(x), x)", "1/x"), "undefined", {"x": "-1"}),
        (statement(REAL, "1 + Derivative(Derivative(log(x), x), x)", "2"), "undefined", {"x": "0"}),
        (statement(REAL, "Integral(t/x, (t, 0, x))", "x/2"), "undefined", {"x": "0"}),
        (statement(REAL, "Integral(t, (t, 0, 1/x))", "1/(2*x**2)"), "undefined", {"x": "0"}),
        (statement(REAL, "Integral(t, (t, 0, 1))/x", "1/(2*x)"), "undefined", {"x": "0"}),
        (statement({"n": "integer"}, "Sum(k, (k, 1, n))", "n*(n + 1)/2"), "undefined", {"n": "-1"}),
        (statement(INDEXED, "i", "n", "<"), "false", {"n": "2", "i": "2"}),
        (statement(INDEXED, "s[i + 1]", "s[i + 1] + 0"), "undefined",
         {"n": "1", "s": ["0"], "i": "1"}),
        (statement(INDEXED, "Sum(s[j], (j, 0, n))", "0"), "undefined", {"n": "1", "s": ["0"]}),
    ],
)  # fmt: skip
def test_counterexamples_are_accepted(data, conclusion, point):
    checker.check(data, sealed(data, conclusion, {"point": point}))


@pytest.mark.parametrize(
    ("data", "conclusion", "point"),
    [
        (statement(REAL, "sqrt(x**2)", "x"), "false", {"x": "1"}),
        (statement({"x": "(1, 2]"}, "x", "1", ">"), "false", {"x": "1"}),
        (statement({"x": "positive"}, "sqrt(x**2)", "x"), "false", {"x": "-1"}),
        (statement({"x": "integer"}, "x*(x - 1)", "0", ">="), "false", {"x": "1/2"}),
        (statement(REAL, "x", "2", "!=", ["x < 1"]), "false", {"x": "2"}),
        (statement(REAL, "x/x", "1"), "undefined", {"x": "1"}),
        (statement({"x": "nonnegative", "y": "positive"}, "x**y", "0", ">="), "undefined",
         {"x": "0", "y": "2"}),
        (statement({"x": "nonnegative"}, "x**sqrt(2)", "0", ">="), "undefined", {"x": "0"}),
        (statement(REAL, "Derivative(Abs(x)**3, x)", "3*x*Abs(x)"), "undefined", {"x": "0"}),
        (statement(REAL, "Derivative(x*log(x**2), x)", "0"), "undefined", {"x": "1"}),
        (statement(REAL, "Derivative(Derivative(Abs(x)**3, x), x)", "6*Abs(x)"), "undefined",
         {"x": "0"}),
        (statement(REAL, "Sum(Derivative(log(x), x), (k, 1, 0))", "0"), "undefined", {"x": "0"}),
        (statement(REAL, "Integral(1/(t + x), (t, 0, 1))", "1"), "undefined", {"x": "0"}),
        (statement({"n": "integer"}, "Sum(k, (k, 1, n))", "n*(n + 1)/2"), "undefined", {"n": "0"}),
        (statement({}, "sin(10**40*pi)", "0"), "false", {}),
        (statement(INDEXED, "s[i]", "0"), "undefined", {"n": "2", "s": ["0", "0"], "i": "3"}),
        (statement(INDEXED, "s[i]", "0"), "undefined", {"n": "2", "s": ["0", "0"], "i": "2"}),
        (statement(INDEXED, "s[i + 1]", "0"), "undefined", {"n": "2", "s": ["0"], "i": "1"}),
        (statement(INDEXED, "s[i + 1]", "0", assuming=["i < n"]), "undefined",
         {"n": "2", "s": ["0", "0"], "i": "2"}),
        (statement(INDEXED, "Sum(s[j + 1], (j, 1, n - 1))", "0"), "undefined",
         {"n": "1", "s": ["0"]}),
        (statement(INDEXED, "Integral(s[i + 1]*x, (x, 0, 0))", "0"), "undefined",
         {"n": "1", "s": ["0"], "i": "1"}),
        (statement(INDEXED, "i", "n", "<"), "false", {"n": "2", "i": "3"}),
    ],
)  # fmt: skip
def test_false_counterexamples_are_rejected(data, conclusion, point):
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, conclusion, {"point": point}))


def test_digits():
    value = checker.exactly(arb(fmpq(19218120556, 10**10)))
    assert checker.printed("1.921812", value) is True
    assert checker.printed("1.92181", value) is True
    assert checker.printed("1.9219", value) is False
    assert checker.printed("1.921813", value) is False
    assert checker.printed("-1.921812", value) is False
    wide = checker.hull((arb("1.9"), False), (arb("1.93"), False))
    assert checker.printed("1.921812", wide) is None
    half = checker.exactly(arb(fmpq(-76, 1000)))
    assert checker.printed("-0.07", half) is True
    assert checker.printed("-0.08", half) is True


LEAVES = st.sampled_from(["x", "1", "2", "1/3", "pi"])
UNARY = ["exp({})", "sin({})", "cos({})", "atan({})", "({})**2", "sqrt(1 + ({})**2)", "Abs({})"]
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(UNARY), inner).map(lambda p: p[0].format(p[1])),
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda p: f"(({p[0]}){p[1]}({p[2]}))"),
    ),
    max_leaves=6,
)


@given(TERMS, st.fractions(-3, 3, max_denominator=50), st.fractions(0, 2, max_denominator=50))
@settings(max_examples=200, deadline=None)
def test_bounds_hold_the_values_at_points_inside(expression, low, width):
    term = checker.parse(expression, {"x"})
    ends = checker.num(_q(low)), checker.num(_q(low + width))
    with checker.precision():
        empty = checker.Context({}, {}, [], [])
        context = empty.having("x", empty.between(*ends, False, False))
        whole = context.bounds(term)
        for share in (Fraction(0), Fraction(1, 3), Fraction(1)):
            point = checker.num(_q(low + width * share))
            inner = empty.bounds(checker.substitute(term, {"x": point}))
            assert whole.lo <= inner.hi
            assert inner.lo <= whole.hi


@given(TERMS)
@settings(max_examples=150, deadline=None)
def test_the_normal_form_keeps_the_value(expression):
    term = checker.parse(expression, {"x"})
    with checker.precision():
        empty = checker.Context({}, {}, [], [])
        context = empty.having("x", empty.domain("(0, 1)"))
        again = checker.normalised(context, lambda form: form.of(term).term())
        for point in (fmpq(1, 7), fmpq(5, 8)):
            at = {"x": checker.num(point)}
            gap = checker.substitute(term - again, at)
            assert empty.bounds(gap).ball().contains(0)
        assert text(again)


@given(TERMS)
@settings(max_examples=100, deadline=None)
def test_derivatives_agree_with_mpmath(expression):
    if "Abs" in expression:
        return
    term = checker.parse(expression, {"x"})
    with checker.precision(), mpmath.workdps(40):
        empty = checker.Context({}, {}, [], [])

        def value(t):
            at = checker.num(fmpq(int(mpmath.nint(t * 2**120)), 2**120))
            return mpmath.mpf(
                empty.bounds(checker.substitute(term, {"x": at})).ball().mid().str(40, radius=False)
            )

        slope = checker.substitute(checker.diff(term, "x"), {"x": checker.num(fmpq(3, 8))})
        exact = mpmath.mpf(empty.bounds(slope).ball().mid().str(40, radius=False))
        step = mpmath.mpf(2) ** -40
        numeric = (value(mpmath.mpf(3) / 8 + step) - value(mpmath.mpf(3) / 8 - step)) / (2 * step)
        assert abs(numeric - exact) <= 1e-15 * max(1, abs(exact)) ** 3


def _q(value):
    return fmpq(value.numerator, value.denominator)


def test_it_imports_flint_and_the_standard_library_alone(tmp_path):
    """In a process in which sympy, torch, mpmath and the rest of thence cannot be imported."""
    data, certificate = CERTIFICATES[0]
    job = tmp_path / "job.json"
    job.write_text(json.dumps([data, certificate]))
    code = f"""
import sys, json, importlib.util
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("sympy", "torch", "mpmath", "numpy", "thence", "thence_numeric"):
            raise ImportError(name)
sys.meta_path.insert(0, Block())
folder = {str(Path(checker.__file__).parent)!r}
spec = importlib.util.spec_from_file_location(
    "checker", folder + "/__init__.py", submodule_search_locations=[folder]
)
module = importlib.util.module_from_spec(spec)
sys.modules["checker"] = module
spec.loader.exec_module(module)
data, certificate = json.load(open({str(job)!r}))
module.check(data, certificate)
certificate["proof"]["rule"] = "bounds"
try:
    module.check(data, certificate)
except module.Rejected:
    print("ok")
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "ok", run.stderr


def test_a_limit_at_infinity_does_not_make_an_integral_converge():
    data = statement({}, "Integral(1/x, (x, 1, oo))", "1", "defined")
    part = {"is": "1/x", "bound": "2", "above": {"rule": "normal form"}}
    limit = {"near": "1", "is": "0", "let": {"t": {**part, "below": part["above"]}}, "to": "t"}
    converges = {"pieces": [{"ends": [{}, limit]}]}
    with pytest.raises(checker.Rejected, match="at infinity"):
        checker.check(data, sealed(data, "true", {"defined": {"0": converges}}))


def test_hostile_texts_are_rejected_at_once():
    data = statement(REAL, "x", "x")
    code = ("__import__('os')", "x.real", "[x for x in y]", "lambda: x", "f'{x}'", "x if x else x")
    arities = ("exp(x, 2)", "log(x, 2)", "Abs(x, x)", "sqrt(x, 3)", "KroneckerDelta(x)", "sin()")
    for hostile in (*arities, "(" * 5000 + "x" + ")" * 5000, "x" * 50_000, "10**10**10", *code):
        bad = {**data, "lhs": hostile}
        with pytest.raises(checker.Rejected):
            checker.check(bad, by_normal_form(bad))


def test_exponents_without_a_common_denominator_that_is_small_are_rejected():
    data = statement(REAL, "exp(x/9973)*exp(x/9967)", "exp(x/9967)*exp(x/9973)")
    with pytest.raises(checker.Rejected, match="too fine"):
        checker.check(data, by_normal_form(data))


@pytest.mark.parametrize("x", ["-5744", "5744/1000", "-20000/3"])
def test_a_point_with_high_powers_is_rejected_at_once(x):
    """1 + exp(-5744) is a polynomial in exp(1) whose factors would take for ever."""
    data = statement(REAL, "log(1 + exp(x))", "Max(x, 0)", ">")
    with pytest.raises(checker.Rejected):
        checker.check(data, sealed(data, "false", {"point": {"x": x}}))


@pytest.mark.parametrize("text", ["1 +", "x = 1", "1" * 5000, "(", "x y"])
def test_a_text_that_is_no_expression_is_rejected(text):
    with pytest.raises(checker.Rejected, match="not an expression"):
        checker.parse(text, {"x", "y"})


def test_it_does_not_grow_unnoticed():
    """It was meant to stay under 800 lines, and has outgrown that with what it checks by now: sums
    over families, integrals, limits, power series, sums of squares, sums over several indices with
    finite sums exchanged and their indices renamed; quadrature by Taylor's theorem, majorants of
    tails, classical series, Euler's integrals, Gauss's and Euler's formulas for gamma; induction
    over an integer, and what falls to its limit; sequences whose members are sums with a closed
    form; what rises or falls weakly, by the sign of its slope.  Whoever raises this bound says in
    the change which theorem the new lines are worth."""
    files = Path(checker.__file__).parent.glob("*.py")
    lines = [line for file in files for line in file.read_text().splitlines() if line.strip()]
    assert len(lines) < 4171
