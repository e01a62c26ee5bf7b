"""Many indices at once: ranks of all places under many drawn sets of choices.

One kernel serves the Monte Carlo of ``uncertainty`` and the Sobol design of ``sensitivity``. It works
in float32 on blocks of at most ``BLOCK`` draws that share normalisation and aggregation, so memory
stays flat in the number of draws: 3,000 places x 90 indicators x 1,000 draws need about 60 MB.

A figure's uncertainty enters as its score at the lower and at the upper end of its interval, on the
scale that the stated values set; between them the score is linear. With probability 1 - confidence
the figure is dropped, and the weights of the others take its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from etl.index.aggregate import COPELAND, MEANS, a_copeland
from etl.index.ranks import Bools, Floats, Ints

Singles = NDArray[np.float32]
Pair = tuple[Singles, Singles]
Noise = Callable[[int, Ints], Callable[[int], Pair]]
"""(block number, its draws) -> (indicator) -> two uniform arrays (draws, n): kept, position."""
BLOCK: Final = 100
WORKERS: Final = 2
DECIMALS: Final = 3
"""Scores are rounded to a thousandth of a point before ranking: float32 carries no more."""


@dataclass(frozen=True, slots=True)
class Cells:
    """What is known of n places, k indicators, p pillars under m normalisations."""

    low: Singles
    """(m, k, n) score at the lower end of the value's interval; 0 where missing."""
    span: Singles
    """(m, k, n) score at the upper end less ``low``; 0 for an exact figure."""
    confidence: Singles
    """(k, n) probability that the figure is right; 0 where missing."""
    pillar_of: Ints
    """(k,)"""
    entering: Bools
    """(p, n) pillars that enter the place's index."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What d draws decide."""

    normalisation: Ints
    """(d,) number of the normalisation in Cells."""
    method: Ints
    """(d,) number of the aggregation in ``methods``."""
    indicator_weights: Singles
    """(d, k)"""
    pillar_weights: Singles
    """(d, p)"""


def cells(lower: Floats, upper: Floats, confidence: Floats, pillar_of: Ints, entering: Bools) -> Cells:
    """Cells from scores (m, n, k) at both ends, confidence (n, k), pillars that enter (n, p)."""
    low = np.ascontiguousarray(np.swapaxes(lower, 1, 2), dtype=np.float32)
    high = np.ascontiguousarray(np.swapaxes(upper, 1, 2), dtype=np.float32)
    known = ~np.isnan(low).any(axis=0)
    kept = np.where(known, np.asarray(confidence, dtype=np.float32).T, np.float32(0))
    return Cells(
        np.where(known, low, np.float32(0)),
        np.where(known, high - low, np.float32(0)),
        np.ascontiguousarray(kept),
        np.asarray(pillar_of),
        np.ascontiguousarray(entering.T),
    )


def rank_draws(
    cells: Cells, choices: Choices, methods: tuple[str, ...], inner: str, noise: Noise, workers: int = WORKERS
) -> NDArray[np.int32]:
    """Ranks (d, n), 1 the best, ties sharing the better rank; a place left without any figure is last.

    ``methods`` names the aggregations that ``choices`` numbers, ``inner`` the one within pillars.
    The result depends on ``noise`` and the block size only, never on ``workers``.
    """
    ranks = np.empty((choices.method.size, cells.low.shape[2]), dtype=np.int32)

    def run(task: tuple[int, Ints]) -> None:
        number, block = task
        score = _score_block(cells, choices, block, methods, inner, noise(number, block))
        ranks[block] = _rank_block(np.round(score, DECIMALS))

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(run, enumerate(_blocks(choices))))
    return ranks


def _blocks(choices: Choices) -> Iterator[Ints]:
    """Draws that share normalisation and aggregation, at most BLOCK at a time."""
    group = choices.normalisation * (choices.method.max(initial=0) + 1) + choices.method
    for value in np.unique(group):
        members = np.flatnonzero(group == value)
        for start in range(0, members.size, BLOCK):
            yield members[start : start + BLOCK]


def _score_block(
    cells: Cells,
    choices: Choices,
    block: Ints,
    methods: tuple[str, ...],
    inner: str,
    noise: Callable[[int], Pair],
) -> Singles:
    """Index (D, n) of a block of draws; -1 where a place has no figure left."""
    chosen, method = choices.normalisation[block[0]], methods[choices.method[block[0]]]
    pillars = np.stack(
        [
            _pillar_block(
                cells, int(chosen), np.flatnonzero(cells.pillar_of == p), choices, block, inner, noise
            )
            for p in range(cells.entering.shape[0])
        ]
    )  # (p, D, n), NaN where empty
    pillars[~np.broadcast_to(cells.entering[:, None, :], pillars.shape)] = np.nan
    weights = choices.pillar_weights[block]
    if method == COPELAND:
        each = [
            a_copeland(pillars[:, d].T.astype(float), weights[d].astype(float)) for d in range(block.size)
        ]
        return np.nan_to_num(np.asarray(each, dtype=np.float32), nan=-1.0)
    forward, back = MEANS[method]
    total, weight = np.zeros(pillars.shape[1:], np.float32), np.zeros(pillars.shape[1:], np.float32)
    for pillar, share in zip(pillars, weights.T[:, :, None], strict=True):
        known = ~np.isnan(pillar)
        total += np.where(known, forward(np.where(known, pillar, np.float32(50))) * share, np.float32(0))
        weight += known * share
    some = weight > 0
    joined = back(np.where(some, total / np.where(some, weight, 1), forward(np.array(50.0))))
    return np.where(some, joined, -1).astype(np.float32)


def _pillar_block(
    cells: Cells,
    chosen: int,
    own: Ints,
    choices: Choices,
    block: Ints,
    inner: str,
    noise: Callable[[int], Pair],
) -> Singles:
    """Scores (D, n) of one pillar in a block of draws; NaN where nothing is left of it."""
    forward, back = MEANS.get(inner, MEANS["arithmetic"])
    shape = (block.size, cells.low.shape[2])
    total, weight = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    for j in own:
        share = choices.indicator_weights[block, j][:, None]
        low, span, confidence = cells.low[chosen, j], cells.span[chosen, j], cells.confidence[j]
        if not span.any() and np.all((confidence == 0) | (confidence == 1)):
            total += share * (forward(low) * confidence).astype(np.float32)
            weight += share * confidence
            continue
        kept, score = noise(int(j))
        score *= span
        score += low
        if inner != "arithmetic":
            score = forward(score)
        drawn = np.multiply(kept < confidence, share, dtype=np.float32)
        score *= drawn
        total += score
        weight += drawn
    some = weight > 0
    return np.where(some, back(np.where(some, total / np.where(some, weight, 1), 1)), np.nan).astype(
        np.float32
    )


def _rank_block(score: Singles) -> NDArray[np.int32]:
    """Competition ranks of each row (D, n), the highest score first."""
    order = np.argsort(-score, axis=1)
    ordered = np.take_along_axis(score, order, axis=1)
    position = np.broadcast_to(np.arange(1, score.shape[1] + 1, dtype=np.int32), score.shape).copy()
    position[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    ranks = np.empty(score.shape, dtype=np.int32)
    np.put_along_axis(ranks, order, np.maximum.accumulate(position, axis=1), axis=1)
    return ranks
