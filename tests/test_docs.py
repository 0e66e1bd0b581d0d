"""The examples of the documentation run, and they cover what they say they cover."""

import doctest
import re
from pathlib import Path

import pytest

from thence.claim import KINDS
from thence.pipeline import decide
from thence.readers import BadInput, read

DOCS = Path(__file__).parents[1] / "docs"
KINDS_TEXT = (DOCS / "kinds.md").read_text("utf-8")


def blocks(text, language):
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_every_kind_has_an_example_that_runs():
    assert re.findall(r"^### (\w+)$", KINDS_TEXT, re.MULTILINE) == list(KINDS)
    code = "\n".join(blocks(KINDS_TEXT, "python"))
    assert code.count(">>> grade()") > len(KINDS)
    parser = doctest.DocTestParser()
    runner = doctest.DocTestRunner(optionflags=doctest.REPORT_NDIFF)
    said = []
    runner.run(parser.get_doctest(code, {}, "kinds.md", "kinds.md", 0), out=said.append)
    assert not runner.failures, "".join(said)


@pytest.mark.parametrize("page", ["kinds.md", "authors.md"])
def test_the_claim_files_of_the_documentation_hold(page, tmp_path):
    text = "".join(blocks((DOCS / page).read_text("utf-8"), "json"))
    lines = "".join(re.findall(r"^\{\"id\".*\n", text, re.MULTILINE))
    path = tmp_path / "claims.jsonl"
    path.write_text(lines)
    found = list(read(path))
    assert len(found) == lines.count("\n") > 2
    for claim in found:
        assert not isinstance(claim, BadInput), claim.error
        assert decide(claim, seed=0, seconds=20)["grade"] == (claim.expect or "certified"), claim.id


def test_links_between_pages_lead_somewhere():
    for page in [*DOCS.glob("*.md"), DOCS.parent / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
