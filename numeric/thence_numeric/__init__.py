"""Numeric backends of thence, behind one narrow interface: see :mod:`thence_numeric.backend`."""
