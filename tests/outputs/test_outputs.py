"""JUnit, SARIF, GitHub annotations and Markdown: views of one record, for hostile text as well."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from thence.outputs.findings import REASONS, Level, findings
from thence.outputs.github import commands
from thence.outputs.junit import junit
from thence.outputs.markdown import MAX_ROWS, markdown
from thence.outputs.sarif import sarif

SCHEMA = json.loads(Path(__file__).with_name("sarif-2.1.0.json").read_text("utf-8"))
HOSTILE = "a\n::error::b\r%0A | ` ``` <b> & \x00\x1b]]> \ud800,:变"


def entry(name, grade, *, meets=False, expect=None, vacuous=False, found="", line=3, file="p.md"):
    return {
        "id": name,
        "kind": "inequality",
        "lemma": "",
        "source": {"where": "", "says": "x > 1", "file": file, "line": line},
        "expect": expect,
        "grade": grade,
        "meets": meets,
        "vacuous": vacuous,
        "seconds": 0.25,
        "counterexample": {"text": found} if found else None,
        "evidence": [],
        "statements": [
            {
                "lhs": "x",
                "rel": ">",
                "rhs": "1",
                "given": {"x": "real"},
                "assuming": [],
                "grade": grade,
                "evidence": [{"method": "search", "text": "looked", "data": {}}],
            }
        ],
    }


CLAIMS = [
    entry("p.true", "certified", meets=True),
    entry("p.false", "refuted", found="x = 0: left side 0"),
    entry("p.ill", "ill-posed", found="not defined at x = 0"),
    entry("p.weak", "undecided", line=0),
    entry("p.error", "error", file="posts/a b.md"),
    entry("p.vacuous", "certified", vacuous=True),
    entry("p.erratum", "certified", expect="refuted", file="/tmp/q.md"),
    entry("p.hostile", "refuted", found=HOSTILE, file=f"a/{HOSTILE[2:6]}.md"),
    entry("p.old", "numeric", file=""),
]
KNOWN = frozenset(["p.old"])


@pytest.fixture
def record():
    counts = {"certified": 3, "numeric": 1, "undecided": 1, "ill-posed": 1, "refuted": 2}
    return {"thence": "0.1.0", "claims": CLAIMS, "counts": {**counts, "error": 1}}


def test_findings(record):
    found = {f.claim: (f.reason, f.level) for f in findings(record, KNOWN)}
    assert found == {
        "p.false": ("refuted", Level.ERROR),
        "p.ill": ("ill-posed", Level.ERROR),
        "p.weak": ("weak", Level.WARNING),
        "p.error": ("error", Level.ERROR),
        "p.vacuous": ("vacuous", Level.WARNING),
        "p.erratum": ("unexpected", Level.WARNING),
        "p.hostile": ("refuted", Level.ERROR),
        "p.old": ("weak", Level.NOTE),
    }
    assert all(reason in REASONS for reason, _ in found.values())
    texts = {f.claim: f.text for f in findings(record)}
    assert texts["p.false"] == "p.false: refuted: x = 0: left side 0"
    assert texts["p.weak"] == "p.weak: undecided: looked"
    assert texts["p.erratum"] == "p.erratum: certified, not refuted: looked"


def test_junit(record):
    root = ET.fromstring(junit(record, KNOWN))
    assert {k: root.get(k) for k in ("tests", "failures", "errors", "skipped", "time")} == {
        "tests": "9",
        "failures": "6",
        "errors": "1",
        "skipped": "1",
        "time": "2.250",
    }
    assert sum(int(suite.get("tests")) for suite in root) == 9
    cases = {case.get("name"): case for case in root.iter("testcase")}
    failure = cases["p.false"].find("failure")
    assert failure.get("message") == "p.false: refuted: x = 0: left side 0"
    assert "search: looked" in failure.text
    assert cases["p.false"].get("line") == "3"
    assert [child.tag for child in cases["p.true"]] == ["properties"]
    assert cases["p.error"].find("error") is not None


def test_sarif(record):
    log = json.loads(sarif(record, KNOWN))
    jsonschema.Draft202012Validator(SCHEMA).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    results = {r["message"]["text"].partition(":")[0]: r for r in run["results"]}
    assert len(results) == 8
    assert all(rule["help"]["text"] for rule in rules)  # GitHub wants it
    for result in results.values():
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    place = results["p.false"]["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": "p.md", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3},
    }
    spaced = results["p.error"]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert spaced["uri"] == "posts/a%20b.md"
    absolute = results["p.erratum"]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert absolute == {"uri": "file:///tmp/q.md"}
    assert "region" not in results["p.weak"]["locations"][0]["physicalLocation"]
    (nowhere,) = results["p.old"]["locations"]
    assert nowhere["physicalLocation"]["artifactLocation"]["uri"] == "."
    assert results["p.old"]["suppressions"][0]["kind"] == "external"
    # A finding is known again by its claim, wherever it has moved.
    assert len({r["partialFingerprints"]["thenceClaim/v1"] for r in results.values()}) == 8


def test_the_schema_can_fail(record):
    log = json.loads(sarif(record))
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(log)


def test_github(record):
    lines = list(commands(record, KNOWN))
    assert lines[0] == (
        "::error file=p.md,line=3,title=thence%3A refuted::p.false: refuted: x = 0: left side 0"
    )
    assert lines[2].startswith("::warning file=p.md,title=thence%3A weak::")
    assert lines[-1].startswith("::notice title=")
    assert len(lines) == 8
    assert not any("\n" in line or "\r" in line for line in lines)


def test_markdown(record):
    text = markdown(record, KNOWN)
    assert text.startswith("## thence: 7 of 9 claims fall short\n")
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 1 + 8
    assert "| ❌ | `p.false` | `p.md:3` | `refuted: x = 0: left side 0` |" in rows
    # Nothing of a hostile claim is markup: its cells are code, and its pipes do not end them.
    (hostile,) = [row for row in rows if "p.hostile" in row]
    assert "\\|" in hostile
    assert "```` " in hostile
    assert markdown({**record, "claims": CLAIMS[:1]}).startswith("## thence: all 1 claims hold\n")
    many = [entry(f"p.{n}", "refuted") for n in range(MAX_ROWS + 5)]
    assert "| | and 5 more | | |" in markdown({**record, "claims": many})
