"""The names of symbols as they look in print: letters, accents, subscripts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from thence.expr import Expr, sym, walk
from thence.form import Form
from thence.statement import Statement

#: Symbols that are Greek letters by name; ``lambda_`` stands in for the reserved word.
_GREEK_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
    "upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
    "varepsilon vartheta varphi varrho varsigma ell"
)
GREEK = frozenset(_GREEK_NAMES.split())
ACCENTS = frozenset({"hat", "bar", "tilde"})


@dataclass(frozen=True, slots=True)
class Name:
    """A symbol's name taken apart: letters, accents and subscripts."""

    base: str
    accents: tuple[str, ...] = ()
    subscripts: tuple[str, ...] = ()
    verbatim: bool = False


def take_apart(name: str) -> Name:
    """The parts of a symbol's name.

    >>> take_apart("x_hat_12")
    Name(base='x', accents=('hat',), subscripts=('12',), verbatim=False)
    >>> take_apart("alpha1").subscripts
    ('1',)
    """
    base, *rest = [part for part in name.split("_") if part] or [name]
    letters = base.rstrip("0123456789")
    if letters == "lamda":  # as SymPy spells it, for the word is Python's own
        letters, base = "lambda", base.replace("lamda", "lambda")
    if letters and letters != base and (len(letters) == 1 or letters in GREEK):
        base, rest = letters, [base[len(letters) :], *rest]
    accents = tuple(part for part in rest if part in ACCENTS)
    return Name(base, accents, tuple(part for part in rest if part not in ACCENTS))


#: Letters with a meaning of their own: a symbol that looks the same is printed as it is typed.
_RESERVED = (Name("e"), Name("pi"))
#: What is printed as a letter, by its head or name: no symbol beside it may look like it.
_LETTER_OF = {
    "Derivative": Name("d"),
    "Integral": Name("d"),
    "gamma": Name("Gamma"),
    "GoldenRatio": Name("varphi"),
    "EulerGamma": Name("gamma", (), ("E",)),
}


def names_of(expressions: Iterable[Expr]) -> dict[str, Name]:
    """How each symbol is printed, so that no two symbols of a statement look alike."""
    nodes = [node for expr in expressions for node in walk(expr)]
    symbols = sorted({node.name for node in nodes if node.head in ("sym", "at")})
    heads = {node.name if node.head == "const" else node.head for node in nodes}
    taken = {*_RESERVED, *(look for head, look in _LETTER_OF.items() if head in heads)}
    if any(node.head == "/" and all(_begins(arg) == "d" for arg in node.args) for node in nodes):
        taken.add(_LETTER_OF["Derivative"])
    arity = {node.name: len(node.args) for node in nodes if node.head == "at"}
    indexed = [(take_apart(name), count) for name, count in arity.items()]
    looks = [take_apart(name) for name in symbols]
    found = {}
    for name, look in zip(symbols, looks, strict=True):
        alike = looks.count(look) > 1 or look in taken
        # An entry has its indices behind the subscripts of its family; two make a Kronecker delta.
        count = len(look.subscripts) + arity.get(name, 0)
        for own, more in indexed:
            stem = replace(look, subscripts=look.subscripts[: max(count - more, 0)])
            alike |= own == stem != look and len(own.subscripts) == count - more
        alike |= "KroneckerDelta" in heads and look.base == "delta" and count == 2
        found[name] = Name(name, verbatim=True) if alike else look
    return found


def _begins(expr: Expr) -> str:
    """The name that an expression in infix notation begins with, if it begins with one."""
    while expr.head not in ("sym", "at") and expr.args:
        expr = expr.args[0]
    return expr.name if expr.head in ("sym", "at") else ""


def statement_names(statement: Statement) -> dict[str, Name]:
    """How the symbols of a statement look, those of its domain and hypotheses included."""
    given = [sym(name) for name in statement.given]
    if statement.towards is not None:
        given += [sym(statement.towards.name), statement.towards.target]
    return names_of((statement.lhs, statement.rhs, *statement.assuming, *given))


def form_names(form: Form) -> dict[str, Name]:
    """How the symbols of a form look."""
    formulas = [part for part in form.parts if isinstance(part, Expr)]
    return names_of((*formulas, *form.assuming, *map(sym, form.given)))
