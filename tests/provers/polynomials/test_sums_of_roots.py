"""Sums of square roots: what is proved of them, and how the roots are bounded."""

import numpy as np
import pytest
from flint import fmpq, fmpq_mpoly_ctx

from thence import checker
from thence.pipeline import _rules
from thence.provers.goal import Goal, Search
from thence.provers.polynomials import bounds_of_roots, dissection, quadratic_numbers
from thence.provers.polynomials.osculants import Powers, Root, Samples, osculants, square_root
from thence.provers.polynomials.radical_sums import sampled, taken_apart, times_root
from thence.provers.statements import certify
from thence.statement import read_statement

POSITIVE = dict.fromkeys("abc", "positive")
NONNEGATIVE = dict.fromkeys("abc", "nonnegative")

TRUE = [
    (POSITIVE, "a/sqrt(a**2+8*b*c) + b/sqrt(b**2+8*c*a) + c/sqrt(c**2+8*a*b)", ">=", "1"),
    (NONNEGATIVE, "sqrt(a**2+b**2) + sqrt(b**2+c**2) + sqrt(c**2+a**2)", ">=",
     "sqrt(2)*(a + b + c)"),
    (POSITIVE, "sqrt(a+b) + sqrt(b+c) + sqrt(c+a)", "<=", "sqrt(6)*sqrt(a + b + c)"),
    (NONNEGATIVE, "sqrt(a**2+8*b*c) + sqrt(b**2+8*c*a) + sqrt(c**2+8*a*b)", "<=", "3*(a+b+c)"),
    # equal at (1, 1, 0), on the edge
    (NONNEGATIVE, "sqrt(a**2+b*c) + sqrt(b**2+c*a) + sqrt(c**2+a*b)", "<=", "3*(a+b+c)/2"),
    (POSITIVE, "a/sqrt(b+c) + b/sqrt(c+a) + c/sqrt(a+b)", ">=", "sqrt(3/2)*sqrt(a+b+c)"),
    (POSITIVE, "sqrt(a*b/(a*b + c*(a+b+c))) + sqrt(b*c/(b*c + a*(a+b+c)))"
     " + sqrt(c*a/(c*a + b*(a+b+c)))", "<=", "3/2"),
    # strict, with nothing to spare far out
    (POSITIVE, "a/sqrt(a**2+b*c) + b/sqrt(b**2+c*a) + c/sqrt(c**2+a*b)", ">", "1"),
    ({"x": "[0, 1]", "y": "[0, 1]"}, "sqrt(1+x) + sqrt(1+y)", "<=", "2 + (x+y)/2"),
    # the roots of the variables for variables
    (POSITIVE, "sqrt(2*a) + sqrt(2*b) + sqrt(2*c)", "<=", "sqrt(a+b) + sqrt(b+c) + sqrt(c+a)"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs"), TRUE, ids=lambda v: str(v)[:40])
def test_sums_of_roots_are_certified(given, lhs, rel, rhs, certificate):
    assert certificate(given, [], lhs, rel, rhs, seconds=60)


def test_the_bounds_are_parts_of_one_proof_by_squares():
    statement = read_statement(*TRUE[0][:1], [], *TRUE[0][1:])
    search = Search(60)
    assert {"lemma", "squares"} <= _rules(certify(statement, None, search))
    assert bounds_of_roots.NAME in search.tried


def test_bent_bounds_are_rejected():
    """The proof with one coefficient of an m changed is none."""
    statement = read_statement(*TRUE[3][:1], [], *TRUE[3][1:])
    data = statement.as_json()
    certificate = certify(statement, None, Search(60))
    proof = certificate["proof"]
    with checker.precision():
        context = checker.context_of(data)
        sides = (checker.parse(data[k], context.names) for k in ("lhs", "rhs"))
        rel, term = checker.oriented(next(sides), "<=", next(sides))
        checker.prove(context, rel, term, proof)
        for part in _parts(proof):
            if "sqrt" in str(part["basis"]) or "**(1/2)" in str(part["basis"]):
                kept = part["basis"]
                part["basis"] = [f"{kept[0]} + 1/1000000000000*a"]
                with pytest.raises(checker.Rejected):
                    checker.prove(context, rel, term, proof)
                part["basis"] = kept
                return
    pytest.fail("no part with a root was found")


def _parts(node):
    if isinstance(node, dict):
        if "basis" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for child in node:
            yield from _parts(child)


def goal(given, lhs, rel, rhs, assuming=()):
    context = checker.context_of({"given": given, "assuming": list(assuming)})
    sides = (checker.parse(side, context.names) for side in (lhs, rhs))
    return Goal(context, *checker.oriented(next(sides), rel, next(sides)))


def apart(found):
    from thence.provers.terms import in_normal_form

    return in_normal_form(found.context, lambda form: taken_apart(form, found))


def test_a_goal_is_taken_apart():
    with checker.precision():
        whole = apart(goal(POSITIVE, "a/sqrt(b) + sqrt(a*c)", ">=", "b"))
        assert whole.names == ["a", "b", "c"]
        x, y, z = whole.plain[1].context().gens()
        found = {str(r.inside): r.factor for r in whole.rooted}
        assert whole.plain[0] == -y * whole.plain[1]
        assert found == {str(y): (x, y), str(x * z): (x**0, x**0)}
        root = next(r for r in whole.rooted if r.inside == y)
        multiple = times_root(whole, root)
        assert multiple.plain == (x, x**0)
        assert {str(r.inside) for r in multiple.rooted} == {str(y), str(x * y * z)}
        assert apart(goal(POSITIVE, "exp(a) + sqrt(b)", ">=", "c")) is None
        assert apart(goal(POSITIVE, "1/(1 + sqrt(b))", ">=", "c")) is None


def test_contacts_are_found():
    def contacts(*parts):
        with checker.precision():
            found = goal(*parts)
            return {tuple(int(x) for x in c) for c in sampled(found, apart(found)).contacts}

    assert contacts(*TRUE[0]) == {(1, 1, 1)}
    assert contacts(*TRUE[4]) == {(0, 1, 1), (1, 0, 1), (1, 1, 0)}
    # beside the small whole numbers
    two = {"a": "positive", "b": "positive"}
    assert contacts(two, "2*sqrt(81*a*b)", "<=", "81*a + b") == {(1, 81)}


def test_what_is_negative_somewhere_has_no_samples():
    with checker.precision():
        found = goal(POSITIVE, "sqrt(a) + sqrt(b)", "<=", "sqrt(a + b + c)")
        assert sampled(found, apart(found)) is None


def test_a_rational_function_osculates():
    x, y = fmpq_mpoly_ctx.get(["x", "y"], "degrevlex").gens()
    points = np.abs(np.random.default_rng(1).normal(size=(200, 2))) + 0.01
    points = np.concatenate([points, points[:, ::-1]])
    f = (x**2 + y**2) / 2
    slack = (points[:, 0] - points[:, 1]) ** 2 / points.sum(axis=1)
    one, moves = fmpq(1), [(0, 1), (1, 0)]
    root = Root(f, np.ones(len(points)), True, [(one, one)])
    found = osculants([root], Samples(points, slack, moves), x**0, [[(1, 0), (0, 1)]], True)
    assert found == [x / 2 + y / 2]
    near = Powers(points).of(found[0])
    loss = (near - np.sqrt(Powers(points).of(f))) ** 2 / (2 * near)
    assert (loss < slack).all()
    tight = Samples(points, slack / 1000, moves)
    assert osculants([root], tight, x**0, [[(1, 0), (0, 1)]], True) is None
    # nothing rational is equal to the root of 2
    bent = Root(2 * f, np.ones(len(points)), True, [(one, one)])
    assert osculants([bent], Samples(points, slack, moves), x**0, [[(1, 0)]], True) is None


def test_roots_of_rational_numbers():
    assert square_root(fmpq(9, 4)) == fmpq(3, 2)
    assert square_root(fmpq(0)) == 0
    assert square_root(fmpq(2)) is None
    assert square_root(fmpq(-4)) is None


QUADRATIC = [
    ("a**2 + 2*b**2", "2*sqrt(2)*a*b"),
    ("a**2 + b**2 + c**2", "sqrt(2)*(a*b + b*c)"),
    ("(a**2 - sqrt(2)*a*b + b**2)*(a**2 + b**2)", "0"),
    ("a**2 + b**2 + c**2 + d**2 + e**2", "2/sqrt(3)*(a*b + b*c + c*d + d*e)"),
]


@pytest.mark.parametrize(("lhs", "rhs"), QUADRATIC)
def test_squares_with_the_root_of_a_number(lhs, rhs, certificate):
    names = {n: "real" for n in "abcde" if n in lhs + rhs.replace("sqrt", "")}
    only = (quadratic_numbers.NAME, "normal form", "bounds", "factors")
    assert certificate(names, [], lhs, ">=", rhs, only=only)
    if "(a**2 -" not in lhs:
        bent = f"{rhs} + 10**-12*a**2 + 10**-12*b**2"
        assert certificate(names, [], lhs, ">=", bent, seconds=5, only=only) is None


CONES = [
    ("a**3 + b**3", "a*b*(a + b)"),
    ("10*a**2 + b**2 + c**2", "2*a*b + 2*a*c + b*c"),
    ("a**3 + 2*b**3 + c**3 + a*b*c", "a**2*b + b**2*c + c**2*a"),
    ("a**4 + b**4 + c**4 + 1/10*a**2*b*c", "a**3*b + b**3*c + c**3*a"),
]


@pytest.mark.parametrize(("lhs", "rhs"), CONES)
def test_cones_are_cut_until_no_coefficient_is_negative(lhs, rhs, certificate):
    names = {n: "nonnegative" for n in "abc" if n in lhs}
    assert certificate(names, [], lhs, ">=", rhs, only=(dissection.NAME,))
    assert certificate(names, [], lhs, ">=", f"2*({rhs})", only=(dissection.NAME,)) is None
