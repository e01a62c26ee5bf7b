"""Comparable values: yearly, per head, chosen and contradicted, with what is missing left missing.

Rules quoted: design "From observation to comparable value": "Flows become yearly: year and annual as
stated, since divided by its years. A cumulative flow has no basis … Missing is missing".
"""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from etl.catalog import Catalog
from etl.normalise import _covers, comparable_values
from etl.schema import TABLES, PeriodKind
from etl.tables import build_tables
from tests.etl.reading import extractor
from tests.etl.small_edition import frame

Rows = list[dict[str, Any]]
TREES, PLAQUES, GRANT, TRAINED = (
    "gov.trees",
    "activity.glory_plaques",
    "policy.selfjob_grant",
    "policy.training_persons",
)


@pytest.fixture(scope="module")
def world() -> dict[str, pd.DataFrame]:
    """The shipped indicators and places."""
    return build_tables([], extractor().catalog, extractor())


def observation(
    indicator: str, value: float, kind: str, start: int | None = None, end: int | None = None, **more: Any
) -> dict[str, Any]:
    """One stated value of 张掖市."""
    source = more.pop("source_id", "one")
    return {
        "observation_id": f"{source}{indicator}{value}{kind}{more.get('char_start', 0)}",
        "place_code": "620700",
        "place_name": "张掖市",
        "indicator_id": indicator,
        **dict.fromkeys(("value", "value_low", "value_high"), value),
        "qualifier": "exact",
        "period_kind": kind,
        "period_start": start,
        "period_end": end,
        "scope": "self",
        "source_id": source,
        "matched": ["某词"],
        **more,
    }


def compare(world: dict[str, pd.DataFrame], *rows: dict[str, Any]) -> tuple[Rows, Rows]:
    sources = [
        {"source_id": "one", "date": "2022-08-01", "year": 2022},
        {"source_id": "two", "date": "2023-08-01", "year": 2023},
        {"source_id": "return", "date": "2023-08-01", "year": 2023, "kind": "return"},
    ]
    observations = frame(TABLES["observations"], list(rows)).astype(
        {"period_start": "Int32", "period_end": "Int32"}
    )
    return comparable_values(
        observations, frame(TABLES["sources"], sources), world["indicators"], world["places"]
    )


def only(world: dict[str, pd.DataFrame], *rows: dict[str, Any]) -> dict[str, Any]:
    [value] = compare(world, *rows)[0]
    return value


@pytest.mark.parametrize(
    ("kind", "start", "end", "years", "annual"),
    [
        ("year", 2022, 2022, 1, 600),
        ("annual", None, None, 1, 600),
        ("since", 2020, 2022, 3, 200),
        ("since", None, 2022, None, None),
        ("cumulative", None, None, None, None),
    ],
)
def test_flows_become_yearly(
    world: dict[str, pd.DataFrame],
    kind: str,
    start: int | None,
    end: int | None,
    years: int | None,
    annual: int | None,
) -> None:
    row = only(world, observation(TREES, 600, kind, start, end))
    assert (row["years"], row["annual_value"]) == (years, annual)
    assert row["comparable"] is (annual is not None)
    assert row["why_not"] == (None if annual else "NO_BASIS")


@pytest.mark.parametrize("length", range(0, 12, 3))
def test_a_flow_s_years_times_its_yearly_value_is_the_flow(
    world: dict[str, pd.DataFrame], length: int
) -> None:
    row = only(world, observation(TREES, 7000, "since", 2022 - length, 2022))
    assert row["annual_value"] * (length + 1) == pytest.approx(7000)


def test_a_stock_stands_as_it_is_per_ten_thousand_residents(
    world: dict[str, pd.DataFrame], catalog: Catalog
) -> None:
    row = only(world, observation(PLAQUES, 5200, "asof"))
    population = next(f["population"] for f in catalog.place_facts if f["place_code"] == "620700")
    assert (row["annual_value"], row["denominator_value"]) == (5200, population)
    assert row["per_head_value"] == pytest.approx(5200 / population)
    assert row["denominator_year"] == 2020


def test_per_veteran_needs_the_place_s_own_number_of_veterans(world: dict[str, pd.DataFrame]) -> None:
    alone = only(world, observation(TRAINED, 300, "year", 2022, 2022))
    assert (alone["per_head_value"], alone["why_not"]) == (None, "NO_DENOMINATOR")
    rows, _ = compare(
        world,
        observation(TRAINED, 300, "year", 2022, 2022),
        observation("policy.veterans_total", 6000, "asof"),
    )
    row = next(r for r in rows if r["indicator_id"] == TRAINED)
    assert row["per_head_value"] == pytest.approx(300 / 6000 * 100)
    assert row["denominator_source"] == "one"


def test_figures_that_add_up_are_summed_and_others_not(world: dict[str, pd.DataFrame]) -> None:
    trees = [observation(TREES, v, "year", 2022, 2022, char_start=v) for v in (100, 250)]
    assert only(world, *trees)["value"] == 350
    plaques = [observation(PLAQUES, v, "asof", char_start=v) for v in (100, 250)]
    assert only(world, *plaques)["value"] == 250
    assert len(only(world, *plaques)["observation_ids"]) == 2


def test_the_later_source_wins_and_the_conflict_is_listed(world: dict[str, pd.DataFrame]) -> None:
    rows, conflicts = compare(
        world,
        observation(PLAQUES, 5000, "year", 2021, 2021),
        observation(PLAQUES, 6000, "year", 2021, 2021, source_id="two"),
    )
    [row] = rows
    assert (row["value"], row["source_id"], row["conflict"]) == (6000, "two", True)
    [conflict] = conflicts
    assert (conflict["kept_value"], conflict["other_value"]) == (6000, 5000)
    assert conflict["difference_pct"] == pytest.approx(-100 / 6)


def test_a_return_contradicts_the_sum_of_a_report_s_parts(world: dict[str, pd.DataFrame]) -> None:
    parts = [observation(TREES, v, "year", 2022, 2022, char_start=v) for v in (300, 200)]
    for total, differs in ((4000, True), (500, False)):
        stated = observation(TREES, total, "year", 2022, 2022, source_id="return")
        rows, conflicts = compare(world, *parts, stated)
        assert [(c["kept_value"], c["other_value"]) for c in conflicts] == [(total, 500)] * differs
        assert rows[0]["conflict"] == differs
    again = observation(TREES, 4000, "year", 2022, 2022, source_id="two")
    assert compare(world, *parts, again)[1] == []  # two reports may speak of other campaigns


def test_a_rounded_value_does_not_contradict_an_exact_one(world: dict[str, pd.DataFrame]) -> None:
    rounded = observation(PLAQUES, 5000, "year", 2021, 2021, qualifier="at_least", value_high=6000.0)
    _, conflicts = compare(world, rounded, observation(PLAQUES, 5230, "year", 2021, 2021, source_id="two"))
    assert conflicts == []


def test_a_part_s_figure_is_not_the_place_s(world: dict[str, pd.DataFrame]) -> None:
    assert compare(world, observation(PLAQUES, 5000, "asof", scope="sub")) == ([], [])


def test_a_share_above_the_whole_is_shown_and_not_compared(world: dict[str, pd.DataFrame]) -> None:
    row = only(world, observation("policy.placement_rate", 104.1, "asof"))
    assert (row["value"], row["comparable"], row["why_not"]) == (104.1, False, "ABOVE_100")


def test_one_row_stands_for_place_and_indicator(world: dict[str, pd.DataFrame]) -> None:
    rows, _ = compare(
        world,
        observation(TREES, 100, "year", 2020, 2020),
        observation(TREES, 300, "year", 2021, 2021),
        observation(TREES, 9000, "cumulative"),
    )
    assert [r["value"] for r in rows if r["latest"]] == [300]


def test_what_nobody_states_has_no_row(world: dict[str, pd.DataFrame]) -> None:
    assert compare(world) == ([], [])


def test_every_kind_of_period_is_read(world: dict[str, pd.DataFrame]) -> None:
    for kind in PeriodKind:
        assert len(compare(world, observation(PLAQUES, 5, kind, 2021, 2021))[0]) == 1


def test_a_ratio_over_another_years_population_says_so() -> None:
    """Per head uses the 2020 census (data.md): a value of 2021 on is a ratio that mixes years."""
    assert _covers({"period_start": 2020, "year": 2023}, 2020)
    assert not _covers({"period_start": 2021, "year": 2023}, 2020)
    assert not _covers({"period_start": None, "year": 2023}, 2020)
    assert not _covers({"period_start": None, "year": None}, 2020)
