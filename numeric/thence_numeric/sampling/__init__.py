"""Points of a statement's domain: simple ones first, then edges, extremes and many random ones.

Points are rational and lie in the domain, and its hypotheses hold there: exactly where they are
rational, as balls show it otherwise.  A point at which that cannot be told is left out.
"""

from thence_numeric.sampling.domains import float_ends, inside
from thence_numeric.sampling.draws import Sample, Tally, draw, sample, sample_array
from thence_numeric.sampling.hypotheses import Point, meets
from thence_numeric.sampling.rows import Array, random_rows, within
from thence_numeric.sampling.special import far_points, special_points

__all__ = [
    "Array",
    "Point",
    "Sample",
    "Tally",
    "draw",
    "far_points",
    "float_ends",
    "inside",
    "meets",
    "random_rows",
    "sample",
    "sample_array",
    "special_points",
    "within",
]
