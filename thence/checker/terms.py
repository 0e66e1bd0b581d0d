"""Terms: what the checker reasons about, read from text by a parser of its own."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache, reduce
from typing import Any
from unicodedata import normalize

from flint import fmpq


class Rejected(Exception):
    """The certificate does not show the statement; the message says where it fails."""


class Term(tuple[Any, ...]):
    """``(head, ...)`` with head: num sym pi euler oo + * / pow exp log sin cos asin atan erf abs
    sign floor rgamma (the reciprocal of gamma, which has no poles) binomial;
    ``(at, family, *indices)`` and ``(delta, i, j)``; a binder is ``(head, body, name, *ends)``."""

    __slots__ = ()

    def __add__(self, other: Any) -> Term:
        return Term(("+", self, other))

    def __mul__(self, other: Any) -> Term:
        return Term(("*", self, other))

    def __truediv__(self, other: Term) -> Term:
        return Term(("/", self, other))

    def __pow__(self, other: Term) -> Term:
        return Term(("pow", self, other))

    def __sub__(self, other: Term) -> Term:
        return self + -other

    def __neg__(self) -> Term:
        return num(-self[1]) if self[0] == "num" else num(-1) * self

    def parts(self) -> list[Term]:
        return [a for a in self[1:] if isinstance(a, Term)]


def num(value: int | fmpq) -> Term:
    return Term(("num", fmpq(value)))


def sym(name: str) -> Term:
    return Term(("sym", name))


def fn(head: str, arity: int = 1) -> Callable[..., Term]:
    def applied(*args: Term) -> Term:
        if len(args) != arity:  # an argument that nothing reads would change what is shown
            raise Rejected(f"{head} of {len(args)} arguments")
        return Term((head, *args))

    return applied


ZERO, ONE, TWO, HALF = num(0), num(1), num(2), num(fmpq(1, 2))
exp, log, sin, cos = fn("exp"), fn("log"), fn("sin"), fn("cos")
asin, atan, erf, absolute = fn("asin"), fn("atan"), fn("erf"), fn("abs")
sign, floor, rgamma = fn("sign"), fn("floor"), fn("rgamma")
delta, binomial = fn("delta", 2), fn("binomial", 2)
PI, EULER, OO = Term(("pi",)), Term(("euler",)), Term(("oo",))
BINDERS = ("sum", "integral", "limit", "minimax", "argminimax")
#: Defined everywhere, continuous nowhere that they change.
STEPS = ("sign", "floor")
#: What may jump, or may not be continuous in its parameters; as an infinite sum may not be.
JUMPS = ("integral", "limit", "minimax", "argminimax", "delta", *STEPS)


def _maximum(*args: Term) -> Term:
    return reduce(lambda a, b: HALF * (a + b + absolute(a - b)), args)


def _side(a: Term) -> Term:
    """1 where a >= 0, else -1."""
    return sign(HALF + sign(a))


def _angle(y: Term, x: Term) -> Term:
    """The angle of the point (x, y), from above -pi to pi."""
    return _side(y) * (HALF * PI - asin(x / (x * x + y * y) ** HALF))


def _choose(n: Term, k: Term) -> Term:
    """A polynomial in n where k is a number; else see ``binomial`` in :func:`obligations`."""
    count = rational(k)
    if count is None or count.q != 1 or count > 64:
        return binomial(n, k)
    falling: Term = ONE + ZERO * n
    for i in range(int(count)):
        falling = falling * (n - num(i)) / num(i + 1)
    return falling if count >= 0 else ZERO * n


# fmt: off
#: Each function in terms of the few that the checker knows, defined exactly where it is.
FUNCTIONS: dict[str, Callable[..., Term]] = {
    "exp": exp, "sin": sin, "cos": cos, "asin": asin, "atan": atan, "erf": erf, "Abs": absolute,
    "log": log, "sqrt": lambda a: a**HALF, "cbrt": lambda a: a ** num(fmpq(1, 3)),
    "tan": lambda a: sin(a) / cos(a), "cot": lambda a: cos(a) / sin(a),
    "sec": lambda a: ONE / cos(a), "csc": lambda a: ONE / sin(a),
    "sinh": lambda a: HALF * (exp(a) - exp(-a)), "cosh": lambda a: HALF * (exp(a) + exp(-a)),
    "tanh": lambda a: ONE - TWO / (exp(TWO * a) + ONE),
    "coth": lambda a: ONE + TWO / (exp(TWO * a) - ONE),
    "acos": lambda a: HALF * PI - asin(a), "erfc": lambda a: ONE - erf(a),
    "asinh": lambda a: log(a + (a * a + ONE) ** HALF),
    "acosh": lambda a: log(a + (a * a - ONE) ** HALF),
    "atanh": lambda a: HALF * log((ONE + a) / (ONE - a)),
    "Max": _maximum, "Min": lambda *args: -_maximum(*(-a for a in args)),
    "KroneckerDelta": delta, "sign": sign, "floor": floor, "ceiling": lambda a: -floor(-a),
    "acot": lambda a: HALF * PI * _side(a) - atan(a), "atan2": _angle, "rgamma": rgamma,
    "gamma": lambda a: ONE / rgamma(a), "factorial": lambda a: ONE / rgamma(a + ONE),
    "loggamma": lambda a: log(ONE / rgamma(a)) + ZERO * log(a), "binomial": _choose,
}
CONSTANTS = {
    "pi": PI, "oo": OO, "E": exp(ONE), "GoldenRatio": HALF * (ONE + num(5) ** HALF),
    "EulerGamma": EULER,
}
# fmt: on


def chosen(term: Term) -> Term:
    """A binomial coefficient by the gamma function; n is no negative integer."""
    n, k = term[1:]
    return rgamma(k + ONE) * rgamma(n - k + ONE) / rgamma(n + ONE)


def symbols(term: Term) -> set[str]:
    """The free symbols, a family counting by its name."""
    if term[0] == "sym":
        return {term[1]}
    found = set[str]().union(*map(symbols, term.parts()))
    if term[0] == "at":
        found.add(term[1])
    return found - {term[2]} if term[0] in BINDERS else found


def substitute(term: Term, values: dict[str, Term]) -> Term:
    if term[0] == "sym":
        return values.get(term[1], term)
    if term[0] in BINDERS:
        values = {name: v for name, v in values.items() if name != term[2]}
        if any(term[2] in symbols(v) for v in values.values()):
            raise Rejected(f"the name {term[2]!r} would be captured")
    return Term(substitute(a, values) if isinstance(a, Term) else a for a in term)


def replaced(term: Term, old: Term, new: Term) -> Term:
    """Every occurrence of one subterm replaced by another."""
    if term == old:
        return new
    if term[0] in BINDERS and term[2] in symbols(old) | symbols(new):
        raise Rejected(f"the name {term[2]!r} would be captured")
    return Term(replaced(a, old, new) if isinstance(a, Term) else a for a in term)


#: Summands up to which a sum is written out.
FEW = 12


def written_out(term: Term, gap: fmpq | None) -> Term | None:
    """The summands of a sum whose ends have a difference that is a small whole number, added up."""
    if gap is None or gap.q != 1 or not -1 <= gap < FEW:
        return None
    _, body, name, low, _ = term
    summands = (substitute(body, {name: plus(low, num(k))}) for k in range(int(gap) + 1))
    return reduce(plus, summands, ZERO)


def infinite(term: Term) -> bool:
    """Whether a term is an infinite sum."""
    return term[0] == "sum" and not {OO, -OO}.isdisjoint(term[3:])


def continuous(term: Term, names: set[str]) -> None:
    """Reject a term that may jump as the variables of these names change."""
    if (term[0] in JUMPS or infinite(term)) and names & symbols(term):
        raise Rejected(f"a {term[0]} may not be continuous")
    for part in term.parts():
        continuous(part, names)


def plus(a: Term, b: Term) -> Term:
    return b if a == ZERO else a if b == ZERO else a + b


def times(a: Term, b: Term) -> Term:
    return ZERO if ZERO in (a, b) else b if a == ONE else a if b == ONE else a * b


@lru_cache(maxsize=4096)
def diff(term: Term, x: str | Term) -> Term:
    """The derivative in ``x``, a symbol or an entry of a family.  Where it is defined, ``term`` is
    differentiable and this is its derivative: every division it introduces is an obligation."""
    head, first, a = term[0], term[1] if len(term) > 1 else term, term[-1]
    name, own = (x, set[str]()) if isinstance(x, str) else (x[1], symbols(x))
    if name not in symbols(term):
        return ZERO
    if head == "sym":
        return ONE
    if head == "at" and own and not any(name in symbols(index) for index in term[2:]):
        return reduce(times, map(delta, term[2:], x[2:]))
    plain = head == "sum" and not infinite(term) and term[2] not in own
    if plain and not any(name in symbols(end) for end in term[3:]):
        return Term((head, diff(first, x), *term[2:]))
    if head == "+":
        return plus(diff(first, x), diff(a, x))
    if head == "*":
        return plus(times(diff(first, x), a), times(first, diff(a, x)))
    if head == "/":
        rise, fall = times(diff(first, x), ONE / a), times(first, diff(a, x))
        return plus(rise, -times(fall, ONE / (a * a)))
    if head == "pow" and diff(a, x) != ZERO:
        growth: Term = diff(a, x) * log(first) + a * diff(first, x) / first
        return term * growth
    if head == "pow":
        less = num(a[1] - 1) if a[0] == "num" else a - ONE
        return times(times(a, first if less == ONE else first**less), diff(first, x))
    outer = {
        "exp": term, "log": ONE / a, "sin": cos(a), "cos": -sin(a), "atan": ONE / (ONE + a * a),
        "asin": ONE / (ONE - a * a) ** HALF, "abs": a / term,
        "erf": TWO * exp(-(a * a)) / PI**HALF,
    }  # fmt: skip
    if head not in outer:
        raise Rejected(f"no derivative of {head}")
    slope: Term = times(outer[head], diff(a, x))
    return slope


def rational(term: Term) -> fmpq | None:
    """The value of a constant rational term of modest size, or None."""
    if term[0] not in ("num", "+", "*", "/", "pow"):
        return None
    if term[0] == "num":
        value: fmpq = term[1]
        return value
    a, b = rational(term[1]), rational(term[2])
    if a is None or b is None or (term[0] == "/" and b == 0):
        return None
    if term[0] == "pow":
        return None if b.q != 1 or abs(b) > 5000 or (a == 0 and b < 0) else a ** int(b.p)
    return a + b if term[0] == "+" else a * b if term[0] == "*" else a / b


def obligations(term: Term) -> list[tuple[str, Term]]:
    """What must hold for ``term`` to be defined, innermost first: ``each`` for all that a binder,
    an entry or a Kronecker delta needs, and for what is enough but may not be necessary: a power
    that varies, as 0**y may be defined, and ``binomial``, which is by convention 0 or a polynomial
    where n is a negative integer."""
    if term[0] in BINDERS:
        return [("each", term)]
    found = [o for a in term.parts() for o in obligations(a)]
    power = rational(term[2]) if term[0] == "pow" else None
    if term[0] == "/":
        found += [] if rational(term[2]) else [("!=", term[2])]
    elif term[0] == "log":
        found.append((">", term[1]))
    elif term[0] == "asin":
        found.append((">=", ONE - term[1] * term[1]))
    elif term[0] in ("at", "delta", "binomial") or (term[0] == "pow" and power is None):
        found.append(("each", term))
    elif power is not None and (power.q != 1 or power < 0):
        found.append((("!=" if power.q == 1 else ">=" if power > 0 else ">"), term[1]))
    return list(dict.fromkeys(found))


# ------------------------------------------------------------------ reading

_OPERATORS: dict[type, Callable[..., Term]] = {
    ast.Add: Term.__add__, ast.Sub: Term.__sub__, ast.Mult: Term.__mul__, ast.Div: Term.__truediv__,
    ast.Pow: Term.__pow__, ast.USub: Term.__neg__, ast.UAdd: lambda a: a,
}  # fmt: skip
_RELATIONS = {ast.Eq: "=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.NotEq: "!="}


def tree(text: str) -> Any:
    """Python's own grammar reads the text into a tree, which nothing ever runs."""
    if len(text) > 40_000:
        raise Rejected("a text is too long")
    if normalize("NFKC", text) != text:  # Python would take two names for one
        raise Rejected("a text has letters that stand for others")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError as error:  # a number of thousands of digits, too
        raise Rejected(f"not an expression: {error.msg[:60]}") from None


def parse(text: str, names: set[str]) -> Term:
    """Read an expression over the declared names; ``p[]`` declares a family p, ``w[,]`` one with
    two indices."""
    return read(tree(text), names)


def relation(text: str, names: set[str]) -> tuple[str, Term]:
    """Read ``a rel b`` as ``(rel, term)`` that means ``term rel 0``."""
    found = tree(text.replace(" = ", " == "))
    (op,), (right,) = found.ops, found.comparators
    return oriented(read(found.left, names), _RELATIONS[type(op)], read(right, names))


def oriented(left: Term, rel: str, right: Term) -> tuple[str, Term]:
    if rel in ("<", "<="):
        return rel.replace("<", ">"), plus(right, -left)
    return rel, plus(left, -right)


def read(node: Any, names: set[str]) -> Term:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return num(node.value)
    if isinstance(node, ast.Name) and node.id in names | CONSTANTS.keys():
        return sym(node.id) if node.id in names else CONSTANTS[node.id]
    if isinstance(node, ast.UnaryOp):
        return _OPERATORS[type(node.op)](read(node.operand, names))
    if isinstance(node, ast.BinOp):
        return _OPERATORS[type(node.op)](read(node.left, names), read(node.right, names))
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        indices = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        family = f"{node.value.id}[{',' * (len(indices) - 1)}]"
        if indices and family in names:
            return Term(("at", family, *(read(index, names) for index in indices)))
    head = getattr(getattr(node, "func", None), "id", "")
    if not isinstance(node, ast.Call) or node.keywords or head not in {*FUNCTIONS, *BINDING}:
        raise Rejected(f"the checker does not read {ast.unparse(node)[:60]!r}")
    if head in BINDING:
        return BINDING[head](node.args, names)
    return FUNCTIONS[head](*(read(a, names) for a in node.args))


def _derivative(args: Any, names: set[str]) -> Term:
    term = read(args[0], names)
    for bound in args[1:]:
        name, often = (bound.elts[0], bound.elts[1].value) if hasattr(bound, "elts") else (bound, 1)
        x = read(name, names)
        if x[0] not in ("sym", "at"):
            raise Rejected("a derivative in what is no variable")
        if type(often) is not int or not 1 <= often <= 12:
            raise Rejected("a derivative of an order that is not from 1 to 12")
        for _ in range(often):  # 0 * term: what the body needs is needed still; and that entry
            term = diff(term, x[1] if x[0] == "sym" else x) + ZERO * term
        term = term + ZERO * x if x[0] == "at" else term
    return term


def _limit(args: Any, names: set[str]) -> Term:
    return _over("limit")([args[0], ast.Tuple(args[1:])], names)


def _over(head: str) -> Callable[[Any, set[str]], Term]:
    """``Sum(f, (i, a, b), (j, c, d))``: the first range is the innermost."""

    def binding(args: Any, names: set[str]) -> Term:
        if len(args) == 1:
            return read(args[0], names)
        if not isinstance(args[-1], ast.Tuple):
            raise Rejected(f"a {head} needs a range, such as (k, 0, 1)")
        name, *ends = args[-1].elts
        if not isinstance(name, ast.Name) or name.id in names | CONSTANTS.keys():
            raise Rejected(f"the name {ast.unparse(name)[:60]!r} is taken, or none")
        body = binding(args[:-1], names | {name.id})
        return Term((head, body, name.id, *(read(end, names) for end in ends)))

    return binding


def _product(args: Any, names: set[str]) -> Term:
    """A product of positive factors, by the sum of their logarithms."""
    ranges = [ast.Call(ast.Name("log"), [args[0]], []), *args[1:]]
    return exp(_over("sum")(ranges, names))


def _minimax(head: str) -> Callable[[Any, set[str]], Term]:
    return lambda args, names: _over(head)([args[0], *reversed(args[1:])], names)


BINDING: dict[str, Callable[[Any, set[str]], Term]] = {
    "Derivative": _derivative, "Limit": _limit, "Sum": _over("sum"), "Product": _product,
    "Integral": _over("integral"), "Minimax": _minimax("minimax"),
    "ArgMinimax": _minimax("argminimax"),
}  # fmt: skip
