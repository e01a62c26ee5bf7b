"""Ranks that moved and why: a hand-worked example, and exact sums under every method."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as parquet
import pytest

from etl.conform import arrow_schema
from etl.index.report import score_tables, typed
from etl.index.scenario import parse_scenario
from etl.schema import TABLES
from etl.workbench.labels import Paint
from etl.workbench.moves import moves
from etl.workbench.tell_diff import tell_moves
from tests.etl.index.edition import CODES, SCENARIO, edition, value_row

A, B = "110100", "110200"


def written(folder: Path, **tables: pd.DataFrame) -> Path:
    folder.mkdir()
    for name, frame in tables.items():
        frame.to_parquet(folder / f"{name}.parquet")
    return folder


def by_hand(folder: Path, figures: dict[str, dict[str, tuple[float, float, float]]]) -> Path:
    """An edition of one pillar: place -> indicator -> (value, weight, score)."""
    contributions = [
        {
            "scenario_id": "test", "place_code": code, "place_name": code, "pillar_id": "org", "value": value,
            "indicator_id": indicator, "weight": weight, "score": score, "pull": weight * (score - 50),
        }
        for code, own in figures.items()
        for indicator, (value, weight, score) in own.items()
    ]  # fmt: skip
    index = {code: sum(w * s for _, w, s in own.values()) for code, own in figures.items()}
    scores = [
        {
            "scenario_id": "test", "kind": kind, "item_id": item, "place_code": code, "place_name": code,
            "score": score, "ranked": True, "rank": sum(other > score for other in index.values()) + 1,
            "ranked_places": 2, "coverage": 1.0, "vetoes": [],
        }
        for kind, item in (("index", "index"), ("pillar", "org"))
        for code, score in index.items()
    ]  # fmt: skip
    return written(
        folder,
        scores=typed("scores", pd.DataFrame(scores)),
        contributions=typed("contributions", pd.DataFrame(contributions)),
        values=typed("values"),
        indicators=typed("indicators"),
    )


def test_the_parts_of_a_hand_worked_example(tmp_path: Path) -> None:
    # A: 0.5 x 60 + 0.5 x 40 = 50, then 0.5 x 70 + 0.5 x 80 = 75; x stands, others let it score 70.
    # B: 1 x 70 = 70, then 0.5 x 70 + 0.5 x 30 = 50; its new figure halves what x weighs.
    before = {A: {"x": (3, 0.5, 60), "y": (1, 0.5, 40)}, B: {"x": (4, 1.0, 70)}}
    after = {A: {"x": (3, 0.5, 70), "z": (9, 0.5, 80)}, B: {"x": (4, 0.5, 70), "y": (2, 0.5, 30)}}
    found = moves(by_hand(tmp_path / "a", before), by_hand(tmp_path / "b", after), "test")
    ranks = found.ranks.set_index(["item_id", "place_code"])
    assert ranks.loc[("index", A), ["rank_before", "rank_after", "score_after"]].tolist() == [2, 1, 75]
    assert ranks.loc[("index", B), ["rank_before", "rank_after", "score_after"]].tolist() == [1, 2, 50]
    for item in ("index", "org"):  # the index has one pillar, so both come to the same
        points = found.parts[found.parts["item_id"] == item].set_index(["place_code", "part"])["points"]
        assert points[A].round(9).to_dict() == {"new": 15, "gone": 5, "others": 5}
        assert points[B].round(9).to_dict() == {"new": -10, "weights": -10}
    told = "\n".join(tell_moves(found, Paint(False)))
    assert f"{A}  index  2 → 1  得分 score 50 → 75" in told
    assert "新增数字 new  z  — → 9  +15.000" in told


def scored(folder: Path, tables: dict[str, pd.DataFrame], **scenario: Any) -> Path:
    made = parse_scenario({**SCENARIO, **scenario}, "test")
    values = tables["values"]
    return written(folder, **score_tables(tables, made), values=values, indicators=tables["indicators"])


def later(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The same with a figure changed, one gone, and a place that is new to an indicator."""
    values = tables["values"]
    at = values.set_index(["place_code", "indicator_id"]).index
    values = values.assign(annual_value=values["annual_value"].where(at != (A, "edu.bases"), 500.0))
    values = values[at != (B, "org.complaints")]
    rare = pd.DataFrame([value_row(code, "org.rare", 7.0) for code in CODES[2:5]])
    return {**tables, "values": typed("values", pd.concat([values, rare]))}


@pytest.mark.parametrize(
    ("inner", "outer", "seed"),
    [
        *(("arithmetic", "arithmetic", 1), ("arithmetic", "harmonic", 2)),
        *(("geometric", "arithmetic", 2), ("geometric", "harmonic", 1), ("geometric", "copeland", 1)),
    ],
)
def test_the_parts_sum_to_the_change_of_the_score(tmp_path: Path, inner: str, outer: str, seed: int) -> None:
    rules = {**SCENARIO["rules"], "pillar_method": inner, "index_method": outer}
    tables = edition(seed)
    found = moves(
        scored(tmp_path / "a", tables, rules=rules, min_places=3),
        scored(tmp_path / "b", later(tables), rules=rules, min_places=3),
        "test",
    )
    assert len(found.ranks)
    ranked = found.ranks.dropna(subset=["score_before", "score_after"])
    keys = ["place_code", "item_id"]
    sums = found.parts.groupby(keys)["points"].agg(lambda points: points.sum(skipna=False))
    change = ranked.set_index(keys).eval("score_after - score_before")
    if outer == "copeland":  # has no parts: what changed is named, without points
        assert found.parts["points"].isna().all()
        return
    apart = change.sub(sums.reindex(change.index, fill_value=0.0))
    assert apart.abs().max() < 1e-5


def test_a_place_no_longer_ranked_says_why(tmp_path: Path) -> None:
    tables = edition()
    kept = tables["values"]["place_code"].ne(A) | tables["values"]["indicator_id"].ne("edu.bases")
    fewer = {**tables, "values": tables["values"][kept]}
    found = moves(scored(tmp_path / "a", tables), scored(tmp_path / "b", fewer), "test")
    row = found.ranks[(found.ranks["place_code"] == A) & (found.ranks["item_id"] == "index")].iloc[0]
    assert pd.isna(row["rank_after"])
    assert row["why_not_after"] == "FEW_PILLARS"
    own = found.parts[(found.parts["place_code"] == A) & (found.parts["item_id"] == "index")]
    assert own.loc[own["part"] == "gone", "indicator_id"].tolist() == ["edu.bases"]
    assert own.loc[own["part"] == "gone", "observation_before"].tolist() == [f"{A}-edu.bases"]


def test_an_edition_without_scores_moves_nothing(tmp_path: Path) -> None:
    tables = edition()
    older = written(tmp_path / "a", values=tables["values"], indicators=tables["indicators"])
    found = moves(older, scored(tmp_path / "b", tables), "test")
    assert found.ranks.empty
    assert found.parts.empty


def test_two_editions_of_too_few_places_to_rank_move_nothing(tmp_path: Path) -> None:
    few = by_hand(tmp_path / "a", {A: {"x": (3, 0.5, 60)}})
    empty = arrow_schema(TABLES["contributions"]).empty_table()  # as a build writes it: without a chunk
    parquet.write_table(empty, few / "contributions.parquet")
    assert moves(few, few, "test").parts.empty
