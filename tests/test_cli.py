"""The command line: exit codes, what goes where, and the words for bad input."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import jsonschema
import pytest
from click.testing import CliRunner

from thence.cli import main
from thence.record import schema

TRUE = {"given": {"x": "real"}, "assuming": [], "lhs": "x**2 + 1", "rel": ">", "rhs": "0"}
FALSE = {"given": {"x": "real"}, "assuming": [], "lhs": "x", "rel": ">", "rhs": "1"}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(*rows, name="claims.jsonl"):
    with open(name, "w", encoding="utf-8") as file:
        file.writelines((r if isinstance(r, str) else json.dumps(r)) + "\n" for r in rows)
    return name


def thence(*args):
    return CliRunner().invoke(main, args, catch_exceptions=False)


def test_true_false_and_expected_to_be_false():
    name = write(
        {"id": "c.true", **TRUE},
        {"id": "c.false", **FALSE},
        {"id": "c.erratum", "expect": "refuted", **FALSE},
    )
    done = thence("check", name, "--require", "numeric", "--budget", "5")
    assert done.exit_code == 1
    lines = [line.split() for line in done.stdout.splitlines()]
    rows = {line[0]: line for line in lines if line and line[0].startswith("c.")}
    assert "1 falls short: c.false" in done.stdout
    assert any(line[:2] == ["c.erratum", "inequality"] and "expected" in line for line in lines)
    assert set(rows) >= {"c.true", "c.false", "c.erratum"}
    assert "c.false: refuted: x = " in done.stdout
    assert all(len(line) <= 80 for line in done.stdout.splitlines()[:5])

    write({"id": "c.true", **TRUE}, {"id": "c.erratum", "expect": "refuted", **FALSE})
    assert thence("check", name, "--require", "numeric", "--budget", "5").exit_code == 0

    done = thence("explain", "c.erratum")
    assert done.exit_code == 0
    assert "statement 1: x > 1" in done.stdout
    assert "counterexample: x = " in done.stdout
    assert thence("recheck").exit_code == 0


def test_json_is_the_record_and_nothing_else():
    name = write({"id": "c.true", **TRUE}, "{", {"id": "c.more", **TRUE})
    done = thence("check", name, "--json", "--require", "numeric", "--budget", "5")
    record = json.loads(done.stdout)
    jsonschema.Draft202012Validator(schema()).validate(record)
    assert [c["id"] for c in record["claims"]] == ["c.true", "claims.jsonl:2", "c.more"]
    assert done.exit_code == 2
    with open("out/record.json", encoding="utf-8") as file:
        assert json.load(file) == record


def test_the_same_seed_gives_the_same_record():
    name = write({"id": "c.true", **TRUE}, {"id": "c.false", **FALSE})

    def record(*options):
        found = json.loads(thence("check", name, "--json", "--budget", "5", *options).stdout)
        for claim in found["claims"]:
            del claim["seconds"]
        return found

    assert record("--no-cache", "--jobs", "1") == record("--no-cache", "--jobs", "2") == record()


def test_bad_input_is_told_in_three_lines_and_the_rest_is_decided():
    name = write({"id": "c.bad", **TRUE, "lhs": "y"}, {"id": "c.true", **TRUE})
    done = thence("check", name, "--require", "numeric", "--budget", "5")
    assert done.exit_code == 2
    assert done.stderr.splitlines() == [
        "error: the symbol y is not declared.",
        "  where: claims.jsonl:1, claim c.bad: lhs: column 1",
        '  next: Declare it in "given", such as {"y": "real"}.',
    ]
    assert "2 claims" in done.stdout
    assert "1 falls short: c.bad" in done.stdout


UNREADABLE = {
    "not text": (b"\xff\xfe", "byte 1 is not UTF-8."),
    "no equation": (b"# A post\n", "no displayed equation."),
    "never closed": (b"$$x = x\n\nmore", "$$ is never closed."),
    "nothing declared": (b"$$x = y$$\n", "the symbol x is not declared."),
}


@pytest.mark.parametrize("what", UNREADABLE)
@pytest.mark.parametrize("command", ["check", "understand"])
def test_a_document_that_cannot_be_read_is_bad_input(command, what):
    content, said = UNREADABLE[what]
    with open("post.md", "wb") as file:
        file.write(content)
    done = thence(command, "post.md")
    assert done.exit_code == 2
    assert f"error: {said}" in " ".join((done.stdout + done.stderr).split())
    assert all(len(line) <= 80 for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("args", "what"),
    [
        (["check", "none.jsonl"], "error: no such file."),
        (["check", "post.md"], "error: no such file."),
        (["verify", "no.such"], "error: no claim or derivation no.such."),
        (["verify", "none.py"], "error: no such file."),
        (["explain", "c.x"], "error: no record: No such file or directory."),
        (["recheck"], "error: no record: No such file or directory."),
        (["report"], "error: no record: No such file or directory."),
        (["check"], "Missing argument 'FILES...'"),
        (["check", "x", "--budget", "0"], "Invalid value for '--budget'"),
        (["check", "x", "--require", "proved"], "Invalid value for '--require'"),
        (["nonsense"], "No such command 'nonsense'"),
    ],
)
def test_bad_usage(args, what):
    done = thence(*args)
    assert done.exit_code == 2
    assert what in done.stderr
    assert done.stdout == ""


def test_long_ids_are_folded_not_cut():
    long = "c." + "x" * 120
    done = thence("check", write({"id": long, "kind": "remark"}))
    assert done.exit_code == 0
    column = "".join(line.split()[0] for line in done.stdout.splitlines()[1:4] if line)
    assert column.startswith(long)


def test_list_decides_nothing():
    name = write(
        {"id": "c.true", **TRUE}, {"id": "c.wrong", "expect": "refuted", "note": "sign", **FALSE}
    )
    done = thence("list", name)
    assert done.stdout == "c.true  inequality  x**2 + 1 > 0\nc.wrong  inequality  x > 1\n"
    assert not os.path.exists("out")


def test_errata_are_decided_and_told_with_what_is_wrong():
    name = write(
        {"id": "c.true", **TRUE}, {"id": "c.wrong", "expect": "refuted", "note": "sign", **FALSE}
    )
    done = thence("list", name, "--errata")
    assert "c.true" not in done.stdout
    assert "c.wrong" in done.stdout
    assert "erratum: sign" in done.stdout
    assert "counterexample: x = 0: left side 0, right side 1; off by 1" in done.stdout
    assert not os.path.exists("out")


def test_explain_of_a_file_leaves_the_record_alone():
    name = write({"id": "c.true", **TRUE})
    done = thence("explain", "c.true", "--file", name, "--budget", "5")
    assert done.exit_code == 0
    assert "statement 1: x**2 + 1 > 0" in done.stdout
    assert not os.path.exists("out")


def test_the_schema_is_printed():
    assert json.loads(thence("schema").stdout) == schema()


def run_thence(*args, **options):
    return subprocess.Popen(
        [sys.executable, "-m", "thence", *args],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def _commands(command, name):
    yield pytest.param(name, command, id=" ".join(name))
    for inner, other in getattr(command, "commands", {}).items():
        yield from _commands(other, [*name, inner])


@pytest.mark.parametrize(("name", "command"), [*_commands(main, [])])
def test_help_is_whole_at_eighty_columns(name, command):
    shown = thence(*name, "--help").stdout
    assert "..." not in shown.partition("\n")[2]
    assert all(len(line) <= 80 for line in shown.splitlines())
    options = [part for part in command.params if isinstance(part, click.Option)]
    assert all(option.help for option in options)


def test_help_loads_nothing_heavy():
    code = "import sys; sys.argv = ['thence', '--help']; from thence.cli import main\n"
    code += "try: main()\nexcept SystemExit: pass\nprint(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"sympy", "torch", "numpy", "rich", "flint", "jinja2"}


def test_a_closed_pipe_is_no_error():
    rows = [{"id": f"c.{n}", **TRUE} for n in range(5000)]
    process = run_thence("list", write(*rows))
    assert process.stdout.readline().startswith("c.0 ")
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    process.wait()


def test_an_interrupted_run_keeps_what_is_finished():
    remarks = [{"id": f"c.{n}", "kind": "remark"} for n in range(3)]
    slow = {"id": "c.slow", **TRUE, "lhs": "Integral(exp(-t**2)*sin(t**3 + x), (t, 0, 1)) + 9"}
    name = write(*remarks, *[{**slow, "id": f"c.slow{n}"} for n in range(400)])
    process = run_thence("check", name, "--budget", "60", "--jobs", "1", start_new_session=True)
    journal = "out/record.json.partial"
    while not (os.path.exists(journal) and '"c.2"' in Path(journal).read_text("utf-8")):
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130, err
    assert "claims were not decided" in out
    with open("out/record.json", encoding="utf-8") as file:
        record = json.load(file)
    jsonschema.Draft202012Validator(schema()).validate(record)
    assert [c["id"] for c in record["claims"][:3]] == ["c.0", "c.1", "c.2"]
    assert len(record["claims"]) + len(record["unfinished"]) == 403
    assert not os.path.exists(journal)
