"""From the names of a row to declared symbols: definitions put in, ranges and sides settled.

Each module looks down on those before it: ``declared``, ``binders``, ``definitions``, ``points``,
``ellipses``, ``resolver``.
"""

from thence.readers.resolve.resolver import Resolver, for_each

__all__ = ["Resolver", "for_each"]
