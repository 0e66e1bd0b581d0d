"""Families, vectors and matrices in LaTeX: what they are read as, and what is refused."""

import pytest

from thence.domain import REAL, parse_domain
from thence.errors import InputError
from thence.expr import sym
from thence.notation import Name
from thence.readers.directives import Header, declare, orders, wishes
from thence.readers.latex import define, math_tokens, read_formula, tokens
from thence.readers.scope import Scope, of_names


def read(text, scope):
    links = read_formula(text, scope)
    return "; ".join([str(link) + "".join(f" if {h}" for h in link.assuming) for link in links])


def defined(text, scope):
    assert define(math_tokens(tokens(text), scope), scope) is not None


@pytest.fixture
def families():
    """s_1..s_n, with p_i defined from them, indices i, j, k, and the Kronecker delta."""
    names = {"n": parse_domain("integer>=1")}
    names |= {"s": parse_domain("real[n]", ["n"]), "s_max": REAL, "w_max": names["n"]}
    names |= {name: parse_domain("index[n]", ["n"]) for name in "ijk"}
    names["w_max"] = parse_domain("positive[n]", ["n"])
    scope = of_names(names)
    scope.kronecker = Name("delta")
    scope.define(Name("p"), indices=1)
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
        r"\nabla_{p} c = 1": "a gradient in p, which is no vector",
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
    for text in (r"\Vert s\Vert_\infty = 1", r"\Vert 2 s\Vert_\infty + 1 \le 1"):
        with pytest.raises(InputError, match="the largest entry inside a formula"):
            read(text, families)


def test_what_is_zero_may_be_a_vector(families):
    gradient = read(r"\nabla_s (\sum_k s_k^2) = 0", families)
    assert gradient == "Derivative(Sum(s[k]**2, (k, 1, n)), s[i]) = 0"
    assert read("0 = s - s", families) == "0 = s[i] - s[i]"
    for text in ("s - s = 1", r"s \le 0", r"0 \le s"):
        with pytest.raises(InputError):
            read(text, families)
