"""Which choice drives the ranking: Sobol indices, and one indicator left out at a time.

The output that is examined is the mean absolute rank shift, RS = 1/n sum |rank - reference rank|
(OECD/JRC Handbook eq. 38). First-order and total indices come from SALib's Saltelli design; a
source of uncertainty that is not a number (weights, the figures) enters as a trigger that picks one
of a fixed set of realisations, as in the Handbook, pp. 119-121.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from etl.index.draws import Cells, Choices, Noise, Pair, rank_draws
from etl.index.levels import Rules, aggregate
from etl.index.ranks import Bools, Floats, Ints
from etl.index.uncertainty import Sources, draw_weights

FACTORS: Final = ("normalisation", "aggregation", "weights", "intervals", "extraction", "left_out")
POOL_BYTES: Final = 64 * 2**20
"""Bound on the memory of either set of realisations of the figures."""


@dataclass(frozen=True, slots=True)
class Influence:
    """Sobol indices of one source of uncertainty, each with the half-width of its 95 % interval."""

    factor: str
    first: float
    first_conf: float
    total: float
    total_conf: float


def sobol_influence(
    cells: Cells,
    sources: Sources,
    indicator_weights: Floats,
    pillar_weights: Floats,
    reference: Floats,
    inner: str = "arithmetic",
    base: int = 256,
) -> tuple[list[Influence], float]:
    """Influence of each factor on the mean absolute rank shift, and that shift's mean.

    ``reference`` (n,) ranks without uncertainty; ``base`` a power of 2: base x 8 indices are
    computed. Sorted by total effect, largest first.
    """
    problem = {"num_vars": len(FACTORS), "names": list(FACTORS), "bounds": [[0.0, 1.0]] * len(FACTORS)}
    # loads scipy.stats, 1.3 s: late, so that other commands and builds of few places start without it
    from SALib.analyze import sobol
    from SALib.sample import sobol as sobol_sample

    design = sobol_sample.sample(problem, base, calc_second_order=False, seed=sources.seed)
    # 1 itself would pick one beyond the last realisation.
    design = np.minimum(design, np.nextafter(1.0, 0.0))
    choices = _choices(design, sources, indicator_weights, cells.pillar_of, pillar_weights)
    noise = _pooled_noise(design, cells, sources)
    ranks = rank_draws(cells, choices, sources.aggregations, inner, noise)
    shift = np.abs(ranks - reference).mean(axis=1)
    if np.ptp(shift) == 0:
        return [Influence(f, 0.0, 0.0, 0.0, 0.0) for f in FACTORS], float(shift.mean())
    # SALib resamples for its intervals: a fixed seed, so the same edition gives the same bytes.
    with warnings.catch_warnings():  # two ranked places can keep their ranks in every draw: no influence then
        warnings.filterwarnings("ignore", "Constant values", UserWarning)
        found = sobol.analyze(problem, shift, calc_second_order=False, seed=sources.seed)
    rows = [
        Influence(f, *(float(found[name][i]) for name in ("S1", "S1_conf", "ST", "ST_conf")))
        for i, f in enumerate(FACTORS)
    ]
    return sorted(rows, key=lambda r: -r.total), float(shift.mean())


def _choices(
    design: Floats, sources: Sources, indicator_weights: Floats, pillar_of: Ints, pillar_weights: Floats
) -> Choices:
    """Turn rows of the design (d, factors) into choices; what is not uncertain is held."""
    rng = np.random.default_rng([sources.seed, 2])
    pool = 256
    within = draw_weights(rng, indicator_weights, pillar_of, sources.weight_spread, pool)
    between = draw_weights(
        rng, pillar_weights, np.zeros(pillar_weights.size, int), sources.weight_spread, pool
    )
    pick = (design[:, 2] * pool).astype(int)
    chosen = within[pick]
    if sources.leave_one_out:
        candidates = np.append(np.flatnonzero(indicator_weights > 0), -1)
        left_out = candidates[(design[:, 5] * candidates.size).astype(int)]
        chosen[np.flatnonzero(left_out >= 0), left_out[left_out >= 0]] = 0.0
    return Choices(
        (design[:, 0] * len(sources.normalisations)).astype(int),
        (design[:, 1] * len(sources.aggregations)).astype(int),
        chosen,
        between[pick],
    )


def _pooled_noise(design: Floats, cells: Cells, sources: Sources) -> Noise:
    """Noise that depends on the design's triggers alone, so that a factor can be held."""
    rng = np.random.default_rng([sources.seed, 3])
    cell_bytes = 4 * cells.confidence.size
    pool = int(np.clip(POOL_BYTES // max(cell_bytes, 1), 2, 256))
    kept = rng.random((pool, *cells.confidence.shape), dtype=np.float32)
    where = rng.random((pool, *cells.confidence.shape), dtype=np.float32)
    place, keep = ((design[:, c] * pool).astype(int) for c in (3, 4))

    def start(block: int, members: Ints) -> Callable[[int], Pair]:
        def draw(j: int) -> Pair:
            if not sources.confidence:
                return np.zeros((members.size, kept.shape[2]), np.float32), where[place[members], j]
            return kept[keep[members], j], where[place[members], j]

        return draw

    return start


def leave_one_out(
    scores: Floats,
    pillar_of: Ints,
    indicator_weights: Floats,
    pillar_weights: Floats,
    rules: Rules,
    barred: Bools | None = None,
) -> Floats:
    """Ranks (k, n) with each indicator left out in turn, among the places ranked with all of them.

    Coverage is judged once, with all indicators: the question is what the indicator's values do.
    """
    full = aggregate(scores, pillar_of, indicator_weights, pillar_weights, rules, barred)
    lenient = Rules(rules.pillar_method, rules.index_method, 0.0, 0)
    entering = np.where(full.pillar_reached[:, pillar_of] & full.ranked[:, None], scores, np.nan)
    out = np.empty((scores.shape[1], scores.shape[0]))
    for j in range(scores.shape[1]):
        weights = np.asarray(indicator_weights, dtype=float).copy()
        weights[j] = 0.0
        out[j] = aggregate(entering, pillar_of, weights, pillar_weights, lenient, ~full.ranked).rank
    return out
