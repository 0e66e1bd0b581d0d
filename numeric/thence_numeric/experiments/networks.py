"""Fully connected networks, many at once, with the two gradients of the post 8796.

Shapes: B nets on one input each, widths d_1, ..., d_{l+1}: ``W^(t)`` is [B, d_{t+1}, d_t],
``h^(t)`` is [B, d_t], the Jacobian of ``h^(t)`` in the input is [B, d_t, d_1].
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from thence_numeric.experiments import normal

if TYPE_CHECKING:
    import torch

Activation = Callable[["torch.Tensor"], "torch.Tensor"]


def activations() -> dict[str, Activation]:
    """The activations of the experiments, smooth and not."""
    import torch

    return {
        "tanh": torch.tanh,
        "relu": torch.relu,
        "gelu": torch.nn.functional.gelu,
        "sin": torch.sin,
        "leaky": torch.nn.functional.leaky_relu,
    }


@dataclass(frozen=True, slots=True)
class Layer:
    """What one layer contributes: its input, weight, Jacobian, and the loss's gradients."""

    h: torch.Tensor
    weight: torch.Tensor
    jacobian: torch.Tensor
    weight_gradient: torch.Tensor
    bias_gradient: torch.Tensor


@dataclass(frozen=True, slots=True)
class Gradients:
    """The gradient of f in the input, [B, d_1], and the layers."""

    x: torch.Tensor
    layers: list[Layer]

    def parts(self) -> list[tuple[torch.Tensor, torch.Tensor]]:
        """For each layer the two sides of E3, in product form, [B] each.

        ``|grad_x f|^2 |h|^2 <= |grad_W f|^2 |W|^2 |J|^2``, which also holds where the right side
        of the post's form divides by 0.
        """
        return [
            (
                self.x.square().sum(-1) * layer.h.square().sum(-1),
                layer.weight_gradient.square().sum((1, 2)) * spread(layer),
            )
            for layer in self.layers
        ]

    def left(self) -> torch.Tensor:
        """The left side of E2: ``|grad_x f|^2 sum_t (1 + |h|^2)/(|W|^2 |J|^2)``, [B]."""
        import torch

        terms = [(1 + layer.h.square().sum(-1)) / spread(layer) for layer in self.layers]
        return self.x.square().sum(-1) * torch.stack(terms).sum(0)

    def right(self) -> torch.Tensor:
        """The right side of E2: the squared norm of the gradient in all parameters, [B]."""
        import torch

        return torch.stack(
            [
                part.square().flatten(1).sum(-1)
                for layer in self.layers
                for part in (layer.weight_gradient, layer.bias_gradient)
            ]
        ).sum(0)


def spread(layer: Layer) -> torch.Tensor:
    """``|W|^2 |J|^2`` with spectral norms, [B]."""
    import torch

    weight, jacobian = (torch.linalg.matrix_norm(m, 2) for m in (layer.weight, layer.jacobian))
    return torch.mul(weight, jacobian).square()


class Networks:
    """``nets`` networks with weights of variance ``gain**2/fan_in`` and normal biases.

    ``tied`` uses one weight in all layers, whose widths must then agree; its gradient is shared
    out to the first layer.  ``skip`` adds the input of a layer to its output.
    """

    def __init__(
        self, random: torch.Generator, nets: int, widths: Sequence[int], *,
        gain: float = 1.0, tied: bool = False, skip: bool = False,
    ) -> None:  # fmt: skip
        self.tied, self.skip = tied, skip
        self.x = normal(random, nets, widths[0])
        pairs = list(pairwise(widths))
        self.weights = [normal(random, nets, b, a).mul(gain / a**0.5) for a, b in pairs]
        self.biases = [normal(random, nets, b).mul(0.5) for _, b in pairs]
        self.readout = normal(random, nets, widths[-1])
        if tied:
            self.weights = [self.weights[0]] * len(pairs)

    def gradients(self, activation: Activation) -> Gradients:
        """The gradients of ``f = <readout, h^(l+1)>``, by automatic differentiation."""
        import torch

        distinct = self.weights[:1] if self.tied else self.weights
        leaves = [self.x, *distinct, *self.biases]
        for leaf in leaves:
            leaf.requires_grad_()
        h, inputs, jacobians = self.x, [], []
        jacobian = torch.eye(h.shape[-1], dtype=h.dtype).expand(len(h), -1, -1)
        for weight, bias in zip(self.weights, self.biases, strict=True):
            inputs.append(h.detach())
            jacobians.append(jacobian)
            z = (weight @ h[..., None])[..., 0] + bias
            slope = _slope(activation, z)
            before, h = h, activation(z)
            step = slope[..., None] * (weight.detach() @ jacobian)
            jacobian = step + jacobian if self.skip else step
            h = h + before if self.skip else h
        found = torch.autograd.grad((h * self.readout).sum(), leaves)
        for leaf in leaves:
            leaf.requires_grad_(False)
        x, by_weight, by_bias = found[0], list(found[1 : 1 + len(distinct)]), found[-len(inputs) :]
        if self.tied:
            by_weight += [torch.zeros_like(by_weight[0])] * (len(inputs) - 1)
        parts = zip(inputs, self.weights, jacobians, by_weight, by_bias, strict=True)
        return Gradients(x, [Layer(*part) for part in parts])


def training_ratios(
    random: torch.Generator, width: int, points: int, steps: int, every: int
) -> list[torch.Tensor]:
    """Squared norms of the gradients of f in the parameters, over those in the input, [points].

    A tanh network 2-width-width-1 is fitted to sin(2 x_1) + x_2 by Adam on all points at once;
    the ratios are taken before the first step and after every ``every`` steps.
    """
    import torch
    from torch.func import grad, vmap

    x = normal(random, points, 2)
    target = (2 * x[:, 0]).sin() + x[:, 1]
    sizes = (2, width, width, 1)
    parameters = [
        part
        for a, b in pairwise(sizes)
        for part in (normal(random, b, a).div(a**0.5), torch.zeros(b, dtype=x.dtype))
    ]

    def f(parts: list[torch.Tensor], at: torch.Tensor) -> torch.Tensor:
        h = at
        for i in range(0, len(parts), 2):
            h = parts[i] @ (h.tanh() if i else h) + parts[i + 1]
        return h[0]

    def ratios() -> torch.Tensor:
        now = [part.detach() for part in parameters]
        by_parameters, by_input = vmap(grad(f, (0, 1)), (None, 0))(now, x)
        total = torch.stack([g.square().flatten(1).sum(-1) for g in by_parameters]).sum(0)
        return torch.div(total, by_input.square().sum(-1))

    for part in parameters:
        part.requires_grad_()
    adam, found = torch.optim.Adam(parameters, lr=0.01), [ratios()]
    for step in range(1, steps + 1):
        adam.zero_grad()
        loss = (vmap(f, (None, 0))(parameters, x) - target).square().mean()
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
        if step % every == 0:
            found.append(ratios())
    return found


def _slope(activation: Activation, z: torch.Tensor) -> torch.Tensor:
    """The derivative of the activation at each entry."""
    import torch

    at = z.detach().requires_grad_()
    found: torch.Tensor = torch.autograd.grad(activation(at).sum(), at)[0]
    return found
