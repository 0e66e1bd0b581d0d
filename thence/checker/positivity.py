"""Positivity: weighted sums of squares, order by symmetry, products, and signs."""

from __future__ import annotations

from functools import reduce
from itertools import combinations, pairwise
from typing import Any

from flint import fmpq

from .context import Context
from .normal_form import NormalForm, Ratio, normalised, vanishes
from .rules import Proof, defined, fresh, prove, same, variable
from .terms import ONE, ZERO, Rejected, Term, parse, substitute, sym, symbols, times


def by_squares(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """``term * by``, with ``by`` > 0, plus multiples of equations is a sum of parts, each a product
    ``of`` nonnegative terms times a form b'Gb with a semidefinite matrix G: so each is >= 0.
    Where ``by`` is only >= 0, there is another proof for ``where_zero`` it is.
    For > 0 the term is known not to be 0, or one part is named whose factors are > 0 and whose form
    is a positive square."""
    names, lets = context.names, dict[str, Term]()
    for name, what in proof.get("let", {}).items():
        lets[fresh(name, context)] = parse(what, names)

    def read(text: str) -> Term:
        found = substitute(parse(text, names | lets.keys()), lets)
        defined(context, found, {})
        return found

    by = read(proof.get("by", "1"))
    if by != ONE:
        prove(context, ">=" if "where_zero" in proof else ">", by, proof["by_positive"])
    if "where_zero" in proof:
        prove(context.assuming(("=", by)), rel, term, proof["where_zero"])
    whole = term * by
    for k, factor in proof.get("use", {}).items():
        kind, zero = context.hypotheses[int(k)]
        if kind != "=":
            raise Rejected("only an equation may be added")
        whole += read(factor) * zero
    parts = []
    for part in proof["parts"]:
        weights, basis = [read(t) for t in part.get("of", [])], [read(t) for t in part["basis"]]
        gram = matrix(part["gram"], len(basis))
        if not semidefinite(gram):
            raise Rejected("a Gram matrix is not positive semidefinite")
        for weight in weights:
            if not context.holds(">=", weight):
                raise Rejected("a weight may be negative")
        parts.append((weights, basis, gram))
    if not normalised(context, lambda form: _total(form, whole, parts)):
        raise Rejected("the parts do not add up to the term")
    if rel != ">" or "strict" not in proof:
        return rel == ">=" or (rel == ">" and context.holds("!=", term))
    weights, basis, gram = parts[int(proof["strict"])]
    squared = len(basis) == 1 and gram[0][0] > 0 and context.holds("!=", basis[0])
    return squared and all(context.holds(">", weight) for weight in weights)


def _total(form: NormalForm, whole: Term, parts: list[Any]) -> bool:
    """Whether the parts add up to the whole in the normal form."""
    total = Ratio(form, 0 * form.one)
    for weights, basis, gram in parts:
        vector = [form.of(b) for b in basis]
        if any(b.d != 1 for b in vector):
            raise Rejected("a basis that is not polynomial")
        value = 0 * form.one
        for i, row in enumerate(gram):
            value += vector[i].n * sum((g * vector[j].n for j, g in enumerate(row) if g), value * 0)
        found = Ratio(form, value)
        for weight in weights:
            found *= form.of(weight)
        total += found
    return bool((form.of(whole) + -total).n == 0)


def matrix(rows: list[list[str]], size: int) -> list[list[fmpq]]:
    """A symmetric matrix from its lower triangle, entries written ``p`` or ``p/q``."""
    if [len(row) for row in rows] != list(range(1, size + 1)):
        raise Rejected("a Gram matrix has another size")
    lower = [[fmpq(*map(int, entry.split("/"))) for entry in row] for row in rows]
    return [[lower[max(i, j)][min(i, j)] for j in range(size)] for i in range(size)]


def semidefinite(gram: list[list[fmpq]]) -> bool:
    """Whether a symmetric matrix has no negative eigenvalue: its pivot is positive and so is what
    remains after a step of symmetric elimination, or its first row is 0 and so may go."""
    while gram:
        first, *rest = gram
        if first[0] < 0 or (first[0] == 0 and any(first)):
            return False
        steps = [row[0] / first[0] if row[0] else row[0] for row in rest]
        gram = [
            [v - step * w for v, w in zip(row[1:], first[1:], strict=True)] if step else row[1:]
            for step, row in zip(steps, rest, strict=True)
        ]
    return True


def by_symmetry(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """The goal and its context are the same with two neighbours of the list ``of`` exchanged:
    every point is then a permutation of one where they are in increasing order, and has the value
    that the term takes there.  ``turned``: the same with the list rotated, its first the least."""
    names = [variable({"var": name}, context) for name in proof["of"]]
    if len(set(names)) != len(names) or len(names) < 2 or not set(names) <= context.box.keys():
        raise Rejected("an order needs different variables")
    turned = bool(proof.get("turned"))
    moves = [{a: b, b: a} for a, b in pairwise(names)]
    if turned:
        moves = [dict(zip(names, [*names[1:], names[0]], strict=True))]
    for move in moves:
        _unmoved(context, {a: sym(b) for a, b in move.items()})
        same(context, term, substitute(term, {a: sym(b) for a, b in move.items()}))
    pairs = [(names[0], b) for b in names[1:]] if turned else list(combinations(names, 2))
    gaps = ((">=", sym(b) - sym(a)) for a, b in pairs)
    prove(context.assuming(*gaps), rel, term, proof["then"])
    return True


def _unmoved(context: Context, move: dict[str, Term]) -> None:
    """Reject unless renaming the variables turns every point of the context into one of it."""
    if any(symbols(end) & move.keys() for size in context.sizes.values() for end in size):
        raise Rejected("the size of a family may change")
    for a, b in ((a, b[1]) for a, b in move.items()):
        alike = context.ends[a] == context.ends[b] and context.box[a].ends == context.box[b].ends
        if not alike or (a in context.whole) != (b in context.whole):
            raise Rejected("the variables have different domains")
    for rel, hypothesis in context.hypotheses:
        moved = substitute(hypothesis, move)
        if moved == hypothesis:
            continue
        defined(context, moved, {})
        if not any(rel == r and vanishes(context, moved - h) for r, h in context.hypotheses):
            raise Rejected("the hypotheses are not symmetric")


def by_product(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """A product of factors, each of which has the sign, or none of which is 0."""
    factors = [parse(text, context.names) for text, _ in proof["of"]]
    for factor, (_, shown) in zip(factors, proof["of"], strict=True):
        defined(context, factor, {})
        prove(context, rel, factor, shown)
    same(context, term, reduce(times, factors, ONE))
    return rel in (">", ">=", "!=")


def by_sign(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Not 0, since it is positive, or ``below`` 0."""
    prove(context, ">", -term if proof.get("below") else term, proof["then"])
    return rel == "!="


def by_zero(context: Context, rel: str, term: Term, proof: Proof) -> bool:
    """Where the sum of some nonnegative variables is 0, each of them is 0."""
    kind, equation = context.hypotheses[int(proof["equation"])]
    names = [variable({"var": name}, context) for name in proof["of"]]
    if kind != "=" or not all(context.holds(">=", sym(name)) for name in names):
        raise Rejected("not a sum of nonnegative variables that is 0")
    same(context, equation, reduce(Term.__add__, map(sym, names)))
    prove(context, rel, substitute(term, dict.fromkeys(names, ZERO)), proof["then"])
    return True


POSITIVITY = {
    "squares": by_squares, "symmetry": by_symmetry, "product": by_product, "sign": by_sign,
    "zero": by_zero,
}  # fmt: skip
