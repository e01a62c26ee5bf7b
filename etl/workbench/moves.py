"""Which ranks moved between two editions, and why: exact parts in points of each change of score.

A score is 50 and the pulls of its figures (``contributions``; ``etl.index.levels`` has the proof). So a
change of score is the sum of the changes of pulls, which fall into three: figures of the place's own
that are new, changed or gone, one by one; figures that stand as they were and score otherwise, because
others' figures changed (the scale is set by all places); and figures that stand as they were and weigh
otherwise, because the place has more or fewer of them. A pull is weight times height above 50, so the
change of one is exactly ``mean weight x change of height + mean height x change of weight``.

A rank may move without any change of score: others passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from etl.schema import Denominator, ScoreKind
from etl.workbench.rows import read

MIDDLE: Final = 50.0
PUBLISHED: Final = "default"
"""The scenario whose scores an edition holds. Not imported: a dashboard loads no pipeline for it."""
_SMALL: Final = 1e-6
"""Points below this are what rounding left: pulls are written with nine decimals."""
_FIGURE: Final = ["place_code", "indicator_id"]
_ITEM: Final = ["place_code", "item_id"]
_PARTS: Final = [
    *(*_ITEM, "part", "indicator_id", "points"),
    *(f"{name}_{side}" for name in ("number", "observation") for side in ("before", "after")),
]


class Part(StrEnum):
    """What a part of a change of score comes from."""

    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    OTHERS = "others"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True)
class Moves:
    """Ranks that moved, and the parts of each change of score."""

    ranks: pd.DataFrame
    """place_code, place_name, kind, item_id, and before and after: ``score_``, ``rank_``, ``why_not_``;
    the index first, then pillars, the greatest move first; a place newly or no longer ranked at the end."""
    parts: pd.DataFrame
    """place_code, item_id, part, indicator_id (none for others and weights), points (null where a score is
    missing on one side, or has no parts), and before and after: ``number_``, ``observation_``."""


def moves(before: Path, after: Path, scenario: str = PUBLISHED) -> Moves:
    """Every rank in the index or a pillar that differs between two editions, with its reasons.

    Empty where an edition has no scores (those of the first programs).
    """
    ranks = _ranks(before, after, scenario)
    codes = set(ranks["place_code"])
    if not codes:  # two tables without a row cannot be joined: pyarrow would know no type
        return Moves(ranks, pd.DataFrame(columns=_PARTS))
    old, new = (_pulls(folder, scenario, codes) for folder in (before, after))
    pulls = old.merge(new, on=[*_ITEM, "indicator_id"], how="outer", suffixes=("_before", "_after"))
    pulls = pulls.merge(ranks[[*_ITEM, "score_before", "score_after"]], on=_ITEM)
    seen, sees = (_figures(folder, codes) for folder in (before, after))
    figures = seen.merge(sees, on=_FIGURE, how="outer", suffixes=("_before", "_after"))
    return Moves(ranks, _parts(pulls.merge(figures, on=_FIGURE, how="left")))


def _ranks(before: Path, after: Path, scenario: str) -> pd.DataFrame:
    keys = ["kind", "item_id", "place_code", "place_name"]
    columns = [*keys, "score", "rank", "why_not"]
    sides = []
    for folder in (before, after):
        rows = read(folder, "scores", columns, where={"scenario_id": scenario})
        sides.append(rows[rows["kind"].isin([ScoreKind.INDEX, ScoreKind.PILLAR])])
    if any(side.empty for side in sides):
        sides = [side.head(0) for side in sides]
    both = sides[0].merge(sides[1], on=keys, how="outer", suffixes=("_before", "_after"))
    was, now = (both[f"rank_{side}"].astype("Float64").fillna(0) for side in ("before", "after"))
    way = (was - now).abs().where((was > 0) & (now > 0), -1)
    order = both.assign(way=way, pillar=both["kind"] != ScoreKind.INDEX, first=now.where(now > 0, was))
    order = order[(was != now).to_numpy(dtype=bool)]
    by = ["pillar", "item_id", "way", "first", "place_code"]
    order = order.sort_values(by, ascending=[True, True, False, True, True])
    return order.drop(columns=["way", "pillar", "first"]).reset_index(drop=True)


def _pulls(folder: Path, scenario: str, codes: set[str]) -> pd.DataFrame:
    """Weight and pull of each figure in the index and in its pillar: place, item, indicator; value."""
    rows = read(folder, "contributions", where={"scenario_id": scenario})
    rows = rows[rows["place_code"].isin(codes)]
    published = {"scenario_id": scenario, "kind": ScoreKind.PILLAR.value}
    scores = read(folder, "scores", ["item_id", "place_code", "score"], where=published)
    known = scores.set_index(["place_code", "item_id"])["score"]
    inside = rows.groupby(["place_code", "pillar_id"], sort=False)
    share = rows["weight"] / inside["weight"].transform("sum")
    total = inside["pull"].transform("sum").where(rows["pull"].notna())
    at = pd.MultiIndex.from_frame(rows[["place_code", "pillar_id"]])
    height = known.reindex(at).to_numpy(dtype=float) - MIDDLE
    # within a pillar its own parts are in proportion to the pulls; where these cancel out, by score
    scaled = rows["pull"] * (height / total.where(total.abs() > _SMALL))
    plain = (share * (rows["score"] - MIDDLE)).where(total.notna())
    own = rows.assign(item_id=rows["pillar_id"], weight=share, pull=scaled.fillna(plain))
    columns = [*_ITEM, "indicator_id", "weight", "pull", "value"]
    return pd.concat([rows.assign(item_id=ScoreKind.INDEX.value), own], ignore_index=True)[columns]


def _figures(folder: Path, codes: set[str]) -> pd.DataFrame:
    """The comparable figure of each place and indicator: ``number``, and the ``observation`` behind it."""
    columns = ["comparable", "latest", "annual_value", "per_head_value", "observation_ids"]
    rows = read(folder, "values", [*_FIGURE, *columns], where={"comparable": True, "latest": True})
    rows = rows[rows["place_code"].isin(codes)].drop_duplicates(_FIGURE, keep="last")
    indicators = read(folder, "indicators", ["indicator_id", "denominator"]).set_index("indicator_id")
    shared = rows["indicator_id"].map(indicators["denominator"]).ne(Denominator.NONE)
    number = rows["per_head_value"].where(shared, rows["annual_value"]).astype(float)
    observation = [ids[0] if ids else None for ids in rows["observation_ids"]]
    return rows[_FIGURE].assign(number=number, observation=pd.Series(observation, rows.index, dtype=object))


def _parts(pulls: pd.DataFrame) -> pd.DataFrame:
    """One row a figure of the place's own that changed, and the sums over those that did not."""
    rows = pulls.assign(
        number_before=pulls["number_before"].fillna(pulls["value_before"]).astype(float),
        number_after=pulls["number_after"].fillna(pulls["value_after"]).astype(float),
    )
    was, now = rows["number_before"], rows["number_after"]
    part = np.select(
        [was.isna(), now.isna(), ~np.isclose(was, now, rtol=1e-9, atol=0)],
        [Part.NEW, Part.GONE, Part.CHANGED],
        "",
    )
    both = rows["score_before"].notna() & rows["score_after"].notna()
    rows = rows.assign(part=part, points=_change(rows, "pull").where(both))
    own = rows[rows["part"] != ""]
    same = rows[rows["part"] == ""]
    heights = [same[f"pull_{side}"] / same[f"weight_{side}"] for side in ("before", "after")]
    scale = (same["weight_before"] + same["weight_after"]) / 2 * (heights[1] - heights[0])
    scale = scale.fillna(0.0).where(same["points"].notna())  # it weighs on one side only: all by weight
    sums = same.assign(others=scale, weights=same["points"] - scale).groupby(_ITEM)[["others", "weights"]]
    total = sums.sum(min_count=1)
    told = [
        total[part].rename("points").reset_index().assign(part=part) for part in (Part.OTHERS, Part.WEIGHTS)
    ]
    joined = pd.concat([own, *told], ignore_index=True)
    size = joined["points"].astype(float).abs()
    kept = joined["indicator_id"].notna() | (size > _SMALL)
    ordered: pd.DataFrame = joined.assign(size=size)[kept].sort_values(
        [*_ITEM, "size"], ascending=[True, True, False]
    )
    return ordered.reindex(columns=_PARTS).reset_index(drop=True)


def _change(rows: pd.DataFrame, name: str) -> pd.Series[float]:
    """After less before, nothing as zero; null where either is not a number though it weighs (Copeland)."""
    sides = []
    for side in ("before", "after"):
        pull, weight = rows[f"{name}_{side}"].astype(float), rows[f"weight_{side}"].astype(float)
        sides.append(pull.where(weight.fillna(0.0) > 0, 0.0))
    return sides[1] - sides[0]
