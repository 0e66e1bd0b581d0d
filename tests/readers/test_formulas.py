"""What the reader of LaTeX reads, and what it refuses to guess."""

import pytest

from thence.domain import INTEGER, POSITIVE, REAL
from thence.errors import InputError
from thence.expr import num, sym
from thence.notation import Name
from thence.readers.latex import read_formula
from thence.readers.scope import of_names

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
    r"2\sin x/\cos x = \log 2/\log(x)": "2*sin(x)/cos(x) = log(2)/log(x)",
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
    r"x \text{ is strictly increasing in } x": "x increasing x",
    **{
        rf"\mathcal{{N}}(x {mark} y, b^2) = 1": ("exp(-((x - y)**2/(2*b**2)))/sqrt(2*pi*b**2) = 1")
        for mark in (";", "|", r"\mid", r"\vert")
    },
    r"\mathcal{N}\left(|x| \mid |y|, b\right) = 1": (
        "exp(-((Abs(x) - Abs(y))**2/(2*b)))/sqrt(2*pi*b) = 1"
    ),
    r"\operatorname{sech}^2 x = y": "(1/cosh(x))**2 = y",
    r"\operatorname{csch}(2x) = y": "1/sinh(2*x) = y",
    r"\sum_{l=1}^n \cos l x = y": "Sum(cos(l*x), (l, 1, n)) = y",
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
    r"\pi = 3.14...": ("stands here more than once", "1:12", r"\ldots"),
    r"\frac{d}{dx} \left.x^2\right|_{x=1} = 2": ("stands at a value of it", "1:11", r"\right|"),
    r"x = 2 , , ": ("stands here more than once", "1:7", ""),
    r"a x = 1": ("a is not declared", "1:1", "a real"),
    r"\mathcal{N}(x, y, b) = 1": ("several things", "1:14", ""),
    r"\mathcal{N}(x, y) = 1": ("several things", "1:14", ""),
    r"\mathcal{N}(|x| | |y|, b) = 1": ("bars inside bars", "1:19", ""),
    r"\sum_{k \le n} k = 1": ("range does not begin", "1:13", r"\sum_{s=1}^{t}"),
    r"e^{i x} = 1": ("an index, or the imaginary unit?", "1:4", "cosines"),
    r"\cos l x + \sum_{k=1}^n k = y": ("is this in the argument", "1:8", ""),
    r"x \text{ is monotone in } x": ("'is monotone in' are not read", "1:3", "convex"),
    r"x^4 \text{ is strictly convex in } x": ("strictly convex", "1:5", "convex"),
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
    r"\log x/\sqrt{x} = 1": ("in the argument", "1:8", "parentheses"),
    r"\log x/\log x y = 1": ("in the denominator", "1:15", "frac"),
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
    r"\max_{y} (x - y) = y": ("y on both sides", "", "another letter"),
    r"1 + \max_{y} (x - y) = b": ("an extremum inside", "1:11", "\\le"),
    r"\max_{y\ge0} (x - y) \ge b": ("an extremum inside", "1:7", "\\le"),
    r"\max_{y} (x - y) \le y": ("an extremum inside", "1:7", "\\le"),
    r"\argmin_x x^2 = 0": ("\\argmin", "1:1", "arg\\min"),
    r"b = \operatorname*{arg\,min}_x x^2": ("is that what b is", "", "formula of the place"),
    r"\mathbb{E}[x] = 0": ("an expectation over what", "1:1", "sim"),
    r"\mathbb{E}_{x}[x] = 0": ("an expectation over what", "1:1", "sim"),
    r"\mathbb{E}_{x = p}[x] = 0": ("an expectation over what", "1:1", "sim"),
    r"\mathbb{E}_{i\sim b}[x] = 0": ("no distribution that is declared", "1:19", "nonnegative"),
    r"\mathbb{E}_{x\sim\mathcal{N}(0,1)}[x]^2 = 0": ("power of the value", "1:1", "x^2"),
    r"x^\top y = 0": ("no vector", "1:1", "real[n]"),
    r"x^\top = y": ("transpose of x, which is no vector", "1:1", "real[n]"),
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
    assert read("e^2 = d", scope) == "e**2 = d"
    with pytest.raises(InputError, match="its power, or the exponential"):
        read("e^{-x} = d", scope)
    assert read(r"\mathrm{e}^{-x} = d", scope) == "exp(-x) = d"
    assert read(r"\int_0^1 x \mathrm{d}x = d", scope) == "Integral(x, (x, 0, 1)) = d"
    with pytest.raises(InputError, match="a derivative, or a quotient"):
        read(r"\frac{d}{dx} x = 1", scope)


def test_a_declared_d_is_the_sign_of_a_differential_where_one_is_missing():
    scope = of_names(NAMES | {"d": INTEGER, "f": REAL})
    assert read(r"\int_0^d x\,dx = \frac{d^2}{2}", scope) == "Integral(x, (x, 0, d)) = d**2/2"
    assert read(r"d \int_0^1 \int_0^1 x y dx dy = d x", scope) == (
        "d*Integral(Integral(x*y, (x, 0, 1)), (y, 0, 1)) = d*x"
    )
    assert read(r"\int_0^1 d x \mathrm{d} x = f", scope) == "Integral(d*x, (x, 0, 1)) = f"
    with pytest.raises(InputError, match="the sign of a differential too"):
        read(r"\int_0^1 d x dx = f", scope)


def test_an_indexed_family_is_no_constant():
    with pytest.raises(InputError, match="s_k depends on the index k"):
        read(r"\sum_{k=1}^n s_k = 1", of_names({"s_k": REAL, "n": REAL}))
    names = dict.fromkeys(["W_ij", "W_i1", "T_ijk", "x_in", "x_min"], REAL) | {"n": INTEGER}
    both = r"\sum_{i=1}^n \sum_{j=1}^n"
    for text, entry in [
        (rf"{both} W_{{ij}} = n^2 W_{{ij}}", "W_ij"),
        (r"\sum_{i=1}^n W_{i1} = n W_{i1}", "W_i1"),
        (rf"{both} \sum_{{k=1}}^n T_{{ijk}} = 1", "T_ijk"),
    ]:
        with pytest.raises(InputError, match=f"{entry} depends on the index"):
            read(text, of_names(names))
    for name in ("x_{in}", r"x_{\min}"):
        assert read(rf"\sum_{{i=1}}^n {name} = 1", of_names(names)).startswith("Sum(x_")


def test_a_declared_range_and_declared_brackets():
    scope = of_names({"x": REAL, "n": REAL})
    scope.brackets = "floor"
    scope.indices["k"] = num(1), sym("n")
    assert read(r"\sum_k k = [x]", scope) == "Sum(k, (k, 1, n)) = floor(x)"
    with pytest.raises(InputError, match="do these square brackets group"):
        read("[x(1 - x)] = 1", scope)


BRACKETS = {
    r"\frac{d}{dx}[x^2 + y] = 2x": "Derivative(x**2 + y, x) = 2*x",
    r"\frac{\partial^2}{\partial x^2}\left[x^2 + y\right] = 2": "Derivative(x**2 + y, (x, 2)) = 2",
    r"\max_{x} [x - x^2] \le 1": "x - x**2 <= 1",
}


@pytest.mark.parametrize("row", BRACKETS)
def test_brackets_behind_an_operator_group(row):
    assert read(row) == BRACKETS[row]
    scope = of_names(NAMES)
    scope.brackets = "floor"
    assert "floor" in read(row, scope)


@pytest.mark.parametrize(
    "row",
    [r"\sum_{k=1}^n [k/2] = x", r"\int_0^1 [x] dx = y", r"\frac{2}{x}[x] = y", "[x] = y",
     r"\frac{d x}{d y}[x] = 1"],
)  # fmt: skip
def test_brackets_that_may_be_a_floor_are_refused(row):
    with pytest.raises(InputError, match=r"square brackets|not|defined"):
        read(row)


@pytest.mark.parametrize("row", [r"x \le 2\log 2\sqrt{y}", r"x = \log 2\frac{x}{y}"])
def test_a_root_behind_a_number_may_be_a_factor_of_its_logarithm(row):
    with pytest.raises(InputError, match="is this in the argument"):
        read(row)


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
