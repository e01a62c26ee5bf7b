"""A panel's own rubric: points for practices and indicator levels, instead of an index.

A practice that a source states earns its points; one that a source denies earns none; one that is
not mentioned is open. The score is the points earned over the points decided, so what is not known
never counts as zero. Its bounds say what the open items could still do: ``score_low`` if none of
them is proven, ``score_high`` if all are. Ranks need enough of the points decided, by the scenario's
``rules``; best and worst attainable ranks follow from the bounds and are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from etl.index.brackets import first_reason
from etl.index.matrix import Matrix, Tables
from etl.index.ranks import Bools, Floats, competition_rank
from etl.index.scenario import Item, Scenario
from etl.schema import Answer, NotRanked, ScoreKind


@dataclass(frozen=True, slots=True)
class Points:
    """Points of n places in m items."""

    earned: Floats
    """(n, m), NaN where open."""
    possible: Floats
    """(m,)"""
    pillar_of: tuple[str, ...]


def award(tables: Tables, matrix: Matrix, items: tuple[Item, ...]) -> Points:
    """Points of every place of ``matrix`` in every item."""
    columns = [_practice(tables, matrix, i) if i.practice_id else _levels(matrix, i) for i in items]
    possible = [i.points if i.practice_id else max(level.points for level in i.levels) for i in items]
    return Points(np.stack(columns, axis=1), np.array(possible), tuple(i.pillar_id for i in items))


def _practice(tables: Tables, matrix: Matrix, item: Item) -> Floats:
    """Points (n,) of a practice: yes earns them, no earns 0 and outweighs yes, silence is open."""
    practices = tables["practices"]
    practices = practices[practices["practice_id"].eq(str(item.practice_id))]
    said = {a: set(practices.loc[practices["answer"].eq(a), "place_code"]) for a in Answer}
    return np.array(
        [
            0.0 if code in said[Answer.NO] else item.points if code in said[Answer.YES] else np.nan
            for code in matrix.place_codes
        ]
    )


def _levels(matrix: Matrix, item: Item) -> Floats:
    """Points (n,) of the best level that the value reaches; 0 below the first; open without a value."""
    j = matrix.indicator_ids.index(str(item.indicator_id))
    values, up = matrix.value[:, j], bool(matrix.higher[j])
    points = np.where(np.isnan(values), np.nan, 0.0)
    for level in item.levels:
        reached = values >= level.value if up else values <= level.value
        points = np.where(reached, np.fmax(points, level.points), points)
    return points


def _score(points: Points, own: Bools) -> tuple[Floats, Floats, Floats, Floats]:
    """(score, score_low, score_high, coverage), each (n,), over the items ``own`` (m,)."""
    earned, possible = points.earned[:, own], points.possible[own]
    decided = np.where(np.isnan(earned), 0.0, possible).sum(axis=1)
    got, total = np.nansum(earned, axis=1), possible.sum()
    score = np.where(decided > 0, 100 * got / np.where(decided > 0, decided, 1), np.nan)
    return score, 100 * got / total, 100 * (got + total - decided) / total, decided / total


def rubric_scores(
    tables: Tables, matrix: Matrix, scenario: Scenario, vetoes: list[list[str]]
) -> pd.DataFrame:
    """Rows of ``scores``: the whole rubric and each pillar of it.

    ``rules.pillar_share`` of the rubric's points must be decided for a rank; ``pillars_needed``
    pillars must each have that share decided.
    """
    points = award(tables, matrix, scenario.rubric)
    share, pillars = scenario.rules.pillar_share, list(dict.fromkeys(points.pillar_of))
    parts = {p: _score(points, np.array([q == p for q in points.pillar_of])) for p in pillars}
    reached = np.stack([parts[p][3] >= share - 1e-9 for p in pillars], axis=1).sum(axis=1)
    whole = _score(points, np.ones(len(points.possible), dtype=bool))
    enough = (reached >= scenario.rules.pillars_needed) & (whole[3] >= share - 1e-9)
    outside = ~matrix.in_group
    barred = np.array([bool(v) for v in vetoes])
    why = first_reason(
        (barred, NotRanked.VETO), (outside, NotRanked.OUTSIDE_GROUP), (~enough, NotRanked.FEW_PILLARS)
    )
    frames = [_rows(matrix, scenario, ScoreKind.INDEX, "index", whole, why, vetoes, places=None)]
    for p, part in parts.items():
        few = part[3] < share - 1e-9
        why = first_reason((outside, NotRanked.OUTSIDE_GROUP), (few, NotRanked.FEW_INDICATORS))
        empty: list[list[str]] = [[] for _ in vetoes]
        frames.append(_rows(matrix, scenario, ScoreKind.PILLAR, p, part, why, empty, places=part[3] > 0))
    return pd.concat(frames)


def _rows(
    matrix: Matrix,
    scenario: Scenario,
    kind: ScoreKind,
    item: str,
    part: tuple[Floats, Floats, Floats, Floats],
    why: Any,
    vetoes: list[list[str]],
    places: Bools | None,
) -> pd.DataFrame:
    score, low, high, coverage = part
    ranked = np.array([w is None for w in why]) & ~np.isnan(score)
    rows = pd.DataFrame(
        {
            "scenario_id": scenario.scenario_id, "kind": str(kind), "item_id": item,
            "place_code": matrix.place_codes, "place_name": matrix.place_names,
            "score": score, "score_low": low, "score_high": high, "coverage": coverage,
            "ranked": ranked, "ranked_places": int(ranked.sum()), "why_not": why, "vetoes": vetoes,
            "rank": competition_rank(np.where(ranked, score, np.nan)),
        }
    )  # fmt: skip
    surely = (
        low[None, ranked] > high[ranked, None] + 1e-9
    )  # the other, at its least, beats the place at its best
    maybe = high[None, ranked] > low[ranked, None] + 1e-9
    np.fill_diagonal(maybe, False)
    best, worst = 1.0 + surely.sum(axis=1), 1.0 + maybe.sum(axis=1)
    rows.loc[ranked, ["rank_best", "rank_worst"]] = np.stack([best, worst], axis=1)
    rows.loc[ranked, "rank_exact"] = 1.0
    return rows if places is None else rows[places]
