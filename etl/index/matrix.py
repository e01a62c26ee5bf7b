"""Tables of an edition to arrays: which values of which places are compared under a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from etl.index.ranks import Bools, Floats, Ints
from etl.index.scenario import Group, Item, Scenario, Veto
from etl.index.strict import ScenarioError
from etl.schema import Answer, Better, Denominator

Tables = Mapping[str, pd.DataFrame]
Cycle = tuple[int, int] | None
"""Assessment years, first and last; none = the latest value of each place and indicator."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """n places by k indicators in p pillars, in comparable units, NaN where nothing is comparable."""

    place_codes: tuple[str, ...]
    place_names: tuple[str, ...]
    in_group: Bools
    """(n,) place belongs to the comparison group."""
    indicator_ids: tuple[str, ...]
    pillar_ids: tuple[str, ...]
    pillar_of: Ints
    """(k,) number of the indicator's pillar."""
    higher: Bools
    """(k,)"""
    pillar_weights: Floats
    """(p,) of the catalogue."""
    value: Floats
    """(n, k) yearly value, per head where the catalogue has a denominator."""
    low: Floats
    high: Floats
    """(n, k) ends of the interval that the qualifier implies, in the same unit."""
    confidence: Floats
    """(n, k) probability that the figure was read rightly."""


def build_matrix(tables: Tables, scenario: Scenario) -> Matrix:
    """The matrix of ``values``, ``indicators``, ``pillars``, ``places`` and ``practice_catalogue``.

    ``observations`` (for confidence) and ``sources`` (for places without any value) may be left out.
    Raises ``ScenarioError`` where the scenario names what is not there.
    """
    check_names(tables, scenario)
    return compared_with(assemble(tables, scenario.cycle), tables, scenario.group)


def compared_with(matrix: Matrix, tables: Tables, group: Group) -> Matrix:
    """The same values with another comparison group."""
    places = tables["places"].set_index("place_code", drop=False).loc[list(matrix.place_codes)]
    return replace(matrix, in_group=_in_group(places, group))


def assemble(tables: Tables, cycle: Cycle) -> Matrix:
    """The matrix of a cycle, all places in the group.

    Rows are the places with at least one source or value, columns the indicators with a direction in
    a pillar with a weight.
    """
    pillars, indicators = _scored(tables)
    rows = _chosen_values(tables, cycle, indicators)
    places = _places(tables, rows)
    wide = _widen(rows, list(places["place_code"]), list(indicators["indicator_id"]))
    number = {pillar: i for i, pillar in enumerate(pillars["pillar_id"])}
    return Matrix(
        tuple(places["place_code"]),
        tuple(places["place_name"]),
        np.ones(len(places), dtype=bool),
        tuple(indicators["indicator_id"]),
        tuple(pillars["pillar_id"]),
        indicators["pillar_id"].map(number).to_numpy(dtype=int),
        indicators["better"].eq(Better.HIGHER).to_numpy(dtype=bool),
        pillars["weight"].to_numpy(dtype=float),
        wide["number"],
        wide["low"],
        wide["high"],
        wide["confidence"],
    )


def _scored(tables: Tables) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pillars with a weight, and their indicators with a direction, each in order."""
    pillars = tables["pillars"].sort_values("order")
    pillars = pillars[pillars["weight"] > 0]
    indicators = tables["indicators"].sort_values("order")
    scored = indicators["better"].ne(Better.NONE) & indicators["pillar_id"].isin(pillars["pillar_id"])
    return pillars, indicators[scored]


def check_names(tables: Tables, scenario: Scenario) -> None:
    """Refuse a scenario that names a pillar, indicator or practice which the edition does not have."""
    weights = scenario.weights
    pillar_ids, indicator_ids = set(tables["pillars"]["pillar_id"]), set(_scored(tables)[1]["indicator_id"])
    practices = set(tables["practice_catalogue"]["practice_id"])
    lines: list[Item | Veto] = [*scenario.rubric, *scenario.vetoes]
    named: list[tuple[str, set[Any], set[str]]] = [
        ("pillar", {*weights.pillars, *(p for m in weights.panel for p in m.pillars)}, pillar_ids),
        ("pillar", {i.pillar_id for i in scenario.rubric}, pillar_ids),
        ("indicator", {*weights.indicators, *scenario.normalise.goalposts}, indicator_ids),
        ("indicator", {i.indicator_id for i in lines} - {None}, indicator_ids),
        ("practice", {i.practice_id for i in lines} - {None}, practices),
    ]
    for kind, used, known in named:
        if unknown := sorted(used - known):
            raise ScenarioError(
                f"{scenario.scenario_id}: unknown (or unscored) {kind} {', '.join(unknown)}: correct it"
            )


def _chosen_values(tables: Tables, cycle: Cycle, indicators: pd.DataFrame) -> pd.DataFrame:
    """One comparable row a place and indicator, with ``number``, ``low``, ``high``, ``confidence``."""
    values = tables["values"]
    kept = values["comparable"].astype(bool) & values["indicator_id"].isin(indicators["indicator_id"])
    if cycle is None:
        values = values[kept & values["latest"].astype(bool)]
    else:
        values = values[kept & values["year"].between(*cycle).fillna(False).astype(bool)]
        values = values.sort_values(
            ["place_code", "indicator_id", "year", "latest", "period_end"], kind="stable", na_position="first"
        )
    values = values.drop_duplicates(["place_code", "indicator_id"], keep="last")
    shares = indicators.set_index("indicator_id")["denominator"].ne(Denominator.NONE)
    per_head = values["indicator_id"].map(shares).astype(bool)
    number = values["per_head_value"].where(per_head, values["annual_value"]).astype(float)
    stated = values["value"].astype(float)
    factor = (number / stated.where(stated != 0)).fillna(0.0)
    return pd.DataFrame(
        {
            "place_code": values["place_code"],
            "indicator_id": values["indicator_id"],
            "number": number,
            "low": values["value_low"].astype(float) * factor,
            "high": values["value_high"].astype(float) * factor,
            "confidence": _confidence(tables, values),
        }
    )[number.notna()]


def _confidence(tables: Tables, values: pd.DataFrame) -> pd.Series[float]:
    """Confidence of the chosen observation behind each value; 1 where the observations are not given."""
    if "observations" not in tables:
        return pd.Series(1.0, index=values.index)
    observations = tables["observations"]
    known = dict(zip(observations["observation_id"], observations["confidence"], strict=True))
    first = [known.get(ids[0], 1.0) if len(ids) else 1.0 for ids in values["observation_ids"]]
    return pd.Series(first, index=values.index, dtype=float)


def _places(tables: Tables, rows: pd.DataFrame) -> pd.DataFrame:
    """Places with a value or a source, by code, with what a group may ask of them."""
    seen = set(rows["place_code"])
    if "sources" in tables:
        seen |= set(tables["sources"]["place_code"].dropna())
    places = tables["places"]
    return places[places["place_code"].isin(seen)].sort_values("place_code").reset_index(drop=True)


def _in_group(places: pd.DataFrame, group: Group) -> Bools:
    """Which rows of ``places`` the comparison group takes in."""
    inside = np.ones(len(places), dtype=bool)
    for column, wanted in (
        ("level", group.levels),
        ("province_code", group.provinces),
        ("place_code", group.places),
    ):
        if wanted:
            inside &= places[column].isin(wanted).to_numpy(dtype=bool)
    population = places["population"].to_numpy(dtype=float, na_value=np.nan)
    if group.population_min is not None:
        inside &= population >= group.population_min
    if group.population_max is not None:
        inside &= population <= group.population_max
    return inside


def _widen(rows: pd.DataFrame, places: list[str], indicators: list[str]) -> dict[str, Floats]:
    """(places, indicators) arrays of the four figures, NaN where there is no row."""
    i = pd.Index(places).get_indexer(pd.Index(rows["place_code"]))
    j = pd.Index(indicators).get_indexer(pd.Index(rows["indicator_id"]))
    wide = {}
    for name in ("number", "low", "high", "confidence"):
        wide[name] = np.full((len(places), len(indicators)), np.nan)
        wide[name][i, j] = rows[name].to_numpy(dtype=float)
    return wide


def vetoed(tables: Tables, matrix: Matrix, scenario: Scenario) -> list[list[str]]:
    """For each place, the vetoes that apply: practice or indicator ids. Not mentioned bars nobody."""
    found: list[list[str]] = [[] for _ in matrix.place_codes]
    at = {code: n for n, code in enumerate(matrix.place_codes)}
    for veto in scenario.vetoes:
        if veto.practice_id is not None:
            practices = tables["practices"]
            hit = practices[
                practices["practice_id"].eq(veto.practice_id) & practices["answer"].eq(Answer(veto.answer))
            ]
            places = {at[code] for code in hit["place_code"] if code in at}
        else:
            column = matrix.value[:, matrix.indicator_ids.index(str(veto.indicator_id))]
            below = column < (-np.inf if veto.below is None else veto.below)
            places = set(np.flatnonzero(below | (column > (np.inf if veto.above is None else veto.above))))
        for place in places:
            found[place].append(str(veto.practice_id or veto.indicator_id))
    return found
