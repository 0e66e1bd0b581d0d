"""From the names of a row to declared symbols: definitions put in, ranges and sides settled.

Each module looks down on those before it: ``declared``, ``binders``, ``definitions``, ``points``,
``ellipses``, ``resolver``, ``extremes``, ``attained``, ``entrywise``.
"""

from thence.readers.resolve.attained import attained
from thence.readers.resolve.entrywise import EACH, for_every, of_norm, spread
from thence.readers.resolve.extremes import for_each, not_zero, put_in, settled, with_bounds
from thence.readers.resolve.resolver import Resolver, fixed_in

__all__ = [
    "EACH", "Resolver", "attained", "fixed_in", "for_each", "for_every", "not_zero", "of_norm",
    "put_in", "settled", "spread", "with_bounds",
]  # fmt: skip
