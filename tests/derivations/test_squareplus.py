"""The SquarePlus post, whole: the outcomes that an independent study gives, by computation."""

from pathlib import Path

import pytest

from thence import checker
from thence.pipeline import decide
from thence.readers.python_file import load

FOUND = Path(__file__).parents[2] / "derivations" / "squareplus.py"
if not FOUND.exists():  # the suite runs against the wheel, which carries the derivations
    import thence

    FOUND = Path(thence.__file__).parent / "_content" / "derivations" / "squareplus.py"

POST = load(FOUND)
EXACT = [
    "def", "relu_abs", "above_relu", "first_derivative", "second_derivative",
    "dominates_softplus", "b_constant", "loglog_second", "jensen", "product_bound", "error_even",
    "minimax",
]  # fmt: skip


def test_every_entry_of_the_post_is_there():
    names = [claim.id.partition(".")[2] for claim in POST.claims]
    names.remove("code_without")  # stands beside the program: the same without its largest point
    assert names == [*EXACT, "code", "no_closed_form", "speed"]


@pytest.mark.parametrize("name", EXACT)
def test_every_exact_claim_is_certified(name):
    claim = next(c for c in POST.claims if c.id == f"squareplus.{name}")
    entry = decide(claim, seed=0, seconds=30)
    assert entry["grade"] == "certified"
    for statement in entry["statements"]:
        data = {k: statement[k] for k in ("given", "assuming", "lhs", "rel", "rhs")}
        checker.check(data, statement["certificate"])
        assert not [e for e in statement["evidence"] if e["method"] == "alarm"]
    assert bool(entry["assumed"]) == (name == "jensen")


def test_the_program_of_the_post_is_measured():
    claim = next(c for c in POST.claims if c.id == "squareplus.code")
    entry = decide(claim, seed=0, seconds=30)
    assert entry["grade"] == "measured"
    assert "3.5646" in entry["evidence"][0]["text"]


@pytest.mark.parametrize("name", ["no_closed_form", "speed"])
def test_what_cannot_be_checked_is_out_of_scope(name):
    claim = next(c for c in POST.claims if c.id == f"squareplus.{name}")
    entry = decide(claim, seed=0, seconds=1)
    assert entry["grade"] == "undecided"
    assert entry["evidence"][0]["method"] == "out-of-scope"
