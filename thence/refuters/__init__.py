"""Refuters: look for a point of the domain at which a claim is false, or not defined.

They may guess in any way they like: a point counts only when the checker's balls confirm it.
"""
