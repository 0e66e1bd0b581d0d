"""Exponentiated gradient and meta-learning: https://kexue.fm/archives/8968."""

from itertools import pairwise

from thence import Derivation, Measurement, Step
from thence_numeric.experiments import adaptive, generator, must_fail, normal, statistics

post = Derivation(
    "exponentiated_gradient",
    "Exponentiated gradient descent + meta-learning = adaptive learning rate",
    title_original="指数梯度下降 + 元学习 = 自适应学习率",
    url="https://kexue.fm/archives/8968",
    date="2022-03-03",
    assumptions=[
        "all operations act on each component, so one component stands for all, unless it is a sum",
        "the gradient of a differentiable loss at a point is that of its linear part there",
    ],
)
post.real("theta", "a component of the parameters")
post.real("phi", "its logarithm")
post.real("g", "the component of the gradient at the step")
post.real("f", "the component of the gradient one step before")
post.real("c", "the constant part of the loss")
post.positive("eta", "the learning rate")
post.positive("gamma", "the meta learning rate")
post.positive("nu", "the factor of the learning rate")
post.integer("n", "the number of parameters, or of steps")
post.symbol("i", "integer", "a component, or a step")
post.index("k", "n", "a component")

post.define(
    "egd.gd",
    "theta - eta*g",
    where="E1 (1)",
    says=r"\theta_{t+1}=\theta_t-\eta\nabla_{\theta_t}\mathcal{L}(\theta_t)",
)
post.define(
    "egd.update",
    "theta*exp(-eta*g)",
    where="E2 (2)",
    says=r"\theta_{t+1}=\theta_t\odot e^{-\eta\nabla_{\theta_t}\mathcal{L}(\theta_t)}",
)
post.claim(
    "egd.nonneg",
    "theta*exp(-eta*g)", ">=", 0,
    kind="inequality", where="inline",
    says=r"\theta_0\ge0\Rightarrow\theta_t\ge0",
    given={"theta": "nonnegative"},
    also=[
        Step.of("theta*exp(-eta*g)", ">", 0, given={"theta": "positive"}),
        Step.of("0*exp(-eta*g)", "=", 0),
    ],
    note="For finite gradients, by induction over the steps. 0 is absorbing, wherever the optimum "
    "lies: start from theta > 0 (in float64 exp(-746) is 0 as well).",
)  # fmt: skip
post.claim(
    "egd.nonneg_without",
    "theta*exp(-eta*g)", ">", 0,
    kind="inequality", where="inline", given={"theta": "nonnegative"}, expect="refuted",
    note="That every parameter can reach an optimum inside needs theta_0 > 0: one that starts at "
    "0 stays there, by the full distance to the optimum.",
)  # fmt: skip
post.claim(
    "egd.descent",
    "Sum(G[i]*(T[i]*exp(-eta*G[i]) - T[i]), (i, 1, n))", "=",
    "Sum(T[i]*G[i]*(exp(-eta*G[i]) - 1), (i, 1, n))", "<=", 0,
    kind="chain", where="implicit",
    says=r"\langle\nabla\mathcal{L},\Delta\theta\rangle=\sum_i\theta_ig_i(e^{-\eta g_i}-1)\le0",
    given={"G": "real[n]", "T": "nonnegative[n]"},
    note="T and G are all n components of theta and of the gradient.",
)  # fmt: skip
post.claim(
    "egd.chain",
    "Derivative(c + Sum(G[i]*exp(P[i]), (i, 1, n)), P[k])", "=", "exp(P[k])*G[k]",
    kind="derivative", where="E3 (3)",
    says=r"\nabla_\varphi\mathcal{L}(e^\varphi)=e^\varphi\odot\nabla_\theta\mathcal{L}(\theta)",
    given={"G": "real[n]", "P": "real[n]"},
    note="For the linear part of any loss of n parameters; theta = exp(P) > 0.",
)  # fmt: skip


def log_parameters(seed: int) -> Measurement:
    """The chain rule of E3 by automatic differentiation, on a loss that couples everything."""
    random, dimension = generator(seed), 20
    loss, phi = adaptive.smooth_loss(random, dimension), normal(random, dimension)
    left = adaptive.gradient(lambda at: loss(at.exp()), phi)
    right = adaptive.gradient(loss, phi.exp())
    dropped = float((left - right).abs().max())
    return Measurement(
        value=float((left - phi.exp() * right).abs().max()), low=0, high=1e-12, points=dimension,
        unit="largest difference",
        detail="gradient in phi against exp(phi) times the gradient in theta",
        control=must_fail(dropped > 0.1, f"without the factor they differ by {dropped:.2f}"),
    )  # fmt: skip


post.measure("egd.chain_measured", log_parameters, kind="algorithm", where="E3 (3)")
post.claim(
    "egd.drop_factor",
    "exp(phi)*g", ">", "g",
    kind="inequality", where="E4 (4)",
    says=r"\varphi_{t+1}=\varphi_t-\eta\nabla_\theta\mathcal{L}",
    given={"phi": "positive", "g": "positive"},
    also=[
        Step.of("exp(phi)*g", "<", "g", given={"phi": "negative", "g": "positive"}),
        Step.of("exp(phi)*g", "<", "g", given={"phi": "positive", "g": "negative"}),
        Step.of("exp(phi)*g", ">", "g", given={"phi": "negative", "g": "negative"}),
        Step.of("exp(0)*g", "=", "g"),
        Step.of("exp(phi)*0", "=", 0),
    ],
    note="A change of the algorithm, no equality: the gradient is divided by theta. "
    "The two agree only where theta = 1 or g = 0.",
)  # fmt: skip
post.claim(
    "egd.exponentiate",
    "exp(phi - eta*g)", "=", "exp(phi)*exp(-eta*g)",
    kind="identity", where="E5 (5)",
    says=r"e^{\varphi_{t+1}}=e^{\varphi_t}\odot e^{-\eta\nabla_\theta\mathcal{L}}",
)  # fmt: skip
post.define("meta.gd", "theta - eta*g", where="E6 (6)", says=r"\theta_{t+1}=\theta_t-\eta g_t")
post.define(
    "meta.update",
    "theta - eta*nu*g",
    where="E7 (7)",
    says=r"\theta_{t+1}=\theta_t-\eta\nu_{t+1}\odot g_t",
    given={"nu": "nonnegative"},
)
post.define(
    "meta.nu_egd",
    "nu*exp(-gamma*d)",
    where="E8 (8)",
    says=r"\nu_{t+1}=\nu_t\odot e^{-\gamma\nabla_{\nu_t}\mathcal{L}(\theta_t)}",
    given={"d": "real"},
    note="d is the gradient of the loss at theta_t with respect to nu_t.",
)
post.claim(
    "meta.hypergrad",
    "Derivative(c + g*(theta - eta*nu*f), nu)", "=", "-eta*f*g",
    kind="derivative", where="E9 (9)",
    says=r"\nabla_{\nu_t}\mathcal{L}(\theta_t)=-\eta\,g_{t-1}\odot g_t",
    also=[
        Step.of("Derivative(c*(theta - eta*nu*f)**2/2, nu)", "=",
                "-eta*f*(c*(theta - eta*nu*f))"),
    ],
    note="theta_{t-1} and g_{t-1} = f do not depend on nu_t; that later steps do is ignored. "
    "The second line is a quadratic loss, whose gradient moves with nu.",
)  # fmt: skip


post.claim(
    "meta.hypergrad_without",
    "Derivative(c*((theta - eta*nu*f)*(1 - eta*nu*c))**2/2, nu)", "=",
    "-eta*(c*(theta - eta*nu*f))*(c*(theta - eta*nu*f)*(1 - eta*nu*c))",
    kind="derivative", where="E9 (9)", given={"c": "positive"}, expect="refuted",
    note="That nu acts in one step alone is assumed. Two steps on c theta^2/2 with one nu: the "
    "right side, E9 for the second step, leaves the first one out.",
)  # fmt: skip


def hypergradient(seed: int) -> Measurement:
    """The hypergradient of E9 by automatic differentiation through one step."""
    random, dimension, eta = generator(seed), 20, 0.3
    loss, theta = adaptive.smooth_loss(random, dimension), normal(random, dimension)
    nu = normal(random, dimension).exp()
    before = adaptive.gradient(loss, theta)
    here = adaptive.gradient(loss, theta - eta * nu * before)
    exact = adaptive.gradient(lambda at: loss(theta - eta * at * before), nu)
    stale = float((exact + eta * before * before).abs().max())
    return Measurement(
        value=float((exact + eta * before * here).abs().max()), low=0, high=1e-12, points=dimension,
        unit="largest difference",
        detail="autograd through the step against -eta g_{t-1} g_t",
        control=must_fail(stale > 1e-3, f"with g_{{t-1}} twice they differ by {stale:.3f}"),
    )  # fmt: skip


post.measure("meta.hypergrad_measured", hypergradient, kind="algorithm", where="E9 (9)")
post.claim(
    "meta.nu_update",
    "nu*exp(-gamma*(-eta*f*g))", "=", "nu*exp(gamma*eta*f*g)",
    kind="identity", where="E10 (10)",
    says=r"\nu_{t+1}=\nu_t\odot e^{\gamma\eta\,g_{t-1}\odot g_t}",
)  # fmt: skip
post.claim(
    "meta.combined",
    "nu*exp((G/eta)*eta*f*g)", "=", "nu*exp(G*f*g)",
    kind="identity", where="E11 (11)",
    says=r"\gamma\eta\to\gamma",
    given={"G": "positive"},
    also=[Step.of("Derivative(nu*exp(G*f*g), eta)", "=", 0, given={"G": "positive"})],
    note="G = gamma eta: a renaming, after which eta no longer scales the meta step.",
)  # fmt: skip
post.claim(
    "meta.closed_form",
    "Product(exp(gamma*G[i]*G[i + 1]), (i, 1, n))", "=",
    "exp(gamma*Sum(G[i]*G[i + 1], (i, 1, n)))",
    kind="identity", where="E12 (12)",
    says=r"\nu_{t+1}=\exp\left(\gamma\sum_{k=1}^tg_{k-1}\odot g_k\right)",
    given={"G": "real[n + 1]"},
    note="For any number t = n of steps, G_i = g_{i-1}: nu_{t+1} is the product of the factors of "
    "E11, from nu_1 = 1 on. With nu_0 = 1 the rule would need g_{-1}. gamma must be constant.",
)  # fmt: skip
post.claim(
    "meta.closed_form_steps",
    "exp(gamma*S)*exp(gamma*f*g)", "=", "exp(gamma*(S + f*g))",
    kind="identity", where="E12 (12)", given={"S": "real"},
    also=[Step.of("exp(gamma*0)", "=", 1)],
    note="The same by induction: S is the sum so far, and an empty sum gives nu_1 = 1.",
)  # fmt: skip
post.claim(
    "meta.closed_form_without",
    "nu*exp(gamma*f*g)", "=", "exp(gamma*f*g)",
    kind="identity", where="E12 (12)", expect="refuted",
    also=[Step.of("exp(gamma*f*g)*exp(c*f*g)", "=", "exp(c*(2*f*g))")],
    note="Without nu_1 = 1 the closed form is off by the factor nu_1; the second line is a gamma "
    "that changes to c after a step.",
)  # fmt: skip


def sixty_steps(seed: int) -> Measurement:
    """The closed form of nu after 60 steps, relative to the recurrence."""
    import torch

    random, dimension, steps, gamma = generator(seed), 20, 60, 0.02
    loss, start = adaptive.smooth_loss(random, dimension), normal(random, dimension)
    gradients, factors = adaptive.adapted(loss, start, steps, 0.05, gamma)
    products = torch.stack([a * b for a, b in pairwise(gradients)])
    squares = torch.stack([g * g for g in gradients[1:]])
    closed = (gamma * products.sum(0)).exp()
    wrong = float(((gamma * squares.sum(0)).exp() / factors[-1] - 1).abs().max())
    return Measurement(
        value=float((closed / factors[-1] - 1).abs().max()), low=0, high=1e-12, points=dimension,
        unit="largest relative difference",
        detail=f"{steps} steps on a coupled loss",
        control=must_fail(wrong > 1e-4, f"with g_k twice they differ by {wrong:.1e}"),
    )  # fmt: skip


post.measure("meta.closed_form_measured", sixty_steps, kind="algorithm", where="E12 (12)")


def majority_of_signs(seed: int) -> Measurement:
    """How often the sum of ten products is negative although most of them are positive."""
    random, trials, sizes = generator(seed), 5_000, (4, 10, 20, 40)

    def opposite(size: int, *, equal: bool = False) -> int:
        """Among so many trials in which most of the products are positive."""
        g = normal(random, 4 * trials, size + 1)
        products = (g.sign() if equal else g).unfold(1, 2, 1).prod(-1)
        most = (products > 0).sum(1) > size / 2
        return int((products[most][:trials].sum(1) <= 0).sum())

    wrong = [opposite(size) for size in sizes]
    low, high = statistics.clopper_pearson(wrong[1], trials)
    equal = opposite(10, equal=True)
    return Measurement(
        value=wrong[1] / trials, low=0.05, high=0.25, points=trials,
        unit="probability of a negative sum, given more than 5 positive products of 10",
        detail=f"independent normal gradients: between {low:.3f} and {high:.3f}, at 99 %",
        control=must_fail(equal == 0, "where all magnitudes are equal it never happens"),
        plot=statistics.proportions(
            "products", "share of negative sums among positive majorities",
            {"independent normal gradients": (sizes, wrong)}, trials,
        ),
    )  # fmt: skip


post.measure(
    "meta.sign_heuristic", majority_of_signs, kind="approximation", where="inline",
    says=r"\mathrm{sign}(g_{k-1})=\mathrm{sign}(g_k)\text{ mostly}"
    r"\ \Rightarrow\ \sum_kg_{k-1}\odot g_k>0",
    note="A heuristic: the magnitudes weigh, and a single large product undoes many small ones.",
)  # fmt: skip
post.claim(
    "meta.stability",
    "Abs(1 - exp(theta**2/2)/2)", "<=", 1,
    kind="inequality", where="implicit",
    says=r"\nu_{t+1}=\nu_t\odot e^{\gamma g_{t-1}\odot g_t}\ \text{adapts the learning rate}",
    expect="refuted",
    note="Overclaim. The loss theta^2/2 with gamma = 1, eta = 1/2, where the plain step halves "
    "theta: the second step has nu = exp(gamma theta^2 (1 - eta)), which knows no bound. "
    "The rule needs clipping.",
)  # fmt: skip
post.claim(
    "meta.stability_mended",
    "Abs(1 - eta*nu)", "<=", 1,
    kind="inequality", where="implicit",
    says=r"\nu\le2/\eta\ \Rightarrow\ |1-\eta\nu|\le1",
    given={"eta": "(0,1)", "nu": "[0, 2]"},
    note="With nu clipped to 2/eta or below, here to 2, no step leaves.",
)  # fmt: skip


def divergence(seed: int) -> Measurement:
    """The share of starts in [-10, 10] from which 200 adapted steps on theta^2/2 run away."""
    import torch

    starts = torch.rand(2_000, generator=generator(seed), dtype=torch.float64) * 20 - 10

    def lost(gamma: float) -> int:
        ends = adaptive.quadratic_runs(starts, 1.0, 200, 0.1, gamma)
        return int((~(ends.abs() <= starts.abs())).sum())

    rates = (0.01, 0.03, 0.1, 0.3, 1.0)
    counts = [lost(gamma) for gamma in rates]
    low, high = statistics.clopper_pearson(counts[2], len(starts))
    return Measurement(
        value=counts[2] / len(starts), low=0.2, high=0.9, points=len(starts),
        unit="share of the starts",
        detail=f"eta = gamma = 0.1: between {low:.3f} and {high:.3f}, at 99 %",
        control=must_fail(
            lost(0.0) == 0, "plain gradient descent with the same eta never runs away"
        ),
        plot=statistics.proportions(
            "gamma", "share of the starts", {"eta = 0.1": (rates, counts)}, len(starts), log="x"
        ),
    )  # fmt: skip


post.measure("meta.stability_measured", divergence, kind="algorithm", where="implicit")
post.claim(
    "meta.adam_contrast",
    "g*(1 - a**t)/(1 - a**t)/sqrt(g**2*(1 - b**t)/(1 - b**t))", "=", "g/Abs(g)",
    kind="identity", where="inline",
    says=r"\Delta\theta_{\text{Adam}}=-\eta\,g/|g|",
    given={"a": "(0,1)", "b": "(0,1)", "t": "integer>=1"}, assuming=["g != 0"],
    also=[
        Step.of("1/g", "decreasing", "g", given={"g": "positive"}),
        Step.of("exp(gamma*t*g**2)", "increasing", "g", given={"g": "positive", "t": "positive"}),
    ],
    note="Constant gradients, epsilon = 0: Adam's step is eta sign(g), the gradient times eta/|g|, "
    "larger for a smaller |g|; here the factor exp(gamma t g^2) is larger for a larger |g|.",
)  # fmt: skip
