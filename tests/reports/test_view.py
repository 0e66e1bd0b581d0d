"""What reports say in words."""

import pytest

from thence_reports import view


def claim(grade="certified", **changes):
    statement = {"evidence": [], "grade": grade}
    entry = {
        "id": "a.b", "kind": "identity", "grade": grade, "meets": True, "note": "", "evidence": [],
        "statements": [statement],
    }  # fmt: skip
    return entry | changes


def evidence(method, text="", **data):
    return {"method": method, "text": text, "data": data}


def test_what_holds_in_one_sentence():
    true, false = claim(), claim("refuted")
    assert view.outcome([]) == "There are no steps."
    assert view.outcome([true]) == "1 step. Each is as well supported as it has to be."
    assert view.outcome([true, false, false]) == (
        "3 steps; 2 of them do not hold, as expected. Each is as well supported as it has to be."
    )
    assert view.outcome([true, claim("numeric", meets=False)]) == (
        "2 steps; 1 short of the support that they need."
    )


def test_the_method_names_the_rules_of_the_proof():
    proof = evidence("certificate", rules=["univariate", "bounds"])
    statements = [{"evidence": [proof], "grade": "certified"}] * 2
    assert view.method(claim(statements=statements)) == (
        "Proved by bounds and univariate, each of the 2 lines; the independent checker accepted "
        "the proof."
    )
    assert view.method(claim()) == "Proved; the independent checker accepted the proof."


@pytest.mark.parametrize(("grade", "said"), [("ill-posed", True), ("refuted", False)])
def test_what_mends_an_ill_posed_claim_is_said(grade, said):
    mended = evidence("where defined", "certified, given x != 0", certificate={"version": 1})
    unproved = evidence("where defined", "numeric, given x != 1", certificate=None)
    statements = [{"grade": grade, "evidence": [mended, unproved]}]
    found = view.method(claim(grade, statements=statements))
    assert found.endswith(" Elsewhere certified, given x != 0.") is said
    assert "x != 1" not in found


@pytest.mark.parametrize("grade", [g for g in view.GRADES if g not in ("certified", "measured")])
def test_every_other_grade_has_a_sentence(grade):
    sentence = view.method(claim(grade))
    assert sentence.endswith(".")
    assert "accepted the proof" not in sentence


@pytest.mark.parametrize(
    ("value", "low", "high", "shown"),
    [
        (1.2078410884, 0.7, 1.5, "Measured 1.208 (b); the claim allows 0.7 to 1.5."),
        (1.523821, 1.52382, 1.523822,
          "Measured 1.523821 (b); the claim allows 1.52382 to 1.523822."),
        (0.0, 0, 1e-12, "Measured 0 (b); the claim allows 0 to 1e-12."),
        (True, 0, 1, ""),
        (None, 0, 1, ""),
    ],
)  # fmt: skip
def test_a_measurement_has_the_digits_that_tell_it_from_its_bounds(value, low, high, shown):
    data = {"value": value, "low": low, "high": high, "unit": "b"}
    assert view.measurement(data) == shown


def test_remarks_are_out_of_scope_and_say_why_once():
    remark = claim("undecided", kind="remark", note="An opinion.")
    remark["evidence"] = [evidence("out-of-scope", "An opinion.")]
    assert view.method(remark) == "Not checked. An opinion."
    assert view.note(remark) == ""
    assert [(grade, count) for grade, count, _ in view.counts([remark, claim()])] == [
        ("certified", 1), ("out of scope", 1)
    ]  # fmt: skip


def test_findings_do_not_stutter():
    accepted = evidence("certificate", "certificate accepted: bounds", bytes=184)
    assert view.finder(accepted) == ""
    assert view.sentence(accepted) == "certificate accepted: bounds; 184 bytes"
    assert view.finder(evidence("vectorised", "agrees")) == "vectorised"


def test_characters_that_are_not_seen_are_shown_by_number():
    assert view.seen("a\u202eb\u200b\x00") == "a[U+202E]b[U+200B][U+0000]"
    assert view.seen("中文 é\n") == "中文 é\n"


@pytest.mark.parametrize(
    ("title", "language"), [("训练1000层", "zh"), ("かな漢字", "ja"), ("한국어", "ko"), ("abc", "")]
)
def test_the_language_of_a_title(title, language):
    assert view.language(title) == language
