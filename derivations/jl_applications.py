"""The Johnson-Lindenstrauss lemma, applications: https://kexue.fm/archives/8706."""

import math

from thence import Derivation, Measurement, Step
from thence_numeric.experiments import generator, must_fail, normal, projections, statistics

post = Derivation(
    "jl_applications",
    "The amazing Johnson-Lindenstrauss lemma: applications",
    title_original="让人惊叹的Johnson-Lindenstrauss引理:应用篇",
    url="https://kexue.fm/archives/8706",
    date="2021-09-24",
    assumptions=[
        "N(0, 1/n) has variance 1/n",
        "the tail bound of the theory part (archives/8679): a squared length leaves "
        "(1 - eps, 1 + eps) with probability at most 2 exp(-n eps^2/8), for 0 < eps < 1",
    ],
)
post.symbol("N", "integer>=2", "the number of points")
post.symbol("n", "integer>=2", "the dimension after the projection; rows of Q")
post.symbol("k", "integer>=1", "columns of Q")
post.symbol("t", "[0, pi]", "the angle of two vectors")


def all_distances_kept(seed: int) -> Measurement:
    """How often n = 24 log N/eps^2 dimensions fail to keep all the distances within eps = 1/2."""
    random, trials, points, m, eps = generator(seed), 200, 20, 400, 0.5
    n = math.ceil(24 * math.log(points) / eps**2)
    v = normal(random, points, m)
    a = projections.projections(random, trials, n, m)
    failed = int((projections.distortion(v, v @ a.mT).amax(-1) > eps).sum())
    misread = int((projections.distortion(v, v @ a.mT / n**0.5).amax(-1) > eps).sum())
    return Measurement(
        value=statistics.clopper_pearson(failed, trials)[1], low=0, high=1 / points, points=trials,
        unit="upper end of the 99 % interval of the probability of failure",
        detail=f"{failed} of {trials} projections of {points} points to n = {n} dimensions fail",
        control=must_fail(
            misread == trials,
            f"with 1/n read as the standard deviation, {misread} of {trials} fail",
        ),
    )  # fmt: skip


post.measure(
    "jlapp.projection", all_distances_kept, kind="algorithm", where="list item",
    says=r"A\in\mathbb{R}^{n\times m},\ A_{ij}\sim\mathcal{N}(0,1/n),\quad v_i\mapsto Av_i",
    note="True when N(0, 1/n) names the variance.",
)  # fmt: skip
post.claim(
    "jlapp.projection_without",
    "n*(1/n)**2", "=", 1,
    kind="identity", where="list item", expect="refuted",
    note="With 1/n as the standard deviation E|Av|^2 = n (1/n)^2 |v|^2, and all lengths shrink by "
    "1/sqrt(n).",
)  # fmt: skip
post.claim(
    "jlapp.projection_mended",
    "Sum((1/n)*V[i]**2, (i, 1, m))*n", "=", "Sum(V[i]**2, (i, 1, m))",
    kind="identity", where="list item", given={"m": "integer>=1", "V": "real[m]", "i": "index[m]"},
    note="With 1/n as the variance each of the n components of Av has the mean square |v|^2/n.",
)  # fmt: skip
post.claim(
    "jlapp.constants",
    "16/(1/10)**2", "=", 1600,
    kind="constant", where="inline",
    says=r"\varepsilon=0.1\Rightarrow n>1600\log N",
    also=[
        Step.of("24/(1/10)**2", "=", 2400),
        Step.of("N*(N - 1)*exp(-1600*log(N)*(1/10)**2/8)", "=", "1 - 1/N"),
        Step.of("N*(N - 1)*exp(-2400*log(N)*(1/10)**2/8)", "<", "1/N"),
    ],
    note="With 16 a good projection exists, and a random one is good with probability 1/N at "
    "least; for probability 1 - 1/N it takes 24, that is n > 2400 log N.",
)  # fmt: skip
post.claim(
    "jlapp.constants_without",
    "N*(N - 1)*exp(-1600*log(N)*(1/10)**2/8)", "<", "1/N",
    kind="inequality", where="inline", given={"N": "integer>=3"}, expect="refuted",
    note="With 16 the same bound does not give 1/N: it is 1 - 1/N.",
)  # fmt: skip


def principal_components(seed: int) -> Measurement:
    """The mean error of a squared distance after PCA, relative to a random projection's."""
    random, points, m, n = generator(seed), 400, 1000, 100
    flat, a = normal(random, points, m), projections.projections(random, 1, n, m)[0]
    rates, pca, jl = (1.0, 0.999, 0.995, 0.99, 0.98, 0.96, 0.93, 0.9), [], []
    for rate in rates:
        v = flat * projections.decay(m, rate)
        for mapped, errors in ((projections.top_components(v, n), pca), (v @ a.T, jl)):
            errors.append(float(projections.distortion(v, mapped[None]).mean()))
    return Measurement(
        value=pca[0] / jl[0], low=3, high=6, points=points * (points - 1) // 2,
        unit="mean error of PCA / mean error of a random projection",
        detail=f"isotropic points, {m} -> {n}: PCA errs by {pca[0]:.3f}, a random projection "
        f"{jl[0]:.3f}",
        control=must_fail(
            pca[-1] < jl[-1],
            f"a decaying spectrum: PCA errs by {pca[-1]:.2g}, a random projection {jl[-1]:.2g}",
        ),
        plot=statistics.plot(
            "ratio of one scale to the one before", "mean error of a squared distance",
            {"PCA": (rates, pca), "random projection": (rates, jl)}, log="y",
        ),
    )  # fmt: skip


post.claim(
    "jlapp.pca",
    "Abs((b - b)**2 - (0 - c)**2)", "<=", "(1/2)*(0 - c)**2",
    kind="inequality", where="inline",
    says=r"\text{PCA keeps distances to within }\varepsilon=\tfrac12",
    given={"b": "positive", "c": "positive"}, expect="refuted",
    note="Overclaim: PCA has no worst-case guarantee. Points spread along the first axis, and two "
    "of them (b, 0) and (b, c): the first component maps both to b, and the error of their squared "
    "distance is all of it. t-SNE does not aim at distances at all.",
)  # fmt: skip
post.measure(
    "jlapp.pca_measured", principal_components, kind="approximation", where="inline",
    note="PCA wins where the spectrum decays and loses where it is flat.",
)  # fmt: skip


def cosine_error(seed: int) -> Measurement:
    """The standard deviation of cos(Av, Aw) - c, relative to (1 - c^2)/sqrt(n)."""
    random, trials, n, m, sizes = generator(seed), 2000, 256, 16, (16, 64, 256)
    ratios, plain, drawn = [], [], {}
    for c in (0.0, 0.5, 0.9):
        pair, deviations = projections.pairs_at(random, c, m), []
        for size in sizes:
            a = projections.projections(random, trials, size, m)
            deviations.append(float((projections.cosines(pair @ a.mT) - c).square().mean().sqrt()))
        drawn[f"cosine {c}"] = statistics.exponent(sizes, deviations)
        ratios.append(deviations[-1] * n**0.5 / (1 - c**2))
        plain.append(deviations[-1] * n**0.5)
    return Measurement(
        value=max(ratios, key=lambda r: abs(r - 1)), low=0.92, high=1.08, points=3 * trials,
        unit="measured / predicted deviation, the worst of c = 0, 0.5, 0.9",
        detail=", ".join(f"{r:.3f}" for r in ratios),
        control=must_fail(
            not 0.92 <= plain[-1] <= 1.08,
            f"against 1/sqrt(n) alone the ratio at c = 0.9 is {plain[-1]:.3f}",
        ),
        plot=statistics.plot("n", "standard deviation of the cosine", drawn),
    )  # fmt: skip


post.measure(
    "lsh.projection_cos", cosine_error, kind="probability", where="E1, first sign",
    says=r"\cos(v_i,v_j)\approx\cos(Av_i,Av_j)",
    note="For vectors that are not 0; the error has standard deviation (1 - c^2)/sqrt(n).",
)  # fmt: skip
post.claim(
    "lsh.projection_cos_without",
    "Sum(V[i]*W[i], (i, 1, n))/(sqrt(Sum(V[i]**2, (i, 1, n)))*sqrt(Sum(W[i]**2, (i, 1, n))))",
    "defined", 0,
    kind="definition", where="E1, first sign",
    given={"V": "real[n]", "W": "real[n]", "i": "index[n]"}, expect="ill-posed",
    note="The vector 0 has no cosine with any other.",
)  # fmt: skip
post.claim(
    "lsh.sign_cos",
    "1 - 2*t/pi", "=", "cos(t)",
    kind="identity", where="E1, second sign",
    says=r"\cos(Av_i,Av_j)\approx\cos(\mathrm{sign}(Av_i),\mathrm{sign}(Av_j))",
    expect="refuted",
    note="The signs of two vectors at the angle t agree with probability 1 - t/pi, so the cosine "
    "of the signs tends to 1 - 2t/pi, not to cos t; they differ by up to 0.2106.",
)  # fmt: skip


def sign_cosine(seed: int) -> Measurement:
    """The largest error of 1 - 2t/pi for the signs of n = 100000 projections, in deviations."""
    random, n, m, angles = generator(seed), 100_000, 8, (0.3, math.asin(2 / math.pi), 1.2, 2.5)
    errors, wrong, cosines = [], [], []
    for t in angles:
        pair = projections.pairs_at(random, math.cos(t), m)
        signs = (pair @ projections.projections(random, 1, n, m)[0].T).sign()
        found, exact = float(projections.cosines(signs)), 1 - 2 * t / math.pi
        deviation = math.sqrt((1 - exact**2) / n)
        errors.append(abs(found - exact) / deviation)
        wrong.append(abs(found - math.cos(t)))
        cosines.append(found)
    theory = [math.pi * k / 20 for k in range(21)]
    return Measurement(
        value=max(errors), low=0, high=4, points=4 * n, unit="standard deviations",
        detail="the cosine of the signs is 1 - 2t/pi at t = 0.3, 0.69, 1.2, 2.5",
        control=must_fail(
            max(wrong) > 0.2, f"against cos t itself the error is {max(wrong):.4f} at t = 0.69"
        ),
        plot=statistics.plot(
            "angle t",
            "cosine of the signs",
            {
                "measured": (angles, cosines),
                "1 - 2t/pi": (theory, [1 - 2 * t / math.pi for t in theory]),
                "cos t": (theory, [math.cos(t) for t in theory]),
            },
            log="",
        ),
    )  # fmt: skip


post.claim(
    "lsh.sign_cos_mended",
    "1 - 2*t/pi - cos(t)", "<=", "2106/10000",
    kind="inequality", where="E1, second sign",
    says=r"\cos(\mathrm{sign}(Av_i),\mathrm{sign}(Av_j))\to1-2\theta/\pi",
    also=[
        Step.of("1 - 2*(2*Integral(1/(2*pi), (y, 0, t)))", "=", "1 - 2*t/pi"),
        Step.of("1 - 2*t/pi - cos(t)", ">=", "-2106/10000"),
        Step.of("sqrt(1 - 4/pi**2) - 1 + 2*asin(2/pi)/pi", "~digits", "0.210513"),
        Step.of("1 - 2*0/pi", "=", "cos(0)"),
        Step.of("1 - 2*(pi/2)/pi", "=", "cos(pi/2)"),
        Step.of("1 - 2*pi/pi", "=", "cos(pi)"),
    ],
    note="In the plane of the two vectors the direction of a row of A is uniform, and the signs "
    "differ for the directions in two sectors of the angle t (second line). The limit equals "
    "cos t at 0, pi/2 and pi; the largest difference is at sin t = 2/pi.",
)  # fmt: skip
post.measure(
    "lsh.sign_cos_measured", sign_cosine, kind="probability", where="E1, second sign",
    note="Real projections of real vectors; sign(0) has probability 0.",
)  # fmt: skip
post.claim(
    "lsh.balanced",
    "Integral(exp(-u**2), (u, 0, oo))/sqrt(pi)", "=", "1/2",
    kind="integral", where="inline",
    says=r"P\left[(Av)_k>0\right]=\frac12",
    also=[Step.of("Integral(exp(-u**2), (u, -oo, 0))/sqrt(pi)", "=", "1/2")],
    note="A component of Av is normal with variance |v|^2/n, here in units of sqrt(2/n) |v|: "
    "v != 0 is needed.",
)  # fmt: skip

post.claim(
    "rsvd.qqt",
    "n*(n + 1)/k", "<", "n",
    kind="inequality", where="inline, before E2",
    says=r"QQ^{\top}\approx I",
    assuming=["k < n"], expect="refuted",
    note="E|I - QQ^T|_F^2 = n(n + 1)/k, more than |I|_F^2 = n for every k < n; and as the rank "
    "is k, |I - QQ^T|_F^2 >= n - k and the spectral norm is 1 at least, always. "
    "Only single entries are close.",
)  # fmt: skip
post.claim(
    "rsvd.qqt_mended",
    "n*(n + k + 1)/k - 2*n + n", "=", "n*(n + 1)/k",
    kind="identity", where="inline, before E2",
    says=r"\mathbb{E}\Vert I-QQ^{\top}\Vert_F^2=n(n+1)/k",
    also=[
        Step.of("(k + j)*(k + j + 1)/k", ">", "k + j", given={"j": "integer>=1"}),
        Step.of("Sum((1 - S[i])**2, (i, 1, k)) + (n - k)", ">=", "n - k",
                given={"S": "real[k]", "i": "index[k]"}),
    ],
    note="From E tr(QQ^T) = n and E tr((QQ^T)^2) = n(n + k + 1)/k (Wishart), measured below. "
    "Larger than |I|_F^2 = n for every n = k + j; and whatever the k eigenvalues S of QQ^T that "
    "are not 0, |I - QQ^T|_F^2 is n - k at least (last line).",
)  # fmt: skip


def gram_moments(seed: int) -> Measurement:
    """The mean of |I - QQ^T|_F^2 k/(n(n + 1)) over many Q, with its interval."""
    random, trials, n, k = generator(seed), 400, 200, 100
    q = projections.projections(random, trials, k, n).mT
    gram = q @ q.mT
    gram.diagonal(dim1=-2, dim2=-1).sub_(1)
    found = statistics.mean((gram.square().sum((1, 2)) * k / (n * (n + 1))).tolist())
    entry = float(gram.abs().amax())
    return Measurement(
        value=found.value, low=0.99, high=1.01, points=trials, unit="measured / exact mean",
        detail=f"n = {n}, k = {k}: ratio {found}; single entries are within {entry:.2f}",
        control=must_fail(
            found.value * (n + 1) / k > 1,
            f"as an approximation of I it errs by {found.value * (n + 1) / k:.2f} |I|^2",
        ),
    )  # fmt: skip


post.measure("rsvd.qqt_measured", gram_moments, kind="probability", where="inline, before E2")
post.claim(
    "rsvd.reconstruct",
    "(n + 1)/k", "<", 1,
    kind="inequality", where="E2",
    says=r"M\approx MQQ^{\top}=U_B\Sigma_B(QV_B)^{\top}",
    assuming=["k < n"], expect="refuted",
    note="For Q independent of M, E|M - MQQ^T|_F^2 = |M|_F^2 (n + 1)/k: worse than 0 for M, "
    "however low its rank (1 - k/n when Q is orthonormalised). "
    "Q must come from M: the range finder.",
)  # fmt: skip


def range_finder(seed: int) -> Measurement:
    """The error of M Q Q^T for Q = orth(M^T Omega), on a matrix of rank 20 with k = 30."""
    random, m, n, rank, k = generator(seed), 300, 200, 20, 30
    matrix = projections.low_rank(random, m, n, rank)
    omega, blind = normal(random, m, k), projections.orthonormal(normal(random, n, k))
    q = projections.orthonormal(matrix.T @ omega)
    found = projections.relative_error(matrix, matrix @ q @ q.T)
    without = projections.relative_error(matrix, matrix @ blind @ blind.T)
    return Measurement(
        value=found, low=0, high=1e-10, points=1, unit="relative Frobenius error",
        detail=f"the range finder recovers rank {rank} from k = {k} columns",
        control=must_fail(
            without > 0.8,
            f"Q independent of M: error {without:.3f}, as sqrt(1 - k/n) = {(1 - k / n) ** 0.5:.3f}",
        ),
    )  # fmt: skip


post.measure(
    "rsvd.reconstruct_mended", range_finder, kind="algorithm", where="E2",
    says=r"Q=\mathrm{orth}(M^{\top}\Omega),\quad M\approx MQQ^{\top}",
)  # fmt: skip
COLUMNS = {"V": "real[k]", "W": "real[k]", "i": "index[k]", "j": "index[k]"}
post.claim(
    "rsvd.equalities",
    "Sum(Sum(V[i]*W[j]*KroneckerDelta(i, j), (i, 1, k)), (j, 1, k))", "=",
    "Sum(V[i]*W[i], (i, 1, k))",
    kind="identity", where="E2, equality signs",
    says=r"U_B\Sigma_BV_B^{\top}Q^{\top}=U_B\Sigma_B(QV_B)^{\top}",
    given=COLUMNS,
    also=[Step.of("Sum((S*V[i])*Q[i], (i, 1, k))", "=", "S*Sum(Q[i]*V[i], (i, 1, k))",
                  given={**COLUMNS, "Q": "real[k]", "S": "real"})],
    note="The equality is one of products (second line: an entry, for a singular value S and a row "
    "of Q). It is a singular value decomposition if (Qv).(Qw) = v.w for the columns v, w of V: so "
    "it is where the Gram matrix of the columns of Q is the identity, that is, orthonormal.",
)  # fmt: skip
post.claim(
    "rsvd.equalities_without",
    "Sum(Sum(V[i]*W[j]*c*KroneckerDelta(i, j), (i, 1, k)), (j, 1, k))", "=",
    "Sum(V[i]*W[i], (i, 1, k))",
    kind="identity", where="E2, equality signs", given={**COLUMNS, "c": "positive"},
    expect="refuted",
    note="Columns of Q that are orthogonal but of the length sqrt(c): QV_B is not orthonormal.",
)  # fmt: skip


def without_qr(seed: int) -> Measurement:
    """The error of M Q Q^T for the range finder's Q without its QR step."""
    random, m, n, rank, widths = generator(seed), 300, 200, 20, (5, 10, 15, 20, 25, 30)
    matrix, errors = projections.low_rank(random, m, n, rank), []
    for k in widths:
        raw = matrix.T @ normal(random, m, k) / (m * k * rank) ** 0.5
        both = (raw, projections.orthonormal(raw))
        errors.append([projections.relative_error(matrix, matrix @ q @ q.T) for q in both])
    plain, mended = zip(*errors, strict=True)
    return Measurement(
        value=plain[-1], low=0.5, high=1e6, points=len(widths), unit="relative Frobenius error",
        detail="without QR the product is no approximation at all, however many columns Q has",
        control=must_fail(mended[-1] < 1e-10, f"with QR the error is {mended[-1]:.1e}"),
        plot=statistics.plot(
            "columns of Q", "relative Frobenius error",
            {"without QR": (widths, plain), "with QR": (widths, mended)}, log="y",
        ),
    )  # fmt: skip


post.claim(
    "rsvd.qr_detail",
    "(a*q)*q", "=", "a",
    kind="identity", where="inline",
    says=r"M\approx MQQ^{\top}\ \text{without the QR step}",
    given={"a": "real", "q": "positive"}, expect="refuted",
    note="Overclaim: QR is no small detail, the method is wrong without it. Already 1 x 1 "
    "matrices: M = a is not a q^2 unless q is normalised.",
)  # fmt: skip
post.claim(
    "rsvd.qr_detail_mended",
    "(a*(q/Abs(q)))*(q/Abs(q))", "=", "a",
    kind="identity", where="inline", given={"a": "real", "q": "real"}, assuming=["q != 0"],
)  # fmt: skip
post.measure("rsvd.qr_detail_measured", without_qr, kind="approximation", where="inline")
post.claim(
    "dim.embedding",
    "sqrt(16/(833/100))", "~digits", "1.3859",
    kind="constant", where="E3",
    says=r"n>8.33\log N",
    also=[
        Step.of("16/(1/10)**2/(833/100)", "~digits", "192.07"),
        Step.of("sqrt(16/(833/100))", ">", 1),
    ],
    note="The growth with N is that of the lemma; the constant is not: 192 times smaller than at "
    "eps = 0.1, it belongs to eps = 1.386, where the lemma (0 < eps < 1) says nothing.",
)  # fmt: skip
post.claim(
    "attn.weights_8706",
    "Sum(exp(s[i])/Sum(exp(s[j]), (j, 1, L)), (i, 1, L))", "=", 1,
    kind="definition", where="E4",
    says=r"a_{ij}=e^{\langle q_i,k_j\rangle}/\sum_je^{\langle q_i,k_j\rangle}",
    given={"L": "integer>=1", "s": "real[L]", "i": "index[L]", "j": "index[L]"},
    note="No scale, and normalised over each row of L keys, whose scores are s.",
)  # fmt: skip
post.claim(
    "attn.skipgram_equivalent",
    "exp(a)/(exp(a) + exp(b))", "=", "exp(a)/(exp(a) + exp(b) + exp(c) + exp(d))",
    kind="identity", where="inline",
    says=r"\frac{e^{s_{ij}}}{\sum_je^{s_{ij}}}=\frac{e^{s_{ij}}}{\sum_{i,j}e^{s_{ij}}}",
    given=dict.fromkeys("abcd", "real"), expect="refuted",
    note="Attention normalises each row, the Skip-Gram of archives/7695 all pairs at once: with "
    "two words the two differ for any scores.",
)  # fmt: skip
post.claim(
    "attn.skipgram_equivalent_mended",
    "exp(a)/(exp(a) + exp(b))", ">", "exp(a)/(exp(a) + exp(b) + exp(c) + exp(d))",
    kind="inequality", where="inline", given=dict.fromkeys("abcd", "real"),
    also=[Step.of("log(L**2)", "=", "2*log(L)", given={"L": "integer>=2"})],
    note="The largest entropy is log L for a row, and 2 log L for all pairs.",
)  # fmt: skip
post.claim(
    "attn.head_52",
    "833/100*log(512)", "~digits", "52",
    kind="constant", where="inline",
    says=r"8.33\log512\approx52",
    also=[Step.of("833/100*log(512)", "~digits", "51.9652")],
)  # fmt: skip
post.claim(
    "attn.head_enough",
    "log(r)*log(w)", "=", "log(s)*log(u)",
    kind="identity", where="inline",
    says=r"\text{a head of size }d\text{ fits any }P",
    given=dict.fromkeys("rsuw", "positive"), expect="refuted",
    note="Head size 1 and 3 tokens, the smallest case: scores q_i k_j force this on the odds "
    "r = p22/p21, s = p23/p21, u = p32/p31, w = p33/p31 after the first row is made uniform. "
    "In general log P, up to a constant a row, must have rank d: a generic P needs d = L - 1.",
)  # fmt: skip
post.claim(
    "attn.head_enough_mended",
    "q2*(k2 - k1)*(q3*(k3 - k1))", "=", "q2*(k3 - k1)*(q3*(k2 - k1))",
    kind="identity", where="inline", given=dict.fromkeys(("q2", "q3", "k1", "k2", "k3"), "real"),
    note="What head size 1 forces: the minors of the logits vanish.",
)  # fmt: skip


def head_of_64(seed: int) -> Measurement:
    """The least relative error of the logits of a random attention over 256 tokens, d = 64."""
    random, tokens, d, ranks = generator(seed), 256, 64, (1, 32, 64, 128, 192, 255)
    logits = normal(random, tokens, tokens)
    found = projections.beyond_rank(logits, d)
    reachable = projections.beyond_rank(projections.low_rank(random, tokens, tokens, d), d)
    return Measurement(
        value=found, low=0.5, high=1, points=tokens, unit="relative Frobenius error of the logits",
        detail=f"no scores of rank {d} come closer to random logits over {tokens} tokens",
        control=must_fail(reachable < 1e-10, f"logits of rank {d} are met to {reachable:.0e}"),
        plot=statistics.plot(
            "head size d",
            "relative error of the logits",
            {f"{tokens} tokens": (ranks, [projections.beyond_rank(logits, r) for r in ranks])},
            log="",
        ),
    )  # fmt: skip


post.measure("attn.head_enough_measured", head_of_64, kind="approximation", where="inline")
