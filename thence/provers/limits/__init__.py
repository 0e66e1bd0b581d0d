"""Limits at infinity and one-sided limits at a point, and orders of growth.

``values`` shows a limit in one of three ways, which are tried in this order: ``quotients`` by
l'Hopital's rule; ``small_parts`` by writing the term in parts that tend to 0, as ``rates`` names
and bounds them; ``squeezes`` by how far the term is from its limit as a whole.  All of them come
from one side of a target along an ``approach``; ``asymptotics`` compares growth.
"""

from thence.provers.limits.approach import Approach, sampled, soon
from thence.provers.limits.values import attained, tends, value

__all__ = ["Approach", "attained", "sampled", "soon", "tends", "value"]
