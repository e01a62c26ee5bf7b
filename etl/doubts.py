"""Observations that deserve a look, those first whose mistake would move ranks most.

Tables in: observations, values, conflicts and what an index is made of. Table out: doubts.

Kinds. ``conflict``: another source states another value, or the report itself another time.
``jump``: the yearly value is ``JUMP`` times that of the year before it with a value, or a ``JUMP``-th.
``damaged``: the text around is damaged, parts exceed their total, or a share exceeds 100 %.
``low_confidence``: the reading is right in fewer than ``SURE`` of such cases. ``remark``: the return
says beside the value that it is not final, or what it counts (``etl.returns.remarks``). What a person
confirmed or corrected is in no doubt.

Effect. What would become of the place's rank if the value were otherwise: if the other source's value
stood (conflict), else that of the year before (jump), else if it were left out. All else is held: the
values and scores of the other places, the scale, the weights. What is left out is missing then: that a
value of an earlier year would step in is not followed up. A place that is not ranked counts as one
behind the last; so a value without which the place would lose its rank moves it to the end. Only
figures behind a ``latest`` comparable value move ranks. Copeland's method has no scores to move: all
shifts are 0 under it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from etl.index.build import compute
from etl.index.matrix import build_matrix, vetoed
from etl.index.scenario import Scenario
from etl.index.shifts import rank_shifts
from etl.schema import Combine, Doubt, Flag, Scope
from etl.tables import frame

SURE: Final = 0.8
"""57 of the 830 readings of the digests lie below it (7 %), 30 below 0.75 and 13 below 0.7."""
JUMP: Final = 3.0
"""A yearly value that trebles within a year is a new way of counting more often than a fact."""
DAMAGE: Final = {str(f) for f in (Flag.DAMAGED_NEARBY, Flag.PARTS_DIFFER, Flag.ABOVE_100)}
REMARKED: Final = {str(Flag.NOT_FINAL), str(Flag.COUNTS_OTHERWISE)}
SETTLED: Final = {str(f) for f in (Flag.CONFIRMED, Flag.CORRECTED)}
SHIFTS: Final = ("index_shift", "pillar_shift", "indicator_shift")


def doubts(tables: Mapping[str, pd.DataFrame], scenario: Scenario) -> pd.DataFrame:
    """The table ``doubts`` of an edition under a scenario, in the order of its key."""
    rows = _doubtful(tables)
    if len(rows):
        rows = _effects(rows, tables, scenario)
        by = [rows[name].abs() for name in SHIFTS]
        order = np.lexsort((rows["observation_id"], -rows["share"], -by[2], -by[1], -by[0]))
        rows = rows.iloc[order].assign(order=np.arange(1, len(rows) + 1))
    return frame("doubts", [], rows)


def _doubtful(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Observations in doubt: ``kinds``, what they conflict with, and the year before a jump."""
    seen = tables["observations"]
    flags = [set(f) for f in seen["flags"]]
    other, before = _others(tables), _jumps(tables["values"])
    rows = seen[["observation_id", "place_code", "place_name", "indicator_id", "value", "source_id"]].merge(
        other, on="observation_id", how="left"
    )
    rows = rows.merge(before, on="observation_id", how="left")
    marks = {
        Doubt.CONFLICT: rows["other_id"].notna() | np.array([str(Flag.CONFLICT) in f for f in flags], bool),
        Doubt.JUMP: rows["before_year"].notna(),
        Doubt.DAMAGED: pd.Series([bool(DAMAGE & f) for f in flags], dtype=bool),
        Doubt.LOW_CONFIDENCE: seen["confidence"].reset_index(drop=True) < SURE,
        Doubt.REMARK: pd.Series([bool(REMARKED & f) for f in flags], dtype=bool),
    }
    held = np.array([mark.to_numpy(dtype=bool) for mark in marks.values()])
    own = (seen["scope"] == Scope.SELF).to_numpy(dtype=bool)
    open_ = held.any(axis=0) & own & np.array([not SETTLED & f for f in flags], dtype=bool)
    names = [str(kind) for kind in marks]
    kinds = [[n for n, on in zip(names, column, strict=True) if on] for column in held.T[open_]]
    found: pd.DataFrame = rows[open_].reset_index(drop=True)
    found["kinds"] = pd.Series(kinds, dtype=object)
    return found


def _others(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """For each observation that a value keeps against another source's: that one, most different."""
    rows = tables["conflicts"].assign(far=tables["conflicts"]["difference_pct"].abs())
    rows = rows.sort_values(["far", "other_id"], ascending=[False, True]).drop_duplicates("kept_id")
    return rows[["kept_id", "other_id", "other_value"]].rename(columns={"kept_id": "observation_id"})


def _jumps(values: pd.DataFrame) -> pd.DataFrame:
    """Chosen observations whose yearly value is far from that of the last year before it."""
    keys = ["place_code", "indicator_id"]
    rows = values[values["comparable"].astype(bool) & values["year"].notna()].copy()
    rows = rows.sort_values([*keys, "year", "latest"]).drop_duplicates([*keys, "year"], keep="last")
    last = rows.groupby(keys, observed=True)[["year", "annual_value"]].shift()
    rows = rows.assign(before_year=last["year"], before_value=last["annual_value"].astype(float))
    now, then = rows["annual_value"].astype(float), rows["before_value"]
    far = (then > 0) & (now > 0) & ((now >= JUMP * then) | (then >= JUMP * now))
    rows = rows[far.fillna(False).astype(bool)]
    first = pd.array([ids[0] for ids in rows["observation_ids"]], dtype="string")
    rows = rows[["before_year", "before_value"]].assign(observation_id=first)
    return rows.drop_duplicates("observation_id")


def _effects(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame], scenario: Scenario) -> pd.DataFrame:
    """The same rows with their shifts and shares."""
    cells = _cells(rows, tables)
    rows = rows.assign(share=cells["share"].to_numpy(dtype=float), **dict.fromkeys(SHIFTS, 0))
    matrix = build_matrix(tables, scenario)
    barred = np.array([bool(v) for v in vetoed(tables, matrix, scenario)], dtype=bool)
    result = compute(matrix, scenario, barred)
    place = pd.Index(matrix.place_codes).get_indexer(pd.Index(rows["place_code"]))
    column = pd.Index(matrix.indicator_ids).get_indexer(pd.Index(rows["indicator_id"]))
    factor = cells["factor"].to_numpy(dtype=float)
    moves = (place >= 0) & (column >= 0) & ~np.isnan(factor)
    if not moves.any():
        return rows
    at, j = place[moves], column[moves]
    factor = factor[moves]
    trial = np.where(factor > 0, matrix.value[at, j] * factor, np.nan)
    shifts = np.zeros((len(rows), len(SHIFTS)), dtype=int)
    shifts[moves] = rank_shifts(result, barred, at, j, trial)
    return rows.assign(**{name: shifts[:, n] for n, name in enumerate(SHIFTS)})


def _cells(rows: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """For each row its ``share``, and the ``factor`` by which its place's value would be multiplied.

    0 is left out, NaN not behind a latest value. A figure of a sum leaves the rest of the sum standing.
    """
    values = tables["values"]
    latest = values[values["latest"].astype(bool) & values["comparable"].astype(bool)]
    sums = tables["indicators"].set_index("indicator_id")["combine"].eq(Combine.SUM)
    behind = pd.DataFrame(
        {
            "observation_id": [list(ids) for ids in latest["observation_ids"]],
            "first": [ids[0] for ids in latest["observation_ids"]],
            "kept_source": latest["source_id"].astype(str).to_numpy(),
            "whole": latest["value"].to_numpy(dtype=float),
            "yearly": latest["annual_value"].to_numpy(dtype=float),
            "total": latest["value"].groupby(latest["indicator_id"].astype(str)).transform("sum").to_numpy(),
            "adds": latest["indicator_id"].astype(str).map(sums).to_numpy(dtype=bool),
        }
    ).explode("observation_id")
    behind = behind.astype({"observation_id": "string"})
    cells = rows.merge(behind.drop_duplicates("observation_id"), on="observation_id", how="left")
    counts = cells["first"].eq(cells["observation_id"]) | (
        cells["adds"].eq(True) & cells["kept_source"].eq(cells["source_id"])
    )
    left = (1 - cells["value"] / cells["whole"].where(cells["whole"] != 0)).where(cells["adds"].eq(True), 0.0)
    factor = (
        (cells["other_value"] / cells["whole"]).fillna(cells["before_value"] / cells["yearly"]).fillna(left)
    )
    share = (cells["value"] / cells["total"]).where(counts, 0.0)
    return pd.DataFrame({"factor": factor.where(counts), "share": share.fillna(0.0).clip(0, 1)})
