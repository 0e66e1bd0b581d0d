import math

import pytest
from matplotlib.figure import Figure

from thence_reports.drawings import Curves, of_claim, of_statement, of_step


def claim(point=None, **data):
    evidence = [{"method": "curves", "text": "", "data": data}]
    evidence.append({"method": "counterexample", "text": "", "data": {"point": point or {}}})
    statement = {"lhs": "x**2", "rhs": "x", "grade": "refuted", "evidence": evidence}
    return {"statements": [statement], "evidence": []}


def measured(log="xy", **row):
    data = {"xlabel": "layers N", "ylabel": "-dL/eta", "log": log, "series": [row]}
    evidence = [{"method": "series", "text": "", "data": data}]
    return {"statements": [], "evidence": evidence}


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"x": [1.0, 2.0], "lhs": [1.0], "rhs": [1.0, 2.0]},
        {"x": [1.0, 2.0], "lhs": [None, None], "rhs": [1.0, 2.0]},
        {"x": [1.0, None], "lhs": [1.0, 2.0], "rhs": [1.0, 2.0]},
        {"x": "12", "lhs": "12", "rhs": "12"},
    ],
)
def test_curves_that_are_not_there_or_not_whole_are_not_drawn(data):
    assert of_statement(claim(**data), 0) is None


@pytest.mark.parametrize(
    "row",
    [
        {"x": [1, 2], "y": [1]},
        {"x": [1, 1], "y": [1, 2]},
        {"x": [1, -2], "y": [1, 2]},
        {"x": [1, 2], "y": [1, None]},
        {"x": [1, 2], "y": [1, 2], "low": [0, 1], "high": [1, 2]},
        {"x": "no", "y": None},
    ],
)
def test_points_that_are_not_there_or_not_whole_are_not_drawn(row):
    assert of_claim(measured(**row)) is None


def test_a_side_without_a_value_is_a_gap_in_the_line():
    curves = of_statement(claim(variable="x", x=[0, 1], lhs=[None, 2], rhs=[1, 1]), 0)
    assert math.isnan(curves.lhs[0])
    assert curves.lhs[1] == 2
    assert curves.names == ("left: x**2", "right: x")


def test_the_place_of_a_counterexample():
    def place(**point):
        found = claim(point, variable="x", x=[-1, 1], lhs=[1, 2], rhs=[1, 1])
        return of_statement(found, 0).place

    assert place(x="-1/2") == -0.5
    assert place(x="1e-1") == 0.1
    for point in ({"x": "7"}, {"y": "0"}, {"x": "sqrt(2)"}, {"x": "1/0"}, {}, {"x": ["0"]}):
        assert place(**point) is None


def test_what_is_shown_is_said_in_words():
    data = {"variable": "eta", "fixed": {"lamda": "1/2"}, "x": [0, 1], "lhs": [1, 2], "rhs": [1, 1]}
    assert of_statement(claim({"eta": "1"}, **data), 0).caption == (
        "Both sides for η from 0 to 1, λ = 1/2; below, left less right. "
        "The counterexample is marked."
    )
    fit = {"slope": 1, "low": 0.9, "high": 1.1, "intercept": 0}
    row = {"x": [1, 2, 4], "y": [1, 2, 4], "low": [1, 1, 3], "high": [2, 3, 5], "fit": fit}
    assert of_claim(measured(**row)).caption == (
        "−dL/η against layers N, both logarithmic. Bars: 99 % intervals. "
        "Lines by least squares, with the 99 % interval of the slope as a band."
    )
    assert of_claim(measured(log="x", x=[1, 2], y=[1, 2])).caption == (
        "−dL/η against layers N (logarithmic)."
    )


def test_the_fitted_line_runs_through_the_centre_and_the_band_along_it():
    fit = {"slope": 1, "low": 0.5, "high": 2, "intercept": math.log(3)}
    row = {"label": "", "x": [1, 2, 4], "y": [3, 6, 12], "fit": fit}
    figure = Figure()
    of_claim(measured(**row)).draw(figure)
    (axes,) = figure.axes
    points, line = axes.lines
    assert list(points.get_xdata()) == [1, 2, 4]
    assert list(line.get_xdata()) == [1, 4]
    assert list(line.get_ydata()) == pytest.approx([3, 12])
    assert axes.get_xscale() == axes.get_yscale() == "log"
    corners = axes.collections[0].get_paths()[0].vertices
    assert {round(y, 6) for x, y in corners if x == 4} == {round(6 * 2**s, 6) for s in (0.5, 2)}
    assert {round(y, 6) for x, y in corners if x == 2} == {6}


def test_the_legend_names_what_has_a_name():
    figure = Figure()
    of_claim(measured(x=[1, 2], y=[1, 2])).draw(figure)
    assert figure.legends == []
    of_claim(measured(x=[1, 2], y=[1, 2], label="_a")).draw(figure)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == [" _a"]


def test_a_counterexample_is_marked_where_it_lies():
    figure = Figure()
    Curves("x", (0, 1, 2), (0, 1, 4), (1, 1, 1), place=0.5).draw(figure)
    above, below = figure.axes
    assert any(list(line.get_xdata()) == [0.5, 0.5] for line in above.lines)
    assert list(below.lines[1].get_ydata()) == [-1, 0, 3]


def test_everything_of_the_sample_is_drawn(record):
    count = sum(len(of_step(claim)) for claim in record["claims"])
    kept = [e for c in record["claims"] for s in c["statements"] for e in s["evidence"]]
    assert count == sum(e["method"] == "curves" for e in kept) + 1
