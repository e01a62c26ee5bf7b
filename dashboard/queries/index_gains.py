"""What would move a place up in the index, or give it a rank at all.

Works on ``queries.index.Standing``; tables in: indicators, values.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from dashboard.queries.edition import Edition
from dashboard.queries.index import Standing
from dashboard.queries.index_audit import can_be_split, result_of
from etl.index.gains import smallest_gains
from etl.schema import Measure

FIGURES: Final = 4
"""Significant figures of a target, rounded so that reaching it is enough."""

_NAMES = ["indicator_id", "pillar_id", "name_zh", "name_en", "unit", "denominator", "measure"]


def can_be_moved(found: Standing, place_code: str) -> bool:
    """Whether there are scores to move: a place with a rank, under a method that joins scores."""
    return can_be_split(found) and place_code in set(found.ranked["place_code"])


def gains(edition: Edition, found: Standing, place_code: str) -> pd.DataFrame:
    """Indicators of which a change alone gains a rank, the smallest change for its size first.

    Columns: those of the catalogue's names, ``value`` and ``target`` (comparable units), ``beyond``
    (the target must be passed), ``share`` (change by the value, NaN from zero), ``total`` (change of
    the yearly total behind a value per head, else NaN), ``rank`` (then), ``passed`` (places).
    """
    place = found.matrix.place_codes.index(place_code)
    steps = smallest_gains(result_of(found), place)
    value = found.matrix.value[place]
    frame = pd.DataFrame(
        {
            "indicator_id": found.matrix.indicator_ids,
            "value": value,
            "target": steps.target,
            "beyond": steps.beyond,
            "rank": steps.rank,
            "passed": steps.passed,
        }
    ).dropna(subset=["target"])
    rows: pd.DataFrame = frame.merge(edition["indicators"][_NAMES], on="indicator_id")
    pairs = zip(rows["value"], rows["target"], strict=True)
    rows = rows.assign(target=[_outward(now, target) for now, target in pairs])
    base = rows["indicator_id"].map(_denominators(edition, found, place_code)).astype(float)
    change = rows["target"] - rows["value"]
    total = change * base
    whole = np.copysign(np.ceil(total.abs() - 1e-6), total)  # stocks per head are things and people
    total = total.where(rows["measure"] != Measure.STOCK, whole)
    rows = rows.assign(share=change / rows["value"].where(rows["value"] != 0), total=total)
    order = rows["share"].abs().sort_values(kind="stable").index
    return rows.reindex(order).reset_index(drop=True)


def _outward(now: float, target: float) -> float:
    """``target`` in four figures, rounded away from ``now``; what float arithmetic adds is not a step."""
    if target == 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(abs(target))) - FIGURES + 1)
    away = math.ceil if target > now else math.floor
    return round(away(round(target / unit, 3)) * unit, 12)


def _denominators(edition: Edition, found: Standing, place_code: str) -> dict[str, float]:
    """Yearly total by value per head, of the values that the index compares."""
    place = found.matrix.place_codes.index(place_code)
    compared = dict(zip(found.matrix.indicator_ids, found.matrix.value[place], strict=True))
    rows = edition["values"]
    rows = rows[(rows["place_code"] == place_code) & (rows["per_head_value"] > 0)]
    own = rows["indicator_id"].astype(str).map(compared)
    rows = rows[np.isclose(rows["per_head_value"], own)]
    return dict(zip(rows["indicator_id"], rows["annual_value"] / rows["per_head_value"], strict=True))


def stated(found: Standing, place_code: str) -> int:
    """Indicators that the index scores the place by."""
    place = found.matrix.place_codes.index(place_code)
    return int((result_of(found).index.weight[place] > 0).sum())


def gaps(found: Standing, place_code: str) -> pd.DataFrame:
    """Pillars below the threshold, the nearest to it first: what a place without a rank lacks.

    Columns: pillar_id, have, wanted (indicators scored), short (how many more reach the threshold),
    absent (ids of the indicators that the place does not state).
    """
    result, place = result_of(found), found.matrix.place_codes.index(place_code)
    scores, share = result.index.scores[place], found.scenario.rules.pillar_share
    rows = []
    for p, pillar in enumerate(found.matrix.pillar_ids):
        scored = np.flatnonzero((found.matrix.pillar_of == p) & (result.indicator_weights > 0))
        if not scored.size or result.pillar_weights[p] == 0 or result.index.pillar_reached[place, p]:
            continue
        absent = [found.matrix.indicator_ids[j] for j in scored if np.isnan(scores[j])]
        have = scored.size - len(absent)
        short = max(1, int(np.ceil(share * scored.size - 1e-9)) - have)
        rows.append((pillar, have, scored.size, short, absent))
    frame = pd.DataFrame(rows, columns=["pillar_id", "have", "wanted", "short", "absent"])
    return frame.sort_values("short", kind="stable", ignore_index=True)
