"""Every entry of every post is in its derivation, in the order of the post."""

from pathlib import Path

import pytest

from thence.claim import MEASURED_KINDS
from thence.readers.python_file import load

FOLDER = Path(__file__).parents[2] / "derivations"
if not FOLDER.exists():  # the suite runs against the wheel, which carries the derivations
    import thence

    FOLDER = Path(thence.__file__).parent / "_content" / "derivations"

#: What stands beside an entry of a post: the corrected statement, what was measured, more steps.
BESIDE = ("_mended", "_measured", "_steps")

ENTRIES = {
    "jl_applications": """
        projection constants pca lsh_projection_cos lsh_sign_cos lsh_balanced rsvd_qqt
        rsvd_reconstruct rsvd_equalities rsvd_qr_detail dim_embedding attn_weights_8706
        attn_skipgram_equivalent attn_head_52 attn_head_enough""",
    "dirac_smoothing": """
        props sift0 sift mollify countable gaussian cauchy step sigmoid relu_softplus
        relu_gaussian relu_gaussian_new relu_swish relu_gelu floor_def floor_convolution
        floor_antiderivative floor_telescoping floor_phi_limits floor_final floor_approx
        floor_t10""",
    "exponentiated_gradient": """
        gd update nonneg descent chain drop_factor exponentiate meta_gd meta_update meta_nu_egd
        meta_hypergrad meta_nu_update meta_combined meta_closed_form meta_sign_heuristic
        meta_stability meta_adam_contrast""",
    "deepnet": """
        first_order sgd_deltaL explosion_NK warmup factor_argmin lambda_is_gain probe_identity
        probe_proportional ln_scale ffn_form homogeneity factored_ffn ffn_grads ffn_order
        attn_form attn_factored qk_small attn_grads avg_magnitude attn_order common_order
        target_sgd solution_sgd alt1 alt2 adam_update solution_adam lamb_update solution_lamb
        table self_consistent prenorm 200_layers""",
    "entropy_normalization": """
        entropy range power range_attained limit_onehot monotone entropy_gamma power_series
        first_order gamma_step newton newton_converges example iterations truncation""",
    "gradient_penalty": """
        layer main spectral_vs_frobenius equality w_part b_part component chain dz_dw divide_h
        substituted times_h matrix_form left_multiply norms init_norm equivalence sgd_chain""",
    "entropy_softmax": """
        attn_form softmax_def exact_identity logn_split meanfield jensen_direction log_exp_mean
        softmax_is_max gap_formula lower_bound dH_dlambda lse_range scale_lambda_propto_logn
        scale_s_propto_d scale_logn_over_d""",
}


def claims(slug):
    return {c.id.partition(".")[2]: c for c in load(FOLDER / f"{slug}.py").claims}


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
