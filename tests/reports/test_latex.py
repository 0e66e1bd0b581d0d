import copy
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from thence.errors import InputError
from thence.record import schema
from thence_reports import latex, view

GOLDEN = Path(__file__).with_name("golden")
TEX = all(shutil.which(name) for name in ("latexmk", "xelatex"))


def test_the_sample_is_a_record(record):
    import jsonschema

    jsonschema.validate(record, schema())


def test_the_reports_are_those_agreed_on(record, tmp_path):
    written = latex.write(record, tmp_path)
    assert [path.name for path in written] == ["squareplus.tex", "hostile-post.tex"]
    for path in written:
        wanted = (GOLDEN / path.name).read_text("utf-8")
        assert path.read_text("utf-8") == wanted, f"look at it, then copy it to {GOLDEN}"


def test_the_same_record_gives_the_same_bytes(record, tmp_path):
    before = copy.deepcopy(record)
    latex.write(record, tmp_path / "a")
    latex.write(record, tmp_path / "b")
    assert record == before
    for path in sorted((tmp_path / "a").iterdir()):
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_every_claim_is_in_the_report(record, tmp_path):
    text = "".join(p.read_text("utf-8") for p in latex.write(record, tmp_path))
    assert len(re.findall(r"\\hypertarget\{claim-\d+\}", text)) == len(record["claims"])
    for _, claims in view.derivations_of(record):
        for number in range(1, len(claims) + 1):
            assert rf"\hypertarget{{claim-{number}}}" in text


def test_malice_stays_text(record, tmp_path):
    hostile = latex.write(record, tmp_path)[1].read_text("utf-8")
    body = hostile.partition(r"\begin{document}")[2]
    for command in ("input", "write18", "immediate", "def", "catcode", "VAR", "BLOCK"):
        assert not re.search(rf"\\{command}(?![a-z])", body)
    assert body.count(r"\end{document}") == 1
    assert r"\textbackslash{}input\{/etc/passwd\}" in body
    assert "\u202e" not in body
    assert r"\href" not in body


def test_claims_of_no_derivation_come_last(record, tmp_path):
    record["claims"][0]["id"] = "other.claim"
    record["claims"][0]["source"]["file"] = "gone.jsonl"
    assert [p.name for p in latex.write(record, tmp_path)][-1] == "claims.tex"


def test_slugs_never_leave_the_folder_or_meet(record):
    slugs = ["../../etc", "a b", "a-b", "", "x" * 300]
    names = view.file_names([{"slug": slug} for slug in slugs])
    assert names == ["etc", "a-b", "a-b-2", "derivation", "x" * 80]


def test_an_empty_record(tmp_path, record):
    record |= {"derivations": [], "claims": [], "ledger": [], "counts": {}}
    assert latex.write(record, tmp_path) == []


def test_tex_that_is_missing_is_named_with_what_installs_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError) as caught:
        latex.compile_pdf(tmp_path / "a.tex")
    assert caught.value.what == "latexmk is not installed."
    assert "apt-get install texlive-xetex" in caught.value.hint


def test_text_that_tex_refuses_is_an_error_with_its_line(tmp_path):
    if not TEX:
        pytest.skip("TeX is not installed")
    bad = tmp_path / "bad.tex"
    bad.write_text("\\documentclass{article}\\begin{document}\n\\nosuch\n\\end{document}\n")
    with pytest.raises(InputError, match="TeX failed: Undefined control sequence"):
        latex.compile_pdf(bad)


@pytest.mark.slow
def test_the_reports_compile_without_a_blemish(record, tmp_path):
    if not TEX:
        pytest.skip("TeX is not installed")
    for path in latex.write(record, tmp_path):
        pdf = latex.compile_pdf(path)
        assert pdf.read_bytes().startswith(b"%PDF")
        log = path.with_suffix(".log").read_text("utf-8", errors="replace")
        overfull = [float(size) for size in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
        assert [size for size in overfull if size > 1] == []
        assert "Missing character" not in log
        assert "undefined" not in log
        if shutil.which("pdftotext"):
            shown = subprocess.run(
                ["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True
            ).stdout
            assert "root:" not in shown
            assert "�" not in shown


def _every_command():
    """Mathematics with each command that the reader knows, alone, nested, and in odd places."""
    from thence_reports import texmath

    nested = [
        f"\\{name}{{" * depth + "x" + "}" * depth
        for name in sorted(texmath._ONE)
        for depth in (1, texmath._NESTED.get(name, 28))
    ]
    pairs = [f"\\{name}{{x^2_1}}{{}}" for name in sorted(texmath._TWO)]
    symbols = [f"\\{name} " for name in sorted(texmath._SYMBOLS)]
    operators = [f"\\{name}\\limits_a^b" for name in sorted(texmath._OPERATORS)]
    sizes = [f"\\{name}\\lbrace".replace("lbrace", "{") for name in sorted(texmath._SIZES)]
    blocks = [rf"\begin{{{name}}}a\\b\end{{{name}}}" for name in texmath._ENVIRONMENTS]
    deep = [r"\left(" * 28 + r"\right." * 28, r"\frac1{" * 28 + "}" * 28, "x^{" * 28 + "}" * 28]
    alphabets = [r"\mathbb{RkA}", r"\mathcal{AZ}", r"\mathfrak{aZ}", r"\mathbb 1", r"\text{中 é}"]
    return [*nested, *pairs, *symbols, *operators, *sizes, *blocks, *deep, *alphabets]


@pytest.mark.slow
def test_tex_sets_whatever_the_reader_of_mathematics_lets_through(tmp_path):
    if not TEX:
        pytest.skip("TeX is not installed")
    from thence_reports.texmath import mathematics

    written = {text: mathematics(text) for text in _every_command()}
    assert [text for text, result in written.items() if result is None] == []
    preamble = (GOLDEN / "squareplus.tex").read_text("utf-8").partition(r"\begin{document}")[0]
    body = "\n".join(rf"\formula{{{result}}}{{x}}" for result in written.values())
    path = tmp_path / "all.tex"
    page = f"{preamble}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    path.write_text(page, encoding="utf-8")
    latex.compile_pdf(path)
    assert "Missing character" not in path.with_suffix(".log").read_text("utf-8", errors="replace")
