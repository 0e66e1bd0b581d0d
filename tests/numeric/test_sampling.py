from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thence.domain import parse_domain
from thence.statement import read_statement
from thence_numeric import balls, sampling
from thence_numeric.sampling import Tally, draw, inside, sample, sample_array, special_points


def statement(given, assuming=(), lhs="1", rel="<", rhs="2"):
    return read_statement(given, list(assuming), lhs, rel, rhs)


REAL = {"x": "real"}
PLANE = {"x": "real", "y": "real"}
HARD = [
    (PLANE, ["x + y = 1"]),
    (PLANE, ["x = 3*y", "x > 2"]),
    ({"x": "[0,1]", "y": "[0,1]", "z": "[0,1]"}, ["x + y + z = 1", "x <= y"]),
    ({"x": "real", "y": "positive"}, ["x < y", "y < x + 1/1000"]),
    ({"x": "positive", "y": "positive"}, ["exp(x) < y"]),
    ({"n": "integer>=1", "k": "integer>=0"}, ["k <= n"]),
    (PLANE, ["x*y > 0", "x != y"]),
    ({"b": "[4*log(2)**2, oo)", "x": "(-pi, pi)"}, ["b > x**2"]),
    ({"p": "(1, oo)", "q": "(1, oo)"}, ["1/p + 1/q = 101/100"]),
    ({"f": "positive", "a": "positive", "b": "positive"}, ["1/f = 1/a + 1/b", "a < b"]),
]


@pytest.mark.parametrize(("given", "assuming"), HARD)
def test_points_lie_in_the_domain_and_meet_the_hypotheses(given, assuming):
    about = statement(given, assuming)
    points = sample(about, 60, seed=1)
    assert len(points) == 60
    assert len({tuple(p.values()) for p in points}) == 60
    for point in points:
        assert all(inside(about.given[n], v) for n, v in point.items())
        assert sampling.meets(about, point)


@pytest.mark.parametrize(("given", "assuming"), HARD)
def test_many_points_meet_the_hypotheses(given, assuming):
    about = statement(given, assuming)
    rows = sample_array(about, 4000, seed=1)
    assert rows.shape == (4000, len(given))
    for row in rows[::200]:
        point = {n: Fraction(float(v)) for n, v in zip(given, row, strict=True)}
        assert all(inside(about.given[n], v) for n, v in point.items())
        for hypothesis in about.assuming:
            gap = balls.evaluate(hypothesis.args[0] - hypothesis.args[1], point)
            sides = (float(balls.evaluate(side, point).mid()) for side in hypothesis.args)
            size = 1 + max(abs(float(v)) for v in [*point.values(), *sides])
            wanted = {"=": abs(float(gap.mid())), "!=": 0, "<": float(gap.mid())}
            wanted |= {"<=": wanted["<"], ">": -wanted["<"], ">=": -wanted["<"]}
            assert wanted[hypothesis.head] <= 1e-11 * size


def test_one_seed_gives_one_sample_and_another_another():
    about = statement(PLANE, ["x + y > 1"])
    assert sample(about, 50, 3) == sample(about, 50, 3)
    assert sample(about, 50, 3) != sample(about, 50, 4)
    assert np.array_equal(sample_array(about, 500, 3), sample_array(about, 500, 3))
    assert not np.array_equal(sample_array(about, 500, 3), sample_array(about, 500, 4))


def test_simple_points_come_first():
    first = [p["x"] for p in sample(statement(REAL), 24, 0)][:4]
    assert first == [0, 1, -1, 2]
    assert special_points(statement(PLANE))[0] == {"x": 0, "y": 0}


def test_closed_ends_are_points_and_open_ones_are_not():
    values = {p["x"] for p in special_points(statement({"x": "[0, 1)"}))}
    assert Fraction(0) in values
    assert Fraction(1) not in values
    for near in (3, 6, 12):
        assert {Fraction(1, 10**near), 1 - Fraction(1, 10**near)} <= values


def test_extremes_and_axes():
    points = special_points(statement(PLANE))
    values = {p["x"] for p in points}
    assert {s * Fraction(10) ** k for k in (1, 3, 6) for s in (1, -1)} <= values
    assert any(p["x"] == 0 and p["y"] != 0 for p in points)
    assert any(p["x"] == p["y"] == 1000 for p in points)


def test_an_end_that_is_not_rational_is_approached_from_inside():
    low = min(p["b"] for p in special_points(statement({"b": "[4*log(2)**2, oo)"})))
    assert inside(parse_domain("[4*log(2)**2, oo)"), low)
    assert not inside(parse_domain("[4*log(2)**2, oo)"), low - Fraction(1, 10**50))
    least = sample_array(statement({"b": "[4*log(2)**2, oo)"}), 4000, 0).min()
    assert inside(parse_domain("[4*log(2)**2, oo)"), Fraction(float(least)))


def test_integers_are_integers():
    about = statement({"n": "integer>=2", "x": "real"})
    assert all(p["n"].denominator == 1 and p["n"] >= 2 for p in sample(about, 50, 0))
    rows = sample_array(about, 1000, 0)
    assert (rows[:, 0] == np.round(rows[:, 0])).all()
    assert sorted(p["n"] for p in sample(statement({"n": "integer in [1,3]"}), 50, 0)) == [1, 2, 3]


def test_many_variables_are_no_trouble():
    about = statement({f"x{i}": "real" for i in range(40)})
    assert len(sample(about, 40, 0)) == 40


def test_nothing_is_sampled_where_there_is_nothing():
    found = draw(statement({"x": "(0, 1)"}, ["x > 2"]), 20, 0)
    assert found.points == []
    assert found.outside > 0
    assert sample(statement({"x": "(1, 1)"}), 20, 0) == []
    assert len(sample_array(statement({"x": "(0, 1)"}, ["x > 2"]), 20, 0)) == 0


def test_without_variables_there_is_one_point():
    assert sample(statement({}), 20, 0) == [{}]
    assert sample(statement({}, ["1 > 2"]), 20, 0) == []
    assert sample_array(statement({}), 20, 0).shape == (1, 0)


def test_a_hypothesis_that_cannot_be_told_leaves_the_point_out():
    told = sample(statement(REAL, ["sin(x)**2 + cos(x)**2 = 1"]), 10, 0)
    assert told == [{"x": 0}]  # where sine and cosine are exact
    assert {"x": Fraction(0)} not in sample(statement(REAL, ["1/x > 0"]), 10, 0)


def test_narrow_domains_keep_their_digits():
    points = sample(statement({"x": "[1000.5, 1000.50001]"}), 40, 0)
    assert len(points) == 40


def test_a_tally_that_met_nothing_is_vacuous():
    assert Tally(outside_domain=50).vacuous
    assert not Tally(undecided=1).vacuous


@settings(max_examples=40, deadline=None)
@given(st.fractions(-9, 9, max_denominator=9), st.fractions(0, 5, max_denominator=9), st.booleans())
def test_intervals_of_every_kind(low, width, is_open):
    left, right = "([", ")]"
    text = f"{left[not is_open]}{low}, {low + width}{right[not is_open]}"
    about = statement({"x": text})
    points = [p["x"] for p in sample(about, 20, 0)]
    if is_open:
        assert all(low < x < low + width for x in points)
    else:
        assert {low, low + width} <= set(points)
        assert all(low <= x <= low + width for x in points)
    assert bool(points) == (width > 0 or not is_open)


@pytest.mark.parametrize("domain", ["[0, 1e400]", "[1e400, oo)", "(-oo, -1e400]"])
def test_ends_beyond_all_floats(domain):
    statement = read_statement({"x": domain}, [], "x", ">=", "0")
    rows = sample_array(statement, 100, 0)
    assert np.isfinite(rows).all()
    assert (len(rows) == 100) == (domain == "[0, 1e400]")
