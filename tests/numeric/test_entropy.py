"""Entropies: exact cases, bounds, and the two iterations."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from thence_numeric.experiments import entropy, generator, normal


@given(st.integers(1, 50), st.integers(0, 5))
def test_an_entropy_lies_between_zero_and_the_logarithm_of_the_length(n, seed):
    found = float(entropy.entropy(3 * normal(generator(seed), n)))
    assert -1e-12 <= found <= math.log(n) + 1e-12


def test_equal_scores_have_the_largest_entropy_and_no_variance():
    scores = torch.full((5,), 2.0, dtype=torch.float64)
    assert float(entropy.entropy(scores)) == pytest.approx(math.log(5))
    assert float(entropy.variance(scores)) == pytest.approx(0, abs=1e-15)


def test_the_variance_is_minus_the_slope_of_the_entropy():
    s = normal(generator(0), 20)
    slope = (entropy.entropy(1.0001 * s) - entropy.entropy(0.9999 * s)) / 0.0002
    assert float(slope) == pytest.approx(-float(entropy.variance(s)), rel=1e-6)


def test_cosine_scores_are_within_d_and_have_variance_d():
    scores = entropy.cosine_scores(generator(0), 4, 2000, 16)
    assert float(scores.abs().max()) <= 16
    assert float(scores.square().mean()) == pytest.approx(16, rel=0.1)


def test_uniform_scores_are_bounded():
    scores = entropy.uniform_scores(generator(0), 2, 1000)
    assert float(scores.abs().max()) <= 1
    assert float(scores.square().mean()) == pytest.approx(1 / 3, rel=0.1)


def test_both_iterations_reach_a_target_that_is_near():
    log_p, target = entropy.log_uniform_parts(generator(0), 3, 20), 2.5
    assert log_p.exp().sum(-1).tolist() == pytest.approx([1, 1, 1])
    ends = entropy.post_iteration(log_p, target, 12)[-1]
    power = entropy.safeguarded_power(log_p, target)
    assert entropy.entropy(ends).tolist() == pytest.approx([target] * 3)
    assert (power[:, None] * log_p).log_softmax(-1).allclose(ends)


def test_only_the_safeguarded_iteration_reaches_a_target_that_is_far():
    log_p = torch.tensor([[0.0, -10.0]], dtype=torch.float64).log_softmax(-1)
    power = entropy.safeguarded_power(log_p, 0.6)
    assert float(power) > 0
    assert float(entropy.entropy(power[:, None] * log_p)) == pytest.approx(0.6)
    first = entropy.post_iteration(log_p, 0.6, 1)[1]
    assert float(first[0, 0]) < float(first[0, 1])  # the order is reversed
