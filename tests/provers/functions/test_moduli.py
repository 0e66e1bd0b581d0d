"""What stands in a modulus is named so that the checker reads the same term."""

from thence import checker
from thence.provers.functions import moduli
from thence.provers.goal import Goal, Search, holds


def test_a_difference_of_roots_in_a_modulus_is_replaced():
    x, y = "sqrt(x**2 + 1)", "sqrt(y**2 + 1)"
    with checker.precision():
        context = checker.context_of({"given": {"x": "real", "y": "real"}, "assuming": []})
        sides = [checker.parse(t, context.names) for t in (f"{x} + {y}", f"Abs({x} - {y})")]
        goal = Goal(context, *checker.oriented(sides[0], ">=", sides[1]))
        proof = moduli.attempt(goal, Search(10))
        assert proof is not None
        assert holds(goal, proof)
