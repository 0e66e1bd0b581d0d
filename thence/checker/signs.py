"""Signs of the factors of a normal form: from bounds, hypotheses, and the ends of domains.

A sign is ``>`` ``>=`` ``!=`` ``=``, each short for that relation to 0, or nothing where no more is
known.  What an earlier one rests on is never asked again while it is sought.
"""

from __future__ import annotations

from typing import Any

from flint import arb

from .terms import HALF, OO, PI, Term, num, obligations, plus, rational, sin, sym, symbols

#: ``rel``, and the polynomial that has it to 0, as a constant times powers of factors.
Known = tuple[str, Any, Any, list[tuple[Any, int]]]


def sign(form: Any, f: Any) -> str:
    """What is known of a polynomial of the normal form."""
    term = form.term(f)
    if form.context.shows(">", term):
        return ">"
    found = assumed(form, f) or _by_kernel(form, f)
    if found in ("", "!=") and form.context.shows(">=", term):
        return ">" if found else ">="
    return found


def known(form: Any) -> list[Known]:
    """The hypotheses, n/d rel 0 as n*d rel 0, what they need to be defined, which they are, and
    what lies between the ends of its domain."""
    found: list[tuple[str, Any]] = []
    given = form.context.hypotheses
    needs = [need for _, term in given for need in obligations(term) if need[0] != "each"]
    for rel, term in [*given, *needs, *_between(form.context)]:
        a = form.of(term)
        n = a.n if a.d == 1 else a.n * a.d
        found += [(rel, n), *((rel, m) for m in without_moduli(form, n) if rel in (">", ">="))]
        if rel == ">" and a.d == 1 and _integral(form, n):  # an integer above 0 is at least 1
            found.append((">=", n - 1))
    return [(rel, n, *n.factor()) for rel, n in found if n != 0]


def without_moduli(form: Any, n: Any) -> list[Any]:
    """``p - c*f`` and ``p + c*f`` where n is ``p - c*abs(f)`` with c > 0: they are no less."""
    found = []
    for i, e in enumerate(n.degrees()):
        if e != 1 or form.kernels[i][0] != "abs":
            continue
        slope = n.derivative(i)
        if slope.is_constant() and slope.leading_coefficient() < 0:
            inner, rest = form.of(form.kernels[i][1]), n - slope * form.gens[i]
            found += [rest + slope * f for f in (inner.n, -inner.n)] if inner.d == 1 else []
    return found


def _between(context: Any) -> list[tuple[str, Term]]:
    """The ends of the domains, save those that the box is exact about."""
    found = []
    for name, (low, high) in context.ends.items():
        whole = context.box[name]
        if name in context.sizes:
            continue
        if low != -OO and not symbols(low) and not (low[0] == "num" and whole.lo == arb(low[1])):
            found.append((">" if whole.lo_open else ">=", plus(sym(name), -low)))
        if high != OO and not symbols(high) and not (high[0] == "num" and whole.hi == arb(high[1])):
            found.append((">" if whole.hi_open else ">=", plus(high, -sym(name))))
    return found


def _integral(form: Any, n: Any) -> bool:
    used = (i for i, e in enumerate(n.degrees()) if e > 0)
    return all(c.q == 1 for c in n.coeffs()) and all(
        form.context.integral(form.kernels[i]) for i in used
    )


def assumed(form: Any, f: Any) -> str:
    """The sign that what is known gives to ``f``: as a factor of it, the signs of the others being
    known, or as a positive multiple of it plus what is positive.

    What is known of the index of a sum says that its range is not empty, which holds inside that
    sum alone: of that ``f`` shows by the index."""
    if form.known is None:
        form.known = []
        form.known = known(form)
        form.signs.clear()
    seen, inside = set[str](), _indices(form, f)
    about = [fact for fact in form.known if _indices(form, fact[1]) <= inside]
    for rel, n, constant, factors in about:
        found = _as_factor(form, f, rel, constant, factors)
        seen.add(found or _as_summand(form, f, rel, n, about))
        if ">" in seen or "=" in seen or seen >= {">=", "!="}:
            return "=" if "=" in seen else ">"
    return ">=" if ">=" in seen else "!=" if "!=" in seen else ""


def _as_factor(form: Any, f: Any, rel: str, constant: Any, factors: list[tuple[Any, int]]) -> str:
    index = next((i for i, (g, _) in enumerate(factors) if _multiple(f, g) is not None), None)
    if index is None:
        return ""
    g, e = factors[index]
    others = [pair for i, pair in enumerate(factors) if i != index]
    if rel == "!=" or (rel == "=" and not others):
        return rel
    if rel == "=" or e % 2 == 0:
        return "!=" if rel == ">" else ""
    positive = constant > 0
    for h, k in others:
        above, below = _plain(form, h), _plain(form, -h)
        strict = rel == ">" or ">" in (above, below)
        if not strict and not (k % 2 == 0 and "!=" in (above, below)):
            return ""  # where this factor is 0, nothing is known
        if k % 2 and above not in (">", ">="):
            if below not in (">", ">="):
                return "!=" if rel == ">" else ""
            positive = not positive
    multiple = _multiple(f, g)
    return rel if positive == (multiple > 0) else "!=" if rel == ">" else ""


def _multiple(f: Any, g: Any) -> Any:
    c = f.leading_coefficient() / g.leading_coefficient()
    return c if f == g * c else None


def _indices(form: Any, f: Any) -> set[str]:
    """The variables of the sums and integrals of the normal form that occur in a polynomial."""
    used = (form.kernels[i] for i, e in enumerate(f.degrees()) if e > 0)
    return {name for kernel in used for name in symbols(kernel) if name.startswith("#")}


def _as_summand(form: Any, f: Any, rel: str, n: Any, about: list[Known], more: int = 1) -> str:
    """As a positive multiple of what is known plus what is not negative, or is known as well."""
    if rel not in (">", ">=") or f.is_constant() or n.is_constant():
        return ""
    c = f.leading_coefficient() / n.leading_coefficient()
    if c < 0:
        return ""
    rest = f - n * c
    if len(rest) >= len(f) + len(n):  # nothing has cancelled
        return ""
    if rest.is_constant():
        size = rest.leading_coefficient() if rest != 0 else 0
        return ">" if size > 0 else rel if size == 0 else ""
    others = {_as_summand(form, rest, r, m, about, more - 1) for r, m, *_ in about if more}
    if {">", ">="} & others:
        return ">" if ">" in others else rel
    return rel if len(rest) < 300 and form.context.shows(">=", form.term(rest)) else ""


def _plain(form: Any, f: Any) -> str:
    """The sign by bounds, or by a hypothesis of ``f`` alone."""
    term = form.term(f)
    for rel in (">", ">="):
        if form.context.shows(rel, term):
            return rel
    for rel, _, constant, factors in form.known:
        if rel != "=" and len(factors) == 1 and factors[0][1] == 1:
            multiple = _multiple(f, factors[0][0])
            if multiple is not None and (rel == "!=" or (multiple > 0) == (constant > 0)):
                return str(rel)
    return ""


def _by_kernel(form: Any, f: Any) -> str:
    """A generator whose square is 1 is not 0; gamma is positive at positive numbers, and has no
    pole at what is no integer; a root is not negative; atan, asin and erf have the sign of their
    arguments."""
    for g, negative in ((f, False), (-f, True)):
        if g not in form.gens:
            continue
        index = form.gens.index(g)
        if form.relations.get(index) == (2, form.one):
            return "!="
        kernel = form.kernels[index]
        if kernel[0] in ("atan", "asin", "erf"):
            inner = -kernel[1] if negative else kernel[1]
            return next((rel for rel in (">", ">=", "!=") if form.signed(rel, inner)), "")
        if kernel[0] == "rgamma":
            if not negative and form.signed(">", kernel[1]):
                return ">"
            return "!=" if form.signed("!=", sin(PI * kernel[1])) else ""
        if kernel[0] == "pow" and rational(kernel[2]) and not negative:
            return ">" if form.signed("!=", kernel[1]) else ">="
    return _by_cosine(form, f)


def _by_cosine(form: Any, f: Any) -> str:
    """cos u between two of its zeros, and ``2*c**2 - 1 = cos 2u``, ``1 + c = 2*cos(u/2)**2`` and
    ``1 - c = 2*sin(u/2)**2`` for c = cos u; a sine is the cosine of u - pi/2."""
    used = [i for i, e in enumerate(f.degrees()) if e > 0]
    if len(used) != 1 or form.kernels[used[0]][0] not in ("sin", "cos") or f.degrees()[used[0]] > 2:
        return ""
    (index,), (head, u) = used, form.kernels[used[0]]
    g = form.gens[index]
    angle = u if head == "cos" else u - HALF * PI
    for shape, inner, square in (
        (g, angle, False), (2 * g * g - 1, num(2) * angle, False),
        (1 + g, HALF * angle, True), (1 - g, HALF * (angle - PI), True),
    ):  # fmt: skip
        multiple = f.leading_coefficient() / shape.leading_coefficient()
        if f == shape * multiple:
            positive = multiple > 0
            return "" if square and not positive else _arch(form, inner, square, positive)
    return ""


def _arch(form: Any, angle: Term, square: bool, positive: bool) -> str:
    """``(-1)**k cos u >= 0`` where ``abs(u - k*pi) <= pi/2``: the sign of cos u**2, or of cos u if
    ``positive`` and of -cos u if not."""
    middle = form.context.bounds(angle).ball().mid() / arb.pi()
    if not abs(middle) < 1000:
        return ""
    k = int((middle + arb("0.5")).mid().floor().unique_fmpz() or 0)
    if not square and positive == bool(k % 2):
        return ""
    off = angle - num(k) * PI
    ends = []
    for gap in (off + HALF * PI, HALF * PI - off):
        a = form.of(gap)
        over = a.n != 0 and (a.d == 1 or sign(form, a.d) == ">")
        ends.append(sign(form, a.n) if over else "")
    if ends == [">", ">"]:
        return ">"
    return ">=" if not square and all(e in (">", ">=") for e in ends) else ""
