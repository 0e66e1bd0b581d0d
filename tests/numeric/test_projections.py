"""Random projections at small sizes: exact cases."""

import pytest
import torch

from thence_numeric.experiments import generator, normal, projections


def test_an_isometry_distorts_nothing_and_a_scale_by_its_square():
    v = normal(generator(0), 6, 4)
    turned = v @ projections.orthonormal(normal(generator(1), 4, 4))
    assert float(projections.distortion(v, turned[None]).max()) < 1e-12
    assert projections.distortion(v, 2 * v[None]).flatten().tolist() == pytest.approx([3] * 15)


@pytest.mark.parametrize("cosine", [-0.5, 0.0, 0.9])
def test_pairs_have_the_cosine_that_was_asked_for(cosine):
    pair = projections.pairs_at(generator(0), cosine, 5)
    assert float(projections.cosines(pair)) == pytest.approx(cosine)
    assert pair.norm(dim=-1).tolist() == pytest.approx([1, 1])


def test_entries_of_a_projection_have_variance_one_over_n():
    a = projections.projections(generator(0), 50, 10, 40)
    assert float(a.square().mean()) == pytest.approx(0.1, rel=0.05)


def test_logits_of_low_rank_are_met_and_row_shifts_do_not_count():
    logits = projections.low_rank(generator(0), 12, 12, 3)
    shifted = logits + normal(generator(1), 12, 1)
    assert projections.beyond_rank(shifted, 3) < 1e-12
    assert projections.beyond_rank(shifted, 2) > 0.1


def test_principal_components_of_all_ranks_keep_the_distances():
    v = normal(generator(0), 8, 5)
    mapped = projections.top_components(v, 5)
    assert float(projections.distortion(v, mapped[None]).max()) < 1e-12
    assert torch.equal(projections.decay(3, 0.5), torch.tensor([1, 0.5, 0.25]).double())
