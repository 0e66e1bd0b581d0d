"""Residual stacks with normalisation at initialisation, and their gradients; the post is 8978.

A layer is a single-head attention sublayer and a feed-forward sublayer with ReLU.  Post-LN and
DeepNorm: ``x <- LN(alpha x + F(x))``, the post's E4, with all of alpha = lambda = 1 for plain
Post-LN.  Pre-LN: ``x <- x + F(LN(x))/alpha``, with one LN at the end.  The matrices v, o, 1 and 2
are Xavier with the gain lambda, q and k with the gain 1.

Shapes: B nets at once, T tokens, width d: x is [B, T, d], a matrix [B, d, d] acts from the right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thence_numeric.experiments import normal
from thence_numeric.experiments.statistics import Line, exponent

if TYPE_CHECKING:
    import torch

Layers = list[dict[str, "torch.Tensor"]]
NAMES = ("q", "k", "v", "o", "1", "2")
FACTORED = ("v", "o", "1", "2")


@dataclass(frozen=True, slots=True)
class Setting:
    """The two scales of a stack, and where its normalisation stands."""

    alpha: float = 1.0
    gain: float = 1.0
    pre: bool = False


def settings(depth: int) -> dict[str, Setting]:
    """The post's table E16 at ``depth`` layers, 2 ``depth`` sublayers."""
    n = 2 * depth
    return {
        "SGD": Setting(n**0.25, n**-0.25),
        "Adam": Setting(n**0.5, n**-0.5),
        "LAMB": Setting(1.0, n**-0.5),
    }


def layer_norm(x: torch.Tensor) -> torch.Tensor:
    """Mean 0 and variance 1 over the width, without an epsilon."""
    centred = x - x.mean(-1, keepdim=True)
    found: torch.Tensor = centred / centred.square().mean(-1, keepdim=True).sqrt()
    return found


class Stack:
    """``nets`` independent stacks of ``depth`` layers, with an input and a linear loss each.

    ``gains`` replaces the gain of single matrices, by name.
    """

    def __init__(
        self,
        random: torch.Generator,
        depth: int,
        setting: Setting,
        *,
        nets: int = 3,
        tokens: int = 16,
        width: int = 32,
        gains: Mapping[str, float] | None = None,
    ) -> None:
        self.setting, self.depth = setting, depth
        common = dict.fromkeys(FACTORED, setting.gain)
        self.gains = {"q": 1.0, "k": 1.0, **common, **(gains or {})}
        self.x = layer_norm(normal(random, nets, tokens, width))
        self.readout = normal(random, nets, tokens, width).div((tokens * width) ** 0.5)
        self.matrices: Layers = [
            {n: normal(random, nets, width, width).mul(self.gains[n] / width**0.5) for n in NAMES}
            for _ in range(depth)
        ]

    def stream(self, matrices: Layers | None = None) -> torch.Tensor:
        """The residual stream after the last layer, [B, T, d]."""
        x, pre = self.x, self.setting.pre
        for layer in self.matrices if matrices is None else matrices:
            for branch in (attention, feed_forward):
                if pre:
                    x = x + branch(layer_norm(x), layer) / self.setting.alpha
                else:
                    x = layer_norm(self.setting.alpha * x + branch(x, layer))
        return x

    def losses(self, matrices: Layers | None = None) -> torch.Tensor:
        """A linear function of the output with a gradient of norm 1 or so, [B]."""
        x = self.stream(matrices)
        output = layer_norm(x) if self.setting.pre else x
        return (output * self.readout).sum((1, 2))

    def gradients(self) -> Layers:
        """The gradient of each net's loss in each of its matrices."""
        import torch

        leaves = [m.requires_grad_() for layer in self.matrices for m in layer.values()]
        found = iter(torch.autograd.grad(self.losses().sum(), leaves))
        for leaf in leaves:
            leaf.requires_grad_(False)
        return [{name: next(found) for name in layer} for layer in self.matrices]

    def first_order(self) -> dict[str, torch.Tensor]:
        """The first-order change of the loss over eta, for each optimiser, [B].

        SGD: the sum of squared gradients; Adam: of absolute gradients; LAMB: of absolute
        gradients times the root mean square of their matrix.
        """
        import torch

        sums = {name: torch.zeros(len(self.x), dtype=self.x.dtype) for name in settings(1)}
        for layer, found in zip(self.matrices, self.gradients(), strict=True):
            for name in FACTORED:
                g, scale = found[name], layer[name].square().mean((1, 2)).sqrt()
                sums["SGD"] += g.square().sum((1, 2))
                sums["Adam"] += g.abs().sum((1, 2))
                sums["LAMB"] += g.abs().sum((1, 2)) * scale
        return sums

    def probes(self, name: str) -> torch.Tensor:
        """The post's E3 in the first layer: the derivative of the losses in the gain, [B].

        ``<dL/dW, U>`` at ``W = gain U``.
        """
        first = self.gradients()[0][name]
        return (first * self.matrices[0][name]).sum((1, 2)).div(self.gains[name])

    def sgd_step(self, eta: float) -> tuple[torch.Tensor, torch.Tensor]:
        """The change of the losses by one step of SGD, and its first-order part, [B]."""
        import torch

        found = self.gradients()
        after = [
            {name: layer[name] - eta * g[name] for name in layer}
            for layer, g in zip(self.matrices, found, strict=True)
        ]
        squares = torch.stack([g.square().sum((1, 2)) for layer in found for g in layer.values()])
        return self.losses(after) - self.losses(), -eta * squares.sum(0)

    def step_error(self, eta: float) -> float:
        """The median relative error of the first-order change in one step of SGD."""
        actual, predicted = self.sgd_step(eta)
        return float(((actual - predicted) / predicted).abs().median())

    def probe_size(self, name: str) -> float:
        """The root mean square of the probes."""
        return float(self.probes(name).square().mean().sqrt())

    def probe_cosine(self, name: str) -> float:
        """The root mean square of the cosine of the gradient and U, of which a probe is made."""
        u, g = self.matrices[0][name], self.gradients()[0][name]
        sizes = g.norm(dim=(1, 2)) * u.norm(dim=(1, 2)) / self.gains[name]
        return float((self.probes(name) / sizes).square().mean().sqrt())

    def gradient_norm(self) -> float:
        """The root mean square of the norm of the gradient in all factored matrices."""
        return float(self.first_order()["SGD"].mean().sqrt())

    def query_share(self) -> float:
        """The gradient norm of q and k relative to that of v and o, in the first layer."""
        squares = {name: g.square().sum() for name, g in self.gradients()[0].items()}
        return float(((squares["q"] + squares["k"]) / (squares["v"] + squares["o"])).sqrt())


def exponents(
    random: torch.Generator,
    depths: Sequence[int],
    setting: Callable[[int], Setting],
    *,
    nets: int = 3,
    width: int = 32,
) -> dict[str, Line]:
    """The exponent in the depth of each optimiser's first-order change, one point a net."""
    across: list[int] = []
    found: dict[str, list[float]] = {name: [] for name in settings(1)}
    for depth in depths:
        stack = Stack(random, depth, setting(depth), nets=nets, width=width)
        across += [depth] * len(stack.x)
        for name, values in stack.first_order().items():
            found[name] += values.tolist()
    return {name: exponent(across, values) for name, values in found.items()}


def movement(
    random: torch.Generator, depths: Sequence[int], setting: Callable[[int], Setting]
) -> Line:
    """The exponent in the depth of how far a stack moves its input, relative to its norm."""
    across: list[int] = []
    found: list[float] = []
    for depth in depths:
        stack = Stack(random, depth, setting(depth))
        away = (stack.stream() - stack.x).norm(dim=(1, 2)) / stack.x.norm(dim=(1, 2))
        across += [depth] * len(away)
        found += away.tolist()
    return exponent(across, found)


def stream_growth(
    random: torch.Generator, depths: Sequence[int], setting: Callable[[int], Setting]
) -> Line:
    """The exponent in the depth of the root mean square of the residual stream."""
    across: list[int] = []
    found: list[float] = []
    for depth in depths:
        sizes = Stack(random, depth, setting(depth)).stream().square().mean((1, 2)).sqrt()
        across += [depth] * len(sizes)
        found += sizes.tolist()
    return exponent(across, found)


def attention(x: torch.Tensor, layer: dict[str, torch.Tensor]) -> torch.Tensor:
    """``softmax(q k^T) v o`` of the post's E9, with the usual scale 1/sqrt(d)."""
    weights = ((x @ layer["q"]) @ (x @ layer["k"]).mT).div(x.shape[-1] ** 0.5).softmax(-1)
    return weights @ (x @ layer["v"]) @ layer["o"]


def attended(random: torch.Generator, tokens: int, width: int, *, equal: bool = False) -> float:
    """The root mean square of what attention at initialisation makes of tokens of size 1, which
    are independent or all equal to the first."""
    q, k = normal(random, width, width), normal(random, width, width)
    x = layer_norm(normal(random, 1, tokens, width))
    weights = ((x @ q) @ (x @ k).mT).div(width**1.5).softmax(-1)
    values = x[:, :1].expand_as(x) if equal else x
    return float((weights @ values).square().mean().sqrt())


def frobenius_factor(w: torch.Tensor) -> float:
    """The kappa**2 for which ``|W W^T/kappa**2 - I|`` is least, for all of [B, a, b] at once."""
    import torch

    squares = torch.linalg.svdvals(w).square()
    return float(squares.square().sum() / squares.sum())


def feed_forward(x: torch.Tensor, layer: dict[str, torch.Tensor]) -> torch.Tensor:
    """``relu(x W_1) W_2`` of the post's E5."""
    return (x @ layer["1"]).relu() @ layer["2"]
