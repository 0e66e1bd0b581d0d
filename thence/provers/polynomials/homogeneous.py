"""Make a polynomial homogeneous by a hypothesis such as a + b + c = 3 or a*b*c = 1.

Where H is homogeneous of degree k and H = c is a hypothesis, every part of lower degree may be
multiplied by powers of H/c.  Where the degrees do not fit, but those of A and those of B do, they
do in A**m - B**m, which has the sign of A - B if A is not negative.
"""

from __future__ import annotations

from functools import partial
from math import gcd
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import NormalForm, Proof, Term
from thence.provers.general import products
from thence.provers.goal import Goal, Search, holds, keeping
from thence.provers.terms import in_normal_form, reread, text

NAME = "homogeneous"
COST = 0
MUST_NOT_PROVE = [
    {"given": {"a": "positive", "b": "positive", "c": "positive"}, "assuming": ["a*b*c = 1"],
     "lhs": "a + b + c", "rel": ">=", "rhs": "3 + 10**-12"},
    {"given": {"a": "real", "b": "real", "c": "real"}, "assuming": ["a*b*c = 1"],
     "lhs": "a + b + c", "rel": ">=", "rhs": "3"},
    {"given": {"x": "real", "y": "real"}, "assuming": ["x + y = 0"],
     "lhs": "x**2 + y**2", "rel": ">=", "rhs": "1"},
    {"given": {"x": "nonnegative", "y": "nonnegative"}, "assuming": ["x + y = 2"],
     "lhs": "x**2 + y**2", "rel": ">=", "rhs": "2 + 10**-12"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "assuming": ["a**2 + b**2 + c**2 = 3"], "lhs": "a + b + c", "rel": ">=",
     "rhs": "a*b + b*c + c*a + 10**-12"},
    {"given": {"a": "real", "b": "real", "c": "real"}, "assuming": ["a**2 + b**2 + c**2 = 3"],
     "lhs": "a + b + c", "rel": ">=", "rhs": "-(a*b + b*c + c*a)"},
    {"given": {"a": "nonnegative", "b": "nonnegative", "c": "nonnegative"},
     "assuming": ["a*b + b*c + c*a = 3"], "lhs": "a**2 + b**2 + c**2 + 3*a*b*c", "rel": ">=",
     "rhs": "6 + 10**-12"},
]  # fmt: skip
#: Degree up to which a homogeneous polynomial is made.
DEGREE = 16
#: By how much a term is tried to be more than 0, and what is so much less.
ROOMS, VARIABLE = (fmpq(1, 4), fmpq(1, 1000)), "more"
Parts = dict[int, Any]


def attempt(goal: Goal, search: Search) -> Proof | None:
    """Prove the polynomial made homogeneous, by each equation that fits."""
    if goal.rel not in (">", ">=") or not goal.free:
        return None
    if _below_by_equation(goal) and (proof := products.attempt(goal, search)) is not None:
        return proof
    fits = False
    for k, (rel, equation) in enumerate(goal.context.hypotheses):
        names = checker.symbols(equation)
        if rel != "=" or not goal.free & names or names & goal.context.sizes.keys():
            continue
        proof = _by_equation(goal, k, equation, search)
        if proof is not None:
            return proof
        fits = True
    return _with_room(goal, search) if fits and goal.rel == ">" else None


def _below_by_equation(goal: Goal) -> bool:
    """Whether a hypothesis is an equation without which the denominator is not seen to be other
    than 0."""
    if not any(rel == "=" for rel, _ in goal.context.hypotheses):
        return False
    below = in_normal_form(goal.context, lambda form: form.term(form.of(goal.term).d))
    return bool(checker.symbols(below)) and not goal.context.forgetting().holds("!=", below)


def _by_equation(goal: Goal, k: int, equation: Term, search: Search) -> Proof | None:
    job = partial(raised, term=goal.term, equation=equation)
    found = in_normal_form(goal.context, job)
    if found is not None:
        to, factor = found
        others = [i for i in range(len(goal.context.hypotheses)) if i != k]
        then = None if _void(goal.of(to), others) else keeping(goal.of(to), others, search)
        if then is not None:
            use = {str(k): text(factor)}
            return {"rule": "rewrite", "use": use, "to": text(to), "then": then}
    powers = partial(_powers, term=goal.term, equation=equation)
    for a, b, m in in_normal_form(goal.context, powers):
        proof = _raised_to(goal, a, b, m, search)
        if proof is not None:
            return proof
    return _by_root(goal, k, equation, search)


def _void(goal: Goal, others: list[int]) -> bool:
    """Whether all variables of the goal may be 0, where what is homogeneous is not positive."""
    boxes = [goal.context.box[name] for name in goal.free]
    origin = all(box.lo < 0 or (box.lo == 0 and not box.lo_open) for box in boxes)
    return goal.rel == ">" and origin and not others


def _by_root(goal: Goal, k: int, equation: Term, search: Search) -> Proof | None:
    """The goal with powers of the root of H/c, a lemma says that it is 1, in its parts."""
    job = partial(_rooted, term=goal.term, equation=equation)
    found = in_normal_form(goal.context, job)
    if found is None or not goal.context.holds(">=", found[0]):
        return None
    unit, to, multiple, scale = found
    root, known = unit**checker.HALF, len(goal.context.hypotheses)
    inner = goal.on(goal.context.assuming(("=", root - checker.ONE)))
    others = [i for i in range(known) if i != k]
    inner = inner.of(reread(inner.context, to))
    then = None if _void(inner, others) else keeping(inner, others, search)
    seen: Proof = {"rule": "bounds"}
    proof: Proof | None = then and {
        "rule": "lemma", "of": text(root - checker.ONE), "is": "=",
        "proof": {
            "rule": "powers", "power": 2, "left": text(root), "right": "1",
            "left_sign": seen, "right_sign": seen,
            "then": {"rule": "rewrite", "use": {str(k): text(-scale)}, "to": "0",
                     "then": {"rule": "normal form"}},
        },
        "then": {"rule": "rewrite", "use": {str(known): text(multiple)}, "to": text(inner.term),
                 "then": then},
    }  # fmt: skip
    return proof if proof is not None and holds(goal, proof) else None


def _rooted(form: NormalForm, term: Term, equation: Term) -> tuple[Term, Term, Term, Term] | None:
    """``(u, t, m, s)`` with u = H/c = 1 + s * equation, and t = term + m (sqrt u - 1), which is
    homogeneous, its numerator a polynomial in sqrt u; where an integer power of u will not do."""
    p, h = form.of(term), form.of(equation)
    below, parts = _by_degree(form, h.n), _graded(form, p.n)
    if h.d != 1 or len(below) != 2 or 0 not in below or len(parts) < 2:
        return None
    (step,), scale = below.keys() - {0}, fmpq(-1) / below[0].leading_coefficient()
    most = max(parts)
    powers = {d: (most - d) * 2 / step for d in parts}
    if any(e.q != 1 for e in powers.values()) or all(e.p % 2 == 0 for e in powers.values()):
        return None
    over = form.term(p.d)
    if most > DEGREE or not form.context.holds("!=", over):
        return None
    unit = form.term(below[step] * scale)
    root = unit**checker.HALF
    to, multiple = checker.ZERO, checker.ZERO
    for d, part in parts.items():
        e, q = int(powers[d].p), form.term(part)
        to = to + checker.times(q, _power(root, e))
        for j in range(e):
            multiple = multiple + checker.times(q, _power(root, j))
    return unit, to / over, multiple / over, checker.num(scale)


def _power(root: Term, e: int) -> Term:
    return root ** checker.num(e) if e else checker.ONE


def _with_room(goal: Goal, search: Search) -> Proof | None:
    """The goal from a stronger one without strictness: what is homogeneous is 0 at 0, which the
    equation alone leaves out."""
    for room in ROOMS:
        less = checker.num(room)
        shown = search.prove(goal.of(goal.term - less, ">="), only=(NAME,))
        if shown is not None:
            let = {"is": text(goal.term - less), "in": "[0, oo)", "low": shown}
            to = checker.sym(VARIABLE) + less
            found: Proof = {
                "rule": "rewrite", "let": {VARIABLE: let}, "to": text(to),
                "then": {"rule": "bounds"},
            }  # fmt: skip
            return found if holds(goal, found) else None
    return None


def _raised_to(goal: Goal, a: Term, b: Term, m: int, search: Search) -> Proof | None:
    """The goal ``a - b`` by ``a**m - b**m``, a being nowhere negative."""
    sign = search.prove(goal.of(a, ">="), only=("bounds", "normal form", "squares"))
    power = checker.num(m)
    then = search.prove(goal.of(a**power - b**power)) if sign is not None else None
    return then and {
        "rule": "powers", "left": text(a), "right": text(b), "power": m, "left_sign": sign,
        "then": then,
    }  # fmt: skip


def _powers(form: NormalForm, term: Term, equation: Term) -> list[tuple[Term, Term, int]]:
    """``(A, B, m)`` with the term A - B, and the degrees of A**m - B**m fit the equation, those of
    A and of B do among themselves."""
    found = _fitting(form, term, equation)
    if found is None or form.of(term).d != 1:
        return []
    parts, step, _ = found
    classes = dict[int, Any]()
    for degree, part in parts.items():
        classes[degree % step] = classes.get(degree % step, 0) + part
    if len(classes) != 2:
        return []
    first, second = sorted(classes)
    m = step // gcd(step, second - first)
    if m * max(parts) > DEGREE:
        return []
    pairs = (classes[first], classes[second]), (classes[second], classes[first])
    return [(form.term(a), form.term(-b), m) for a, b in pairs]


def _fitting(form: NormalForm, term: Term, equation: Term) -> tuple[Parts, int, Any] | None:
    """The homogeneous parts of the numerator of the term, of two degrees or more, the degree k of
    H, and H/c."""
    p, h = form.of(term), form.of(equation)
    below, parts = _by_degree(form, h.n), _by_degree(form, p.n)
    if h.d != 1 or len(below) != 2 or 0 not in below or len(parts) < 2:
        return None
    (step,) = below.keys() - {0}
    return parts, step, below[step] * (fmpq(-1) / below[0].leading_coefficient())


def raised(form: NormalForm, term: Term, equation: Term) -> tuple[Term, Term] | None:
    """The term, its numerator homogeneous, and the multiple of the equation that makes it so."""
    found = _fitting(form, term, equation)
    if found is None:
        return None
    parts, step, unit = found
    most = max(parts)
    if most > DEGREE or any((most - d) % step for d in parts):
        return None
    total = sum((q * unit ** ((most - d) // step) for d, q in parts.items()), 0 * form.one)
    # H/c - 1 divides what each part has gained.
    factor, rest = divmod(total - form.of(term).n, form.of(equation).n)
    if rest != 0:
        return None
    below = form.term(form.of(term).d)
    to, multiple = form.term(total), form.term(factor)
    return (to, multiple) if below == checker.ONE else (to / below, multiple / below)


def _by_degree(form: NormalForm, p: Any) -> Parts:
    """The homogeneous parts of a polynomial by their degrees, which are integers."""
    found = _graded(form, p)
    if any(degree.q != 1 for degree in found):
        return Parts()
    return {int(degree.p): part for degree, part in found.items()}


def _graded(form: NormalForm, p: Any) -> dict[fmpq, Any]:
    """The homogeneous parts of a polynomial by their degrees."""
    found, make = dict[fmpq, Any](), p.context().from_dict
    weights = _weights(form)
    for exponents, c in p.to_dict().items():
        degree = sum((w * e for w, e in zip(weights, exponents, strict=False)), fmpq(0))
        found[degree] = found.get(degree, 0) + make({exponents: c})
    return found


def _weights(form: NormalForm) -> list[fmpq]:
    """The degrees of the generators: that of a square root is half of what stands in it."""
    weights: list[fmpq] = []
    for i, kernel in enumerate(form.kernels):
        power, radicand = form.relations.get(i, (1, None))
        inside = set[fmpq]()
        if kernel[0] == "pow" and radicand is not None:
            inside = {
                sum((w * e for w, e in zip(weights, m, strict=False)), fmpq(0))
                for m in radicand.to_dict()
            }
        weights.append(inside.pop() / power if len(inside) == 1 else fmpq(1))
    return weights
