"""The rules of positivity accept what is true, and reject whatever was bent a little."""

from copy import deepcopy

import pytest
from flint import fmpq

from thence import checker
from thence.checker import Rejected
from thence.checker.positivity import matrix, semidefinite

REAL = {"x": "real", "y": "real"}
POSITIVE = {"x": "positive", "y": "positive"}
NONNEGATIVE = {"x": "nonnegative", "y": "nonnegative", "z": "nonnegative"}
SIGHT = {"rule": "normal form"}


def shows(given, rel, term, proof, assuming=()):
    """Whether the proof shows ``term rel 0``; a malformed one may fail in any way."""
    with checker.precision():
        context = checker.context_of({"given": given, "assuming": list(assuming)})
        try:
            checker.prove(context, rel, checker.parse(term, context.names), proof)
        except (Rejected, KeyError, ValueError, TypeError, ZeroDivisionError, IndexError):
            return False
    return True


def squares(*parts, **more):
    return {"rule": "squares", "parts": [
        {"of": list(of), "basis": list(basis), "gram": gram} for of, basis, gram in parts
    ], **more}  # fmt: skip


#: x**2 - x*y + y**2 with its Gram matrix.
FORM = ([], ["x", "y"], [["1"], ["-1/2", "1"]])


def test_a_gram_matrix_shows_a_form():
    assert shows(REAL, ">=", "x**2 - x*y + y**2", squares(FORM))
    assert not shows(REAL, ">=", "x**2 - x*y + y**2 - 10**-12", squares(FORM))
    assert not shows(REAL, ">=", "x**2 - x*y + y**2 - 10**-12*x**2", squares(FORM))
    assert not shows(REAL, "=", "x**2 - x*y + y**2", squares(FORM))
    assert not shows(REAL, "!=", "x**2 - x*y + y**2", squares(FORM))
    assert not shows(REAL, ">", "x**2 - x*y + y**2", squares(FORM))


@pytest.mark.parametrize(
    "gram",
    [
        [["1"], ["-1", "1"]],  # another form
        [["1"], ["-1/2"]],  # a short row
        [["1"]],
        [["1"], ["-1/2", "1"], ["0", "0", "0"]],
        [["-1"], ["-1/2", "3"]],
        [["1.0"], ["-1/2", "1"]],
        [["1"], ["-1/2", "1/0"]],
        [["1"], ["-1/2", "1e9"]],
        [],
    ],
)
def test_a_bent_gram_matrix_is_rejected(gram):
    assert not shows(REAL, ">=", "x**2 - x*y + y**2", squares(([], ["x", "y"], gram)))


def test_an_indefinite_matrix_that_adds_up_is_rejected():
    proof = squares(([], ["x", "y"], [["1"], ["-1001/1000", "1"]]))
    assert not shows(REAL, ">=", "x**2 - 1001/500*x*y + y**2", proof)
    zero = squares(([], ["x", "y"], [["0"], ["1", "1"]]))
    assert not shows(REAL, ">=", "2*x*y + y**2", zero)


def test_semidefinite_is_exact():
    def of(*rows):
        return semidefinite(matrix([[str(v) for v in row] for row in rows], len(rows)))

    tiny = fmpq(1, 10**40)
    assert of([1], [1, 1])
    assert not of([1], [1, 1 - tiny])
    assert not of([1], [1 + tiny, 1])
    assert of([0], [0, 0])
    assert not of([0], [tiny, 1])
    assert not of([-tiny])
    assert of([2], [-1, 2], [-1, -1, 2])
    assert not of([2], [-1, 2], [-1, -1, 2 - tiny])


def test_weights_have_to_be_nonnegative():
    proof = squares((["x"], ["y"], [["1"]]))
    assert shows(NONNEGATIVE, ">=", "x*y**2", proof)
    assert not shows(REAL, ">=", "x*y**2", proof)
    assert not shows({**REAL, "x": "[-1/1000000000000, oo)"}, ">=", "x*y**2", proof)
    gap = squares((["x - y"], ["1"], [["1"]]))
    assert shows(REAL, ">=", "x - y", gap, ["x >= y"])
    assert shows(REAL, ">=", "x - y", gap, ["x > y"])
    assert not shows(REAL, ">=", "x - y", gap, ["x != y"])
    assert not shows(REAL, ">=", "x - y", gap, ["y >= x"])


def test_what_is_undefined_somewhere_is_no_basis():
    assert not shows(REAL, ">=", "0*x", squares(([], ["sqrt(x) - sqrt(x)"], [["1"]])))
    assert not shows(REAL, ">=", "1 + 0*x", squares(([], ["x/x"], [["1"]])))


def test_positive_needs_a_part_that_is_positive():
    one = ([], ["1"], [["1"]])
    term = "x**2 - x*y + y**2 + 1"
    assert shows(REAL, ">", term, squares(FORM, one, strict=1))
    assert not shows(REAL, ">", term, squares(FORM, one, strict=0))
    assert not shows(REAL, ">", term, squares(FORM, one, strict=2))
    both = (["x", "y"], ["1"], [["1"]])
    assert shows(POSITIVE, ">", "x*y", squares(both, strict=0))
    assert not shows(NONNEGATIVE, ">", "x*y", squares(both, strict=0))
    assert not shows(POSITIVE, ">", "0*x", squares((["x"], ["1"], [["0"]]), strict=0))
    # Or the term is known not to be 0.
    assert shows(REAL, ">", "x**2 - x*y + y**2", squares(FORM), ["x**2 - x*y + y**2 != 0"])
    assert not shows(REAL, ">", "x**2 - x*y + y**2", squares(FORM), ["x != 0"])


def test_a_multiplier_has_to_be_positive():
    # (x + 1)*(x**2 - x + 1) = x**3 + 1
    parts = [(["x"], ["x"], [["1"]]), ([], ["1"], [["1"]])]
    term = "x**2 - x + 1"
    positive = {"rule": "bounds"}
    assert shows(NONNEGATIVE, ">=", term, squares(*parts, by="x + 1", by_positive=positive))
    assert not shows(REAL, ">=", term, squares(*parts, by="x + 1", by_positive=positive))
    assert not shows(NONNEGATIVE, ">=", term, squares(*parts, by="x + 1"))
    # x*(x - 1) = 0 where x = 0, but x - 1 < 0 there.
    square = squares((["x"], ["x"], [["1"]]), by="x", by_positive=positive)
    assert not shows(NONNEGATIVE, ">=", "x", square)


def test_where_a_multiplier_vanishes_there_is_another_proof():
    given = {"x": "[1, 2]", "y": "nonnegative"}
    term = "x*y - 1 + y/y"  # not defined where y = 0, so not a goal that anybody asks for
    assert not shows(given, ">=", term, squares((["x", "y"], ["y"], [["1"]]), by="y"))
    proof = squares((["x"], ["y"], [["1"]]), by="y", by_positive={"rule": "bounds"})
    assert not shows(given, ">=", "x*y", proof)
    assert shows(given, ">=", "x*y", {**proof, "where_zero": {"rule": "bounds"}})
    # y*(y - 1) >= 0 fails between 0 and 1, whatever is shown where y = 0.
    bent = squares((["x"], ["y"], [["1"]]), by="y", where_zero={"rule": "bounds"})
    assert not shows(given, ">=", "x*y", bent)
    apart = squares(([], ["y"], [["1"]]), by="y", by_positive={"rule": "bounds"})
    assert not shows(given, ">=", "y - 10**-12", {**apart, "where_zero": {"rule": "bounds"}})


def test_only_equations_may_be_added():
    proof = squares(([], ["x - 1"], [["1"]]), use={"0": "1"})
    term = "x**2 - x - y"  # + (y - x + 1) = (x - 1)**2
    assert shows(REAL, ">=", term, proof, ["y - x + 1 = 0"])
    assert not shows(REAL, ">=", term, proof, ["y - x + 1 >= 0"])
    assert not shows(REAL, ">=", term, proof, ["y - x + 1 != 0"])
    assert not shows(REAL, ">=", term, proof)


def test_names_stand_for_what_they_are_given():
    proof = squares((["t"], ["1"], [["1"]]), let={"t": "y - x"})
    assert shows(REAL, ">=", "y - x", proof, ["y >= x"])
    assert not shows(REAL, ">=", "y - x", proof)
    assert not shows(REAL, ">=", "y - x", squares((["x"], ["1"], [["1"]]), let={"x": "y"}))
    assert not shows(REAL, ">=", "x", squares((["t"], ["1"], [["1"]]), let={"t": "sqrt(x)**2"}))


SCHUR = "x*(x-y)*(x-z) + y*(y-x)*(y-z) + z*(z-x)*(z-y)"
#: With x <= y <= z, u = y - x and v = z - y: x*(u**2 + u*v + v**2) + v**2*(2*u + v).
ORDERED = squares(
    (["x"], ["u", "v"], [["1"], ["1/2", "1"]]),
    (["u"], ["v"], [["2"]]),
    (["v"], ["v"], [["1"]]),
    let={"u": "y - x", "v": "z - y"},
)


def in_order(*names, **more):
    return {"rule": "symmetry", "of": list(names), "then": ORDERED, **more}


def test_order_by_symmetry():
    assert shows(NONNEGATIVE, ">=", SCHUR, in_order("x", "y", "z"))
    assert not shows(NONNEGATIVE, ">=", SCHUR, ORDERED)
    assert not shows(NONNEGATIVE, ">=", SCHUR, in_order("x", "y"))
    assert not shows(NONNEGATIVE, ">=", SCHUR, in_order("x", "y", "z", turned=True))
    assert not shows(NONNEGATIVE, ">=", SCHUR, in_order("x", "y", "y"))
    assert not shows(NONNEGATIVE, ">=", SCHUR, in_order("x"))
    assert not shows({**NONNEGATIVE, "x": "real"}, ">=", SCHUR, in_order("x", "y", "z"))
    assert not shows({**NONNEGATIVE, "y": "positive"}, ">=", SCHUR, in_order("x", "y", "z"))


def test_an_order_needs_a_symmetric_goal():
    gap = squares((["u"], ["1"], [["1"]]), let={"u": "y - x"})
    ordered = {"rule": "symmetry", "of": ["x", "y"], "then": gap}
    assert not shows(REAL, ">=", "y - x", ordered)
    assert shows(REAL, ">=", "Abs(y - x)", {**ordered, "then": {"rule": "bounds"}})
    # x >= 1 in the context is lost when x and y are exchanged.
    for hypothesis in ("x >= 1", "x - y >= 0", "x != 2*y", "x + 0/(y - 1) >= 0"):
        proof = {"rule": "symmetry", "of": ["x", "y"], "then": {"rule": "bounds"}}
        assert not shows(REAL, ">=", "(x - y)**2", proof, [hypothesis])
    twice = ["x + 0/(x - 1) >= 0", "y >= 0"]
    assert not shows(REAL, ">=", "(x - y)**2", {**proof, "of": ["x", "y"]}, twice)
    assert shows(REAL, ">=", "(x - y)**2", proof, ["x >= 1", "y >= 1"])


def test_rotation_is_less_than_symmetry():
    cyclic = "x**2*y + y**2*z + z**2*x"
    bounds = {"rule": "bounds"}
    given = dict.fromkeys("xyz", "nonnegative")
    turn = {"rule": "symmetry", "of": ["x", "y", "z"], "then": bounds, "turned": True}
    assert shows(given, ">=", cyclic, turn)
    assert not shows(given, ">=", cyclic, {**turn, "turned": False})
    assert not shows(given, ">=", "x**2*y + y**2*z + z**2", turn)


def test_products_and_signs():
    proof = {"rule": "product", "of": [["x", SIGHT], ["y", SIGHT]]}
    assert shows(POSITIVE, ">", "x*y", proof)
    bounds = {"rule": "bounds"}
    weak = {"rule": "product", "of": [["x", bounds], ["y", bounds]]}
    assert shows(NONNEGATIVE, ">=", "x*y", weak)
    assert not shows(NONNEGATIVE, ">", "x*y", weak)
    assert not shows(NONNEGATIVE, ">", "x*y", proof)
    assert not shows(POSITIVE, ">", "x*y*(x - y)", proof)
    assert not shows(POSITIVE, "=", "x*y", proof)
    assert not shows(POSITIVE, ">", "1 + 0*x", {"rule": "product", "of": [["x/x", SIGHT], ["y"]]})
    apart = {"rule": "sign", "then": squares(FORM, ([], ["1"], [["1"]]), strict=1)}
    assert shows(REAL, "!=", "x**2 - x*y + y**2 + 1", apart)
    assert shows(REAL, "!=", "-(x**2 - x*y + y**2 + 1)", {**apart, "below": True})
    assert not shows(REAL, "!=", "-(x**2 - x*y + y**2 + 1)", apart)
    assert not shows(REAL, ">", "x**2 - x*y + y**2 + 1", apart)


def test_a_sum_of_nonnegative_variables_that_is_0():
    given = {"x": "nonnegative", "y": "nonnegative", "z": "real"}
    zero = {"rule": "zero", "equation": 0, "of": ["x", "y"], "then": SIGHT}
    assert shows(given, ">=", "sqrt(x*y) - x", zero, ["x + y = 0"])
    assert not shows(given, ">=", "sqrt(x*y) - x", zero, ["x + y >= 0"])
    assert not shows(given, ">=", "sqrt(x*y) - x", zero, ["x - y = 0"])
    assert not shows(given, ">=", "sqrt(x*y) - x", zero, ["2*x + y = 1"])
    assert not shows(given, ">=", "-z**2", {**zero, "of": ["x", "z"]}, ["x + z = 0"])
    assert not shows(given, ">=", "-z**2", {**zero, "of": ["x", "y", "z"]}, ["x + y + z = 0"])
    assert not shows(given, ">", "x", zero, ["x + y = 0"])


def test_no_change_of_a_whole_certificate_goes_through():
    """Every text and number of a valid proof matters."""
    proof = in_order("x", "y", "z")

    def leaves(node, path=()):
        if isinstance(node, (dict, list)):
            for key in node if isinstance(node, dict) else range(len(node)):
                yield from leaves(node[key], (*path, key))
        else:
            yield path

    for path in leaves(proof):
        bent = deepcopy(proof)
        inner = bent
        for key in path[:-1]:
            inner = inner[key]
        inner[path[-1]] = f"{inner[path[-1]]}*2" if path[-1] != "rule" else "product"
        assert not shows(NONNEGATIVE, ">=", SCHUR, bent), path
