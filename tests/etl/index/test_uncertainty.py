"""Monte Carlo and Sobol: against the plain index, by hand, reproducible."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from etl.index.draws import BLOCK, Choices, cells, rank_draws
from etl.index.levels import Rules, aggregate
from etl.index.scale import n_minmax, n_percentile, n_zscore
from etl.index.sensitivity import FACTORS, leave_one_out, sobol_influence
from etl.index.uncertainty import Sources, draw_choices, draw_weights, fresh_noise, simulate, summarise

N, K, P = 20, 12, 4
PILLAR_OF = np.arange(K) % P
UP = np.ones(K, dtype=bool)
NOTHING = Sources(
    draws=50, weight_spread=0.0, normalisations=("percentile",), aggregations=("arithmetic",),
    intervals=False, confidence=False, leave_one_out=False,
)  # fmt: skip


def _data(holes: float = 0.2, seed: int = 5) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = rng.lognormal(size=(N, K))
    x[rng.random(x.shape) < holes] = np.nan
    return x


def _cells(x: np.ndarray, reach: float = 0.0, confidence: float = 1.0, entering: np.ndarray | None = None):
    scale = (n_percentile, n_minmax, n_zscore)
    low = np.stack([f(x, UP, at=x) for f in scale])
    high = np.stack([f(x, UP, at=x * (1 + reach)) for f in scale])
    held = np.ones((N, P), dtype=bool) if entering is None else entering
    return cells(low, high, np.full(x.shape, confidence), PILLAR_OF, held)


@pytest.mark.parametrize("inner", ["arithmetic", "geometric", "harmonic"])
@pytest.mark.parametrize("outer", ["arithmetic", "geometric", "harmonic", "copeland"])
def test_without_uncertainty_every_draw_is_the_index(inner: str, outer: str) -> None:
    x = _data()
    full = aggregate(n_percentile(x, UP), PILLAR_OF, np.ones(K), np.ones(P), Rules(inner, outer, 0.5, 3))
    x, reached = x[full.ranked], full.pillar_reached[full.ranked]
    scores = full.scores[full.ranked]
    held = cells(scores[None], scores[None], np.ones(scores.shape), PILLAR_OF, reached)
    sources = Sources(
        **{f: getattr(NOTHING, f) for f in Sources.__slots__ if f != "aggregations"}, aggregations=(outer,)
    )
    spread = simulate(held, sources, np.ones(K), np.ones(P), inner, quota=3)
    assert full.ranked.sum() > 5
    assert_array_equal(spread.median, full.rank[full.ranked])
    assert_array_equal(spread.low, spread.high)
    assert_array_equal(spread.p_top, spread.median <= 3)


def test_each_normalisation_is_drawn_with_its_own_scores() -> None:
    x = _data(0.0)
    held = _cells(x)
    choices = Choices(
        np.array([0, 1, 2]), np.zeros(3, int), np.ones((3, K), np.float32), np.ones((3, P), np.float32)
    )
    ranks = rank_draws(held, choices, ("arithmetic",), "arithmetic", fresh_noise(1, held.confidence))
    for row, normalise in zip(ranks, (n_percentile, n_minmax, n_zscore), strict=True):
        expected = aggregate(
            normalise(x, UP, at=x), PILLAR_OF, np.ones(K), np.ones(P), Rules(pillars_needed=1)
        ).rank
        assert_array_equal(row, expected)


def test_same_seed_same_ranks_whatever_the_workers() -> None:
    held = _cells(_data(), reach=0.3, confidence=0.8)
    sources = Sources(draws=3 * BLOCK + 7)
    choices = draw_choices(sources, np.ones(K), PILLAR_OF, np.ones(P), sources.draws)
    one, two = (
        rank_draws(
            held, choices, sources.aggregations, "arithmetic", fresh_noise(9, held.confidence), workers
        )
        for workers in (1, 2)
    )
    assert_array_equal(one, two)
    other = rank_draws(held, choices, sources.aggregations, "arithmetic", fresh_noise(10, held.confidence))
    assert (one != other).any()


def test_dropped_figures_follow_their_confidence() -> None:
    """One indicator, two places: the better one is first unless its figure is dropped."""
    low = np.array([[[80.0], [20.0]]])
    held = cells(low, low, np.array([[0.7], [1.0]]), np.array([0]), np.ones((2, 1), dtype=bool))
    sources = Sources(
        draws=20_000,
        weight_spread=0,
        normalisations=("percentile",),
        aggregations=("arithmetic",),
        leave_one_out=False,
    )
    spread = simulate(held, sources, np.ones(1), np.ones(1), quota=1)
    # Standard error 0.003; a place without any figure left is last.
    assert_allclose(spread.p_top, [0.7, 0.3], atol=0.015)


def test_values_are_drawn_evenly_from_their_intervals() -> None:
    low, high = np.array([[[0.0], [60.0]]]), np.array([[[100.0], [60.0]]])
    held = cells(low, high, np.ones((2, 1)), np.array([0]), np.ones((2, 1), dtype=bool))
    sources = Sources(
        draws=20_000,
        weight_spread=0,
        normalisations=("percentile",),
        aggregations=("arithmetic",),
        leave_one_out=False,
    )
    assert_allclose(simulate(held, sources, np.ones(1), np.ones(1), quota=1).p_top, [0.4, 0.6], atol=0.015)


def test_dirichlet_weights_centre_and_spread() -> None:
    base = np.array([0.5, 0.3, 0.2, 0.0, 2.0, 2.0])
    groups = np.array([0, 0, 0, 0, 1, 1])
    drawn = draw_weights(np.random.default_rng(1), base, groups, 0.25, 20_000)
    assert_allclose(drawn[:, :4].sum(axis=1), 1, atol=1e-5)
    assert_allclose(drawn[:, 4:].sum(axis=1), 1, atol=1e-5)
    assert_allclose(drawn.mean(axis=0), [0.5, 0.3, 0.2, 0, 0.5, 0.5], atol=0.005)
    # Concentration k / spread^2 = 3 x 16: variance w (1 - w) / 49.
    assert_allclose(drawn[:, 1].std(), np.sqrt(0.3 * 0.7 / 49), rtol=0.03)
    assert_allclose(
        draw_weights(np.random.default_rng(1), base, groups, 0.0, 2)[0], [0.5, 0.3, 0.2, 0, 0.5, 0.5]
    )


def test_quantiles_are_ranks_that_occurred() -> None:
    ranks = np.array([[1, 2], [2, 1], [1, 2], [1, 2]], dtype=np.int32)
    spread = summarise(ranks, 1)
    assert_array_equal(spread.low, [1, 1])
    assert_array_equal(spread.high, [2, 2])
    assert_array_equal(spread.median, [1, 2])
    assert_allclose(spread.p_top, [0.75, 0.25])


def test_sobol_finds_the_only_thing_that_varies_and_repeats_itself() -> None:
    x = _data(0.0)
    only_left_out = Sources(
        weight_spread=0.0,
        normalisations=("percentile",),
        aggregations=("arithmetic",),
        intervals=False,
        confidence=False,
    )
    held = _cells(x)
    rank = aggregate(n_percentile(x, UP), PILLAR_OF, np.ones(K), np.ones(P), Rules(pillars_needed=1)).rank
    found, shift = sobol_influence(held, only_left_out, np.ones(K), np.ones(P), rank, base=64)
    assert found[0].factor == "left_out"
    assert found[0].total == pytest.approx(1.0, abs=0.15)
    assert all(abs(f.total) < 1e-9 for f in found[1:])
    assert shift > 0
    again, _ = sobol_influence(held, only_left_out, np.ones(K), np.ones(P), rank, base=64)
    assert found == again


def test_sobol_with_everything_varying() -> None:
    x = _data()
    held = _cells(x, reach=0.2, confidence=0.8)
    rank = np.arange(1.0, N + 1)
    found, _ = sobol_influence(held, Sources(), np.ones(K), np.ones(P), rank, base=32)
    assert {f.factor for f in found} == set(FACTORS)
    assert [f.total for f in found] == sorted((f.total for f in found), reverse=True)


def test_nothing_varies_nothing_influences() -> None:
    x = _data(0.0)
    rank = aggregate(n_percentile(x, UP), PILLAR_OF, np.ones(K), np.ones(P), Rules(pillars_needed=1)).rank
    found, shift = sobol_influence(_cells(x), NOTHING, np.ones(K), np.ones(P), rank, base=8)
    assert shift == 0
    assert all(f.total == 0 for f in found)


def test_leave_one_out_is_the_index_without_it() -> None:
    x = _data(0.0)
    scores = n_percentile(x, UP)
    ranks = leave_one_out(scores, PILLAR_OF, np.ones(K), np.ones(P), Rules(pillars_needed=4))
    weights = np.ones(K)
    weights[3] = 0
    assert_array_equal(
        ranks[3], aggregate(scores, PILLAR_OF, weights, np.ones(P), Rules(pillars_needed=4)).rank
    )
