"""thence checks derivations step by step and grades how well each step is supported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from thence.derivation import Derivation as Derivation
    from thence.derivation import Step as Step
    from thence.measurement import Measurement as Measurement
    from thence.measurement import Plot as Plot
    from thence.measurement import Series as Series

_LAZY = {
    **dict.fromkeys(("Derivation", "Step"), "thence.derivation"),
    **dict.fromkeys(("Measurement", "Plot", "Series"), "thence.measurement"),
}


def __getattr__(name: str) -> Any:
    """Import on first use, so that ``import thence`` and the checker stay light."""
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'thence' has no attribute {name!r}")
