import math

from thence_reports.plots import draw, place_of, read_curves


def statement(**data):
    return {"evidence": [{"method": "curves", "text": "", "data": data}]}


def test_curves_that_are_not_there_or_not_whole_are_not_drawn():
    assert read_curves({"evidence": []}) is None
    assert read_curves(statement()) is None
    assert read_curves(statement(x=[1.0, 2.0], lhs=[1.0], rhs=[1.0, 2.0])) is None
    assert read_curves(statement(x=[1.0, 2.0], lhs=[None, None], rhs=[1.0, 2.0])) is None
    assert read_curves(statement(x="12", lhs="12", rhs="12")) is None


def test_a_side_without_a_value_is_a_gap_in_the_line():
    curves = read_curves(statement(variable="x", x=[0, 1], lhs=[None, 2], rhs=[1, 1]))
    assert math.isnan(curves.lhs[0])
    assert curves.lhs[1] == 2


def test_the_place_of_a_counterexample():
    curves = read_curves(statement(variable="x", x=[-1, 1], lhs=[1, 2], rhs=[1, 1]))
    assert place_of(curves, {"x": "-1/2"}) == -0.5
    assert place_of(curves, {"x": "1e-1"}) == 0.1
    for point in ({"x": "7"}, {"y": "0"}, {"x": "sqrt(2)"}, {"x": "1/0"}, {}, None):
        assert place_of(curves, point) is None


def test_the_same_curves_give_the_same_file(tmp_path):
    for name in ("x", "变量", "$x^", "a_b"):
        curves = read_curves(
            statement(variable=name, x=[-1, 0, 1], lhs=[1, None, 2], rhs=[1, 1, 1])
        )
        first = draw(curves, tmp_path / "a.pdf", 0.5).read_bytes()
        assert first == draw(curves, tmp_path / "b.pdf", 0.5).read_bytes()
        assert first.startswith(b"%PDF")
        assert b"CreationDate" not in first
