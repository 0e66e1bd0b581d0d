"""Tactics for any goal: bounds, the normal form, signs of factors, cases, hypotheses, induction."""
