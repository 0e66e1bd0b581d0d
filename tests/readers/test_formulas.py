"""What the reader of LaTeX reads, and what it refuses to guess."""

import pytest

from thence.domain import INTEGER, POSITIVE, REAL, parse_domain
from thence.errors import InputError
from thence.expr import num, sym
from thence.notation import Name
from thence.readers.directives import Header, declare, orders, wishes
from thence.readers.latex import define, math_tokens, read_formula, tokens
from thence.readers.scope import Scope, of_names

NAMES = dict.fromkeys(["x", "y", "b", "n", "s_max", "lambda_", "sigma", "x_hat_2"], REAL)
NAMES |= {"t": POSITIVE, "m": INTEGER}


def read(text, scope=None):
    links = read_formula(text, scope or of_names(NAMES))
    return "; ".join([str(link) + "".join(f" if {h}" for h in link.assuming) for link in links])


READ = {
    r"\frac{x+\sqrt{x^2+b}}2 \ge \max(x,0)": "(x + sqrt(x**2 + b))/2 >= Max(x, 0)",
    r"\log^2 2 < 1": "log(2)**2 < 1",
    r"\ln x = \log_2 x": "log(x) = log(x)/log(2)",
    r"\log x^2 = 1": "log(x**2) = 1",
    r"\log\log(x) = 1": "log(log(x)) = 1",
    r"\sin x \cos y = 1": "sin(x)*cos(y) = 1",
    r"\log(x) y = 1": "log(x)*y = 1",
    # A number in front belongs to the argument, and in a sine so does an integer.
    r"\log 2x = \exp 2\sqrt{x}": "log(2*x) = exp(2*sqrt(x))",
    r"\sin 2\pi x \cos 3 y = 1": "sin(2*pi*x)*cos(3*y) = 1",
    r"\sin^2 m x = \cos\frac{\pi m}{2} y": "sin(m*x)**2 = cos(pi*m/2*y)",
    r"x \cos m\pi + y = x \sin 2\frac{x}{y}": "x*cos(m*pi) + y = x*sin(2*(x/y))",
    r"\log 2 \log x = 1": "log(2)*log(x) = 1",
    r"\cos(m) \sin x = \cos(x) y": "cos(m)*sin(x) = cos(x)*y",
    r"\sin^2 x = 1": "sin(x)**2 = 1",
    r"e^{-x^2/2} = 1": "exp(-(x**2/2)) = 1",
    r"\mathrm{e}^x = \exp x": "exp(x) = exp(x)",
    r"\text{erf}(x) = \operatorname{erf} x": "erf(x) = erf(x)",
    r"2^{10} = 1024": "2**10 = 1024",
    r"1.5 x = \tfrac32 x": "3/2*x = 3/2*x",
    r"x(1-x) = 1": "x*(1 - x) = 1",
    r"|x|^2 + |y| = |x||y|": "Abs(x)**2 + Abs(y) = Abs(x)*Abs(y)",
    r"x \equiv y": "x = y",
    r"2e^{-1} - e = 2 e - 1": "2*exp(-1) - E = 2*E - 1",
    r"|x||y| = |xy|": "Abs(x)*Abs(y) = Abs(x*y)",
    r"x^2(y + 1) = x^2 \cdot (1)": "x**2*(y + 1) = x**2*1",
    r"|x| = \begin{cases} x, & x \ge 0, \\ -x, & x < 0. \end{cases}": (
        "Abs(x) = x if x >= 0; Abs(x) = -x if x < 0"
    ),
    r"\left|x\right| \lvert y \rvert = 1": "Abs(x)*Abs(y) = 1",
    r"4\left[\log(1+x)-x\right] = 1": "4*(log(1 + x) - x) = 1",
    r"\lfloor x \rfloor \le \lceil x \rceil": "floor(x) <= ceiling(x)",
    r"s_{\max} = s_{max} + \lambda": "s_max = s_max + lambda_",
    r"\hat{x}_2 = \hat x_{2}": "x_hat_2 = x_hat_2",
    r"\sum_{k=0}^\infty \frac{x^k}{k!} = e^x": "Sum(x**k/factorial(k), (k, 0, oo)) = exp(x)",
    r"\sum_{k=1}^n k + b = 1": "Sum(k, (k, 1, n)) + b = 1",
    r"\log\sum_{k=1}^n e^{kx} > 0": "log(Sum(exp(k*x), (k, 1, n))) > 0",
    r"\prod_{k=1}^{n} k = n!": "Product(k, (k, 1, n)) = factorial(n)",
    r"\int_0^1 x^2\,\mathrm{d}x = \frac13": "Integral(x**2, (x, 0, 1)) = 1/3",
    r"\int_0^1 x + y dx = 1": "Integral(x + y, (x, 0, 1)) = 1",
    r"\int_{-\infty}^{\infty} e^{-x^2} dx = \sqrt\pi": (
        "Integral(exp(-x**2), (x, -oo, oo)) = sqrt(pi)"
    ),
    r"\frac{d}{dx} \log x = \frac1x": "Derivative(log(x), x) = 1/x",
    r"\frac{d^2}{dx^2} e^x = e^x": "Derivative(exp(x), (x, 2)) = exp(x)",
    r"\frac{d \sin x}{dx} = \cos x": "Derivative(sin(x), x) = cos(x)",
    r"\frac{\partial^2 (xy)}{\partial x\partial y} = 1": "Derivative(x*y, y, x) = 1",
    r"\lim_{x\to\infty} \frac1x = 0": "Limit(1/x, x, oo) = 0",
    r"\lim_{x\to 0^+} x = 0": "Limit(x, x, 0) = 0",
    r"\lim_{x\to b^-} x = b": "Limit(2*b - x, x, b) = b",
    # Two-sided: both sides, unless the domain of the variable has one of them alone.
    r"\lim_{x\to 0} x = 0": "Limit(x, x, 0) = 0; Limit(-x, x, 0) = 0",
    r"\lim_{t\to 0} t = 0": "Limit(t, t, 0) = 0",
    r"\binom{n}{2} = \frac{n(n-1)}2": "binomial(n, 2) = n*(n - 1)/2",
    r"\sqrt[3]{x} = \sqrt[4]{y}": "cbrt(x) = y**(1/4)",
    r"\pi = 3.14\ldots": "pi ~digits 3.14",
    r"\nicefrac{1}{2} + \dbinom{4}{2} = \cfrac{13}{2}": "1/2 + binomial(4, 2) = 13/2",
    r"\partial_x (x^2 y) = \partial_x^2 x^3": "Derivative(x**2*y, x) = Derivative(x**3, (x, 2))",
    r"\partial_{x} \log x = \frac1x": "Derivative(log(x), x) = 1/x",
    r"(x - 1)_+ \ge [x]_+ - 1": "Max(x - 1, 0) >= Max(x, 0) - 1",
    r"(x - 1)_+^2 = 1": "Max(x - 1, 0)**2 = 1",
    r"\exp\left\{-\frac{x^2}{2}\right\} \le 1": "exp(-(x**2/2)) <= 1",
    r"\log\{x\} = y\{(x + 1) b\}": "log(x) = y*((x + 1)*b)",
    r"\sup_x \{ -x^2 \} \le 0": "-x**2 <= 0",
    r"\operatorname{Var}_{x\sim\mathcal{N}(0,1)}[x] = 1": (
        "Integral(x**2*(exp(-((x - 0)**2/(2*1)))/sqrt(2*pi*1)), (x, -oo, oo)) - "
        "Integral(x*(exp(-((x - 0)**2/(2*1)))/sqrt(2*pi*1)), (x, -oo, oo))**2 = 1"
    ),
    # an end that does not belong to the range
    r"\inf_{x > 0} (x + 1) \ge 1": "x + 1 >= 1 if x > 0",
    r"\max_{x < 1} x \le 1": "x <= 1 if x < 1",
    r"\sup_{0 \le x < 1} x \le 1": "x <= 1 if x >= 0 if x < 1",
    r"\sup_{x \in (0, 1)} x \le 1": "x <= 1 if x > 0 if x < 1",
    r"\pi \approx 3.14": "pi ~digits 3.14",
    r"-e \approx -2.718": "-E ~digits -2.718",
    r"|x| = \begin{cases} x, & x \ge 0 \\ -x, & \text{otherwise} \end{cases}": (
        "Abs(x) = x if x >= 0; Abs(x) = -x if x < 0"
    ),
    r"x > 0 \iff 2x > 0": "x > 0 iff 2*x > 0",
    r"x > 1 \implies x^2 > x": "x**2 > x if x > 1",
    # Each relation of one side follows from all of the other side.
    r"|x| < 1 \iff -1 < x < 1": (
        "-1 < x if Abs(x) < 1; x < 1 if Abs(x) < 1; Abs(x) < 1 if -1 < x if x < 1"
    ),
    # Of constants alone it would be no derivative.
    r"\frac{d}{dx} \frac12 b x^2 = b x": "Derivative(1/2*b*x**2, x) = b*x",
    r"y \frac{d}{dx} 2 \sum_{k=1}^3 x^k = 1": "y*Derivative(2*Sum(x**k, (k, 1, 3)), x) = 1",
    r"x = y \le b < 1": "x = y; y <= b; b < 1",
    r"\min_{b\ge0}\max_{x\in\mathbb{R}} |x-b| = 0.5\ldots": (
        "Minimax(Abs(x - b), (b, 0, oo), (x, -oo, oo)) ~digits 0.5"
    ),
    r"\min\{x, y\} \le \max\left(x, y\right)": "Min(x, y) <= Max(x, y)",
    r"e^x \text{ is convex in } x": "exp(x) convex x",
    r"x \geqslant y, ": "x >= y",
    r"{x} {\cdot} \bigl( y \bigr) = 1 .": "x*y = 1",
    r"\underbrace{x + y}_{\text{both}} = 1": "x + y = 1",
    r"\max_{y\in[0,1]} (x - y) \le b": "x - y <= b if y >= 0 if y <= 1",
    r"b \le \inf_y (x - y)^2": "b <= (x - y)**2",
    r"\mathbb{E}_{y\sim\mathcal{N}(x,t)}[y] = x": (
        "Integral(y*(exp(-((y - x)**2/(2*t)))/sqrt(2*pi*t)), (y, -oo, oo)) = x"
    ),
    r"x \sim y": "x ~ y",
    r"x \propto y": "x propto y",
}


@pytest.mark.parametrize(("text", "wanted"), READ.items())
def test_read(text, wanted):
    assert read(text) == wanted


#: What it is, where, and a word of what to do next.
REFUSED = {
    r"a x = 1": ("a is not declared", "1:1", "a real"),
    r"X = 1": ("X is not declared", "1:1", "X real"),
    r"x + H = x": ("H is not declared", "1:5", "H real"),
    r"f(x) = 1": ("a product, or a function", "1:2", "define f(x)"),
    r"\text{SoftPlus}(x) = 1": ("SoftPlus is no function", "1:1", "define \\text{SoftPlus}(x)"),
    r"\hat{x} = 1": ("x_hat is not declared", "1:1", "real"),
    r"x_{hat,2} = 1": ("x_hat_2_ is not declared", "1:1", "real"),
    r"\mathbf{x} = 1": ("x_bold is not declared", "1:1", "real"),
    r"1/by = 1": ("in the denominator", "1:4", "frac"),
    r"1/b \cdot y = 1": ("in the denominator", "1:11", "frac"),
    r"x/y/b = 1": ("in the denominator", "1:5", "frac"),
    r"\log x y = 1": ("in the argument", "1:8", "parentheses"),
    r"\log 2 x = 1": ("in the argument", "1:8", "parentheses"),
    r"\log 2(x + 1) = 1": ("in the argument", "1:7", "parentheses"),
    r"\log m x = 1": ("in the argument", "1:8", "parentheses"),
    r"\sin 2x y = 1": ("in the argument", "1:9", "parentheses"),
    r"\sin 2x / 3 = 1": ("in the argument", "1:11", "parentheses"),
    r"\sin x y = 1": ("in the argument", "1:8", "parentheses"),
    r"\sin m \cos x = 1": ("in the argument", "1:8", "parentheses"),
    r"\cos(m - 2) x = 1": ("or a factor beside it", "1:13", "before the function"),
    r"\log x/y = 1": ("in the argument", "1:8", "parentheses"),
    r"\log |x| |y| = 1": ("in the argument", "1:10", "parentheses"),
    r"\log(x)^2 = 1": ("of the argument, or of the value", "1:5", "(\\log(x))^n"),
    r"\sin^{-1} x = 1": ("sin^-1 may be", "1:1", "inverse"),
    r"\log^{n} x = 1": ("log^n may be", "1:1", "inverse"),
    r"2 3 = 6": ("number follows", "1:3", "\\cdot"),
    r"x2 = 6": ("number follows", "1:2", "\\cdot"),
    r"x^12 = 1": ("number follows", "1:4", "\\cdot"),
    r"2\frac12 = 1": ("mixed number", "1:2", "\\cdot"),
    r"1,000 = x": ("000 begins with a zero", "1:3", "commas"),
    r"\frac{1}{2}^2 = x": ("power of a fraction", "1:1", "parentheses"),
    r"x(y) = 1": ("function of its argument", "1:2", "define f(x)"),
    r"\pi(x) = 1": ("function of its argument", "1:4", "define f(x)"),
    r"[x] = 1": ("floor", "1:1", "brackets group"),
    r"x^2(y) = 1": ("function of its argument", "1:4", "define f(x)"),
    r"\sigma^{-1}(y) = 1": ("function of its argument", "1:12", "define f(x)"),
    r"x = 1e-8": ("a power of ten, or the number e", "1:6", "10^{-8}"),
    r"x = 2e-1 y": ("a power of ten, or the number e", "1:6", "10^{-1}"),
    r"x = 1.5e+3": ("a power of ten, or the number e", "1:8", "10^{3}"),
    r"x = 1E-8": ("a power of ten, or the number E", "1:6", "10^{-8}"),
    r"x = y \text{ at } b": ("the text 'at' is no name", "1:7", "assuming"),
    r"x = y \text{unless } b": ("the text 'unless' is no name", "1:7", "assuming"),
    r"\overset{?}{=} x": ("\\overset", "1:1", "labels"),
    r"x \overset{d}{=} y": ("\\overset", "1:3", "labels"),
    r"x \stackrel{!}{=} y": ("\\stackrel", "1:3", "labels"),
    r"x \not\le y": ("\\not", "1:3", ">"),
    r"\Pr(x) = 1": ("\\Pr", "1:1", "probability"),
    r"\mathbb{P}(x) = 1": ("a probability is not read", "1:1", "sum"),
    r"x \lesssim y": ("\\lesssim", "1:3", "constant"),
    r"\Rightarrow x = y": ("'\\\\Rightarrow' is not expected", "1:1", "from which"),
    r"x^{(2)} = 1": ("index by custom", "1:4", "x_n"),
    r"x^* = 1": ("not a power", "1:3", "Declare"),
    r"x' = 1": ("prime", "1:1", "derivative"),
    r"{x+1}^2 = 1": ("cannot be seen", "1:1", "parentheses"),
    r"|x|y|b| = 1": ("may open or close", "1:5", "lvert"),
    r"|x+|y|| = 1": ("which one closes", "1:4", "lvert"),
    r"\frac{dy}{dx} = 1": ("does not depend on x", "1:12", "define y"),
    r"\lim_{x\to\infty} y = 1": ("does not depend on x", "1:7", "define y"),
    r"\frac{d}{dx} x y = 1": ("differentiated as well", "1:16", "parentheses"),
    r"\frac{d}{dx} 2 x y = 1": ("differentiated as well", "1:18", "parentheses"),
    r"\frac{d}{dx} 2 / x = 1": ("differentiated as well", "1:18", "parentheses"),
    r"\sum_{k=1}^3 \frac{d}{dx} x^k y = 1": ("differentiated as well", "1:31", "parentheses"),
    r"\frac{d^2}{dx} x = 1": ("orders above and below", "1:1", "equal"),
    r"\frac{d}{dm} m = 1": ("an integer", "1:11", "real"),
    r"\frac{x}{d} = 1": ("d is not declared", "1:10", "d real"),
    r"\int_0^1 x = 1": ("'=' is not expected", "1:12", ""),
    r"\int_0^1 x dx y = 1": ("after an integral", "1:15", "before"),
    r"\int x dx = 1": ("an integral without its ends", "1:1", "infty"),
    r"\sum_{k=1}^n k + k = 1": ("after the end of its sum", "1:18", "parentheses"),
    r"\sum_k k = 1": ("range of k", "1:6", "index k = 1..n"),
    r"1 + \lim_{x\to0} x = 1": ("without its side", "1:11", "a^+"),
    r"x \approx y = 1": ("approximation", "1:3", "skip"),
    r"\sin x \approx 0.5": ("of what varies", "1:1", "skip"),
    r"\log_2 x \log y y = 1": ("in the argument", "1:17", "parentheses"),
    r"x = 1, y = 2": ("',' is not expected", "1:6", "assuming"),
    r"x = y \quad (1)": ("wide space", "1:7", "assuming"),
    r"x = y \text{ for } y > 0": ("the text 'for' is no name", "1:7", "assuming"),
    r"x + 1": ("no relation", "1:1", "needs ="),
    r"": ("empty", "", ""),
    r"x = ": ("ends too early", "1:3", ""),
    r"\left(x\right] = 1": ("']' is not expected", "1:14", ""),
    r"(x = 1": ("'=' is not expected", "1:4", ""),
    r"x^2^3 = 1": ("second script", "1:4", "parentheses"),
    r"\sqrt[5]{x} = 1": ("root of degree 5", "1:1", "power"),
    r"||x| - |y|| = 1": ("which one closes", "1:8", "lvert"),
    r"x || y = 1": ("'=' is not expected", "1:8", ""),
    r"||x|| = 1": ("what is no vector", "1:2", "real[n]"),
    r"\|x\| = 1": ("what is no vector", "1:1", "real[n]"),
    r"\max_{y} (x - y) = b": ("an extremum inside", "1:7", "\\le"),
    r"\max_{y\ge0} (x - y) \ge b": ("an extremum inside", "1:7", "\\le"),
    r"\max_{y} (x - y) \le y": ("an extremum inside", "1:7", "\\le"),
    r"\argmin_x x^2 = 0": ("\\argmin", "1:1", "derivative"),
    r"\operatorname*{arg\,min}_x x^2 = 0": ("place of a minimum", "1:1", "derivative"),
    r"\mathbb{E}[x] = 0": ("an expectation over what", "1:1", "sim"),
    r"\mathbb{E}_{x}[x] = 0": ("an expectation over what", "1:1", "sim"),
    r"\mathbb{E}_{x = p}[x] = 0": ("an expectation over what", "1:1", "sim"),
    r"\mathbb{E}_{i\sim b}[x] = 0": ("no distribution that is declared", "1:19", "nonnegative"),
    r"\mathbb{E}_{x\sim\mathcal{N}(0,1)}[x]^2 = 0": ("power of the value", "1:1", "x^2"),
    r"x^\top y = 0": ("no vector", "1:1", "real[n]"),
    r"x^\top = y": ("transpose of a number, which is no vector", "1:1", "real[n]"),
    r"\nabla_x x = 1": ("which is no vector", "1:1", "real[n]"),
    r"\Vert x\Vert_3 = 1": ("the norm with index 3", "1:8", "sum"),
    r"x \pm y = 1": ("\\pm", "1:3", "one for each sign"),
    r"x − y = 1": ("'−'", "1:3", ""),
    r"\input{/etc/passwd} = 1": ("\\input", "1:1", ""),
    r"\write18{ls} = 1": ("\\write", "1:1", ""),
    r"\def\x{\x}\x = 1": ("\\def", "1:1", ""),
    r"\csname x\endcsname = 1": ("\\csname", "1:1", ""),
    r"x^{999999} = 1": ("exponent is too large", "1:1", ""),
}


@pytest.mark.parametrize(("text", "wanted"), REFUSED.items())
def test_refused(text, wanted):
    with pytest.raises(InputError) as caught:
        read(text)
    what, where, hint = wanted
    assert what in caught.value.what
    assert caught.value.where == where
    assert hint in caught.value.hint


def test_a_declared_letter_is_that_letter():
    scope = of_names({"x": REAL})
    scope.declare(Name("e"), REAL)
    scope.declare(Name("d"), REAL)
    assert read("e^x = d", scope) == "e**x = d"
    assert read(r"\int_0^1 x \mathrm{d}x = d", scope) == "Integral(x, (x, 0, 1)) = d"
    with pytest.raises(InputError, match="a derivative, or a quotient"):
        read(r"\frac{d}{dx} x = 1", scope)


def defined(text, scope):
    assert define(math_tokens(tokens(text), scope), scope) is not None


def test_a_declared_d_is_the_sign_of_a_differential_where_one_is_missing():
    scope = of_names(NAMES | {"d": INTEGER, "f": REAL})
    assert read(r"\int_0^d x\,dx = \frac{d^2}{2}", scope) == "Integral(x, (x, 0, d)) = d**2/2"
    assert read(r"d \int_0^1 \int_0^1 x y dx dy = d x", scope) == (
        "d*Integral(Integral(x*y, (x, 0, 1)), (y, 0, 1)) = d*x"
    )
    assert read(r"\int_0^1 d x \mathrm{d} x = f", scope) == "Integral(d*x, (x, 0, 1)) = f"
    with pytest.raises(InputError, match="the sign of a differential too"):
        read(r"\int_0^1 d x dx = f", scope)


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


def test_an_indexed_family_is_no_constant():
    with pytest.raises(InputError, match="s_k depends on the index k"):
        read(r"\sum_{k=1}^n s_k = 1", of_names({"s_k": REAL, "n": REAL}))


def test_a_letter_may_be_a_number_and_with_an_index_a_family():
    scope = Scope()
    text = r"d integer>=1; j, k index[d]; \mu_j real; \mu real; \eta positive; t integer"
    for order in orders(text + r"; define \eta_t; W_{jk} positive; x_j real[3]", 1):
        declare(order, scope, Header())
    assert read(r"\mu_j \le \mu^2 + \mu_1 W_{jk}", scope) == "mu[j] <= mu_**2 + mu[1]*W[j, k]"
    defined(r"\eta_t = \eta / t", scope)
    assert read(r"\eta_t = \sum_{k=1}^3 \eta_k + \eta_{t-1} + \eta", scope) == (
        "eta/t = Sum(eta/k, (k, 1, 3)) + eta/(t - 1) + eta"
    )
    assert str(scope.domains["x"]) == "real[d, 3]"
    with pytest.raises(InputError, match="a number for each index, or an array"):
        declare(next(orders("y_j real[d]", 1)), scope, Header())
    with pytest.raises(InputError, match="declared twice"):
        declare(next(orders(r"\mu integer", 1)), scope, Header())
    with pytest.raises(InputError, match="declared twice"):
        declare(next(orders(r"define \eta_t", 1)), scope, Header())


def test_what_holds_throughout_is_told_of_the_symbols_it_is_about(families):
    for text in (
        r"throughout \sum_i s_i = 1, s_max < 2",
        "w_i real",
        "w_i real; throughout s_1 > 0",
    ):
        for order in orders(text, 1):
            if order.word == "throughout":
                declare(order, families, Header())
    total, below, first = families.throughout
    assert families.supposed(sym("s_max")) == (below,)
    assert families.supposed(families_entry := sym("n")) == (total, first)
    assert families_entry not in families.throughout
    with pytest.raises(InputError, match="throughout u > 0: the symbol u is not declared"):
        declare(next(orders("throughout u > 0", 1)), families, Header())


def test_the_largest_entry_is_below_a_bound_if_every_entry_is(families):
    assert read(r"\Vert s\Vert_\infty \le 1", families) == "Abs(s[i]) <= 1"
    assert read(r"\Vert s\Vert_1 \ge \Vert 2 s\Vert_\infty", families) == (
        "Sum(Abs(s[m]), (m, 1, n)) >= Abs(2*s[i])"
    )
    for text in (r"\Vert s\Vert_\infty = 1", r"2\Vert s\Vert_\infty \le 1"):
        with pytest.raises(InputError, match="the largest entry inside a formula"):
            read(text, families)


def test_a_declared_range_and_declared_brackets():
    scope = of_names({"x": REAL, "n": REAL})
    scope.brackets = "floor"
    scope.indices["k"] = num(1), sym("n")
    assert read(r"\sum_k k = [x]", scope) == "Sum(k, (k, 1, n)) = floor(x)"
    with pytest.raises(InputError, match="do these square brackets group"):
        read("[x(1 - x)] = 1", scope)


@pytest.fixture
def families():
    """s_1..s_n, with p_i defined from them, indices i, j, k, and the Kronecker delta."""
    names = {"n": parse_domain("integer>=1")}
    names |= {"s": parse_domain("real[n]", ["n"]), "s_max": REAL, "w_max": names["n"]}
    names |= {name: parse_domain("index[n]", ["n"]) for name in "ijk"}
    names["w_max"] = parse_domain("positive[n]", ["n"])
    scope = of_names(names)
    scope.kronecker = Name("delta")
    scope.define(Name("p"), indexed=True)
    defined(r"p_i = e^{s_i} / \left(\sum_j e^{s_j}\right)", scope)
    return scope


IN_FAMILIES = {
    r"s_i \le s_{i+1}^2": "s[i] <= s[i + 1]**2",
    r"w_{\max,2i} = s_{\max}": "w_max[2*i] = s_max",
    r"\delta_{ij} = \delta_{i,j+1}": "KroneckerDelta(i, j) = KroneckerDelta(i, j + 1)",
    r"\frac{\partial p_k}{\partial s_i} = 1": (
        "Derivative(exp(s[k])/Sum(exp(s[j]), (j, 1, n)), s[i]) = 1"
    ),
    r"\Vert s\Vert^2 = \langle s, s\rangle": ("Sum(s[m]**2, (m, 1, n)) = Sum(s[m]**2, (m, 1, n))"),
    r"\|s + 2 w_{\max}\|_1 \le n": "Sum(Abs(s[m] + 2*w_max[m]), (m, 1, n)) <= n",
    r"2 s^\top (s - w_{\max}) = 1": "Sum(2*s[m]*(s[m] - w_max[m]), (m, 1, n)) = 1",
    r"s \cdot w_{\max} = 2 s \cdot (s + w_{\max})": (
        "Sum(s[m]*w_max[m], (m, 1, n)) = Sum(2*s[m]*(s[m] + w_max[m]), (m, 1, n))"
    ),
    r"n \cdot s = s \cdot n": "n*s[i] = s[i]*n",
    r"||s||^2 + ||s||_1 = ||2s|| \cdot |n|": (
        "Sum(s[m]**2, (m, 1, n)) + Sum(Abs(s[m]), (m, 1, n)) = "
        "sqrt(Sum((2*s[m])**2, (m, 1, n)))*Abs(n)"
    ),
    r"|s_i||s_j| \le ||s||||s||": (
        "Abs(s[i])*Abs(s[j]) <= sqrt(Sum(s[m]**2, (m, 1, n)))*sqrt(Sum(s[m]**2, (m, 1, n)))"
    ),
    r"\nabla_s \Vert s\Vert^2 = 2 s": "Derivative(Sum(s[m]**2, (m, 1, n)), s[i]) = 2*s[i]",
    r"\nabla_s \Vert s\Vert = s": "Derivative(sqrt(Sum(s[m]**2, (m, 1, n))), s[i]) = s[i]",
    r"\boldsymbol{s}^\top s = \mathbf{s}_i": "Sum(s[m]*s[m], (m, 1, n)) = s[i]",
    r"s \odot w_{\max} / 2 = -s": "s[i]*w_max[i]/2 = -s[i]",
    r"\mathbb{E}_{i\sim w_{\max}}[s_i] \ge 0": (
        "Sum(w_max[i]*s[i], (i, 1, n)) >= 0 if Sum(w_max[i], (i, 1, n)) = 1"
    ),
    r"p_j = 1": "exp(s[j])/Sum(exp(s[j_1]), (j_1, 1, n)) = 1",
    r"\sum_k p_k = 1": "Sum(exp(s[k])/Sum(exp(s[j]), (j, 1, n)), (k, 1, n)) = 1",
}


@pytest.mark.parametrize(("text", "wanted"), IN_FAMILIES.items())
def test_families(text, wanted, families):
    assert read(text, families) == wanted


@pytest.mark.parametrize(
    ("text", "wrong"),
    {
        "s = 1": r"s is a family.*\\Vert x\\Vert > 0",
        r"\nabla_s n = s": "n does not depend on s",
        "s + 1 = s": "a vector and a number added",
        r"s s = 1": "a product of two vectors",
        r"s \times s = 1": "a product of two vectors",
        r"s \cdot s^\top = 1": "a matrix",
        r"n = KL(s||w_{\max})": "a double bar is open here|is not declared",
        r"s^\top = s": "a row of n and a vector of n, in one equation",
        r"s s^\top s^\top = 1": "a matrix of n times n times a row of n is not read",
        r"s^2 = 1": "a power of a vector of n is not read",
        r"\Vert s\Vert_F = 1": "the norm of Frobenius, of a vector",
        r"1/s = 1": "a division by a vector",
        r"\exp s = 1": "a vector of n where a number is meant|s is a family",
        r"\langle s, n\rangle = 1": "of what is no vector",
        r"s_i s_j s = s_k s": "an equation of vectors, for each entry. Declare an index",
        "s_{ij} = 1": "two indices, or a product",
        "s_{i,j} = 1": "s_i_j is not declared",
        "s_x = 1": "x is not declared",
        r"s_{\max} = s_{s_{\max}}": "the index s_max is not an integer",
        "s_i' = 1": "a prime on an entry",
    }.items(),
)
def test_what_is_refused_of_families(text, wrong, families):
    with pytest.raises(InputError, match=wrong):
        read(text, families)


@pytest.fixture
def matrices():
    """Matrices of several shapes, bold and layered ones, and indices for their rows and columns."""
    scope, header = Scope(), Header()
    text = r"""
        l, m, n, L integer>=1; t index[L]; i, j, k index[m]; p, q index[n]; c real
        W, A real[m, n]; B real[n, m]; C, D real[m, m]; x real[n]; y real[m]; W_{\max} real[m, n]
        \boldsymbol{V} real[m, n]; H^{(t)} real[m, m]; h^{(t)} real[m]; kronecker \delta
        identity I[m]"""
    for order in orders(text, 1):
        declare(order, scope, header)
    return scope


ERROR = "(Sum(W[{0}, s]*x[s], (s, 1, n)) - y[{0}])"
IN_MATRICES = {
    r"\boldsymbol{W} \boldsymbol{x} = \boldsymbol{y}": "Sum(W[i, r]*x[r], (r, 1, n)) = y[i]",
    r"\mathbf{V}^{\top} y = 2x": "Sum(V_bold[r, p]*y[r], (r, 1, m)) = 2*x[p]",
    r"V_{ip} = W_{\max,i,2p}": "V_bold[i, p] = W_max[i, 2*p]",
    r"A B = c C": "Sum(A[i, r]*B[r, j], (r, 1, n)) = c*C[i, j]",
    r"(A B)^\top = B^\top A^\top": (
        "Sum(A[j, r]*B[r, i], (r, 1, n)) = Sum(B[r, i]*A[j, r], (r, 1, n))"
    ),
    r"y x^\top = W": "y[i]*x[p] = W[i, p]",
    r"x^\top W^\top y \ge 0": ("Sum(Sum(x[s]*W[r, s], (s, 1, n))*y[r], (r, 1, m)) >= 0"),
    r"y^\top W = x^\top": "Sum(y[r]*W[r, p], (r, 1, m)) = x[p]",
    r"\operatorname{tr}(A^\top W) = \langle A, W\rangle": (
        "Sum(Sum(A[s, r]*W[s, r], (s, 1, m)), (r, 1, n))"
        " = Sum(Sum(A[r, s]*W[r, s], (s, 1, n)), (r, 1, m))"
    ),
    r"\text{Tr} C \le \|W\|_F^2": (
        "Sum(C[r, r], (r, 1, m)) <= Sum(Sum(W[r, s]**2, (s, 1, n)), (r, 1, m))"
    ),
    r"\Vert W \Vert_{\mathrm{F}} \ge c": ("sqrt(Sum(Sum(W[r, s]**2, (s, 1, n)), (r, 1, m))) >= c"),
    r"\nabla_W \Vert W x - y\Vert^2 = 2 (W x - y) x^\top": (
        f"Derivative(Sum({ERROR.format('r')}**2, (r, 1, m)), W[i, p])"
        f" = 2*{ERROR.format('i').replace('s', 'r').replace('Sum'.replace('s', 'r'), 'Sum')}*x[p]"
    ),
    r"\frac{\partial W_{ip}}{\partial W_{jq}} = \delta_{ij} \delta_{pq}": (
        "Derivative(W[i, p], W[j, q]) = KroneckerDelta(i, j)*KroneckerDelta(p, q)"
    ),
    r"\sum_{i,p} W_{ip}^2 = \sum_i \sum_p y_i": (
        "Sum(Sum(W[i, p]**2, (p, 1, n)), (i, 1, m)) = Sum(Sum(y[i], (p, 1, n)), (i, 1, m))"
    ),
    r"C C^\top = \mathbf{I}": "Sum(C[i, r]*C[j, r], (r, 1, m)) = KroneckerDelta(i, j)",
    r"(C - c I) y = I_{jk} y": (
        "Sum((C[i, r] - c*KroneckerDelta(i, r))*y[r], (r, 1, m)) = KroneckerDelta(j, k)*y[i]"
    ),
    r"\operatorname{tr} I = m": "Sum(KroneckerDelta(r, r), (r, 1, m)) = m",
    r"(A B) y = A (B y)": (
        "Sum(Sum(A[i, s]*B[s, r], (s, 1, n))*y[r], (r, 1, m))"
        " = Sum(A[i, r]*Sum(B[r, s]*y[s], (s, 1, m)), (r, 1, n))"
    ),
    r"H^{(1)} (H^{(2)} y) = y(c + 1)": (
        "Sum(H[1, i, r]*Sum(H[2, r, s]*y[s], (s, 1, m)), (r, 1, m)) = y[i]*(c + 1)"
    ),
    r"H^{(t)} h^{(t)} = h^{(t+1)}": "Sum(H[t, i, r]*h[t, r], (r, 1, m)) = h[t + 1, i]",
    r"H^{(1)\top} H^{(1)} = D": "Sum(H[1, r, i]*H[1, r, j], (r, 1, m)) = D[i, j]",
    r"H^{(t)}_{ij} = H_{t,i,j} h^{(t)}_i": "H[t, i, j] = H[t, i, j]*h[t, i]",
    r"\sum_t H^{(t)} = C \odot D": "Sum(H[t, i, j], (t, 1, L)) = C[i, j]*D[i, j]",
    r"\nabla_{h^{(t)}} \Vert H^{(t)} h^{(t)} \Vert^2 = y": (
        "Derivative(Sum(Sum(H[t, r, s]*h[t, s], (s, 1, m))**2, (r, 1, m)), h[t, i]) = y[i]"
    ),
    # no index is used twice where one sum stands in another
    r"\Vert C (x^\top x) y \Vert^2 = \sum_{r=1}^{m} \Vert y \Vert^2": (
        "Sum(Sum(C[r, s]*Sum(x[k_1]*x[k_1], (k_1, 1, n))*y[s], (s, 1, m))**2, (r, 1, m))"
        " = Sum(Sum(y[s]**2, (s, 1, m)), (r, 1, m))"
    ),
}


@pytest.mark.parametrize(("text", "wanted"), IN_MATRICES.items())
def test_matrices(text, wanted, matrices):
    assert read(text, matrices) == wanted


@pytest.mark.parametrize(
    ("text", "wrong"),
    {
        "A D = C": "a matrix of m times n times a matrix of m times m: n and m differ",
        "W y = y": "a matrix of m times n times a vector of m: n and m differ",
        r"x^\top W = y": "a row of n times a matrix of m times n: n and m differ",
        "x W = y": "a vector of n times a matrix of m times n is not read",
        "A + B = W": "a matrix of m times n and a matrix of n times m do not fit",
        "A = B": "a matrix of m times n and a matrix of n times m, in one equation",
        r"\operatorname{tr}(A)^2 = 1": r"Write .operatorname\{tr\}",
        r"\operatorname{tr} A = 1": "the trace of a matrix of m times n",
        r"\operatorname{tr} C D = 1": "in the argument of the function",
        r"\|W\|_2 = 1": "the spectral norm, or that of Frobenius",
        r"\|W\| = 1": "the spectral norm, or that of Frobenius",
        r"\|W\|_1 = 1": "the norm of a matrix: by what",
        "W^2 = W": "a power of a matrix",
        "C^{-1} = D": "a power of a matrix",
        "W + c = A": "a matrix and a number added",
        r"\exp(W) = A": "exp of a matrix of m times n: of each entry",
        r"|y| = 1": "Abs of a vector of m: of each entry",
        r"y! = 1": "factorial of a vector of m: of each entry",
        r"1 - \exp(y) = y": "a vector and a number subtracted",
        "W_i = 1": "W_i is not declared",
        "W_{ijk} = 1": "W_ijk is not declared",
        "x_{ij} = 1": "two indices, or a product",
        "W^{(t)} = A": "an index by custom",
        r"H^{(t)2} = C": "a number follows a factor",
        "H_t = C": "H_t is not declared",
        r"\frac{\partial c}{\partial W} = 1": "does not depend on W",
        r"W_{c,1} = 1": "the index c is not an integer",
        r"\nabla_{c} c = 1": "a gradient in c, which is no vector",
        r"\sum_{i,i} y_i = 1": "an index is summed over twice",
        r"\sum_{ip} W_{ip} = 1": "is not expected here",
        "A I = A": "a matrix of m times n times a matrix of m times m: n and m differ",
        "I = c": "the symbol I is not declared",
        r"W \ne A": "!= between a matrix of m times n and another: entry by entry",
        r"C \le D": "<= between a matrix of m times m and another: entry by entry",
        r"y \ne h^{(t)}": "!= between a vector of m and another: entry by entry",
        "c (x) = x": "a product, or a function of its argument",
        r"C_{ij} D = D C_{ij} C_{ik}": "an equation of matrices, for each entry",
    }.items(),
)
def test_what_is_refused_of_matrices(text, wrong, matrices):
    with pytest.raises(InputError, match=wrong):
        read(text, matrices)


def test_arrays_are_defined_and_put_in(matrices):
    """A formula in vectors is put in as it stands, so that its argument may be any vector."""
    for name, function in (("f", True), ("u", False), ("z", False)):
        matrices.define(Name(name), function=function)
    defined("u = W x", matrices)
    defined("z = u - y", matrices)
    defined(r"f(y) = y^\top C y + \sum_k y_k", matrices)
    assert read(r"\Vert z \Vert^2 = y^\top u", matrices) == (
        "Sum((Sum(W[r, s]*x[s], (s, 1, n)) - y[r])**2, (r, 1, m))"
        " = Sum(y[r]*Sum(W[r, s]*x[s], (s, 1, n)), (r, 1, m))"
    )
    assert read(r"z = u - y", matrices) == (
        "Sum(W[i, r]*x[r], (r, 1, n)) - y[i] = Sum(W[i, r]*x[r], (r, 1, n)) - y[i]"
    )
    assert read(r"f(h^{(t)}) = 1", matrices) == (
        "Sum(Sum(h[t, s]*C[s, r], (s, 1, m))*h[t, r], (r, 1, m)) + Sum(h[t, k], (k, 1, m)) = 1"
    )
    assert read("f(2 y) = 1", matrices) == (
        "Sum(Sum(2*y[s]*C[s, r], (s, 1, m))*(2*y[r]), (r, 1, m)) + Sum(2*y[k], (k, 1, m)) = 1"
    )
    assert read(r"u_i = (W x)_i + z_i", matrices) == (
        "Sum(W[i, r]*x[r], (r, 1, n)) = "
        "Sum(W[i, r]*x[r], (r, 1, n)) + (Sum(W[i, r]*x[r], (r, 1, n)) - y[i])"
    )
    assert read(r"(x y^T)_{pi} = [A]_k^\mathsf{T} x", matrices) == (
        "x[p]*y[i] = Sum(A[k, r]*x[r], (r, 1, n))"
    )
    for text, wrong in {
        "f(x) = 1": "f is defined for a vector of m, here it is of a vector of n",
        "(c)_i = 1": "an entry of a number",
        "(y)_{ij} = 1": "an entry of a vector",
    }.items():
        with pytest.raises(InputError, match=wrong):
            read(text, matrices)
    with pytest.raises(InputError, match="a gradient in"):
        read(r"\nabla_u (u^\top y) = 1", matrices)


def test_functions_that_are_vectors(families):
    """Their entries are put in at an index, and vectors of the same length for their argument."""
    scope = families
    scope.define(Name("S"), function=True)
    defined(r"S(s)_i = e^{s_i} / \left(\sum_k e^{s_k}\right)", scope)
    body = "exp({0})/Sum(exp({1}), ({2}, 1, n))"
    assert read("S(s)_j = 1", scope) == body.format("s[j]", "s[k]", "k") + " = 1"
    # the letter of the sum is another one where the index has it
    assert read("S(s)_k = 1", scope) == body.format("s[k]", "s[k_1]", "k_1") + " = 1"
    assert read(r"\sum_i S(2 s)_i = 1", scope) == (
        "Sum(" + body.format("2*s[i]", "2*s[k]", "k") + ", (i, 1, n)) = 1"
    )
    once = body.format("s[{0}]", "s[{1}]", "{1}")
    assert read(r"S(S(s))_j = 1", scope) == (
        f"exp({once.format('j', 'k')})/Sum(exp({once.format('k', 'k_1')}), (k, 1, n)) = 1"
    )
    left, right = read(r"S(s)^\top s = s \cdot S(s)", scope).split(" = ")
    entry = body.format("s[m]", "s[k]", "k")
    assert left == f"Sum({entry}*s[m], (m, 1, n))"
    assert right == f"Sum(s[m]*({entry}), (m, 1, n))"


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


def test_bars_between_the_arguments_of_a_function(families):
    r"""``D(q \| p)`` is read where it is defined so, and a norm or a modulus elsewhere."""
    scope = families
    for text in (r"define D_{\mathrm{KL}}(s \| w_{\max}), g(x | y)", "x, y real"):
        for order in orders(text, 1):
            declare(order, scope, Header())
    defined(r"D_\mathrm{KL}(s \,\|\, w_{\max}) = \sum_i s_i \log\frac{s_i}{w_{\max,i}}", scope)
    defined(r"g(x \mid y) = x - y", scope)
    for bar in (r"\|", r"\parallel", r"\middle\|", "||", ",", r"\Vert"):
        found = read(rf"D_{{\mathrm{{KL}}}}\left(w_{{\max}} {bar} s\right) = 1", scope)
        assert found == "Sum(w_max[i]*log(w_max[i]/s[i]), (i, 1, n)) = 1"
    assert read("g(y | 2) = |x|", scope) == "y - 2 = Abs(x)"
    with pytest.raises(InputError, match="a bar is open here"):
        read("g(|x| | y) = 1", scope)
    with pytest.raises(InputError, match=r"a double bar is open here.*define D"):
        read(r"n = K(s \| w_{\max})", scope)


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


AT_A_VALUE = {
    r"\left. x^2 + y \right|_{x = 3} = 9 + y": "3**2 + y = 9 + y",
    r"\left.\frac{d}{dx} x^2\right|_{x=0} = 0": "Derivative(x**2, x) = 0 if x = 0",
    r"\left.\frac{d}{dx} x^2\right|_{x=b} = 2b": "Derivative(x**2, x) = 2*b if x = b",
    r"\left.\sum_{k=1}^n x^k \right|_{x=1} = n": "Sum(1**k, (k, 1, n)) = n",
}


@pytest.mark.parametrize(("text", "wanted"), AT_A_VALUE.items())
def test_what_has_a_bar_behind_it(text, wanted):
    assert read(text) == wanted


@pytest.mark.parametrize(
    ("text", "wrong"),
    {
        r"\left.\frac{d}{dx} x^2\right|_{x=0} = x": "x = 0 in a derivative alone",
        r"\left. x^2 \right|_{0}^{1} = 1": "a bar on the right without a value below",
        r"\left. x^2 \right) = 1": "without a bar on the right",
        r"\left. x^2 \right|_{y = 1} = 1": "does not depend on y",
        r"\left. x^2 \right|_{x = x + 1} = 1": "one letter for two things",
        r"\left. x^2 \right|_{x > 1} = 1": "a bar on the right without a value",
        r"\sum_{k=1}^n \left.\frac{d}{dx} x^k\right|_{x=k} = 1": "inside a sum or integral",
    }.items(),
)
def test_bars_that_say_something_else(text, wrong):
    with pytest.raises(InputError, match=wrong):
        read(text)


def test_a_function_of_a_number_is_taken_of_each_entry(matrices):
    matrices.declare(Name("z"), REAL)
    matrices.define(Name("sigma"), function=True)
    defined(r"\sigma(z) = 1/(1 + e^{-z}) + \sum_{r=1}^{3} r z", matrices)
    each = "1/(1 + exp(-{0})) + Sum({1}*{0}, ({1}, 1, 3))"
    inner = "Sum(C[i, r]*y[r], (r, 1, m))"  # its index is not that of the sum around it
    assert read(r"\sigma(C y) = e^{y}", matrices) == f"{each.format(inner, 'r_1')} = exp(y[i])"
    assert read(r"\sigma(C) = D", matrices) == f"{each.format('C[i, j]', 'r')} = D[i, j]"
    found = read(r"y^\top \sigma(h^{(t)}) = \Vert \sqrt{y} \Vert^2", matrices)
    assert found == (
        f"Sum(y[s]*({each.format('h[t, s]', 'r')}), (s, 1, m)) = Sum(sqrt(y[r])**2, (r, 1, m))"
    )


def test_a_function_of_a_vector_is_one_of_its_argument(families):
    families.define(Name("f"), function=True)
    defined(r"f(s) = \Vert s\Vert^2", families)
    assert read("f(2 s) = 1", families) == "Sum((2*s[m])**2, (m, 1, n)) = 1"


@pytest.mark.parametrize("order", [r"assuming C^\top C = D", r"assuming y \ge h^{(t)}"])
def test_a_condition_is_on_numbers(order, matrices):
    """One on every entry would be read as one on a single entry."""
    with pytest.raises(InputError, match="a condition on every entry"):
        wishes(list(orders(order, 1)), matrices, Header())
    assert wishes(list(orders(r"assuming C_{ij} \ge 0", 1)), matrices, Header()).assuming


def test_order_between_vectors_is_entry_by_entry(matrices):
    assert read(r"y \le C y", matrices) == "y[i] <= Sum(C[i, r]*y[r], (r, 1, m))"
