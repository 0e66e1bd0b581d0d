"""Tactics for one real variable: Taylor forms, slopes, tails, contacts at the ends."""
