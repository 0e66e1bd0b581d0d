"""Tactics for polynomials and roots of them: sums of squares, cones, and what they share."""
