"""What a worker process has in memory before it starts: what any claim may need is imported here.

Modules that are imported on first use would else be read again by the process of every claim.
"""

from __future__ import annotations

import gc
from importlib import import_module

from thence.provers.goal import tactics

#: Modules that are imported on first use, or take long to import.
MODULES = (
    "clarabel", "flint", "scipy.sparse", "sympy", "thence.latex", "thence.pipeline",
    "thence.provers.cas", "thence.provers.definedness", "thence_numeric.vectorised", "torch",
)  # fmt: skip

for name in MODULES:
    import_module(name)
tactics()
# What is here stays: the collector of a worker need not look through it.
gc.collect()
gc.freeze()
