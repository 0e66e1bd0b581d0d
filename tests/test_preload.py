"""A worker process has imported all that a claim needs before it starts."""

import subprocess
import sys

PROGRAM = """
import sys
import thence.preload
from thence.claim import Claim
from thence.statement import read_statement
from thence.pipeline import decide
before = set(sys.modules)
given = dict.fromkeys("abc", "nonnegative")
statement = read_statement(given, [], "a/(b + c) + b/(c + a) + c/(a + b)", ">=", "3/2")
entry = decide(Claim("t.t", "inequality", (statement,)), seed=0, seconds=20)
print(entry["grade"], sorted(set(sys.modules) - before))
"""


def test_a_claim_imports_nothing():
    found = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert found.stdout.strip() == "ill-posed []", found.stderr
