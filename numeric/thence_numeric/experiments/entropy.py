"""Entropies of softmax distributions and of powers of a distribution; the posts are 8829 and 9034.

Shapes: scores and logarithms of probabilities are [..., n]; entropies are [...].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thence_numeric.experiments import normal

if TYPE_CHECKING:
    import torch


def entropy(scores: torch.Tensor) -> torch.Tensor:
    """The entropy of softmax(scores), ``log Z - sum p s``."""
    log_p = scores.log_softmax(-1)
    found: torch.Tensor = -(log_p.exp() * log_p).sum(-1)
    return found


def variance(scores: torch.Tensor) -> torch.Tensor:
    """The variance of the scores under their own softmax."""
    p = scores.softmax(-1)
    found: torch.Tensor = (p * (scores - (p * scores).sum(-1, keepdim=True)) ** 2).sum(-1)
    return found


def cosine_scores(random: torch.Generator, batch: int, n: int, d: int) -> torch.Tensor:
    """``<q, k> = d cos`` for one query and n keys, independent and uniform of norm sqrt(d)."""
    q, k = normal(random, batch, 1, d), normal(random, batch, n, d)
    q, k = (v / v.norm(dim=-1, keepdim=True) * d**0.5 for v in (q, k))
    scores: torch.Tensor = (q * k).sum(-1)
    return scores


def uniform_scores(random: torch.Generator, batch: int, n: int) -> torch.Tensor:
    """Bounded scores, uniform on [-1, 1], [batch, n]."""
    import torch

    return torch.rand(batch, n, generator=random, dtype=torch.float64).mul(2).sub(1)


def log_uniform_parts(random: torch.Generator, batch: int, n: int) -> torch.Tensor:
    """Logarithms of distributions made of n uniform numbers each, as the post's program makes
    them, [batch, n]."""
    import torch

    parts = torch.rand(batch, n, generator=random, dtype=torch.float64)
    return parts.log().log_softmax(-1)


def post_iteration(log_p: torch.Tensor, target: float, steps: int) -> list[torch.Tensor]:
    """The distributions of the iteration E7 of 8829, as logarithms, the given one first.

    Each step takes ``gamma = 1 - (H* - H)/Var(log p)`` and replaces p by its power.
    """
    found = [log_p]
    for _ in range(steps):
        gamma = 1 - (target - entropy(log_p)) / variance(log_p)
        log_p = (gamma[..., None] * log_p).log_softmax(-1)
        found.append(log_p)
    return found


def safeguarded_power(log_p: torch.Tensor, target: float, steps: int = 100) -> torch.Tensor:
    """The exponents G > 0 with entropy(G log_p) = target, [...].

    Newton's step where it stays inside the bracket, which every step narrows, else its middle:
    the entropy falls from log n at 0 to log k, k the number of largest entries.
    """
    import torch

    exponent = torch.ones(log_p.shape[:-1], dtype=log_p.dtype)
    low, high = torch.zeros_like(exponent), torch.full_like(exponent, float("inf"))
    for _ in range(steps):
        scores = exponent[..., None] * log_p
        excess = entropy(scores) - target
        low = torch.where(excess > 0, exponent, low)
        high = torch.where(excess > 0, high, exponent)
        newton = exponent + excess * exponent / variance(scores)
        middle = torch.where(high.isinf(), 2 * exponent, (low + high) / 2)
        inside = (newton > low) & (newton < high) & newton.isfinite()
        exponent = torch.where(inside & (newton < 4 * exponent), newton, middle)
    return exponent
