"""Claims as tests of pytest: collected, marked, decided, told; and other runs left alone."""

import json
import os
import subprocess
import sys
from importlib.metadata import entry_points
from xml.etree import ElementTree as ET

import pytest

CLAIMS = [
    {"id": "c.true", "given": {"x": "real"}, "lhs": "x**2 + 1", "rel": ">", "rhs": "0"},
    {"id": "c.false", "given": {"x": "real"}, "lhs": "x", "rel": ">", "rhs": "1"},
    {"id": "c.erratum", "given": {"x": "real"}, "lhs": "x", "rel": ">", "rhs": "1"},
    {"id": "c.unread", "given": {}, "lhs": "y", "rel": ">", "rhs": "1"},
]
CLAIMS[2]["expect"] = "refuted"
POST = "<!-- thence: x real -->\n\n$$x^2 \\ge 0$$\n"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project of its own, in which every claim was decided once."""
    tmp_path = tmp_path_factory.mktemp("project")
    for folder in ("derivations", "posts", "tests"):
        (tmp_path / folder).mkdir()
    lines = "".join(json.dumps(claim) + "\n" for claim in CLAIMS)
    (tmp_path / "derivations/c.jsonl").write_text(lines)
    (tmp_path / "derivations/helper.py").write_text("raise SystemExit('not for thence')\n")
    test = "from thence import Derivation\ndef test_it():\n    Derivation('a', 'b')\n"
    (tmp_path / "derivations/test_helper.py").write_text(test)
    (tmp_path / "posts/post.md").write_text(POST)
    (tmp_path / "posts/notes.md").write_text("# Notes\n\n$$nothing$$\n")
    (tmp_path / "tests/test_own.py").write_text("def test_own():\n    pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n")
    done = run(tmp_path, "derivations", "posts", "-v", "--junit-xml=out.xml", "-W", "error")
    (tmp_path / "out.txt").write_text(done.stdout + done.stderr)
    return tmp_path


def run(project, *args):
    """pytest in a process of its own, with the plugin as it would be installed."""
    installed = any(point.name == "thence" for point in entry_points(group="pytest11"))
    plugin = () if installed else ("-p", "thence.pytest_plugin")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *plugin, *args],
        cwd=project,
        env={**os.environ, "XDG_CACHE_HOME": str(project / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_claims_are_tests(project):
    shown = (project / "out.txt").read_text()
    lines = shown.splitlines()
    for name, outcome in (("c.true", "PASSED"), ("c.false", "FAILED"), ("c.erratum", "PASSED")):
        assert any(f"c.jsonl::{name} {outcome}" in line for line in lines), shown
    assert any("posts/post.md::post.eq1 PASSED" in line for line in lines)
    assert "notes.md" not in shown
    assert "2 failed, 4 passed" in lines[-1]
    # The counterexample, and what to do about what was not read; no traceback of thence itself.
    assert "derivations/c.jsonl:2: c.false: refuted: x = " in shown
    assert "the symbol y is not declared. Declare it" in shown
    assert "Traceback" not in shown
    assert "runtest" not in shown
    cases = {case.get("name"): case for case in ET.parse(project / "out.xml").iter("testcase")}
    found = {p.get("name"): p.get("value") for p in cases["c.erratum"].iter("property")}
    assert found == {"kind": "inequality", "grade": "refuted"}


def test_markers_and_requirements(project):
    done = run(project, "derivations", "--collect-only", "-q", "-m", "thence_inequality")
    assert "c.true" in done.stdout
    assert "c.unread" not in done.stdout
    done = run(project, "derivations", "--collect-only", "-q", "-m", "thence_refuted")
    assert [line for line in done.stdout.splitlines() if "::" in line] == [
        "derivations/c.jsonl::c.false",
        "derivations/c.jsonl::c.erratum",
    ]
    done = run(project, "derivations", "-k", "true", "--thence-require", "kernel")
    assert done.returncode == 1
    assert "c.true: certified" in done.stdout


def test_it_runs_under_xdist(project):
    done = run(project, ".", "-n", "2", "-W", "error")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "2 failed, 5 passed" in done.stdout.splitlines()[-1]


def test_other_runs_are_left_alone(project):
    done = run(project, "tests", "-q")
    assert done.returncode == 0, done.stdout
    code = "import sys, thence.pytest_plugin; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert not loaded & {"sympy", "torch", "numpy", "flint", "lark", "click", "thence.claim"}


def test_a_wrong_setting_is_told(project):
    done = run(project, "derivations", "--thence-budget", "long")
    assert "thence_budget and thence_memory are numbers" in done.stdout + done.stderr
