"""What stands behind a ranking: weights in effect, what drives it, reach of the weights, differences.

Works on ``queries.index.Standing``; ``result`` is never None here (a rubric has no weights).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from dashboard.queries import index
from dashboard.queries.edition import Edition
from dashboard.queries.index import Standing
from etl.index.aggregate import COPELAND
from etl.index.audit import effective_weights, naming_agreement
from etl.index.build import Result, weight_bounds
from etl.index.robustness import EFFORT, attainable_ranks, influences, spread_of_ranks
from etl.schema import TitleLevel

PROVEN: Final = 15
"""Up to so many ranked places extreme ranks are searched for a proof; beyond, sampled."""

LIVE_CELLS: Final = 60_000_000
"""Draws x places x indicators worked through while a person waits: about half a second."""

SHARES: Final = (0.1, 0.2, 0.3, 0.4, 0.5)
NEEDED: Final = (1, 2, 3, 4, 5, 6, 7, 8)


def result_of(found: Standing) -> Result:
    """The result; ValueError for a rubric, which has none."""
    if found.result is None:
        raise ValueError(f"{found.scenario.scenario_id} is a rubric")
    return found.result


def certainty(found: Standing) -> pd.DataFrame:
    """Spread of the ranks: place_code, rank_low, rank_median, rank_high, p_top, and draws made.

    One place alone is first in every draw.
    """
    codes = list(found.ranked.sort_values("place_code")["place_code"])
    if found.result is None or len(codes) < 2:
        one = {"rank_low": 1.0, "rank_median": 1.0, "rank_high": 1.0, "p_top": 1.0, "draws": 0}
        return pd.DataFrame([{"place_code": code, **one} for code in codes], columns=["place_code", *one])
    sources = found.scenario.uncertainty
    cells = len(codes) * len(found.matrix.indicator_ids)
    draws = int(np.clip(LIVE_CELLS // cells, 100, sources.draws))
    scenario = replace(found.scenario, uncertainty=replace(sources, draws=draws))
    spread = spread_of_ranks(replace(found.result, scenario=scenario))
    at = [found.matrix.place_codes[i] for i in np.flatnonzero(found.result.index.ranked)]
    return pd.DataFrame(
        {
            "place_code": at,
            "rank_low": spread.low.astype(float),
            "rank_median": spread.median,
            "rank_high": spread.high.astype(float),
            "p_top": spread.p_top,
            "draws": draws,
        }
    )


def weights(found: Standing) -> pd.DataFrame:
    """Pillars by order: pillar_id, nominal, effective (shares, NaN unknown), places, scored (indicators).

    ``effective`` is the share of the index's variance over the ranked places that a pillar
    explains; a pillar that fewer than three of them reach has none.
    """
    result = result_of(found)
    frame = effective_weights(result)
    own = np.bincount(result.matrix.pillar_of[result.enough], minlength=len(result.matrix.pillar_ids))
    counts = dict(zip(result.matrix.pillar_ids, own, strict=True))
    return frame.assign(scored=frame["pillar_id"].map(counts))


def drivers(found: Standing) -> tuple[pd.DataFrame, float]:
    """Sobol indices (factor, first, total, low, high), the strongest first, and the mean rank shift."""
    rows, shift = influences(result_of(found))
    frame = pd.DataFrame(
        [{"factor": r.factor, "first": r.first, "total": r.total, "conf": r.total_conf} for r in rows]
    )
    low, high = frame["total"] - frame["conf"], frame["total"] + frame["conf"]
    return frame.assign(low=low.clip(lower=0.0), high=high), shift


def reach(edition: Edition, found: Standing, unchanged: bool) -> pd.DataFrame:
    """Best and worst attainable rank: place_code, rank, rank_best, rank_worst, proven; empty for Copeland.

    Taken from the edition where it holds them and the scenario is ``unchanged``.
    """
    kept = index.published(edition, found.scenario.scenario_id).dropna(subset=["rank_best"])
    if unchanged and len(kept):
        rows = kept.assign(proven=kept["rank_exact"].astype(float) == 1)
        return rows[["place_code", "rank", "rank_best", "rank_worst", "proven"]].sort_values("rank")
    result = result_of(found)
    at = np.flatnonzero(result.index.ranked)
    pairs = attainable_ranks(result, EFFORT if at.size <= PROVEN else 0)
    rows = pd.DataFrame(
        [
            {
                "place_code": result.matrix.place_codes[i],
                "rank": int(result.index.rank[i]),
                "rank_best": best.rank,
                "rank_worst": worst.rank,
                "proven": best.exact and worst.exact,
            }
            for i, (best, worst) in zip(at, pairs, strict=False)
        ],
        columns=["place_code", "rank", "rank_best", "rank_worst", "proven"],
    )
    return rows.sort_values(["rank", "place_code"])


def bounds(found: Standing) -> pd.DataFrame:
    """Lowest and highest share of each pillar: pillar_id, low, high."""
    low, high = weight_bounds(found.matrix, found.scenario)
    return pd.DataFrame({"pillar_id": found.matrix.pillar_ids, "low": low, "high": high})


def scored_places(found: Standing) -> list[str]:
    """Codes of the places with a score, ranked ones first, then by score."""
    rows = found.rows.dropna(subset=["score"])
    order = rows.sort_values(["ranked", "score", "place_code"], ascending=[False, False, True])
    return [str(code) for code in order["place_code"]]


def can_be_split(found: Standing) -> bool:
    """Whether a difference of scores has parts; pairwise comparison has none."""
    rules = found.scenario.rules
    return found.result is not None and COPELAND not in (rules.pillar_method, rules.index_method)


def difference(edition: Edition, found: Standing, first: str, second: str) -> pd.DataFrame:
    """Exact parts of score(first) - score(second) by indicator, the greatest first.

    Columns: indicator_id, pillar_id, name_zh, name_en, unit, denominator, value_first,
    value_second, score_first, score_second, part (points; they sum to the difference).
    """
    result, codes = result_of(found), found.matrix.place_codes
    a, b = codes.index(first), codes.index(second)
    frame = pd.DataFrame(
        {
            "indicator_id": found.matrix.indicator_ids,
            "value_first": found.matrix.value[a],
            "value_second": found.matrix.value[b],
            "score_first": result.index.scores[a],
            "score_second": result.index.scores[b],
            "part": result.index.pull[a] - result.index.pull[b],
        }
    )
    frame = frame[(result.index.weight[a] > 0) | (result.index.weight[b] > 0)]
    names = ["indicator_id", "pillar_id", "name_zh", "name_en", "unit", "denominator", "measure"]
    rows: pd.DataFrame = frame.merge(edition["indicators"][names], on="indicator_id")
    order = rows["part"].abs().sort_values(ascending=False, kind="stable").index
    return rows.reindex(order).reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Naming:
    """How scores agree with one round of naming."""

    year: int
    named: int
    rest: int
    auc: float
    p_value: float


def namings(edition: Edition, found: Standing) -> list[Naming]:
    """Rounds, newest first, in which scored places are known to be named and known not to be."""
    titles = edition["titles"]
    full = titles[(titles["level"] == TitleLevel.NATIONAL) & titles["complete_list"].astype(bool)]
    years = sorted({int(y) for y in full["year"]}, reverse=True)
    rows = [naming_agreement(result_of(found), titles, edition["places"], year) for year in years]
    return [Naming(r.year, r.named, r.rest, r.auc, r.p_value) for r in rows if r.named + r.rest > 0]


def thresholds(found: Standing) -> pd.DataFrame:
    """Places that would be ranked: rows the pillars needed, columns the share of a pillar's indicators.

    The counts of ``etl.index.audit.places_by_threshold``, less places that a veto bars, from the
    coverage that the result holds already: 5 s less at national size.
    """
    made = result_of(found).index
    eligible = found.matrix.in_group & np.array([not v for v in found.rows["vetoes"]], dtype=bool)
    columns = {}
    for share in SHARES:
        reached = (made.pillar_coverage >= share - 1e-9) & ~np.isnan(made.pillars)
        counts = reached[eligible].sum(axis=1)
        columns[share] = [int((counts >= needed).sum()) for needed in NEEDED]
    return pd.DataFrame(columns, index=pd.Index(NEEDED, name="pillars_needed"))
