"""``thence new``, ``thence declare`` and ``thence watch``."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from thence.cli import main
from thence.readers import BadInput, holds_claims, read


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def thence(*args):
    return CliRunner().invoke(main, [*args], catch_exceptions=False)


@pytest.mark.parametrize(
    ("kind", "path"), [("python", "derivations/my_post.py"), ("markdown", "posts/my_post.md")]
)
def test_a_new_derivation_holds_as_it_stands(kind, path):
    done = thence("new", "my_post", "--format", kind)
    assert done.stdout == f"{path}: fill it in, then run: thence check {path}\n"
    assert holds_claims(Path(path))
    assert not any(isinstance(item, BadInput) for item in read(Path(path)))
    assert "My post" in Path(path).read_text()
    done = thence("check", path)
    assert done.exit_code == 0, done.output
    done = thence("new", "my_post", "--format", kind)
    assert done.exit_code == 2
    assert "the file is there already" in done.stderr


@pytest.mark.parametrize("slug", ["no-name", "../up", "a.b", ""])
def test_a_slug_is_a_name(slug):
    assert thence("new", slug).exit_code == 2
    assert not list(Path().iterdir())


POST = """# Temperature

$$p_i = \\frac{e^{s_i/\\tau}}{\\sum_{j=1}^n e^{s_j/\\tau}}$$

$$\\frac{\\partial p_i}{\\partial s_i} = p_i (1 - p_i)$$
"""


def test_declarations_are_proposed_and_put_in():
    post = Path("post.md")
    post.write_text(POST)
    done = thence("check", "post.md")
    assert done.exit_code == 2
    assert "to see what could be declared: thence declare post.md" in done.stderr
    done = thence("declare", "post.md")
    assert done.exit_code == 0
    assert "<!-- thence: define p_i -->" in done.stdout.splitlines()
    assert "2 of 2 equations are read" in done.stderr
    assert post.read_text() == POST
    proposed = done.stdout

    assert thence("declare", "post.md", "--write").stdout == proposed
    assert proposed in post.read_text()
    done = thence("declare", "post.md")
    assert (done.stdout, "nothing else can be declared" in done.stderr) == ("", True)
    done = thence("check", "post.md")
    assert done.exit_code == 1
    assert "not defined at" in done.stdout
    assert "elsewhere certified, given tau != 0" in " ".join(done.stdout.split())
    post.write_text(post.read_text().replace("\\tau real", "\\tau positive"))
    done = thence("check", "post.md")
    assert "1 certified, 1 refuted" in done.stdout


def test_declarations_are_for_documents():
    Path("claims.jsonl").write_text("{}")
    done = thence("declare", "claims.jsonl")
    assert done.exit_code == 2
    assert "declarations are for documents" in done.stderr


def test_watch_checks_again_when_the_file_is_saved():
    post = Path("post.md")
    post.write_text("<!-- thence: x real -->\n$$x^2 \\ge 0$$\n")
    command = [sys.executable, "-m", "thence", "watch", "post.md", "--pages", "pages"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        lines = _until(process, "page: pages/post.html")
        assert any("1 claim: 1 certified" in line for line in lines)
        page = Path("pages/post.html").read_text("utf-8")
        assert 'http-equiv="refresh"' in page
        # As editors do it: a new file in the place of the old one.
        Path("post.tmp").write_text("<!-- thence: x real -->\n$$x^2 \\ge 1$$\n")
        os.replace("post.tmp", post)
        lines = _until(process, "page: pages/post.html")
        assert any("post.md:2: post.eq1: refuted" in line for line in lines)
        assert Path("pages/post.html").read_text("utf-8") != page
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert "Traceback" not in err
    assert process.returncode == 0


def _until(process, last):
    """The lines that the process writes, up to one that ends so."""
    lines = []
    while not lines or not lines[-1].rstrip().endswith(last):
        lines.append(process.stdout.readline())
        assert lines[-1], lines
    return lines


def test_watch_once():
    Path("post.md").write_text("<!-- thence: x real -->\n$$x^2 \\ge 1$$\n")
    assert thence("watch", "post.md", "--once").exit_code == 1
    Path("post.md").write_text("<!-- thence: x real -->\n$$x = y$$\n")
    assert thence("watch", "post.md", "--once").exit_code == 2
    assert thence("watch", "none.md").exit_code == 2
