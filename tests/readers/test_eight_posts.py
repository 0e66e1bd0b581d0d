r"""The equations of the eight posts as LaTeX: each is read as it was meant, or refused.

Every entry of ``derivations/SLUG.py`` has the LaTeX of the post beside the encoding that somebody
made of it by hand.  Here that LaTeX is read, under the declarations of ``posts/SLUG.md``.  What the
reader makes of an equation has to be what stands in the encoding, or in ``otherwise`` where the
encoding says the same in another form; every refusal is listed with its reason.  So nothing is read
unseen.  ``python tests/readers/test_eight_posts.py`` writes the list anew, to be looked through.
"""

import json
import tempfile
from pathlib import Path

import pytest

from thence.claim import Claim
from thence.expr import substitute, sym
from thence.pipeline import decide
from thence.readers import BadInput, read
from thence.statement import Statement, narrowed

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


def encoded(slug):
    """The claims of a derivation by their names."""
    return {c.id.partition(".")[2]: c for c in read(ROOT / "derivations" / f"{slug}.py")}


def items(slug, orders, folder):
    """What became of each equation, by its name."""
    parts = [(HERE / "posts" / f"{slug}.md").read_text("utf-8")]
    for name, claim in encoded(slug).items():
        if says := claim.source.says:
            order = f"{orders[name]}; " if name in orders else ""
            parts.append(f"<!-- thence: {order}id: {name} -->\n$${says}$$\n")
    path = folder / f"{slug}.md"
    path.write_text("\n".join(parts), "utf-8")
    found = {}
    for item in read(path):
        assert item.id.startswith(f"{slug}."), item
        found[item.id.partition(".")[2]] = item
    return found


def outcome(slug, orders, folder):
    """What is refused, with the reason, and what is read otherwise than it is encoded."""
    theirs = {name: claim.statements for name, claim in encoded(slug).items()}
    refused, otherwise = {}, {}
    for name, item in items(slug, orders, folder).items():
        if isinstance(item, BadInput):
            refused[name] = item.error.what
            continue
        own = [
            shown(statement)
            for statement in item.statements
            if not any(same(renamed(statement, slug), t) for t in theirs.get(name, ()))
        ]
        if own:
            otherwise[name] = own
    return {"orders": orders, "refused": refused, "otherwise": otherwise}


@pytest.mark.parametrize("slug", POSTS)
def test_each_equation_is_read_as_it_was_meant_or_refused(slug, tmp_path):
    expected = EXPECTED[slug]
    assert outcome(slug, expected["orders"], tmp_path) == expected


def main():
    """Write what becomes of every equation, to be compared with the posts by eye."""
    with tempfile.TemporaryDirectory() as folder:
        found = {s: outcome(s, EXPECTED[s]["orders"], Path(folder)) for s in POSTS}
    text = json.dumps(found, indent=1, ensure_ascii=False)
    (HERE / "posts/expected.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
