"""A term near a target, written in parts of it that tend to 0."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial, reduce
from math import lcm
from typing import Any

from flint import fmpq

from thence import checker
from thence.checker import ONE, ZERO, Context, NormalForm, Proof, Ratio, Rejected, Term, num
from thence.provers.goal import Goal, Search
from thence.provers.limits.approach import Approach, grows, named, simple
from thence.provers.limits.rates import (
    completed_square,
    falling_exponential,
    logarithm,
    mills_ratio,
    oscillating,
    settling,
    small_argument,
    vanishing,
    variable_power,
)
from thence.provers.terms import in_normal_form, simplified, subterms, text

#: Exponentials that are compared with one another.
MOST_COMPARED = 4
#: How often the exponent of one exponential may stand in that of another.
MULTIPLES = (1, -1, 2, -2, fmpq(1, 2), fmpq(-1, 2))


def at_zero(context: Context, found: dict[str, Any]) -> Term | None:
    """What the body is where its small parts are 0, if it is defined there."""
    to = checker.parse(found["to"], context.names | found["let"].keys())
    try:
        return simple(context, checker.substitute(to, dict.fromkeys(found["let"], checker.ZERO)))
    except Rejected:
        return None


def in_small_parts(way: Approach, body: Term, search: Search) -> Iterator[dict[str, Any]]:
    """The body in small variables: as its normal form, and with one root moved below; then with
    error functions to their first order, where their limit is not enough."""
    near = way.near
    needs = search.defined(near, body)
    if needs is None:
        return
    body = simplified(near, body) if way.x[1] in near.whole else body  # sums in closed form
    for to_first_order in (False, True):
        written = _Written(way, body, search)
        if to_first_order and not written.expand_error_functions():
            return
        if not written.level_exponentials():
            written.weigh_exponentials()
            written.compare_exponentials()
        if written.name_functions():
            written.name_late_logarithm()
            written.take_root()
            for to in written.variants():
                yield {"let": written.lets, "to": text(to), "defined": needs}


class _Written:
    """A term near a target as it is written in more and more small parts.

    ``term`` is as it was put down, ``moved`` is in its normal form; ``inner`` is the context of
    both, and ``lets`` is what the checker is told of each part.
    """

    def __init__(self, way: Approach, body: Term, search: Search) -> None:
        normal: Proof = {"rule": "normal form"}
        self.way, self.search, self.t = way, search, way.t
        self.inner = way.near.having(way.t[1], way.near.domain("(0, 1)"))
        self.term = checker.substitute(body, {way.x[1]: way.variable})
        self.moved = self.term
        self.lets: dict[str, dict[str, Any]] = {way.t[1]: named(way.part, ONE, normal, normal)}
        self.kernels: list[Term] = []

    def _part(self, suffix: str) -> Term:
        """A variable of its own for a small part."""
        return checker.sym(f"{self.way.x[1]}_{suffix}")

    def _has(self, part: Term, let: dict[str, Any], domain: str) -> None:
        """Take a small part in, with what the checker is told of it."""
        self.lets[part[1]] = let
        self.inner = self.inner.having(part[1], self.inner.domain(domain))

    def expand_error_functions(self) -> bool:
        """Error functions of what grows to their first order, if there are such."""
        if "alone" in self.search.path:  # how the first order is shown
            return False
        kernels, _ = in_normal_form(self.inner, partial(_kernels, written=self.term, t=self.t))
        found = [k for k in kernels if k[0] == "erf" and grows(self.way, k[1])]
        for i, kernel in enumerate(found):
            w = self._part(f"m{i}")
            first = mills_ratio(self.way, kernel, w, self.search)
            if first is None:
                return False
            let, small = first
            self.term = checker.replaced(simplified(self.inner, self.term), kernel, small)
            self._has(w, let, "(-1, 0]")
        return bool(found)

    def level_exponentials(self) -> bool:
        """Squares are completed in the exponents that hold 1/t**2, if there are such."""
        tilts = in_normal_form(self.inner, partial(_tilts, written=self.term, t=self.t))
        for i, (tilt, sign, c) in enumerate(tilts):
            w = self._part(f"g{i}")
            let, small = completed_square(self.way, tilt, sign, c, w)
            self.term = checker.replaced(simplified(self.inner, self.term), tilt, small)
            self._has(w, let, "(0, oo)")
        return bool(tilts)

    def weigh_exponentials(self) -> None:
        """In exp(a/t) exp(-b/t), where b > a, the first is small over the second."""
        pair = in_normal_form(self.inner, partial(_outweighed, written=self.term, t=self.t))
        if pair is None:
            return
        kernel, once, others, whole = pair
        w = self._part("g")
        falling = falling_exponential(self.way, checker.exp(whole), w, self.search)
        if falling is not None:
            let, small = falling
            small = small / others if once == 1 else others / small
            self.term = checker.replaced(simplified(self.inner, self.term), kernel, small)
            self._has(w, let, "(0, 1)")

    def compare_exponentials(self) -> None:
        """Of exponentials that may grow or fall, for all that is known, all by the largest one:
        exp(x/t)/(exp(x/t) + exp(y/t)) where x > y."""
        kernels, _ = in_normal_form(self.inner, partial(_kernels, written=self.term, t=self.t))
        found = [k for k in kernels if k[0] == "exp" and not self._settles(k[1])]
        if not 2 <= len(found) <= MOST_COMPARED or not any(map(self._may_be_either, found)):
            return
        for largest in found:
            others = [k for k in found if k != largest]
            if all(self._has_sign(largest[1] - other[1]) for other in others):
                break
        else:
            return
        term = simplified(self.inner, self.term)
        for i, other in enumerate(others):
            w = self._part(f"e{i}")
            fallen = checker.exp(other[1] - largest[1])
            falling = falling_exponential(self.way, fallen, w, self.search)
            if falling is None:
                return
            let, small = falling
            term = checker.replaced(term, other, largest * small)
            self._has(w, let, "(0, 1)")
        self.term = simplified(self.inner, term)

    def _has_sign(self, exponent: Term) -> bool:
        """Whether an exponent is shown to be positive near the target."""
        there = checker.substitute(exponent, {self.t[1]: self.way.part})
        return self.search.prove(Goal(self.way.near, ">", there)) is not None

    def _may_be_either(self, kernel: Term) -> bool:
        return not (self._has_sign(kernel[1]) or self._has_sign(-kernel[1]))

    def name_functions(self) -> bool:
        """Every function that tends to 0 or to a limit by what is small in it; False if one is
        left that can have no limit."""
        inner, t = self.inner, self.t
        self.kernels, self.moved = in_normal_form(inner, partial(_kernels, written=self.term, t=t))
        for i, kernel in enumerate(self.kernels):
            if kernel[0] in ("atan", "erf", "cos") and not grows(self.way, kernel[1]):
                continue
            if kernel[0] == "exp" and self._settles(kernel[1]):
                continue
            w = self._part(f"w{i}")
            found = _named(self.way, kernel, w, self.search)
            if found is not None:
                let, small, domain = found
                balanced = _balanced(self.inner, self.term, kernel)
                self.moved = checker.replaced(self.moved, kernel, small)
                self.term = _with_powers(self.inner, balanced, kernel, small, t)
                self._has(w, let, domain)
            elif kernel[0] != "log":
                return False
        return True

    def _settles(self, exponent: Term) -> bool:
        """Whether an exponent has a value where t is 0, as x t has for any x."""
        if grows(self.way, exponent):
            return False
        try:
            there = checker.substitute(exponent, {self.t[1]: ZERO})
            return self.search.defined(self.way.near, there) is not None
        except Rejected:
            return False

    def name_late_logarithm(self) -> None:
        """log(t), where it was hidden in log(sin(t)), for one."""
        hidden = checker.log(self.t)
        if hidden in self.kernels or all(k[0] != "log" for k in self.kernels):
            return
        late, self.moved = in_normal_form(
            self.inner, partial(_kernels, written=self.moved, t=self.t)
        )
        if hidden in late:
            w = self._part(f"w{len(self.kernels)}")
            self.kernels.append(hidden)
            let, small = logarithm(self.way, w)
            self.moved = checker.replaced(self.moved, hidden, small)
            self._has(w, let, "(-4, 4)")

    def take_root(self) -> None:
        """What is left of t**(1/q) cancels where t is the q-th power of what is small."""
        t = self.t
        q: int = in_normal_form(self.inner, partial(_fraction, moved=self.moved, t=t))
        q = lcm(q, 2) if checker.log(t) in self.kernels else q
        if q == 1:
            return
        root, power = self._part("r"), num(fmpq(1, q))
        normal: Proof = {"rule": "normal form"}
        let = {**named(self.way.part**power, ONE, normal, normal), "power": text(power)}
        del self.lets[t[1]]
        self.moved, self.term = (
            checker.substitute(part, {t[1]: root ** num(q)}) for part in (self.moved, self.term)
        )
        self._has(root, let, "(0, 1)")

    def variants(self) -> list[Term]:
        """The ways to write it: the normal form takes log(1 + 1/g) apart where g is an
        exponential, but not once that is small."""
        found: list[Term] = []
        for term in (self.moved, self.term):
            found += in_normal_form(self.inner, partial(_variants, moved=term))
        return list(dict.fromkeys(found))


def _balanced(context: Context, term: Term, kernel: Term) -> Term:
    """Each log(A) as k*u + log(A*exp(-k*u)), where A grows as exp(k*u) for the kernel exp(u)."""

    def growth(form: NormalForm, inside: Term) -> int:
        ratio = form.of(inside)
        if kernel[0] != "exp" or kernel not in form.kernels:
            return 0
        i = form.kernels.index(kernel)
        return int(ratio.n.degrees()[i] - ratio.d.degrees()[i])

    for part in dict.fromkeys(subterms(term)):
        k: int = in_normal_form(context, partial(growth, inside=part[1])) if part[0] == "log" else 0
        if k:
            exponent = num(k) * kernel[1]
            level = simplified(context, part[1] * checker.exp(-exponent))
            term = checker.replaced(term, part, exponent + checker.log(level))
    return term


def _with_powers(context: Context, term: Term, kernel: Term, small: Term, t: Term) -> Term:
    """The term with the kernel replaced, also where it is part of another exponential:
    exp(c*u + v) is exp(u)**c * exp(v), where v is free of t."""
    term = checker.replaced(term, kernel, small)
    for part in dict.fromkeys(subterms(term)) if kernel[0] == "exp" else ():
        for c in MULTIPLES if part[0] == "exp" else ():
            rest = simplified(context, part[1] - num(c) * kernel[1])
            if t[1] not in checker.symbols(rest):
                term = checker.replaced(term, part, small ** num(c) * checker.exp(rest))
                break
    return term


def _named(
    way: Approach, kernel: Term, w: Term, search: Search
) -> tuple[dict[str, Any], Term, str] | None:
    """A part that tends to 0, what the kernel is in it, and where the part lies."""
    if kernel == checker.log(way.t):
        return *logarithm(way, w), "(-4, 4)"
    power = variable_power(way, kernel, w)
    if power is not None:
        return *power, "(0, 1)"
    if kernel[0] in ("sin", "cos") and grows(way, kernel[1]):
        return *oscillating(way, kernel, w), "(-1, 1)"
    settle = {"exp": falling_exponential, "sin": vanishing, "log": vanishing}.get(
        kernel[0], settling
    )
    found = settle(way, kernel, w, search)
    return None if found is None else (*found, "(0, 1)" if kernel[0] == "exp" else "(-1, 1)")


def _fraction(form: NormalForm, moved: Term, t: Term) -> int:
    """The q of the ``t**(1/q)`` that occurs."""
    form.of(moved)
    return int(max((k[2][1].q for k in form.kernels if k[0] == "pow" and k[1] == t), default=1))


def _kernels(form: NormalForm, written: Term, t: Term) -> tuple[list[Term], Term]:
    ratio = form.of(written)
    kinds = ("exp", "erf", "atan", "log", "sin", "cos")
    # What depends on the variable of a sum or an integral is no part that tends to anything.
    free = [k for k in form.kernels if not any(n.startswith("#") for n in checker.symbols(k))]
    found = [k for k in free if k[0] in kinds and t[1] in checker.symbols(k)]
    steady = [k for k in found if k[0] != "sin" or form.of(k[1]).d.degrees()[form.kernels.index(t)]
              or small_argument(form, k, t) is not None]  # fmt: skip
    return sorted(steady, key=lambda k: -sum(1 for _ in subterms(k))), ratio.term()


def _variants(form: NormalForm, moved: Term) -> list[Term]:
    """The normal form, and the same after multiplying by a conjugate above and below."""
    ratio = form.of(moved)
    found = [ratio.term()]
    for i, (power, value) in list(form.relations.items()):
        if power == 2 and ratio.n.degrees()[i] == 1:
            r, b = form.gens[i], ratio.n.derivative(i)
            a = ratio.n - b * r
            product = Ratio(form, a * a - b * b * value, ratio.d)
            found.append(product.term() / form.term(a - b * r))
    return found


def _tilts(form: NormalForm, written: Term, t: Term) -> list[tuple[Term, Term, Term]]:
    """The kernels ``exp(b/t)`` beside an ``exp(-a/t**2)`` that are not known to fall, each
    with the sign of its power and a c > 0: ``exp(c/t**2)`` for all of them together grows less than
    the other falls.
    """
    ratio, found, falls = form.of(written), list[tuple[Term, int]](), ZERO
    for kernel, up, down in zip(form.kernels, ratio.n.degrees(), ratio.d.degrees(), strict=False):
        rate = (form.of(kernel[-1]) * form.of(t)).term() if kernel[0] == "exp" else None
        if rate is None or not (up or down):
            continue
        square = (form.of(kernel[1]) * form.of(t) ** 2).term()
        if t[1] not in checker.symbols(rate):
            falling = -rate if up else rate
            if not (up and down) and not form.context.holds(">", falling):
                found.append((kernel, int(up) - int(down)))
        elif t[1] not in checker.symbols(square):
            falls = checker.plus(falls, num(int(down) - int(up)) * square)
    if not found or falls == ZERO or not form.context.holds(">", falls):
        return []
    share = num(2 * len(found))
    return [
        (k, num(1 if e > 0 else -1), form.of(falls / (share * num(abs(e)))).term())
        for k, e in found
    ]


def _outweighed(form: NormalForm, written: Term, t: Term) -> tuple[Term, int, Term, Term] | None:
    """A kernel ``exp(a/t)`` that may grow beside others that make it fall, for all that is known
    of the parameters: the kernel, its power, the others, and the exponent of them all."""
    ratio = form.of(written)
    monomials = list(ratio.n.to_dict())
    if not monomials:
        return None
    found: list[tuple[Term, int, bool]] = []
    for kernel, up, down in zip(form.kernels, monomials[0], ratio.d.degrees(), strict=False):
        power = int(up) - int(down)
        if kernel[0] == "exp" and power and t[1] in checker.symbols(kernel):
            rate = (form.of(kernel[1]) * form.of(t) * form.of(num(-power))).term()
            if t[1] in checker.symbols(rate):
                return None
            found.append((kernel, power, form.context.holds(">", rate)))
    growing = [(k, e) for k, e, falls in found if not falls]
    if len(growing) != 1 or len(found) < 2 or abs(growing[0][1]) != 1:
        return None
    (kernel, power), rest = growing[0], [(k, e) for k, e, falls in found if falls]
    others = reduce(Term.__mul__, (k ** num(e) for k, e in rest))
    whole = reduce(checker.plus, (num(e) * k[1] for k, e, _ in found))
    return kernel, power, others, whole
