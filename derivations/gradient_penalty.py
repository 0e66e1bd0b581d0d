"""An inequality between input and parameter gradient penalties: https://kexue.fm/archives/8796."""

from thence import Derivation, Measurement, Step
from thence_numeric.experiments import generator, must_fail, networks, normal, statistics

post = Derivation(
    "gradient_penalty",
    "An inequality between the input and the parameter gradient penalty",
    title_original="输入梯度惩罚与参数梯度惩罚的一个不等式",
    url="https://kexue.fm/archives/8796",
    date="2021-12-11",
    assumptions=[
        "a chain of layers with biases: no skip connection, no weight used twice, one sample",
        "differentiable activations; the norms of W and of the Jacobian J are spectral",
        "|v^T W J| <= |v| |W| |J| for spectral norms, which is their definition",
    ],
)
post.integer("l", "the number of layers, or of rows of W")
post.integer("m", "the number of columns of W")
post.index("t", "l", "a layer")
post.index("j", "l", "a row of W")
post.index("i", "l", "a row of W")
post.index("k", "m", "a column of W")
post.index("c", "m", "a column of W")
post.family("w", "m", says="a row of W")
post.family("h", "m", says="the input of the layer")
post.family("q", "m", says="the derivatives of h in one component x of the input")
post.family("d", "l", says="delta, the derivatives of f in z = W h + b")
post.family("b", "l", says="the bias")
post.family("u", "l", says="W q, so u_j = Sum_k w_jk q_k")
post.real("x", "a component of the input")
post.real("y", "a component h_n of the input of the layer")

post.define(
    "gradpen.layer",
    "Max(Sum(w[k]*h[k], (k, 1, m)) + x, 0)",
    where="E1 (1)",
    says=r"h^{(t+1)}=g^{(t)}(W^{(t)}h^{(t)}+b^{(t)}),\quad h^{(1)}=x",
    note="One unit, with ReLU for g and the bias x; a plain chain.",
)
EACH = {"N": "nonnegative", "e": "nonnegative[l]", "W": "positive[l]", "J": "positive[l]",
        "H": "nonnegative[l]"}  # fmt: skip
post.claim(
    "gradpen.main",
    "N**2*Sum((1 + H[t]**2)/(W[t]**2*J[t]**2), (t, 1, l))", "<=",
    "Sum((N*(1 + e[t])/(W[t]*J[t]))**2*(1 + H[t]**2), (t, 1, l))",
    kind="inequality", where="E2 (2)",
    says=r"\Vert\nabla_xf\Vert^2\sum_{t=1}^l\frac{1+\Vert h^{(t)}\Vert^2}"
    r"{\Vert W^{(t)}\Vert^2\Vert\nabla_xh^{(t)}\Vert^2}\le\Vert\nabla_\theta f\Vert^2",
    given=EACH,
    also=[
        Step.of("Sum(Sum((d[j]*h[k])**2, (k, 1, m)), (j, 1, l))", "=",
                "Sum(h[k]**2, (k, 1, m))*Sum(d[j]**2, (j, 1, l))"),
    ],
    note="For any depth l and any widths. N = |grad_x f|, W, J, H the norms of a layer; "
    "N <= |delta| W J, that is |delta| = N(1 + e)/(W J) with e >= 0, and the gradients of the "
    "layer are delta and delta h^T (second line). W != 0 and J != 0 are needed (a dead ReLU gives "
    "0/0; the product form always holds), and a chain without skips or tied weights.",
)  # fmt: skip
post.claim(
    "gradpen.main_without",
    "N**2*Sum((1 + H[t]**2)/(W[t]**2*J[t]**2), (t, 1, l))",
    "defined",
    0,
    kind="inequality", where="E2 (2)", given={**EACH, "W": "nonnegative[l]", "J": "nonnegative[l]"},
    expect="ill-posed",
    note="W = 0 or J = 0, such as a layer whose ReLUs are all dead: 0/0.",
)  # fmt: skip
post.claim(
    "gradpen.main_tied_without",
    "v**2*(1 + x**2) + 1 + (v*x + a)**2", "<=", "(2*v*x + a)**2 + v**2 + 1",
    kind="inequality", where="E2 (2)", given={"v": "real", "a": "real"}, expect="refuted",
    note="A weight used twice, f = v(v x + a) + c: its derivative 2 v x + a vanishes at "
    "a = -2 v x, and the left side is larger by 2 (v x)^2.",
)  # fmt: skip
post.claim(
    "gradpen.main_skip_without",
    "(1 + v)**2*(1 + x**2)/v**2", "<=", "x**2 + 1",
    kind="inequality", where="E2 (2)", given={"v": "positive"}, expect="refuted",
    note="A skip connection, f = x + v x + c: the left side is (1 + 1/v)^2 times the right.",
)  # fmt: skip


def real_networks(seed: int) -> Measurement:
    """The largest left/right of E2 over nets of five activations and several shapes."""
    random, worst, count = generator(seed), 0.0, 0
    for activation in networks.activations().values():
        for widths in ((4, 8, 1), (6, 16, 16, 3), (8, 8, 8, 8, 8, 8)):
            found = networks.Networks(random, 200, widths).gradients(activation)
            # Dead ReLUs make both sides of the product form 0.
            live = found.x.square().sum(-1) > 0
            worst = max(worst, float((found.left() / found.right())[live].max()))
            count += int(live.sum())
    skip = networks.Networks(random, 200, (8, 8, 8), gain=0.3, skip=True)
    tied = networks.Networks(random, 500, (1, 1, 1), tied=True)
    broken = [
        float((found.left() / found.right()).max())
        for found in (net.gradients(networks.activations()["tanh"]) for net in (skip, tied))
    ]
    return Measurement(
        value=worst, low=0, high=1 + 1e-9, points=count, unit="left / right side",
        detail="tanh, ReLU, GELU, sin, leaky ReLU; one to five layers",
        control=must_fail(
            min(broken) > 1.001,
            f"up to {broken[0]:.2f} with skips, {broken[1]:.2f} with a weight used twice",
        ),
    )  # fmt: skip


post.measure("gradpen.main_measured", real_networks, kind="algorithm", where="E2 (2)")
post.claim(
    "gradpen.spectral_vs_frobenius",
    "s[k]**2", "<=", "Sum(s[c]**2, (c, 1, m))",
    kind="inequality", where="inline, after E2",
    says=r"\Vert\cdot\Vert_2\le\Vert\cdot\Vert_F",
    given={"s": "nonnegative[m]"},
    note="s are the singular values: with Frobenius norms E2 holds all the more.",
)  # fmt: skip
NORMS = {"D": "nonnegative", "W": "positive", "J": "positive", "H": "nonnegative"}
post.claim(
    "gradpen.equality",
    "(D*W*J)**2*(1 + H**2)/(W**2*J**2)", "=", "D**2*(1 + H**2)",
    kind="identity", where="implicit",
    says=r"\Vert\nabla_xf\Vert=\Vert\delta\Vert\Vert W\Vert\Vert\nabla_xh\Vert"
    r"\ \Rightarrow\ \text{equality in E2}",
    given=NORMS,
    note="Equality where |delta^T W J| = |delta| |W| |J| in every layer, as in nets of width 1.",
)  # fmt: skip


def width_one(seed: int) -> Measurement:
    """The distance of left/right of E2 from 1 in nets of width 1."""
    random, tanh = generator(seed), networks.activations()["tanh"]
    thin = networks.Networks(random, 500, (1, 1, 1, 1)).gradients(tanh)
    wide = networks.Networks(random, 500, (8, 8, 8, 8)).gradients(tanh)
    apart = float((wide.left() / wide.right()).max())
    return Measurement(
        value=float((thin.left() / thin.right() - 1).abs().max()), low=0, high=1e-9, points=500,
        unit="largest |left/right - 1|",
        detail="three layers of width 1, tanh",
        control=must_fail(apart < 0.95, f"at width 8 the ratio is {apart:.2f} at most"),
    )  # fmt: skip


post.measure("gradpen.equality_measured", width_one, kind="algorithm", where="implicit")
post.claim(
    "gradpen.w_part",
    "(D*W*J*r)**2*H**2/(W**2*J**2)", "<=", "(D*H)**2",
    kind="inequality", where="E3 row 1 (3)",
    says=r"\Vert\nabla_xf\Vert^2\frac{\Vert h\Vert^2}{\Vert W\Vert^2\Vert\nabla_xh\Vert^2}"
    r"\le\Vert\nabla_Wf\Vert^2",
    given={"r": "[0,1]", **NORMS},
    note="|grad_x f| = r D W J with r <= 1, D = |delta|, and |grad_W f| = D H.",
)  # fmt: skip
ANY = {**NORMS, "W": "nonnegative", "J": "nonnegative"}
post.claim(
    "gradpen.w_part_without",
    "(D*W*J*r)**2*H**2/(W**2*J**2)", "<=", "(D*H)**2",
    kind="inequality", where="E3 row 1 (3)", given={"r": "[0,1]", **ANY}, expect="ill-posed",
    also=[Step.of("(D*W*J*r)**2*H**2", "<=", "(D*H)**2*(W**2*J**2)",
                  given={"r": "[0,1]", **ANY})],
    note="W = 0 or J = 0; the second line is the product form, which always holds.",
)  # fmt: skip
post.claim(
    "gradpen.b_part",
    "(D*W*J*r)**2/(W**2*J**2)", "<=", "D**2",
    kind="inequality", where="E3 row 2 (4)",
    says=r"\Vert\nabla_xf\Vert^2\frac1{\Vert W\Vert^2\Vert\nabla_xh\Vert^2}"
    r"\le\Vert\nabla_bf\Vert^2",
    given={"r": "[0,1]", **NORMS},
    note="The proof that the post leaves out: |grad_b f| = D.",
)  # fmt: skip
post.claim(
    "gradpen.b_part_without",
    "(D*W*J*r)**2/(W**2*J**2)", "<=", "D**2",
    kind="inequality", where="E3 row 2 (4)", given={"r": "[0,1]", **ANY}, expect="ill-posed",
    also=[Step.of("(D*W*J*r)**2", "<=", "D**2*(W**2*J**2)", given={"r": "[0,1]", **ANY})],
    note="W = 0 or J = 0; the second line is the product form, which always holds.",
)  # fmt: skip
post.define(
    "gradpen.component",
    "Sum(w[k]*h[k], (k, 1, m)) + x",
    where="E4 (5)",
    says=r"z_i=\sum_jw_{i,j}h_j+b_i",
    note="The row w of W, with the bias x.",
)
post.claim(
    "gradpen.chain",
    "Derivative(Sum(d[j]*(b[j] + u[j]*x), (j, 1, l)), x)", "=", "Sum(d[j]*u[j], (j, 1, l))",
    kind="derivative", where="E5 (6)",
    says=r"\frac{\partial f}{\partial x_i}=\sum_{j,k}\frac{\partial f}{\partial z_j}w_{j,k}"
    r"\frac{\partial h_k}{\partial x_i}",
    also=[
        Step.of("Derivative(Sum(w[k]*(h[k] + q[k]*x), (k, 1, m)), x)", "=",
                "Sum(w[k]*q[k], (k, 1, m))"),
    ],
    note="Linear parts: f = Sum d_j z_j, and z_j = b_j + u_j x with u_j = Sum_k w_jk q_k, the "
    "second line. f must depend on x through z alone: no skips.",
)  # fmt: skip
post.claim(
    "gradpen.dz_dw",
    "Derivative(Sum(w[k]*h[k], (k, 1, m)) + x, w[c])", "=", "h[c]",
    kind="derivative", where="E6 (7)",
    says=r"\frac{\partial z_j}{\partial w_{m,n}}=\delta_{j,m}h_n",
    also=[
        Step.of("Derivative(Sum(w[k]*h[k], (k, 1, m)) + x, v)", "=", 0, given={"v": "real"}),
    ],
    note="Its own row, and an entry v of another row.",
)  # fmt: skip
DIVIDED = "Sum(KroneckerDelta(j, i)*y/y*s[i], (i, 1, l))"
post.claim(
    "gradpen.divide_h",
    DIVIDED, "=", "s[j]",
    kind="identity", where="E7 (8)",
    says=r"w_{j,k}=\sum_m\frac{\partial z_j}{\partial w_{m,n}}h_n^{-1}w_{m,k}",
    given={"s": "real[l]"}, expect="ill-posed",
    note="Divides by h_n, which is 0 for half of the units of a ReLU net. The detour is not "
    "needed: see times_h. s is a column of W.",
)  # fmt: skip
post.claim(
    "gradpen.divide_h_mended",
    DIVIDED, "=", "s[j]",
    kind="identity", where="E7 (8)",
    says=r"w_{j,k}=\sum_m\frac{\partial z_j}{\partial w_{m,n}}h_n^{-1}w_{m,k},\quad h_n\ne0",
    given={"s": "real[l]"}, assuming=["y != 0"],
)  # fmt: skip
post.claim(
    "gradpen.substituted",
    "Sum(d[i]*y/y*u[i], (i, 1, l))", "=", "Sum(d[i]*u[i], (i, 1, l))",
    kind="identity", where="E8 (9)",
    says=r"\frac{\partial f}{\partial x_i}=\sum_{k,m}\frac{\partial f}{\partial w_{m,n}}"
    r"h_n^{-1}w_{m,k}\frac{\partial h_k}{\partial x_i}",
    assuming=["y != 0"],
    note="The derivative of f in w_mn is d_m h_n; h_n = y != 0.",
)  # fmt: skip
post.claim(
    "gradpen.substituted_without",
    "Sum(d[i]*y/y*u[i], (i, 1, l))", "=", "Sum(d[i]*u[i], (i, 1, l))",
    kind="identity", where="E8 (9)", expect="ill-posed",
    note="h_n = y = 0. E9, which follows, holds all the same.",
)  # fmt: skip
post.claim(
    "gradpen.times_h",
    "y*Sum(d[i]*u[i], (i, 1, l))", "=", "Sum(d[i]*y*u[i], (i, 1, l))",
    kind="identity", where="E9 (10)",
    says=r"h_n\frac{\partial f}{\partial x_i}=\sum_{k,m}\frac{\partial f}{\partial w_{m,n}}"
    r"w_{m,k}\frac{\partial h_k}{\partial x_i}",
    note="For every h_n = y, 0 included: shown without E7 and E8.",
)  # fmt: skip
post.claim(
    "gradpen.matrix_form",
    "h[k]*Sum(d[j]*u[j], (j, 1, l))", "=", "Sum((d[j]*h[k])*u[j], (j, 1, l))",
    kind="identity", where="E10 (11)",
    says=r"h^{(t)}(\nabla_xf)=(\nabla_{W^{(t)}}f)W^{(t)}(\nabla_xh^{(t)})",
    note="The entry in row k; a gradient has the transposed shape of its variable.",
)  # fmt: skip


def outer_product(seed: int) -> Measurement:
    """E10 by automatic differentiation, in every layer of a net of unequal widths."""
    net = networks.Networks(generator(seed), 50, (6, 9, 5, 2))
    found = net.gradients(networks.activations()["tanh"])
    errors, swapped = [], []
    for layer in found.layers:
        left = layer.h[:, :, None] * found.x[:, None, :]
        for norm, gradient in ((errors, layer.weight_gradient), (swapped, layer.weight)):
            right = gradient.mT @ layer.weight @ layer.jacobian
            norm.append(float((left - right).abs().max()))
    return Measurement(
        value=max(errors), low=0, high=1e-10, points=50, unit="largest difference",
        detail="h (grad_x f) against (grad_W f)^T W J, three layers",
        control=must_fail(max(swapped) > 0.1, f"with W for its gradient: {max(swapped):.2f}"),
    )  # fmt: skip


post.measure("gradpen.matrix_form_measured", outer_product, kind="algorithm", where="E10 (11)")
post.claim(
    "gradpen.left_multiply",
    "Sum(h[k]**2, (k, 1, m))*Sum(d[j]*u[j], (j, 1, l))", "=",
    "Sum(h[k]*Sum(d[j]*h[k]*u[j], (j, 1, l)), (k, 1, m))",
    kind="identity", where="E11 (12)",
    says=r"\Vert h\Vert^2\nabla_xf=h^{\top}(\nabla_Wf)W(\nabla_xh)",
)  # fmt: skip
post.claim(
    "gradpen.norms",
    "H**2*(D*W*J*r)", "<=", "H*(D*H)*W*J",
    kind="inequality", where="E12 (13)",
    says=r"\Vert h\Vert^2\Vert\nabla_xf\Vert"
    r"\le\Vert h\Vert\Vert\nabla_Wf\Vert\Vert W\Vert\Vert\nabla_xh\Vert",
    given={"r": "[0,1]", **NORMS},
    also=[
        Step.of("Sum(d[j]*u[j], (j, 1, l))**2", "<=",
                "Sum(d[j]**2, (j, 1, l))*Sum(u[j]**2, (j, 1, l))"),
    ],
    note="Dividing by |h| = H to reach E3 needs h != 0; at h = 0 the inequality is 0 <= 0. "
    "The second line is where the norms of vectors come from.",
)  # fmt: skip
post.claim(
    "gradpen.norms_without",
    "H**2*(D*W*J*r)/H", "<=", "H*(D*H)*W*J/H",
    kind="inequality", where="E12 (13)", given={"r": "[0,1]", **NORMS}, expect="ill-posed",
    note="The division by |h| = H, at h = 0.",
)  # fmt: skip
post.claim(
    "gradpen.init_norm",
    "1 + sqrt(a)", "=", 1,
    kind="identity", where="inline",
    says=r"\Vert W\Vert\approx1",
    given={"a": "positive"}, expect="refuted",
    note="The largest singular value of a matrix with entries of variance 1/fan_in tends to "
    "1 + sqrt(a), a = fan_out/fan_in (Bai and Yin): 2 for a square one, not 1; the least to 0.",
)  # fmt: skip
post.claim(
    "gradpen.init_norm_mended",
    "1 + sqrt(a)", ">", 1,
    kind="inequality", where="inline",
    says=r"\Vert W\Vert\to1+\sqrt{a}>1,\quad a=\frac{\text{fan-out}}{\text{fan-in}}",
    given={"a": "positive"},
    also=[Step.of("1 + sqrt(1)", "=", 2), Step.of("1 - sqrt(1)", "=", 0)],
    note="For a square matrix, the last two lines, 2; and the least singular value tends to 0.",
)  # fmt: skip


def largest_singular_value(seed: int) -> Measurement:
    """The spectral norm of square matrices with entries of variance 1/512."""
    import torch

    random, across, largest = generator(seed), [], []
    for n in (32, 64, 128, 256, 512):
        values = torch.linalg.svdvals(normal(random, 4, n, n).div(n**0.5))
        across += [n] * 4
        largest += values[:, 0].tolist()
    found = statistics.mean(largest[-4:])
    turned = torch.linalg.svdvals(torch.linalg.qr(normal(generator(seed), 512, 512))[0])
    return Measurement(
        value=found.value, low=1.93, high=2.03, points=4, unit="spectral norm",
        detail=f"n = 512: {found}; the least singular value is {float(values[:, -1].max()):.4f}",
        control=must_fail(
            abs(float(turned[0]) - 1) < 1e-9, "an orthogonal initialisation does have norm 1"
        ),
        plot=statistics.plot(
            "n",
            "spectral norm",
            {"n x n, variance 1/n": (across, largest)},
            log="x",
        ),
    )  # fmt: skip


post.measure(
    "gradpen.init_norm_measured", largest_singular_value, kind="probability", where="inline"
)


def unstable_ratio(seed: int) -> Measurement:
    """How much the two penalties' ratio varies over 200 points and over 300 steps of training."""
    import torch

    random = generator(seed)
    found = networks.training_ratios(random, 64, 200, 300, 30)
    low, high = (torch.quantile(found[-1], q) for q in (0.01, 0.99))
    medians = [float(r.median()) for r in found]
    x = torch.nn.functional.normalize(normal(random, 200, 2), dim=-1)
    linear = (1 + x.square().sum(-1)) / 2.0  # a linear f with |w|^2 = 2, on the unit circle
    return Measurement(
        value=float(high / low), low=3, high=1e4, points=200,
        unit="99 % / 1 % quantile of the ratio over the points",
        detail=f"tanh net 2-64-64-1; the median goes from {medians[0]:.0f} through "
        f"{min(medians):.0f} to {medians[-1]:.0f} in training",
        control=must_fail(
            float(linear.max() / linear.min()) < 1.001,
            "for a linear f and inputs of norm 1 the ratio is constant",
        ),
        plot=statistics.plot(
            "training step",
            "ratio of the penalties",
            {
                f"{100 * q:.0f} % quantile": (
                    range(0, 301, 30),
                    [float(torch.quantile(r, q)) for r in found],
                )
                for q in (0.01, 0.5, 0.99)
            },
            log="y",
        ),
    )  # fmt: skip


post.claim(
    "gradpen.equivalence",
    "(x**2 + 1)/v**2", "<=", "10*((y**2 + 1)/v**2)",
    kind="inequality", where="inline",
    says=r"\Vert\nabla_\theta f\Vert^2\sim\Vert\nabla_xf\Vert^2",
    given={"v": "positive"}, expect="refuted",
    note="Overclaim, 'approximately equivalent', here within a factor of 10. Already for "
    "f = v x + c the ratio of the two penalties is (x^2 + 1)/v^2, and varies with the sample x "
    "without bound.",
)  # fmt: skip
post.claim(
    "gradpen.equivalence_mended",
    "(x**2 + 1)/v**2", ">=", "1/v**2",
    kind="inequality", where="inline",
    says=r"\Vert\nabla_\theta f\Vert^2\ge C\Vert\nabla_xf\Vert^2",
    given={"v": "positive"},
    note="What E2 gives is a bound from below, with a C that depends on the weights.",
)  # fmt: skip
post.measure(
    "gradpen.equivalence_measured", unstable_ratio, kind="approximation", where="inline",
    note="In a real net the ratio is constant neither over the points nor in training.",
)  # fmt: skip
post.claim(
    "gradpen.sgd_chain",
    "(r**2 + s**2)/2*(1 + x**2)", "<=", "((r + s)/2)**2*(1 + x**2)",
    kind="inequality", where="inline",
    says=r"\mathbb{E}\Vert\nabla_\theta f\Vert^2\le\Vert\nabla_\theta\mathbb{E}f\Vert^2",
    given={"r": "real", "s": "real"}, expect="refuted",
    note="Overclaim: SGD's implicit penalty is on the gradient of the mean loss, E2 on that of one "
    "sample. Two samples at x, f = w x + b, with the residuals r and s: at s = -r the mean has no "
    "gradient, and each sample has one.",
)  # fmt: skip
post.claim(
    "gradpen.sgd_chain_mended",
    "((r + s)/2)**2*(1 + x**2)", "<=", "(r**2 + s**2)/2*(1 + x**2)",
    kind="inequality", where="inline",
    says=r"\Vert\nabla_\theta\mathbb{E}f\Vert^2\le\mathbb{E}\Vert\nabla_\theta f\Vert^2",
    given={"r": "real", "s": "real"},
    note="What does hold between them goes the other way.",
)  # fmt: skip
