"""What stands behind an edition's trustworthiness: coverage, conflicts, refusals, corrections, sources.

Tables in: values, observations, rejected, practices, practice_catalogue, indicators, pillars,
places, sources, conflicts, corrections.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import pandas as pd

from dashboard.queries import place
from dashboard.queries.edition import Edition
from dashboard.queries.pairs import pairs
from etl.schema import Reason, SourceStatus


class State(StrEnum):
    """What is known of an indicator in a place, from most to least."""

    COMPARED = "compared"
    STATED = "stated"
    NOTHING = "nothing"


NEVER_A_VALUE: Final = frozenset(
    {
        *(Reason.DATE, Reason.DOCUMENT_NUMBER, Reason.ORDINAL, Reason.GRADE),
        *(Reason.NAME_PART, Reason.SLOGAN, Reason.HEADING),
    }
)
"""Reasons that say a number is no quantity at all; they come last when refusals are read."""

EVERY: Final = "all"
"""What stands for all pillars, reasons or places among the choices."""


def cells(edition: Edition) -> pd.DataFrame:
    """One row a place and indicator that any source speaks of, by place and catalogue order.

    Columns: place_code, indicator_id, ``state`` (compared or stated), ``why`` (why a stated
    figure is not compared: a code of WhyNot, PART_ONLY or NO_FIGURE_USED; empty otherwise), pillar_id.
    """
    catalogue = edition["indicators"].sort_values("order").set_index("indicator_id")
    keys = {
        "place_code": pd.CategoricalDtype(edition["places"]["place_code"], ordered=True),
        "indicator_id": pd.CategoricalDtype(catalogue.index, ordered=True),
    }
    found, seen, near = pairs(edition), edition["observations"], edition["rejected"]
    compared, stated = found["comparable"] > 0, {"state": State.STATED.value}
    parts = (
        found.loc[compared, list(keys)].assign(state=State.COMPARED.value, why=""),
        found.loc[~compared, list(keys)].assign(**stated, why=found["why_not"].astype("str")),
        seen[list(keys)].drop_duplicates().assign(**stated, why="PART_ONLY"),
        near[list(keys)].drop_duplicates().assign(**stated, why="NO_FIGURE_USED"),
    )
    # The same categories everywhere: as text each cell would be an object of its own on the way.
    rows = pd.concat([part.astype(keys).dropna(subset=list(keys)) for part in parts])
    rows = rows.drop_duplicates(list(keys)).sort_values(list(keys), ignore_index=True)
    pillars = catalogue["pillar_id"].astype("category").array
    return rows.assign(pillar_id=pillars.take(rows["indicator_id"].cat.codes))


def covered_places(edition: Edition, known: pd.DataFrame) -> pd.DataFrame:
    """Places with a source, best covered first: columns of places, ``compared`` and ``stated`` (counts).

    ``known`` are the edition's ``cells``.
    """
    places = edition["places"]
    rows = places[places["place_code"].isin(list(edition.sourced))]
    counts = known.groupby(["place_code", "state"]).size().unstack(fill_value=0)
    for state in (State.COMPARED, State.STATED):
        own = counts[state] if state in counts else pd.Series(dtype=int)
        rows = rows.assign(**{state.value: rows["place_code"].map(own).fillna(0).astype(int)})
    return rows.sort_values(["compared", "stated", "place_code"], ascending=[False, False, True])


def by_pillar(edition: Edition, known: pd.DataFrame) -> pd.DataFrame:
    """Coverage of pillars: place_code, pillar_id, ``compared``, ``stated``, ``practices`` (counts)."""
    counts = known.groupby(["place_code", "pillar_id", "state"]).size().unstack(fill_value=0)
    counts = counts.reindex(columns=[State.COMPARED.value, State.STATED.value], fill_value=0)
    said = edition["practices"].merge(edition["practice_catalogue"][["practice_id", "pillar_id"]])
    done = said.groupby(["place_code", "pillar_id"])["practice_id"].nunique().rename("practices")
    return counts.join(done, how="outer").fillna(0).astype(int).reset_index()


def differing(edition: Edition) -> pd.DataFrame:
    """Conflicts, the greatest difference first: columns of conflicts, indicators' names and unit."""
    names = edition["indicators"][["indicator_id", "name_zh", "name_en", "unit"]]
    rows = edition["conflicts"].merge(names, on="indicator_id")
    order = rows["difference_pct"].abs()
    return rows.iloc[order.argsort(kind="stable")[::-1]].reset_index(drop=True)


def observations(edition: Edition, ids: list[str]) -> pd.DataFrame:
    """Observations by id, described as evidence cards need them, indexed by ``observation_id``."""
    rows = place.described(edition, edition["observations"]["observation_id"].isin(ids))
    return rows.set_index("observation_id", drop=False)


def reasons(edition: Edition) -> pd.DataFrame:
    """How many figures were refused for each reason, most first: reason, n, ``considered``.

    ``considered`` is false where the number is no quantity at all (a date, a rank, a name).
    """
    counts = edition["rejected"]["reason"].value_counts().rename("n").rename_axis("reason").reset_index()
    return counts.assign(considered=~counts["reason"].isin(NEVER_A_VALUE))


def refused(edition: Edition, reason: str = EVERY, place_code: str = EVERY, words: str = "") -> pd.DataFrame:
    """Refused figures that pass the filters, those that might have been values first.

    Columns: those of rejected, ``title`` and ``date`` of the source, ``rejected_id``. ``words``
    are sought in the sentence, whatever the case.
    """
    rows = edition["rejected"]
    rows = rows[(rows["reason"] == reason) | (reason == EVERY)]
    rows = rows[(rows["place_code"] == place_code) | (place_code == EVERY)]
    if words:
        rows = rows[rows["quote"].str.contains(words, case=False, regex=False)]
    last = rows["reason"].isin(NEVER_A_VALUE)
    rows = rows.assign(last=last, rejected_id="x" + rows["char_start"].astype(str))
    rows = rows.merge(edition["sources"][["source_id", "title", "date"]], on="source_id", how="left")
    return rows.sort_values(["last", "source_id", "char_start"]).drop(columns="last").reset_index(drop=True)


def faults(edition: Edition) -> pd.DataFrame:
    """Faults of returns by source and cell: columns of faults, ``title`` of the source."""
    titles = edition["sources"][["source_id", "title"]]
    return edition["faults"].merge(titles, on="source_id", how="left")


def refused_places(edition: Edition) -> pd.DataFrame:
    """Places with refused figures, most first: place_code, n."""
    codes = edition["rejected"]["place_code"]
    counts = codes[codes != ""].value_counts().rename("n")
    return counts.rename_axis("place_code").reset_index()


def corrections(edition: Edition) -> pd.DataFrame:
    """Declared fixes, those not applied first: columns of corrections, ``title`` of the source."""
    titles = edition["sources"][["source_id", "title"]]
    rows = edition["corrections"].merge(titles, on="source_id", how="left")
    return rows.sort_values(["applied", "correction_id"]).reset_index(drop=True)


def sources(edition: Edition) -> pd.DataFrame:
    """All sources, failed and partial ones first: columns of sources."""
    order = {SourceStatus.FAILED.value: 0, SourceStatus.PARTIAL.value: 1}
    rows = edition["sources"]
    rows = rows.assign(worst=rows["status"].map(order).fillna(2))
    rows = rows.sort_values(["worst", "date", "source_id"], ascending=[True, False, True])
    return rows.drop(columns="worst").reset_index(drop=True)
