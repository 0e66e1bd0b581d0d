"""What other checkers say of a claim: plain SymPy, and packages that can be installed.

Each peer is a function of a claim's statement that answers True (it holds), False (it does not)
or None.  It is used as its documentation shows it, without tuning; a peer that is not installed
has no column.  Installed by ``pip install -e '.[bench]'``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from thence.executor import ProcessExecutor, WorkerError
from thence.expr import OO, Expr, sym
from thence.readers import BadInput, read
from thence.statement import Statement
from thence.sympy_bridge import to_sympy

Answer = bool | None


def sides(statement: Statement) -> tuple[Any, Any]:
    """Both sides in SymPy, with integrals, sums and limits carried out."""
    left, right = (to_sympy(e, statement.given) for e in (statement.lhs, statement.rhs))
    return left.doit(), right.doit()


def gap(statement: Statement) -> Any:
    """What has to be nonnegative (positive where the relation is strict), or zero."""
    left, right = sides(statement)
    return right - left if statement.rel in ("<", "<=") else left - right


def constraints(statement: Statement) -> list[tuple[str, Any]]:
    """The domains and hypotheses as ``(rel, term)`` for ``term rel 0``, rel in ``>= > =``."""
    found = []
    for name, domain in statement.given.items():
        x = to_sympy(sym(name), statement.given)
        if domain.lo != -OO:
            found.append((">" if domain.lo_open else ">=", x - to_sympy(domain.lo)))
        if domain.hi != OO:
            found.append((">" if domain.hi_open else ">=", to_sympy(domain.hi) - x))
    for hypothesis in statement.assuming:
        left, right = (to_sympy(side, statement.given) for side in hypothesis.args)
        turned = hypothesis.head in ("<", "<=")
        rel = {"<": ">", "<=": ">="}.get(hypothesis.head, hypothesis.head)
        found.append((rel, right - left if turned else left - right))
    return found


def by_sympy(statement: Statement) -> Answer:
    """``simplify`` and ``equals`` for equalities, the assumptions system for inequalities."""
    import sympy

    difference = gap(statement)
    if statement.rel == "=":
        if sympy.simplify(difference) == 0:
            return True
        answer = difference.equals(0)
    elif statement.rel == "!=":
        answer = sympy.simplify(difference).is_nonzero
    else:
        simple = sympy.simplify(difference)
        answer = simple.is_nonnegative if statement.rel in ("<=", ">=") else simple.is_positive
    return None if answer is None else bool(answer)


def by_math_verify(statement: Statement) -> Answer:
    """Equality of two answers; it has no word for "not known"."""
    from math_verify import verify

    if statement.rel != "=":
        return None
    return bool(verify(*sides(statement), timeout_seconds=None))


def by_exprtest(statement: Statement) -> Answer:
    """Its zero test."""
    from exprtest import zerotest

    if statement.rel != "=":
        return None
    answer = zerotest(gap(statement))
    return None if answer is None else bool(answer)


def by_triples(statement: Statement) -> Answer:
    """A sum of squares under the constraints."""
    from triples import sum_of_squares

    if statement.rel not in ("<=", ">="):
        return None
    known = constraints(statement)
    weak = [term for rel, term in known if rel in (">=", ">")]
    equal = [term for rel, term in known if rel == "="]
    return True if sum_of_squares(gap(statement), weak, equal) is not None else None


def by_semialg(statement: Statement) -> Answer:
    """Signs on a semialgebraic set."""
    import semialg
    import sympy

    prove = {
        "<=": semialg.prove_nonnegative, ">=": semialg.prove_nonnegative,
        "<": semialg.prove_positive, ">": semialg.prove_positive, "=": semialg.prove_zero,
    }.get(statement.rel)  # fmt: skip
    if prove is None:
        return None
    relations = {">=": sympy.Ge, ">": sympy.Gt, "=": sympy.Eq, "!=": sympy.Ne}
    known = [relations[rel](term, 0) for rel, term in constraints(statement)]
    names = [to_sympy(sym(n), statement.given) for n in statement.given]
    return True if prove(gap(statement), names, assumptions=known) else None


def by_solver(solver: str, statement: Statement) -> Answer:
    """An SMT solver on the negation: ``unsat`` proves the claim."""
    from importlib import import_module

    smt = import_module(solver)
    translation = _Translation(smt)
    relation = {
        "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, "<": lambda a, b: a < b,
        ">": lambda a, b: a > b, "=": lambda a, b: a == b, "!=": lambda a, b: a != b,
    }  # fmt: skip
    if statement.rel not in relation:
        return None
    try:
        for name, domain in statement.given.items():
            translation.declare(name, domain.integer)
        for rel, left, right in _given(statement):
            translation.known.append(relation[rel](translation.of(left), translation.of(right)))
        left, right = (translation.of(e) for e in (statement.lhs, statement.rhs))
    except _NotTranslated:
        return None
    search = smt.Solver()
    search.add(*translation.known)
    search.add(smt.Not(relation[statement.rel](left, right)))
    return True if search.check() == smt.unsat else None


def _given(statement: Statement) -> list[tuple[str, Expr, Expr]]:
    found = []
    for name, domain in statement.given.items():
        x = sym(name)
        if domain.lo != -OO:
            found.append((">" if domain.lo_open else ">=", x, domain.lo))
        if domain.hi != OO:
            found.append(("<" if domain.hi_open else "<=", x, domain.hi))
    return found + [(h.head, h.args[0], h.args[1]) for h in statement.assuming]


class _NotTranslated(Exception):
    """The solver has no counterpart of the expression."""


class _Translation:
    """Expressions as terms of an SMT solver; a root is a fresh nonnegative variable.

    Division is used where the claim is defined only: a denominator is asserted not to be 0.
    """

    def __init__(self, smt: Any) -> None:
        self.smt, self.names, self.known = smt, dict[str, Any](), list[Any]()

    def declare(self, name: str, integer: bool) -> None:
        self.names[name] = self.smt.ToReal(self.smt.Int(name)) if integer else self.smt.Real(name)

    def of(self, expr: Expr) -> Any:
        smt = self.smt
        if expr.head == "num":
            return smt.Q(expr.number.numerator, expr.number.denominator)
        if expr.head == "sym":
            return self.names[expr.name]
        args = [self.of(a) for a in expr.args if expr.head != "**" or a is expr.args[0]]
        if expr.head == "/":
            self.known.append(args[1] != 0)
            return args[0] / args[1]
        if expr.head == "**":
            return self._power(args[0], expr.args[1])
        if expr.head == "sqrt":
            return self._root(args[0], 2)
        plain = {
            "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b,
            "neg": lambda a: -a, "Abs": lambda a: smt.If(a >= 0, a, -a),
        }  # fmt: skip
        known_to_solver = {"exp": "Exponential", "sin": "Sine", "cos": "Cosine"}
        if expr.head in known_to_solver and hasattr(smt, known_to_solver[expr.head]):
            return getattr(smt, known_to_solver[expr.head])(*args)
        if expr.head not in plain:
            raise _NotTranslated(expr.head)
        return plain[expr.head](*args)

    def _power(self, base: Any, exponent: Expr) -> Any:
        from thence_numeric import exact

        value = exact.value(exponent, {})
        if value is None or abs(value.numerator) > 30 or value.denominator > 12:
            raise _NotTranslated("**")
        root = base if value.denominator == 1 else self._root(base, value.denominator)
        product = self.smt.Q(1, 1)
        for _ in range(abs(value.numerator)):
            product = product * root
        if value < 0:
            self.known.append(product != 0)
            return self.smt.Q(1, 1) / product
        return product

    def _root(self, base: Any, degree: int) -> Any:
        root = self.smt.Real(f"root_{len(self.known)}")
        product = root
        for _ in range(degree - 1):
            product = product * root
        self.known += [root >= 0, product == base]
        return root


#: Peers by name: the package that each needs, and what it does.
PEERS: dict[str, tuple[str, Callable[[Statement], Answer]]] = {
    "sympy": ("sympy", by_sympy),
    "math-verify": ("math_verify", by_math_verify),
    "exprtest": ("exprtest", by_exprtest),
    "triples": ("triples", by_triples),
    "semialg": ("semialg", by_semialg),
    "z3": ("z3", partial(by_solver, "z3")),
    "cvc5": ("cvc5", partial(by_solver, "cvc5.pythonic")),
}


def installed() -> list[str]:
    """The peers whose packages are here."""
    return [name for name, (package, _) in PEERS.items() if find_spec(package)]


def ask(peer: str, statement: Statement) -> Answer:
    """One answer, in this process."""
    try:
        return PEERS[peer][1](statement)
    except RecursionError:
        return None


def answers(peer: str, file: Path, seconds: float, jobs: int) -> dict[str, Answer]:
    """What a peer says of every claim of a file, each in a process of its own with a limit."""
    claims = [c for c in read(file) if not isinstance(c, BadInput)]
    executor = ProcessExecutor(jobs, seconds=seconds, memory_mb=4096, preload=("sympy",))
    try:
        asked = {c.id: executor.submit(ask, peer, c.statements[0]) for c in claims}
        return {name: _answer(future) for name, future in asked.items()}
    finally:
        executor.shutdown(cancel_futures=True)


def _answer(future: Any) -> Answer:
    try:
        answer: Answer = future.result()
    except WorkerError:  # it raised, hung or crashed: it said nothing
        return None
    return answer
