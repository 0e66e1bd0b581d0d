import math
from fractions import Fraction

import pytest

from thence.errors import InputError
from thence.expr import FUNCTIONS, call
from thence.parser import parse_expression
from thence_numeric import backend, exact

POINTS = [{"x": Fraction(1, 2)}, {"x": Fraction(3)}, {"x": Fraction(-1)}]


@pytest.mark.parametrize("name", backend.NAMES)
def test_every_backend_keeps_to_the_interface(name):
    chosen = backend.get(name)
    assert name == chosen.NAME
    half, three, undefined = chosen.values(parse_expression("log(x)*x**2", ["x"]), POINTS)
    assert abs(half.value - math.log(0.5) / 4) <= half.error + 1e-16
    assert 0 < three.error < 1e-12
    assert math.isnan(undefined.value)


def test_only_balls_are_rigorous():
    assert [backend.get(n).RIGOROUS for n in backend.NAMES] == [True, False, False]


def test_an_unknown_backend_is_an_error():
    with pytest.raises(InputError, match=r"no backend 'sympy'.*One of balls"):
        backend.get("sympy")


def test_a_missing_library_is_an_error(monkeypatch):
    def missing(_name):
        raise ModuleNotFoundError("No module named 'flint'", name="flint")

    monkeypatch.setattr(backend, "import_module", missing)
    with pytest.raises(InputError, match=r"needs flint. pip install flint"):
        backend.get("balls")


@pytest.mark.parametrize("name", backend.NAMES)
@pytest.mark.parametrize("function", sorted(FUNCTIONS))
def test_every_backend_has_every_function(name, function):
    least, _ = FUNCTIONS[function]
    shift = "2" if function in ("acosh", "acoth") else "0"
    expr = call(function, *[parse_expression(f"x + {shift}", ["x"])] * least)
    half, *_ = backend.get(name).values(expr, POINTS)
    assert math.isfinite(half.value)


@pytest.mark.parametrize("name", backend.NAMES)
def test_an_expression_that_is_too_deep_is_unsupported(name):
    deep = parse_expression("+".join(["x"] * 2000), ["x"])
    with pytest.raises(backend.Unsupported, match="too deeply"):
        backend.get(name).values(deep, POINTS)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1/3 + 1/6", "1/2"),
        ("4**(1/2)", "2"),
        ("(9/4)**(-1/2)", "2/3"),
        ("sqrt(2)", None),
        ("1/(1 - 1)", None),
        ("0**0", "1"),
        ("0**(-1)", None),
        ("floor(-1/2) + ceiling(1/2)", "0"),
        ("Max(1, 2) - Min(3)", "-1"),
        ("sign(-5)*Abs(-2)", "-2"),
        ("(-8)**(1/3)", None),
        ("(-4)**(1/2)", None),
        ("exp(0)", None),
        ("2**3000", str(2**3000)),
    ],
)
def test_exact_rational_values(text, value):
    found = exact.value(parse_expression(text), {})
    assert found == (None if value is None else Fraction(value))
