"""Reusable parts of the experiments of the derivations: seeded, vectorised, on real objects.

An experiment is a function of a seed; the same seed gives the same figures, bit for bit, on the
same machine with the same libraries.  Every experiment has a negative control: the same
measurement where the claim must fail.  One whose control does not fail has measured nothing.
torch is imported when an experiment runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


class ControlHeld(Exception):
    """A negative control passed: the experiment cannot tell the claim from its failure."""


def must_fail(failed: bool, text: str) -> str:
    """The words of a negative control that failed as it must, or :class:`ControlHeld`."""
    if not failed:
        raise ControlHeld(f"the negative control did not fail: {text}")
    return text


def generator(seed: int) -> torch.Generator:
    """The random numbers of an experiment, all from its seed."""
    import torch

    return torch.Generator().manual_seed(seed)


def normal(random: torch.Generator, *shape: int) -> torch.Tensor:
    """Standard normal numbers in float64."""
    import torch

    return torch.randn(shape, generator=random, dtype=torch.float64)
