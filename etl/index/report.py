"""Scores as the tables of an edition: ``scores``, ``contributions`` and ``influence``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd

from etl.index.brackets import first_reason
from etl.index.build import Result, compute
from etl.index.matrix import Tables, build_matrix, vetoed
from etl.index.ranks import Bools, Floats, competition_rank
from etl.index.robustness import attainable_ranks, influences, spread_of_ranks
from etl.index.rubric import rubric_scores
from etl.index.scenario import Scenario
from etl.schema import TABLES, NotRanked, ScoreKind

INDEX_ID: Final = "index"
COMPUTED: Final = ("scores", "contributions", "influence")
DECIMALS: Final = 9
_DTYPES: Final = {
    "string": "string",
    "double": "float64",
    "int32": "Int32",
    "bool": "bool",
    "list<string>": "object",
}


def score_tables(tables: Tables, scenario: Scenario) -> dict[str, pd.DataFrame]:
    """The tables ``scores``, ``contributions`` and ``influence`` of one scenario.

    ``tables`` holds values, indicators, pillars, places, observations, sources, practices and
    practice_catalogue of an edition. Raises ``ScenarioError`` when the scenario does not fit them.
    """
    matrix = build_matrix(tables, scenario)
    vetoes = vetoed(tables, matrix, scenario)
    if scenario.rubric:
        rows = rubric_scores(tables, matrix, scenario, vetoes)
        return {
            "scores": typed("scores", rows),
            "contributions": typed("contributions"),
            "influence": typed("influence"),
        }
    result = compute(matrix, scenario, np.array([bool(v) for v in vetoes], dtype=bool))
    scores = pd.concat([_index_rows(result, vetoes), _pillar_rows(result), _indicator_rows(result)])
    return {
        "scores": typed("scores", scores),
        "contributions": typed("contributions", contributions(result)),
        "influence": typed("influence", _influence_rows(result)),
    }


def score_all(tables: Tables, scenarios: Sequence[Scenario]) -> dict[str, pd.DataFrame]:
    """The same for several scenarios, one below the other."""
    parts = [score_tables(tables, scenario) for scenario in scenarios]
    names = ("scores", "contributions", "influence")
    return {name: typed(name, pd.concat([part[name] for part in parts])) for name in names}


def score_cycles(tables: Tables, scenario: Scenario, cycles: Sequence[tuple[int, int]]) -> pd.DataFrame:
    """Index and pillar scores of several cycles on one scale: place_code, item_id, first, last, score, rank.

    Values of all cycles are normalised at once, so a change of score is a change of the place.
    """
    matrices = [build_matrix(tables, replace(scenario, cycle=cycle)) for cycle in cycles]
    frames = []
    for cycle, matrix in zip(cycles, matrices, strict=True):
        result = compute(matrix, replace(scenario, cycle=cycle), stacked=matrices)
        rows = pd.concat(
            [_index_rows(result, [[] for _ in matrix.place_codes], sure=False), _pillar_rows(result)]
        )
        frames.append(rows.assign(first_year=cycle[0], last_year=cycle[1]))
    columns = [
        "place_code",
        "place_name",
        "kind",
        "item_id",
        "first_year",
        "last_year",
        "score",
        "rank",
        "ranked",
        "coverage",
        "why_not",
    ]
    return pd.concat(frames)[columns].reset_index(drop=True)


def typed(name: str, rows: pd.DataFrame | None = None) -> pd.DataFrame:
    """Rows with a table's declared columns and types, sorted by its key; empty by default.

    Computed figures are rounded to ``DECIMALS``, so that the last bit of a sum, which depends on the
    machine's matrix library, does not reach the file.
    """
    table = TABLES[name]
    frame = (
        pd.DataFrame(columns=table.column_names) if rows is None else rows.reindex(columns=table.column_names)
    )
    for column in table.columns:
        frame[column.name] = frame[column.name].astype(_DTYPES[column.dtype])  # type: ignore[call-overload]
        if name in COMPUTED and column.dtype == "double" and column.name != "value":
            frame[column.name] = frame[column.name].round(DECIMALS)
    return frame.sort_values(list(table.key), kind="stable").reset_index(drop=True)


def _frame(result: Result, kind: ScoreKind, item: str, places: Bools, **columns: Any) -> pd.DataFrame:
    """Rows of one item for the ``places`` (n,); ``columns`` are arrays over all n."""
    matrix = result.matrix
    ranked = np.asarray(columns["ranked"], dtype=bool)
    rows = pd.DataFrame(
        {
            "scenario_id": result.scenario.scenario_id,
            "kind": str(kind),
            "item_id": item,
            "place_code": matrix.place_codes,
            "place_name": matrix.place_names,
            "ranked_places": int(ranked.sum()),
            "vetoes": [[] for _ in matrix.place_codes],
            **columns,
        }
    )
    return rows[places].reset_index(drop=True)


def _index_rows(result: Result, vetoes: list[list[str]], sure: bool = True) -> pd.DataFrame:
    """The index of every place, with the spread of its rank where it is ranked and ``sure``."""
    index, everyone = result.index, np.ones(len(vetoes), dtype=bool)
    barred = np.array([bool(v) for v in vetoes])
    why = first_reason(
        (barred, NotRanked.VETO),
        (~result.matrix.in_group, NotRanked.OUTSIDE_GROUP),
        (~index.reached, NotRanked.FEW_PILLARS),
    )
    counted = result.pillar_weights > 0
    rows = _frame(
        result, ScoreKind.INDEX, INDEX_ID, everyone,
        score=index.index, ranked=index.ranked, rank=index.rank, why_not=why, vetoes=vetoes,
        coverage=index.pillar_reached.sum(axis=1) / max(int(counted.sum()), 1),
    )  # fmt: skip
    if not sure or index.ranked.sum() < 2:
        return rows
    at = np.flatnonzero(index.ranked)
    spread = spread_of_ranks(result)
    for name, values in (
        ("rank_low", spread.low),
        ("rank_median", spread.median),
        ("rank_high", spread.high),
        ("p_top", spread.p_top),
    ):
        rows.loc[at, name] = values.astype(float)
    for place, (best, worst) in zip(at, attainable_ranks(result), strict=False):
        rows.loc[place, ["rank_best", "rank_worst"]] = [best.rank, worst.rank]
        rows.loc[place, "rank_exact"] = float(best.exact and worst.exact)
    return rows


def _pillar_rows(result: Result) -> pd.DataFrame:
    """Every pillar that counts, of every place that has a score in it."""
    index, outside, frames = result.index, ~result.matrix.in_group, []
    for p in np.flatnonzero(result.pillar_weights > 0):
        scores, reached = index.pillars[:, p], index.pillar_reached[:, p]
        ranked = reached & ~outside
        columns = {
            "score": scores,
            "ranked": ranked,
            "rank": _rank(scores, ranked),
            "why_not": first_reason((outside, NotRanked.OUTSIDE_GROUP), (~reached, NotRanked.FEW_INDICATORS)),
            "coverage": index.pillar_coverage[:, p],
        }
        frames.append(
            _frame(result, ScoreKind.PILLAR, result.matrix.pillar_ids[p], ~np.isnan(scores), **columns)
        )
    return pd.concat(frames)


def _indicator_rows(result: Result) -> pd.DataFrame:
    """Every indicator of every place that states it; without a score where too few places do."""
    matrix, frames = result.matrix, []
    outside = ~matrix.in_group
    for j, indicator in enumerate(matrix.indicator_ids):
        stated, scores = ~np.isnan(matrix.value[:, j]), result.index.scores[:, j]
        few = np.full(stated.shape, not result.enough[j])
        ranked = stated & ~outside & ~few
        columns = {
            "score": scores,
            "ranked": ranked,
            "rank": _rank(scores, ranked),
            "why_not": first_reason((outside, NotRanked.OUTSIDE_GROUP), (few, NotRanked.FEW_PLACES)),
            "coverage": 1.0,
        }
        frames.append(_frame(result, ScoreKind.INDICATOR, indicator, stated, **columns))
    return pd.concat(frames)


def _rank(scores: Floats, ranked: Bools) -> Floats:
    return competition_rank(np.where(ranked, scores, np.nan))


def contributions(result: Result) -> pd.DataFrame:
    """Each indicator's exact part in each index: weight, score, pull (see ``aggregate``)."""
    matrix, index = result.matrix, result.index
    place, column = np.nonzero(index.weight > 0)
    return pd.DataFrame(
        {
            "scenario_id": result.scenario.scenario_id,
            "place_code": np.array(matrix.place_codes, dtype=object)[place],
            "place_name": np.array(matrix.place_names, dtype=object)[place],
            "pillar_id": np.array(matrix.pillar_ids, dtype=object)[matrix.pillar_of[column]],
            "indicator_id": np.array(matrix.indicator_ids, dtype=object)[column],
            "value": matrix.value[place, column],
            "score": index.scores[place, column],
            "weight": index.weight[place, column],
            "pull": index.pull[place, column],
        }
    )


def _influence_rows(result: Result) -> pd.DataFrame | None:
    """Sobol indices, where there is a ranking to shift."""
    if result.index.ranked.sum() < 2:
        return None
    found, shift = influences(result)
    return pd.DataFrame(
        {
            "scenario_id": result.scenario.scenario_id,
            "factor": [f.factor for f in found],
            "first": [f.first for f in found],
            "first_conf": [f.first_conf for f in found],
            "total": [f.total for f in found],
            "total_conf": [f.total_conf for f in found],
            "mean_shift": shift,
        }
    )
