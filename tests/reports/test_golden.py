"""The committed reports of the eight posts are what their committed record gives."""

import gzip
import json
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

import pytest

from thence.record import schema
from thence_numeric.backend import sides_are_plain
from thence_reports import drawings, html, latex, pdf, view
from thence_reports.mathml import mathml
from thence_reports.texmath import mathematics

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "reports/golden"
#: Another matplotlib may draw the same figures otherwise.
PINNED = f"matplotlib=={version('matplotlib')}\n" in (ROOT / "constraints.txt").read_text("utf-8")
#: In one process, which writes the documents with their figures once.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("golden")]


@pytest.fixture(scope="module")
def golden():
    return json.loads(gzip.decompress((GOLDEN / "record.json.gz").read_bytes()))


@pytest.fixture(scope="module")
def documents(golden, tmp_path_factory):
    """The LaTeX documents, that of the suite first."""
    return latex.write(golden, tmp_path_factory.mktemp("golden"))


def shown(path):
    """The text of a report, without its figures where they may differ."""
    text = path.read_text("utf-8")
    return text if PINNED else re.sub("<svg.*?</svg>", "", text, flags=re.S)


def test_the_pages_are_those_agreed_on(golden, tmp_path):
    agreed_on(html.write(golden, tmp_path), "html")


def test_the_documents_are_those_agreed_on(documents):
    # That of the suite holds nothing that those of the posts do not.
    agreed_on(documents[1:], "tex")


def agreed_on(written, ending):
    assert {path.name for path in written} == {path.name for path in GOLDEN.glob(f"*.{ending}")}
    for path in written:
        assert shown(path) == shown(GOLDEN / path.name), "look at it, then: make golden"


@pytest.mark.skipif(
    not all(map(shutil.which, ("latexmk", "xelatex", "pdftotext"))), reason="TeX is not installed"
)
def test_the_document_of_the_suite_is_set_without_a_blemish(golden, documents):
    suite = documents[0]
    (made,) = pdf.compile_all([suite], 1)
    log = suite.with_suffix(".log").read_text("utf-8", errors="replace")
    assert (
        re.findall(r"Overfull.*|Missing character.*|.*undefined.*|.*multiply defined.*", log) == []
    )
    command = ["pdftotext", "-layout", str(made), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "\\" not in text
    together = "".join(text.split())
    for derivation in golden["derivations"]:
        assert "".join(derivation["title_original"].split())[:8] in together


def test_the_record_is_of_all_posts(golden):
    import jsonschema

    jsonschema.validate(golden, schema())
    posts = {path.stem for path in (ROOT / "derivations").glob("*.py")}
    assert {derivation["slug"] for derivation in golden["derivations"]} == posts


def test_every_equation_of_the_posts_is_understood(golden):
    for claim in golden["claims"]:
        if says := claim["source"]["says"]:
            assert mathml(says) is not None, says
            assert mathematics(says) is not None, says
        for statement in claim["statements"]:
            assert view.statement_of(statement) is not None
            if statement["grade"] != "error":  # of a claim that no worker came to a result about
                assert mathematics(statement["latex"]) is not None, statement["latex"]


def test_what_is_refuted_or_a_scaling_law_is_drawn(golden):
    for claim in golden["claims"]:
        found = drawings.of_step(claim)
        # Integrals, families and statements without variables have no line to draw along.
        sides = [view.statement_of(s) for s in claim["statements"] if s["grade"] == "refuted"]
        plain = all(side is not None and sides_are_plain(side) for side in sides)
        point = claim["counterexample"]["point"] if claim["grade"] == "refuted" else {}
        if plain and point and all(isinstance(value, str) for value in point.values()):
            places = [getattr(drawing, "place", None) for drawing in found]
            assert any(place is not None for place in places), claim["id"]
        if claim["grade"] == "measured" and claim["kind"] == "scaling":
            assert any(getattr(drawing, "lines", ()) for drawing in found), claim["id"]
