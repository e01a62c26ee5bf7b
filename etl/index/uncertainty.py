"""Uncertainty of ranks by Monte Carlo over everything that was chosen or is not known exactly.

Each draw decides anew: the weights (Dirichlet around the chosen ones), the normalisation, the
aggregation of pillars, which indicator (if any) is left out, where each value lies in the interval
that its qualifier implies, and whether each figure was read rightly. What comes out is the spread
of each place's rank. Source: OECD/JRC Handbook (2008), step 7, pp. 117-123; Saisana, Saltelli and
Tarantola (2005), J. R. Statist. Soc. A 168(2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etl.index.draws import Cells, Choices, Noise, Pair, Singles, rank_draws
from etl.index.ranks import Floats, Ints


@dataclass(frozen=True, slots=True)
class Sources:
    """What is uncertain, and how much."""

    draws: int = 1000
    seed: int = 20240101
    weight_spread: float = 0.25
    """Coefficient of variation of a weight of average size; 0 holds the weights."""
    normalisations: tuple[str, ...] = ("percentile", "minmax", "zscore")
    aggregations: tuple[str, ...] = ("arithmetic", "geometric", "harmonic")
    intervals: bool = True
    """Draw values from their intervals; where false, ``cells`` are to be built from stated values."""
    confidence: bool = True
    """Drop figures with probability 1 - confidence."""
    leave_one_out: bool = True
    """Leave out one indicator or none, all equally likely (Handbook p. 119)."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Ranks of n places over all draws."""

    low: Ints
    """(n,) 5 % quantile of the rank: the good end."""
    median: Floats
    """(n,)"""
    high: Ints
    """(n,) 95 % quantile."""
    p_top: Floats
    """(n,) share of draws in which the place is within the quota."""


def draw_weights(rng: np.random.Generator, base: Floats, groups: Ints, spread: float, draws: int) -> Singles:
    """Dirichlet weights (draws, k) around ``base`` (k,), each group summing to 1.

    Gamma draws of shape share / mean share / spread^2 make a Dirichlet of concentration
    k / spread^2, whose mean is the share and whose coefficient of variation is about ``spread``
    for a weight of average size. Weights of 0 stay 0.
    """
    out = np.zeros((draws, base.size), np.float32)
    for group in np.unique(groups):
        own = np.flatnonzero((groups == group) & (base > 0))
        if not own.size:
            continue
        share = base[own] / base[own].sum()
        if spread > 0:
            gamma = rng.standard_gamma(share * own.size / spread**2, (draws, own.size)) + 1e-30
            share = gamma / gamma.sum(axis=1, keepdims=True)
        out[:, own] = share
    return out


def draw_choices(
    sources: Sources, indicator_weights: Floats, pillar_of: Ints, pillar_weights: Floats, draws: int
) -> Choices:
    """Draw ``draws`` sets of choices; the same sources and seed give the same choices."""
    rng = np.random.default_rng([sources.seed, 0])
    within = draw_weights(rng, indicator_weights, pillar_of, sources.weight_spread, draws)
    between = draw_weights(
        rng, pillar_weights, np.zeros(pillar_weights.size, int), sources.weight_spread, draws
    )
    if sources.leave_one_out:
        candidates = np.append(np.flatnonzero(indicator_weights > 0), -1)
        left_out = rng.choice(candidates, draws)
        within[np.flatnonzero(left_out >= 0), left_out[left_out >= 0]] = 0.0
    return Choices(
        rng.integers(len(sources.normalisations), size=draws),
        rng.integers(len(sources.aggregations), size=draws),
        within,
        between,
    )


def fresh_noise(seed: int, confidence: Singles) -> Noise:
    """Independent uniforms for every draw and cell, from one stream a block.

    Sixteen bits decide a cell: whether it is kept (u < confidence) and, given that, where it lies
    (u / confidence, again uniform), which halves the cost of drawing.
    """
    stretch = np.float32(1) / np.maximum(confidence, np.float32(1e-6))

    def start(block: int, members: Ints) -> Callable[[int], Pair]:
        bits = np.random.SFC64(np.random.SeedSequence([seed, 1, block]))
        shape = (members.size, confidence.shape[1])

        def draw(j: int) -> Pair:
            size = shape[0] * shape[1]
            raw = bits.random_raw(-(-size // 4)).view(np.uint16)[:size].reshape(shape)
            kept = raw * np.float32(2**-16)
            return kept, kept * stretch[j]

        return draw

    return start


def simulate(
    cells: Cells,
    sources: Sources,
    indicator_weights: Floats,
    pillar_weights: Floats,
    inner: str = "arithmetic",
    quota: int = 1,
) -> Spread:
    """Spread of the ranks of the places in ``cells`` over ``sources.draws`` draws.

    ``quota`` is the number of places that would be named.
    """
    held = cells if sources.confidence else _all_kept(cells)
    choices = draw_choices(sources, indicator_weights, cells.pillar_of, pillar_weights, sources.draws)
    noise = fresh_noise(sources.seed, held.confidence)
    return summarise(rank_draws(held, choices, sources.aggregations, inner, noise), quota)


def _all_kept(cells: Cells) -> Cells:
    kept = (cells.confidence > 0).astype(np.float32)
    return Cells(cells.low, cells.span, kept, cells.pillar_of, cells.entering)


def summarise(ranks: NDArray[np.int32], quota: int) -> Spread:
    """Quantiles (nearest rank, so a rank is a rank) and the share within ``quota`` of ranks (d, n)."""
    draws = ranks.shape[0]
    ordered = np.sort(np.ascontiguousarray(ranks.T), axis=1)
    low, high = ordered[:, int(np.ceil(0.05 * draws)) - 1], ordered[:, int(np.ceil(0.95 * draws)) - 1]
    median = (ordered[:, (draws - 1) // 2] + ordered[:, draws // 2]) / 2
    return Spread(low, median, high, (ranks <= quota).mean(axis=0))
