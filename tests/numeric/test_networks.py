"""Batched networks at small sizes: gradients against differences, exact cases of the bound."""

import pytest
import torch

from thence_numeric.experiments import generator, networks


def value(net, x):
    h = x
    for weight, bias in zip(net.weights, net.biases, strict=True):
        before, h = h, torch.tanh((weight @ h[..., None])[..., 0] + bias)
        h = h + before if net.skip else h
    return (h * net.readout).sum(-1)


@pytest.mark.parametrize("options", [{}, {"skip": True}, {"tied": True}])
def test_the_gradient_in_the_input_is_that_of_differences(options):
    net = networks.Networks(generator(0), 3, (4, 4, 4), **options)
    found = net.gradients(torch.tanh)
    step = torch.zeros(4, dtype=torch.float64)
    step[1] = 1e-6
    slope = (value(net, net.x + step) - value(net, net.x - step)) / 2e-6
    assert slope.allclose(found.x[:, 1], rtol=1e-6)


@pytest.mark.parametrize("options", [{}, {"skip": True}])
def test_jacobians_carry_the_gradient_back_to_the_input(options):
    net = networks.Networks(generator(0), 3, (4, 4, 4), **options)
    found = net.gradients(torch.tanh)
    # The bias of a layer sees delta; through W and J of the last layer it reaches the input.
    last = found.layers[-1]
    back = (last.bias_gradient[:, None] @ last.weight @ last.jacobian)[:, 0]
    if net.skip:
        back = back + (net.readout[:, None] @ last.jacobian)[:, 0]
    assert back.allclose(found.x)


@pytest.mark.parametrize("name", sorted(networks.activations()))
def test_the_bound_holds_layer_by_layer_and_as_a_whole(name):
    net = networks.Networks(generator(1), 50, (3, 6, 5, 2))
    found = net.gradients(networks.activations()[name])
    for left, right in found.parts():
        assert bool((left <= right * (1 + 1e-9) + 1e-15).all())
    live = found.x.square().sum(-1) > 0
    assert bool((found.left() <= found.right() * (1 + 1e-9))[live].all())


def test_width_one_is_the_case_of_equality():
    found = networks.Networks(generator(0), 20, (1, 1, 1)).gradients(torch.tanh)
    assert found.left().allclose(found.right())


def test_a_weight_used_twice_has_one_gradient():
    net = networks.Networks(generator(0), 5, (3, 3, 3), tied=True)
    first, second = net.gradients(torch.tanh).layers
    assert first.weight.equal(second.weight)
    assert float(second.weight_gradient.abs().max()) == 0


def test_ratios_are_taken_along_the_training():
    found = networks.training_ratios(generator(0), 4, 10, 6, 3)
    assert [len(r) for r in found] == [10, 10, 10]
    assert all(bool((r > 0).all()) for r in found)
