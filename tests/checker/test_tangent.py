"""The rule of a tangent: what is convex in a variable is least where it is flat."""

NORMAL = {"rule": "normal form"}
BOUNDS = {"rule": "bounds"}
#: exp(y) - x*y + x*log(x) - x is convex in y, and flat where y = log(x).
YOUNG = {"rule": "tangent", "var": "y", "at": "log(x)", "convex": BOUNDS, "flat": NORMAL,
         "base": NORMAL}  # fmt: skip
TERM = "exp(y) - x*y + x*log(x) - x"


def test_a_convex_term_is_least_where_it_is_flat(shows):
    given = {"x": "positive", "y": "real"}
    assert shows(given, ">=", TERM, YOUNG)
    assert not shows(given, ">", TERM, YOUNG)
    assert not shows(given, ">=", f"{TERM} - 10**-12", YOUNG)
    assert not shows(given, "=", TERM, YOUNG)
    assert not shows(given, ">=", TERM, {**YOUNG, "at": "log(x) + 10**-12"})
    assert not shows(given, ">=", TERM, {**YOUNG, "at": "y"})
    assert not shows(given, ">=", TERM, YOUNG, ["x < y"])


def test_the_flat_point_lies_inside_the_interval(shows):
    assert not shows({"x": "positive", "y": "positive"}, ">=", TERM, YOUNG)
    assert shows({"x": "(1, oo)", "y": "positive"}, ">=", TERM, YOUNG)


def test_a_concave_term_is_not_least_where_it_is_flat(shows):
    flat = {**YOUNG, "at": "x", "base": NORMAL, "convex": BOUNDS}
    given = {"x": "real", "y": "real"}
    assert shows(given, ">=", "(x - y)**2", flat)
    assert not shows(given, ">=", "-(x - y)**2", flat)
    assert not shows(given, ">=", "(x - y)**3", flat)
