import copy
import re

from thence.record import schema
from thence_reports import latex, view


def test_the_sample_is_a_record(record):
    import jsonschema

    jsonschema.validate(record, schema())


def test_the_same_record_gives_the_same_bytes(tex_reports, record, tmp_path):
    before = copy.deepcopy(record)
    latex.write(record, tmp_path)
    assert record == before
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (tex_reports[0].parent / path.name).read_bytes()


def test_every_step_is_in_both_reports_and_every_link_leads_somewhere(tex_reports, record):
    names = [path.name for path in tex_reports]
    assert names == ["suite.tex", "squareplus.tex", "hostile-post.tex"]
    suite, *single = (path.read_text("utf-8") for path in tex_reports)
    for number, (_, claims) in enumerate(view.derivations_of(record), 1):
        for text in (suite, single[number - 1]):
            found = re.findall(rf"\\hypertarget\{{step-{number}-(\d+)\}}", text)
            assert found == [str(i) for i in range(1, len(claims) + 1)]
    for text in (suite, *single):
        targets = set(re.findall(r"\\hypertarget\{([^}]*)\}", text))
        assert set(re.findall(r"\\hyperlink\{([^}]*)\}", text)) <= targets


def test_every_figure_is_there(tex_reports):
    for path in tex_reports:
        for file in re.findall(r"\\includegraphics\[[^]]*\]\{([^}]*)\}", path.read_text("utf-8")):
            assert path.with_name(file).read_bytes().startswith(b"%PDF")


def test_malice_stays_text(tex_reports):
    hostile = tex_reports[2].read_text("utf-8")
    body = hostile.partition(r"\begin{document}")[2]
    for command in ("input", "write18", "immediate", "def", "catcode", "VAR", "BLOCK"):
        assert not re.search(rf"\\{command}(?![a-z])", body)
    assert body.count(r"\end{document}") == 1
    assert r"\textbackslash{}input\{/etc/passwd\}" in body
    assert "\u202e" not in body
    assert r"\href" not in body


def test_claims_of_no_derivation_come_last(record, tmp_path):
    record["claims"] = [copy.deepcopy(record["claims"][0])]
    record["claims"][0]["id"] = "other.claim"
    record["claims"][0]["source"]["file"] = "gone.jsonl"
    assert [p.name for p in latex.write(record, tmp_path)][-1] == "claims.tex"


def test_slugs_never_leave_the_folder_or_meet(record):
    slugs = ["../../etc", "a b", "a-b", "", "x" * 300]
    names = view.file_names([{"slug": slug} for slug in slugs])
    assert names == ["etc", "a-b", "a-b-2", "derivation", "x" * 80]


def test_an_empty_record(tmp_path, record):
    record |= {"derivations": [], "claims": [], "ledger": [], "counts": {}}
    (suite,) = latex.write(record, tmp_path)
    assert "There are no steps." in suite.read_text("utf-8")


def test_what_is_taken_apart_is_shown_as_it_was_said(record, tmp_path):
    claim = record["claims"][0]
    claim["form"] = {
        "parts": [{"math": "x**2 = b"}, {"words": "exactly where"}, {"math": "x = sqrt(b)"}],
        "given": {"x": "positive", "b": "positive"},
        "assuming": ["b != 1"],
    }
    text = latex.write(record, tmp_path)[1].read_text("utf-8")
    said = r"x^{2} = b \  \text{exactly where} \  x = \sqrt{b}"
    assert said in text
    assert r"b \neq  1" in text
    claim["form"]["parts"][1]["words"] = r"}\input{/etc/passwd}"
    hostile = latex.write(record, tmp_path)[1].read_text("utf-8")
    assert r"\input{/etc" not in hostile.partition(r"\begin{document}")[2]
