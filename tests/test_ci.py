"""What a repository's CI uses: changes since a revision, a baseline, outputs, the cache."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from click.testing import CliRunner

from thence.cli import main

TRUE = {"given": {"x": "real"}, "lhs": "x**2 + 1", "rel": ">", "rhs": "0"}
FALSE = {"given": {"x": "real"}, "lhs": "x", "rel": ">", "rhs": "1"}
POST = "<!-- thence: x real -->\n$$x^2 \\ge 0$$\n\n$$|x| \\ge x$$\n"
SARIF = json.loads(Path(__file__).with_name("outputs").joinpath("sarif-2.1.0.json").read_text())


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def thence(*args):
    return CliRunner().invoke(main, [*args], catch_exceptions=False)


def claims(name, *rows):
    Path(name).parent.mkdir(exist_ok=True)
    Path(name).write_text("".join(json.dumps(row) + "\n" for row in rows))


def git(*args):
    own = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *own, *args], check=True, capture_output=True)


def ids(record="out/record.json"):
    return [claim["id"] for claim in json.loads(Path(record).read_text())["claims"]]


@pytest.fixture
def repository():
    """Two derivations and a post, committed."""
    git("init")
    claims("derivations/a.jsonl", {"id": "a.one", **TRUE}, {"id": "a.two", "kind": "remark"})
    claims("derivations/b.jsonl", {"id": "b.one", **TRUE})
    Path("post.md").write_text(POST)
    git("add", ".")
    git("commit", "-m", "first")


@pytest.mark.usefixtures("repository")
def test_only_what_changed_is_decided():
    done = thence("verify", "derivations", "post.md", "--changed-since", "HEAD")
    assert done.exit_code == 0
    assert "nothing changed since HEAD" in done.stdout
    assert ids() == []
    # A new file, before it is committed and after.
    claims("derivations/c.jsonl", {"id": "c.one", **TRUE})
    for revision in ("HEAD", "HEAD~1"):
        assert thence("verify", "--changed-since", revision).exit_code == 0
        assert ids() == ["c.one"]
        git("add", ".")
        git("commit", "--allow-empty", "-m", "second")
    # An equation put in before the others: they have other ids, and are the same claims.
    Path("post.md").write_text(POST.replace("-->\n", "-->\n$$x^2 + 1 > 0$$\n"))
    assert thence("check", "post.md", "derivations", "--changed-since", "HEAD").exit_code == 0
    assert ids() == ["post.eq1"]
    # Another domain makes other claims of all of them.
    Path("post.md").write_text(POST.replace("real", "positive"))
    thence("check", "post.md", "--changed-since", "HEAD")
    assert ids() == ["post.eq1", "post.eq2"]


@pytest.mark.usefixtures("repository")
def test_what_changed_elsewhere_meanwhile_is_not_ours():
    git("checkout", "-b", "topic")
    claims("derivations/c.jsonl", {"id": "c.one", "kind": "remark"})
    git("add", ".")
    git("commit", "-m", "topic")
    git("checkout", "main")
    claims("derivations/b.jsonl", {"id": "b.other", **FALSE})
    git("commit", "-a", "-m", "meanwhile")
    git("checkout", "topic")
    assert thence("verify", "--changed-since", "main").exit_code == 0
    assert ids() == ["c.one"]


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "HEAD:post.md"])
@pytest.mark.usefixtures("repository")
def test_a_revision_that_is_none(revision):
    done = thence("verify", f"--changed-since={revision}")
    assert done.exit_code == 2
    assert f"error: no revision {revision}." in done.stderr
    assert not Path("x").exists()


def test_no_repository(monkeypatch, tmp_path):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    claims("c.jsonl", {"id": "c.one", "kind": "remark"})
    assert thence("check", "c.jsonl", "--changed-since", "HEAD").exit_code == 2


def test_a_baseline_lets_pass_what_was_wrong_before_and_nothing_else():
    old = {"id": "c.old", **FALSE}
    claims("c.jsonl", old, {"id": "c.true", **TRUE}, {"id": "c.unread", **TRUE, "lhs": "y"})
    done = thence("check", "c.jsonl", "--write-baseline", "base.json")
    assert done.exit_code == 0
    assert "2 in the baseline: c.old, c.unread" in done.stdout
    assert thence("check", "c.jsonl", "--baseline", "base.json").exit_code == 0
    assert thence("check", "c.jsonl").exit_code == 2
    # Changed and still wrong; wrong by another name; worse than it was.
    claims("c.jsonl", {**old, "rhs": "2"})
    done = thence("check", "c.jsonl", "--baseline", "base.json")
    assert done.exit_code == 1
    assert "1 falls short: c.old" in done.stdout
    claims("c.jsonl", {**old, "id": "c.new"})
    assert thence("check", "c.jsonl", "--baseline", "base.json").exit_code == 1
    claims("c.jsonl", old)
    base = json.loads(Path("base.json").read_text())
    base["claims"]["c.old"]["grade"] = "numeric"
    Path("base.json").write_text(json.dumps(base))
    assert thence("check", "c.jsonl", "--baseline", "base.json").exit_code == 1


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "thence.baseline/1", "claims": {"a": 1}}'])
def test_what_is_no_baseline(text):
    claims("c.jsonl", {"id": "c.one", "kind": "remark"})
    assert "no baseline" in thence("check", "c.jsonl", "--baseline", "none.json").stderr
    Path("base.json").write_text(text)
    done = thence("check", "c.jsonl", "--baseline", "base.json")
    assert done.exit_code == 2
    assert "base.json" in done.stderr


def test_outputs_are_written():
    claims("c.jsonl", {"id": "c.true", **TRUE}, {"id": "c.false", **FALSE})
    wanted = ["--junit", "o/j.xml", "--sarif", "o/s.sarif", "--markdown", "m.md", "--github"]
    done = thence("check", "c.jsonl", *wanted, "--json")
    assert done.exit_code == 1
    assert ids() == [claim["id"] for claim in json.loads(done.stdout)["claims"]]
    assert done.stderr.startswith("::error file=c.jsonl,line=2,title=thence%3A refuted::c.false")
    assert ET.parse("o/j.xml").getroot().get("failures") == "1"
    log = json.loads(Path("o/s.sarif").read_text())
    jsonschema.Draft202012Validator(SARIF).validate(log)
    assert [r["ruleId"] for r in log["runs"][0]["results"]] == ["thence/refuted"]
    # A second step of the workflow adds its own summary.
    thence("check", "c.jsonl", "--markdown", "m.md")
    assert Path("m.md").read_text().count("## thence: 1 of 2 claims fall short") == 2


def test_files_without_anything_for_thence_are_left_out():
    about = "Write `<!-- thence: x real -->`, as in\n```\n<!-- thence: y real -->\n```\n"
    Path("notes.md").write_text(f"# Notes\n$$a = b$$\n{about}")
    Path("tool.py").write_text("raise SystemExit(3)\n")
    claims("data.jsonl", {"id": 7, "text": "no claim"})
    claims("c.jsonl", {"id": "c.one", "kind": "remark"})
    files = ["notes.md", "tool.py", "data.jsonl", "c.jsonl"]
    assert thence("check", "--skip-others", *files).exit_code == 0
    assert ids() == ["c.one"]
    assert thence("check", "--skip-others", *files[:2]).exit_code == 0
    assert thence("check", *files).exit_code == 2


def test_the_cache_is_shown_and_cleared():
    claims("c.jsonl", {"id": "c.true", **TRUE}, {"id": "c.false", **FALSE})
    thence("check", "c.jsonl")
    shown = thence("cache").stdout
    assert "claims:  2, " in shown
    assert "of this engine and its libraries: 2, " in shown
    assert thence("cache", "clear", "--stale").stdout == "removed 0 files\n"
    (entry, _) = Path(shown.split()[1]).rglob("*.json")
    entry.write_text(entry.read_text().replace('"engine": "', '"engine": "0'))
    (entry.parent / f".{entry.name}.killed").write_text("{")
    assert thence("cache", "clear", "--stale").stdout == "removed 2 files\n"
    assert thence("cache", "clear").exit_code == 0
    assert not [path for path in Path(shown.split()[1]).rglob("*") if path.is_file()]
    assert thence("check", "c.jsonl").exit_code == 1


def test_what_is_known_needs_no_engine():
    claims("c.jsonl", {"id": "c.true", **TRUE}, {"id": "c.false", **FALSE})
    thence("check", "c.jsonl")
    code = "import sys; from thence.cli import main\n"
    code += "try: main(['check', 'c.jsonl', '-q'])\nexcept SystemExit: print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "1 falls short: c.false" in done.stdout
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "thence.runner" in loaded
    assert not loaded & {"sympy", "torch", "numpy", "mpmath", "thence.pipeline"}


ROOT = Path(__file__).parents[1]


@pytest.mark.skipif(not (ROOT / "action.yml").exists(), reason="the wheel has no action")
@pytest.mark.usefixtures("repository")
def test_the_action_checks_what_changed(tmp_path):
    claims("derivations/c.jsonl", {"id": "c.one", **FALSE})
    names = ("PATHS", "CHANGED_SINCE", "REQUIRE", "BUDGET", "BASELINE", "JUNIT", "SARIF", "RECORD")
    values = ("derivations post.md", "HEAD", "numeric", "10", "", "j.xml", "s.sarif", "r.json")
    given = dict(zip((f"THENCE_{name}" for name in names), values, strict=True))
    # Every input that the script reads is one that the action hands on.
    assert all(f"{name}: ${{{{ inputs." in (ROOT / "action.yml").read_text() for name in given)
    python = tmp_path / "bin/python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    path = os.pathsep.join([*filter(None, sys.path)])
    env = {**os.environ, **given, "PYTHONPATH": path, "GITHUB_STEP_SUMMARY": "summary.md"}
    env["PATH"] = f"{python.parent}{os.pathsep}{env['PATH']}"
    script = ROOT / ".github/action.sh"
    done = subprocess.run([script, "check"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stderr
    assert ids("r.json") == ["c.one"]
    assert "::error file=derivations/c.jsonl,line=1,title=thence%3A refuted::c.one" in done.stdout
    assert "1 of 1 claims fall short" in Path("summary.md").read_text()
    assert Path("j.xml").exists()
    assert Path("s.sarif").exists()
    env["THENCE_PATHS"] = "$(touch/own) --help"
    done = subprocess.run([script, "check"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "no such file" in done.stderr
