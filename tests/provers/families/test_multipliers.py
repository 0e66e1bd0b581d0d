"""Sums under equations between sums: entropies, divergences and free energies for n entries."""

import pytest

P = {"n": "integer>=1", "p": "positive[n]", "q": "positive[n]", "s": "real[n]", "b": "positive"}
ONE_P, ONE_Q = "Sum(p[i], (i, 1, n)) = 1", "Sum(q[i], (i, 1, n)) = 1"
ENTROPY = "-Sum(p[i]*log(p[i]), (i, 1, n))"
KL = "Sum(p[i]*log(p[i]/q[i]), (i, 1, n))"
SOFTMAX = "exp(s[i])/Sum(exp(s[j]), (j, 1, n))"

TRUE = [
    ([ONE_P, ONE_Q], KL, ">=", "0"),
    ([ONE_P, ONE_Q], "-Sum(p[i]*log(q[i]), (i, 1, n))", ">=", ENTROPY),
    ([ONE_P], ENTROPY, "<=", "log(n)"),
    ([ONE_P], ENTROPY, ">=", "0"),
    ([ONE_P], ENTROPY, ">=", "1 - Sum(p[i]**2, (i, 1, n))"),
    ([ONE_P], "Sum(p[i]**2, (i, 1, n))", ">=", "1/n"),
    ([ONE_P], "Sum(p[i]**2, (i, 1, n))", "<=", "1"),
    ([ONE_P, ONE_Q], KL, "<=", "Sum((p[i] - q[i])**2/q[i], (i, 1, n))"),
    ([ONE_P, ONE_Q], "Sum(sqrt(p[i]*q[i]), (i, 1, n))", "<=", "1"),
    ([ONE_P, ONE_Q], "Sum(Abs(p[i] - q[i]), (i, 1, n))", "<=", "2"),
    ([ONE_P, ONE_Q], KL, ">=", "Sum((sqrt(p[i]) - sqrt(q[i]))**2, (i, 1, n))"),
    ([ONE_P, ONE_Q], KL, "<=", "log(Sum(p[i]**2/q[i], (i, 1, n)))"),
    ([ONE_P, ONE_Q], KL, ">=", "Sum(Abs(p[i] - q[i]), (i, 1, n))**2/2"),
    ([ONE_P, ONE_Q], "Sum((p[i] - q[i])**2/q[i], (i, 1, n))", ">=",
     "Sum(Abs(p[i] - q[i]), (i, 1, n))**2"),
    ([ONE_P], ENTROPY, ">=", "-log(Sum(p[i]**2, (i, 1, n)))"),
    ([ONE_P], ENTROPY, "<=", "2*log(Sum(sqrt(p[i]), (i, 1, n)))"),
    ([ONE_P], "log(Sum(q[i], (i, 1, n)))", ">=", "Sum(p[i]*log(q[i]/p[i]), (i, 1, n))"),
    ([ONE_P], "Sum(p[i]*s[i], (i, 1, n)) + " + ENTROPY, "<=",
     "log(Sum(exp(s[i]), (i, 1, n)))"),
    # Jensen's inequality for an exponential, also with a temperature
    ([ONE_P], "log(Sum(p[i]*exp(s[i]), (i, 1, n)))", ">=", "Sum(p[i]*s[i], (i, 1, n))"),
    ([ONE_P], "b*log(Sum(p[i]*exp(s[i]/b), (i, 1, n)))", ">=", "Sum(p[i]*s[i], (i, 1, n))"),
    ([], f"-Sum({SOFTMAX}*log({SOFTMAX}), (i, 1, n))", "<=", "log(n)"),
    ([], KL, ">=", "Sum(p[i], (i, 1, n))*log(Sum(p[i], (i, 1, n))/Sum(q[i], (i, 1, n)))"),
    # sums that are multiplied with others are numbers
    ([ONE_P], "Sum(p[i]*q[i], (i, 1, n))**3", "<=", "Sum(p[i]*q[i]**3, (i, 1, n))"),
    ([ONE_P], "1/Sum(p[i]*q[i], (i, 1, n))", "<=", "Sum(p[i]/q[i], (i, 1, n))"),
    ([], "n/Sum(1/p[i], (i, 1, n))", "<=", "Sum(p[i], (i, 1, n))/n"),
    ([], "Sum(p[i]**2, (i, 1, n))**2", "<=", "Sum(p[i], (i, 1, n))*Sum(p[i]**3, (i, 1, n))"),
]  # fmt: skip


@pytest.mark.parametrize(("assuming", "lhs", "rel", "rhs"), TRUE)
def test_a_sum_under_equations_is_decided_summand_by_summand(assuming, lhs, rel, rhs, certificate):
    assert certificate(P, assuming, lhs, rel, rhs, seconds=20)
