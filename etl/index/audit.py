"""Audit of an index's structure: what overlaps, what really weighs, who is covered, and whether it fits.

Statistical coherence as the JRC examines it: correlations within and between pillars, nominal against
effective weights, influence of single values, and agreement with the real naming results. Sources:
OECD/JRC Handbook (2008), steps 4, 6 and 8; Paruolo, Saisana and Saltelli (2013), "Ratings and rankings:
voodoo or science?", J. R. Statist. Soc. A 176(3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy.stats import mannwhitneyu

from etl.index.build import Result, compute
from etl.index.matrix import Matrix, Tables
from etl.index.ranks import Floats
from etl.index.scenario import Scenario
from etl.index.weight import correlations
from etl.schema import TitleLevel

REDUNDANT: Final = 0.92
"""Above this correlation two indicators say the same (JRC audits' usual mark)."""
CONTRARY: Final = -0.3
"""Below this an indicator pulls against its own pillar or the index."""
MIN_CUBIC: Final = 12
MIN_PAIRS: Final = 5
"""A correlation over fewer places is not judged."""


def correlated_pairs(result: Result) -> pd.DataFrame:
    """Pairs of scored indicators of the group: a, b, same_pillar, places, correlation, verdict.

    ``verdict`` is redundant, contrary (within a pillar) or empty; pairs stated by fewer than
    ``MIN_PAIRS`` places together are left out.
    """
    matrix = result.matrix
    scores = np.where(matrix.in_group[:, None], result.index.scores, np.nan)
    known = (~np.isnan(scores)).astype(int)
    shared, related = known.T @ known, correlations(scores)
    a, b = np.nonzero(np.triu((shared >= MIN_PAIRS) & ~np.isnan(related), 1))
    same = matrix.pillar_of[a] == matrix.pillar_of[b]
    value = related[a, b]
    verdict = np.where(value > REDUNDANT, "redundant", np.where(same & (value < CONTRARY), "contrary", ""))
    ids = np.array(matrix.indicator_ids, dtype=object)
    columns = {"a": ids[a], "b": ids[b], "same_pillar": same, "places": shared[a, b]}
    rows = pd.DataFrame({**columns, "correlation": value, "verdict": verdict})
    return rows.sort_values("correlation", ascending=False, kind="stable").reset_index(drop=True)


def pillar_correlations(result: Result) -> pd.DataFrame:
    """Correlations between the pillars and with the index, over the places of the group (square frame)."""
    inside, counted = result.matrix.in_group, result.pillar_weights > 0
    columns = [*result.index.pillars[:, counted].T, result.index.index]
    names = [p for p, c in zip(result.matrix.pillar_ids, counted, strict=True) if c] + ["index"]
    return pd.DataFrame(correlations(np.stack(columns, axis=1)[inside]), index=names, columns=names)


def effective_weights(result: Result) -> pd.DataFrame:
    """Nominal against effective weights of the pillars: pillar_id, nominal, linear, smooth, effective.

    ``linear`` is the squared correlation of pillar and index, ``smooth`` the correlation ratio
    Var(E(index | pillar)) / Var(index) with a cubic for the conditional mean (Paruolo et al., 2013);
    ``effective`` is ``smooth`` scaled to sum to 1. Over the ranked places.
    """
    ranked, index = result.index.ranked, result.index.index
    rows: list[dict[str, Any]] = []
    for p in np.flatnonzero(result.pillar_weights > 0):
        known = ranked & result.index.pillar_reached[:, p]
        x, y = result.index.pillars[known, p], index[known]
        linear, smooth = _explained(x, y, 1), _explained(x, y, 3)
        row = {
            "pillar_id": result.matrix.pillar_ids[p],
            "nominal": result.pillar_weights[p],
            "places": int(known.sum()),
        }
        rows.append({**row, "linear": linear, "smooth": smooth})
    frame = pd.DataFrame(rows)
    return frame.assign(effective=frame["smooth"] / frame["smooth"].sum())


def _explained(x: Floats, y: Floats, degree: int) -> float:
    """Share of the variance of ``y`` explained by a polynomial in ``x``; NaN where nothing varies.

    Below ``MIN_CUBIC`` distinct values a curve would fit anything: a straight line is taken.
    """
    distinct = np.unique(x).size
    if distinct < 3 or np.ptp(y) == 0:
        return float("nan")
    degree = degree if distinct >= MIN_CUBIC else 1
    fitted = np.polynomial.Polynomial.fit(x, y, degree)(x)
    return float(1 - ((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum())


def coverage(matrix: Matrix) -> tuple[pd.Series[float], pd.Series[float]]:
    """Share of indicators stated, by place, and share of the group's places stating, by indicator."""
    known = ~np.isnan(matrix.value)
    by_place = pd.Series(known.mean(axis=1), index=list(matrix.place_codes))
    return by_place, pd.Series(known[matrix.in_group].mean(axis=0), index=list(matrix.indicator_ids))


def outlier_influence(result: Result) -> pd.DataFrame:
    """Values whose absence moves ranks most: place_code, indicator_id, value, own_shift, mean_shift.

    Each value of the scored indicators beyond 1.5 interquartile ranges of its column (Tukey) is taken
    out in turn and the index is made anew.
    """
    matrix, base = result.matrix, result.index.rank
    quartiles = np.nanquantile(np.where(result.enough, matrix.value, 0.0), [0.25, 0.75], axis=0)
    reach = 1.5 * (quartiles[1] - quartiles[0])
    outside = (matrix.value < quartiles[0] - reach) | (matrix.value > quartiles[1] + reach)
    rows: list[dict[str, Any]] = []
    for i, j in np.argwhere(outside & result.enough & matrix.in_group[:, None]):
        value = matrix.value.copy()
        value[i, j] = np.nan
        rank = compute(replace(matrix, value=value), result.scenario, ~result.index.ranked).index.rank
        shift = np.abs(rank - base)
        moved = shift[~np.isnan(shift)]
        row = {
            "place_code": matrix.place_codes[i],
            "indicator_id": matrix.indicator_ids[j],
            "value": matrix.value[i, j],
        }
        rows.append({**row, "own_shift": shift[i], "mean_shift": moved.sum() / max(moved.size, 1)})
    columns = ["place_code", "indicator_id", "value", "own_shift", "mean_shift"]
    return pd.DataFrame(rows, columns=columns).sort_values("mean_shift", ascending=False, kind="stable")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Scores of named places against the rest of those whose province has a complete list."""

    year: int
    named: int
    rest: int
    auc: float
    """Probability that a named place scores above one that is not; NaN where either is missing."""
    p_value: float
    """Two-sided Mann-Whitney test."""


def naming_agreement(result: Result, titles: pd.DataFrame, places: pd.DataFrame, year: int) -> Agreement:
    """How the index agrees with the national naming of ``year``.

    "Not named" is known only where the list of names covers the place's whole province, so other
    places are left out. Scores in brackets count too: the question is the score, not the rank.
    """
    national = titles[titles["level"].eq(TitleLevel.NATIONAL) & titles["year"].eq(year)]
    province = places.set_index("place_code")["province_code"]
    complete = set(
        province.reindex(national.loc[national["complete_list"].astype(bool), "place_code"]).dropna()
    )
    codes = pd.Index(result.matrix.place_codes)
    known = (
        province.reindex(codes).isin(complete).to_numpy()
        & ~np.isnan(result.index.index)
        & result.matrix.in_group
    )
    named = codes.isin(national["place_code"])
    yes, no = result.index.index[known & named], result.index.index[known & ~named]
    if not yes.size or not no.size:
        return Agreement(year, yes.size, no.size, float("nan"), float("nan"))
    test = mannwhitneyu(yes, no, alternative="two-sided")
    return Agreement(
        year, yes.size, no.size, float(test.statistic / (yes.size * no.size)), float(test.pvalue)
    )


def places_by_threshold(
    matrix: Matrix, scenario: Scenario, shares: Sequence[float], needed: Sequence[int]
) -> pd.DataFrame:
    """Places that reach a rank at each pair of thresholds: pillar_share, pillars_needed, places."""
    rows = []
    for share in shares:
        for count in needed:
            rules = replace(scenario.rules, pillar_share=share, pillars_needed=count)
            ranked = compute(matrix, replace(scenario, rules=rules)).index.ranked
            rows.append({"pillar_share": share, "pillars_needed": count, "places": int(ranked.sum())})
    return pd.DataFrame(rows)


def audit(result: Result, tables: Tables) -> dict[str, pd.DataFrame]:
    """Everything above as frames by name; ``tables`` holds titles and places."""
    rounds = sorted(tables["titles"].loc[tables["titles"]["level"].eq(TitleLevel.NATIONAL), "year"].unique())
    by_place, by_indicator = coverage(result.matrix)
    agreements = [naming_agreement(result, tables["titles"], tables["places"], int(y)) for y in rounds]
    return {
        "pairs": correlated_pairs(result),
        "pillars": pillar_correlations(result),
        "weights": effective_weights(result),
        "coverage_by_place": by_place.rename("share").rename_axis("place_code").reset_index(),
        "coverage_by_indicator": by_indicator.rename("share").rename_axis("indicator_id").reset_index(),
        "outliers": outlier_influence(result),
        "naming": pd.DataFrame([{f: getattr(a, f) for f in Agreement.__slots__} for a in agreements]),
    }
