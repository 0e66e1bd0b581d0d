"""The independent checker: re-derives what a certificate claims, from the text of the statement.

It imports python-flint and the standard library, and nothing else of thence: the reading, the
differentiation, the interval arithmetic and the normal form are its own.  A certificate is data
that tells *how* to show the statement; each step is computed again here, and :class:`Rejected` is
raised at the first that fails.  To trust a verdict, read this package, in this order: ``terms``,
``intervals``, ``normal_form``, ``signs``, ``kernels``, ``indices``, ``context``, ``series``,
``rules``, ``positivity``, ``limits``, ``integrals``, ``enclosures``, ``sums``,
``termwise``, ``values``, ``minimax``, ``points``, ``asymptotics``, ``statements``.

A proof shows a *goal*: ``term rel 0`` with ``rel`` in ``= > >= !=``, at every point of a context
(a box of intervals, with hypotheses).  Everything is real: a root, a logarithm or a power
outside its real domain is undefined.  Integer variables are treated as reals, save in exponents,
in floors and in the ranges of sums; which can lose a proof but never make one.
"""

from .asymptotics import ORDERS, towards
from .context import Context, Domain, count
from .integrals import by_euler
from .intervals import INF, Interval, exactly, hull
from .limits import LIMITS, approach, closed, tends, value_at, without
from .minimax import printed
from .normal_form import NormalForm, Ratio, normalised, vanishes
from .points import vanishing
from .positivity import POSITIVITY, semidefinite
from .rules import (
    RULES,
    SHAPES,
    Proof,
    ball_box,
    defined,
    each,
    enough,
    following,
    interior,
    longer,
    prove,
    substituted,
)
from .series import Expansion, coefficients
from .signs import without_moduli
from .statements import BITS, VERSION, check, context_of, digest, precision, settled
from .sums import SERIES
from .terms import (
    BINDERS,
    HALF,
    ONE,
    OO,
    PI,
    TWO,
    ZERO,
    Rejected,
    Term,
    absolute,
    asin,
    cos,
    diff,
    exp,
    infinite,
    log,
    num,
    obligations,
    oriented,
    parse,
    plus,
    rational,
    relation,
    replaced,
    rgamma,
    sin,
    substitute,
    sym,
    symbols,
    times,
)  # fmt: skip
from .values import binders, bound, evaluated

RULES.update(POSITIVITY | LIMITS)

__all__ = [
    "BINDERS", "BITS", "HALF", "INF", "ONE", "OO", "ORDERS", "PI", "RULES", "SERIES", "SHAPES",
    "TWO", "VERSION", "ZERO", "Context", "Domain", "Expansion", "Interval", "NormalForm", "Proof",
    "Ratio", "Rejected", "Term", "absolute", "approach", "asin", "ball_box", "binders", "bound",
    "by_euler", "check", "closed", "coefficients", "context_of", "cos", "count", "defined", "diff",
    "digest", "each", "enough", "evaluated", "exactly", "exp", "following", "hull", "infinite",
    "interior", "log", "longer", "normalised", "num", "obligations", "oriented", "parse", "plus",
    "precision", "printed", "prove", "rational", "relation", "replaced", "rgamma", "semidefinite",
    "settled", "sin", "substitute", "substituted", "sym", "symbols", "tends", "times", "towards",
    "value_at", "vanishes", "vanishing", "without", "without_moduli",
]  # fmt: skip
