"""Weights of indicators (or pillars): non-negative, summing to 1.

Weights are either decided (equal, given, budget allocation) or read off the data (entropy, CRITIC,
principal components). The second kind measures how much an indicator distinguishes or overlaps,
never how much it matters, so it serves as a scenario, not as the default.

Data-driven weights take ``x`` (places, indicators) in the indicators' own units, NaN where missing.
Source: OECD/JRC Handbook (2008), step 6, pp. 89-102, and the papers named at each function.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from etl.index.ranks import Bools, Floats
from etl.index.scale import n_minmax

Weights = Floats
MIN_EIGENVALUE: Final = 1.0
MIN_VARIANCE: Final = 0.10


def w_equal(count: int) -> Weights:
    """``count`` equal weights."""
    return np.full(count, 1.0 / count) if count else np.zeros(0)


def w_given(weights: ArrayLike) -> Weights:
    """Given weights on any scale, divided by their sum.

    Raises ``ValueError`` for a negative or non-finite weight, or when all are 0.
    """
    given = np.asarray(weights, dtype=float)
    if not np.all(np.isfinite(given)) or np.any(given < 0) or not given.sum() > 0:
        raise ValueError("weights must be finite and not negative, with at least one above 0")
    return np.asarray(given / given.sum())


def _or_equal(raw: Floats) -> Weights:
    """Normalise; equal weights where the data give no ground to tell indicators apart."""
    raw = np.where(np.isfinite(raw) & (raw > 0), raw, 0.0)
    return raw / raw.sum() if raw.sum() > 0 else w_equal(raw.size)


def w_budget(points: ArrayLike) -> Weights:
    """Budget allocation: ``points`` (members, indicators) shared out by each panel member.

    Each member's row is scaled to 1 first, so a member who hands out 100 points counts as much as
    one who hands out 10; the weight is the mean over the members (Handbook p. 96). Raises
    ``ValueError`` for a row that ``w_given`` refuses.
    """
    rows = np.atleast_2d(np.asarray(points, dtype=float))
    return w_given(np.mean([w_given(row) for row in rows], axis=0))


def w_entropy(x: Floats) -> Weights:
    """Shannon entropy weights: more weight where the places' shares of the total are less even.

    1 - H / ln n for the shares of each column, over the places with a value; 0 ln 0 = 0. Raises
    ``ValueError`` for a negative value, which has no share. (Zeleny, 1982; as in scikit-criteria.)
    """
    values = np.asarray(x, dtype=float)
    if np.any(values < 0):
        raise ValueError("entropy weights need values that are not negative")
    known = np.where(np.isnan(values), 0.0, values)
    total = known.sum(axis=0)
    share = known / np.where(total > 0, total, 1.0)
    logs = np.log(share, out=np.zeros_like(share), where=share > 0)
    count = (~np.isnan(values)).sum(axis=0)
    spread = 1.0 + (share * logs).sum(axis=0) / np.log(np.maximum(count, 2))
    return _or_equal(np.where((total > 0) & (count > 1), np.maximum(spread, 0.0), 0.0))


def correlations(x: Floats) -> Weights:
    """Pearson correlations (indicators, indicators) over the places that state both.

    NaN where fewer than three do, or where either does not vary among them.
    """
    values = np.asarray(x, dtype=float)
    known = (~np.isnan(values)).astype(float)
    filled = np.where(known > 0, values, 0.0)
    # Centred first: the sums of squares below would lose digits far from 0.
    filled = np.where(known > 0, filled - filled.sum(axis=0) / np.maximum(known.sum(axis=0), 1), 0.0)
    both = known.T @ known
    pairs = np.maximum(both, 1.0)
    mean = filled.T @ known / pairs  # mean of row indicator over the places shared with column
    square = (filled**2).T @ known / pairs - mean**2
    product = filled.T @ filled / pairs - mean * mean.T
    scale = np.sqrt(np.maximum(square, 0.0) * np.maximum(square.T, 0.0))
    usable = (both >= 3) & (scale > 1e-12 * np.maximum(filled**2, 0.0).max(initial=0.0))
    return np.where(usable, np.clip(product / np.where(usable, scale, 1.0), -1.0, 1.0), np.nan)


def w_critic(x: Floats, higher: Bools) -> Weights:
    """CRITIC: contrast times conflict, s_j sum_k (1 - r_jk) on plain Min-Max scores.

    An unknown correlation counts as 0. Diakoulaki, Mavrotas and Papayannakis (1995), Computers &
    Operations Research 22(7), equations 2 to 6.
    """
    scaled = n_minmax(x, higher, winsor=0.0)
    known = ~np.isnan(scaled)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, scaled, 0.0).sum(axis=0) / count
    contrast = np.sqrt(np.where(known, (scaled - mean) ** 2, 0.0).sum(axis=0) / count)
    related = np.nan_to_num(correlations(scaled), nan=0.0)
    np.fill_diagonal(related, 1.0)
    return _or_equal(contrast * (1.0 - related).sum(axis=0))


def varimax(loadings: Floats, rounds: int = 500) -> Weights:
    """Rotate loadings (indicators, factors) to simple structure, rows at unit length (Kaiser, 1958)."""
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    length[length == 0] = 1.0
    base = loadings / length
    rotation, before = np.eye(loadings.shape[1]), 0.0
    for _ in range(rounds):
        turned = base @ rotation
        pull = base.T @ (turned**3 - turned * (turned**2).mean(axis=0))
        u, s, vt = np.linalg.svd(pull)
        rotation = u @ vt
        if s.sum() <= before * (1 + 1e-12):
            break
        before = s.sum()
    return np.asarray(base @ rotation * length)


def w_pca(x: Floats, higher: Bools, factors: int | None = None) -> Weights:
    """Principal components with varimax, weights after Nicoletti et al. (2000), Handbook pp. 89-91.

    Keeps the components with an eigenvalue of 1 or more that explain 10 % each (or ``factors`` of
    them), rotates them, gives each indicator the squared loading on its strongest factor times
    that factor's share of the explained variance. Unknown correlations count as 0.
    """
    related = np.nan_to_num(correlations(np.where(higher, x, -np.asarray(x))), nan=0.0)
    np.fill_diagonal(related, 1.0)
    values, vectors = np.linalg.eigh(related)
    values, vectors = values[::-1], vectors[:, ::-1]
    wanted = int(((values >= MIN_EIGENVALUE) & (values >= MIN_VARIANCE * values.sum())).sum())
    keep = max(1, wanted if factors is None else factors)
    squared = varimax(vectors[:, :keep] * np.sqrt(np.maximum(values[:keep], 0.0))) ** 2
    # (share of the factor's variance) x (factor's share of all) = squared loading / all explained
    return _or_equal(squared.max(axis=1))
