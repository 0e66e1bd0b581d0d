"""The normal form of sums over an index, held against the same sums written out at points.

Ranges may be empty, deltas may pick nothing, and what stands under a sum may not be defined where
nothing is summed.
"""

from hypothesis import given, settings
from hypothesis import strategies as st

from thence import checker
from thence.checker.points import Point

GIVEN = {"n": "integer>=0", "m": "integer", "x": "nonnegative", "s": "real[n]", "p": "positive[n]"}
POINTS = [
    {"n": n, "m": m, "x": x, "s": s[: int(n)], "p": p[: int(n)]}
    for n in ("0", "1", "2", "3")
    for m, x in (("0", "0"), ("1", "1/2"), ("2", "3"), ("-1", "1"), ("3", "2"))
    for s, p in ((["1", "-2", "1/3"], ["2", "1/5", "1"]),)
]
BOUND = ("j", "k", "l")
LEAVES = ["1", "2", "-1", "1/2", "n", "m", "x", "n - 1/2"]
UNARY = ["({})**2", "-({})", "2*({})", "1/({})", "Abs({})", "sign({})", "({})/n", "({})/x",
         "sqrt({})", "log({})", "exp({})"]  # fmt: skip
BINARY = ["({})+({})", "({})-({})", "({})*({})", "({})/({})"]
RANGES = ["1, n", "1, n", "1, m", "0, n", "2, n", "m, n", "1, 2", "1, n - 1"]


@st.composite
def texts(draw, depth=3, bound=()):
    """An expression in n, m, x, the families and the bound indices."""
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        turned = [f"n + 1 - {k}" for k in bound]
        entries = [f"{family}[{k}]" for family in "sp" for k in (*bound, *turned)]
        others = (*bound, *turned, "m", "n")
        deltas = [f"KroneckerDelta({k}, {other})" for k in bound for other in others]
        return draw(st.sampled_from([*LEAVES, *bound, *entries, *entries, *deltas, *deltas]))
    shape = draw(st.sampled_from(["sum", "sum", "unary", "binary"]))
    if shape == "sum" and len(bound) < len(BOUND):
        name = BOUND[len(bound)]
        ranges = [*RANGES, *(f"{b}, n" for b in bound), *(f"1, {b}" for b in bound)]
        body = draw(texts(depth - 1, (*bound, name)))
        return f"Sum({body}, ({name}, {draw(st.sampled_from(ranges))}))"
    if shape == "binary":
        form = draw(st.sampled_from(BINARY))
        return form.format(draw(texts(depth - 1, bound)), draw(texts(depth - 1, bound)))
    return draw(st.sampled_from(UNARY)).format(draw(texts(depth - 1, bound)))


def value(point, term):
    """The value of a term at a point as an interval; rejected where it is not defined."""
    here = point.at(term)
    checker.defined(point.here, here, {})
    return point.here.bounds(here)


@settings(max_examples=300, deadline=None)
@given(texts())
def test_the_normal_form_of_a_sum_has_its_value(text):
    with checker.precision():
        context = checker.context_of({"given": GIVEN, "assuming": []})
        try:
            term = checker.parse(text, context.names)
            again = checker.normalised(context, lambda form: form.of(term).term())
        except checker.Rejected:
            return
        for values in POINTS:
            point = Point(context, GIVEN, values)
            try:
                before, after = value(point, term), value(point, again)
            except (checker.Rejected, ZeroDivisionError):
                continue
            gap = before.ball() - after.ball()
            assert gap.contains(0), f"{text} at {values}: {before.ball()}, then {after.ball()}"


@settings(max_examples=300, deadline=None)
@given(texts(), st.sampled_from(["=", ">", ">=", "!="]))
def test_what_holds_of_sums_at_sight_holds_at_points(text, rel):
    with checker.precision():
        context = checker.context_of({"given": GIVEN, "assuming": []})
        try:
            term = checker.parse(text, context.names)
        except checker.Rejected:
            return
        if not context.holds(rel, term):
            return
        for values in POINTS:
            point = Point(context, GIVEN, values)
            try:
                found = value(point, term)
            except (checker.Rejected, ZeroDivisionError):
                continue
            opposite = {"=": "!=", "!=": "=", ">": ">=", ">=": ">"}[rel]
            turned = found if rel in ("=", "!=") else checker.Interval(-found.hi, -found.lo)
            assert not turned.satisfies(opposite), f"{text} {rel} 0 fails at {values}"
