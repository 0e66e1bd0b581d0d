import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from thence.errors import InputError
from thence_reports import pdf, readmath
from thence_reports.texmath import mathematics

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).with_name("sample_record.json")
needs_tex = pytest.mark.skipif(
    not all(shutil.which(name) for name in ("latexmk", "xelatex")), reason="TeX is not installed"
)


def test_without_tex_the_command_says_what_installs_it_and_keeps_the_source(tmp_path, monkeypatch):
    from thence.cli import main

    monkeypatch.setenv("PATH", str(tmp_path))
    arguments = ["report", "--record", str(SAMPLE), "--format", "pdf", "--out", str(tmp_path)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "latexmk is not installed." in result.output
    assert f"The LaTeX source is in {tmp_path}." in " ".join(result.output.split())
    assert "sudo apt-get install texlive-xetex" in " ".join(result.output.split())
    assert (tmp_path / "suite.tex").exists()
    assert (tmp_path / "squareplus.tex").exists()


@pytest.mark.skipif(not (ROOT / ".ci/run").exists(), reason="there is no checkout")
def test_the_command_installs_what_ci_installs():
    ci = (ROOT / ".ci/run").read_text("utf-8").split()
    assert [package for package in pdf.PACKAGES.split() if package not in ci] == []


@needs_tex
def test_text_that_tex_refuses_is_an_error_with_its_line(tmp_path):
    bad = tmp_path / "bad.tex"
    bad.write_text("\\documentclass{article}\\begin{document}\n\\nosuch\n\\end{document}\n")
    with pytest.raises(InputError, match="TeX failed: Undefined control sequence"):
        pdf.compile_all([bad], 1)


@needs_tex
def test_tex_that_never_ends_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "TIME_LIMIT", 1)
    endless = tmp_path / "endless.tex"
    endless.write_text("\\documentclass{article}\\def\\x{\\x}\\begin{document}\\x\\end{document}")
    with pytest.raises(InputError, match="TeX ran over 1 s"):
        pdf.compile_all([endless], 1)
    assert not endless.with_suffix(".pdf").exists()


def blemishes(tex):
    """What the log of a document complains about, if anything."""
    log = tex.with_suffix(".log").read_text("utf-8", errors="replace")
    overfull = [float(size) for size in re.findall(r"Overfull \\[hv]box \(([\d.]+)pt", log)]
    words = re.findall(r"Missing character.*|.*[Uu]ndefined.*|.*multiply defined.*", log)
    return [size for size in overfull if size > 1], words


@needs_tex
@pytest.mark.slow
def test_the_reports_compile_without_a_blemish(tex_reports):
    for tex, made in zip(tex_reports, pdf.compile_all(tex_reports, 2), strict=True):
        assert made == tex.with_suffix(".pdf")
        assert made.read_bytes().startswith(b"%PDF")
        assert blemishes(tex) == ([], [])
        if shutil.which("pdftotext"):
            shown = subprocess.run(
                ["pdftotext", str(made), "-"], capture_output=True, text=True, check=True
            ).stdout
            assert "root:" not in shown
            assert "�" not in shown


def every_command():
    """Mathematics with each command that the reader knows, alone, nested, and in odd places."""
    nested = [
        f"\\{name}{{" * depth + "x" + "}" * depth
        for name in sorted(readmath.ONE)
        for depth in (1, readmath.NESTED.get(name, 28))
    ]
    pairs = [f"\\{name}{{x^2_1}}{{}}" for name in sorted(readmath.TWO)]
    symbols = [f"\\{name} " for name in sorted(readmath.SYMBOLS)]
    operators = [f"\\{name}\\limits_a^b" for name in sorted(readmath.OPERATORS)]
    sizes = [f"\\{name}\\{{" for name in sorted(readmath.SIZES)]
    blocks = [rf"\begin{{{name}}}a\\b\end{{{name}}}" for name in readmath.ENVIRONMENTS]
    blocks.append(r"\begin{array}{c|cc}\hline a&b\\ \hline [c]&*\\\hline\end{array}")
    deep = [r"\left(" * 28 + r"\right." * 28, r"\frac1{" * 28 + "}" * 28, "x^{" * 28 + "}" * 28]
    alphabets = [r"\mathbb{RkA}", r"\mathcal{AZ}", r"\mathfrak{aZ}", r"\mathbb 1", r"\text{中 é}"]
    return [*nested, *pairs, *symbols, *operators, *sizes, *blocks, *deep, *alphabets, "a~"]


@needs_tex
@pytest.mark.slow
def test_tex_sets_whatever_the_reader_of_mathematics_lets_through(tex_reports, tmp_path):
    written = {text: mathematics(text) for text in every_command()}
    assert [text for text, result in written.items() if result is None] == []
    preamble = tex_reports[1].read_text("utf-8").partition(r"\begin{document}")[0]
    body = "\n\n".join(rf"\formula{{{result}}}{{x}}" for result in written.values())
    path = tmp_path / "all.tex"
    page = f"{preamble}\\begin{{document}}\n{body}\n\\end{{document}}\n"
    path.write_text(page, encoding="utf-8")
    pdf.compile_all([path], 1)
    assert "Missing character" not in path.with_suffix(".log").read_text("utf-8", errors="replace")
