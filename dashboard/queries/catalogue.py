"""The catalogue with what an edition has for each entry.

Tables in: indicators, pillars, values, observations, practice_catalogue, practices.
"""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from dashboard.queries.edition import Edition
from dashboard.queries.pairs import pairs
from etl.schema import Answer

EVERY = "all"


def indicators(edition: Edition, words: str = "", topic: str = EVERY) -> pd.DataFrame:
    """Indicators in the catalogue's order that pass the filters.

    Columns: those of indicators, ``stated`` and ``compared`` (places with a value, and with a
    comparable one), ``observations``. All of ``words`` must stand in the names, the
    definition or the id.
    """
    rows = edition["indicators"].sort_values("order")
    rows = _matching(rows, words, ["name_zh", "name_en", "counts", "counts_en", "indicator_id"], topic)
    places = {
        name: rows["indicator_id"].map(own).fillna(0).astype(int) for name, own in _counts(edition).items()
    }
    return rows.assign(**places)


@lru_cache(maxsize=4)
def _counts(edition: Edition) -> dict[str, pd.Series[int]]:
    """``stated``, ``compared`` (places) and ``observations`` by indicator, counted once an edition."""
    known = pairs(edition)
    return {
        "stated": known["indicator_id"].value_counts(),
        "compared": known.loc[known["comparable"] > 0, "indicator_id"].value_counts(),
        "observations": edition["observations"]["indicator_id"].value_counts(),
    }


def practices(edition: Edition, words: str = "", topic: str = EVERY) -> pd.DataFrame:
    """Practices in the catalogue's order: its columns, ``yes`` and ``no`` (places whose sources say so).

    A place of which one source says yes and another no counts as no, as it does in a rubric.
    """
    rows = edition["practice_catalogue"].sort_values("order")
    rows = _matching(rows, words, ["name_zh", "name_en", "counts", "counts_en", "practice_id"], topic)
    said = edition["practices"]
    said = said.sort_values("answer").drop_duplicates(["place_code", "practice_id"])  # no before yes
    counts = {a: said.loc[said["answer"] == a, "practice_id"].value_counts() for a in Answer}
    return rows.assign(
        yes=rows["practice_id"].map(counts[Answer.YES]).fillna(0).astype(int),
        no=rows["practice_id"].map(counts[Answer.NO]).fillna(0).astype(int),
    )


def sourced_places(edition: Edition) -> int:
    """Places with at least one source."""
    return len(edition.sourced)


def _matching(rows: pd.DataFrame, words: str, columns: list[str], topic: str) -> pd.DataFrame:
    """Rows of the pillar that hold every word in one of the columns, whatever the case."""
    rows = rows[(rows["pillar_id"] == topic) | (topic == EVERY)]
    text = rows[columns].fillna("").agg("\n".join, axis=1).str.casefold()
    for word in words.casefold().split():
        rows, text = rows[text.str.contains(word, regex=False)], text[text.str.contains(word, regex=False)]
    return rows
