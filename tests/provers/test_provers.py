"""Every prover carries false statements that it must not prove, and is held to them here."""

from importlib import import_module
from pkgutil import walk_packages

import pytest
from flint import fmpq

import thence.provers
from thence import checker, verdict
from thence.claim import Claim
from thence.provers.goal import Goal, Search, tactics
from thence.provers.statements import certify, sealed
from thence.provers.terms import text
from thence.statement import read_statement

#: Modules of the package that find no proof by themselves.
PLUMBING = {
    "goal",
    "statements",
    "cas",
    "closed_forms",
    "gram",
    "polynomial",
    "ordering",
    "zeros",
    "definedness",
    "majorants",
    "ranges",
    "samples",
    "terms",
    "sequences",
    "edges",
    "osculants",
    "radical_sums",
    "approach",
    "small_parts",
    "rates",
}

MODULES = {
    m.name.removeprefix("thence.provers."): import_module(m.name)
    for m in walk_packages(thence.provers.__path__, "thence.provers.")
    if not m.ispkg and m.name.rpartition(".")[2] not in PLUMBING
}
FALSE = [(name, false) for name, module in MODULES.items() for false in module.MUST_NOT_PROVE]


def read(data):
    found = read_statement(
        data["given"],
        data.get("assuming", []),
        data["lhs"],
        data["rel"],
        data["rhs"],
        data.get("tends", ""),
    )
    hints = data.get("hints", {})
    claim = Claim("t.t", "lemma", (found,), lemma="jensen" if hints else "", hints=hints)
    return found, claim


def test_every_prover_is_found_and_carries_false_statements():
    assert len(MODULES) >= 11
    for name, module in MODULES.items():
        assert module.MUST_NOT_PROVE, f"{name} must carry a false statement"
        assert module.__doc__, f"{name} must say what it does"
    named = [t.NAME for t in tactics()]
    assert len(named) == len(set(named))


@pytest.fixture
def unfiltered(monkeypatch):
    """Tactics are tried on false goals too, which a search passes over."""
    monkeypatch.setattr("thence.provers.goal.false_somewhere", lambda *_: False)


@pytest.mark.slow
@pytest.mark.usefixtures("unfiltered")
@pytest.mark.parametrize(("name", "false"), FALSE, ids=lambda v: str(v)[:60])
def test_no_search_proves_a_false_statement(name, false):
    statement, claim = read(false)
    certificate = certify(statement, claim, Search(1))
    if certificate is not None:
        with pytest.raises(checker.Rejected):
            checker.check(statement.as_json(), certificate)


TACTICS = list(tactics())


#: The first false statement of each prover.
FIRST = [module.MUST_NOT_PROVE[0] for module in MODULES.values()]


@pytest.mark.slow
@pytest.mark.usefixtures("unfiltered")
@pytest.mark.parametrize("tactic", TACTICS, ids=lambda t: t.NAME)
def test_no_tactic_is_let_through_with_a_false_statement(tactic):
    """What a tactic returns for a false goal (nothing, as a rule) is rejected by the checker: for
    its own false statements, and one of each of the others."""
    for false in (*tactic.MUST_NOT_PROVE, *FIRST):
        statement, _ = read(false)
        data = statement.as_json()
        if statement.rel not in ("=", "<", "<=", ">", ">=") or "Limit" in data["lhs"]:
            continue
        with checker.precision():
            context = checker.context_of(data)
            sides = (checker.parse(data[k], context.names) for k in ("lhs", "rhs"))
            left, right = sides
            search = Search(0.3)
            try:
                proof = tactic.attempt(
                    Goal(context, *checker.oriented(left, statement.rel, right)), search
                )
            except Exception:
                continue
        if proof is not None:
            with pytest.raises(checker.Rejected):
                checker.check(data, sealed(data, "true", {"proof": proof}))


TRUE = [
    ({"x": "[0, oo)"}, "sin(x)", "<=", "x"),
    ({"x": "real"}, "exp(x)", ">=", "1 + x"),
    ({"x": "positive"}, "log(x)", "<=", "x - 1"),
    ({"x": "[-1, 1]"}, "cos(x)", ">=", "1 - x**2/2"),
    ({"x": "[0, 3]"}, "(x - sqrt(2))**2", ">=", "0"),
    ({"x": "(0, 1]"}, "x - x**3/6", "<", "sin(x)"),
    ({"x": "real"}, "log(1 + exp(x))*log(1 + exp(-x))", "<=", "log(2)**2"),
    ({"x": "real"}, "sqrt(x**2 + 1)", ">", "Abs(x)"),
    ({"x": "positive"}, "atan(x) + atan(1/x)", "=", "pi/2"),
    ({"x": "real"}, "exp(2*x) - exp(x)", ">=", "-1/4"),
    ({"x": "real"}, "tanh(x)", "increasing", "x"),
    ({"x": "real"}, "log(1 + exp(x))", "convex", "x"),
    ({"x": "positive"}, "log(x)", "concave", "x"),
    ({}, "Limit(x*exp(-x), x, oo)", "=", "0"),
    ({}, "Limit((x**2 - 1)/(x - 1), x, 1)", "=", "2"),
    ({}, "Minimax(Abs(x**2 - b), (b, 0, 2), (x, -1, 1))", "~digits", "0.5000"),
    ({}, "ArgMinimax(Abs(x**2 - b), (b, 0, 2), (x, -1, 1))", "~digits", "0.5000"),
    ({"x": "nonnegative", "b": "real"}, "b <= x", "iff", "2*b <= 2*x"),
    ({"x": "real"}, "x/(1 + x**2)", "defined", "x"),
]


@pytest.mark.parametrize(("domains", "lhs", "rel", "rhs"), TRUE, ids=lambda v: str(v))
def test_true_statements_are_certified(domains, lhs, rel, rhs):
    statement = read_statement(domains, [], lhs, rel, rhs)
    certificate = certify(statement, None, Search(30))
    assert certificate is not None
    assert verdict.certified(statement, certificate).grade == "certified"


def test_terms_print_as_they_are_read():
    names = {"x", "y"}
    for source in ("x + y*(x + 1)", "-(x/y)/x", "x**(y + 1)", "(x + 1)**(1/2)", "-x - (y - x)",
                   "exp(-(x**2))/(1 + log(y))", "(-2)**3*x", "(x/y)*(y/x)", "x/(y*x)"):  # fmt: skip
        term = checker.parse(source, names)
        again = checker.parse(text(term), names)
        with checker.precision():
            point = {"x": checker.num(fmpq(3, 7)), "y": checker.num(fmpq(11, 5))}
            gap = checker.substitute(term - again, point)
            assert checker.Context({}, {}, [], []).bounds(gap).ball().contains(0)
