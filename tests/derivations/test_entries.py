"""Every entry of every post is in its derivation, in the order of the post."""

from pathlib import Path

import pytest

from thence.claim import MEASURED_KINDS
from thence.readers.python_file import load

FOLDER = Path(__file__).parents[2] / "derivations"
if not FOLDER.exists():  # the suite runs against the wheel, which carries the derivations
    import thence

    FOLDER = Path(thence.__file__).parent / "_content" / "derivations"

#: What stands beside an entry of a post: the corrected statement, what was measured, more steps,
#: the failing point of an assumption.
BESIDE = ("_mended", "_measured", "_steps", "_without")

ENTRIES = {
    "jl_applications": """
        jlapp.projection jlapp.constants jlapp.pca lsh.projection_cos lsh.sign_cos lsh.balanced
        rsvd.qqt rsvd.reconstruct rsvd.equalities rsvd.qr_detail dim.embedding attn.weights_8706
        attn.skipgram_equivalent attn.head_52 attn.head_enough""",
    "dirac_smoothing": """
        dirac.props dirac.sift0 dirac.sift dirac.mollify dirac.countable dirac.gaussian
        dirac.cauchy dirac.step dirac.sigmoid relu.softplus relu.gaussian relu.gaussian_new
        relu.swish relu.gelu floor.def floor.convolution floor.antiderivative floor.telescoping
        floor.phi_limits floor.final floor.approx floor.t10""",
    "exponentiated_gradient": """
        egd.gd egd.update egd.nonneg egd.descent egd.chain egd.drop_factor egd.exponentiate
        meta.gd meta.update meta.nu_egd meta.hypergrad meta.nu_update meta.combined
        meta.closed_form meta.sign_heuristic meta.stability meta.adam_contrast""",
    "deepnet": """
        deep.first_order deep.sgd_deltaL deep.explosion_NK deep.warmup deep.factor_argmin
        deep.lambda_is_gain deep.probe_identity deep.probe_proportional deep.ln_scale
        deep.ffn_form deep.homogeneity deep.factored_ffn deep.ffn_grads deep.ffn_order
        deep.attn_form deep.attn_factored deep.qk_small deep.attn_grads deep.avg_magnitude
        deep.attn_order deep.common_order deep.target_sgd deep.solution_sgd deep.alt1 deep.alt2
        deep.adam_update deep.solution_adam deep.lamb_update deep.solution_lamb deep.table
        deep.self_consistent deep.prenorm deep.200_layers""",
    "entropy_normalization": """
        entnorm.entropy entnorm.range entnorm.power entnorm.range_attained entnorm.limit_onehot
        entnorm.monotone entnorm.entropy_gamma entnorm.power_series entnorm.first_order
        entnorm.gamma_step entnorm.newton entnorm.newton_converges entnorm.example
        entnorm.iterations entnorm.truncation""",
    "gradient_penalty": """
        gradpen.layer gradpen.main gradpen.spectral_vs_frobenius gradpen.equality gradpen.w_part
        gradpen.b_part gradpen.component gradpen.chain gradpen.dz_dw gradpen.divide_h
        gradpen.substituted gradpen.times_h gradpen.matrix_form gradpen.left_multiply
        gradpen.norms gradpen.init_norm gradpen.equivalence gradpen.sgd_chain""",
    "entropy_softmax": """
        entropy.attn_form entropy.softmax_def entropy.exact_identity entropy.logn_split
        entropy.meanfield entropy.jensen_direction entropy.log_exp_mean entropy.softmax_is_max
        entropy.gap_formula entropy.lower_bound entropy.dH_dlambda entropy.lse_range
        scale.lambda_propto_logn scale.s_propto_d scale.logn_over_d""",
    "squareplus": """
        squareplus.def squareplus.relu_abs squareplus.above_relu squareplus.first_derivative
        squareplus.second_derivative squareplus.dominates_softplus squareplus.b_constant
        squareplus.loglog_second squareplus.jensen squareplus.product_bound squareplus.error_even
        squareplus.minimax squareplus.code squareplus.no_closed_form squareplus.speed""",
}

#: What the posts state without an assumption that it needs.
ASSUMING = """
    jlapp.projection jlapp.constants lsh.projection_cos rsvd.equalities dirac.sift0 dirac.sift
    dirac.mollify dirac.gaussian dirac.cauchy dirac.step dirac.sigmoid relu.softplus
    relu.gaussian floor.convolution floor.telescoping egd.nonneg meta.hypergrad meta.closed_form
    deep.factor_argmin deep.ln_scale deep.homogeneity deep.factored_ffn deep.ffn_grads
    entnorm.power entnorm.range_attained entnorm.gamma_step entnorm.newton gradpen.main
    gradpen.w_part gradpen.b_part gradpen.divide_h gradpen.substituted gradpen.norms
    entropy.lower_bound squareplus.code"""


def claims(slug):
    return {c.id: c for c in load(FOLDER / f"{slug}.py").claims}


@pytest.mark.parametrize("slug", ENTRIES)
def test_every_entry_of_the_post_is_there_in_its_order(slug):
    found = [name for name in claims(slug) if not name.endswith(BESIDE)]
    assert found == ENTRIES[slug].split()


@pytest.mark.parametrize("slug", ENTRIES)
def test_what_is_refuted_says_why_and_what_holds_instead(slug):
    found = claims(slug)
    for name, claim in found.items():
        if claim.expect in ("refuted", "ill-posed") and not name.endswith(BESIDE):
            assert claim.note, name
            assert found.keys() & {name + end for end in BESIDE}, name


def test_each_entry_is_there_once():
    assert sum(len(entries.split()) for entries in ENTRIES.values()) == 150


def test_a_hidden_assumption_has_its_failing_point_and_the_statement_with_it():
    found = {name: claim for slug in ENTRIES for name, claim in claims(slug).items()}
    for name in ASSUMING.split():
        failing = [c for n, c in found.items() if n.startswith(name) and n.endswith("_without")]
        failing += [found[name]] if found[name].expect else []
        assert failing, name
        assert all(c.expect in ("refuted", "ill-posed") and c.note for c in failing), name
        assert found[name].expect is None or f"{name}_mended" in found, name


@pytest.mark.slow
@pytest.mark.parametrize("slug", ENTRIES)
def test_what_is_measured_lies_in_its_range_twice_the_same(slug):
    for name, claim in claims(slug).items():
        if claim.experiment is not None:
            first, again = claim.experiment(7), claim.experiment(7)
            assert first == again, name
            assert first.low <= first.value <= first.high, name
            assert first.control, name
            assert claim.kind in MEASURED_KINDS, name
