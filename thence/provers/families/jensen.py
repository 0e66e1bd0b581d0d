"""A named lemma, Jensen's inequality: the instance is checked, the lemma is on the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

from thence import checker
from thence.checker import Context, NormalForm, Proof, Term
from thence.provers.general.parts import together
from thence.provers.goal import Goal, Search, holds
from thence.provers.terms import in_normal_form, subterms, text

NAME = LEMMA = "jensen"
COST = 1
#: What shows that the rest is not negative.
QUICK = ("bounds", "normal form", "factors", "products")
MUST_NOT_PROVE = [
    {"given": {"x": "real"}, "lhs": "(exp(x)+exp(-x))/2", "rel": "<=", "rhs": "1",
     "hints": {"F": "exp(t)", "var": "t", "on": "real", "points": "x; -x", "weights": "1/2; 1/2"}},
    {"given": {"x": "real"}, "lhs": "(x**3-x**3)/2", "rel": "<=", "rhs": "-10**-9",
     "hints": {"F": "t**3", "var": "t", "on": "real", "points": "x; -x", "weights": "1/2; 1/2"}},
    {"given": {"n": "integer>=1", "s": "real[n]"},
     "lhs": "log(Sum(exp(s[i]), (i, 1, n))/n)", "rel": "<=", "rhs": "Sum(s[i], (i, 1, n))/n",
     "hints": {"F": "log(t)", "var": "t", "on": "positive", "points": "exp(s[i])",
               "weights": "1/n", "over": "i, 1, n"}},
    {"given": {"n": "integer>=1", "s": "positive[n]"},
     "lhs": "log(Sum(s[i], (i, 1, n))/n**2)", "rel": ">=", "rhs": "Sum(log(s[i]), (i, 1, n))/n"},
    {"given": {"n": "integer>=1", "s": "real[n]"}, "lhs": "log(Sum(exp(s[i]), (i, 1, n)))",
     "rel": ">=", "rhs": "Sum(s[i], (i, 1, n))/n + 10**-12"},
]  # fmt: skip


def attempt(goal: Goal, search: Search) -> Proof | None:
    """``log(sum of f / n) >= (sum of log f) / n``, wherever a goal has the logarithm of a sum."""
    logs = [t for t in subterms(goal.term) if t[0] == "log"]
    if goal.rel != ">=" or not logs:
        return None
    for kernel in dict.fromkeys(part for t in logs for part in subterms(t)):
        if kernel[0] != "sum" or "#" in kernel[2] or kernel[2] in goal.context.box:
            continue
        _, body, name, low, high = kernel
        found = proof(
            goal,
            {
                "F": "log(_t)", "var": "_t", "on": "positive", "points": text(body),
                "weights": text(checker.ONE / (high - low + checker.ONE)),
                "over": ", ".join([name, text(low), text(high)]),
            },
            search,
        )  # fmt: skip
        if found is not None and holds(goal, found):
            return found
        if found is not None and (more := with_slack(goal, found, search)):
            return more
    return None


def with_slack(goal: Goal, instance: Proof, search: Search) -> Proof | None:
    """A goal that is more than an instance, by something that is simpler and not negative."""
    gap = _gap(goal.context, instance)

    def job(form: NormalForm) -> list[Term]:
        return [form.of(term).term() for term in (goal.term - gap, goal.term)]

    rest, whole = in_normal_form(goal.context, job)
    if len(list(subterms(rest))) >= len(list(subterms(whole))):
        return None
    return together(goal, [gap, rest], search, {0: instance}, only=QUICK)


def _gap(context: Context, instance: Proof) -> Term:
    """``F(sum w p) - sum w F(p)``, as the checker reads it."""
    index, *ends = instance.get("over", [""])
    concave = checker.parse(instance["F"], context.names | {instance["var"]})
    pairs = [
        [checker.parse(part, context.names | {index}) for part in pair]
        for pair in zip(instance["weights"], instance["points"], strict=True)
    ]

    def at(point: Term) -> Term:
        found: Term = checker.substitute(concave, {instance["var"]: point})
        return found

    def total(values: list[Term]) -> Term:
        added = reduce(checker.plus, values)
        limits = [checker.parse(end, context.names) for end in ends]
        return Term(("sum", added, index, *limits)) if index else added

    return at(total([w * p for w, p in pairs])) - total([w * at(p) for w, p in pairs])


def proof(goal: Goal, hints: Mapping[str, str], search: Search) -> Proof | None:
    """The instance ``F(sum w p) >= sum w F(p)`` that the hints name, with F concave on ``on``."""
    name, domain = hints["var"], goal.context.domain(hints["on"])
    inner = goal.context.having(name, domain)
    concave = checker.parse(hints["F"], inner.names)
    second = checker.diff(checker.diff(concave, name), name)
    needs, second_needs = search.defined(inner, concave), search.defined(inner, second)
    bent = search.prove(Goal(inner, ">=", -second))
    if needs is None or second_needs is None or bent is None:
        return None
    over = [part.strip() for part in hints["over"].split(",")] if "over" in hints else []
    return {
        "rule": LEMMA,
        **({"over": over} if over else {}),
        "F": hints["F"],
        "var": name,
        "on": hints["on"],
        "points": [p.strip() for p in hints["points"].split(";")],
        "weights": [w.strip() for w in hints["weights"].split(";")],
        "defined": needs,
        "second_defined": second_needs,
        "concave": bent,
    }
