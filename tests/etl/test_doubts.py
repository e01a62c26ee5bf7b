"""Doubts: which observations deserve a look, and in which order, in a small world worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.doubts import doubts
from etl.index.levels import Rules
from etl.index.scenario import Normalise, Scenario
from etl.tables import frame

STAFF, CARDS = "org.staff", "policy.priority_cards"
LATEST = {"latest": True, "comparable": True, "conflict": False, "mixed_years": False}


def observation(name: str, place: int, indicator: str, value: float, **more: object) -> dict[str, object]:
    row = {
        "observation_id": name,
        "place_code": f"6207{place:02}",
        "place_name": f"甲{place}",
        "value": value,
    }
    row |= {"indicator_id": indicator, "source_id": f"s{place}", "scope": "self", "confidence": 0.95}
    return {**row, "flags": [], "period_kind": "year", "qualifier": "exact"} | more


def value(
    name: str, place: int, indicator: str, amount: float, year: int, **more: object
) -> dict[str, object]:
    row = {
        "place_code": f"6207{place:02}",
        "place_name": f"甲{place}",
        "indicator_id": indicator,
        "year": year,
    }
    row |= {"value": amount, "annual_value": amount, "value_low": amount, "value_high": amount}
    row |= {"observation_ids": [name], "source_id": f"s{place}", "period_kind": "year", "period_end": year}
    return {**row, **LATEST, "per_head_value": amount} | more


@pytest.fixture
def world() -> dict[str, pd.DataFrame]:
    """Five places with a staff of 10 to 50 in 2022, the first with 40 in 2021; all have 100 cards but one."""
    staff = [observation(f"staff{n}", n, STAFF, 10.0 * n) for n in range(1, 6)]
    cards = [observation(f"cards{n}", n, CARDS, 100.0 if n < 5 else 400.0) for n in range(1, 6)]
    seen = [*staff, *cards, observation("older1", 1, STAFF, 40.0), observation("other4", 4, STAFF, 5.0)]
    values = [value(str(o["observation_id"]), int(str(o["place_code"])[4:]), str(o["indicator_id"]),
                    float(str(o["value"])), 2022) for o in seen[:10]]  # fmt: skip
    values.append(value("older1", 1, STAFF, 40.0, 2021, latest=False))
    conflict = {"kept_id": "staff4", "other_id": "other4", "kept_value": 40.0, "other_value": 5.0}
    conflict |= {"place_code": "620704", "place_name": "甲4", "indicator_id": STAFF, "difference_pct": -87.5}
    indicators = [
        {"indicator_id": i, "order": n, "pillar_id": p, "measure": "stock", "better": "higher",
         "denominator": "none", "combine": "latest", "unit": "名"}
        for n, (i, p) in enumerate(((STAFF, "org"), (CARDS, "policy")))
    ]  # fmt: skip
    pillars = [{"pillar_id": p, "order": n, "weight": 1.0} for n, p in enumerate(("org", "policy"))]
    places = [
        {"place_code": f"6207{n:02}", "place_name": f"甲{n}", "level": "prefecture"} for n in range(1, 6)
    ]
    return {
        "observations": frame("observations", seen),
        "values": frame("values", values),
        "conflicts": frame("conflicts", [conflict | {"period_kind": "year"}]),
        "indicators": frame("indicators", indicators),
        "pillars": frame("pillars", pillars),
        "places": frame("places", places),
        "practices": frame("practices", []),
        "practice_catalogue": frame("practice_catalogue", []),
    }  # fmt: skip


def scenario() -> Scenario:
    rules = Rules(pillar_share=0.0, pillars_needed=1)
    marks = Normalise("goalposts", 0.0, {STAFF: (0.0, 100.0), CARDS: (0.0, 1000.0)})
    return Scenario("s", "s", "s", "s", "s", min_places=1, rules=rules, normalise=marks)


def queue(world: dict[str, pd.DataFrame]) -> pd.DataFrame:
    return doubts(world, scenario()).sort_values("order").set_index("observation_id")


def test_by_hand(world: dict[str, pd.DataFrame]) -> None:
    seen = world["observations"].set_index("observation_id", drop=False)
    seen.at["cards5", "flags"] = ["damaged_nearby"]
    seen.loc["staff2", "confidence"] = 0.6
    world["observations"] = seen.reset_index(drop=True)
    rows = queue(world)
    # Index now (staff + cards / 10, halved): 10, 15, 20, 25, 45. Conflict: place 4 with 5 has 7.5, from
    # rank 2 to 5; in the indicator too. Jump: place 1 with 40 of the year before has 25, level with place
    # 4, from 5 to 2. Without its 20, place 2 has its cards alone, 10: level with place 1, still 4; it
    # loses its rank in staff and the pillar, of which it was fourth. Without cards, place 5 has 50: first.
    assert rows.index.tolist() == ["staff4", "staff1", "cards5", "staff2"]  # of equal shifts, the share
    assert rows["kinds"].tolist() == [["conflict"], ["jump"], ["damaged"], ["low_confidence"]]
    assert rows["index_shift"].tolist() == [3, -3, 0, 0]
    assert rows["pillar_shift"].tolist() == [3, -3, 4, 1]
    assert rows["indicator_shift"].tolist() == [3, -3, 4, 1]
    assert rows["share"].tolist() == pytest.approx([40 / 150, 10 / 150, 0.5, 20 / 150])
    assert (rows.loc["staff1", "before_year"], rows.loc["staff1", "before_value"]) == (2021, 40)
    assert (rows.loc["staff4", "other_id"], rows.loc["staff4", "other_value"]) == ("other4", 5)


@pytest.mark.parametrize("flag", ["confirmed", "corrected"])
def test_what_a_person_settled_is_in_no_doubt(world: dict[str, pd.DataFrame], flag: str) -> None:
    seen = world["observations"]
    seen.at[int(seen.index[seen["observation_id"] == "staff4"][0]), "flags"] = ["conflict", flag]
    assert queue(world).index.tolist() == ["staff1"]


def test_what_stands_behind_no_latest_value_moves_nothing(world: dict[str, pd.DataFrame]) -> None:
    seen = world["observations"].set_index("observation_id", drop=False)
    seen.loc["older1", "confidence"] = 0.1
    world["observations"] = seen.reset_index(drop=True)
    row = queue(world).loc["older1"]
    assert [row["index_shift"], row["pillar_shift"], row["indicator_shift"], row["share"]] == [0, 0, 0, 0]


def test_a_part_of_a_sum_leaves_the_rest_standing(world: dict[str, pd.DataFrame]) -> None:
    world["indicators"] = world["indicators"].assign(combine="sum")
    values = world["values"]
    own = values.index[(values["place_code"] == "620705") & (values["indicator_id"] == STAFF)][0]
    values.at[int(own), "observation_ids"] = ["part_a", "part_b"]
    parts = [observation("part_a", 5, STAFF, 45.0, confidence=0.5), observation("part_b", 5, STAFF, 5.0)]
    world["observations"] = pd.concat([world["observations"], frame("observations", parts)])
    row = queue(world).loc["part_a"]
    assert row["indicator_shift"] == 4  # 5 is left, the lowest of all
    assert row["share"] == pytest.approx(0.3)


def test_an_edition_without_doubts_has_an_empty_table(world: dict[str, pd.DataFrame]) -> None:
    world["observations"] = world["observations"].iloc[:0]
    assert doubts(world, scenario()).empty


def test_in_the_edition_of_the_digests(edition: Path) -> None:
    rows = pd.read_parquet(edition / "doubts.parquet").sort_values("order")
    seen = pd.read_parquet(edition / "observations.parquet").set_index("observation_id")
    assert len(rows) > 50
    assert rows["index_shift"].abs().is_monotonic_decreasing
    own = seen.loc[rows["observation_id"]]
    doubtful = own["confidence"].lt(0.8) | own["flags"].map(len).gt(0)
    assert (
        doubtful.to_numpy() | rows["other_id"].notna().to_numpy() | rows["before_year"].notna().to_numpy()
    ).all()
