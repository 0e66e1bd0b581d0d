"""Adaptive steps at small sizes: exact cases."""

import pytest
import torch

from thence_numeric.experiments import adaptive, generator, normal


def test_the_gradient_of_a_quadratic():
    at = normal(generator(0), 4)
    assert adaptive.gradient(lambda x: (x**2).sum(), at).equal(2 * at)


def test_without_a_meta_rate_the_runs_are_gradient_descent():
    starts = torch.tensor([1.0, -2.0]).double()
    ends = adaptive.quadratic_runs(starts, 2.0, 3, 0.1, 0.0)
    assert ends.tolist() == pytest.approx([0.8**3, -2 * 0.8**3])


def test_the_factors_start_at_one_and_follow_the_recurrence():
    loss, start = adaptive.smooth_loss(generator(0), 3), normal(generator(1), 3)
    gradients, factors = adaptive.adapted(loss, start, 2, 0.1, 0.5)
    assert factors[0].tolist() == [1, 1, 1]
    assert factors[1].equal(torch.exp(0.5 * gradients[0] * gradients[1]))
    assert len(gradients) == len(factors) == 3


def test_steps_of_adam_are_the_sign_while_the_gradient_stays():
    g = normal(generator(0), 3)
    steps = adaptive.adam_steps(g.expand(5, 3))
    assert steps.flatten().tolist() == pytest.approx((-g.sign()).repeat(5).tolist())
