"""Strict inequalities about sums: true of at least two summands, false of one."""

import pytest

Z = {"z": "real[n]", "k": "index[n]"}
P, ONE_P = {"p": "positive[n]", "k": "index[n]"}, ["Sum(p[i], (i, 1, n)) = 1"]
LSE = "log(Sum(exp(z[j]), (j, 1, n)))"
CASES = [
    (Z, LSE, ">", "z[k]", []),
    (Z, "exp(z[k])/Sum(exp(z[j]), (j, 1, n))", "<", "1", []),
    (P, "p[k]", "<", "1", ONE_P),
    (P, "p[1]", "<", "1", ONE_P),
]


@pytest.mark.parametrize(("given", "lhs", "rel", "rhs", "assuming"), CASES)
def test_two_summands_are_needed(grade, given, lhs, rel, rhs, assuming):
    assert grade({"n": "integer>=2"} | given, lhs, rel, rhs, assuming) == "certified"
    assert grade({"n": "integer>=1"} | given, lhs, rel, rhs, assuming) == "refuted"
