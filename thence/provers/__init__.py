"""Provers: small modules that look for proofs; :mod:`thence.checker` decides what is one.

A module with ``NAME``, ``COST`` and ``attempt(goal, search)`` is a tactic and is found by itself;
it carries ``MUST_NOT_PROVE``, false statements on which it is tested.
"""
