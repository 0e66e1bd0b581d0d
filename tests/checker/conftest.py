"""What the tests of single rules share."""

import pytest

from thence import checker
from thence.checker import Rejected


@pytest.fixture
def shows():
    """Whether a proof shows ``term rel 0`` on a context."""

    def shown(given, rel, term, proof, assuming=()):
        with checker.precision():
            context = checker.context_of({"given": given, "assuming": list(assuming)})
            try:
                checker.prove(context, rel, checker.parse(term, context.names), proof)
            except (Rejected, LookupError):  # the checker's entry turns both into a rejection
                return False
        return True

    return shown
