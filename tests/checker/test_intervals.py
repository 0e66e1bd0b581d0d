"""Intervals: what is exact about their ends."""

from itertools import product as combinations

from flint import arb

from thence.checker.intervals import INF, Interval, by_corners, product

ENDS = [arb(0), arb(1), arb("2.5"), arb(7), INF]
INTERVALS = [
    Interval(lo, hi, lo_open, hi_open)
    for lo, hi, lo_open, hi_open in combinations(ENDS, ENDS, (False, True), (False, True))
    if lo < hi or (lo == hi < INF and not (lo_open or hi_open))
]


def test_a_product_of_what_is_not_negative_is_that_of_the_corners():
    assert len(INTERVALS) > 30
    for a, b in combinations(INTERVALS, INTERVALS):
        quick, slow = product(a, b), by_corners(a, b)
        assert (quick.lo, quick.hi) == (slow.lo, slow.hi)
        assert (quick.lo_open, quick.hi_open) == (slow.lo_open, slow.hi_open)


def test_zero_is_attained_where_one_factor_attains_it():
    half_open, closed = Interval(arb(0), INF, True), Interval(arb(0), arb(1))
    assert not product(half_open, closed).lo_open
    assert product(half_open, half_open).lo_open
