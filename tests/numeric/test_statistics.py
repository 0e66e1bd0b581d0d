"""Intervals of experiments: against identities, published values and simulation."""

import math

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thence.record import schema
from thence_numeric.experiments import ControlHeld, generator, must_fail, normal
from thence_numeric.experiments.statistics import (
    clopper_pearson,
    exponent,
    mean,
    plot,
    slope,
    student_quantile,
)


@given(st.floats(-3, 3), st.floats(0.1, 10))
def test_a_power_law_without_noise_gives_its_exponent(power, scale):
    sizes = np.array([8, 16, 32, 64, 128])
    found = exponent(sizes, scale * sizes**power)
    assert found.value == pytest.approx(power, abs=1e-9)
    assert found.low <= found.value <= found.high


def test_the_interval_of_an_exponent_covers_it_as_often_as_it_says():
    sizes = np.repeat([8.0, 16, 32, 64], 3)
    noise = np.random.default_rng(0).normal(scale=0.1, size=(400, 12))
    found = [exponent(sizes, sizes**0.5 * np.exp(row), level=0.9) for row in noise]
    covered = sum(not interval.excludes(0.5) for interval in found)
    low, high = clopper_pearson(covered, 400, 0.999)
    assert low <= 0.9 <= high
    assert all(interval.excludes(1.5) for interval in found)


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [([1, 2], [1, 2], "three points"), ([1, 1, 1], [1, 2, 3], "abscissa")],
)
def test_a_slope_that_is_not_determined_is_an_error(x, y, words):
    with pytest.raises(ValueError, match=words):
        slope(x, y)


@pytest.mark.parametrize("trials", [1, 10, 1000])
@pytest.mark.parametrize("level", [0.9, 0.99])
def test_clopper_pearson_without_successes_is_a_power(trials, level):
    low, high = clopper_pearson(0, trials, level)
    assert low == 0
    assert high == pytest.approx(1 - ((1 - level) / 2) ** (1 / trials), rel=1e-12)


@given(st.integers(1, 40), st.data())
def test_clopper_pearson_is_where_the_binomial_tails_have_their_weight(trials, data):
    k = data.draw(st.integers(0, trials))
    low, high = clopper_pearson(k, trials, 0.95)

    def chance(p, counts):
        return sum(math.comb(trials, i) * p**i * (1 - p) ** (trials - i) for i in counts)

    if k > 0:
        assert chance(low, range(k, trials + 1)) == pytest.approx(0.025, rel=1e-9)
    if k < trials:
        assert chance(high, range(k + 1)) == pytest.approx(0.025, rel=1e-9)
    mirrored = clopper_pearson(trials - k, trials, 0.95)
    assert (low, high) == pytest.approx((1 - mirrored[1], 1 - mirrored[0]))


def test_counts_that_cannot_be_are_an_error():
    with pytest.raises(ValueError, match="5 successes among 4"):
        clopper_pearson(5, 4)


@pytest.mark.parametrize(
    ("level", "degrees", "quantile"),  # tables of Student's distribution
    [(0.95, 1, 12.706), (0.95, 10, 2.228), (0.99, 5, 4.032), (0.99, 100, 2.626)],
)
def test_quantiles_of_student(level, degrees, quantile):
    assert student_quantile(level, degrees) == pytest.approx(quantile, abs=5e-4)


def test_the_interval_of_a_mean():
    found = mean([1.0, 2.0, 3.0], 0.95)
    assert found.value == 2
    assert found.high - 2 == pytest.approx(4.30265 / math.sqrt(3), rel=1e-5)


def test_a_plot_holds_means_with_their_intervals_and_the_line():
    sizes, values = [8, 8, 16, 16, 32, 32], [1.0, 1.1, 2.0, 2.2, 4.0, 4.4]
    line = exponent(sizes, values)
    drawn = plot("N", "size", {"measured": line, "exact": ([8, 16], [1, 2])})
    measured, exact = drawn.series
    assert measured.x == (8, 16, 32)
    assert measured.y[0] == pytest.approx(math.sqrt(1.1))
    assert all(a < y < b for a, y, b in zip(measured.low, measured.y, measured.high, strict=True))
    assert math.exp(measured.fit["intercept"]) * 16 ** measured.fit["slope"] == pytest.approx(
        math.sqrt(2.0 * 2.2)
    )
    assert (exact.low, exact.fit) == ((), None)


def test_a_plot_in_the_record_meets_its_schema():
    drawn = plot("N", "size", {"a": slope([1, 2, 3], [1.0, 2.0, 3.5])}, log="").as_json()
    part = {"$ref": "#/$defs/plot", "$defs": schema()["$defs"]}
    jsonschema.validate(drawn, part)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(drawn | {"log": "z"}, part)


def test_a_line_is_drawn_in_the_coordinates_of_its_fit():
    with pytest.raises(ValueError, match="drawn in 'xy'"):
        plot("x", "y", {"a": slope([1, 2, 3], [1.0, 2.0, 3.0])})


def test_a_control_that_holds_is_an_error():
    assert must_fail(True, "no skip") == "no skip"
    with pytest.raises(ControlHeld, match="did not fail: tied"):
        must_fail(False, "tied")


def test_one_seed_gives_the_same_numbers():
    assert normal(generator(3), 4, 2).equal(normal(generator(3), 4, 2))
    assert not normal(generator(3), 4).equal(normal(generator(4), 4))
