"""Induction over an integer variable: what its rule accepts, and what it must not."""

import pytest

FORM, BOUNDS = {"rule": "normal form"}, {"rule": "bounds"}
N = {"n": "integer>=1"}
#: T(n) = n + 1 - H(n) >= 0, since T(n + 1) - T(n) = 1 - 1/(n + 1).
HARMONIC = "n + 1 - Sum(1/k, (k, 1, n))"
STEPS = {
    "rule": "induction", "var": "n", "base": BOUNDS, "times": "1", "nonnegative": FORM,
    "rest": "n/(n + 1)", "step": FORM,
}  # fmt: skip
#: T(n) = 2**n - n - 1 >= 0, since T(n + 1) = 2 T(n) + n.
POWER = STEPS | {"base": FORM, "times": "2", "rest": "n"}


def test_a_sum_and_a_power(shows):
    assert shows(N, ">=", HARMONIC, STEPS)
    assert shows(N, ">=", "2**n - n - 1", POWER)


def test_an_equation(shows):
    term = "Sum(k, (k, 1, n)) - n*(n + 1)/2"
    proof = {"rule": "induction", "var": "n", "base": FORM, "times": "1", "rest": "0", "step": FORM}
    assert shows(N, "=", term, proof)
    assert not shows(N, "=", term + " + 10**-30", proof)
    # Of an equation any multiple will do: (-1)**n alternates.
    term = "Sum((-1)**k, (k, 1, n)) - ((-1)**n - 1)/2"
    assert shows(N, "=", term, proof)


def test_summands_that_depend_on_the_variable(shows):
    """S(n + 1) = b S(n) + 1 for the sum S of b**(n - k): all summands move, and one is added."""
    given = N | {"b": "positive"}
    proof = {"rule": "induction", "var": "n", "base": FORM, "times": "b", "rest": "0", "step": FORM}
    assert shows(given, "=", "(1 - b)*Sum(b**(n - k), (k, 1, n)) - 1 + b**n", proof)
    for wrong in ("1 + b**(n + 1)", "1 + b**n + 10**-30", "b + b**n"):
        assert not shows(given, "=", f"(1 - b)*Sum(b**(n - k), (k, 1, n)) - {wrong}", proof)
    # a sum that runs backwards has no last summand to split off
    step = {"rule": "induction", "var": "n", "base": FORM, "times": "1", "rest": "0", "step": FORM}
    assert not shows(N, "=", "Sum(n*k, (k, 1, n - 4)) - n*(n - 4)*(n - 3)/2", step)
    shows({"n": "integer>=4"}, "=", "Sum(n*k, (k, 1, n - 4)) - n*(n - 4)*(n - 3)/2", step)


@pytest.mark.parametrize(
    "change",
    [
        {"rest": "n/(n + 1) + 10**-30"},
        {"rest": "n/(n + 1) - 10**-30"},
        {"times": "2"},
        {"times": "1 + 10**-30"},
        {"var": "k"},
        {"var": "m"},
        {"base": {"rule": "unknown"}},
        {"step": {"rule": "unknown"}},
        {"nonnegative": {"rule": "unknown"}},
    ],
)
def test_a_bent_certificate_is_rejected(shows, change):
    assert not shows(N, ">=", HARMONIC, STEPS | change)


@pytest.mark.parametrize("key", ["var", "base", "times", "rest", "step"])
def test_a_certificate_with_a_part_missing_is_rejected(shows, key):
    proof = {k: v for k, v in STEPS.items() if k != key}
    assert not shows(N, ">=", HARMONIC, proof)


def test_it_begins_at_the_first_value_and_only_there(shows):
    # true of the step, false at the start
    assert not shows(N, ">=", "n - 10**-12 - Sum(1/k, (k, 1, n))", STEPS)
    assert shows({"n": "integer>=3"}, ">=", HARMONIC, STEPS)
    for domain in ("integer", "[1, oo)", "positive", "(1, oo)", "integer in [1, 9]"):
        assert not shows({"n": domain}, ">=", "2**n - n - 1", POWER)


def test_a_negative_multiple_shows_no_inequality(shows):
    """T(n) = (-1)**n: at n + 1 it is -1 times that."""
    proof = STEPS | {"base": FORM, "times": "-1", "rest": "0"}
    assert not shows({"n": "integer>=0"}, ">=", "(-1)**n", proof)
    assert not shows({"n": "integer>=0"}, ">", "(-1)**n", proof)


def test_nothing_else_may_depend_on_the_variable(shows):
    """True at n = 1 alone, which the hypothesis says; false of n = 2."""
    given = N | {"m": "integer>=1"}
    base = {"rule": "induction", "var": "n", "base": FORM, "times": "1", "rest": "0", "step": FORM}
    assert not shows(given, "=", "Sum(0, (k, 1, n)) + m - 1", base, ["n = m", "n = 1"])
    assert not shows(given, ">=", "m - n", STEPS | {"rest": "-1"}, ["n <= m"])


#: S(n + 1) is S(n) and the entry that is added.
ENTRY = STEPS | {"rest": "a[n + 1]", "step": BOUNDS}


def test_a_family_of_that_length_has_one_entry_more(shows):
    total = "Sum(a[k], (k, 1, n))"
    assert shows(N | {"a": "positive[n]"}, ">=", total, ENTRY)
    assert not shows(N | {"a": "real[n]"}, ">=", total, ENTRY)
    assert not shows(N | {"a": "positive[n]"}, ">=", total, ENTRY | {"rest": "a[n + 2]"})
    assert not shows(N | {"a": "positive[n]"}, ">=", total, ENTRY | {"rest": "a[n]"})
    assert not shows(N | {"a": "positive[n]"}, ">=", f"{total} - 10**-30", ENTRY)


@pytest.mark.parametrize("size", ["2*n", "n + 1", "n - 1", "10 - n", "n**2"])
def test_a_family_of_another_length_that_changes_is_none(shows, size):
    proof = STEPS | {"rest": "n + 1", "step": BOUNDS}
    assert not shows(N | {"a": f"positive[{size}]"}, ">=", "Sum(k, (k, 1, n))", proof)
    assert shows(N | {"a": "positive[n]"}, ">=", "Sum(k, (k, 1, n))", proof)


@pytest.mark.parametrize("known", ["Sum(a[k], (k, 1, n)) = 1", "a[1] >= 0", "a[2] >= 0"])
def test_of_a_family_that_grows_no_hypothesis_knows(shows, known):
    """The first n entries need not be as the hypothesis has it of all of them."""
    given = N | {"a": "positive[n]"}
    assert shows(given, ">=", "Sum(a[k], (k, 1, n))", ENTRY)
    assert not shows(given, ">=", "Sum(a[k], (k, 1, n))", ENTRY, [known])


def test_sums_up_to_the_index_are_opened_with_the_last_summand(shows):
    given = N | {"a": "positive[n]"}
    nested = "Sum(Sum(a[s], (s, 1, k)), (k, 1, n))"
    rest = "Sum(a[s], (s, 1, n)) + a[n + 1]"
    assert shows(given, ">=", nested, ENTRY | {"rest": rest})
    assert not shows(given, ">=", nested, ENTRY | {"rest": "Sum(a[s], (s, 1, n))"})
    # At n = 4 the inner sum from 6 to 4 has no value, and that from 6 to 5 is 0.
    given = {"n": "integer>=4"}
    late = STEPS | {"rest": "Sum(s, (s, 6, n)) + n + 1", "step": BOUNDS}
    assert not shows(given, ">=", "Sum(Sum(s, (s, 6, k)), (k, 5, n))", late)
    good = late | {"rest": "Sum(s, (s, 6, n + 1))"}
    assert shows(given, ">=", "Sum(Sum(s, (s, 6, k)), (k, 5, n))", good)


def test_strictness_comes_from_the_start_and_from_the_step(shows):
    """T(n) = n - 1 is 0 at n = 1; T(n) = 1/2**n - 0 stays positive, though less than any number."""
    one = {"rule": "induction", "var": "n", "base": FORM, "times": "1", "rest": "1", "step": FORM,
           "nonnegative": FORM}  # fmt: skip
    assert shows(N, ">=", "n - 1", one)
    assert not shows(N, ">", "n - 1", one)
    # With times = 0 the base says nothing of the next value, but the rest does.
    assert shows(N, ">", "n", one | {"times": "0", "rest": "n + 1"})
    assert not shows(N, ">", "2 - n", one | {"times": "0", "rest": "1 - n"})


@pytest.mark.parametrize(
    ("term", "rest"),
    [
        # the body depends on n as well, so the sum is longer and other
        ("Sum(k/n, (k, 1, n))", "(n + 1)/n"),
        # the range grows at its start
        ("Sum(1/k, (k, n, 10*n))", "1/(10*n + 1)"),
        # by two at a time
        ("Sum(1/k, (k, 1, 2*n))", "1/(2*n + 1)"),
    ],
)
def test_only_a_sum_that_is_longer_by_one_summand_is_opened(shows, term, rest):
    proof = STEPS | {"base": BOUNDS, "rest": rest}
    assert not shows(N, ">=", term, proof)
