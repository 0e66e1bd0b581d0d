"""Tactics for roots, powers, exponentials, logarithms, moduli and inverse functions."""
