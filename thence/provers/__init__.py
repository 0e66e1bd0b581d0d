"""Provers: small modules that look for proofs; :mod:`thence.checker` decides what is one.

``statements`` turns a statement into a certificate: it has the limits, integrals and sums in it
evaluated (``closed_forms``, ``limits``, ``enclosures``, ``integration``, ``summation``), and shows
what is left as a goal (``goal``), for which it searches over tactics.  ``terms`` has what they all
do with terms; ``samples`` passes over sub-goals that are false at a point.

A module with ``NAME``, ``COST`` and ``attempt(goal, search)`` is a tactic and is found by itself,
in whichever package it lies; it carries ``MUST_NOT_PROVE``, false statements on which it is tested.
What a tactic is about says where it lies: ``general`` is for goals of any kind, ``functions`` for
roots, powers, exponentials, logarithms and moduli, ``one_variable`` and ``several_variables`` for
real analysis, ``polynomials`` for real algebra, ``families`` for sums of symbolic length.
"""
