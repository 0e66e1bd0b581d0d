"""Residual stacks at small sizes: their gradients against differences and exact identities."""

import pytest
import torch

from thence_numeric.experiments import generator, normal, stacks
from thence_numeric.experiments.stacks import Setting, Stack

PLAIN = Setting()


def small(setting=PLAIN, **options):
    return Stack(generator(0), 2, setting, nets=2, tokens=4, width=6, **options)


@pytest.mark.parametrize("setting", [Setting(), Setting(3.0, 0.5), Setting(2.0, 0.5, True)])
def test_a_small_step_changes_the_loss_as_its_gradient_says(setting):
    actual, predicted = small(setting).sgd_step(1e-9)
    assert (actual / predicted).tolist() == pytest.approx([1, 1], abs=1e-4)


@pytest.mark.parametrize("name", stacks.NAMES)
def test_a_probe_is_the_derivative_in_the_gain(name):
    stack = small(gains={name: 0.7})
    gain = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    u = stack.matrices[0][name] / 0.7
    matrices = [stack.matrices[0] | {name: gain * u}, stack.matrices[1]]
    (found,) = torch.autograd.grad(stack.losses(matrices).sum(), gain)
    assert float(stack.probes(name).sum()) == pytest.approx(float(found))


def test_scaling_the_stream_is_scaling_down_the_branch():
    x, f = normal(generator(0), 2, 4, 6), normal(generator(1), 2, 4, 6)
    assert stacks.layer_norm(3 * x + f).allclose(stacks.layer_norm(x + f / 3))


def test_the_first_order_change_of_sgd_is_the_sum_of_squares():
    stack = small()
    squares = sum(
        layer[name].square().sum((1, 2)) for layer in stack.gradients() for name in stacks.FACTORED
    )
    assert stack.first_order()["SGD"].allclose(squares)


def test_a_branch_of_gain_zero_does_not_move_the_input():
    stack = small(Setting(gain=0.0))
    assert float((stack.stream() - stack.x).abs().max()) < 1e-12


def test_exponents_take_one_point_a_net():
    found = stacks.exponents(generator(0), (1, 2, 4), lambda depth: Setting(), nets=2, width=4)
    assert set(found) == {"SGD", "Adam", "LAMB"}
    assert all(fit.low <= fit.value <= fit.high for fit in found.values())


def test_the_table_is_that_of_the_post():
    found = stacks.settings(8)
    assert (found["SGD"].alpha, found["SGD"].gain) == pytest.approx((2, 0.5))
    assert (found["Adam"].alpha, found["Adam"].gain) == pytest.approx((4, 0.25))
    assert (found["LAMB"].alpha, found["LAMB"].gain) == pytest.approx((1, 0.25))


def test_a_probe_is_its_cosine_times_both_norms():
    stack = small(gains={"2": 0.7})
    u, g = stack.matrices[0]["2"][0] / 0.7, stack.gradients()[0]["2"][0]
    one = Stack(generator(0), 2, PLAIN, nets=1, tokens=4, width=6)
    assert one.probe_cosine("2") <= 1
    assert float(stack.probes("2")[0]) == pytest.approx(float((g * u).sum()))
    assert stack.probe_size("2") == pytest.approx(float(stack.probes("2").square().mean() ** 0.5))


def test_the_first_order_change_is_nearly_all_of_a_small_step():
    assert small().step_error(1e-9) < 1e-3 < small().step_error(1.0)


def test_queries_without_a_gain_have_no_gradient():
    assert small(gains={"q": 0.0, "k": 0.0}).query_share() == pytest.approx(0)


def test_a_stream_without_branches_does_not_grow():
    found = stacks.stream_growth(generator(0), (1, 2, 4), lambda _: Setting(gain=0.0, pre=True))
    assert found.y == pytest.approx([1] * 9)


def test_attention_keeps_equal_tokens_and_one_token():
    assert stacks.attended(generator(0), 8, 4, equal=True) == pytest.approx(1)
    assert stacks.attended(generator(0), 1, 4) == pytest.approx(1)


def test_the_factor_of_scaled_orthogonal_matrices_is_the_scale_squared():
    turned = torch.linalg.qr(normal(generator(0), 2, 5, 5))[0]
    assert stacks.frobenius_factor(3 * turned) == pytest.approx(9)
