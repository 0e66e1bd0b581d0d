from itertools import count

import pytest
from hypothesis import settings

from thence.claim import Claim
from thence.pipeline import decide
from thence.statement import read_statement

# The same examples in every run: what fails in CI fails on the author's machine, and a change that
# has nothing to do with a property does not meet a new example of it.  Times are never judged, for
# the machine may be busy.  To look for new examples: pytest --hypothesis-profile=explore.
settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=2_000)
settings.load_profile("repeatable")


# Documents that the tests of the readers read, refusals and all; not claims of this suite.
collect_ignore_glob = ["readers/posts/*.md"]


@pytest.fixture(scope="session")
def _caches(tmp_path_factory):
    """Numbers of folders for caches, in a folder of their own: pytest looks through all that stand
    beside a folder that it makes."""
    folder = tmp_path_factory.mktemp("caches")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_cache(_caches, monkeypatch):
    """No test reads what another run left behind, or leaves anything in the user's cache."""
    folder = next(_caches)
    folder.mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    # Reports of a terminal's size differ; the tests read plain text of 80 columns.
    for name in ("COLUMNS", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def decided():
    """What the pipeline makes of one statement: the entry of its record."""

    def entry(given, lhs, rel, rhs, assuming=()):
        statement = read_statement(given, list(assuming), lhs, rel, rhs)
        return decide(Claim("t.t", "identity", (statement,)), seed=0, seconds=30)

    return entry


@pytest.fixture
def grade(decided):
    """The grade of one statement."""
    return lambda *statement, **more: decided(*statement, **more)["grade"]
