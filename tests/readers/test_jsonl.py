"""Claim files: what is right is read, and what is wrong says what, where and what next."""

import json

import pytest

from thence.readers import BadInput, documents, read
from thence.readers.jsonl import MAX_LINE

GOOD = {"id": "c.ok", "given": {"x": "real"}, "assuming": [], "lhs": "x", "rel": "=", "rhs": "x"}


def line(**changes):
    return json.dumps({k: v for k, v in {**GOOD, **changes}.items() if v is not ...})


@pytest.fixture
def read_lines(tmp_path):
    def read_them(*lines):
        path = tmp_path / "claims.jsonl"
        path.write_bytes(b"\n".join(t.encode() if isinstance(t, str) else t for t in lines))
        return list(read(path))

    return read_them


#: One line each: the text, what the error says, where inside the line, what its hint says.
BAD = {
    "not JSON": ('{"id": "c.bad", ', "not JSON", "column", "One object a line"),
    "not an object": ("[1, 2]", "not a JSON object", "", "Such as"),
    "NaN": ('{"id": "c.bad", "lhs": NaN}', "NaN is not JSON", "", "write a string"),
    "deep JSON": ("[" * 10_000 + "]" * 10_000, "nested too deeply", "", "flat"),
    "long number": ('{"id": ' + "1" * 5000 + "}", "number is too long", "", "strings"),
    "not UTF-8": (b'{"id": "\xff"}', "byte 9 of the line (0xff) is not UTF-8", "", "UTF-8"),
    "long line": (line(note="x" * MAX_LINE), "longer than 1000000 bytes", "", "smaller steps"),
    "twin fields": ('{"id": "c.bad", "id": "c.b"}', "'id' stands twice", "", "Keep one"),
    "missing": (line(lhs=..., rhs=...), "missing fields lhs, rhs", "c.ok", "Such as"),
    "wrong type": (line(rhs=0), "rhs has the wrong type: 0", "c.ok", 'Such as "0"'),
    "wrong given": (line(given=["x"]), "given has the wrong type", "c.ok", '{"x": "real"}'),
    "bad id": (line(id="two words"), "'two words' is not an id", "", "without spaces"),
    "kind": (line(kind="theorem"), "unknown kind 'theorem'", "c.ok", "identity"),
    "expect": (line(expect="true"), "unknown grade 'true'", "c.ok", "refuted"),
    "relation": (line(rel="=="), "unknown relation '=='", "c.ok", "One of"),
    "symbol": (line(lhs="x + y"), "the symbol y is not declared", "lhs: column 5", "given"),
    "function": (line(lhs="__import__(x)"), "unknown function __import__", "lhs", "Known:"),
    "attribute": (line(lhs="x.real"), "unexpected character '.'", "lhs: column 2", "notation"),
    "unbalanced": (line(lhs="(x + 1"), "expected ')'", "lhs: column 7", "parentheses"),
    "huge exponent": (line(lhs="x**10**10"), "an exponent is too large", "lhs", "4096"),
    "huge factorial": (line(lhs="factorial(10**6)"), "factorial of a number", "lhs", "loggamma"),
    "deep expression": (line(lhs="(" * 5000), "nested deeper than", "lhs", "steps"),
    "long sum": (line(lhs="+".join("x" * 4000)), "", "c.ok", "smaller steps"),
    "domain": (line(given={"x": "reals"}), "'reals' is not a domain", "given x", "real, positive"),
    "empty domain": (line(given={"x": "(2, 1)"}), "of x is empty", "given x", "lower comes first"),
    "contradiction": (line(assuming=["x>1", "x<0"]), "contradict", "assuming 2", "No point"),
    "no direction": (line(rel="~"), "does not say what tends to what", "tends", "x -> oo"),
    "tends of what": (line(tends="x -> oo"), "stands last in the right side", "rhs", "o(h)"),
    "a far target": (
        line(given={"x": "positive"}, rel="~", tends="x -> -10**400"),
        "leads out of the domain",
        "tends",
        "Declare x as real",
    ),
    "a deep target": (line(rel="~", tends="x -> " + "(" * 500), "nested deeper", "tends", "inner"),
    "no place": (line(solutions=["x"]), "is no place", "solutions", "x = 1, y = 2"),
    "many places": (line(solutions=["x = 1"] * 65), "more than 64 entries in solutions", "", ""),
    "no equation": (line(rel="<", solutions=[]), "x < x is no equation", "rel", "iff"),
    "no value": (line(value="1"), "value does not go with the rest", "value", "Leave it out"),
    "a place that grows": (
        line(lhs="+".join("x" * 150), rel="least at", rhs="x = " + "+".join("1" * 150)),
        "more than 10000 parts",
        "c.ok",
        "Name the parts",
    ),
    "two kinds": (line(solutions=[], tends="x -> oo"), "tends does not go with", "tends", "Leave"),
    "no step": (line(sequence={"a[0]": "1"}), "one step is needed", "sequence", "2*a[n] + 1"),
    "no sequence": (line(sequence={}), "terms of one sequence", "sequence", "a[n+1]"),
    "no term": (
        line(given={"n": "integer>=0"}, sequence={"a[0]": "1", "a[n+1]": "a[n]"}, lhs="n", rhs="1"),
        "n = 1 is not about a[n]",
        "lhs",
        "Such as",
    ),
    "no relation of terms": (
        line(
            given={"n": "integer>=0"},
            sequence={"a[0]": "1", "a[n+1]": "a[n]"},
            lhs="a[n]",
            rel="~digits",
            rhs="1",
        ),
        "~digits of a term",
        "rel",
        "One of",
    ),
    "null byte": (line(lhs="x\0"), "unexpected character", "lhs: column 2", "notation"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_lines_cost_themselves_alone(read_lines, case):
    text, what, where, hint = BAD[case]
    first, bad, last = read_lines(line(id="c.first"), text, line(id="c.last"))
    assert (first.id, last.id) == ("c.first", "c.last")
    assert isinstance(bad, BadInput)
    assert (bad.file.endswith("claims.jsonl"), bad.line) == (True, 2)
    assert what in bad.error.what
    assert "claims.jsonl:2" in bad.error.where
    assert where in bad.error.where
    assert hint in bad.error.hint


def test_the_id_is_told_where_it_is_known(read_lines):
    (bad,) = read_lines(line(lhs="y"))
    assert bad.id == "c.ok"
    assert "claim c.ok" in bad.error.where


def test_duplicate_ids_name_both_lines(read_lines):
    first, bad = read_lines(line(), line(lhs="2*x", rhs="x + x"))
    assert first.id == "c.ok"
    assert "the id c.ok is used twice" in bad.error.what
    assert "claims.jsonl:2" in bad.error.where
    assert "claims.jsonl:1" in bad.error.hint
    assert bad.id == ""


def test_ids_are_unique_over_files(tmp_path):
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(line())
    items = [item for document in documents([tmp_path]) for item in document.items]
    assert isinstance(items[1], BadInput)
    assert "a.jsonl:1" in items[1].error.hint


def test_all_fields(read_lines):
    (claim,) = read_lines(
        line(kind="lemma", expect="refuted", note="n", source={"where": "E1", "says": "x"}, truth=1)
    )
    assert (claim.kind, claim.expect, claim.note) == ("lemma", "refuted", "n")
    assert (claim.source.where, claim.source.says, claim.source.line) == ("E1", "x", 1)


def test_remarks_and_definedness_need_less(read_lines):
    remark, defined = read_lines(
        '{"id": "c.remark", "kind": "remark", "note": "an opinion"}',
        line(id="c.def", rel="defined", rhs=...),
    )
    assert (remark.statements, remark.expect) == ((), "undecided")
    assert defined.statements[0].rel == "defined"


def test_blank_lines_a_byte_order_mark_and_windows_endings(read_lines):
    claims = read_lines(b"\xef\xbb\xbf" + line(id="c.a").encode() + b"\r", "", " ", line(id="c.b"))
    assert [(c.id, c.source.line) for c in claims] == [("c.a", 1), ("c.b", 4)]


def test_a_file_without_claims(read_lines):
    assert read_lines("") == []


def test_claims_that_are_taken_apart(read_lines):
    claims = read_lines(
        line(id="c.roots", lhs="x**2", rhs="3*x", solutions=["x = 0", "x = 3"]),
        line(id="c.least", lhs="x**2", rel="least at", rhs="x = 0", value="0"),
        line(id="c.greatest", lhs="-x**2", rel="greatest only at", rhs="x = 0"),
        line(
            id="c.powers",
            given={"n": "integer>=0"},
            sequence={"b[0]": "1", "b[n]": "2*b[n - 1]"},
            lhs="b[n]",
            rhs="2**n",
        ),
        line(id="c.order", lhs="x + 1", rel="~", tends="x -> oo"),
    )
    assert [claim.kind for claim in claims] == [
        "solve",
        "minimiser",
        "maximiser",
        "recurrence",
        "asymptotic",
    ]
    assert [len(claim.statements) for claim in claims] == [3, 2, 1, 2, 1]
    assert str(claims[2].statements[0]) == "-x**2 < -0**2"
    assert claims[4].form is None
