import copy
import re

from thence_reports.diff import markdown


def changed(record, **changes):
    """The record with some claims changed: by name, what is put into their entries."""
    new = copy.deepcopy(record)
    for name, entries in changes.items():
        claim = next(c for c in new["claims"] if c["id"] == f"squareplus.{name}")
        claim.update(entries)
    return new


def sections(text):
    """The lines below each heading."""
    parts = re.split(r"^## ", text, flags=re.M)
    return {part.partition("\n")[0]: part.partition("\n")[2].strip() for part in parts[1:]}


def test_nothing_changed(record):
    text = markdown(record, record)
    assert sections(text) == {}
    assert "0 newly so, 0 no longer" in text
    assert "| before |" not in text


def test_grades(record):
    found = {"point": {"x": "1"}, "lhs": "2", "rhs": "1", "text": ""}
    lost = {"grade": "refuted", "meets": False, "counterexample": found}
    new = changed(record, above_relu=lost, error_even={"grade": "symbolic"})
    text = markdown(record, new)
    assert sections(text) == {
        "Short of what they need now": (
            "- `squareplus.above_relu`: certified → refuted; `x = 1: left side 2, right side 1`"
        ),
        "Other grades": "- `squareplus.error_even`: certified → symbolic",
    }
    assert re.search(r"\| refuted \| \d+ \| \d+ \| \+1 \|", text)
    assert "1 newly so" in text
    assert sections(markdown(new, record))["No longer short"] == (
        "- `squareplus.above_relu`: refuted → certified"
    )


def test_what_is_claimed(record):
    new = changed(record, jensen={"lemma": "Hölder", "expect": "refuted"})
    (claim,) = (c for c in new["claims"] if c["id"] == "squareplus.error_even")
    claim["statements"][0] |= {"rhs": "0", "assuming": ["x > 0"]}
    lines = sections(markdown(record, new))["Other statements"].splitlines()
    assert "expect `none` → `refuted`" in lines[0]
    assert "`Hölder`" in lines[0]
    assert "x > 0`" in lines[1]


def test_claims_that_came_and_went(record):
    new = copy.deepcopy(record)
    gone = new["claims"].pop(0)
    new["claims"][0]["id"] = "squareplus.fresh"
    found = sections(markdown(record, new))
    assert found["New"] == f"- `squareplus.fresh`: {new['claims'][0]['grade']}"
    assert f"- `{gone['id']}`: {gone['grade']}" in found["Gone"]


def test_figures_versions_and_trust(record):
    new = copy.deepcopy(record)
    scaling = next(c for c in new["claims"] if c["id"] == "hostile.scaling")
    scaling["evidence"][0]["data"]["value"] = 1.1
    new["versions"]["sympy"] = "9.9"
    new["seed"] = 7
    new["ledger"].append({"item": "Hölder", "kind": "lemma", "used_by": ["squareplus.jensen"]})
    found = sections(markdown(record, new))
    assert "1.000" not in found["Other figures"]
    assert re.search(r"Measured 1 .*→ .*Measured 1\.1 ", found["Other figures"])
    assert re.search(r"- `sympy`: `[\d.]+` → `9\.9`", found["Made with"])
    assert "- `seed`: `0` → `7`" in found["Made with"]
    assert found["Taken on trust"] == "- now: `lemma` `Hölder`"


def test_malice_stays_in_code_spans(record):
    new = copy.deepcopy(record)
    for claim in new["claims"]:
        claim["id"] = f"{claim['id']} ``@everyone`` <b>\n# no heading"
    text = markdown(record, new)
    outside = re.sub(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", "", text)
    assert "@everyone" in text
    assert "@" not in outside
    assert "<" not in outside
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# What changed between two records", "## New", "## Gone"
    ]  # fmt: skip


def test_the_command_prints_it_and_names_a_record_that_is_not_there(tmp_path, record):
    import json

    from click.testing import CliRunner

    from thence.cli import main

    files = [tmp_path / "old.json", tmp_path / "new.json"]
    for file in files:
        file.write_text(json.dumps(record), encoding="utf-8")
    arguments = ["report", "--diff", *map(str, files)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    assert result.output == markdown(record, record)
    files[1].unlink()
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "no record: No such file" in result.output
    assert str(files[1]) in result.output
