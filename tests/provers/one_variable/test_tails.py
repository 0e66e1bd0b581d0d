"""What falls so fast that its value at the edge, as a fraction, would be too long to write."""

from thence import checker
from thence.provers.goal import Goal, Search
from thence.provers.one_variable import tails


def test_a_small_part_of_a_million_digits():
    with checker.precision():
        context = checker.context_of({"given": {"x": "[1000, oo)"}, "assuming": []})
        goal = Goal(context, ">", checker.parse("1/x - 2*x**(-x**2)", {"x"}))
        proof = tails.attempt(goal, Search(8))
        assert proof is not None
        assert len(str(proof)) < 5_000
        checker.prove(goal.context, goal.rel, goal.term, proof)
