import math
import subprocess
import sys
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from thence.errors import InputError
from thence.expr import FUNCTIONS, call, sym
from thence.parser import parse_expression
from thence_numeric import highprecision, vectorised
from thence_numeric.backend import Undefined, Unsupported

NAMES = ["x", "y", "k"]


def values(text, points):
    rows = np.array(points, dtype=np.float64).reshape(len(points), -1)
    return vectorised.evaluate(parse_expression(text, NAMES), NAMES[: rows.shape[1]], rows)


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("exp(-1/x**2)", 0),
        ("atan(1/x)", 0),
        ("exp(log(x))", 0),
        ("(1/x)**0", 0),
        ("1**(1/x)", 0),
        ("sign(log(x))", 0),
        ("sign(sqrt(x))", -1),
        ("x**(1/3)", -8),
        ("cbrt(x)", -8),
        ("x**(-2)", 0),
        ("2**(1/x)", 0),
        ("atan2(x, x)", 0),
        ("atanh(x)", 1),
        ("coth(x)", 0),
        ("gamma(x)", -2),
        ("factorial(x)", -1),
        ("loggamma(x)", -0.5),
        ("Max(1, 1/x)", 0),
        ("acosh(x)", 0.5),
    ],
)
def test_nan_where_a_part_is_not_defined(text, x):
    assert np.isnan(values(text, [x])).all()


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("0**x", 0, 1),
        ("x**0", 0, 1),
        ("x**(1/2)", 0, 0),
        ("x**3", -2, -8),
        ("acot(x)", 0, math.pi / 2),
        ("binomial(x, 2)", -2, 3),
        ("binomial(5, x)", -1, 0),
        ("binomial(3, x)", 5, 0),
        ("gamma(x)", -0.5, -2 * math.sqrt(math.pi)),
        ("Sum(x**k, (k, 0, 3))", 2, 15),
        ("Sum(k*y, (k, 1, 3), (y, 1, 3))", 0, 36),
        ("Product(k + x, (k, 1, 4))", 0, 24),
        ("Derivative(x**3, x)", 2, 12),
        ("Min(x, 3, 2*x)", 4, 3),
    ],
)
def test_values(text, x, expected):
    assert values(text, [x]) == pytest.approx([expected], rel=1e-13)


@pytest.mark.parametrize("name", sorted(n for n, (least, _) in FUNCTIONS.items() if least == 1))
def test_every_function_agrees_with_high_precision(name):
    grid = [Fraction(k, 8) for k in range(-24, 25)]
    found = vectorised.evaluate(call(name, sym("x")), ["x"], np.array([[float(x)] for x in grid]))
    for x, value in zip(grid, found, strict=True):
        try:
            exact = highprecision.evaluate(call(name, sym("x")), {"x": x}, 20)
        except Undefined:
            assert np.isnan(value), (name, x)
        else:
            assert value == pytest.approx(float(exact), rel=1e-12, abs=1e-14), (name, x)


def test_rows_beyond_a_chunk_and_none_at_all():
    rows = np.linspace(0, 1, 3 * vectorised.CHUNK + 7).reshape(-1, 1)
    expr = parse_expression("exp(x)*2", NAMES)
    assert np.allclose(vectorised.evaluate(expr, ["x"], rows), 2 * np.exp(rows[:, 0]))
    assert vectorised.evaluate(expr, ["x"], rows[:0]).shape == (0,)
    assert vectorised.evaluate(parse_expression("pi"), [], np.zeros((3, 0))).shape == (3,)


def test_an_array_that_is_read_only_or_broadcast_is_fine():
    rows = np.broadcast_to(np.float64(2), (5, 1))
    assert vectorised.evaluate(parse_expression("x**2", NAMES), ["x"], rows).tolist() == [4.0] * 5


@pytest.mark.parametrize(
    "text", ["Integral(k, (k, 0, x))", "Limit(x, x, 0)", "x + oo", "Sum(k, (k, 1, x))"]
)
def test_what_has_no_batch_is_unsupported(text):
    with pytest.raises(Unsupported):
        values(text, [1.0, 2.0])


def test_a_device_that_is_missing_is_an_error():
    import torch

    if torch.cuda.is_available():
        pytest.skip("there is a CUDA device")
    with pytest.raises(InputError, match="no CUDA device"):
        vectorised.evaluate(parse_expression("1"), [], np.zeros((1, 0)), device="cuda")


@pytest.mark.parametrize("text", ["sqrt(x**2 + 1) - x", "exp(x) - 1 - x", "sin(x)/x", "log(1 + x)"])
def test_errors_bound_what_cancels(text):
    expr = parse_expression(text, NAMES)
    points = [{"x": Fraction(10) ** k} for k in range(-8, 7) if text[0] == "s" or k < 2]
    for point, found in zip(points, vectorised.values(expr, points), strict=True):
        exact = highprecision.evaluate(expr, point)
        with mpmath.workdps(40):
            assert abs(exact - found.value) <= found.error


def test_the_threads_of_torch_are_put_back():
    import torch

    before = torch.get_num_threads()
    assert values("x**2", [3]) == [9]
    with pytest.raises(Unsupported):
        values("x + oo", [3])
    assert torch.get_num_threads() == before


def test_torch_is_imported_only_to_compute():
    code = "import sys, thence_numeric.vectorised; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(("text", "value"), [("-1e400", -math.inf), ("1e400", math.inf)])
def test_a_number_beyond_all_floats_is_infinite(text, value):
    assert list(values(text, [[0]])) == [value]
