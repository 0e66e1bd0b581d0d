"""Equivalences: each relation follows from the other one, and certificates that show less."""

from thence import checker

BY = {"rule": "normal form"}
FORGET = {"rule": "forget", "defined": {}, "then": {"rule": "bounds"}}
REAL, SIDES = {"x": "real"}, {"defined": {}, "defined_right": {}}


def equivalent(given, left, right, **proofs):
    statement = {"given": given, "assuming": [], "lhs": left, "rel": "iff", "rhs": right}
    held = {"version": checker.VERSION, "conclusion": "true", **SIDES, **proofs}
    held["digest"] = checker.digest(statement, held)
    try:
        checker.check(statement, held)
    except checker.Rejected:
        return False
    return True


def test_both_directions_are_shown():
    assert equivalent(REAL, "x > 1", "2*x > 2", there=BY, back=BY)
    # of other kinds, where both hold everywhere
    assert equivalent(REAL, "x**2 >= 0", "x**2 + 1 > 0", there={"rule": "bounds"}, back=BY)


def test_one_direction_is_not_enough():
    known = {"rule": "bounds"}
    for there in (BY, known, FORGET):
        assert not equivalent(REAL, "x > 1", "x > 0", there=BY, back=there)
        assert not equivalent(REAL, "x > 0", "x > 1", there=there, back=BY)
    assert not equivalent(REAL, "x > 1", "x >= 1", there=BY, back=BY)  # at the edge
    assert not equivalent(REAL, "x > 1", "x > 1 + 10**-12", there=BY, back=BY)
    assert not equivalent(REAL, "x != 0", "x > 0", there=BY, back=BY)


def test_a_side_that_is_not_defined_is_no_hypothesis():
    for other in ("x > 0", "1/x > 0"):
        assert not equivalent(REAL, "1/x > 0", other, there=BY, back=BY)
        assert not equivalent(REAL, other, "1/x > 0", there=BY, back=BY)
    assert equivalent({"x": "positive"}, "1/x > 0", "x > 0", there=BY, back=BY)
