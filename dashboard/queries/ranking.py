"""Ranking places by one indicator, with rank intervals and the reasons of those missing.

Tables in: values, observations, indicators, places, sources, rejected. A rank interval
follows from the value intervals that qualifiers imply: the best rank a place could have
when every figure may lie anywhere in its interval, and the worst.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.queries.cycles import Cycle
from dashboard.queries.edition import Edition
from dashboard.queries.frames import one, plain
from etl.schema import Better, Denominator, WhyNot

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Basis(StrEnum):
    """Which number is ranked: per year and head where the catalogue says so, or per year only."""

    COMPARABLE = "comparable"
    TOTAL = "total"


class Absence(StrEnum):
    """Why a place with sources is missing from a ranking, beside the codes of WhyNot."""

    NOT_MENTIONED = "NOT_MENTIONED"
    NO_FIGURE_USED = "NO_FIGURE_USED"
    PART_ONLY = "PART_ONLY"
    OTHER_CYCLE = "OTHER_CYCLE"


def chosen_values(edition: Edition, cycle: Cycle, column: str, wanted: str) -> pd.DataFrame:
    """Values that stand for a cycle, of one place (``place_code``) or indicator (``indicator_id``).

    One row a place and indicator: comparable rows win, then the later year, then the row that the
    edition marks as latest.
    """
    values, at = edition["values"], chosen(edition, cycle)
    return plain(values.iloc[at[(values[column].iloc[at] == wanted).to_numpy()]])


@lru_cache(maxsize=8)
def chosen(edition: Edition, cycle: Cycle) -> Ints:
    """Where the rows of ``chosen_values`` stand among all values, in their order; kept.

    Their numbers take a megabyte a cycle, the rows would take forty. Only keys are sorted: whole
    rows of three million would take a second and half a gigabyte.
    """
    values = edition["values"]
    inside = np.flatnonzero(cycle.holds(values["year"]))
    rows = values[["comparable", "year", "latest"]].iloc[inside].fillna(0).astype("int32")
    order = (rows["comparable"] * 10_000 + rows["year"]) * 2 + rows["latest"]
    best = inside[np.argsort(-order.to_numpy(), kind="stable")]
    repeated = values[["place_code", "indicator_id"]].iloc[best].duplicated()
    return np.sort(best[~repeated.to_numpy()])


def indicator(edition: Edition, indicator_id: str) -> dict[str, Any]:
    """The catalogue's row; KeyError when there is none."""
    return one(edition["indicators"], "indicator_id", indicator_id)


@lru_cache(maxsize=16)
def best_covered(edition: Edition, cycle: Cycle) -> str | None:
    """The indicator that most places can be compared by, judged ones first; None without values."""
    rows = edition["values"][["indicator_id", "comparable"]].iloc[chosen(edition, cycle)]
    judged = edition["indicators"].loc[edition["indicators"]["better"] != Better.NONE, "indicator_id"]
    rows = plain(rows[rows["comparable"] & rows["indicator_id"].isin(list(judged))])
    counts = rows["indicator_id"].value_counts()
    return str(min(counts[counts == counts.max()].index)) if len(counts) else None


@lru_cache(maxsize=4)
def stated(edition: Edition) -> frozenset[str]:
    """Indicators that have a value."""
    return frozenset(edition["values"]["indicator_id"].unique())


def divisor(row: Mapping[str, Any], basis: Basis) -> str:
    """What a ranked number is divided by: a code of Denominator."""
    return str(row["denominator"]) if basis is Basis.COMPARABLE else Denominator.NONE.value


def ranked(
    edition: Edition,
    indicator_id: str,
    cycle: Cycle,
    basis: Basis = Basis.COMPARABLE,
    cumulative: bool = False,
) -> pd.DataFrame:
    """Places in order of one indicator.

    Columns: those of values and places, and ``shown`` with ``shown_low`` and
    ``shown_high``, ``rank`` (1 = best; ties share the better rank) with ``rank_best`` and
    ``rank_worst``. With ``cumulative`` the flows without a basis of years come in too, as
    stated. Indicators without a direction are sorted from high to low.
    """
    row = indicator(edition, indicator_id)
    rows = chosen_values(edition, cycle, "indicator_id", indicator_id)
    rows = rows.assign(shown=_shown(rows, divisor(row, basis), cumulative)).dropna(subset=["shown"])
    scale = (rows["shown"] / rows["value"].where(rows["value"] != 0)).fillna(1.0)
    rows = rows.assign(shown_low=rows["value_low"] * scale, shown_high=rows["value_high"] * scale)
    return with_ranks(_named(edition, rows), ascending=row["better"] == Better.LOWER)


def _shown(rows: pd.DataFrame, per: str, cumulative: bool) -> pd.Series[float]:
    """The number that is ranked, NaN where the row may not enter."""
    whole = per == Denominator.NONE
    shown = rows["annual_value" if whole else "per_head_value"]
    usable = rows["comparable"] | (whole & (rows["why_not"] == WhyNot.NO_DENOMINATOR))
    shown = shown.where(usable)
    if not cumulative:
        return shown
    stated = rows["value"] if whole else rows["value"] / rows["denominator_value"]
    stated = stated * (100.0 if per == Denominator.VETERANS else 1.0)
    return shown.fillna(stated.where(rows["why_not"] == WhyNot.NO_BASIS))


def _named(edition: Edition, rows: pd.DataFrame) -> pd.DataFrame:
    """Add what the reference says of each place."""
    places = edition["places"].drop(columns="place_name")
    return rows.merge(places, on="place_code", how="left")


def with_ranks(rows: pd.DataFrame, ascending: bool = False) -> pd.DataFrame:
    """Sort by ``shown`` and add ranks and their intervals."""
    rows = rows.sort_values(["shown", "place_code"], ascending=[ascending, True]).reset_index(drop=True)
    sign = -1.0 if ascending else 1.0
    low, high = sign * rows["shown_low"].to_numpy(float), sign * rows["shown_high"].to_numpy(float)
    best, worst = rank_bounds(np.minimum(low, high), np.maximum(low, high))
    rank = rows["shown"].rank(method="min", ascending=ascending)
    return rows.assign(rank=rank.astype(int), rank_best=best, rank_worst=worst)


def rank_bounds(low: Floats, high: Floats) -> tuple[Ints, Ints]:
    """Best and worst rank of each interval among all, higher values being better; shape (n,).

    At best only those lie before a place whose whole interval is above its own; at worst all
    whose interval reaches beyond its lower end.
    """
    n = len(low)
    surely = n - np.searchsorted(np.sort(low), high, side="right")
    perhaps = n - np.searchsorted(np.sort(high), low, side="right") - (high > low)
    return surely + 1, perhaps + 1


def absent(edition: Edition, indicator_id: str, cycle: Cycle, present: pd.Series) -> pd.DataFrame:
    """Places with sources that the ranking lacks, each with the reason.

    Columns: those of places, and ``why`` (a code of Absence or WhyNot).
    """
    places = edition["places"]
    wanted = edition.sourced - set(present)
    missing = places[places["place_code"].isin(wanted)]
    reasons = _reasons(edition, indicator_id, cycle)
    why = [reasons.get(code, Absence.NOT_MENTIONED.value) for code in missing["place_code"]]
    return missing.assign(why=why).sort_values(["why", "place_code"])


@lru_cache(maxsize=32)
def _reasons(edition: Edition, indicator_id: str, cycle: Cycle) -> dict[str, str]:
    """Reason by place; the later entries are the stronger ones."""
    rejected, seen, values = edition["rejected"], edition["observations"], edition["values"]
    found: dict[str, str] = {}
    near = rejected[rejected["indicator_id"] == indicator_id]["place_code"]
    found.update(dict.fromkeys(near, Absence.NO_FIGURE_USED.value))
    parts = seen[(seen["indicator_id"] == indicator_id) & (seen["scope"] == "sub")]["place_code"]
    found.update(dict.fromkeys(parts, Absence.PART_ONLY.value))
    own = values[values["indicator_id"] == indicator_id]
    found.update(dict.fromkeys(own["place_code"], Absence.OTHER_CYCLE.value))
    inside = own[cycle.holds(own["year"])].dropna(subset=["why_not"])
    found.update(zip(inside["place_code"], inside["why_not"], strict=True))
    return found
