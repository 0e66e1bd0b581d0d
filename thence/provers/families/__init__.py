"""Tactics for sums over families of symbolic length: summands, multipliers, norms, Jensen."""
