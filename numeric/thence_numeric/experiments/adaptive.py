"""Steps that adapt: by exponentiated gradient, and those of Adam; the posts are 8968 and 8978.

Shapes: a parameter vector is [D]; a run of a scalar problem from B starts is [B].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from thence_numeric.experiments import normal

if TYPE_CHECKING:
    import torch

Loss = Callable[["torch.Tensor"], "torch.Tensor"]


def gradient(loss: Loss, at: torch.Tensor) -> torch.Tensor:
    """The gradient of a loss by automatic differentiation."""
    import torch

    at = at.detach().requires_grad_()
    found: torch.Tensor = torch.autograd.grad(loss(at), at)[0]
    return found


def smooth_loss(random: torch.Generator, dimension: int) -> Loss:
    """A loss that is neither convex nor separable: a small tanh network of its parameters."""
    import torch

    first, second = normal(random, dimension, dimension), normal(random, dimension)

    def loss(theta: torch.Tensor) -> torch.Tensor:
        hidden = (first @ theta / dimension**0.5).tanh()
        return torch.dot(second, hidden) + theta.square().sum().div(10)

    return loss


def adapted(
    loss: Loss, start: torch.Tensor, steps: int, eta: float, gamma: float
) -> tuple[list[torch.Tensor], list[torch.Tensor]]:
    """The gradients g_0, g_1, ... and factors nu_1 = 1, nu_2, ... of the post's E7 and E10.

    ``theta <- theta - eta nu_{t+1} g_t`` and ``nu_{t+1} = nu_t exp(gamma g_{t-1} g_t)``.
    """
    import torch

    theta, nu = start, torch.ones_like(start)
    gradients, factors = [gradient(loss, theta)], [nu]
    for _ in range(steps):
        theta = theta - eta * nu * gradients[-1]
        gradients.append(gradient(loss, theta))
        nu = nu * torch.exp(gamma * gradients[-2] * gradients[-1])
        factors.append(nu)
    return gradients, factors


def quadratic_runs(
    starts: torch.Tensor, curvature: float, steps: int, eta: float, gamma: float
) -> torch.Tensor:
    """Where each run on ``curvature theta**2/2`` ends, [B]; gamma = 0 is gradient descent."""
    import torch

    theta, nu, before = starts, torch.ones_like(starts), torch.zeros_like(starts)
    for _ in range(steps):
        here = curvature * theta
        nu = nu * torch.exp(gamma * before * here)
        theta, before = theta - eta * nu * here, here
    return theta


def adam_steps(gradients: torch.Tensor, eta: float = 1e-3) -> torch.Tensor:
    """The steps of torch's Adam over eta, with epsilon = 0, for these gradients [steps, D]."""
    import torch

    weights = torch.nn.Parameter(torch.zeros_like(gradients[0]))
    adam = torch.optim.Adam([weights], lr=eta, eps=0)
    found = []
    for g in gradients:
        before, weights.grad = weights.detach().clone(), g.clone()
        adam.step()
        found.append((weights.detach() - before) / eta)
    return torch.stack(found)
