"""Kernels that are named: what is left needs to be defined in the new variable."""


def test_what_a_logarithm_needs_is_shown_in_the_new_variable(grade):
    given = {"x": "nonpositive"}
    lhs, rhs = "log(Abs(log(exp(x - 3) + 1)))", "log(log(exp(x - 3) + 1))"
    assert grade(given, lhs, ">=", rhs) == "certified"
    assert grade(given, lhs, ">=", f"{rhs} + 10**-12") == "refuted"
