"""Minimise in one variable: where the term is convex in it, and its slope vanishes at a point
that can be solved for, as in Young's inequality."""

from __future__ import annotations

from collections.abc import Iterator

from thence import checker
from thence.checker import NormalForm, Proof, Rejected, Term, exp, log, num
from thence.provers.goal import Goal, Search
from thence.provers.terms import in_normal_form, text

NAME = "tangents"
COST = 5
MUST_NOT_PROVE = [
    {"given": {"x": "positive", "y": "real"}, "lhs": "x*y", "rel": "<=",
     "rhs": "x*log(x) + exp(y - 1) - 10**-12"},
    {"given": {"x": "positive", "y": "real"}, "lhs": "x*y", "rel": "<",
     "rhs": "x*log(x) + exp(y - 1)"},
    {"given": {"x": "(0, 1)", "y": "(0, 1)"}, "lhs": "(x - y)**2 + x", "rel": ">=",
     "rhs": "y - 1/4 + 10**-12"},
    {"given": {"x": "(0, 1)", "y": "(3, 4)"}, "lhs": "(x - y)**2", "rel": ">=",
     "rhs": "4 + 10**-12"},
    {"given": {"x": "positive", "y": "positive"}, "lhs": "log(y) + x/y", "rel": ">=",
     "rhs": "1 + log(x) + 10**-12*x"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The term at the zero of its slope in some variable, in which it is convex."""
    if goal.rel not in (">", ">=") or len(goal.free) < 2:
        return None
    for name in sorted(goal.free):
        if any(name in checker.symbols(h) for _, h in goal.context.hypotheses):
            continue
        for at in _flat(goal, name):
            proof = _at(goal, name, at, search)
            if proof is not None:
                return proof
    return None


def _at(goal: Goal, name: str, at: Term, search: Search) -> Proof | None:
    context, inner = goal.context, checker.interior(goal.context, name)
    slope = checker.diff(goal.term, name)
    bend = checker.diff(slope, name)
    at_needs = search.defined(context, at)
    if at_needs is None or not context.inside(at, (inner.box[name], inner.ends[name])):
        return None
    flat = search.prove(goal.of(checker.substitute(slope, {name: at}), "="), ("normal form",))
    if flat is None:
        return None
    needs = [search.defined(inner, derivative) for derivative in (slope, bend)]
    if None in needs:
        return None
    convex = search.prove(Goal(inner, ">=", bend))
    base = search.prove(goal.of(checker.substitute(goal.term, {name: at}))) if convex else None
    if base is None:
        return None
    return {
        "rule": "tangent", "var": name, "at": text(at), "at_defined": at_needs, "flat": flat,
        "slope_defined": needs[0], "bend_defined": needs[1], "convex": convex, "base": base,
    }  # fmt: skip


def _flat(goal: Goal, name: str) -> Iterator[Term]:
    """Where the slope in a variable vanishes, if it is linear in the one kernel that the variable
    occurs in: itself, or its exponential, logarithm, or power."""

    def job(form: NormalForm) -> list[tuple[Term, Term]]:
        slope = form.of(checker.diff(goal.term, name)).n
        found = []
        for i, kernel in enumerate(form.kernels):
            degree = slope.degrees()[i]
            rest = slope.derivative(i)
            if not degree or name not in checker.symbols(kernel) or degree != 1:
                continue
            constant = slope - rest * form.gens[i]
            if name not in checker.symbols(form.term(rest)) | checker.symbols(form.term(constant)):
                found.append((kernel, -form.term(constant) / form.term(rest)))
        return found

    try:
        pairs: list[tuple[Term, Term]] = in_normal_form(goal.context, job)
    except Rejected:
        return
    for kernel, value in pairs:
        yield from _inverse(kernel, value, name)


def _inverse(kernel: Term, value: Term, name: str) -> Iterator[Term]:
    """The solutions of ``kernel = value`` for a variable, where they are plain."""
    own = checker.sym(name)
    if kernel == own:
        yield value
    elif kernel[0] in ("exp", "log") and kernel[1] == own:
        yield log(value) if kernel[0] == "exp" else exp(value)
    elif kernel[0] == "exp" and kernel[1][0] == "*" and kernel[1][1] == own:
        yield log(value) / kernel[1][2]
    elif kernel[0] == "pow" and kernel[1] == own and kernel[2][0] == "num":
        yield value ** num(1 / kernel[2][1])
