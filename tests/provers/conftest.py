"""What the tests of the provers share."""

import pytest

from thence import checker
from thence.provers.goal import Search
from thence.provers.statements import certify
from thence.statement import read_statement


@pytest.fixture
def certificate():
    """The certificate found for a statement, accepted by the checker with nothing on trust but
    the ``lemmas``; None where none is found."""

    def found(*statement, seconds=30, only=(), lemmas=()):
        read = read_statement(*statement)
        certificate = certify(read, None, Search(seconds, only=only))
        if certificate is not None:
            assert checker.check(read.as_json(), certificate) == list(lemmas)
        return certificate

    return found
