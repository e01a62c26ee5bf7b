"""Published scores of the default scenario: the index and its pillars. Table in: scores."""

from __future__ import annotations

from typing import Final

import pandas as pd

from dashboard.queries.edition import Edition
from etl.schema import ScoreKind

SCENARIO: Final = "default"

INDEX: Final = "index"
"""The item that stands for the whole."""


def _of(edition: Edition) -> pd.DataFrame:
    """Rows of the index and the pillars."""
    rows = edition["scores"]
    return rows[(rows["scenario_id"] == SCENARIO) & rows["kind"].isin([ScoreKind.INDEX, ScoreKind.PILLAR])]


def items(edition: Edition) -> list[str]:
    """Items that rank at least two places: ``index``, then pillars in their order."""
    rows = _of(edition)
    counts = rows[rows["ranked"].astype(bool)]["item_id"].value_counts()
    order = [INDEX, *edition["pillars"].sort_values("order")["pillar_id"]]
    return [item for item in order if counts.get(item, 0) > 1]


def ranked(edition: Edition, item_id: str) -> pd.DataFrame:
    """Places ranked by a score, best first.

    Columns: those of scores and places, ``shown`` (0 to 100), ``rank`` and its 5 to 95 %
    interval ``rank_best``, ``rank_worst`` (the rank itself where none was drawn).
    """
    rows = _of(edition)
    rows = rows[(rows["item_id"] == item_id) & rows["ranked"].astype(bool)]
    rows = rows.merge(edition["places"].drop(columns="place_name"), on="place_code", how="left")
    best, worst = rows["rank_low"].fillna(rows["rank"]), rows["rank_high"].fillna(rows["rank"])
    rows = rows.assign(shown=rows["score"], shown_low=rows["score"], shown_high=rows["score"])
    rows = rows.assign(rank_best=best, rank_worst=worst)
    whole = dict.fromkeys(("rank", "rank_best", "rank_worst"), int)
    return rows.astype(whole).sort_values(["rank", "place_code"], ignore_index=True)


def unranked(edition: Edition, item_id: str) -> pd.DataFrame:
    """Places whose score stands in brackets: columns of places, ``score`` and ``why`` (NotRanked)."""
    rows = _of(edition)
    rows = rows[(rows["item_id"] == item_id) & ~rows["ranked"].astype(bool)]
    named = rows[["place_code", "score", "why_not"]].merge(edition["places"], on="place_code")
    return named.rename(columns={"why_not": "why"}).sort_values(["why", "place_code"])


def of_place(edition: Edition, place_code: str) -> pd.DataFrame:
    """Index and pillar scores of one place in official order: columns of scores, ``order``."""
    rows = _of(edition)
    order = edition["pillars"][["pillar_id", "order", "name_zh", "name_en"]]
    own = rows[rows["place_code"] == place_code].merge(
        order, left_on="item_id", right_on="pillar_id", how="left"
    )
    return own.assign(order=own["order"].fillna(0)).sort_values("order")
