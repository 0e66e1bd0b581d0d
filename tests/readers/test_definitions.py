"""What a document defines, put in where it is used; derivatives at a place."""

import pytest

from thence.domain import POSITIVE, REAL, parse_domain
from thence.errors import InputError
from thence.notation import Name
from thence.readers import BadInput
from thence.readers import read as documents
from thence.readers.latex import define, math_tokens, read_formula, tokens
from thence.readers.scope import of_names


def read(text, scope):
    links = read_formula(text, scope)
    return "; ".join([str(link) + "".join(f" if {h}" for h in link.assuming) for link in links])


def defined(text, scope):
    assert define(math_tokens(tokens(text), scope), scope) is not None


def test_a_derivative_at_a_letter_that_the_function_holds_besides():
    scope = of_names({"x": REAL, "y": REAL, "b": POSITIVE})
    scope.define(Name("f"), function=True)
    scope.define(Name("g"), function=True)
    scope.define(Name("rho"), function=False)
    defined("f(x) = x^2 + b", scope)
    defined(r"\rho = b + 1", scope)
    defined(r"g(x) = x \rho", scope)
    for text in ("f'(b) = 2b", "f''(b) = 2", "g'(b) = b + 1", r"\int_0^1 f'(b)\,db = 1"):
        with pytest.raises(InputError, match="holds besides"):
            read(text, scope)
    assert read("f'(y) = 2y", scope) == "Derivative(y**2 + b, y) = 2*y"
    at_b = r"\left.\frac{d}{dx} f(x)\right|_{x = b} = 2b"
    assert read(at_b, scope) == "Derivative(x**2 + b, x) = 2*b if x = b"


def test_a_derivative_in_a_place_or_in_a_letter():
    scope = of_names({"x": REAL, "y": REAL, "t": REAL})
    scope.define(Name("F"), function=True)
    defined("F(x, y) = x - 2y", scope)
    for arguments in ("y, x", "x, x", "x^2, y", "2x, y"):
        with pytest.raises(InputError, match=r"in its place in F\(x, y\)"):
            read(rf"\partial_x F({arguments}) = 1", scope)
    assert read(r"\partial_x F(x, 2y) = 1", scope) == "Derivative(x - 2*(2*y), x) = 1"
    assert read(r"\frac{d}{dt} F(t, t) = 1", scope) == "Derivative(t - 2*t, t) = 1"


def test_definitions_are_put_in():
    scope = of_names({"x": REAL, "b": POSITIVE})
    scope.define(Name("f"), function=True)
    scope.define(Name("y"), function=False)
    with pytest.raises(InputError, match="f is not defined yet"):
        read("f(x) + 1 = 2", scope)
    defined("f(x) = x^2 + b", scope)
    defined("y = f(b)", scope)
    assert read("f(2x) = 1", scope) == "(2*x)**2 + b = 1"
    assert read("y(1 - x) = f(y)", scope) == "(b**2 + b)*(1 - x) = (b**2 + b)**2 + b"
    assert read("f'(x) = 2x", scope) == "Derivative(x**2 + b, x) = 2*x"
    assert define(math_tokens(tokens("f(x) = x"), scope), scope) is None  # now it is a claim
    for text, wrong in {
        "f = 1": "needs its argument",
        "f(x, b) = 1": "takes 1 argument",
        "f^2(x) = 1": "may be an iterate",
        "f'(2x) = 1": "something composed",
        r"\int_0^1 f(x) db = 1": "contains b, which is bound",
        r"\sum_{y=1}^b y = 1": "y cannot be bound",
    }.items():
        with pytest.raises(InputError, match=wrong):
            read(text, scope)


def test_a_derivative_at_a_place():
    scope = of_names({"x": REAL, "y": REAL, "t": REAL})
    for name in "fgh":
        scope.define(Name(name), function=True)
    scope.define(Name("c"), function=False)
    scope.define(Name("m"), function=False)
    defined("f(x) = x^3", scope)
    defined("g(t) = t^2", scope)
    defined("c = x + 1", scope)
    assert read("f'(0) = y", scope) == "Derivative(x**3, x) = y if x = 0"
    assert read("f''(2y) = g'(1)", scope) == (
        "Derivative(x**3, (x, 2)) = Derivative(t**2, t) if x = 2*y if t = 1"
    )
    for text, wrong in {
        "f'(0) = x": "x = 0 in a derivative alone",  # x would be 0 as well
        "f'(0) = c": "x = 0 in a derivative alone",
        "f'(0) = f'(x)": "x = 0 in a derivative alone",
        "f'(g(x)) = 1": "something composed",
        "f'(0) + f'(1) = 3": "derivatives in x at two places",
        r"\sum_{k=1}^3 f'(k + 1) = 1": "something composed",
        r"\int_0^1 f'(2) x dx = 1": "something composed",
        r"f'(0) = 0 \iff x = 1": "x = 0 in a derivative alone",
    }.items():
        with pytest.raises(InputError, match=wrong):
            read(text, scope)
    with pytest.raises(InputError, match="not defined by one formula"):
        defined("m = f'(0)", scope)


def test_a_factor_that_varies_through_a_definition():
    scope = of_names({"x": REAL, "b": REAL})
    scope.define(Name("c"), function=False)
    defined("c = b x", scope)
    assert read(r"\frac{d}{db} 2 c = 2 x", scope) == "Derivative(2*(b*x), b) = 2*x"
    with pytest.raises(InputError, match="differentiated as well"):
        read(r"\frac{d}{dx} c x = 1", scope)


def test_nothing_is_put_in_where_a_derivative_is_taken():
    """d/dy of x y^2 at x = y is 2 x y there, and no derivative of y^3."""
    scope = of_names(dict.fromkeys(["x", "y", "b"], REAL) | {"n": parse_domain("integer>=1")})
    for name in "uz":
        scope.declare(Name(name), parse_domain("real[n]", ["n"]))
    for name in "fgh":
        scope.define(Name(name), function=True)
    defined(r"g(x) = \frac{d}{dy} (x y^2)", scope)
    defined(r"h(z) = \frac{\partial}{\partial z_1} (z_1 u_1)", scope)
    assert read(r"g(b) = \left.\frac{d}{dy} (x y^2)\right|_{x = b}", scope) == (
        "Derivative(b*y**2, y) = Derivative(b*y**2, y)"
    )
    for text in ("g(y) = 1", "g(2 y) = 1", "h(u) = 1", r"\left. g(x) \right|_{x = y} = 1"):
        with pytest.raises(InputError, match="is put in where a derivative in"):
            read(text, scope)
    with pytest.raises(InputError, match="h cannot be put in: a derivative in z"):
        read("h(2 z) = 1", scope)


def test_a_derivative_of_a_function_by_its_name():
    scope = of_names(dict.fromkeys(["x", "y", "b"], REAL))
    for name in "fg":
        scope.define(Name(name), function=True)
    defined("f(x, y) = x y^2", scope)
    defined("g(x) = x^2", scope)
    assert read(r"\frac{\partial f}{\partial y} = 2 x y", scope) == (
        "Derivative(x*y**2, y) = 2*x*y"
    )
    assert read(r"\left.\frac{d^2 g}{dx^2}\right|_{x = b} = 2", scope) == (
        "Derivative(x**2, (x, 2)) = 2 if x = b"
    )
    assert read(r"\dot{g}(x) = \ddot g(x)", scope) == (
        "Derivative(x**2, x) = Derivative(x**2, (x, 2))"
    )
    for text, wrong in {
        r"\frac{d g}{d y} = 1": "does not depend on y",
        r"\dot f(x, y) = 1": "a prime on a function of several variables",
        r"\dot b = 1": "b_dot is not declared",
        "b(0) = 1": "a product, or a function of its argument",
        "b(x, 1) = 1": "b is no function that is known here",
        "(x, y) = 1": "several things in parentheses",
        r"b \{x\} = 1": "do these braces group",
        r"\min_{x > 0} \max_{y \ge 0} x y = 0": "an open end of a range",
        r"\partial_x' f = 1": "a prime on an operator",
    }.items():
        with pytest.raises(InputError, match=wrong):
            read(text, scope)


def test_a_quotient_of_what_is_no_number_is_no_coefficient():
    scope = of_names({"x": REAL, "n": parse_domain("integer")})
    scope.define(Name("f"), function=True)
    defined("f(x) = x^2", scope)
    assert read(r"\cos\frac{\pi n}{2} x = 1", scope) == "cos(pi*n/2*x) = 1"
    with pytest.raises(InputError, match="in the argument of the function"):
        read(r"\cos\frac{f(n)}{2} x = 1", scope)


def test_the_end_of_a_range_is_no_variable_of_it():
    scope = of_names({"x": REAL, "y": REAL, "n": REAL})
    for name in "FP":
        scope.define(Name(name), function=True)
    defined(r"F(x) = \int_0^x x\,dx", scope)
    defined(r"P(n) = \sum_{n=1}^n n", scope)
    assert read("F(y) = 1", scope) == "Integral(x, (x, 0, y)) = 1"
    assert read("F(F(2)) = 1", scope) == "Integral(x, (x, 0, Integral(x, (x, 0, 2)))) = 1"
    assert read("P(y + 1) = 1", scope) == "Sum(n, (n, 1, y + 1)) = 1"
    assert read(r"\left.\int_0^x x\,dx\right|_{x = 2} = 1", scope) == "Integral(x, (x, 0, 2)) = 1"
    limit = r"\lim_{x \to 1^-} \int_0^x x\,dx = 1"
    assert read(limit, scope) == "Limit(Integral(x, (x, 0, 2*1 - x)), x, 1) = 1"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (r"\mathbb{E}_{x \sim \mathcal{N}(x, 1)}[x] = x", "x in its own distribution"),
        (r"\mathbb{E}_{x \sim \mathcal{N}(0, f(x))}[x] = 0", "x in its own distribution"),
        (r"\operatorname{Var}_{x \sim \mathcal{N}(2x, 1)}[x] = 1", "x in its own distribution"),
        (r"\lim_{x \to x} x = x", "x tends to what holds x"),
        (r"\lim_{x \to 2x^+} x = 2x", "x tends to what holds x"),
        (r"\log f(x) f(y) = 0", "in the argument of the function"),
        (r"\log x f(y) = 0", "in the argument of the function"),
        (r"\log \exp(x) \exp(y) = 0", "in the argument of the function"),
        (r"\log \sin(x) \cos(y) = 0", "in the argument of the function"),
        (r"\exp f(x) \max(x, y) = 0", "in the argument of the function"),
    ],
)
def test_one_letter_for_two_things_and_one_argument_or_two(text, wrong):
    scope = of_names({"x": REAL, "y": REAL})
    scope.define(Name("f"), function=True)
    defined("f(x) = x^2 + 1", scope)
    with pytest.raises(InputError, match=wrong):
        read(text, scope)


def test_products_of_functions_without_parentheses():
    scope = of_names({"x": REAL, "y": REAL})
    scope.define(Name("f"), function=True)
    defined("f(x) = x^2", scope)
    assert read(r"\log f(x) \log f(y) = 0", scope) == "log(x**2)*log(y**2) = 0"
    assert read(r"f(x) \log f(y) = 0", scope) == "x**2*log(y**2) = 0"
    assert read(r"\sin x \cos(y) = 0", scope) == "sin(x)*cos(y) = 0"


def from_document(tmp_path, text):
    """What is claimed, or what is wrong."""
    path = tmp_path / "post.md"
    path.write_text(f"<!-- thence: x, t real; n integer>=1; define L(t) -->\n{text}")
    return [
        item.error.what if isinstance(item, BadInput) else "; ".join(map(str, item.statements))
        for item in documents(path)
    ]


def test_a_claim_is_no_definition_in_place_of_one_that_was_not_read(tmp_path):
    lost = r"$$L(t) = \lim_{n \to \infty} (1 + t/n)^n$$"
    said, claim = from_document(tmp_path, lost + "\n\n$$L(x) = e^x$$")
    assert "a limit in n" in said
    assert claim == "L is defined in line 2, which was not read."
    skipped = from_document(tmp_path, f"<!-- thence: skip: later -->\n{lost}\n\n$$L(t) = e^t$$")
    assert skipped[1:] == ["exp(t)"]


@pytest.mark.parametrize("sign", [":=", r"\coloneqq", r"\triangleq"])
def test_a_sign_that_defines_is_no_claim(tmp_path, sign):
    assert from_document(tmp_path, f"$$L(t) {sign} 2 t$$") == ["2*t"]
    (wrong,) = from_document(tmp_path, f"$$x {sign} 2 t$$")
    assert wrong == "this sign defines what is not declared to be defined here."
