"""Two variables that occur in one product alone: that product is a variable.

``cosh(a w) <= exp(a**2 w**2/2)`` holds for t = a w, and ``(1 - h l)**(1/(h l)) <= exp(-1)`` for
t = h l, which a hypothesis ``h l < 1`` keeps below 1.  Unlike in other units, either variable may
be 0, of any sign, or an integer.
"""

from __future__ import annotations

from itertools import combinations

from thence import checker
from thence.checker import Context, NormalForm, Proof, Term, num, rational
from thence.provers.goal import Goal, Search, renamed
from thence.provers.several_variables.valleys import has_functions
from thence.provers.terms import in_normal_form, subterms, text

NAME = "monomials"
COST = 1
PREPARES = True
R = {"a": "real", "w": "real"}
P = {"h": "positive", "k": "positive"}
MUST_NOT_PROVE = [
    {"given": R, "lhs": "cosh(a*w)", "rel": "<=", "rhs": "exp(a**2*w**2/2) - 10**-12"},
    {"given": R, "lhs": "cosh(a*w)", "rel": "<", "rhs": "exp(a**2*w**2/2)"},
    {"given": R, "lhs": "exp(a*w)", "rel": ">", "rhs": "1"},
    {"given": R, "lhs": "cosh(a*w)", "rel": "<=", "rhs": "exp(a**2*w/2)"},
    {"given": P, "lhs": "exp(-h*k)", "rel": ">=", "rhs": "1 - h*k + 10**-12"},
    {"given": P, "lhs": "exp(-h*k)", "rel": ">=", "rhs": "1/2"},
    {"given": P, "assuming": ["h*k <= 1"], "lhs": "exp(-h*k)", "rel": ">", "rhs": "exp(-1)"},
    {"given": {"h": "[0, 1]", "k": "[0, 2]"}, "lhs": "exp(h*k)", "rel": "<", "rhs": "exp(2)"},
    {"given": R, "assuming": ["a*w > 1"], "lhs": "exp(a*w)", "rel": ">", "rhs": "3"},
]  # fmt: skip
#: The exponents of the second variable, and of the first, that are tried.
POWERS = ((1, 1), (2, 1), (1, 2))
#: Variables of a goal up to which pairs of them are tried.
MOST = 4


def attempt(goal: Goal, search: Search) -> Proof | None:
    """The goal in a product of powers of two of its variables, if both are gone with it."""
    if goal.rel not in (">", ">=") or not 2 <= len(goal.free) <= MOST:
        return None
    if not has_functions(goal.term) or any(t[0] in checker.BINDERS for t in subterms(goal.term)):
        return None
    for pair in combinations(sorted(goal.free), 2):
        for powers in POWERS:
            found = _in_product(goal, pair, powers, search)
            if found is not None:
                return found
    return None


def _in_product(
    goal: Goal, pair: tuple[str, str], powers: tuple[int, int], search: Search
) -> Proof | None:
    (first, second), new = pair, "_".join(pair) + "_product"
    if new in goal.context.box:
        return None
    one, other = (checker.sym(name) ** num(k) for name, k in zip(pair, powers, strict=True))
    solved, unit = (first, other) if powers[0] == 1 else (second, one)
    to = _free_of(goal.context, goal.term, pair, solved, checker.sym(new) / unit)
    if to is None:
        return None
    known = [(rel, _free_of(goal.context, h, pair, solved, checker.sym(new) / unit))
             for rel, h in goal.context.hypotheses if checker.symbols(h) & set(pair)]  # fmt: skip
    let = _let(goal.context, one * other, new, known)
    inner = goal.context.having(new, goal.context.domain(let["in"]))
    return renamed(goal, inner, {new: let}, to, search)


def _free_of(
    context: Context, term: Term, pair: tuple[str, str], solved: str, to: Term
) -> Term | None:
    """A term of the product alone, where one of the pair is replaced; None if the other stays.

    It is a guess that the checker compares with the term, so the pair may be taken for positive.
    """
    bare = context.forgetting()
    for name in (*pair, *(checker.symbols(to) - set(pair))):
        bare = bare.having(name, context.domain("(0, oo)"))

    def job(form: NormalForm) -> Term:
        return form.of(checker.substitute(term, {solved: to})).term()

    found = in_normal_form(bare, job)
    return None if checker.symbols(found) & set(pair) else found


def _let(context: Context, is_: Term, new: str, known: list[tuple[str, Term | None]]) -> Proof:
    """The product with its range: by the signs of the two, and by what hypotheses say of it."""
    left, right = ("(", "-oo"), ("oo", ")")
    shown: dict[str, Proof] = {}
    if context.holds(">=", is_):
        left = ("(" if context.holds(">", is_) else "[", "0")
    for rel, hypothesis in known:
        slope = hypothesis and rational(checker.diff(hypothesis, new))
        if hypothesis is None or not slope or rel not in (">", ">="):
            continue
        end = rational(checker.substitute(hypothesis, {new: checker.ZERO}))
        if end is None:
            continue
        bound, loose = text(num(-end / slope)), rel == ">"
        if slope > 0:
            left, shown["low"] = ("(" if loose else "[", bound), {"rule": "normal form"}
        else:
            right, shown["high"] = (bound, ")" if loose else "]"), {"rule": "normal form"}
    if shown:
        shown = {"low": {"rule": "normal form"}, "high": {"rule": "normal form"}} | shown
    return {"is": text(is_), "in": f"{left[0]}{left[1]}, {right[0]}{right[1]}", **shown}
