r"""What an author tells thence in comments: declarations, and orders for single equations.

A comment ``thence: x real; b positive; define \sigma(t)`` holds orders with semicolons or new
lines between.  Declarations hold from there on; ``skip``, ``check``, ``expect``, ``assuming``,
``given``, ``id`` and ``note`` are for the next equation, or for the row that they stand in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from thence.asymptotics import Towards, parse_towards
from thence.domain import REAL, Domain, parse_domain
from thence.errors import InputError, ReadError
from thence.expr import CONSTANTS, Expr, free_symbols, sym
from thence.notation import Name, take_apart
from thence.parser import parse_expression, parse_relation
from thence.readers.latex import math_tokens, read_condition
from thence.readers.names import look_of
from thence.readers.resolve import EACH, for_every
from thence.readers.scope import Scope
from thence.readers.tex import tokens
from thence.statement import declared
from thence.verdict import Grade

_DOMAIN = re.compile(
    r"(?P<names>\S.*?)\s+(?:in\s+)?"
    r"(?P<domain>(?:real|positive|negative|nonnegative|nonpositive|integer)\b.*|index\s*\[.*|[(\[][^()\[\]]*.*)",
    re.DOTALL,
)
_EVERY = re.compile(
    r"(?P<what>.+?)\s*(?:\\q?quad\s*)?(?:\\text\s*\{\s*)?"
    r"\bfor (?:all|each|every)\s*\}?\s*(?P<index>\S+)",
    re.DOTALL,
)
#: Domains in one word, and the words that begin other orders.
_DOMAINS = ("real", "positive", "negative", "nonnegative", "nonpositive", "integer")
_WORDS = ("skip", "check", "expect", "assuming", "given", "note", "define", "index", "brackets",
          "kronecker", "identity", "throughout", "title")  # fmt: skip
_INDEX = re.compile(r"(?P<name>\S+)\s*=\s*(?P<low>[^.]+)\.\.(?P<high>.+)", re.DOTALL)
_ORDER = re.compile(
    r"(skip all|skip|check all|check|expect|assuming|given|as|at|in|id|note|define|index|brackets"
    r"|kronecker|identity|throughout|title|url|date)\b(?![_^])\s*:?\s*(.*)",
    re.DOTALL,
)
_FOR_EQUATIONS = frozenset(
    ["skip", "check", "expect", "assuming", "given", "as", "at", "in", "id", "note"]
)
_HINT = (
    "Such as: x, b real; t (0, 1); define f(x); index k = 1..n; skip: why; expect: refuted; "
    "assuming x > 0."
)


@dataclass(frozen=True, slots=True)
class Order:
    """One order: its word, what it says, and its line.  A declaration of symbols is ``domain``."""

    word: str
    text: str
    line: int

    @property
    def for_equation(self) -> bool:
        """Whether it concerns one equation."""
        return self.word in _FOR_EQUATIONS


@dataclass(slots=True)
class Header:
    """What the document says of itself, and whether equations are checked by themselves."""

    about: dict[str, str] = field(default_factory=dict)
    skip_all: str | None = None


@dataclass(slots=True)
class Wishes:
    """The orders for one equation or row, understood."""

    skip: str | None = None
    expect: str | None = None
    id: str = ""
    note: str = ""
    domains: dict[str, Domain] = field(default_factory=dict)
    assuming: tuple[Expr, ...] = ()
    tends: Towards | None = None
    varies: Expr | None = None
    place: dict[str, Expr] = field(default_factory=dict)


def orders(text: str, line: int) -> Iterator[Order]:
    """The orders of a comment that starts in this line."""
    for part in re.finditer(r"[^;\n]+", text):
        content = part.group().strip()
        if not content:
            continue
        here = line + text.count("\n", 0, part.start())
        if match := _ORDER.fullmatch(content):
            yield Order(match[1], match[2].strip(), here)
        else:
            yield Order("domain", content, here)


def declare(order: Order, scope: Scope, header: Header) -> None:
    """Enter a declaration; :class:`InputError` says what is wrong with it."""
    try:
        _DECLARATIONS[order.word](order, scope, header)
    except InputError as error:
        raise ReadError(error.what, hint=error.hint or _HINT) from None


def _names(text: str, square: bool = False) -> Iterator[tuple[Name, str, str]]:
    r"""Each name of ``x, s_{1,2}, \sigma(t)``: its look, its claim-file name, what follows.

    A name that is none is an error after the others are read, which is enough errors.
    """
    bad: ReadError | None = None
    for part in _split(text):
        try:
            yield _name(part, square)
        except ReadError as error:
            bad = bad or ReadError(f"{part[:40]!r}: {error.what}", hint=error.hint)
    if bad is not None:
        raise bad


def _name(part: str, square: bool) -> tuple[Name, str, str]:
    if part.isidentifier():
        return take_apart(part), part, ""
    stream = tokens(part)
    if not stream:
        raise ReadError("a name is missing.", hint=_HINT)
    look, end = look_of(stream, square)
    name = part if "\\" not in part and look.base == part else ""
    return look, name, "".join(token.text for token in stream[end:])


def _split(text: str) -> list[str]:
    """The parts between commas that lie outside brackets."""
    parts, depth = [""], 0
    for char in text:
        depth += (char in "([{") - (char in ")]}")
        if char == "," and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return [part.strip() for part in parts]


def _symbols(text: str, scope: Scope) -> Iterator[tuple[Name, str, Domain]]:
    r"""The symbols of ``x, y real, \lambda (0, 1)``, each with its domain."""
    for group in _groups(text):
        yield from _alike(group, scope)


def _groups(text: str) -> list[str]:
    """The parts of a declaration that end in a domain, and what is left of it."""
    found, names = list[str](), list[str]()
    for part in _split(text):
        names.append(part)
        if _DOMAIN.fullmatch(part):
            found.append(", ".join(names))
            names = []
    return [*found, ", ".join(names)] if names else found


def _alike(text: str, scope: Scope) -> Iterator[tuple[Name, str, Domain]]:
    """The symbols of ``x, y real``."""
    match = _DOMAIN.fullmatch(text)
    if match is None:
        raise ReadError(f"{text[:60]!r} is not understood.", hint=_meant(text))
    text = _plain_ends(match["domain"])
    _check_ends(match["names"], text, scope)
    domain = parse_domain(text, scope.domains)
    _check_size(domain, scope)
    for look, name, rest in _names(match["names"]):
        if rest:
            raise ReadError(f"{match['names'][:60]!r} is not a name.", hint=_HINT)
        yield look, name, domain


def _check_ends(names: str, text: str, scope: Scope) -> None:
    """Refuse ``s [0, T]`` of a declared T: the ends of a domain are numbers."""
    ends = re.match(r"([(\[])([^()\[\],]*),([^()\[\],]*)([)\]])", text)
    if ends is None:
        return
    opening, low, high, closing = ends.groups()
    for name in re.findall(r"\\?[A-Za-z_]\w*", f"{low} {high}"):
        if name not in CONSTANTS and scope.known(_name(name, square=False)[0]):
            lower = "" if "oo" in low else f"{low.strip()} {'<' if opening == '(' else '<='} "
            upper = "" if "oo" in high else f" {'<' if closing == ')' else '<='} {high.strip()}"
            hint = f"Declare {names} real, and say, thence: throughout {lower}{names}{upper}"
            raise ReadError(f"the ends of {ends[0]} are no numbers.", hint=hint)


def _plain_ends(text: str) -> str:
    r"""A domain such as ``[0, 2\pi)`` or ``(0, \infty)`` in the notation of claim files."""
    return re.sub(r"(?<=\d)\s*\\pi\b", "*pi", text).replace(r"\pi", "pi").replace(r"\infty", "oo")


def _meant(text: str) -> str:
    """What to write for a declaration that is none: a domain that is nearly there, or missing."""
    names, _, word = text.rpartition(" ")
    near = get_close_matches(word, (*_WORDS, *_DOMAINS), n=1)
    if names and word == "index":
        return f"Of how many? Write {names} index[n], where n is declared before it."
    if names and near and near[0] in _DOMAINS:
        return f"Did you mean {names} {near[0]}?"
    if not names and near and near[0] in _WORDS:
        return f"Did you mean {near[0]}?"
    if all(re.fullmatch(r"\\?\w+", part) for part in _split(text)):
        return f"It has no domain. Write {text[:60]} real, for one."
    return _HINT


def _check_size(domain: Domain, scope: Scope) -> None:
    """The length of a family and the range of an index are made of integers."""
    for name in sorted(domain.parameters):
        if not scope.domains[name].integer or scope.domains[name].parameters:
            hint = f"Declare it, thence: {name} integer>=1"
            raise ReadError(f"the length {name} is not an integer.", hint=hint)


def _declare_symbols(order: Order, scope: Scope, _: Header) -> None:
    for look, name, domain in _symbols(order.text, scope):
        mark = look.accents[-1] if look.accents else ""
        if _is_index(mark, scope) and not name:  # W^{(t)}: one for each t
            range_ = scope.domains[mark].index_of
            assert range_ is not None
            look = replace(look, accents=look.accents[:-1])
            scope.declare(look, replace(domain, sizes=(range_, *domain.sizes)))
            scope.layered.add(scope.identifier(look))
        elif ranges := _ranges(look, scope):  # mu_j: one for each j
            if domain.sizes and set(domain.sizes) <= set(ranges):
                raise _two_readings(order.text, ranges)
            stem = replace(look, subscripts=look.subscripts[:-1])
            scope.declare(stem, replace(domain, sizes=(*ranges, *domain.sizes)), listed=True)
        else:
            scope.declare(look, domain, name)


def _ranges(look: Name, scope: Scope) -> tuple[Expr, ...]:
    """The numbers of values of the letters in a subscript, if all of them are indices."""
    letters = look.subscripts[-1] if look.subscripts else ""
    names = [letters] if letters in scope.domains else list(letters)
    ranges = [scope.domains[name].index_of for name in names if name in scope.domains]
    found = tuple(size for size in ranges if size is not None)
    return found if len(found) == len(names) else ()


def _two_readings(text: str, ranges: tuple[Expr, ...]) -> ReadError:
    """``x_j real[d]`` with j from 1 to d: numbers, or a vector for each j?"""
    size = ", ".join(map(str, ranges))
    hint = f"For a number for each index leave out [{size}]; for arrays use another index."
    return ReadError(f"{text[:60]!r}: a number for each index, or an array?", hint=hint)


def _declare_defined(order: Order, scope: Scope, _: Header) -> None:
    for look, _name, rest in _names(order.text, square=True):
        if rest and not re.fullmatch(r"\([^()]+\)(?:_(?:\w|\{\w\}))?", rest):
            raise ReadError(f"{rest[:40]!r} is no list of arguments.", hint="define f(x); define y")
        marks = next((marks for marks in _BETWEEN if any(m in rest for m in marks)), frozenset())
        letters = () if rest else _letters(look, scope)
        if letters:
            own = len(look.subscripts) - (len(letters) if look.subscripts[-1] in letters else 1)
            scope.define(replace(look, subscripts=look.subscripts[:own]), indices=len(letters))
        else:
            scope.define(look, function=bool(rest), separators=marks)


#: What may stand between the arguments of a function in place of a comma.
_BETWEEN = (
    frozenset([r"\|", r"\Vert", r"\parallel", "||"]),
    frozenset([r"\mid", "|", r"\vert"]),
    frozenset([";"]),
)


def _is_index(name: str, scope: Scope) -> bool:
    """Whether a subscript counts the entries of a family."""
    return name in scope.domains and scope.domains[name].index_of is not None


def _letters(look: Name, scope: Scope) -> tuple[str, ...]:
    """The integers for each of which ``m_t``, ``A_{ij}`` or ``A_{i,j}`` has a value."""
    last = look.subscripts[-2:]
    if last and _counts(last[-1], scope):
        return last if _counts(last[0], scope) else last[-1:]
    pair = tuple(last[-1]) if last else ()
    return pair if len(pair) == 2 and all(_counts(name, scope) for name in pair) else ()


def _counts(name: str, scope: Scope) -> bool:
    """Whether a subscript is an integer, so that ``m_t`` has a value for each."""
    return name in scope.domains and scope.domains[name].integer


def _declare_index(order: Order, scope: Scope, _: Header) -> None:
    match = _INDEX.fullmatch(order.text)
    if match is None or not match["name"].isidentifier():
        raise ReadError(f"{order.text[:60]!r} is no range.", hint="index k = 1..n")
    low, high = (parse_expression(match[end], scope.domains) for end in ("low", "high"))
    scope.indices[match["name"]] = low, high


def _set_brackets(order: Order, scope: Scope, _: Header) -> None:
    if order.text not in ("group", "floor"):
        raise ReadError("brackets?", hint="brackets group; or brackets floor.")
    scope.brackets = order.text


def _set_kronecker(order: Order, scope: Scope, _: Header) -> None:
    for look, _name, rest in _names(order.text):
        if rest or look.subscripts:
            raise ReadError(f"{order.text[:40]!r} is no letter.", hint=r"kronecker \delta")
        scope.kronecker = look


def _declare_identity(order: Order, scope: Scope, _: Header) -> None:
    match = re.fullmatch(r"(?P<name>[^\[\]]+)\[(?P<size>[^\[\],]+)\]", order.text)
    if match is None:
        raise ReadError(f"{order.text[:40]!r} is no matrix.", hint="identity I[n]")
    size = parse_expression(match["size"], scope.domains)
    _check_size(replace(REAL, sizes=(size,)), scope)
    for look, name, rest in _names(match["name"]):
        if rest:
            raise ReadError(f"{match['name'][:40]!r} is not a name.", hint="identity I[n]")
        scope.identities[scope.add(look, name)] = size


def _suppose(order: Order, scope: Scope, _: Header) -> None:
    found = list(_hypotheses(order, scope, scope.domains))
    for hypothesis in found:
        check_no_index(hypothesis, scope)
    scope.throughout += found


def names_in(order: Order, scope: Scope) -> frozenset[str]:
    """The declared symbols of an order that was not read; all there are where it has no words."""
    known = frozenset([*scope.domains, *scope.defined])
    try:
        words = math_tokens(tokens(order.text, order.line), scope)
    except InputError:
        return known
    return known & {str(word) for word in words} or known


def check_no_index(hypothesis: Expr, scope: Scope, *sides: Expr) -> None:
    """Refuse a hypothesis on the entry at an index of which the sides say nothing: it would be one
    on a single entry, where for all of them is meant."""
    if hypothesis.head == EACH:
        return
    free = free_symbols(hypothesis).difference(*map(free_symbols, sides))
    for name in sorted(free):
        if name in scope.domains and scope.domains[name].index_of is not None:
            what = f"{hypothesis}: for one {name}, or for each?"
            hint = (
                f"For each: say so, for all {name}, or declare the family so, thence: x positive"
                "[n]; an equation defines it, thence: define x_i; for one: assuming."
            )
            raise ReadError(what, hint=hint)


def _set_about(order: Order, _: Scope, header: Header) -> None:
    header.about[order.word] = order.text


def _set_skip(order: Order, _: Scope, header: Header) -> None:
    header.skip_all = (order.text or "skipped") if order.word == "skip all" else None


_DECLARATIONS = {
    "domain": _declare_symbols,
    "define": _declare_defined,
    "index": _declare_index,
    "brackets": _set_brackets,
    "kronecker": _set_kronecker,
    "identity": _declare_identity,
    "throughout": _suppose,
    **dict.fromkeys(("title", "url", "date"), _set_about),
    **dict.fromkeys(("skip all", "check all"), _set_skip),
}


def wishes(found: list[Order], scope: Scope, header: Header) -> Wishes:
    """What the orders for an equation come to, the ones for its row last."""
    wish = Wishes(skip=header.skip_all)
    for order in found:
        if order.word == "skip":
            if not order.text:
                raise ReadError("skip needs a reason.", hint="skip: why it cannot be checked")
            wish.skip = order.text
        elif order.word == "check":
            wish.skip = None
        elif order.word == "expect":
            if order.text not in list(Grade):
                grades = ", ".join(Grade)
                raise ReadError(f"unknown grade {order.text[:40]!r}.", hint=f"One of {grades}.")
            wish.expect = order.text
        elif order.word == "id":
            wish.id = order.text
        elif order.word == "note":
            wish.note = order.text
        elif order.word == "given":
            wish.domains |= dict(_narrowed(order, scope))
        elif order.word == "as":
            wish.tends = _tends(order, scope)
        elif order.word == "in":
            wish.varies = _the_variable(order.text, scope)
    narrowed = scope.domains | wish.domains
    for order in found:
        if order.word == "assuming":
            wish.assuming += tuple(_hypotheses(order, scope, narrowed))
        elif order.word == "at":
            wish.place |= _the_place(order, scope, narrowed)
    return wish


def _narrowed(order: Order, scope: Scope) -> Iterator[tuple[str, Domain]]:
    """Other domains of declared symbols."""
    for look, _name, domain in _symbols(order.text, scope):
        name = scope.looks.get(look, "")
        if name not in scope.domains:
            what = f"{order.text[:40]!r} gives a domain to what is not declared."
            raise ReadError(what, hint="Declare it: thence: x real")
        yield name, domain


def _tends(order: Order, scope: Scope) -> Towards:
    r"""The variable of ``as x -> oo`` or ``as x \to 0+``, and where it goes."""
    text = order.text.replace(r"\to", "->").replace(r"\infty", "oo")
    name, arrow, target = text.partition("->")
    if not arrow:
        raise ReadError(f"{order.text[:40]!r} says not what goes where.", hint="as x -> oo")
    return parse_towards(f"{_the_variable(name, scope)} -> {target}", scope.domains)


def _the_variable(text: str, scope: Scope) -> Expr:
    """The one declared variable that an order names; limits and derivatives are in real ones."""
    names = [scope.looks.get(look, "") for look, _, rest in _names(text.strip()) if not rest]
    domain = scope.domains.get(names[0]) if len(names) == 1 else None
    if domain is None or domain.sizes or domain.integer:
        what = f"{text.strip()[:40]!r} is no declared real variable."
        raise ReadError(what, hint="Declare it: thence: x real")
    return sym(names[0])


def _the_place(order: Order, scope: Scope, domains: dict[str, Domain]) -> dict[str, Expr]:
    """Where an extreme value is taken: ``at x = a/2``."""
    found = list(_hypotheses(order, scope, domains))
    for one in found:
        if one.head != "=" or one.args[0].head != "sym":
            raise ReadError(f"{order.text[:40]!r} is no place.", hint="Such as: thence: at x = a/2")
    return {one.args[0].name: one.args[1] for one in found}


def _hypotheses(order: Order, scope: Scope, domains: dict[str, Domain]) -> Iterator[Expr]:
    """Conditions in the notation of claim files, or in LaTeX."""
    for whole in _split(order.text):
        part, every = _for_all(whole, scope)
        part = _in_tex(part) if "\\" in part else part
        if "\\" in part:
            read = read_condition(tokens(part, order.line), scope)
            yield from (for_every(h, every, scope) for h in read)
            continue
        try:
            yield for_every(parse_relation(part, declared(domains)), every, scope)
        except ReadError as error:
            if (found := _in_latex(part, order.line, scope)) is not None:
                yield from (for_every(h, every, scope) for h in found)
                continue
            hint = re.sub(r'in "given", such as \{"(.*)": "(.*)"\}\.', r"thence: \1 \2", error.hint)
            raise ReadError(f"{order.word} {part[:40]}: {error.what}", hint=hint) from None


def _for_all(text: str, scope: Scope) -> tuple[str, frozenset[str]]:
    """A condition without ``for all i`` behind it, and that index."""
    match = _EVERY.fullmatch(text)
    if match is None:
        return text, frozenset()
    name = scope.looks.get(_name(match["index"].strip(), square=False)[0], "")
    if name not in scope.domains or scope.domains[name].index_of is None:
        raise ReadError(f"{match['index']} is no index.", hint="Declare it, thence: i index[n]")
    return match["what"], frozenset([name])


def _in_tex(text: str) -> str:
    """A condition with its orders in LaTeX."""
    return text.replace("<=", r"\le ").replace(">=", r"\ge ")


def _in_latex(text: str, line: int, scope: Scope) -> list[Expr] | None:
    """A condition in LaTeX that shows no backslash, such as ``x_1 > 0``."""
    try:
        return list(read_condition(tokens(_in_tex(text), line), scope))
    except InputError:
        return None
