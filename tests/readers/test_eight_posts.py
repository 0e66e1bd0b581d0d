r"""The equations of the eight posts, typed in as LaTeX: each is read as it was meant, or refused.

``posts/SLUG.md`` holds the equations as they are printed, with declarations and ids; the ids are
those of ``derivations/SLUG.py``, where somebody encoded each by hand.  What the reader makes of an
equation has to be what stands in the encoding, or in ``OTHERWISE`` where the encoding says the same
in another form; every refusal is listed with its reason.  So nothing is read unseen.
"""

import json
from pathlib import Path

import pytest

from thence.claim import Claim, Statement, narrowed
from thence.expr import substitute, sym
from thence.pipeline import decide
from thence.readers import BadInput, read

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
POSTS = sorted(path.stem for path in (HERE / "posts").glob("*.md"))
#: How a post calls what its encoding calls otherwise.
RENAMED = {
    "entropy_softmax": {"lambda_": "L"},
    "entropy_normalization": {"gamma": "g"},
    "deepnet": {"lambda_": "lamda"},
}
EXPECTED = json.loads((HERE / "posts/expected.json").read_text("utf-8"))


def renamed(statement, slug):
    names = RENAMED.get(slug, {})
    values = {old: sym(new) for old, new in names.items()}
    given = {names.get(name, name): domain for name, domain in statement.given.items()}
    lhs, rhs = (substitute(side, values) for side in (statement.lhs, statement.rhs))
    return Statement(lhs, statement.rel, rhs, given, statement.assuming)


def equal(left, right, like):
    """Whether two expressions are the same number wherever the statement holds."""
    if left == right:
        return True
    given = like.given
    statement = narrowed(Statement(left, "=", right, given, like.assuming))
    claim = Claim("same", "identity", (statement,))
    return decide(claim, seed=0, seconds=5)["grade"] in ("certified", "symbolic")


def same(mine, theirs):
    """Whether two statements say the same of the same numbers."""
    if mine.rel != theirs.rel or not mine.given.keys() <= theirs.given.keys():
        return False
    if mine.rel == "defined":
        return equal(mine.lhs, theirs.lhs, theirs)
    return equal(mine.lhs, theirs.lhs, theirs) and equal(mine.rhs, theirs.rhs, theirs)


def shown(statement):
    return " if ".join([str(statement), *map(str, statement.assuming)])


def items(slug):
    """What became of each equation, by its id."""
    found = {}
    for item in read(HERE / "posts" / f"{slug}.md"):
        assert item.id.startswith(f"{slug}."), item
        found[item.id.partition(".")[2]] = item
    return found


@pytest.mark.parametrize("slug", POSTS)
def test_each_equation_is_read_as_it_was_meant_or_refused(slug):
    encoded = {c.id.partition(".")[2]: c for c in read(ROOT / "derivations" / f"{slug}.py")}
    expected = EXPECTED[slug]
    found = items(slug)
    assert {name for name, item in found.items() if isinstance(item, BadInput)} == set(
        expected["refused"]
    )
    for name, item in found.items():
        if isinstance(item, BadInput):
            assert item.error.what == expected["refused"][name], name
            continue
        otherwise = list(expected["otherwise"].get(name, []))
        for statement in item.statements:
            if shown(statement) in otherwise:
                otherwise.remove(shown(statement))
                continue
            theirs = encoded[name].statements
            assert any(same(renamed(statement, slug), other) for other in theirs), (name, statement)
        assert not otherwise, name


def test_every_equation_of_the_encodings_is_there():
    for slug in POSTS:
        printed = {
            claim.id.partition(".")[2]: claim.source.says
            for claim in read(ROOT / "derivations" / f"{slug}.py")
            if claim.source.says
        }
        text = (HERE / "posts" / f"{slug}.md").read_text("utf-8")
        for name, says in printed.items():
            assert f"id: {name} -->\n$${says}$$\n" in text
