"""Random projections, sign hashing and randomised factorisation; the posts are 8679 and 8706.

Shapes: ``v`` holds N vectors of dimension m as rows, [N, m]; a projection is [n, m], and
``trials`` of them [trials, n, m].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thence_numeric.experiments import normal

if TYPE_CHECKING:
    import torch


def projections(random: torch.Generator, trials: int, n: int, m: int) -> torch.Tensor:
    """Projections with independent entries of mean 0 and *variance* 1/n, [trials, n, m]."""
    return normal(random, trials, n, m).div(n**0.5)


def squared_distances(v: torch.Tensor) -> torch.Tensor:
    """The squared distances of all pairs of rows, [..., N(N-1)/2]."""
    import torch

    return torch.stack([torch.pdist(rows) ** 2 for rows in v.unbind()])


def distortion(v: torch.Tensor, mapped: torch.Tensor) -> torch.Tensor:
    """The relative errors of the squared distances, for ``mapped`` [trials, N, n]."""
    true = squared_distances(v[None])
    return (squared_distances(mapped) - true).abs() / true


def decay(m: int, rate: float) -> torch.Tensor:
    """The scales 1, rate, rate**2, ... of m components."""
    import torch

    scales: torch.Tensor = rate ** torch.arange(m, dtype=torch.float64)
    return scales


def pairs_at(random: torch.Generator, cosine: float, m: int) -> torch.Tensor:
    """Two unit vectors of dimension m whose cosine is exactly the given one, [2, m]."""
    import torch

    basis, _ = torch.linalg.qr(normal(random, m, 2))
    first, second = basis[:, 0], basis[:, 1]
    return torch.stack([first, cosine * first + (1 - cosine**2) ** 0.5 * second])


def cosines(a: torch.Tensor) -> torch.Tensor:
    """The cosine of the two vectors of each pair [..., 2, n]."""
    from torch.nn.functional import cosine_similarity

    return cosine_similarity(a[..., 0, :], a[..., 1, :], dim=-1)


def top_components(v: torch.Tensor, n: int) -> torch.Tensor:
    """The rows on their n leading principal components, [N, n]."""
    import torch

    centred = v - v.mean(0)
    _, _, axes = torch.linalg.svd(centred, full_matrices=False)
    mapped: torch.Tensor = centred @ axes[:n].T
    return mapped


def low_rank(random: torch.Generator, m: int, n: int, rank: int) -> torch.Tensor:
    """A matrix [m, n] of exactly this rank."""
    return normal(random, m, rank) @ normal(random, rank, n)


def orthonormal(q: torch.Tensor) -> torch.Tensor:
    """An orthonormal basis of the columns of q [n, k]: the QR step."""
    import torch

    basis: torch.Tensor = torch.linalg.qr(q)[0]
    return basis


def relative_error(m: torch.Tensor, found: torch.Tensor) -> float:
    """The Frobenius norm of the difference, relative to that of m."""
    return float((m - found).norm() / m.norm())


def beyond_rank(logits: torch.Tensor, rank: int) -> float:
    """The least relative error with which a matrix of this rank gives the softmax of ``logits``.

    The softmax of a row is blind to a constant added to it, so the rows are centred first; what
    is best after that is the truncated singular value decomposition (Eckart and Young).
    """
    import torch

    values = torch.linalg.svdvals(logits - logits.mean(-1, keepdim=True))
    return float(values[rank:].norm() / values.norm())
