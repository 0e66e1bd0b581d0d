"""Orders of growth: what the checker makes of certificates that say too much."""

import pytest

from thence import checker
from thence.claim import Claim
from thence.pipeline import decide
from thence.provers.goal import Search
from thence.provers.statements import certify, sealed
from thence.refuters.asymptotics import refuted_at
from thence.statement import read_statement


def stated(lhs, rel, rhs, tends, given=None):
    return read_statement(given or {}, [], lhs, rel, rhs, tends)


def proof_of(statement, seconds=5):
    certificate = certify(statement, None, Search(seconds))
    assert certificate is not None
    return certificate


def resealed(statement, certificate, **changed):
    return sealed(statement.as_json(), certificate["conclusion"], {**certificate, **changed})


def rejected(statement, certificate):
    with pytest.raises(checker.Rejected):
        checker.check(statement.as_json(), certificate)


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "tends"),
    [
        ("exp(h)", "=", "1 + h + h**2/2 + o(h**2)", "h -> 0"),
        ("sqrt(x**2 + x)", "=", "x + 1/2 + o(1)", "x -> oo"),
        ("x*(2 + sin(x))", "O", "x", "x -> oo"),
        ("log(x)", "o", "x", "x -> oo"),
        ("sin(x)", "o", "log(x)", "x -> oo"),
        ("exp(x)", "o", "1/x**2", "x -> -oo"),
    ],
)
def test_what_holds_is_accepted_of_its_own_statement_alone(lhs, rel, rhs, tends):
    statement = stated(lhs, rel, rhs, tends)
    certificate = proof_of(statement)
    checker.check(statement.as_json(), certificate)
    for other in {"x -> oo", "x -> -oo", "h -> 1"} - {str(statement.towards)}:
        moved = {**statement.as_json(), "tends": other}
        again = sealed(moved, "true", {"sides": certificate["sides"]})
        with pytest.raises(checker.Rejected):
            checker.check(moved, again)


@pytest.mark.parametrize("rel", ["~", "o", "O"])
def test_a_proof_of_one_order_is_none_of_another(rel):
    proved = {"~": ("x + 1", "x"), "o": ("sqrt(x)", "x"), "O": ("2*x", "x")}
    statement = stated(*(proved[rel][0], rel, proved[rel][1]), "x -> oo")
    certificate = proof_of(statement)
    for other in {"~", "o"} - {rel}:
        claimed = {**statement.as_json(), "rel": other}
        with pytest.raises(checker.Rejected):
            checker.check(claimed, sealed(claimed, "true", {"sides": certificate["sides"]}))


def test_both_sides_of_a_point_need_a_proof():
    statement = stated("exp(h)", "=", "1 + h + o(h)", "h -> 0")
    certificate = proof_of(statement)
    above, below = certificate["sides"]
    for sides in ([above], [], [above, below, above]):
        rejected(statement, resealed(statement, certificate, sides=sides))
    one_sided = stated("Abs(h)", "=", "h + o(h)", "h -> 0+")
    side = proof_of(one_sided)["sides"][0]
    whole = stated("Abs(h)", "=", "h + o(h)", "h -> 0")
    rejected(whole, sealed(whole.as_json(), "true", {"sides": [side, side]}))


def test_a_bound_holds_from_its_edge_on_and_is_free_of_the_variable():
    statement = stated("x*(2 + sin(x))", "O", "x", "x -> oo")
    certificate = proof_of(statement)
    (side,) = certificate["sides"]
    assert int(side["bound"]) >= 3
    for changed in ({"bound": "2"}, {"bound": "x"}, {"bound": "1/0"}, {"near": "-1"}):
        rejected(statement, resealed(statement, certificate, sides=[{**side, **changed}]))
    small = stated("x*(2 + sin(x))", "o", "x", "x -> oo")  # a bound is no limit
    rejected(small, sealed(small.as_json(), "true", {"sides": [side]}))


def test_derivatives_that_are_not_all_zero_show_no_limit():
    statement = stated("exp(h)", "=", "1 + h + o(h)", "h -> 0")
    certificate = proof_of(statement)
    sides = certificate["sides"]
    for order in (0, 2, -1, 13):
        changed = [{**side, "order": order} for side in sides]
        rejected(statement, resealed(statement, certificate, sides=changed))
    false = stated("exp(h)", "=", "1 + 2*h + o(h)", "h -> 0")
    rejected(false, sealed(false.as_json(), "true", {"sides": sides}))


def test_a_declared_variable_cannot_be_the_one_that_tends():
    data = {
        "given": {"x": "real"}, "assuming": [], "lhs": "x + 1", "rel": "~", "rhs": "x",
        "tends": "x -> oo",
    }  # fmt: skip
    sides = proof_of(stated("x + 1", "~", "x", "x -> oo"))["sides"]
    with pytest.raises(checker.Rejected, match="taken"):
        checker.check(data, sealed(data, "true", {"sides": sides}))


def test_a_statement_that_is_no_order_tends_nowhere():
    data = {
        "given": {"x": "real"}, "assuming": [], "lhs": "x", "rel": "=", "rhs": "x",
        "tends": "x -> oo",
    }  # fmt: skip
    certificate = sealed(data, "true", {"proof": {"rule": "normal form"}})
    with pytest.raises(checker.Rejected, match="orders of growth"):
        checker.check(data, certificate)


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs", "tends"),
    [
        ("x**2", "O", "x", "x -> oo"),
        ("x*log(x)", "O", "x", "x -> oo"),
        ("2*x", "~", "x", "x -> oo"),
        ("Abs(h)", "=", "h + o(h)", "h -> 0"),
        ("Sum(1/k, (k, 1, n))", "~", "2*log(n)", "integer n -> oo"),
        ("Sum(k**2, (k, 1, n))", "~", "n**3/2", "integer n -> oo"),
    ],
)
def test_a_refutation_refutes_that_and_not_what_is_true(lhs, rel, rhs, tends):
    false = stated(lhs, rel, rhs, tends)
    certificate = refuted_at(false, [(false, {}, {})], 5)
    assert certificate is not None
    for true in ((rhs, "O", lhs), (lhs, "~", lhs), (lhs, "O", f"({lhs})")):
        if "o(" in rhs:
            continue
        statement = stated(*true, tends)
        again = resealed(false, certificate)
        body = {k: again[k] for k in ("point", "which", "side", "inverse") if k in again}
        rejected(statement, sealed(statement.as_json(), "false", body))
    side = {**certificate["side"], "is": "0" if rel == "o" else "1"}
    if "inverse" not in certificate:
        rejected(false, resealed(false, certificate, side=side))


def test_no_point_makes_an_order_undefined():
    statement = stated("log(x)", "o", "x", "x -> oo")
    rejected(statement, sealed(statement.as_json(), "undefined", {"point": {}}))


N = {"n": "integer>=1"}


@pytest.mark.parametrize(
    ("lhs", "rel", "rhs"),
    [
        ("Sum(k, (k, 1, n))", "~", "n**2/2"),
        ("Sum(log(k), (k, 1, n))", "~", "n*log(n)"),
        ("Sum(1/k, (k, 1, n))", "O", "log(n + 1)"),
        ("(1 + 1/n)**n", "~", "E"),
        ("(-1)**n", "o", "n"),
        ("sin(pi*n)", "o", "1"),
    ],
)
def test_sequences(lhs, rel, rhs):
    statement = stated(lhs, rel, rhs, "n -> oo", N)
    assert str(statement.towards) == "integer n -> oo"
    checker.check(statement.as_json(), proof_of(statement))


def test_what_holds_of_a_sequence_need_not_hold_of_a_function():
    over_integers = stated("sin(pi*n)", "o", "1", "n -> oo", N)
    certificate = proof_of(over_integers)
    assert certificate["sides"][0]["whole"]
    over_reals = stated("sin(pi*n)", "o", "1", "n -> oo")
    rejected(over_reals, resealed(over_reals, certificate))
    sides = [{k: v for k, v in certificate["sides"][0].items() if k != "whole"}]
    rejected(over_integers, resealed(over_integers, certificate, sides=sides))


def test_integers_tend_to_infinity_alone():
    statement = stated("sin(h)", "~", "h", "h -> 0")
    data, certificate = statement.as_json(), proof_of(statement)
    for way in ("integer h -> 0", "integer h -> 0+", "integer  h -> oo", "integer -> oo"):
        bent = {**data, "tends": way}
        again = sealed(bent, "true", {"sides": certificate["sides"]})
        with pytest.raises(checker.Rejected):
            checker.check(bent, again)


def test_the_values_of_sums_along_a_sequence_are_proved():
    statement = stated(
        "Sum(k*b**k, (k, 1, n))", "~", "b/(1 - b)**2", "integer n -> oo", {"b": "(0, 1)"}
    )
    certificate = proof_of(statement)
    checker.check(statement.as_json(), certificate)
    (side,) = certificate["sides"]
    (value,) = side["values"]
    for bent in (
        {"values": []},
        {"values": [value | {"is": f"{value['is']} + 10**-30"}]},
        {"values": [value | {"G": f"{value['G']} + k"}]},
        {"values": [value | {"kind": "integral"}]},
        {"near": "-3"},
        {"whole": False},
    ):
        rejected(statement, resealed(statement, certificate, sides=[side | bent]))


@pytest.mark.parametrize("factor", ["1 + 10**-12", "b", "-1"])
def test_a_sequence_of_sums_with_another_limit_is_not_certified(factor):
    rhs = f"({factor})*b/(1 - b)**2"
    statement = stated("Sum(k*b**k, (k, 1, n))", "~", rhs, "integer n -> oo", {"b": "(0, 1)"})
    assert certify(statement, None, Search(2)) is None


def test_another_limit_of_a_sequence_of_sums_is_shown_by_their_values():
    lhs = "(1 - b)*Sum(b**(n - k), (k, 1, n)) - 2"
    statement = stated(lhs, "o", "1", "integer n -> oo", {"b": "(0, 1)"})
    verdict = decide(Claim("limit", "asymptotic", (statement,)), seed=0, seconds=10)
    assert verdict["grade"] == "refuted"
    certificate = verdict["statements"][0]["certificate"]
    checker.check(statement.as_json(), certificate)
    side = certificate["side"]
    (value,) = side["values"]
    for bent in ([], [value | {"is": f"{value['is']} + 10**-30"}]):
        rejected(statement, resealed(statement, certificate, side=side | {"values": bent}))
